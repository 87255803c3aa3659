from django.core.exceptions import ValidationError
from django.test import TestCase

import pytest

from search import labels, segmenter, synonyms
from search.models import SynonymGroup, WordsState
from search.models.words import split_words
from search.synonyms import build
from tests.factories.accounts import BranchFactory
from tests.factories.topics import TopicFactory


@pytest.fixture(autouse=True)
def forget(db):
    """What one test taught the process is gone in the next."""
    synonyms._memory.forget()
    yield
    synonyms._memory.forget()
    segmenter.teach(())


def others(word: str, language: str = "") -> tuple[str, ...]:
    return synonyms.lexicon(language).alternatives.get(word, ())


def test_words_are_split_at_every_separator():
    assert split_words("二十大、20大，二十大; ２０大\n十九大 、") == ["二十大", "20大", "十九大"]


def test_a_group_works_at_once(django_capture_on_commit_callbacks):
    assert others("二十大") == ()

    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.create(words="二十大、20大")

    assert others("二十大") == ("20大",)
    assert others("20大") == ("二十大",)


def test_a_deleted_group_stops_at_once(django_capture_on_commit_callbacks):
    group = SynonymGroup.objects.create(words="二十大、20大")
    assert others("二十大")

    with django_capture_on_commit_callbacks(execute=True):
        group.delete()

    assert others("二十大") == ()


def test_another_process_notices_by_the_number():
    assert others("二十大") == ()
    # What the other process did; here nothing says so but the row.
    SynonymGroup.objects.create(words="二十大、20大")
    assert others("二十大") == ()

    labels.forget()

    assert others("二十大") == ("20大",)


def test_asking_again_costs_nothing(django_assert_num_queries):
    synonyms.lexicon()
    with django_assert_num_queries(0):
        synonyms.lexicon()


def test_a_look_whether_words_changed_is_one_query(django_assert_num_queries):
    synonyms.lexicon()
    labels.forget()
    with django_assert_num_queries(1):
        synonyms.lexicon()


def test_a_disabled_group_does_nothing():
    SynonymGroup.objects.create(words="二十大、20大", enabled=False)

    assert others("二十大") == ()


def test_a_group_of_one_language_stays_there():
    SynonymGroup.objects.create(words="party、dang", language="en")

    assert others("party", "en") == ("dang",)
    assert others("party", "zh-hans") == ()


def test_groups_that_share_a_word_add_up():
    lexicon = build([SynonymGroup(words="党建、党的建设"), SynonymGroup(words="党建", also="党务")])

    assert lexicon.alternatives["党建"] == ("党的建设", "党务")
    assert lexicon.alternatives["党的建设"] == ("党建",)


def test_words_are_compared_in_one_form():
    SynonymGroup.objects.create(words="黨建、ＡＩ党务")

    assert others("党建") == ("ai党务",)


def test_aliases_of_accepted_topics_count():
    topic = TopicFactory(name="主题教育")
    topic.aliases.create(name="学习教育")
    TopicFactory(name="待定", status="suggested").aliases.create(name="没定")

    assert others("学习教育") == ("主题教育",)
    assert others("没定") == ()


def test_the_segmenter_learns_topics_words_and_branches():
    TopicFactory(name="红帆讲堂")
    SynonymGroup.objects.create(words="枫桥经验、枫桥做法")
    BranchFactory(name="清河机关党委")

    synonyms.lexicon()

    assert {"红帆讲堂", "枫桥做法", "清河机关党委"} <= segmenter.taught()


def test_every_change_of_words_is_numbered():
    before = WordsState.current()
    SynonymGroup.objects.create(words="二十大、20大")
    topic = TopicFactory()
    topic.aliases.create(name="又名")

    assert WordsState.current() >= before + 3


class ShapeTests(TestCase):
    def refused(self, **fields: str) -> dict[str, list[str]]:
        with self.assertRaises(ValidationError) as caught:
            SynonymGroup(**fields).full_clean()
        return caught.exception.message_dict

    def test_one_word_is_no_group(self):
        self.assertIn("words", self.refused(words="二十大"))

    def test_one_word_leads_to_others(self):
        SynonymGroup(words="入党", also="发展党员").full_clean()

    def test_signs_are_no_words(self):
        self.assertIn("words", self.refused(words="二十大、！！"))

    def test_sentences_are_no_words(self):
        self.assertIn("also", self.refused(words="二十大", also="长" * 41))

    def test_a_group_has_an_end(self):
        self.assertIn("words", self.refused(words="、".join(f"词{n}" for n in range(31))))

    def test_unknown_languages_are_refused(self):
        self.assertIn("language", self.refused(words="一、二", language="xx"))
