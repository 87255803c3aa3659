import string
import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import analysis, segmenter
from search.analysis import GAP, align, ask_terms, index_terms, normalise, phrase_terms, words

# Every kind of character that has its own branch: Han with extensions, Latin, digits, full width,
# marks, invisible ones, emoji, surrogates, Hangul, controls.
tricky = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "党黨建設二十大学习𠮷𫝆〇々ＡＩ５ｇ5GaÉé\u0301\u200b\ufeff\x00\n，。“😀İſﬁ①½가\u1100\u1161"
        ),
        st.sampled_from(string.printable),
        st.characters(),
        st.characters(categories=["Cs", "Cf", "Mn", "Lo"]),
    ),
    max_size=60,
)


@pytest.fixture
def untaught():
    yield
    segmenter.teach(())


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("ＡＩ賦能黨建", "ai赋能党建"),
        ("全面\u200b从严\u00ad治党", "全面从严治党"),
        ("學習\ufe0f強國", "学习强国"),
        ("\uf900", "岂"),
        ("著名的著作", "著名的著作"),
        ("a\x00b", "a b"),
        ("\ud800党", "党"),
        ("", ""),
    ],
)
def test_one_form_is_compared(typed, normal):
    assert normalise(typed) == normal


def test_a_title_counts_twice():
    terms = index_terms("党课", "一堂党课")

    assert terms.w.split().count("党课") == 3
    assert terms.b.split() == ["党课", "党课", "一堂", "堂党", "党课"]
    assert terms.u.split() == ["党", "课", GAP, "党", "课", GAP, "一", "堂", "党", "课"]


def test_without_a_title_there_is_no_gap():
    assert GAP not in index_terms("", "一堂党课").u


def test_latin_and_digits_stay_whole():
    asked = ask_terms("5G智慧党校")

    assert asked.b == ("5g", "智慧", "慧党", "党校")
    assert asked.u == ("5g", "智", "慧", "党", "校")
    assert "5g" in asked.w


def test_rare_characters_are_han_too():
    assert ask_terms("𠮷𫝆").b == ("𠮷𫝆",)
    assert ask_terms("𠮷").u == ("𠮷",)


def test_a_question_is_freed_of_question_words():
    asked = ask_terms("请问什么是三会一课？")

    assert asked.u == ("三", "会", "一", "课")
    assert asked.b == ("三会", "会一", "一课")


def test_no_bigram_crosses_a_word_left_out():
    assert "党二" not in ask_terms("党的二十大").b


def test_a_question_of_question_words_only_keeps_them():
    assert ask_terms("为什么").u == ("为", "什", "么")
    assert ask_terms("的").u == ("的",)


@pytest.mark.parametrize(
    "nothing", ["", "   ", "？！。、", "😀👍🏽", "“”", "\x00", "___", "\u200b"]
)
def test_signs_ask_for_nothing(nothing):
    assert not ask_terms(nothing)
    assert not analysis.has_letters(nothing)


def test_every_term_is_asked_once():
    asked = ask_terms("学习学习再学习 abc ABC")

    for terms in (asked.w, asked.b, asked.u):
        assert len(set(terms)) == len(terms)


def test_a_phrase_keeps_its_order_and_repetitions():
    assert phrase_terms("一带一路 5G") == ["一", "带", "一", "路", "5g"]


def test_data_is_no_word():
    terms = index_terms("", "x" * 40_000)

    assert max(map(len, terms.u.split())) == analysis.MAX_RUN


def test_words_say_where_they_stood():
    text = "全面\u200b學習ＡＩ"

    found = {word: text[start:end] for word, start, end in words(text)}

    assert found["学习"] == "學習"
    assert found["ai"] == "ＡＩ"


@given(tricky)
@example("İstanbul")
def test_any_text_can_be_indexed_and_asked(text):
    terms = index_terms(text, text)
    asked = ask_terms(text)

    for field in (terms.w, terms.b, terms.u, *asked.w, *asked.b, *asked.u):
        field.encode()
    # What a reader copies from a page finds that page.
    assert set(asked.b) <= set(terms.b.split())
    assert set(asked.u) <= set(terms.u.split())
    assert bool(asked.u) == analysis.has_letters(text)


@given(tricky)
def test_terms_hold_no_space(text):
    asked = ask_terms(text)
    for term in (*asked.w, *asked.b, *asked.u):
        assert term.split() == [term]


@given(tricky)
def test_places_lie_in_the_text(text):
    normal, places = align(text)

    assert len(normal) == len(places)
    assert list(places) == sorted(places)
    for _word, start, end in words(text):
        assert 0 <= start < end <= len(text)


@given(tricky)
def test_normalising_again_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


def test_the_site_teaches_its_words(untaught):
    assert segmenter.teach(["红帆讲堂", "智慧党校"]) is True

    assert "红帆讲堂" in ask_terms("在红帆讲堂学习").w
    assert "智慧" in index_terms("", "智慧党校").w.split()


def test_teaching_the_same_again_is_free(untaught):
    segmenter.teach(["红帆讲堂"])

    assert segmenter.teach(["红帆讲堂"]) is False


def test_no_latin_word_is_cut_by_one_that_was_taught(untaught):
    segmenter.teach(["ai", "5g", "ai赋能"])
    assert segmenter.cut("railings email x5g") == ["railings", " ", "email", " ", "x5g"]
    assert segmenter.cut("用ai赋能") == ["用", "ai赋能"]


def test_a_word_taken_back_is_forgotten(untaught):
    segmenter.teach(["红帆讲堂"])
    segmenter.teach([])

    assert "红帆讲堂" not in ask_terms("红帆讲堂").w


@pytest.mark.parametrize("word", ["党", "两 个", "长" * 40, ""])
def test_what_is_no_word_is_passed_over(untaught, word):
    segmenter.teach([word])

    assert segmenter.taught() == frozenset()


def test_words_are_taught_while_others_read(untaught):
    text = "我们在红帆讲堂学习" * 2000
    over = threading.Event()
    failed: list[RuntimeError] = []

    def read():
        while not over.is_set():
            try:
                segmenter.cut(text)
            except RuntimeError as error:
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(3):
            segmenter.teach([f"红帆讲堂第{number}"])
    finally:
        over.set()
        for reader in readers:
            reader.join()

    assert failed == []
    assert segmenter.taught() == {"红帆讲堂第2"}
