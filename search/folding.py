"""Which documents tell the same story, so that a list shows it once."""

import hashlib
import re
from collections.abc import Iterable

from search.documents import Passage

# Under that a text is too short to be told apart from another by it.
SHORTEST = 60
_NOISE = re.compile(r"[\W_]+")


def story_of(passages: Iterable[Passage]) -> str:
    """The same for texts that differ in punctuation, spaces and place of paragraph breaks only.

    Empty for a text too short to tell.
    """
    text = _NOISE.sub("", "".join(passage.text for passage in passages)).lower()
    if len(text) < SHORTEST:
        return ""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
