"""The embedded engine asked directly: whom a document is for, and until when."""

import datetime
from pathlib import Path

import pytest

from search.access import OPEN, canonical
from search.documents import Passage, SearchDocument
from search.engines import embedded
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
        monkeypatch.setattr(embedded, "MOST_KEYWORDS", 2)
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
