from dataclasses import replace

import pytest

from search import spelling, synonyms
from search.corrections import distance
from search.documents import Passage, SearchDocument
from search.door import Door
from search.engines.embedded import EmbeddedEngine
from search.query import understand
from search.shapes import look_alike
from search.spelling import help_for, relax
from tests.factories.topics import TopicFactory

OPEN = ("all",)
MEMBER = ("all", "login")


def document(number: int, title: str, body: str = "", **fields) -> SearchDocument:
    fields = {"kind": "news", "locale": "zh-hans", **fields}
    return SearchDocument(
        # No page of the site has such a number, so none of its changes hides them.
        key=f"page:{number + 9000}",
        version=1,
        title=title,
        passages=(Passage(body),),
        **fields,
    )


@pytest.fixture
def stock(db, tmp_path, monkeypatch):
    """``stock(document, …)`` is all that can be found."""
    door = Door("site")
    door.local, door.remote = EmbeddedEngine("site", root=tmp_path), None
    monkeypatch.setattr(spelling, "engine", lambda: door)
    synonyms._memory.forget()

    def fill(*documents: SearchDocument) -> None:
        with door.local.rebuild() as build:
            build.add(documents)
            build.finish(0)

    yield fill
    synonyms._memory.forget()


LIBRARY = [
    document(1, "主题教育扎实推进", "党建引领基层治理，志愿服务进社区。"),
    document(2, "党建工作要点", "组织生活会和三会一课制度。"),
    document(3, "重庆红岩精神", "学习Wagtail的经验。"),
    document(4, "戊戌变法与未来", "拔河比赛拨打电话。"),
]


def meant(typed: str, access=OPEN, total: int = 0) -> str:
    return help_for(understand(typed), total, access).meant


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        # The same sound, other characters.
        ("主提教育", "主题教育"),
        ("党健", "党建"),
        ("志原服务", "志愿服务"),
        ("基层治里", "基层治理"),
        ("重磬", "重庆"),
        # Looks alike.
        ("戊戍变法", "戊戌变法"),
        ("未来", ""),
        # Nearly the same sound.
        ("组织森活", "组织生活"),
        # Pinyin instead of characters.
        ("dangjian", "党建"),
        ("zhutijiaoyu", "主题教育"),
        ("zhiyuanfuwu", "志愿服务"),
        # A Latin word misspelled.
        ("wagtial", "wagtail"),
        ("Wagtai", "wagtail"),
        # Only what is wrong is replaced.
        ("党健 工作", "党建 工作"),
    ],
)
def test_what_was_meant(stock, typed, right):
    stock(*LIBRARY)

    assert meant(typed) == right


TALK = [
    *LIBRARY,
    document(5, "支部书集在市", "谁来一起学？只回一句。第二十三次会议，他三会一课都来了。"),
    document(6, "支部书记的一天", "纯属偶然。智能农机下田。提交申请。"),
]


@pytest.mark.parametrize(
    "typed",
    [
        # Words that are right, beside others than anywhere.
        "支部书记是谁",
        "党建志愿服务",
        "村书记怎么选",
        # A word that nobody used, like characters that happen to stand side by side.
        "智慧",
        "5G智慧党建",
        # Another number is another thing.
        "第二十次会议",
    ],
)
def test_what_is_right_is_not_corrected(stock, typed):
    stock(*TALK)

    assert meant(typed, total=40) == meant(typed, total=1) == ""


def test_a_correction_that_makes_no_more_sense_is_none(stock):
    stock(*TALK)

    assert meant("主题叫育") == "主题教育"


def test_pinyin_that_stands_in_an_address_is_read_as_pinyin_too(stock):
    stock(*LIBRARY, document(7, "联系我们", "写信到dangjian@example.org。"))

    assert meant("dangjian", total=1) == "党建"
    assert meant("dangjian", total=10) == ""


def test_characters_and_pinyin_in_one_word(stock):
    stock(*LIBRARY)

    assert meant("dang建") == meant("党jian") == "党建"


def test_initials_are_those_of_a_topic_or_a_person(stock):
    topic = TopicFactory(name="乡村振兴")
    stock(
        document(1, "乡村振兴在路上", topics=(topic.pk,)),
        document(2, "一天", "书记范小河说。", people=("范小河",)),
    )

    assert meant("xczx") == "乡村振兴"
    assert meant("fxh") == "范小河"
    assert meant("fanxiaohe") == "范小河"


