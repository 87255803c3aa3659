"""Whatever changes what readers may find is found, or not found any more."""

import datetime
import json
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from wagtail.models import Locale, Page, PageViewRestriction

from accounts import roles
from accounts.models import Branch
from articles.models import Source
from assets.models import Media
from news.models import NewsPage
from search import segmenter, synonyms
from search.models import Change
from tests.factories.articles import body
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from tests.support.searching import Index
from topics.models import TopicAlias
from topics.services.merging import merge


def make(tree: SiteTree, title: str = "渡口修起石阶路", **fields: Any) -> Any:
    return NewsPageFactory(parent=tree.news, title=title, **fields)


def test_a_new_page_is_found_by_title_and_body(index: Index, site_tree: SiteTree) -> None:
    make(site_tree, body=body("乡亲们在柳树林里种下油茶。"))
    assert index.found("石阶") == ["渡口修起石阶路"]
    assert index.titles("油茶") == ["渡口修起石阶路"]


def test_an_edited_page_is_found_by_its_new_words_only(index: Index, site_tree: SiteTree) -> None:
    page = make(site_tree, body=body("乡亲们种下油茶。"))
    index.catch_up()
    page.body = body("乡亲们养起稻田鱼。")
    page.save_revision().publish()
    assert index.found("稻田鱼") == ["渡口修起石阶路"]
    assert index.titles("油茶") == []


def test_a_draft_is_not_found(index: Index, site_tree: SiteTree) -> None:
    make(site_tree, live=False)
    assert index.found("石阶") == []


def test_the_draft_of_a_published_page_is_not_found(index: Index, site_tree: SiteTree) -> None:
    page = make(site_tree)
    page.title = "渡口修起吊桥"
    page.save_revision()
    assert index.found("吊桥") == []


def test_a_page_that_was_taken_down_is_gone(index: Index, site_tree: SiteTree) -> None:
    page = make(site_tree)
    index.catch_up()
    page.unpublish()
    assert index.titles("石阶") == [], "before the engine has heard of it"
    assert index.found("石阶") == []


def test_a_page_is_gone_at_the_second_it_expires(index: Index, site_tree: SiteTree) -> None:
    soon = timezone.now() + datetime.timedelta(minutes=5)
    make(site_tree, expire_at=soon)
    assert index.found("石阶") == ["渡口修起石阶路"]
    assert index.titles("石阶", now=soon) == []


def test_a_deleted_page_is_gone(index: Index, site_tree: SiteTree) -> None:
    page = make(site_tree)
    index.catch_up()
    page.delete()
    assert index.titles("石阶") == []
    assert index.found("石阶") == []


def test_pages_below_a_deleted_page_are_gone(index: Index, site_tree: SiteTree) -> None:
    parent = StandardPageFactory(parent=site_tree.home, title="组织机构")
    StandardPageFactory(parent=parent, title="值班表")
    assert index.found("值班表") == ["值班表"]
    Page.objects.get(pk=parent.pk).delete()
    assert index.titles("值班表") == []
    assert index.found("值班表") == []


def test_a_moved_page_takes_the_pages_below_along(index: Index, site_tree: SiteTree) -> None:
    first = StandardPageFactory(parent=site_tree.home, title="旧地方")
    second = StandardPageFactory(parent=site_tree.home, title="新地方")
    moved = StandardPageFactory(parent=first, title="搬家的页面")
    leaf = StandardPageFactory(parent=moved, title="下面的页面")
    index.catch_up()
    Page.objects.get(pk=moved.pk).move(second, pos="last-child")
    index.catch_up()
    [hit] = index.ask("下面的页面").hits[:1]
    assert hit.document.url == Page.objects.get(pk=leaf.pk).url_path
    assert second.pk in hit.document.under
    assert first.pk not in hit.document.under


def test_a_page_moved_below_a_private_one_is_private(index: Index, site_tree: SiteTree) -> None:
    private = StandardPageFactory(parent=site_tree.home, title="内部园地")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    moved = StandardPageFactory(parent=site_tree.home, title="搬家的页面")
    StandardPageFactory(parent=moved, title="下面的页面")
    index.catch_up()
    Page.objects.get(pk=moved.pk).move(private, pos="last-child")
    assert index.titles("搬家 下面") == [], "before the engine has heard of it"
    assert index.found("搬家 下面") == []
    assert set(index.titles("搬家 下面", access=["login"])) == {"搬家的页面", "下面的页面"}


def test_a_new_address_holds_for_the_pages_below_too(index: Index, site_tree: SiteTree) -> None:
    parent = StandardPageFactory(parent=site_tree.home, title="组织机构", slug="old")
    StandardPageFactory(parent=parent, title="值班表", slug="duty")
    index.catch_up()
    parent.slug = "new"
    parent.save()
    index.catch_up()
    [hit] = index.ask("值班表").hits
    assert hit.document.url.endswith("/new/duty/")


