import pytest

from articles.wordcount import count_words, reading_minutes, text_of_html


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("为人民服务", 5),
        ("5G智慧党校，共 1,460 字。", 8),
        ("don't stop", 2),
        ("二〇二四年", 5),
        ("20:30 开会", 3),
        ("３５人", 2),
        ("𠮷野家", 3),
        ("，。！？“”——……《》", 0),
        ("🎉🎉👨‍👩‍👧", 0),
        ("老\u200b渡\u200b口", 3),
        ("e-mail 与 VR 全景", 5),
        ("人々", 2),
    ],
)
def test_han_characters_latin_words_and_numbers_count(text, count):
    assert count_words(text) == count


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (399, 1), (600, 2), (860, 2), (5200, 13)])
def test_reading_time(words, minutes):
    assert reading_minutes(words) == minutes


def test_words_of_neighbouring_paragraphs_do_not_join():
    assert count_words(text_of_html("<p>one</p><p>two</p>")) == 2


def test_entities_are_characters():
    assert text_of_html("<p>A &amp; B&nbsp;</p>") == "A & B"
