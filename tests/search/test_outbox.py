"""The outbox: nothing skipped, nothing lost, nobody held up."""

import threading
from datetime import timedelta
from typing import Any

from django.db import connection, connections, transaction
from django.utils import timezone

import pytest

from news.models import NewsPage
from search import door, jobs, outbox
from search.engines import embedded
from search.engines.base import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.models import Change, Numbering
from search.rebuilding import rebuild
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index


def numbers() -> list[tuple[str, int | None]]:
    return list(Change.objects.order_by("number").values_list("key", "number"))


@pytest.fixture
def empty(db: None) -> None:
    Change.objects.all().delete()
    Numbering.objects.all().delete()


def test_numbers_go_up_whatever_was_removed(empty: None) -> None:
    outbox.note("page:1")
    outbox.number_new()
    first = outbox.last_number()
    Change.objects.all().delete()
    outbox.note("page:2")
    outbox.note("page:3")
    outbox.number_new()
    [second, third] = [number for _key, number in numbers()]
    assert first < (second or 0) < (third or 0) == outbox.last_number()


def test_nothing_is_numbered_twice(empty: None) -> None:
    outbox.note("page:1")
    outbox.number_new()
    before = numbers()
    outbox.number_new()
    assert numbers() == before


if connection.vendor != "sqlite":
    # SQLite has one writer at a time, so there ids are in the order of commits.

    @pytest.mark.django_db(transaction=True)
    def test_a_row_that_commits_late_is_read_after_the_others() -> None:
        """It has the lower id, and would be skipped by whoever reads on from the highest seen."""
        may_commit, has_written = threading.Event(), threading.Event()

        def slow() -> None:
            with transaction.atomic():
                outbox.note("page:1")
                has_written.set()
                may_commit.wait(10)
            connections.close_all()

        Change.objects.all().delete()
        thread = threading.Thread(target=slow)
        thread.start()
        has_written.wait(10)
        outbox.note("page:2")
        outbox.number_new()
        position = outbox.last_number()
        assert [change.key for change in outbox.changes_after(0)] == ["page:2"]
        may_commit.set()
        thread.join()
        outbox.number_new()
        assert [change.key for change in outbox.changes_after(position)] == ["page:1"]


def test_a_change_that_was_rolled_back_never_was(db: None) -> None:
    before = Change.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.note("page:1")
        raise RuntimeError
    assert Change.objects.count() == before


def test_old_changes_are_forgotten_and_who_needs_them_builds_anew(
    index: Index, site_tree: SiteTree
) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    outbox.number_new()
    Change.objects.update(at=timezone.now() - outbox.KEEP - timedelta(days=1))
    outbox.forget_old()
    assert not Change.objects.exclude(number=None).exists()
    assert jobs.needs_building(index.engine)
    jobs.step(index.engine)
    assert index.titles("石阶") == ["渡口修起石阶路"]
    assert not jobs.needs_building(index.engine)


def test_an_index_from_after_the_restored_database_is_built_anew(
    index: Index, site_tree: SiteTree
) -> None:
    """It holds what that database never heard of, and would pass over what comes next."""
    page = NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    assert index.found("石阶") == ["渡口修起石阶路"]
    assert not jobs.needs_building(index.engine)
    # As if the last changes had never been.
    Change.objects.all().delete()
    Numbering.objects.update(last=1)
    page.unpublish()

    assert index.titles("石阶") == [], "before anybody has built anything"
    assert jobs.needs_building(index.engine)
    jobs.step(index.engine)
    assert not jobs.needs_building(index.engine)


def test_what_was_closed_during_a_rebuild_stays_closed_for_who_knows_the_old_position(
    index: Index, site_tree: SiteTree
) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    index.catch_up()
    before: list[int] = []

    def close(_done: int, _all: int) -> None:
        if not before:
            page.unpublish()
            # The index that still answers has taken it in.
            index.catch_up()
            before.append(index.engine.position())

    rebuild(index.engine, progress=close)

    closing = outbox.closing_after(before[0])
    assert closing is not None and outbox.page_key(page.pk) in closing.keys