def test_a_page_is_found_by_its_topic_and_the_aliases(index: Index, site_tree: SiteTree) -> None:
    topic = TopicFactory(name="河长制")
    make(site_tree, topics=[topic])
    assert index.found("河长制") == ["渡口修起石阶路"]
    TopicAlias.objects.create(topic=topic, name="湖长制")
    assert index.found("湖长制") == ["渡口修起石阶路"]
    topic.name = "林长制"
    topic.save()
    assert index.found("林长制") == ["渡口修起石阶路"]


def test_after_a_merge_pages_are_found_by_the_other_topic(
    index: Index, site_tree: SiteTree, user_of: Any
) -> None:
    source, target = TopicFactory(name="河长制"), TopicFactory(name="水域管护")
    make(site_tree, topics=[source])
    assert index.found("水域管护") == []
    merge(source, target, user_of(roles.CHIEF_EDITOR))
    index.catch_up()
    [hit] = index.ask("水域管护").hits
    assert hit.document.topics == (target.pk,)


def test_a_private_page_is_found_by_whom_it_is_for(index: Index, site_tree: SiteTree) -> None:
    page = make(site_tree)
    index.catch_up()
    restriction = PageViewRestriction.objects.create(page=site_tree.news, restriction_type="login")
    assert index.titles("石阶") == [], "before the engine has heard of it"
    assert index.found("石阶") == []
    assert index.titles("石阶", access=["all", "login"]) == [page.title]
    restriction.delete()
    assert index.found("石阶") == [page.title]


def test_who_is_in_the_other_group_finds_on_when_one_is_deleted(
    index: Index, site_tree: SiteTree
) -> None:
    page = make(site_tree)
    restriction = PageViewRestriction.objects.create(page=site_tree.news, restriction_type="groups")
    gone, kept = (Group.objects.create(name=name) for name in ("甲组", "乙组"))
    restriction.groups.set([gone, kept])
    assert index.found("石阶", access=[f"group:{gone.pk}+{kept.pk}"]) == [page.title]
    gone.delete()
    assert index.found("石阶", access=[f"group:{kept.pk}"]) == [page.title]


def test_another_name_of_a_source_or_branch_counts_at_once(
    index: Index, site_tree: SiteTree
) -> None:
    source = Source.objects.create(name="枫桥日报", is_own=True)
    branch = Branch.add_root(name="柳林镇党委", kind="committee", slug="liulin")
    below = branch.add_child(name="油坊村党支部", slug="youfang")
    make(site_tree, source=source, branch=below)
    index.catch_up()
    source.name = "长河晚报"
    source.save()
    below.name = "茶场党支部"
    below.save()
    assert index.found("长河晚报") == ["渡口修起石阶路"]
    assert index.titles("茶场") == ["渡口修起石阶路"]
    assert index.titles("油坊") == []
    assert index.ask("石阶", filters={"branch": (str(branch.pk),)}).total == 1


def test_a_translation_is_found_in_its_language(index: Index, site_tree: SiteTree) -> None:
    page = make(site_tree)
    english = Locale.objects.get(language_code="en")
    for parent in (site_tree.home, site_tree.news):
        parent.copy_for_translation(english).save_revision().publish()
    twin = page.copy_for_translation(english)
    twin.title = "Stone steps at the ferry"
    twin.save_revision().publish()
    index.catch_up()
    assert index.titles("ferry", filters={"locale": ("en",)}) == ["Stone steps at the ferry"]
    assert index.titles("ferry", filters={"locale": ("zh-hans",)}) == []


def test_an_edited_transcript_is_found(index: Index, lecture: Any) -> None:
    assert index.found("引水渠") == []
    media = Media.objects.get(pk=lecture.media_id)
    media.transcript = [{"start": 83.0, "end": 90.0, "text": "先修引水渠，再说分红。"}]
    media.save()
    index.catch_up()
    [hit] = index.ask("引水渠").hits
    assert [one.second for one in hit.document.passages if "引水渠" in one.text] == [83.0]


def test_imported_pages_are_found(index: Index, site_tree: SiteTree, tmp_path: Any) -> None:
    rows = [{"id": "a1", "title": "渡口修起石阶路", "date": "2026-03-05", "body": "种下油茶。"}]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    call_command("import_articles", str(file), section="news", feed="test", verbosity=0)
    page = NewsPage.objects.get(title="渡口修起石阶路")
    # A draft: nothing for readers, but the admin's index is told.
    assert Change.objects.filter(key=f"page:{page.pk}").exists()
    page.get_latest_revision().publish()
    assert index.found("油茶") == ["渡口修起石阶路"]


def test_texts_are_cut_by_the_words_that_the_site_taught(index: Index, site_tree: SiteTree) -> None:
    """As questions are, in whichever process: the worker is asked no question."""
    page = NewsPageFactory(parent=site_tree.news, title="稻田鱼共养在村里")
    TopicFactory(name="稻田鱼共养")
    synonyms._memory.forget()
    segmenter.teach(())
    page.save()
    index.catch_up()
    assert index.engine.df("w", ["稻田鱼共养"]) == {"稻田鱼共养": 1}