def test_syllables_with_spaces_between_are_one_word_first(stock):
    topic = TopicFactory(name="乡村振兴")
    stock(
        document(1, "乡村振兴在路上", "乡里修路，村里种树。", topics=(topic.pk,)),
        document(2, "党建工作要点", "组织生活会和三会一课制度。"),
        document(3, "为老服务", "丰收时节。"),
    )

    assert meant("xiang cun zhen xing") == meant("xiangcun zhenxing") == "乡村振兴"
    assert meant("san hui yi ke") == "三会一课"
    assert meant("dang jian") == "党建"
    # Initials of a name, and a syllable that many characters are read by, beside another.
    assert meant("fu shou") == meant("wl fw fs") == ""


def test_one_word_is_not_offered_twice_in_a_row(stock):
    stock(*LIBRARY)

    assert meant("zhutijiaoyu wagtail zhutijiaoyu") == "主题教育 wagtail 主题教育"
    assert meant("wagtial wagtial wagtial") == "wagtail"


@pytest.mark.parametrize(
    "typed",
    [
        "title:党 AND (body:* OR [a TO z])~2^3",
        "' OR 1=1 --",
        "ro be",
        "zy fx",
        # What is counted belongs to the number.
        "二十次",
        "20次",
        "第三届",
    ],
)
def test_signs_short_words_and_numbers_are_left_alone(stock, typed):
    topic = TopicFactory(name="志愿服务")
    stock(
        document(1, "title body org", "ten rows, by bee.", topics=(topic.pk,)),
        document(2, "党建二十分", "书记林疏桐说：20词，第三节。", people=("林疏桐", "唐鸥")),
    )

    assert meant(typed) == ""


def test_a_word_is_corrected_where_it_stands(stock):
    stock(*LIBRARY)

    assert meant("notwagtial, wagtial") == "notwagtial, wagtail"


def test_names_are_offered_to_those_only_who_may_read_them(stock):
    stock(document(1, "一天", "书记范小河说。", people=("范小河",), access=("login",)))

    assert meant("fxh") == ""
    assert meant("fxh", MEMBER) == "范小河"


@pytest.mark.parametrize("typed", ["党建", "工作要点", "wagtail", "xyzzy", "", "😀", "鑫淼焱垚"])
def test_nothing_better_is_known(stock, typed):
    stock(*LIBRARY)

    assert meant(typed) == ""


def test_a_question_with_enough_results_is_helped_too(stock):
    """Any word may match: a misspelled one beside a common one still finds much."""
    stock(*LIBRARY)

    assert meant("党健工作", total=50) == "党建工作"


def test_only_words_that_the_asker_may_read(stock):
    stock(
        document(1, "内部党健材料", access=("login",)), document(2, "密室党建", access=("login",))
    )

    assert meant("党间") == ""
    assert meant("dangjian") == ""
    assert meant("党间", MEMBER) in {"党建", "党健"}


def test_a_hidden_word_is_as_unknown_as_none(stock):
    """Otherwise the missing offer would tell that the word stands somewhere."""
    with_secret = [*LIBRARY, document(9, "党健方案", access=("login",))]
    stock(*LIBRARY)
    without = meant("党健")
    stock(*with_secret)

    assert meant("党健") == without == "党建"
    assert meant("党健", MEMBER) == ""


def test_quoted_words_are_corrected_too(stock):
    stock(*LIBRARY)

    assert (
        meant("“主提教育”") == "“主题教育”".lower()
        or meant("“主提教育”").strip('“”"') == "主题教育"
    )


def test_help_costs_a_bounded_number_of_looks(stock, monkeypatch):
    stock(*LIBRARY)
    asked = []
    door = spelling.engine()
    search = door.search
    monkeypatch.setattr(door, "search", lambda plan: asked.append(plan) or search(plan))

    help_for(understand("".join(chr(0x4E00 + 7 * n) for n in range(200))), 0, OPEN)

    assert len(asked) <= spelling.MAX_LOOKS + 1


