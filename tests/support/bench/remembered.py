"""What somebody types who remembers a part of a title."""

import random

from search import pinyin
from search.analysis import normalise


def typed(title: str, draw: random.Random) -> str:
    """A part of a title as somebody would type it."""
    tokens = pinyin.tokens(normalise(title))
    start = draw.randrange(max(1, len(tokens) - 2))
    part = tokens[start : start + draw.randint(1, 4)]
    return draw.choice(
        [
            "".join(char for char, _syllable in part),
            "".join(syllable for _char, syllable in part),
            "".join(syllable[:1] for _char, syllable in part),
            part[0][0] + "".join(syllable for _char, syllable in part[1:]),
            "".join(syllable for _char, syllable in part)[:-1],
        ]
        if part
        else [title[:2]]
    )
