"""Writes ``readings.txt``: ``python -m search.pinyin.generate``, after an update of pypinyin.

pypinyin itself takes a second and 50 MB to load, for each process that would answer while a
reader types. What suggestions need of it is small: no tones, one usual reading a character, and
the words in which a character is read otherwise.
"""

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).with_name("readings.txt")
HEADER = (
    "# Made by search/pinyin/generate.py from pypinyin (MIT licence, https://github.com/mozillazg/"
    "python-pinyin).\n# Syllable and the characters read so; then words in which one is read"
    " otherwise.\n"
)
# The basic block and extension A: what else there is stands in no text that people type.
RANGES = ((0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000))


def main() -> None:
    usual: dict[str, str] = {}
    by_syllable: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(PINYIN_DICT):
        if any(start <= code < end for start, end in RANGES):
            char = chr(code)
            usual[char] = plain(pinyin(char, style=Style.NORMAL)[0][0])
            by_syllable[usual[char]].append(char)
    words: dict[str, list[str]] = {}
    # Short ones first: a longer one is needed only where the shorter ones inside it don't help.
    for word in sorted(PHRASES_DICT, key=lambda word: (len(word), word)):
        syllables = [plain(syllable) for syllable in lazy_pinyin(word)]
        if len(syllables) == len(word) <= 8 and syllables != read(word, usual, words):
            words[word] = syllables
    lines = [f"{syllable} {''.join(chars)}\n" for syllable, chars in sorted(by_syllable.items())]
    lines += ["\n", *(f"{word} {' '.join(found)}\n" for word, found in sorted(words.items()))]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


def plain(syllable: str) -> str:
    """As people type it: ü is v, which is what a keyboard has."""
    return syllable.replace("ü", "v").replace("ê", "e")


def read(word: str, usual: dict[str, str], words: dict[str, list[str]]) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(word):
        for length in range(min(8, len(word) - place), 1, -1):
            if syllables := words.get(word[place : place + length]):
                found += syllables
                place += length
                break
        else:
            found.append(usual.get(word[place], ""))
            place += 1
    return found


if __name__ == "__main__":
    main()
