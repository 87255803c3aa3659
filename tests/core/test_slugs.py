import pytest

from core.slugs import pinyin_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("青禾镇：5G智慧党校开课", "qing-he-zhen-5g-zhi-hui-dang-xiao-kai-ke"),
        ("ＶＲ全景２０２４", "vr-quan-jing-2024"),
        ("重庆行动", "chong-qing-xing-dong"),
        ("Café Ötzi", "cafe-otzi"),
        ("老\u200b渡口", "lao-du-kou"),
        ("🎉！？", ""),
        ("", ""),
    ],
)
def test_titles_become_ascii_addresses(title, slug):
    assert pinyin_slug(title) == slug


def test_long_titles_are_cut_at_a_syllable():
    slug = pinyin_slug("把" * 200)
    assert slug == "-".join(["ba"] * 27)
    assert len(slug) <= 80


def test_one_endless_word_is_cut():
    assert pinyin_slug("a" * 300) == "a" * 80
