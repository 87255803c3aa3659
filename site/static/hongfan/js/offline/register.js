/* The worker that answers without network; after the page, so that nothing waits for it. */
if ("serviceWorker" in navigator) {
    const register = () => navigator.serviceWorker.register("/service-worker.js").catch(() => {});
    if (document.readyState === "complete") {
        register();
    } else {
        addEventListener("load", register, { once: true });
    }
}
