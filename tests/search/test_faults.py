"""Elasticsearch fails in every way it can; editors and readers notice nothing, no change is lost."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

import pytest
from elasticsearch import Elasticsearch

from search import door as doors
from search import outbox
from search.checking import compare
from search.door import SITE, Door
from search.engines.base import EngineUnavailable, Plan
from search.engines.elasticsearch import ElasticsearchEngine, mapping
from search.engines.elasticsearch import engine as engine_module
from search.engines.elasticsearch.connection import client_for
from search.following import take_in
from search.jobs import step
from search.models import Change
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.elasticsearch.faulty import FaultyWay, faulty_way
from tests.support.elasticsearch.installation import Missing
from tests.support.elasticsearch.server import cluster
from tests.support.searching import Index

pytestmark = pytest.mark.elasticsearch

BULK = "search.engines.elasticsearch"


@pytest.fixture
def way(
    elasticsearch_settings: str, elasticsearch_hosts: list[str], settings: Any, monkeypatch: Any
) -> Iterator[FaultyWay]:
    """Between the site and its Elasticsearch; nobody waits long for it."""
    with faulty_way(elasticsearch_hosts[0]) as way:
        settings.HONGFAN_ELASTICSEARCH = [way.url]
        monkeypatch.setattr(f"{BULK}.connection.BUSY_FIRST_PAUSE", 0.001)
        yield way


@pytest.fixture
def site(way: FaultyWay, search_home: Any, site_tree: SiteTree, monkeypatch: Any) -> Index:
    """The readers' door with both engines in step; ``engine`` is Elasticsearch."""
    monkeypatch.setattr(doors, "POSITION_FOR", 0.0)
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    door = doors.engine(SITE)
    assert door.remote is not None
    for engine in door.engines:
        Index(door, engine).build()
    return Index(door, door.remote)


def follow(site: Index) -> None:
    """The worker's turn: every engine that can takes in what is waiting."""
    for engine in site.door.engines:
        try:
            step(engine)
            if isinstance(engine, ElasticsearchEngine):
                engine.refresh()
        except EngineUnavailable:
            assert engine is site.engine


def wake(door: Door) -> None:
    """As if the pause after a failure were over."""
    door._resting_until = 0.0


def in_step(site: Index) -> bool:
    return not compare(site.engine).keys


@pytest.mark.parametrize("mode", ["refuse", "hang", "busy"])
def test_an_hour_away_under_editing(site, site_tree, way, monkeypatch, mode):
    monkeypatch.setattr(engine_module, "ASK_TIMEOUT", 0.2)
    monkeypatch.setattr(f"{BULK}.connection.BUSY_ATTEMPTS", 2)
    way.mode = mode
    for number in range(5):
        NewsPageFactory(parent=site_tree.news, title=f"停机时写的第{number}篇")
        # Nobody who edits or reads asks the dead engine more than once.
        answer = site.ask("渡口石阶")
        assert answer.engine == "embedded"
        assert answer.hits[0].document.title == "渡口修起石阶路"
    asked = way.asked
    site.ask("渡口")
    assert way.asked == asked
    follow(site)
    written = {f"停机时写的第{number}篇" for number in range(5)}
    # Their bodies are the same.
    assert set(site.titles("停机时写的", fold=False)) >= written, "the other engine follows"
    Change.objects.update(at=timezone.now() - datetime.timedelta(hours=1))
    assert site.engine.health().problem

    way.mode = "pass"
    way.ended.set()
    follow(site)
    wake(site.door)
    answer = site.ask("停机时写的", fold=False)
    assert answer.engine == "elasticsearch"
    assert {hit.document.title for hit in answer.hits} >= written
    assert in_step(site)


def test_a_busy_cluster_is_asked_again(site, site_tree, way):
    NewsPageFactory(parent=site_tree.news, title="忙时写的")
    outbox.number_new()
    way.mode, way.busy_for = "busy", 3
    # The position is read first; the bulk that follows meets what is left.
    with pytest.raises(EngineUnavailable, match="429"):
        take_in(site.engine)
    way.mode, way.busy_for = "pass", 0
    position = site.engine.position()
    documents = [hit.document for hit in site.engine.search(Plan(access=None)).hits]
    way.mode, way.busy_for = "busy", 3
    site.engine.write(documents)
    assert way.mode == "pass"
    assert site.engine.position() == position
    follow(site)
    assert in_step(site)


def test_a_full_disk_makes_it_read_only_until_there_is_room(site, site_tree, elasticsearch_client):
    assert isinstance(site.engine, ElasticsearchEngine)
    block(elasticsearch_client, site.engine, True)
    position = site.engine.position()
    NewsPageFactory(parent=site_tree.news, title="磁盘满时写的")
    outbox.number_new()
    with pytest.raises(EngineUnavailable, match="只读"):
        take_in(site.engine)
    assert site.engine.position() == position
    assert site.ask("渡口石阶").engine == "elasticsearch", "reading goes on"
    block(elasticsearch_client, site.engine, None)
    follow(site)
    assert site.titles("磁盘满时写的")[0] == "磁盘满时写的"
    assert in_step(site)


