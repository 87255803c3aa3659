"""What stands in for the words that were typed, on both engines."""

import pytest

from search import starter, synonyms
from search.access import OPEN
from search.models import SynonymGroup
from search.query import understand
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index

NAMES = {"二十大", "20大", "第二十次全国代表大会"}
# Parts of the names and no more.
OTHERS = {"二十位党员十大提案", "20位党员大合唱", "第二位代表"}


@pytest.fixture
def articles(index: Index, site_tree) -> Index:
    starter.ensure_words()
    for name in NAMES | OTHERS:
        NewsPageFactory(parent=site_tree.news, title=f"学习{name}")
    index.catch_up()
    return index


@pytest.mark.parametrize("typed", ["二十大", "20大", "２０大", "党的二十大", "第二十次", "第20次"])
def test_a_name_is_found_in_every_spelling_and_not_by_its_parts(articles: Index, typed) -> None:
    plan = understand(typed, lexicon=synonyms.lexicon()).plan(access=(OPEN,), fold=False)

    found = articles.door.search(plan)

    assert {hit.document.title for hit in found.hits} == {f"学习{name}" for name in NAMES}
    assert found.total == len(NAMES)


def test_beside_other_words_a_name_counts_whole(articles: Index) -> None:
    plan = understand("二十大 学习", lexicon=synonyms.lexicon()).plan(access=(OPEN,), fold=False)

    titles = [hit.document.title for hit in articles.door.search(plan).hits]

    assert set(titles[: len(NAMES)]) == {f"学习{name}" for name in NAMES}
    assert set(titles) == {f"学习{name}" for name in NAMES | OTHERS}


def test_a_long_synonym_does_not_outrank_what_was_typed(index: Index, site_tree) -> None:
    SynonymGroup.objects.create(words="灯塔、航标管理站简报")
    for number in range(10):
        NewsPageFactory(parent=site_tree.news, title=f"第{number}座桥")
    NewsPageFactory(parent=site_tree.news, title="县里的灯塔")
    NewsPageFactory(parent=site_tree.news, title="县里的航标管理站简报")
    index.catch_up()
    plan = understand("灯塔", lexicon=synonyms.lexicon()).plan(access=(OPEN,), fold=False)

    titles = [hit.document.title for hit in index.door.search(plan).hits]

    assert titles == ["县里的灯塔", "县里的航标管理站简报"]


@pytest.mark.parametrize("typed", ["第一讲", "第1讲", "第１讲"])
def test_what_is_counted_is_found_in_both_spellings(index: Index, site_tree, typed) -> None:
    for title in ("党课第一讲", "党课第1讲", "党课第十一讲", "党课第11讲", "第一书记"):
        NewsPageFactory(parent=site_tree.news, title=title)
    index.catch_up()
    plan = understand(typed, lexicon=synonyms.lexicon()).plan(access=(OPEN,), fold=False)

    titles = [hit.document.title for hit in index.door.search(plan).hits]

    assert set(titles) == {"党课第一讲", "党课第1讲"}
