"""What a program can see, shown beside the check list. It decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail.models import Page, ReferenceIndex

from approvals.comparison import kept
from approvals.digest import as_kept, content_of
from approvals.models import Manuscript
from assets.models import Image, Media
from core.models import BasePage


@dataclass(frozen=True)
class Finding:
    """``is_good`` or something to look at."""

    text: str
    is_good: bool


def findings(page: Any) -> list[Finding]:
    return [*_limits(page), *_origin(page), *_correction(page), *_references(page)]


def lacks_correction(page: Any) -> bool:
    """Whether ``page``, a draft of what is public, says something else and no new 更正 why."""
    manuscript = Manuscript.objects.of(page) if page.pk else None
    if manuscript is None or not manuscript.live_digest:
        return False
    old, new = kept(manuscript.live_digest), as_kept(content_of(page))
    if "corrections" not in new or not old or old == new:
        return False
    said = {(row.get("date"), row.get("text")) for row in old.get("corrections") or ()}
    return all((row.get("date"), row.get("text")) in said for row in new["corrections"])


def _limits(page: Any) -> Iterator[Finding]:
    if not isinstance(page, BasePage):
        return
    try:
        page.check_submittable()
    except ValidationError as error:
        yield from (Finding(message, False) for message in error.messages)
    else:
        yield Finding(_("篇幅和必填项合乎体裁"), True)


def _origin(page: Any) -> Iterator[Finding]:
    if hasattr(page, "source_id"):
        yield Finding(_("写明了来源") if page.source_id else _("没有写来源"), bool(page.source_id))


def _correction(page: Any) -> Iterator[Finding]:
    if lacks_correction(page):
        yield Finding(_("这是已发布稿件的修改，没有写更正"), False)


def _references(page: Any) -> Iterator[Finding]:
    keys: dict[type, set[int]] = {Image: set(), Media: set(), Page: set()}
    types = {ContentType.objects.get_for_model(model).pk: model for model in keys}
    for type_id, key, model_path, _path in ReferenceIndex._extract_references_from_object(page):
        if type_id in types and not model_path.startswith(("alias_of", "locale")):
            keys[types[type_id]].add(int(key))
    pictures = Image.objects.in_bulk(keys[Image]).values()
    bare = [picture.title for picture in pictures if not picture.description.strip()]
    yield _all_or_some(bare, _("图片都有替代文字"), _("缺替代文字的图片：%s"))
    silent = [
        item.title
        for item in Media.objects.in_bulk(keys[Media]).values()
        if item.is_video and not item.captions and not item.transcript
    ]
    yield _all_or_some(silent, _("视频都有字幕"), _("没有字幕的视频：%s"))
    live = Page.objects.filter(pk__in=keys[Page], live=True).values_list("pk", flat=True)
    dead = keys[Page] - set(live)
    titles = dict(Page.objects.filter(pk__in=dead).values_list("pk", "title"))
    names = [titles.get(key, str(key)) for key in sorted(dead)]
    yield _all_or_some(names, _("站内链接都能打开"), _("链接指向没有发布的页面：%s"))


def _all_or_some(names: list[str], good: str, bad: str) -> Finding:
    return Finding(bad % "、".join(names), False) if names else Finding(good, True)
