"""The interface's words at hand."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import trans_real

# More different strings the interface doesn't have.
MOST_STRINGS = 20_000


def keep_at_hand() -> None:
    """Load the catalogues of all languages and remember what they say, in this process.

    A string of the source language stands in none of them: each page asked a dozen catalogues in
    a row for each of its forty strings, to be told that the string is its own translation.
    """
    for code, _name in settings.LANGUAGES:
        catalogue = trans_real.translation(code)
        if "gettext" not in vars(catalogue):
            kept = lru_cache(maxsize=MOST_STRINGS)(catalogue.gettext)
            catalogue.gettext = kept  # type: ignore[method-assign]
