/* The worker that answers without network; after the page, so that nothing waits for it. */
if ("serviceWorker" in navigator) {
    const register = async () => {
        try {
            await navigator.serviceWorker.register("/service-worker.js");
            const { active } = await navigator.serviceWorker.ready;
            // It can't read the reader's cookie, and without network nobody else can.
            active.postMessage({ elder: document.documentElement.dataset.mode === "elder" });
        } catch {
            // Forbidden or failed: the site works without.
        }
    };
    if (document.readyState === "complete") {
        register();
    } else {
        addEventListener("load", register, { once: true });
    }
}
