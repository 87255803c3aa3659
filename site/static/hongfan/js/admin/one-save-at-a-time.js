// A button that saves waits for the copy that is on its way. Two at once overtake each other: a new
// page would be made twice, or the older copy stored as the newer one and told as somebody else's.
const BUTTONS = '[data-edit-form] :is(button[type="submit"], [data-workflow-action-name])';
// Milliseconds. Whatever became of the copy then, what the form holds is saved.
const PATIENCE = 10000;

let underWay = false;
let pressed;
let timer;

function goOn() {
  clearTimeout(timer);
  underWay = false;
  const button = pressed;
  pressed = undefined;
  if (!button) return;
  button.removeAttribute("aria-busy");
  button.click();
}

document.addEventListener("w-autosave:save", () => {
  underWay = true;
});
for (const end of ["success", "error"]) {
  document.addEventListener(`w-autosave:${end}`, () => {
    underWay = false;
    // What was typed meanwhile begins the next copy right away.
    setTimeout(() => underWay || goOn(), 0);
  });
}
// Before any other listener of the button.
window.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(BUTTONS);
    if (!button || !underWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = button;
    button.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(goOn, PATIENCE);
  },
  { capture: true },
);
