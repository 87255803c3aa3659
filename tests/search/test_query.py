from django.http import QueryDict
from django.utils import translation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import segmenter
from search.analysis import phrase_terms
from search.analytics import may_be_kept
from search.models import SynonymGroup
from search.query import MAX_PAGE, MAX_PHRASE, MAX_TERMS, MAX_TYPED, read, understand
from search.synonyms import build
from tests.factories.accounts import BranchFactory
from tests.factories.topics import TopicFactory


@pytest.fixture
def taught():
    """The words of the editors' groups, as a process has them that knows the groups."""
    segmenter.teach(["党建", "党的建设"])
    yield
    segmenter.teach(())


def asked(address: str):
    return read(QueryDict(address))


def sentences(question) -> list[str]:
    return [str(notice) for notice in question.notices]


def terms_of(plan) -> set[str]:
    return {term for field in (plan.w, plan.b, plan.u) for term, _boost in field}


@pytest.mark.parametrize(
    "typed",
    ['"三会一课"', "“三会一课”", "「三会一课」", "『三會一課』", "＂三会一课＂", "”三会一课“"],
)
def test_quotes_of_every_kind_demand_the_exact_words(typed):
    question = understand(typed)

    assert question.phrases == ("三会一课",)
    assert question.plan().phrases == (("三", "会", "一", "课"),)
    # It ranks, too.
    assert question.terms


@pytest.mark.parametrize(
    "typed", ["党建 -银行", "党建 －银行", "-银行 党建", '党建 -"银行"', "党建 -“银行”"]
)
def test_a_minus_excludes(typed):
    question = understand(typed)

    assert question.excluded == ("银行",)
    assert question.text == "党建"
    assert "银行" not in terms_of(question.plan())


@pytest.mark.parametrize("typed", ["covid-19", "5G-党建", "党建 - 银行", "--", "- -"])
def test_a_hyphen_is_no_minus(typed):
    assert understand(typed).excluded == ()


def test_words_come_in_any_order():
    assert terms_of(understand("党建 银行").plan()) == terms_of(understand("银行 党建").plan())


@pytest.mark.parametrize("typed", ["ＡＩ　黨建", "ai 党建", "AI 党建"])
def test_all_forms_ask_the_same(typed):
    assert understand(typed).plan() == understand("ai 党建").plan()


def test_one_character_is_a_question():
    assert understand("党").terms.u == ("党",)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "。，！？", "😀👍", '"', '""', "“”", "-", "***", "&&", "^~", "\u200b", "\x00"],
)
def test_what_says_nothing_asks_nothing(typed):
    question = understand(typed)

    assert question.is_empty
    assert not question.plan().has_words


def test_a_long_question_is_cut_and_says_so(db):
    question = asked("q=" + "学习贯彻" * 125)

    assert len(question.typed) == MAX_TYPED
    assert "200" in sentences(question)[0]


def test_many_words_cost_little():
    many = " ".join(chr(0x4E00 + n) + chr(0x5000 + n) for n in range(66))
    question = understand(many)

    assert max(len(field) for field in (question.terms.w, question.terms.b)) <= MAX_TERMS


def test_many_phrases_are_cut_and_say_so(db):
    question = asked("q=" + "".join(f'"党{n}"' for n in range(9)))

    assert len(question.phrases) == 4
    assert "引号" in sentences(question)[0]


@pytest.mark.parametrize(
    "typed",
    [
        "title:党建 AND (a OR b)~2^3 [1 TO 5] *",
        "'; DROP TABLE wagtailcore_page; --",
        '"党建',
        "党建”",
        "「党建",
        "<script>alert(1)</script>",
        "%s %(x)s {0} {党}",
        "\\",
        "a" * 500,
        "党\ud800建",
        "党\x00建",
    ],
)
def test_strange_questions_are_read(typed):
    question = understand(typed)

    assert question.typed
    question.plan()


@pytest.mark.parametrize(
    "typed",
    ["“红领巾爱祖国”首场国旗传递活动", "什么是“三会一课”", "学习「两学一做」心得", "读《选择》"],
)
def test_quotation_marks_in_running_text_demand_nothing(typed):
    question = understand(typed)

    assert question.phrases == ()
    assert question.terms


def test_straight_quotes_demand_wherever_they_stand():
    assert understand('什么是"三会一课"').phrases == ("三会一课",)


@pytest.mark.parametrize("typed", ["美国一大学发生枪击", "一次性用品", "大会计划"])
def test_only_whole_words_are_known_ones(typed):
    question = understand(typed, lexicon=build([SynonymGroup(words="会计、财务")]))

    assert question.groups == ()
    assert question.terms.b == understand(typed).terms.b


def test_unbalanced_quotes_demand_nothing():
    assert understand('"党建').phrases == ()
    assert "党建" in understand('"党建').terms.w


def test_operators_of_other_engines_are_no_words():
    assert understand("党建 AND 银行").text == "党建 银行"


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_is_a_question(typed):
    question = understand(typed, lexicon=build([SynonymGroup(words="党建、党的建设")]))
    plan = question.plan()

    assert all(term for term in terms_of(plan))
    assert all(plan.phrases)
    assert all(plan.excluded)
    assert len(question.typed) <= MAX_TYPED


