"""What foreign characters become."""

import pytest

from articles.importing.characters import clean_line, split_lines


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　两字缩进的段落　", "两字缩进的段落"),
        ("零\u200b宽\ufeff字\u2060符\u00ad", "零宽字符"),
        ("反\u202e向", "反向"),
        ("控\x00制\x07字\x1b符\x7f", "控制字符"),
        ("半个\ud800字", "半个字"),
        ("２０２４年５Ｇ", "２０２４年５Ｇ"),
        (
            "一家\U0001f468\u200d\U0001f469\u200d\U0001f467人",
            "一家\U0001f468\u200d\U0001f469\u200d\U0001f467人",
        ),
        ("不\u00a0断\t空  格", "不 断 空 格"),
        ("党建--引领", "党建——引领"),
        ("党建 --- 引领", "党建——引领"),
        ("1921--2021年", "1921—2021年"),
        ("manage.py --help", "manage.py --help"),
        ("等一等...", "等一等……"),
        ("等一等。。。后来", "等一等……后来"),
        ("等一等…后来", "等一等……后来"),
        ("等一等……后来", "等一等……后来"),
        ("Trust... the See", "Trust... the See"),
        ("结束。。", "结束。。"),
        ("-----", ""),
        ("* * *", ""),
        ("", ""),
    ],
)
def test_a_line(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_cleaning_again_changes_nothing() -> None:
    once = clean_line("　为土地--种一个…希望... “党建”　1921--2021")
    assert clean_line(once) == once


def test_line_ends_of_every_system() -> None:
    assert split_lines("一\r\n二\r三\n\n四\u2028五\x0b六") == ["一", "二", "三", "四", "五", "六"]
