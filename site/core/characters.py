"""Characters that nobody sees: what a title, a name or a summary must not hold."""

import re
import unicodedata

# Zero-width and direction marks, soft hyphens, byte order marks, annotation and tag characters.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\uffa0\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Control characters but the tabulator and line ends, half surrogates, what is no character.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# The joiner holds compound emoji together; between letters of our languages it means nothing.
EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
LONE_JOINER = re.compile(f"(?<![{EMOJI}])\u200d|\u200d(?![{EMOJI}])")
LINE_ENDS = re.compile("[\t\r\n\u2028\u2029]+")


def without_hidden(text: str, *, one_line: bool = False) -> str:
    """``text`` without characters that are invisible or turn the direction of reading.

    Line ends become spaces where there is only ``one_line``. Full-width forms stay as typed.

    >>> without_hidden("反\u202e向的\u200b标题")
    '反向的标题'
    """
    text = LONE_JOINER.sub("", INVISIBLE.sub("", UNPRINTABLE.sub("", text)))
    return (LINE_ENDS.sub(" ", text) if one_line else text).strip()


def is_readable(text: str) -> bool:
    """Whether there is a letter, a figure or a Han character to be read aloud.

    >>> is_readable("第２０期"), is_readable("！？🚩")
    (True, False)
    """
    return any(unicodedata.category(character)[0] in "LN" for character in without_hidden(text))
