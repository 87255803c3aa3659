"""search_rebuild, search_status and search_check."""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

import pytest

from assets.pictures import picture
from home.demo.seeding import Seeded
from home.management.commands import seed_demo
from news.models import NewsPage
from search import door
from search.checking import compare
from search.engines.base import EngineUnavailable
from search.rebuilding import rebuild
from tests.factories.articles import body
from tests.factories.assets import ImageFactory
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index


def test_a_rebuild_finds_everything_that_readers_may_see(
    search_home: Path, site_tree: SiteTree, capsys: Any
) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    NewsPageFactory(parent=site_tree.news, title="石阶路的草稿", live=False)
    call_command("search_rebuild", processes=0)
    found = Index(door.engine(), door.embedded())
    assert found.titles("石阶路") == ["渡口修起石阶路"]
    office = Index(door.engine("office"), door.embedded("office"))
    assert set(office.titles("石阶路", access=None)) == {"渡口修起石阶路", "石阶路的草稿"}
    assert "1 documents" in capsys.readouterr().out


def test_after_a_broken_rebuild_the_old_index_answers(index: Index, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    index.catch_up()
    with pytest.raises(RuntimeError), index.engine.rebuild() as new:
        new.add([])
        raise RuntimeError
    assert index.titles("石阶") == ["渡口修起石阶路"]


def test_what_changes_during_a_rebuild_is_in_the_new_index(
    index: Index, site_tree: SiteTree
) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")

    def change(done: int, total: int) -> None:
        page.body = body("乡亲们养起稻田鱼。")
        page.save()

    rebuild(index.engine, progress=change)
    assert index.found("稻田鱼") == ["渡口修起石阶路"]


@pytest.mark.parametrize("index", ["embedded"], indirect=True)
def test_a_second_builder_waits_its_turn(index: Index) -> None:
    with index.engine.rebuild() as first:
        with pytest.raises(EngineUnavailable), index.engine.rebuild():
            pass
        first.finish(0)


def test_status_says_how_far_an_index_is_behind(
    index: Index, site_tree: SiteTree, capsys: Any
) -> None:
    call_command("search_rebuild", processes=0)
    NewsPageFactory(parent=site_tree.news)
    capsys.readouterr()
    call_command("search_status", json=True)
    site = json.loads(capsys.readouterr().out)[0]
    assert (site["scope"], site["health"]["documents"]) == ("site", 0)
    assert site["waiting"] > 0


def test_status_fails_where_there_is_no_index(search_home: Path, site_tree: SiteTree) -> None:
    with pytest.raises(SystemExit):
        call_command("search_status")


def test_check_finds_every_kind_of_difference_and_repairs_it(
    index: Index, site_tree: SiteTree, capsys: Any
) -> None:
    call_command("search_rebuild", processes=0)
    gone, changed = (NewsPageFactory(parent=site_tree.news) for _ in range(2))
    index.catch_up()
    # As if hands had been at the database, or a writer went round every signal.
    NewsPage.objects.filter(pk=gone.pk).update(live=False)
    NewsPage.objects.filter(pk=changed.pk).update(title="渡口修起石阶路")
    with pytest.raises(SystemExit):
        call_command("search_check", repair=True)
    said = capsys.readouterr().out
    assert f"extra: page:{gone.pk}" in said
    assert f"other: page:{changed.pk}" in said
    assert index.found("石阶") == ["渡口修起石阶路"]
    assert index.engine.count() == 1


@pytest.mark.parametrize("repair", [False, True])
def test_check_says_what_is_wrong_with_an_index_and_goes_on(
    search_home: Path, site_tree: SiteTree, capsys: Any, repair: bool
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("search_check", repair=repair)
    assert ended.value.code == 1
    site, office = capsys.readouterr().err.splitlines()
    for line, scope in ((site, "site"), (office, "office")):
        assert line.startswith(f"embedded {scope}: 还没有索引")
        assert f"manage.py search_rebuild --engine embedded --scope {scope}" in line


@pytest.mark.parametrize("damaged", ["meta.json", "*.store"])
@pytest.mark.parametrize("index", ["embedded"], indirect=True)
def test_check_looks_at_the_second_index_when_the_first_is_broken(
    index: Index, site_tree: SiteTree, capsys: Any, damaged: str
) -> None:
    NewsPageFactory(parent=site_tree.news)
    call_command("search_rebuild", processes=0)
    folder = door.embedded().folder
    assert folder is not None
    for path in folder.glob(damaged):
        path.write_bytes(b"?" * 40)
    door.engine.cache_clear()
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        call_command("search_check", repair=True)
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "embedded site: 索引读不出来" in said.err
    assert "search_rebuild --engine embedded --scope site" in said.err
    assert "embedded office: 缺少 missing 0" in said.out


def test_the_health_page_tells_the_lag(index: Index, site_tree: SiteTree, client: Any) -> None:
    if index.door.local.health().problem:
        rebuild(index.door.local)
    NewsPageFactory(parent=site_tree.news)
    found = client.get("/health/search").json()
    assert found["search"]
    assert found["engines"][0]["waiting"] > 0
    assert found["engines"][0]["lag"] >= 0


def test_the_health_page_says_when_nobody_answers(
    search_home: Path, site_tree: SiteTree, client: Any
) -> None:
    response = client.get("/health/search")
    assert response.status_code == 503
    assert not response.json()["search"]


def test_a_site_that_was_filled_with_the_demo_can_be_searched_at_once(
    search_home: Path, site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the worker, who comes later, has looked at anything."""

    def seed(force: bool) -> Seeded:
        NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
        return Seeded(pages=1, translations=0)

    monkeypatch.setattr(seed_demo, "seed", seed)
    call_command("seed_demo", verbosity=0)
    assert Index(door.engine(), door.embedded()).titles("石阶路") == ["渡口修起石阶路"]
    assert not door.embedded("office").health().problem


def test_the_demo_is_there_also_where_no_index_can_be_built(
    search_home: Path, site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed_demo, "seed", lambda force: Seeded(0, 0))
    (search_home / "search").write_text("a file stands where the folder should")
    call_command("seed_demo", verbosity=0)
    assert door.embedded().health().problem


@pytest.mark.parametrize("index", ["embedded"], indirect=True)
def test_a_small_picture_made_since_is_no_difference(
    index: Index, site_tree: SiteTree, capsys: Any
) -> None:
    """Until it is made, results show it by the address that makes it."""
    image = ImageFactory()
    page = NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路", cover=image)
    index.catch_up()
    before = index.ask("石阶").hits[0].document.thumbnail
    image.get_renditions(*picture(image, "thumb").specs)
    assert before
    assert compare(index.engine).keys == []
    other = NewsPage.objects.get(pk=page.pk)
    NewsPage.objects.filter(pk=other.pk).update(cover=ImageFactory())
    assert compare(index.engine).other == [f"page:{page.pk}"]
