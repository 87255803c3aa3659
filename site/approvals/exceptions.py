"""How the rule says no."""

from typing import Any

from django.core.exceptions import ValidationError


class Refusal(ValidationError):
    """Something that the rule forbids, with a sentence for the person who tried.

    ``page_id`` is the page it is about, so that an answer can lead there.
    """

    def __init__(self, message: Any, code: str = "refused", page_id: int | None = None) -> None:
        super().__init__(message, code=code)
        self.page_id = page_id

    def __str__(self) -> str:
        return "；".join(self.messages)