def test_the_follower_builds_where_there_is_nothing(search_home: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    engine = door.embedded()
    jobs.step(engine)
    assert Index(door.engine(), engine).titles("石阶") == ["渡口修起石阶路"]


def test_a_follower_ends_when_asked(search_home: Any, site_tree: SiteTree) -> None:
    stopping = threading.Event()
    stopping.set()
    jobs.follow(door.embedded(), stopping)


# -- An index that can't be used ---------------------------------------------------------------


def spoil(engine: EmbeddedEngine) -> None:
    folder = engine.folder
    assert folder is not None
    for file in folder.iterdir():
        if file.suffix in {".idx", ".term", ".store", ".fast", ".pos"} or file.name == "meta.json":
            file.write_bytes(b"garbage")


def test_a_page_is_saved_whatever_state_the_index_is_in(
    search_home: Any, site_tree: SiteTree
) -> None:
    engine = door.embedded()
    jobs.step(engine)
    spoil(engine)
    page = NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    page.save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).live


def test_a_damaged_index_is_no_server_error_and_is_built_anew(
    search_home: Any, site_tree: SiteTree, client: Any
) -> None:
    engine = door.embedded()
    jobs.step(engine)
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    jobs.step(engine)
    spoil(engine)
    door.engine.cache_clear()
    response = client.get("/search/", {"q": "石阶"})
    assert response.status_code == 503
    assert "搜索正在准备" in response.text
    jobs.step(door.embedded())
    assert "渡口修起" in client.get("/search/", {"q": "石阶"}).text


@pytest.mark.parametrize("process", ["that starts", "that has it open"])
def test_the_follower_notices_damage_to_files_that_it_has_open(
    search_home: Any, site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch, process: str
) -> None:
    """As the disk has them; what is mapped into memory may still be whole."""
    engine = door.embedded()
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    jobs.step(engine)
    folder = engine.folder
    assert folder is not None
    for file in folder.glob("*.term"):
        # Another file in its place: the one that is open stays as it was.
        file.unlink()
        file.write_bytes(b"garbage")
    if process == "that starts":
        door.engine.cache_clear()
        engine = door.embedded()
    monkeypatch.setattr(embedded, "PROVED_FOR", 0.0)
    jobs.step(engine)
    assert engine.folder != folder
    assert Index(door.engine(), engine).titles("石阶") == ["渡口修起石阶路"]


def test_without_its_vocabulary_search_goes_on_and_gets_it_back(
    search_home: Any, site_tree: SiteTree, client: Any
) -> None:
    engine = door.embedded()
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    jobs.step(engine)
    assert client.get("/search/suggest/", {"q": "渡口"}).json()["suggestions"]
    folder = engine.folder
    assert folder is not None
    (folder / "vocabulary.sqlite3").write_bytes(b"garbage")
    assert client.get("/search/suggest/", {"q": "渡口修"}).json() == {"suggestions": []}
    assert "渡口修起" in client.get("/search/", {"q": "石阶"}).text
    # Which asks what may have been meant.
    assert client.get("/search/", {"q": "时阶鹌鹑"}).status_code == 200
    assert not engine.health().problem
    jobs.step(engine)
    assert client.get("/search/suggest/", {"q": "渡口"}).json()["suggestions"]


def test_while_another_process_writes_changes_wait(search_home: Any, site_tree: SiteTree) -> None:
    engine = door.embedded()
    index = Index(door.engine(), engine)
    index.build()
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    held = engine._index().writer(15_000_000, 1)
    with pytest.raises(EngineUnavailable):
        index.catch_up()
    assert index.titles("石阶") == []
    held.rollback()
    del held
    assert index.found("石阶") == ["渡口修起石阶路"]


def test_an_index_of_another_version_is_left_alone(search_home: Any, site_tree: SiteTree) -> None:
    engine = door.embedded()
    jobs.step(engine)
    (search_home / "search" / "site" / "current").write_text("999-abc")
    assert engine.health().unbuilt
    jobs.step(engine)
    assert not engine.health().problem
