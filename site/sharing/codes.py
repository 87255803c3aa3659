"""Short codes for print: seven characters that can be read out, typed, and not guessed in order."""

import secrets
from collections.abc import Callable

# Lower case without what looks like something else in print: 0 o, 1 l i.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 7
ATTEMPTS = 20


def new_code(is_taken: Callable[[str], bool]) -> str:
    """A code that isn't taken. Raises ``RuntimeError`` where none is found, as it never is."""
    for _attempt in range(ATTEMPTS):
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        if not is_taken(code):
            return code
    raise RuntimeError("No free code for a poster.")
