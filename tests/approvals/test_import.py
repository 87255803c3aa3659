"""What was published elsewhere: on somebody's word, which stands in the record."""

import json
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command

import pytest

from approvals.models import Entry, EntryKind
from approvals.record import faults
from approvals.verification import problems
from news.models import NewsPage
from tests.support.review import kinds, manuscript_of


@pytest.fixture
def run(tmp_path: Any, site_tree: Any) -> Any:
    def import_rows(*options: str, **values: Any) -> str:
        path = tmp_path / "rows.jsonl"
        row = {"id": "1", "title": "旧网站的一篇", "body": "<p>原来的正文。</p>", **values}
        path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
        out = StringIO()
        call_command("import_articles", str(path), "--section", "news", *options, stdout=out)
        return out.getvalue()

    return import_rows


def test_without_a_name_an_import_makes_drafts(run: Any) -> None:
    run()
    assert not NewsPage.objects.get().live


def test_with_a_name_it_is_live_and_in_the_record(run: Any, people: Any) -> None:
    run("--approved-by", "zong", "--reason", "旧网站 2019 年已发布")
    page = NewsPage.objects.get()
    assert page.live
    assert kinds(page) == ["import", "publication"]
    entry = Entry.objects.get(kind=EntryKind.IMPORT)
    assert (entry.person_name, entry.text) == ("宗主编", "旧网站 2019 年已发布")
    assert faults(manuscript_of(page)) == []
    assert list(problems()) == []


def test_a_changed_row_needs_the_word_again(run: Any, people: Any) -> None:
    options = ("--approved-by", "zong", "--reason", "旧网站 2019 年已发布")
    run(*options)
    run(*options, body="<p>更新后的正文。</p>")
    page = NewsPage.objects.get()
    assert page.live
    assert "更新后" in str(page.body)
    assert list(problems()) == []


def test_a_changed_row_without_the_word_stays_a_draft(run: Any, people: Any) -> None:
    run("--approved-by", "zong", "--reason", "旧网站 2019 年已发布")
    run(body="<p>更新后的正文。</p>")
    page = NewsPage.objects.get()
    assert "原来的正文" in str(page.body)
    assert "更新后" in str(page.get_latest_revision_as_object().body)


def test_only_who_holds_the_right_may_answer_for_it(run: Any, people: Any) -> None:
    with pytest.raises(CommandError):
        run("--approved-by", "bian", "--reason", "旧网站 2019 年已发布")
    assert not NewsPage.objects.exists()


def test_what_was_imported_is_edited_through_review(run: Any, people: Any) -> None:
    run("--approved-by", "zong", "--reason", "旧网站 2019 年已发布")
    page = NewsPage.objects.get().get_latest_revision_as_object()
    page.title = "改了标题"
    page.save_revision(user=people.editor)
    with pytest.raises(Exception, match="还没有通过审稿"):
        page.get_latest_revision().publish()
