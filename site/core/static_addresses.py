"""The addresses of static files at hand."""

from functools import lru_cache
from typing import Any

from django.templatetags.static import StaticNode

# More files than the site and its admin have.
MOST_FILES = 5_000


def keep_at_hand() -> None:
    """Remember, in this process, what ``{% static %}`` finds.

    A page has it fifteen times, and each time it goes through all installed apps and the storage
    for an address that doesn't change while the process runs.
    """
    find: Any = StaticNode.handle_simple
    if not hasattr(find, "cache_info"):
        StaticNode.handle_simple = staticmethod(lru_cache(MOST_FILES)(find))  # type: ignore[method-assign]