def test_a_synonym_stands_in_for_its_word_only():
    lexicon = build([SynonymGroup(words="二十大、20大")])

    plan = understand("党的二十大报告", lexicon=lexicon).plan()

    (group,) = plan.groups
    assert [one.boost for one in group] == [1.0, 0.8]
    assert group[1].phrase == ("20", "大")
    assert "二十大" not in terms_of(plan)
    assert "报告" in terms_of(plan)


def test_one_way_words_do_not_lead_back():
    lexicon = build([SynonymGroup(words="入党", also="入党申请书、发展党员")])

    assert len(understand("入党", lexicon=lexicon).groups) == 1
    assert understand("发展党员", lexicon=lexicon).groups == ()


def test_the_longest_known_word_counts():
    lexicon = build([SynonymGroup(words="党校、学校"), SynonymGroup(words="智慧党校、网上党校")])

    (group,) = understand("智慧党校", lexicon=lexicon).groups

    assert group[1].phrase == tuple(phrase_terms("网上党校"))


def test_no_synonym_inside_a_latin_word():
    assert understand("said", lexicon=build([SynonymGroup(words="ai、人工智能")])).groups == ()


def test_what_is_quoted_is_taken_literally():
    lexicon = build([SynonymGroup(words="党建、党的建设")])

    assert understand('"党建"', lexicon=lexicon).groups == ()


def test_a_question_about_a_known_word_sheds_its_question_words(taught):
    question = understand("什么是党建", lexicon=build([SynonymGroup(words="党建、党的建设")]))

    assert not question.terms
    assert question.groups


def test_numbers_are_found_in_both_spellings():
    (group,) = understand("20届").groups

    assert group[1].phrase == ("二", "十", "届")


class TestFilters:
    def test_they_are_read_from_the_address(self, db):
        topic, branch = TopicFactory(), BranchFactory()

        question = asked(f"topic={topic.slug}&branch={branch.slug}&year=2026&media=video&sort=date")

        assert question.filters == {
            "topic": (str(topic.pk),),
            "branch": (str(branch.pk),),
            "year": ("2026",),
            "media": ("video",),
        }
        assert question.order == "date"
        assert question.notices == ()
        assert not question.is_empty

    @pytest.mark.parametrize(
        "address",
        ["topic=keins", "branch=x", "year=20266", "kind=%3Cb%3E", "length=huge", "media=tv"],
    )
    def test_what_names_nothing_is_named(self, db, address):
        question = asked(f"q=党建&{address}")

        assert question.filters == {}
        assert (
            address.partition("=")[2].replace("%3C", "<").replace("%3E", ">")
            in sentences(question)[0]
        )

    def test_known_values_stay_beside_unknown_ones(self, db):
        question = asked("year=2026&year=abc")

        assert question.chosen == {"year": ("2026",)}
        assert "abc" in sentences(question)[0]

    def test_a_merged_topic_leads_to_its_heir(self, db):
        heir = TopicFactory()
        old = TopicFactory(status="merged", merged_into=heir)

        assert asked(f"topic={old.slug}").filters == {"topic": (str(heir.pk),)}

    def test_they_cost_no_query_unless_asked(self, db, django_assert_max_num_queries):
        asked("q=党建")
        with django_assert_max_num_queries(0):
            asked("q=党建&year=2026")

    @pytest.mark.parametrize(
        ("page", "number"),
        [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("abc", 1), ("9" * 30, MAX_PAGE + 1), ("²", 1)],
    )
    def test_any_page_number_is_one(self, db, page, number):
        assert asked(f"page={page}").page == number

    def test_notices_speak_the_readers_language(self, db):
        question = asked("year=abc")
        with translation.override("zh-hans"):
            assert "年份" in sentences(question)[0]


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_long_quotation_is_compared_as_far_as_it_may_cost(sign: str) -> None:
    """A repeated character was compared in every place of every document: 0.4 s at 200,000."""
    notices = []

    question = understand(f'{sign}"{"的" * (MAX_PHRASE + 1)}"', notices=notices)

    plan = question.plan()
    assert [len(one) for one in plan.phrases + plan.excluded] == [MAX_PHRASE]
    assert [str(MAX_PHRASE) in str(one) for one in notices] == [True]
    fitting = understand(f'{sign}"{"的" * MAX_PHRASE}"', notices=(none := []))
    assert none == [] and fitting.has_words


def test_a_quotation_in_english_is_compared_word_by_word() -> None:
    sentence = (
        "what they really dread is not the meeting but the meeting after which nothing happens"
    )

    question = understand(f'"{sentence}"', notices=(none := []))

    assert none == []
    assert question.plan().phrases == (tuple(sentence.split()),)


@pytest.mark.parametrize(
    "typed", ["河堤加固", '"河堤加固', "〝河堤加固", "🚩河堤加固", "「河堤加固」", "河堤加固？！"]
)
def test_a_question_is_counted_without_its_signs(typed):
    assert understand(typed).key == "河堤加固"


def test_words_are_counted_apart():
    assert understand("Ａ/b,河堤-加固 “石阶”").key == "a b 河堤 加固 石阶"


@pytest.mark.parametrize("typed", ["写给a@b.cn", "a＠b.cn", "138-0013.8000", "138*0013*8000"])
def test_what_is_a_persons_is_not_counted_without_its_signs_either(typed):
    assert not may_be_kept(understand(typed).key)
