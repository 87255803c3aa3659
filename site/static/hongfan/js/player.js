/*
 * Transcript and chapter links seek in place, the line being spoken is marked, and the transcript
 * follows until the reader scrolls it. Without script the same links load the page at that second.
 */
const player = document.querySelector("[data-player]");
const links = [...document.querySelectorAll("a[data-seek]")];
const transcript = document.querySelector("[data-transcript]");
const followButton = document.querySelector("[data-follow]");
const lines = transcript ? [...transcript.querySelectorAll("a[data-seek]")] : [];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

let following = true;
let current = null;

function secondOf(link) {
    return Number(link.dataset.seek);
}

function setFollowing(value) {
    following = value;
    if (followButton) {
        followButton.hidden = value;
    }
}

/* Scrolls the transcript alone; scrollIntoView would take the page along. */
function show(line) {
    const top = line.offsetTop - transcript.clientHeight / 3;
    transcript.scrollTo({ top, behavior: calm.matches ? "instant" : "smooth" });
}

function update() {
    const now = player.currentTime + 0.05;
    let next = null;
    for (const line of lines) {
        if (secondOf(line) > now) {
            break;
        }
        next = line;
    }
    if (next === current) {
        return;
    }
    current?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "true");
    current = next;
    if (current && following) {
        show(current);
    }
}

function seek(event) {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
        return;
    }
    event.preventDefault();
    player.currentTime = secondOf(event.currentTarget);
    window.history.replaceState(null, "", event.currentTarget.href);
    setFollowing(true);
    /* Refused where the browser wants a gesture on the player itself: the position still holds. */
    player.play().catch((error) => {
        if (error.name !== "NotAllowedError" && error.name !== "AbortError") {
            throw error;
        }
    });
}

if (player) {
    for (const link of links) {
        link.addEventListener("click", seek);
    }
}

if (player && transcript) {
    player.addEventListener("timeupdate", update);
    player.addEventListener("seeked", update);
    for (const kind of ["wheel", "touchmove", "keydown"]) {
        transcript.addEventListener(kind, (event) => {
            if (kind !== "keydown" || event.key.startsWith("Arrow") || event.key.startsWith("Page")) {
                setFollowing(player.paused);
            }
        }, { passive: true });
    }
    followButton?.addEventListener("click", () => {
        setFollowing(true);
        if (current) {
            show(current);
        }
    });
}
