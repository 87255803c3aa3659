/* “存到手机”: first the size, then, if the reader says so, the copy. */
import { isPossible, isSaved, measure, remove, save, sizeLabel } from "./store.js";

const box = document.querySelector("[data-save]");

const start = async () => {
    const words = box.dataset;
    const [ask, go, drop] = ["ask", "go", "drop"].map((name) => box.querySelector(`[data-${name}]`));
    const status = box.querySelector("[role=status]");
    const say = (text) => {
        status.textContent = text;
    };
    const show = (...buttons) => [ask, go, drop].forEach((one) => {
        one.hidden = !buttons.includes(one);
    });
    const address = location.pathname;
    let found = null;

    const attempt = async (work) => {
        try {
            await work();
        } catch {
            show(ask);
            say(words.failed);
        }
    };
    ask.addEventListener("click", () => attempt(async () => {
        say(words.measuring);
        found = await measure(address, words.note);
        if (!found) {
            say(words.closed);
        } else if (!found.fits) {
            say(words.full.replace("{size}", sizeLabel(found.bytes)));
        } else {
            say(words.size.replace("{size}", sizeLabel(found.bytes)));
            show(go);
            go.focus();
        }
    }));
    go.addEventListener("click", () => attempt(async () => {
        await save(found, (done, all) => say(words.saving.replace("{done}", done).replace("{all}", all)));
        say(words.saved);
        show(drop);
        drop.focus();
    }));
    drop.addEventListener("click", () => attempt(async () => {
        await remove(address);
        say(words.dropped);
        show(ask);
        ask.focus();
    }));
    show((await isSaved(address)) ? drop : ask);
    box.hidden = false;
};

if (box && isPossible()) {
    start();
}
