/*
 * 听文章. With a recording: speed, resume, the paragraph being spoken, the keys of a headset. Without
 * one the device's own voice reads, where it has one for the page's language; else no button.
 */
import { remembered, remember, withSpeed } from "./memory.js";

const box = document.querySelector("[data-listen]");
const language = document.documentElement.lang.split("-")[0];
const place = `listen:${window.location.pathname}`;

let spoken = null;

function mark(element) {
    if (element === spoken) {
        return;
    }
    spoken?.removeAttribute("data-spoken");
    element?.setAttribute("data-spoken", "");
    spoken = element;
}

function describe(actions) {
    if (!navigator.mediaSession) {
        return;
    }
    navigator.mediaSession.metadata = new MediaMetadata({ title: box.dataset.title });
    for (const [name, handler] of Object.entries(actions)) {
        navigator.mediaSession.setActionHandler(name, handler);
    }
}

/* In elder mode a browser's own controls are too small a target: a large button beside them. */
function offerButton(audio) {
    const button = box.querySelector("[data-play]");
    const word = button.querySelector("[data-word]");
    const first = word.textContent;
    button.hidden = document.documentElement.dataset.mode !== "elder";
    button.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
    audio.addEventListener("play", () => { word.textContent = button.dataset.pause; });
    audio.addEventListener("pause", () => { word.textContent = button.dataset.resume; });
    audio.addEventListener("ended", () => { word.textContent = first; });
}

function listenToRecording(audio) {
    const timings = box.dataset.timings.split(" ").filter(Boolean).map((pair) => {
        const cut = pair.lastIndexOf(":");
        return { element: document.getElementById(pair.slice(0, cut)), at: Number(pair.slice(cut + 1)) };
    });
    withSpeed(box, (rate) => {
        audio.defaultPlaybackRate = rate;
        audio.playbackRate = rate;
    });
    audio.addEventListener("loadedmetadata", () => {
        const before = Number(remembered(place));
        if (before > 5 && before < audio.duration - 5) {
            audio.currentTime = before;
        }
    }, { once: true });
    audio.addEventListener("timeupdate", () => {
        const now = audio.currentTime + 0.05;
        mark(timings.findLast((timing) => timing.at <= now)?.element ?? null);
        remember(place, String(Math.floor(audio.currentTime)));
    });
    audio.addEventListener("ended", () => {
        mark(null);
        remember(place, "");
    });
    offerButton(audio);
    audio.addEventListener("play", () => describe({
        play: () => audio.play(),
        pause: () => audio.pause(),
        seekbackward: () => { audio.currentTime -= 15; },
        seekforward: () => { audio.currentTime += 15; },
    }), { once: true });
}

/* Short pieces: a browser falls silent in the middle of a long one. */
function pieces(element) {
    const text = element.textContent.replace(/\u200b/g, "").trim();
    return text.match(/[^。！？；.!?;]{1,120}[。！？；.!?;”]*/g) ?? [];
}

function listenToVoice(voice) {
    const button = box.querySelector("[data-voice]");
    const stop = box.querySelector("[data-stop]");
    const word = box.querySelector("[data-word]");
    const first = word.textContent;
    const speech = window.speechSynthesis;
    const queue = [...document.querySelectorAll(
        "[data-article] .article-body :is(.block-heading, [id^='p-'])",
    )].flatMap((element) => pieces(element).map((text) => ({ element, text })));
    let at = Number(remembered(place)) || 0;
    let playing = false;
    let rate = 1;
    /* Cancelling ends the utterance too; only the current turn may go on. */
    let turn = 0;

    function show() {
        if (playing) {
            word.textContent = button.dataset.pause;
        } else {
            word.textContent = at > 0 ? button.dataset.resume : first;
        }
        stop.hidden = !playing && at === 0;
    }

    function say() {
        if (at >= queue.length) {
            halt();
            return;
        }
        const mine = turn;
        const utterance = new SpeechSynthesisUtterance(queue[at].text);
        utterance.voice = voice;
        utterance.lang = voice.lang;
        utterance.rate = rate;
        utterance.addEventListener("end", () => {
            if (mine === turn) {
                at += 1;
                remember(place, String(at));
                say();
            }
        });
        mark(queue[at].element);
        speech.speak(utterance);
    }

    function pause() {
        turn += 1;
        playing = false;
        speech.cancel();
        show();
    }

    function halt() {
        at = 0;
        pause();
        remember(place, "");
        mark(null);
    }

    function play() {
        turn += 1;
        playing = true;
        at = at < queue.length ? at : 0;
        speech.cancel();
        say();
        show();
    }

    withSpeed(box, (wanted) => {
        rate = wanted;
        if (playing) {
            play();
        }
    });
    button.addEventListener("click", () => (playing ? pause() : play()));
    stop.addEventListener("click", halt);
    window.addEventListener("pagehide", () => speech.cancel());
    button.hidden = queue.length === 0;
    box.hidden = button.hidden;
    show();
}

/*
 * Devices list voices by name: 台湾 and 广东 come before 普通话. What lies on the device comes before
 * what another company would read out, and works without network. Cantonese is another language.
 */
const REGIONS = { "zh-hans": ["cn", "sg", "tw"], "zh-hant": ["tw", "cn"], en: ["gb", "us"] };

function findVoice() {
    const wanted = document.documentElement.lang.toLowerCase();
    const regions = REGIONS[wanted] ?? [];
    const score = (voice) => {
        const parts = voice.lang.toLowerCase().split(/[-_]/);
        const fits = parts[0] === language || (language === "zh" && parts[0] === "cmn");
        if (!fits || (language === "zh" && parts.some((part) => ["hk", "mo", "yue"].includes(part)))) {
            return 0;
        }
        const place = regions.findIndex((region) => parts.includes(region));
        return 1 + 2 * (place < 0 ? 0 : regions.length - place) + (voice.localService ? 1 : 0);
    };
    let best = null;
    for (const voice of window.speechSynthesis.getVoices()) {
        if (score(voice) > (best ? score(best) : 0)) {
            best = voice;
        }
    }
    return best;
}

const audio = box?.querySelector("[data-audio]");
if (audio) {
    listenToRecording(audio);
} else if (box && "speechSynthesis" in window) {
    /* Some browsers know their voices at once, some later. */
    let found = false;
    const look = () => {
        const voice = found ? null : findVoice();
        if (voice) {
            found = true;
            listenToVoice(voice);
        }
    };
    look();
    window.speechSynthesis.addEventListener?.("voiceschanged", look);
}
