/*
 * Transcript and chapter links seek in place, the line being spoken is marked, and the transcript
 * follows until the reader scrolls it. Without script the same links load the page at that second.
 */
import { remembered, remember, withSpeed } from "./memory.js";

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

/* Before a film is loaded (nothing is, until asked for) a position may be forgotten: said again then. */
function goTo(second) {
    player.currentTime = second;
    if (player.readyState === HTMLMediaElement.HAVE_NOTHING) {
        player.addEventListener("loadedmetadata", () => {
            player.currentTime = second;
        }, { once: true });
    }
}

/* Refused where the browser wants a gesture on the player itself: the position still holds. */
function play() {
    player.play().catch((error) => {
        if (error.name !== "NotAllowedError" && error.name !== "AbortError") {
            throw error;
        }
    });
}

function seek(event) {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
        return;
    }
    event.preventDefault();
    goTo(secondOf(event.currentTarget));
    window.history.replaceState(null, "", event.currentTarget.href);
    setFollowing(true);
    play();
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

/* Speed, and where one was: on this device only. */
const tools = document.querySelector(".player-tools");
const place = `video:${window.location.pathname}`;

function clock(seconds) {
    const parts = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
    return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

if (player && tools) {
    withSpeed(tools, (rate) => {
        player.defaultPlaybackRate = rate;
        player.playbackRate = rate;
    });
    const resume = tools.querySelector("[data-resume]");
    const before = Number(remembered(place));
    if (before > 10) {
        resume.querySelector("[data-resume-time]").textContent = clock(before);
        resume.hidden = false;
        resume.addEventListener("click", () => {
            resume.hidden = true;
            goTo(before);
            play();
        });
    }
    player.addEventListener("play", () => {
        resume.hidden = true;
        if (navigator.mediaSession) {
            navigator.mediaSession.metadata = new MediaMetadata({ title: player.getAttribute("aria-label") });
        }
    });
    player.addEventListener("timeupdate", () => {
        const near = player.duration - player.currentTime < 10;
        remember(place, near ? "" : String(Math.floor(player.currentTime)));
    });
}

/* The filter of the transcript, in place; without script the form asks for a shorter page. */
const find = document.querySelector("[data-find]");

if (find && lines.length) {
    const field = find.querySelector("input");
    const count = find.querySelector("[data-find-count]");
    const filter = () => {
        const wanted = field.value.trim().toLowerCase();
        let found = 0;
        for (const line of lines) {
            const fits = line.textContent.toLowerCase().includes(wanted);
            line.closest("li").hidden = !fits;
            found += fits ? 1 : 0;
        }
        count.textContent = !wanted ? "" : found ? `${found}/${lines.length}` : count.dataset.none;
    };
    if (!new URLSearchParams(window.location.search).get("find")) {
        field.addEventListener("input", filter);
        find.addEventListener("submit", (event) => {
            event.preventDefault();
            filter();
        });
    }
}
