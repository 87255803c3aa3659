/* The browser's own print, where it has one: WeChat's on Android has none. */
const button = document.querySelector("[data-print]");

if (button && "print" in window && !navigator.userAgent.includes("MicroMessenger")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
}
