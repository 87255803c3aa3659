"""The second at which a lecture starts, as its address asks."""

import pytest

from learning.templatetags.lecture_tags import start_second


@pytest.mark.parametrize(
    ("asked", "duration", "expected"),
    [
        ("14", 60.0, 14),
        ("0", 60.0, 0),
        ("59", 60.0, 59),
        ("60", 60.0, 0),
        ("14", 0, 14),
        ("-5", 60.0, 0),
        ("1.5", 60.0, 0),
        ("１４", 60.0, 0),
        ("9" * 400, 0, 0),
        ('"><script>', 60.0, 0),
        ("", 60.0, 0),
        (None, 60.0, 0),
    ],
)
def test_start_second(asked: str | None, duration: float, expected: int) -> None:
    assert start_second(asked, duration) == expected
