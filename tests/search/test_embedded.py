"""The embedded engine asked directly: whom a document is for, and until when."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from search.access import OPEN, canonical
from search.documents import Passage, SearchDocument
from search.engines import tantivy_query
from search.engines.base import Plan
from search.engines.embedded import EmbeddedEngine
from search.query import understand

NOW = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
AUDIENCES = [(), ("login",), ("group:1",), ("group:2",), ("group:1", "group:2")]


def document(number: int, access: tuple[str, ...], until: datetime.datetime | None = None):
    return SearchDocument(
        key=f"page:{number}",
        version=1,
        kind="news",
        locale="zh-hans",
        title="红河村的账本",
        passages=(Passage(f"第{number}本账"),),
        access=access,
        live_until=until,
    )


@pytest.fixture(params=["mostly open", "mostly closed", "too many audiences to list"])
def documents(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """However the engine keeps out what is closed, it is the same that is found."""
    if request.param == "too many audiences to list":
        monkeypatch.setattr(tantivy_query, "MOST_AUDIENCES", 2)
    copies = {True: 12, False: 1}
    wanted = [
        access
        for access in AUDIENCES
        for _copy in range(copies[(request.param == "mostly closed") == bool(access)])
    ]
    return [document(number, access) for number, access in enumerate(wanted, start=1)]


def built(root: Path, documents: list[SearchDocument]) -> EmbeddedEngine:
    engine = EmbeddedEngine(scope="scratch", root=root)
    with engine.rebuild() as rebuild:
        rebuild.add(documents)
        rebuild.finish(1)
    return engine


def asked(engine: EmbeddedEngine, met: tuple[str, ...], text: str = "账本"):
    plan: Plan = understand(text).plan(access=met, limit=100, facets=("kind",), now=NOW, fold=False)
    return engine.search(plan)


@pytest.mark.parametrize(
    "met",
    [
        (),
        (OPEN,),
        (OPEN, canonical(("login",))),
        (OPEN, canonical(("login",)), canonical(("group:2",))),
        tuple(canonical(access) for access in AUDIENCES),
        (OPEN, "nobody asks for this"),
    ],
)
@pytest.mark.parametrize("text", ["账本", "", '"红河村"', "村"])
def test_only_documents_whose_demands_are_met(tmp_path, documents, met, text) -> None:
    engine = built(tmp_path, documents)
    expected = {one.key for one in documents if canonical(one.access) in met}

    answer = asked(engine, met, text)

    assert {hit.key for hit in answer.hits} == expected
    assert answer.total == len(expected)
    assert answer.facets["kind"].get("news", 0) == len(expected)


def test_a_demand_that_is_new_in_the_index_counts_at_once(tmp_path) -> None:
    engine = built(tmp_path, [document(number, ()) for number in range(1, 9)])
    assert asked(engine, (OPEN,)).total == 8

    engine.write([document(9, ("group:7",)), document(10, ())])

    assert asked(engine, (OPEN,)).total == 9
    assert asked(engine, (OPEN, canonical(("group:7",)))).total == 10


@pytest.mark.parametrize(
    ("until", "is_found"),
    [(None, True), (NOW + SECOND, True), (NOW, False), (NOW - SECOND, False)],
)
def test_nothing_is_found_from_the_second_its_time_is_up(tmp_path, until, is_found) -> None:
    others = [document(number, ()) for number in range(2, 9)]
    engine = built(tmp_path, [document(1, (), until), *others])

    answer = asked(engine, (OPEN,))

    assert ("page:1" in {hit.key for hit in answer.hits}) is is_found
    assert answer.total == answer.facets["kind"]["news"] == 7 + is_found


TEXTS = [
    "账本",
    "村",
    "本",
    "账本 公示",
    '"红河村"',
    '"红河村" 公示',
    "账本 -公示",
    "-公示",
    "20大 公示",
    "20大",
    "无处可寻",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("filters", [{}, {"locale": ("zh-hans",)}, {"kind": ("news",)}])
def test_what_is_shown_what_is_counted_and_its_number_agree(
    tmp_path, monkeypatch, text, filters
) -> None:
    """They are asked for by three different questions."""
    # 本 is in more than the share of documents that makes a character common.
    monkeypatch.setattr(tantivy_query, "COMMON_FROM", 1)
    documents = [
        *(document(number, ()) for number in range(1, 6)),
        replace(document(6, ()), title="村务公示", passages=(Passage("村口的红纸"),)),
        replace(document(7, ()), title="学习二十大", passages=(Passage("红河"),), kind="theory"),
        replace(document(8, ()), title="河堤", passages=(Passage("本月"),), locale="en"),
    ]
    engine = built(tmp_path, documents)
    plan = understand(text).plan(
        access=(OPEN,), limit=100, facets=("kind", "locale"), now=NOW, fold=False, filters=filters
    )

    answer = engine.search(plan)

    assert len(answer.hits) == answer.total
    assert engine.search(replace(plan, limit=0, facets=())).total == answer.total
    for name, counts in answer.facets.items():
        # A facet leaves the filter of its own field aside.
        others = {key: values for key, values in filters.items() if key != name}
        assert sum(counts.values()) == engine.search(replace(plan, filters=others)).total


@pytest.mark.parametrize(
    ("text", "is_found"), [('"河村的账本"', True), ('"账本红河村"', False), ('"账本第1本"', False)]
)
def test_no_phrase_goes_across_the_ends_of_the_title(tmp_path, text, is_found) -> None:
    """It stands twice in the index, before the text."""
    engine = built(tmp_path, [document(1, ())])

    assert asked(engine, (OPEN,), text).total == is_found
