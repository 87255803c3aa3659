"""Pinyin of Chinese text."""

from collections.abc import Callable


def syllables(
    text: str, *, initials: bool = False, others: str | Callable[[str], list[str]] = "default"
) -> list[str]:
    """One piece for each Han character, without tones; ``initials`` are first letters only.

    ``others`` decides about runs of other characters, which stay as they are by default.

    >>> syllables("党建5G")
    ['dang', 'jian', '5G']
    """
    # Here, because its dictionaries take longer to load than a page to answer, and only saving
    # wants them.
    from pypinyin import Style, lazy_pinyin

    style = Style.FIRST_LETTER if initials else Style.NORMAL
    # Its annotations leave out that a list stands for several pieces.
    pieces: list[str] = lazy_pinyin(text, style=style, errors=others)  # type: ignore[arg-type]
    return pieces
