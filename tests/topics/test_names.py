"""Names: cleaning, comparing, finding."""

from django.core.exceptions import ValidationError

import pytest

from topics.names import clean_name, name_key, pinyin_forms, split_names, validate_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  乡村振兴 ", "乡村振兴"),
        ("乡村\u200b振兴\ufeff", "乡村振兴"),
        ("5G\u3000智慧  党校", "5G 智慧 党校"),
        ("一\n二\t三", "一 二 三"),
        ("坏\x00字\x1b符", "坏字符"),
        ("\u202e反写", "反写"),
        ("🎉", "🎉"),
        ("", ""),
    ],
)
def test_names_are_cleaned(typed, kept):
    assert clean_name(typed) == kept


def test_width_case_and_space_make_no_new_topic():
    assert name_key("５Ｇ　党校") == name_key("5g 党校") == name_key(" 5G 党校​")
    assert name_key("党校") != name_key("党课")


def test_several_names_in_one_text():
    text = '乡村振兴，生态文明、绿水青山; "5G 党校"\r\n乡村振兴 ,'
    assert split_names(text) == ["乡村振兴", "生态文明", "绿水青山", "5G 党校"]


def test_pinyin_and_initials():
    assert pinyin_forms("乡村振兴") == ("xiangcunzhenxing", "xczx")
    assert pinyin_forms("5G 党校") == ("5gdangxiao", "5gdx")


@pytest.mark.parametrize(
    "name", ["", " ", "\u200b", "甲，乙", "甲、乙", "甲;乙", '带"引号', "长" * 41]
)
def test_bad_names_are_refused(name):
    with pytest.raises(ValidationError):
        validate_name(name)


def test_a_name_of_the_full_length_is_kept():
    validate_name("长" * 40)
