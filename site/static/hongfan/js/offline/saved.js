/* The list of what is on this device, each to be read or removed. */
import { isPossible, list, remove, review, sizeLabel } from "./store.js";

const box = document.querySelector("[data-saved]");
const part = (name) => box.querySelector(`[data-${name}]`);

const draw = async () => {
    const pages = await list();
    part("none").hidden = pages.length > 0;
    part("list").replaceChildren(...pages.map(({ address, title, bytes }) => {
        const row = part("row").content.cloneNode(true);
        const link = row.querySelector("a");
        link.href = address;
        link.textContent = title;
        row.querySelector("[data-size]").textContent = sizeLabel(bytes);
        const button = row.querySelector("button");
        button.setAttribute("aria-label", `${button.textContent}：${title}`);
        button.addEventListener("click", async () => {
            await remove(address);
            await draw();
            part("status").textContent = box.dataset.removed.replace("{title}", title);
            (part("list").querySelector("button") || part("status")).focus();
        });
        return row;
    }));
};

if (isPossible()) {
    part("unable").hidden = true;
    document.querySelector("[data-no-network]").hidden = navigator.onLine;
    draw().then(async () => {
        if (navigator.onLine) {
            await review();
            await draw();
        }
    });
}
