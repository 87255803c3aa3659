/*
 * Headings hold zero-width spaces as places to break. What a reader copies should not: pasted
 * into a search box or a document they would keep words from being found.
 */
const BREAKS = /\u200b/g;

document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    const text = selection ? selection.toString() : "";
    if (!text.includes("\u200b") || !event.clipboardData) {
        return;
    }
    const fragment = document.createElement("div");
    for (let index = 0; index < selection.rangeCount; index += 1) {
        fragment.append(selection.getRangeAt(index).cloneContents());
    }
    event.clipboardData.setData("text/plain", text.replace(BREAKS, ""));
    event.clipboardData.setData("text/html", fragment.innerHTML.replace(BREAKS, ""));
    event.preventDefault();
});
