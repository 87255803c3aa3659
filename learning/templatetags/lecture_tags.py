"""What a lecture's page reads from its address."""

from collections.abc import Sequence

from django import template

from assets.services.cues import Cue

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


@register.simple_tag
def matching(cues: Sequence[Cue], asked: object) -> list[Cue]:
    """The lines that hold what was asked for, whatever its case; all where nothing was."""
    wanted = str(asked or "").strip()[:50].lower()
    return [cue for cue in cues if wanted in cue.text.lower()]