def test_nearest_topics_hold_something_for_the_asker(stock):
    near, far, hidden = TopicFactory(name="志愿服务"), TopicFactory(name="理论"), TopicFactory()
    stock(
        document(1, "甲", topics=(near.pk,)),
        document(2, "乙", topics=(far.pk,)),
        document(3, "丙", topics=(hidden.pk,), access=("login",)),
    )

    topics = help_for(understand("志愿者"), 0, OPEN).topics

    assert [name for _slug, name in topics] == ["志愿服务", "理论"]


def test_nearest_topics_are_those_of_what_is_written_nearly_so(stock):
    """No topic is named so, and nobody wrote the two characters side by side."""
    village, theory = TopicFactory(name="乡里的事"), TopicFactory(name="理论")
    stock(
        document(1, "村里的道修好了", topics=(village.pk,)),
        *(document(number, "学习", topics=(theory.pk,)) for number in range(2, 6)),
        document(6, "村道坏了", topics=(theory.pk,), access=("login",)),
    )

    topics = help_for(understand("村道"), 0, OPEN).topics

    assert [name for _slug, name in topics] == ["乡里的事", "理论"]


def test_other_languages_are_offered_where_they_have_more(stock):
    stock(
        *LIBRARY,
        document(7, "黨建工作", locale="zh-hant"),
        document(8, "秘密的党建", access=("login",)),
    )
    asked = understand("党建", language="zh-hant")

    def elsewhere(total: int, question=asked) -> list[tuple[str, int]]:
        help = help_for(question, total, OPEN)
        return [(code, count) for code, _name, count in help.elsewhere]

    assert elsewhere(1) == [("zh-hans", 2)]
    assert elsewhere(2) == []
    assert elsewhere(1, replace(asked, filters={"locale": ("zh-hant",)})) == []


def test_words_that_stand_nowhere_are_named(stock):
    stock(*LIBRARY, document(7, "鹌鹑的秘密", access=("login",)))

    def missing(typed: str, access=OPEN) -> tuple[str, ...]:
        return help_for(understand(typed), 5, access).missing

    assert missing("党建 鹌鹑") == ("鹌鹑",)
    # What only others may read is as unknown as what nobody wrote.
    assert missing("党建 鹌鹑", MEMBER) == ()
    assert missing("党建 志愿服务 wagtail") == ()
    assert missing("党建 xyzzy") == ("xyzzy",)
    assert missing("鹌鹑") == ()
    assert help_for(understand("鹌鹑 鹧鸪"), 0, OPEN).missing == ()


def test_without_quotes_something_is_found(stock):
    stock(*LIBRARY)
    question = understand("“党建要点”")

    relaxed = relax(question, OPEN)

    assert relaxed is not None
    assert relaxed.total
    assert relaxed.question.phrases == ()
    assert relaxed.question.typed == question.typed
    assert "引号" in str(relaxed.sentence)


def test_a_minus_between_quotation_marks_excludes_nothing(stock):
    stock(*LIBRARY)

    assert relax(understand('"-鑫淼"'), OPEN) is None
    relaxed = relax(understand('"-党建要点"'), OPEN)
    assert relaxed is not None
    assert relaxed.question.excluded == ()
    assert relaxed.question.text


def test_without_a_filter_something_is_found(stock):
    stock(*LIBRARY)
    question = replace(
        understand("党建"),
        filters={"kind": ("lecture",), "locale": ("zh-hans",)},
        chosen={"kind": ("lecture",), "language": ("zh-hans",)},
    )

    relaxed = relax(question, OPEN)

    assert relaxed is not None
    assert relaxed.question.filters == {"locale": ("zh-hans",)}


def test_without_the_exclusion_something_is_found(stock):
    stock(document(1, "党建工作"))

    relaxed = relax(understand("党建 -工作"), OPEN)

    assert relaxed is not None
    assert relaxed.question.excluded == ()


def test_what_nobody_wrote_stays_unfound(stock):
    stock(*LIBRARY)

    assert relax(understand("“鑫淼”"), OPEN) is None


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("", "", 0),
        ("ab", "ba", 1),
        ("abc", "abd", 1),
        ("abc", "ab", 1),
        ("abcd", "badc", 2),
        ("", "ab", 2),
    ],
)
def test_distance(one, other, steps):
    assert distance(one, other) == distance(other, one) == steps


def test_characters_that_look_alike():
    assert "戌" in look_alike("戊")
    assert look_alike("一") == frozenset()
