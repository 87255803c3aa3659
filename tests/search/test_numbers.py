import pytest

from search.numbers import from_chinese, other_spellings, to_chinese


def test_every_number_is_read_as_it_is_written():
    numbers = range(1, 1000)

    assert [from_chinese(to_chinese(number)) for number in numbers] == list(numbers)


@pytest.mark.parametrize("text", ["", "零", "百", "二三", "十十", "两", "三零"])
def test_what_is_no_number_is_none(text):
    assert from_chinese(text) == 0


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("20大", ["二十大"]),
        ("二十届三中全会", ["20届", "3中全会"]),
        ("建党100周年", ["一百周年"]),
        ("第20次全国代表大会", ["第二十次"]),
        ("第1讲和第十二讲", ["第一讲", "第12讲"]),
        ("九月 3个月", ["9月"]),
        ("2020年", []),
        ("1.5次", []),
        ("党建", []),
    ],
)
def test_both_spellings_of_a_number_are_known(text, others):
    assert [other for _start, _end, other in other_spellings(text)] == others
