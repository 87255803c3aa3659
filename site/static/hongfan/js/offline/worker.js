/*
 * Answers when the network doesn't: with what the reader saved, else with the offline page.
 * It keeps nothing by itself; VERSION and PAGES are written before it by offline/views.py.
 */
const SHELL = `shell|${VERSION}`;
const ANY = { ignoreSearch: true, ignoreVary: true };
const GONE = [401, 403, 404, 410];
const EXACT = { ignoreVary: true };
// Log-in, the admin and what counts scans are none of its business.
const CLOSED = /^\/(?:[a-z-]+\/)?(?:admin|documents|_util|display|s|health)(?:\/|$)/;

const keep = async (cache, address) => {
    // Without cookies: a copy is what anybody would see.
    const answer = await fetch(address, { credentials: "omit", cache: "reload" });
    if (!answer.ok || answer.redirected) {
        throw new Error(address);
    }
    await cache.put(address, answer.clone());
    return answer;
};

const keepShell = async (pages) => {
    const cache = await caches.open(SHELL);
    const files = new Set();
    for (const page of pages) {
        const text = await (await keep(cache, page)).text();
        for (const [, file] of text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)) {
            files.add(file);
        }
    }
    await Promise.all([...files].map(async (file) => (await cache.match(file)) || keep(cache, file)));
};

const install = async () => {
    await keepShell(PAGES);
    await self.skipWaiting();
};

/* Elder mode's offline pages are here while the reader is in it: their being here says so. */
const LARGE = PAGES.map((page) => `${page}?mode=elder`);
const prepare = async (elder) => {
    const cache = await caches.open(SHELL);
    if (!elder) {
        await Promise.all(LARGE.map((page) => cache.delete(page)));
    } else if (!(await cache.match(LARGE[0], EXACT))) {
        await keepShell(LARGE);
    }
};

const activate = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("shell|") && name !== SHELL);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
};

const offlinePage = async (path) => {
    const at = PAGES.findIndex((one, place) => place && path.startsWith(one.replace("offline/", "")));
    const place = Math.max(at, 0);
    return (await caches.match(LARGE[place], EXACT)) || (await caches.match(PAGES[place], EXACT)) || Response.error();
};

/* Players ask for a part of a file and want that part. */
const part = async (answer, range) => {
    const [, first, last] = /bytes=(\d+)-(\d*)/.exec(range) || [];
    if (!first) {
        return answer;
    }
    const blob = await answer.blob();
    const start = Number(first);
    const end = Math.min(last ? Number(last) : Infinity, blob.size - 1);
    const headers = {
        "Content-Type": answer.headers.get("Content-Type") || "",
        "Content-Range": `bytes ${start}-${end}/${blob.size}`,
        "Content-Length": String(end - start + 1),
        "Accept-Ranges": "bytes",
    };
    return new Response(blob.slice(start, end + 1), { status: 206, headers });
};

const kept = async (request) => {
    const answer = await caches.match(request.url, ANY);
    const range = request.headers.get("Range");
    return answer && range ? part(answer, range) : answer;
};

const answer = async (request, path) => {
    const plays = request.destination === "video" || request.destination === "audio";
    // What was saved to spare the line spares it.
    const saved = plays ? await kept(request) : undefined;
    if (saved) {
        return saved;
    }
    try {
        const found = await fetch(request);
        // A copy of what was closed, moved or taken back since isn't for this device any more.
        const closed = /private|no-store/.test(found.headers.get("Cache-Control") || "");
        if (request.mode === "navigate" && (closed || found.type === "opaqueredirect" || GONE.includes(found.status))) {
            await caches.delete(`saved|${path}`);
        }
        return found;
    } catch (failure) {
        const found = PAGES.includes(path) ? undefined : await kept(request);
        if (found) {
            return found;
        }
        if (request.mode === "navigate") {
            return offlinePage(path);
        }
        throw failure;
    }
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("message", (event) => event.waitUntil(prepare(event.data.elder)));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
    const { pathname, origin } = new URL(event.request.url);
    if (event.request.method === "GET" && origin === self.location.origin && !CLOSED.test(pathname)) {
        event.respondWith(answer(event.request, pathname));
    }
});
