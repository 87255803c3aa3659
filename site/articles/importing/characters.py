"""What characters of foreign texts become before they are kept.

Full-width digits and letters stay as they were typed; search folds them, a text shows them.
"""

import re
import unicodedata

# Characters beside which Chinese punctuation is meant.
CJK = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’—…·\U00020000-\U0003ffff"

LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
# Zero-width and direction marks, soft hyphens, byte order marks, annotation and tag characters.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# The joiner holds compound emoji together; between letters of our languages it means nothing.
LONE_JOINER = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

# Control characters, half surrogates and code points that are no characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

DASHES = re.compile(rf"(?<=[{CJK}])[ ]?-{{2,}}[ ]?|[ ]?-{{2,}}[ ]?(?=[{CJK}])")
DOTS = re.compile(rf"(?<=[{CJK}])\.{{3,}}|\.{{3,}}(?=[{CJK}])")
STOPS = re.compile(f"。{{3,}}|…{{3,}}|(?<=[{CJK}])(?<!…)…(?!…)|(?<!…)…(?=[{CJK}])(?!…)")
RANGE = re.compile(r"(?<=\d)[ ]?-{2,}[ ]?(?=\d)")
RULE = re.compile(r"[-—_=*~·.#\s]+")


def clean_line(text: str) -> str:
    """One line: no control or invisible characters, single spaces, Chinese dashes and ellipses.

    ``--`` next to Chinese becomes ``——``, between figures ``—``; ``...``, ``。。。`` and a lone
    ``…`` become ``……``. Empty for a line that only rules off (``-----``).

    >>> clean_line("　为土地种一个希望--严...")
    '为土地种一个希望——严……'
    """
    line = clean_piece(text).strip()
    return "" if RULE.fullmatch(line) else line


def clean_piece(text: str) -> str:
    """The same for a part of a line: spaces at its ends stay, as one each."""
    text = SPACES.sub(" ", LINE_ENDS.sub(" ", text).replace("\n", " "))
    text = LONE_JOINER.sub("", INVISIBLE.sub("", UNPRINTABLE.sub("", text)))
    return chinese_marks(SPACES.sub(" ", unicodedata.normalize("NFC", text)))


def chinese_marks(text: str) -> str:
    """Dashes and ellipses typed with ASCII keys, as Chinese sets them."""
    text = DASHES.sub("——", RANGE.sub("—", text))
    return STOPS.sub("……", DOTS.sub("……", text))


def split_lines(text: str) -> list[str]:
    """The lines of a plain text, cleaned; empty ones are left out."""
    lines = (clean_line(line) for line in LINE_ENDS.sub("\n", text).split("\n"))
    return [line for line in lines if line]