def block(client: Elasticsearch, engine: ElasticsearchEngine, value: bool | None) -> None:
    """What the server does by itself when its disk is nearly full."""
    settings = {"index.blocks.read_only_allow_delete": value}
    client.indices.put_settings(index=engine.alias, settings=settings)


def test_an_index_of_an_older_layout_is_built_anew_by_the_worker(site, monkeypatch):
    monkeypatch.setattr(engine_module, "VERSION", mapping.VERSION + 1)
    monkeypatch.setitem(mapping.MAPPINGS["_meta"], mapping.META, mapping.VERSION + 1)
    site.engine._known_until = 0.0
    assert site.ask("渡口石阶").engine == "embedded"
    assert site.engine.health().unbuilt
    follow(site)
    wake(site.door)
    assert site.ask("渡口石阶").engine == "elasticsearch"
    assert in_step(site)


def test_a_lost_index_is_built_anew_by_the_worker(site, elasticsearch_client):
    assert isinstance(site.engine, ElasticsearchEngine)
    site.engine.remove()
    assert site.ask("渡口石阶").engine == "embedded"
    follow(site)
    wake(site.door)
    assert site.ask("渡口石阶").engine == "elasticsearch"


def test_two_hosts_write_the_same_whoever_is_slower(site, site_tree):
    """The second reads its changes, is held up, and writes when the first is far ahead."""
    pages = [NewsPageFactory(parent=site_tree.news, title=f"甲{number}") for number in range(3)]
    outbox.number_new()
    fast, slow = site.engine, Held("site")
    take_in(slow)
    pages[0].title = "改过的"
    pages[0].save_revision().publish()
    pages[1].delete()
    follow(site)
    slow.let_go()
    assert fast.position() == outbox.last_number()
    assert in_step(site)
    assert site.titles("改过的") == ["改过的"]


class Held(ElasticsearchEngine):
    """A host that hangs between reading the database and writing."""

    def write(self, documents: Any, gone: Any = ()) -> None:
        self.position()
        self.held = (list(documents), list(gone))

    def set_position(self, outbox_id: int) -> None:
        self.reached = outbox_id

    def let_go(self) -> None:
        super().write(*self.held)
        super().set_position(self.reached)
        self.refresh()


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_host_whose_clock_is_wrong_does_no_harm(site, site_tree, monkeypatch, hours):
    """Order comes from the database's numbers: later is what was committed later."""
    page = NewsPageFactory(parent=site_tree.news, title="第一稿")
    follow(site)
    right = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: right() + datetime.timedelta(hours=hours))
    page.title = "第二稿"
    page.save_revision().publish()
    follow(site)
    monkeypatch.setattr(timezone, "now", right)
    page.refresh_from_db()
    page.title = "第三稿"
    page.save_revision().publish()
    follow(site)
    assert [title for title in site.titles("稿") if "稿" in title] == ["第三稿"]
    assert in_step(site)


def test_a_server_that_dies_during_a_rebuild(site_tree, search_home, settings, monkeypatch):
    """A real process, killed: the old index answers once it is back, and nothing is left over."""
    monkeypatch.setattr(engine_module, "ASK_TIMEOUT", 30.0)
    monkeypatch.setattr("search.engines.elasticsearch.query.TIME_LIMIT_MS", 30_000)
    page = NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    try:
        running = cluster()
        [node] = running.__enter__()
    except Missing as missing:
        pytest.skip(str(missing))
    try:
        settings.HONGFAN_ELASTICSEARCH = [node.url]
        index = Index(doors.engine(SITE), doors.engine(SITE).remote)
        index.build()
        engine = index.engine
        with pytest.raises(EngineUnavailable), engine.rebuild() as rebuild:
            rebuild.add([])
            node.kill()
            rebuild.finish(outbox.last_number())
        page.title = "改了题目"
        page.save_revision().publish()
        node.start()
        node.wait()
        assert [hit.document.title for hit in engine.search(Plan(access=None)).hits].count(
            "渡口修起石阶路"
        )
        follow(index)
        assert in_step(index)
        monkeypatch.setattr("search.engines.elasticsearch.rebuilding.ALIVE_WITHIN", 0.0)
        index.build()
        monkeypatch.setattr("search.engines.elasticsearch.rebuilding.SURELY_LEFT", -1)
        index.build()
        assert len(client_for((node.url,)).indices.get(index=f"{engine.alias}*").body) == 1
    finally:
        running.__exit__(None, None, None)
