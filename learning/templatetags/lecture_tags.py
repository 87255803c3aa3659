"""What a lecture's page reads from its address."""

from django import template

register = template.Library()


@register.simple_tag
def start_second(asked: object, duration: float) -> int:
    """The second at which to start, from ``?t=…``: 0 for what is no number, negative or past the
    end. A ``duration`` of 0 is an unknown one, and then any second may exist."""
    text = str(asked or "")
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        return 0
    second = int(text)
    return second if not duration or second < duration else 0
