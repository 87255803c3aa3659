import datetime
import threading

from django.db import connections

import pytest

from search import suggest as suggesting
from search import synonyms
from search.documents import SearchDocument, terms_of
from search.names import Names, Typed
from search.pinyin import joined, of_name, splits, tokens
from search.suggest import Suggester, suggester_for
from search.vocabulary import VocabularyWriter
from tests.factories.accounts import BranchFactory
from tests.factories.topics import TopicFactory

OPEN = {"all"}


@pytest.fixture(autouse=True)
def forget(db):
    synonyms._memory.forget()
    yield
    synonyms._memory.forget()


class Shelf:
    """A vocabulary to put documents in."""

    def __init__(self, folder):
        self.folder = folder
        self.version = 0

    def put(self, title: str, **fields) -> None:
        self.version += 1
        fields = {"key": f"page:{self.version}", "kind": "news", "locale": "zh-hans", **fields}
        document = SearchDocument(title=title, **{"version": self.version, **fields})
        with VocabularyWriter(self.folder) as writer:
            writer.put(document, terms_of(document))

    def drop(self, key: str) -> None:
        self.version += 1
        with VocabularyWriter(self.folder) as writer:
            writer.drop(key, self.version)

    @property
    def suggester(self) -> Suggester:
        found = suggester_for(self.folder)
        assert found
        return found

    def titles(self, typed: str, access=OPEN, **how) -> list[str]:
        return [one.text for one in self.suggester.suggest(typed, access, **how)]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆", "chongqing"),
        ("长征", "changzheng"),
        ("成长", "chengzhang"),
        ("银行行长", "yinhanghangzhang"),
        ("音乐", "yinyue"),
        ("重要讲话", "zhongyaojianghua"),
        ("调研", "diaoyan"),
        ("北京市朝阳区", "beijingshichaoyangqu"),
        ("厦门", "xiamen"),
        ("绿色", "lvse"),
        ("主题教育", "zhutijiaoyu"),
        ("会计", "kuaiji"),
        ("传承", "chuancheng"),
        ("处长", "chuzhang"),
    ],
)
def test_characters_are_read_as_in_their_word(name, typed):
    assert joined(name) == typed


def test_family_names_are_read_as_such():
    ways = ["".join(syllable for _char, syllable in way) for way in of_name("单志刚")]

    assert ways == ["shanzhigang", "danzhigang"]
    assert [s for _c, s in of_name("尉迟恭")[0]] == ["yu", "chi", "gong"]


def test_reading_letters_never_takes_long():
    assert len(list(splits("anananananananananananananananananananananananv"))) <= 24


def test_runs_of_other_letters_are_one_token():
    assert tokens("5g党课") == [("5g", "5g"), ("党", "dang"), ("课", "ke")]


@pytest.mark.parametrize(
    "typed",
    [
        "智慧",
        "党建",
        "建工",
        "zhihui",
        "zhihuidang",
        "dangjian",
        "dang jian",
        "dang'jian",
        "zhdj",
        "djgz",
        "dj",
        "dang建",
        "d建",
        "党jian",
        "党j",
        "党jgz",
        "djgongzuo",
        "dangjiangz",
        "智慧dj",
        "ＤＡＮＧＪＩＡＮ",
        "黨建",
        "工作 智慧",
    ],
)
def test_a_title_is_found_by_any_way_of_typing(typed):
    names = Names([("智慧党建工作", "zhi hui dang jian gong zuo")])

    assert list(names.find(Typed.read(typed)))


@pytest.mark.parametrize(
    "typed", ["ihui", "angjian", "uid", "jd", "建党", "gongzuod", "党gong", "zzz"]
)
def test_what_does_not_begin_a_syllable_finds_nothing(typed):
    names = Names([("智慧党建工作", "zhi hui dang jian gong zuo")])

    assert not list(names.find(Typed.read(typed)))


def test_latin_and_digits_are_found_beside_characters():
    names = Names([("5g智慧党校 wagtail 实践", "5g zhi hui dang xiao wagtail shi jian")])

    for typed in ("5g", "5g智", "wagt", "Wagtail", "wagtail实"):
        assert list(names.find(Typed.read(typed))), typed


@pytest.mark.parametrize("typed", ["", " ", "。", "😀", "'", "\x00", "\ud800"])
def test_signs_suggest_nothing(shelf, typed):
    shelf.put("党建")

    assert shelf.titles(typed) == []


@pytest.mark.parametrize(
    "typed", ["a" * 500, "党" * 500, "%_", "\\", "an" * 200 + "v", "(((", "党 " * 90]
)
def test_strange_typing_is_answered(shelf, typed):
    shelf.put("党建")

    shelf.titles(typed)


def test_titles_that_begin_so_come_first_then_newer_ones(shelf):
    shelf.put("学习党建经验", date=datetime.date(2026, 5, 1))
    shelf.put("党建工作要点", date=datetime.date(2020, 1, 1))
    shelf.put("深化党建引领", date=datetime.date(2026, 6, 1))

    assert shelf.titles("党建") == ["党建工作要点", "深化党建引领", "学习党建经验"]


