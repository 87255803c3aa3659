/* Passing a page on: the phone's own way where it has one, else a copied link. */
const copy = async (text) => {
    if (navigator.clipboard) {
        await navigator.clipboard.writeText(text);
        return true;
    }
    // Over plain HTTP, and in old web views.
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
};

for (const share of document.querySelectorAll("[data-share]")) {
    const { title, url } = share.dataset;
    const status = share.querySelector("[data-status]");
    const send = share.querySelector("[data-send]");
    const button = share.querySelector("[data-copy]");
    if (navigator.share) {
        send.hidden = false;
        // Refused or closed without sending: nothing to say.
        send.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
    }
    // Its own menu makes the card; no page may open that.
    if (/MicroMessenger/.test(navigator.userAgent)) {
        status.textContent = share.dataset.wechat;
    }
    button.hidden = false;
    button.addEventListener("click", async () => {
        const done = await copy(url).catch(() => false);
        share.querySelector("details").open ||= !done;
        status.textContent = "";
        // Said again each time, also when the words are the same.
        requestAnimationFrame(() => {
            status.textContent = done ? button.dataset.done : button.dataset.failed;
        });
        if (done) {
            button.focus();
        }
    });
}
