/* Marks the section being read in the list of contents. Without script it is a list of links. */
const links = new Map();
for (const link of document.querySelectorAll("[data-contents] a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) {
        links.set(heading, link);
    }
}

/* The current section is the last one whose heading has passed the upper third of the window. */
function mark() {
    let current = null;
    for (const [heading, link] of links) {
        link.removeAttribute("aria-current");
        if (heading.getBoundingClientRect().top < window.innerHeight / 3) {
            current = link;
        }
    }
    current?.setAttribute("aria-current", "location");
}

if (links.size) {
    const observer = new IntersectionObserver(mark, {
        rootMargin: "0px 0px -66% 0px",
        threshold: [0, 1],
    });
    for (const heading of links.keys()) {
        observer.observe(heading);
    }
    mark();
}
