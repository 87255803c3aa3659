"""Characters that look alike and are typed one for the other."""

from collections import defaultdict
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).with_name("similar_shapes.txt")


@cache
def _alike() -> dict[str, frozenset[str]]:
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for line in _LISTS.read_text(encoding="utf-8").split():
        for char in line:
            alike[char].update(line)
    return {char: frozenset(others - {char}) for char, others in alike.items()}


def look_alike(char: str) -> frozenset[str]:
    """The characters that are taken for ``char``, without itself."""
    return _alike().get(char, frozenset())
