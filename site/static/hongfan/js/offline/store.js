/* Pages on this device: one cache a page, with all that it shows and a note of what it is. */
const PREFIX = "saved|";
const NOTE = "/offline/note.json";
// The server puts this into pages that everybody may read, and into no other.
const MARK = "[data-save]";

export const isPossible = () => "caches" in window && "serviceWorker" in navigator;
const nameOf = (address) => PREFIX + new URL(address, location.href).pathname;

export const sizeLabel = (bytes) => {
    const kilo = Math.max(1, Math.round(bytes / 1000));
    return kilo < 1000 ? `${kilo} kB` : `${(kilo / 1000).toFixed(1)} MB`;
};

/* In elder mode a copy is as large as the page it is of. */
const inMode = (address) => (document.documentElement.dataset.mode === "elder" ? `${address}?mode=elder` : address);

/* The page as anybody sees it, never with this reader's cookies. */
const fetchOpen = async (address) => {
    const answer = await fetch(inMode(address), { credentials: "omit", cache: "no-cache" });
    const closed = /private|no-store/.test(answer.headers.get("Cache-Control") || "");
    if (!answer.ok || answer.redirected || closed) {
        return null;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const title = page.querySelector('meta[property="og:title"]')?.content || page.title;
    return page.querySelector(MARK) ? { page, title, policy: answer.headers.get("Content-Security-Policy") } : null;
};

/* Into a copy that needs nothing but what is listed: one size of each picture, no scripts, no
   buttons that ask the site for something; in the text size and colours that the reader chose. */
const simplify = (page, note) => {
    const addresses = new Set();
    page.querySelectorAll(`script, iframe, form[method="post"], picture > source, link:not([rel="stylesheet"]), ${MARK}`).forEach((one) => one.remove());
    for (const choice of ["size", "leading", "theme"]) {
        page.documentElement.dataset[choice] = document.documentElement.dataset[choice] || "";
    }
    for (const image of page.querySelectorAll("img")) {
        image.removeAttribute("srcset");
        image.removeAttribute("loading");
    }
    const links = [["link, use", "href"], ["img, source, track, video, audio", "src"], ["video", "poster"]];
    for (const [tags, name] of links) {
        for (const one of page.querySelectorAll(tags)) {
            const url = one.getAttribute(name) && new URL(one.getAttribute(name), location.href);
            if (url && url.origin === location.origin) {
                addresses.add(url.pathname + url.search);
            }
        }
    }
    const line = page.createElement("p");
    line.className = "notice wrap";
    line.textContent = note;
    page.querySelector("main").prepend(line);
    return [...addresses];
};

const bytesOf = async (address) => {
    const answer = await fetch(address, { method: "HEAD", credentials: "omit" });
    return answer.ok ? Number(answer.headers.get("Content-Length")) || 0 : 0;
};

/* What saving ``address`` would take; null where it isn't open to everybody. */
export const measure = async (address, note) => {
    const found = await fetchOpen(address);
    if (!found) {
        return null;
    }
    const files = simplify(found.page, note);
    const html = new Blob([`<!doctype html>${found.page.documentElement.outerHTML}`], { type: "text/html; charset=utf-8" });
    const sizes = await Promise.all(files.map(bytesOf));
    const bytes = sizes.reduce((sum, one) => sum + one, html.size);
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) || {};
    return { address, files, html, bytes, policy: found.policy, title: found.title, fits: usage + bytes < quota };
};

export const save = async ({ address, files, html, bytes, policy, title }, tell) => {
    const name = nameOf(address);
    await caches.delete(name);
    const cache = await caches.open(name);
    try {
        let done = 0;
        for (const file of files) {
            const answer = await fetch(file, { credentials: "omit" });
            // A picture that is gone doesn't keep the text from being saved.
            if (answer.status === 200) {
                await cache.put(file, answer);
            }
            done += 1;
            tell(done, files.length);
        }
        const headers = { "Content-Type": "text/html; charset=utf-8", ...(policy && { "Content-Security-Policy": policy }) };
        await cache.put(new URL(address, location.href).pathname, new Response(html, { headers }));
        await cache.put(NOTE, Response.json({ address, title, bytes, saved: Date.now() }));
    } catch (failure) {
        await caches.delete(name);
        throw failure;
    }
    // Asks browsers not to throw it away first.
    await navigator.storage?.persist?.();
};

export const remove = (address) => caches.delete(nameOf(address));
export const isSaved = (address) => caches.has(nameOf(address));

export const list = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
    const notes = await Promise.all(names.map(async (name) => (await (await caches.open(name)).match(NOTE))?.json()));
    return notes.filter(Boolean).sort((one, other) => other.saved - one.saved);
};

/* Forget what was taken down or closed since; what can't be asked now stays. */
export const review = async () => {
    for (const { address } of await list()) {
        const open = await fetchOpen(address).catch(() => true);
        if (!open) {
            await remove(address);
        }
    }
};
