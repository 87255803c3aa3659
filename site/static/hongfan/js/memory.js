/* What a reader's own device remembers: how fast, how far. Nothing of it leaves the device. */

/* Storage may be forbidden; then every visit begins anew. */
export function remembered(name) {
    try {
        return window.localStorage.getItem(name);
    } catch {
        return null;
    }
}

export function remember(name, value) {
    try {
        if (value) {
            window.localStorage.setItem(name, value);
        } else {
            window.localStorage.removeItem(name);
        }
    } catch {
        /* Full or forbidden: the page works without. */
    }
}

/* Shows the speed's choice inside `box`, sets it as last time, and tells `change` each new one. */
export function withSpeed(box, change) {
    const holder = box.querySelector("[data-speed]");
    if (!holder) {
        return;
    }
    const choice = holder.querySelector("select");
    const before = remembered("speed");
    if ([...choice.options].some((option) => option.value === before)) {
        choice.value = before;
    }
    holder.hidden = false;
    change(Number(choice.value));
    choice.addEventListener("change", () => {
        remember("speed", choice.value);
        change(Number(choice.value));
    });
}
