"""Words of Chinese text, with the site's own words among them."""

import threading
import time
from collections.abc import Iterable

import rjieba

MIN_LENGTH, MAX_LENGTH = 2, 20
# How long adding a word waits for other threads that are segmenting (seconds).
_PATIENCE = 0.02

_lock = threading.Lock()
# The process has one dictionary already, because headings are broken at words.
_segmenter: rjieba.Jieba = rjieba.cut.__self__  # type: ignore[attr-defined]
_taught: frozenset[str] = frozenset()


def cut(text: str) -> list[str]:
    """The words of normalised ``text``, none inside another."""
    return _segmenter.cut(text)


def cut_for_search(text: str) -> list[str]:
    """The words of normalised ``text``, and those inside longer ones."""
    return _segmenter.cut_for_search(text)


def tokenize(text: str) -> list[tuple[str, int, int]]:
    """As ``cut_for_search``, with start and end of each word."""
    return _segmenter.tokenize(text, mode="search")


def is_word(text: str) -> bool:
    """Whether the dictionary, or who taught it, knows normalised ``text`` as one word."""
    return _segmenter.has_word(text)


def taught() -> frozenset[str]:
    """The words that this process was taught."""
    return _taught


def teach(words: Iterable[str]) -> bool:
    """Make exactly ``words`` (normalised) the site's own words; whether that changed anything.

    Words that were taught before and are not among them are forgotten. What cannot be a word
    (too short, too long, with spaces) is passed over, and so are Latin words: those are whole
    without being taught, and ai would be cut out of email. Text indexed before keeps its words until
    it is indexed again; questions find it by their bigrams and characters meanwhile.
    """
    global _segmenter, _taught
    wanted = frozenset(
        word
        for word in words
        if MIN_LENGTH <= len(word) <= MAX_LENGTH
        and not word.isascii()
        and not any(char.isspace() for char in word)
    )
    with _lock:
        if wanted == _taught:
            return False
        # The dictionary cannot forget: that takes a new one (0.2 s, 25 MB).
        if not wanted > _taught or not _add(_segmenter, wanted - _taught):
            fresh = rjieba.Jieba()
            _add(fresh, wanted)
            _segmenter = fresh
        _taught = wanted
    return True


def _add(segmenter: rjieba.Jieba, words: Iterable[str]) -> bool:
    """Add ``words``; False where other threads keep the dictionary busy."""
    until = time.monotonic() + _PATIENCE
    for word in sorted(words):
        while True:
            try:
                # Without a frequency it gets the one that keeps it together.
                segmenter.add_word(word, None, None)
                break
            except RuntimeError:
                # "Already borrowed": a thread is reading it at this moment.
                if time.monotonic() > until:
                    return False
                time.sleep(0.0005)
    return True
