import pytest

from core.paginators import paginate


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("1", 1), ("3", 3), ("99", 3), ("0", 1), ("-5", 1), ("", 1), ("abc", 1), (None, 1),
        ("2.5", 1), ("２", 2), ("9" * 5000, 3), ("1e9", 1), ("'; DROP TABLE", 1),
    ],
)  # fmt: skip
def test_bad_numbers_are_clamped(asked, given):
    assert paginate(list(range(25)), asked, per_page=10).number == given


def test_an_empty_list_has_one_page():
    page = paginate([], "7")
    assert page.number == 1
    assert list(page) == []
