"""Lines of runs: clean characters, no space at the ends."""

import re
from dataclasses import replace

from articles.importing.characters import CJK, clean_line, clean_piece
from articles.importing.pieces import Line, plain

# The end of a line of the source between two Chinese characters is no space.
SOFT_WRAP = re.compile(rf"(?<=[{CJK}])[ \t]*\n\s*(?=[{CJK}])")
CHINESE_ON_BOTH_SIDES = re.compile(rf"[{CJK}]{{2}}")


def tidy(line: Line) -> Line:
    """A line with clean characters and no space at its ends; empty where nothing is left."""
    merged: Line = []
    for run in line:
        last = merged[-1] if merged else None
        if last and (not run.text.strip() or replace(run, text="") == replace(last, text="")):
            merged[-1] = replace(last, text=last.text + run.text)
        else:
            merged.append(run)
    clean: Line = []
    for run in merged:
        text = clean_piece(run.text)
        if not clean or _wraps(clean[-1].text, run.text):
            text = text.lstrip()
        if text:
            clean.append(replace(run, text=text))
    if clean:
        clean[-1] = replace(clean[-1], text=clean[-1].text.rstrip())
    return clean if clean_line(plain(clean)) else []


def _wraps(before: str, after: str) -> bool:
    """Whether the space between two runs is only the end of a line of the source, in Chinese."""
    head = after.lstrip()
    space = after[: len(after) - len(head)]
    return (
        "\n" in space
        and bool(head)
        and bool(CHINESE_ON_BOTH_SIDES.fullmatch(before[-1:] + head[0]))
    )
