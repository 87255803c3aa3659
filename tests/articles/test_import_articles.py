"""The command: what it makes, what it says, what it does the second time."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder

from wagtail.models import Page, PageLogEntry, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_published

import pytest

from accounts import roles
from articles.importing import creating, importer
from articles.importing.report import Report
from articles.models import ImportedArticle, Source
from learning.models import TheoryArticlePage
from news.models import NewsPage
from search.models import Change
from tests.factories.accounts import BranchFactory
from tests.factories.articles import SourceFactory, body, words
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from topics.models import Topic, TopicAlias

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 5)


def row(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"n-{number}",
        "title": f"第{number}篇",
        "body": f"第{number}篇的正文。\n第二段。",
        "date": "2024-03-05",
        "source": "县融媒体中心",
        **fields,
    }


@pytest.fixture
def source() -> Source:
    return SourceFactory(name="县融媒体中心", is_own=True)


@pytest.fixture
def run(tmp_path: Path, site_tree: SiteTree, source: Source) -> Any:
    """``run([rows], "--flag", …)`` imports rows; returns (exit code, what was printed)."""

    def import_rows(rows: list[Any], *flags: str, section: str = "news") -> tuple[int, str]:
        path = tmp_path / "articles.jsonl"
        lines = [line if isinstance(line, str) else json.dumps(line) for line in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        out = io.StringIO()
        try:
            call_command("import_articles", str(path), "--section", section, *flags, stdout=out)
        except SystemExit as end:
            return int(end.code or 0), out.getvalue()
        return 0, out.getvalue()

    return import_rows


@pytest.fixture
def approved(user_of: Any) -> list[str]:
    """The flags with which the chief editor answers for an import."""
    return ["--approved-by", user_of(roles.CHIEF_EDITOR).username, "--reason", "原在旧网站发布"]


def problems() -> int:
    return sum(len(found) for found in Page.find_problems())


# What is made


def test_drafts_with_everything_a_page_needs(run: Any, site_tree: SiteTree) -> None:
    code, said = run([row(1), row(2)])
    assert code == 0
    assert "新建 2" in said
    first, second = NewsPage.objects.child_of(site_tree.news).order_by("path")
    assert (first.title, first.slug, first.date) == (
        "第1篇",
        "di-1-pian",
        datetime.date(2024, 3, 5),
    )
    assert not first.live and first.has_unpublished_changes
    assert first.word_count == 9
    assert first.source.name == "县融媒体中心"
    assert first.manuscript_number and first.manuscript_number < second.manuscript_number
    assert first.url_path == f"{site_tree.news.url_path}di-1-pian/"
    assert first.specific_class is NewsPage
    assert problems() == 0


def test_a_draft_opens_in_the_editor_and_can_be_published(run: Any, client_of: Any) -> None:
    run([row()])
    page = NewsPage.objects.get()
    response = client_of(roles.EDITOR).get(f"/admin/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert "第1篇的正文" in str(response.context["form"].instance.body)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert page.body[0].value.source.count("<p") == 2


def test_the_revision_says_what_the_page_says(
    run: Any, site_tree: SiteTree, approved: list[str]
) -> None:
    Topic.objects.create(name="乡村振兴")
    run([row(topics=["乡村振兴"], branch="第一党支部", author="张三")], *approved)
    page = NewsPage.objects.get()
    fresh = page.serializable_data()
    kept = page.latest_revision.content

    def plain(name: str, value: Any) -> Any:
        # The body is JSON within JSON, and PostgreSQL keeps no order of its names.
        return json.loads(value) if name == "body" else value

    differing = {
        name
        for name in fresh
        if plain(name, json.loads(json.dumps(fresh[name], cls=DjangoJSONEncoder)))
        != plain(name, kept[name])
    }
    # These name the revision, which had no key yet.
    assert differing <= {
        "latest_revision",
        "live_revision",
        "latest_revision_created_at",
        "first_published_at",
        "last_published_at",
    }
    assert kept["tagged_pages"][0]["tag"] == Topic.objects.get().pk


def test_approved_rows_are_live_with_the_reason_on_record(
    run: Any,
    client: Any,
    user_of: Any,
    approved: list[str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    heard: list[Page] = []
    page_published.connect(
        lambda instance, **kwargs: heard.append(instance), weak=False, dispatch_uid="test"
    )
    try:
        with django_capture_on_commit_callbacks(execute=True):
            code, _said = run([row()], *approved)
    finally:
        page_published.disconnect(dispatch_uid="test")
    page = NewsPage.objects.get()
    assert code == 0
    assert page.live and not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id
    assert page.first_published_at is not None
    entry = PageLogEntry.objects.get(page=page.pk, action="articles.approve_import")
    assert entry.user == user_of(roles.CHIEF_EDITOR)
    assert "原在旧网站发布" in entry.message
    assert "第1篇的正文" in client.get(page.url).content.decode()
    assert NewsPage.objects.get(pk=heard[0].pk) == page


def test_topics_by_name_and_alias(run: Any, approved: list[str]) -> None:
    topic = Topic.objects.create(name="乡村振兴")
    TopicAlias.objects.create(topic=topic, name="三农")
    code, said = run([row(topics=["三农", "乡村振兴", "没有的专题"])], *approved)
    assert code == 0
    assert "没有专题“没有的专题”" in said
    assert [found.name for found in NewsPage.objects.get().topics.all()] == ["乡村振兴"]


def test_a_branch_by_name_and_an_unknown_one(run: Any) -> None:
    branch = BranchFactory(name="北渡口党支部")
    code, said = run([row(1, branch="北渡口党支部"), row(2, branch="南渡口党支部")])
    assert code == 0
    assert "没有党组织“南渡口党支部”" in said
    assert [page.branch for page in NewsPage.objects.order_by("path")] == [branch, None]


def test_pictures_left_out_are_told(run: Any) -> None:
    code, said = run([row(body='<p>甲</p><img src="data:image/png;base64,AA" alt="图">')])
    assert code == 0
    assert "第 1 行 [注意] body：图片未导入：图" in said
    assert "原文此处有图片：图" in str(NewsPage.objects.get().body)


def test_the_section_decides_the_type(run: Any, site_tree: SiteTree) -> None:
    run([row(format="微理论")], section="/theory/")
    assert TheoryArticlePage.objects.get().format == "micro"


def test_the_index_of_references_is_what_wagtail_writes(run: Any) -> None:
    topic = Topic.objects.create(name="乡村振兴")
    BranchFactory(name="北渡口党支部")
    run([row(topics=["乡村振兴"], branch="北渡口党支部")])
    page = NewsPage.objects.get()
    columns = ("to_content_type", "to_object_id", "model_path", "content_path", "content_path_hash")
    ours = set(ReferenceIndex.objects.filter(object_id=str(page.pk)).values_list(*columns))
    ReferenceIndex.objects.all().delete()
    ReferenceIndex.create_or_update_for_object(NewsPage.objects.get(pk=page.pk))
    theirs = set(ReferenceIndex.objects.filter(object_id=str(page.pk)).values_list(*columns))
    assert ours == theirs
    assert str(topic.pk) in {entry[1] for entry in ours}


def test_search_is_told_of_them(run: Any) -> None:
    run([row(title="河边的步道")])
    page = NewsPage.objects.get()
    assert Change.objects.filter(key=f"page:{page.pk}").exists()


def test_equal_titles_get_addresses_of_their_own(run: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="联播", slug="lian-bo")
    NewsPageFactory(parent=site_tree.news, title="联播", slug="lian-bo-7")
    titles = ["联播", "联播", "联播 9", "联播", "！！！", "🚩"]
    run([row(number, title=title) for number, title in enumerate(titles)])
    made = NewsPage.objects.exclude(imported_from=None).order_by("path")
    assert [page.slug for page in made] == [
        "lian-bo-8",
        "lian-bo-9",
        "lian-bo-9-2",
        "lian-bo-10",
        "newspage",
        "newspage-2",
    ]


def test_hundreds_of_rows_are_several_batches(
    run: Any, monkeypatch: pytest.MonkeyPatch, site_tree: SiteTree
) -> None:
    monkeypatch.setattr(importer, "BATCH_ROWS", 10)
    code, said = run([row(number, title="联播") for number in range(25)])
    assert code == 0
    assert "25 行：新建 25" in said
    pages = NewsPage.objects.child_of(site_tree.news)
    assert (
        len({page.slug for page in pages}) == len({page.manuscript_number for page in pages}) == 25
    )
    site_tree.news.refresh_from_db()
    assert site_tree.news.numchild == 25
    assert problems() == 0


def test_the_number_of_queries_belongs_to_the_batch_not_the_row(
    run: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60):
        run([row(number) for number in range(2)])
    # One insert for the type's own row, one of the topics' list.
    with django_assert_max_num_queries(60 + 2 * 50):
        run([row(number) for number in range(10, 60)])


# What is refused


def test_bad_rows_are_told_one_by_one_and_the_rest_is_imported(run: Any) -> None:
    code, said = run(
        [
            row(1),
            "{broken",
            row(2, title=""),
            row(3, date="昨天"),
            row(4, source="无名小报"),
            row(5),
        ],
        "--create-sources=none",
    )
    assert code == 1
    assert "第 2 行 [未导入] JSON：JSON 写法有误" in said
    assert "第 3 行 [未导入] title：缺少标题。" in said
    assert "第 4 行 [未导入] date：看不懂日期“昨天”" in said
    assert "第 5 行 [未导入] source：来源“无名小报”不在名单里。请先加进名单" in said
    assert "6 行：新建 2，更新 0，未变 0，未导入 4" in said
    assert NewsPage.objects.count() == 2


def test_an_id_twice_in_the_file(run: Any) -> None:
    code, said = run([row(1), row(1, title="别的")])
    assert code == 1
    assert "第 2 行 [未导入] id：编号和前面的行重复" in said
    assert NewsPage.objects.get().title == "第1篇"


def test_live_rows_keep_the_rules_that_drafts_may_break(run: Any, approved: list[str]) -> None:
    SourceFactory(name="外报", is_own=False)
    rows = [row(1, source="外报"), row(2, source="外报", original_url="https://example.org/2")]
    code, said = run([*rows, row(3, body="")], *approved)
    assert code == 1
    assert "第 3 行 [未导入] body：正文是空的。" in said
    # An archive can't be asked for what was never written down; readers are owed a word.
    assert "第 1 行 [注意] original_url：转载的稿件没有原文网址" in said
    assert "第 2 行" not in said
    assert NewsPage.objects.live().count() == 2


def test_a_reprint_without_its_address_can_be_imported_again(run: Any, approved: list[str]) -> None:
    assert run([row(1, source="外报")], *approved)[0] == 0
    code, said = run([row(1, source="外报", title="改过的标题")], *approved)
    assert code == 0 and "更新 1" in said
    assert NewsPage.objects.get().title == "改过的标题"


def test_an_overlong_micro_article_may_be_a_draft_only(run: Any, approved: list[str]) -> None:
    rows = [row(1, format="micro", body=words(1201))]
    code, said = run(rows, *approved, section="theory")
    assert code == 1
    assert "1,201" in said
    assert run(rows, section="theory")[0] == 0


def test_missing_things_by_flag(run: Any) -> None:
    rows = [row(1, source="新来源", date=None, title=None), row(2, source="新来源")]
    flags = ["--default-date", "2020-01-02", "--title-from-body"]
    code, said = run(rows, *flags)
    assert code == 0
    assert said.count("来源“新来源”不在名单里，作为转载来源加进名单。") == 1
    page = NewsPage.objects.order_by("path").first()
    assert (page.title, page.date) == ("第1篇的正文", datetime.date(2020, 1, 2))
    assert not Source.objects.get(name="新来源").is_own


def test_new_sources_as_the_own_organisation(run: Any) -> None:
    run([row(source="镇党委")], "--create-sources", "own")
    assert Source.objects.get(name="镇党委").is_own


def test_a_rehearsal_writes_nothing(run: Any) -> None:
    before = Page.objects.count(), Source.objects.count()
    rows = [row(1, source="新来源"), row(2, source="新来源"), row(3, title="")]
    code, said = run(rows, "--dry-run", "--create-sources")
    assert code == 1
    assert "（只检查，没有写入）" in said
    assert "新建 2" in said and "未导入 1" in said
    assert (Page.objects.count(), Source.objects.count()) == before


def test_the_report_file_opens_in_a_spreadsheet(run: Any, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    run([row(1, topics=["无"]), row(2, title="")], "--report", str(report))
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "行号,编号,结果,字段,说明"
    assert lines[1].startswith("2,n-2,未导入,title")
    assert lines[2].startswith("1,n-1,注意,topics")


def test_fields_that_mean_nothing_are_named(run: Any) -> None:
    _code, said = run([row(1, hits=3), row(2, hits=4)])
    assert "没有用到的字段：hits×2" in said


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (["--section", "nowhere"], "没有栏目“nowhere”"),
        (["--approved-by", "nobody", "--reason", "x"], "没有用户“nobody”"),
        (["--reason", "x"], "--reason 要和 --approved-by 一起用"),
        (["--default-date", "昨天"], "看不懂日期"),
    ],
)
def test_what_can_not_start_says_why(
    site_tree: SiteTree, tmp_path: Path, flags: list[str], why: str
) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    with pytest.raises(CommandError) as refusal:
        call_command("import_articles", str(path), "--section", "news", *flags)
    assert why in str(refusal.value)
    assert refusal.value.returncode == 2


def test_a_missing_file_is_told(site_tree: SiteTree, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("import_articles", str(tmp_path / "none.jsonl"), "--section", "news")
    assert refusal.value.returncode == 2


def test_an_approval_needs_a_reason_and_the_right(run: Any, user_of: Any) -> None:
    chief, editor = user_of(roles.CHIEF_EDITOR), user_of(roles.EDITOR)
    with pytest.raises(CommandError, match="--reason"):
        run([row()], "--approved-by", chief.username)
    with pytest.raises(CommandError, match="没有发布权限"):
        run([row()], "--approved-by", editor.username, "--reason", "x")
    assert NewsPage.objects.count() == 0


# The second time


def test_again_changes_nothing(run: Any, approved: list[str]) -> None:
    run([row(1), row(2)], *approved)
    before = list(NewsPage.objects.order_by("pk").values())
    code, said = run([row(1), row(2)], *approved)
    assert code == 0
    assert "新建 0，更新 0，未变 2" in said
    assert list(NewsPage.objects.order_by("pk").values()) == before


def test_a_changed_row_updates_its_page(run: Any, approved: list[str]) -> None:
    Topic.objects.create(name="乡村振兴")
    run([row(1), row(2)], *approved)
    page = NewsPage.objects.get(title="第1篇")
    changed = row(1, title="改过的标题", body="改过的正文", topics=["乡村振兴"])
    code, said = run([changed, row(2)], *approved)
    assert code == 0
    assert "更新 1，未变 1" in said
    page.refresh_from_db()
    assert (page.title, page.slug, page.live) == ("改过的标题", "di-1-pian", True)
    assert page.word_count == 5
    assert page.topics.count() == 1
    assert page.revisions.count() == 2
    assert "更新 0，未变 2" in run([changed, row(2)], *approved)[1]


def test_an_update_without_approval_waits_as_a_draft(run: Any, approved: list[str]) -> None:
    run([row(1)], *approved)
    run([row(1, title="改过的标题")])
    page = NewsPage.objects.get()
    assert page.title == "第1篇" and page.live and page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "改过的标题"


def test_drafts_of_an_import_can_be_approved_later(run: Any, approved: list[str]) -> None:
    run([row(1)])
    code, said = run([row(1)], *approved)
    assert code == 0 and "更新 1" in said
    assert NewsPage.objects.get().live


def test_what_was_withdrawn_stays_withdrawn(run: Any, approved: list[str]) -> None:
    run([row(1)], *approved)
    NewsPage.objects.get().unpublish()
    run([row(1)], *approved)
    assert not NewsPage.objects.get().live


def test_somebodys_work_is_not_overwritten(run: Any) -> None:
    run([row(1)])
    page = NewsPage.objects.get()
    page.body = body("编辑改过")
    page.save_revision()
    code, said = run([row(1, body="文件里也改了")])
    assert code == 1
    assert "第 1 行 [未导入] id：《第1篇》导入后有人改过" in said
    assert "编辑改过" in str(page.get_latest_revision_as_object().body)
    assert run([row(1, body="文件里也改了")], "--overwrite")[0] == 0
    page = NewsPage.objects.get()
    assert "文件里也改了" in str(page.get_latest_revision_as_object().body)


def test_a_manuscript_under_review_is_left_alone(
    run: Any, site_tree: SiteTree, user_of: Any
) -> None:
    run([row(1)])
    page = NewsPage.objects.get()
    for role in roles.REVIEWERS:
        user_of(role)
    page.get_workflow().start(page, user_of(roles.EDITOR))
    code, said = run([row(1, title="改")], "--overwrite")
    assert code == 1
    assert "正在审稿" in said


def test_a_deleted_page_is_imported_anew(run: Any) -> None:
    run([row(1)])
    NewsPage.objects.get().delete()
    assert ImportedArticle.objects.count() == 0
    assert "新建 1" in run([row(1)])[1]


def test_ids_of_two_sections_do_not_meet(run: Any) -> None:
    run([row(1)])
    assert run([row(1)], section="theory")[0] == 0
    assert NewsPage.objects.count() == TheoryArticlePage.objects.count() == 1


def test_ids_of_one_feed_in_two_sections_do(run: Any) -> None:
    run([row(1)], "--feed", "旧网站")
    code, said = run([row(1, title="改")], "--feed", "旧网站", section="theory")
    assert code == 1
    assert "这个编号已用在另一类稿件上：《第1篇》" in said


def test_a_moved_page_is_found_where_it_stands(run: Any, site_tree: SiteTree) -> None:
    run([row(1)])
    other = site_tree.news.add_sibling(
        "last-sibling", instance=type(site_tree.news)(title="旧闻", slug="jiu-wen")
    )
    NewsPage.objects.get().move(other, "last-child")
    assert run([row(1, title="改")])[0] == 0
    assert NewsPage.objects.get().get_parent().pk == other.pk


# Interrupted


def test_a_batch_that_breaks_leaves_nothing_half_done(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut in the second batch leaves is what a rolled-back transaction leaves."""
    monkeypatch.setattr(importer, "BATCH_ROWS", 2)
    rows = [row(number) for number in range(6)]
    index = creating.PageCreator._index

    def break_down(self: Any, pages: list[Any]) -> None:
        if pages[0].title == "第2篇":
            raise ConnectionError("the lights went out")
        index(self, pages)

    with monkeypatch.context() as patch, pytest.raises(ConnectionError):
        patch.setattr(creating.PageCreator, "_index", break_down)
        run(rows)
    assert NewsPage.objects.count() == ImportedArticle.objects.count() == 2
    assert problems() == 0
    code, said = run(rows)
    assert code == 0
    assert "新建 4，更新 0，未变 2" in said
    assert problems() == 0
    numbers = set(NewsPage.objects.values_list("manuscript_number", flat=True))
    assert len(numbers) == 6


def test_ctrl_c_sums_up_what_is_in(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH_ROWS", 2)
    write = importer.Importer._write

    def press(self: Any, rows: list[Any]) -> None:
        if self.report.created == 2:
            raise KeyboardInterrupt
        write(self, rows)

    monkeypatch.setattr(importer.Importer, "_write", press)
    code, said = run([row(number) for number in range(6)])
    assert code == 130
    assert "新建 2" in said and "再运行一次" in said


def test_a_private_section_stays_private(
    run: Any, client: Any, site_tree: SiteTree, approved: list[str]
) -> None:
    PageViewRestriction.objects.create(
        page=site_tree.news, restriction_type=PageViewRestriction.LOGIN
    )
    run([row(1)], *approved)
    assert client.get(NewsPage.objects.get().url).status_code == 302


def test_a_report_starts_empty() -> None:
    assert Report().rows == 0
