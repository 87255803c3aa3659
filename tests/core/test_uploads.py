"""File names longer than a file system can store."""

import pytest

from core.uploads import MOST_BYTES, short_name


@pytest.mark.parametrize("name", ["a.jpg", "照片.jpg", "长" * 65 + ".jpg", "无后缀", ""])
def test_names_that_fit_stay(name: str) -> None:
    assert short_name(name) == name


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("😀" + "长" * 200 + ".jpg", "😀长", "长.jpg"),
        ("a" * 300 + ".pdf", "aaa", "a.pdf"),
        ("长" * 200, "长", "长"),
        ("照片." + "长" * 200, "照片.", "长"),
        ("坏\ud800" + "长" * 200 + ".jpg", "坏长", "长.jpg"),
    ],
)
def test_long_names_keep_beginning_and_ending(name: str, begins: str, ends: str) -> None:
    short = short_name(name)
    assert len(short.encode()) <= MOST_BYTES
    assert short.startswith(begins) and short.endswith(ends)