def test_a_change_is_suggested_at_once(shelf):
    shelf.put("党建工作")
    assert shelf.titles("dangjian") == ["党建工作"]

    shelf.put("党建新篇", date=datetime.date(2026, 1, 1))
    shelf.put("组织工作", key="page:1", version=9)

    assert shelf.titles("dangjian") == ["党建新篇"]
    assert shelf.titles("zuzhi") == ["组织工作"]


def test_what_is_gone_is_not_suggested(shelf):
    shelf.put("党建工作")
    assert shelf.titles("党建")
    shelf.drop("page:1")

    assert shelf.titles("党建") == []


def test_an_older_state_changes_nothing(shelf):
    shelf.put("党建工作", version=7)
    shelf.put("旧的题目", key="page:1", version=3)

    assert shelf.titles("党建") == ["党建工作"]
    assert shelf.titles("旧的") == []


def test_many_changes_are_arranged_anew(shelf, monkeypatch):
    monkeypatch.setattr(suggesting, "MAX_LOOSE", 3)
    shelf.put("党建一")
    assert shelf.titles("党建")
    for number in range(6):
        shelf.put(f"党建第{number}", date=datetime.date(2026, 1, number + 1))
        shelf.titles("党建")

    assert len(shelf.titles("党建")) == 7


def test_only_what_the_asker_may_see(shelf):
    shelf.put("党建公开", people=("王公开",))
    shelf.put("党建内部", access=("login",), people=("王内部",))

    assert shelf.titles("党建") == ["党建公开"]
    assert shelf.titles("wang") == ["王公开"]
    assert set(shelf.titles("党建", {"all", "login"})) == {"党建公开", "党建内部"}
    assert "王内部" in shelf.titles("wang", {"all", "login"})


def test_the_database_has_the_last_word(shelf):
    shelf.put("党建公开")
    shelf.put("党建刚刚关闭")

    assert shelf.titles("党建", check=lambda entries: {"page:1"}) == ["党建公开"]


def test_what_has_expired_is_not_suggested(shelf):
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    shelf.put("党建旧闻", live_until=past)

    assert shelf.titles("党建") == []


def test_titles_of_the_asked_language(shelf):
    shelf.put("Party building", locale="en")
    shelf.put("Party 党建")

    assert shelf.titles("party", language="en") == ["Party building"]


def test_topics_are_found_by_alias_where_something_bears_them(shelf):
    topic = TopicFactory(name="主题教育")
    topic.aliases.create(name="学习实践活动")
    shelf.put("一篇文章", topics=(topic.pk,))

    (found,) = shelf.suggester.suggest("学习实践", OPEN)

    assert (found.text, found.kind, found.value) == ("主题教育", "topic", topic.slug)
    assert shelf.titles("ztjy") == ["主题教育"]


def test_topics_of_hidden_pages_only_are_not_suggested(shelf):
    topic = TopicFactory(name="内部专题")
    shelf.put("一篇文章", topics=(topic.pk,), access=("login",))

    assert shelf.titles("内部") == []
    assert shelf.titles("内部", {"login"}) == ["内部专题"]


def test_branches_are_suggested(shelf):
    branch = BranchFactory(name="清河机关党委")
    shelf.put("一篇文章", branches=(branch.pk,))

    assert shelf.titles("qhjg") == ["清河机关党委"]


def test_a_topic_with_a_page_leads_there(shelf):
    topic = TopicFactory(name="主题教育")
    shelf.put("主题教育", kind="topic", topics=(topic.pk,), url="/topics/ztjy/")

    (found,) = shelf.suggester.suggest("主题", OPEN)

    assert (found.kind, found.url) == ("topic", "/topics/ztjy/")


def test_a_new_index_takes_the_place_of_the_old(tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    Shelf(first).put("党建旧")
    Shelf(second).put("党建新")

    assert Shelf(first).titles("党建") == ["党建旧"]
    assert Shelf(second).titles("党建") == ["党建新"]


def test_without_a_vocabulary_there_are_no_suggestions(tmp_path):
    assert suggester_for(None) is None
    assert suggester_for(tmp_path) is None


def test_many_readers_share_one(shelf):
    for number in range(20):
        shelf.put(f"党建第{number}")
    answers: list[int] = []

    def read() -> None:
        answers.append(len(shelf.titles("dj")))
        connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert answers == [8, 8, 8, 8]


def test_the_vocabulary_is_read_before_somebody_types(shelf, monkeypatch):
    shelf.put("清明祭扫")
    monkeypatch.setattr(suggesting, "_suggesters", {})
    suggesting.warm_up(lambda: shelf.folder).join()
    assert list(suggesting._suggesters) == [shelf.folder]


def test_a_site_without_an_index_starts_all_the_same(monkeypatch):
    monkeypatch.setattr(suggesting, "_suggesters", {})
    suggesting.warm_up(lambda: None).join()
    assert suggesting._suggesters == {}
