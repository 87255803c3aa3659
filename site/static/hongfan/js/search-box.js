/*
 * Suggestions while typing, as an ARIA 1.2 combobox over the plain search form. The form works
 * without this module, and whenever the server has nothing to offer.
 *
 * Nothing is chosen by itself: Enter searches for what was typed until an arrow key has moved to
 * a suggestion, which Enter then opens.
 */
const WAIT = 120;
const ANNOUNCE_AFTER = 600;

let boxes = 0;

/* The list's own styles are asked for by whoever comes to the field; the others are spared them. */
function dress(sheet) {
    if (!document.querySelector(`link[href="${sheet}"]`)) {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = sheet;
        document.head.append(link);
    }
}

function enhance(form) {
    const input = form.querySelector(".search-box__input");
    const { suggest, label, count, sheet } = form.dataset;
    boxes += 1;
    input.addEventListener("focus", () => dress(sheet), { once: true });
    if (document.activeElement === input) {
        dress(sheet);
    }

    const list = document.createElement("ul");
    list.id = `search-suggestions-${boxes}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    form.append(list, status);

    // A search field can't be a combobox, a text field can.
    input.type = "text";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    let active = -1;
    let shownFor = "";
    let timer = 0;
    let announcement = 0;
    let request = null;

    function forget() {
        window.clearTimeout(timer);
        window.clearTimeout(announcement);
        request?.abort();
        request = null;
    }

    function close() {
        forget();
        list.hidden = true;
        list.replaceChildren();
        active = -1;
        shownFor = "";
        status.textContent = "";
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
    }

    function move(to) {
        const options = list.children;
        options[active]?.setAttribute("aria-selected", "false");
        // Before the first and after the last stands what was typed.
        active = (to + 1 + options.length + 1) % (options.length + 1) - 1;
        const option = options[active];
        if (option) {
            option.setAttribute("aria-selected", "true");
            input.setAttribute("aria-activedescendant", option.id);
            option.scrollIntoView({ block: "nearest" });
        } else {
            input.removeAttribute("aria-activedescendant");
        }
    }

    function show(suggestions) {
        const options = suggestions.map(({ text, label: kind, url }, place) => {
            const option = document.createElement("li");
            option.id = `${list.id}-${place}`;
            option.className = "suggestions__option";
            option.setAttribute("role", "option");
            option.setAttribute("aria-selected", "false");
            option.dataset.url = url;
            const name = document.createElement("span");
            name.className = "suggestions__text";
            name.textContent = text;
            const of = document.createElement("span");
            of.className = "suggestions__kind";
            of.textContent = kind;
            option.append(name, " ", of);
            return option;
        });
        list.replaceChildren(...options);
        list.hidden = options.length === 0;
        active = -1;
        input.removeAttribute("aria-activedescendant");
        input.setAttribute("aria-expanded", String(!list.hidden));
        window.clearTimeout(announcement);
        // Said when the reader pauses, not over every key.
        announcement = window.setTimeout(() => {
            status.textContent = options.length ? count.replace("%n", String(options.length)) : "";
        }, ANNOUNCE_AFTER);
    }

    async function ask() {
        const typed = input.value.trim();
        if (!typed) {
            close();
            return;
        }
        request?.abort();
        const mine = new AbortController();
        request = mine;
        const address = new URL(suggest, document.baseURI);
        address.searchParams.set("q", typed);
        try {
            const response = await fetch(address, { signal: mine.signal });
            const { suggestions } = response.ok ? await response.json() : { suggestions: [] };
            // An answer that was overtaken says nothing about what stands there now.
            if (request === mine && document.activeElement === input) {
                shownFor = typed;
                show(suggestions);
            }
        } catch (error) {
            // Broken off by the next key, or no connection: the form still searches.
            if (error.name !== "AbortError") {
                close();
            }
        }
    }

    function askSoon() {
        window.clearTimeout(timer);
        timer = window.setTimeout(ask, WAIT);
    }

    input.addEventListener("input", (event) => {
        // The letters of an input method are no text yet.
        if (!event.isComposing) {
            askSoon();
        }
    });
    input.addEventListener("compositionend", askSoon);
    input.addEventListener("blur", close);

    input.addEventListener("keydown", (event) => {
        if (event.isComposing) {
            return;
        }
        const option = list.children[active];
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (!list.hidden) {
                move(active + (event.key === "ArrowDown" ? 1 : -1));
            } else if (input.value.trim() !== shownFor) {
                ask();
            }
        } else if (event.key === "Enter" && option) {
            event.preventDefault();
            window.location.assign(option.dataset.url);
        } else if (event.key === "Escape") {
            if (!list.hidden) {
                event.preventDefault();
                close();
            } else {
                input.value = "";
            }
        }
    });

    // Before the field loses the focus, which would close the list under the pointer.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
        const option = event.target.closest("[role='option']");
        if (option) {
            window.location.assign(option.dataset.url);
        }
    });
}

for (const form of document.querySelectorAll(".search-box__form")) {
    enhance(form);
}
