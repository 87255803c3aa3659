// The editor's own copies and the buttons that save take turns. Two at once overtake each other: a
// new page would be made twice, or the older copy stored as the newer one and told as somebody
// else's. Without network a button stays where it is: to leave would lose what was typed.
const BUTTONS = '[data-edit-form] :is(button[type="submit"], [data-workflow-action-name])';
// Milliseconds. Whatever became of the copy or of the form then, the next one goes.
const PATIENCE = 60000;

let copying = false;
let leaving = false;
let pressed;
let timer;

function release() {
  clearTimeout(timer);
  const button = pressed;
  pressed = undefined;
  button?.removeAttribute("aria-busy");
  return button;
}

function goOn() {
  copying = false;
  release()?.click();
}

function stay() {
  const text = document.querySelector("template[data-hongfan-offline]").content.textContent;
  document.dispatchEvent(
    new CustomEvent("w-messages:add", { detail: { clear: true, text, type: "error" } }),
  );
}

document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else copying = true;
});
for (const end of ["success", "error"]) {
  document.addEventListener(`w-autosave:${end}`, (event) => {
    copying = false;
    if (event.detail.type === "network_error" && release()) stay();
    // What was typed meanwhile begins the next copy right away.
    setTimeout(() => copying || goOn(), 0);
  });
}
// Before any other listener of the button.
window.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(BUTTONS);
    if (!button || (!copying && navigator.onLine)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    release();
    if (!navigator.onLine) {
      stay();
      return;
    }
    pressed = button;
    button.setAttribute("aria-busy", "true");
    timer = setTimeout(goOn, PATIENCE);
  },
  { capture: true },
);
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("[data-edit-form]")) return;
  leaving = true;
  setTimeout(() => {
    leaving = false;
  }, PATIENCE);
});
// Back from the next page, which the browser may have kept whole.
window.addEventListener("pageshow", () => {
  leaving = false;
});
