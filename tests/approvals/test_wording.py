"""Kept contents are read in words: every field and block, nothing by key."""

from typing import Any

from approvals.comparison import compare, whole
from approvals.digest import as_kept, content_of
from approvals.wording import Wording
from tests.support.filled import FilledSite
from tests.support.rule import no_rule


def test_every_type_with_every_block(site_tree: Any) -> None:
    with no_rule():
        pages = FilledSite(site_tree, 2, full=True).pages
    for model, page in pages.items():
        content = as_kept(content_of(model.objects.get(pk=page.pk)))
        for change in [*whole(content), *compare({}, content)]:
            assert not change.label.isascii(), f"{model.__name__}: {change.label}"
            assert "{" not in change.html, f"{model.__name__} {change.label}: {change.html}"


def test_what_is_gone_is_called_so(db: None) -> None:
    words = Wording({"type": "news.newspage"})
    assert words.texts("cover", 10**9) == ["图片 1000000000（已删除）"]
    assert Wording({"type": "gone.page"}).texts("body", [{"type": "x", "value": "<p>话</p>"}]) == [
        "话"
    ]
