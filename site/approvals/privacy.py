"""Who may read a page is part of its publication: opening it to more people publishes it."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wagtail.models import Page, PageViewRestriction

from approvals.exceptions import Refusal
from approvals.models.entry import EntryKind
from approvals.models.manuscript import Manuscript
from approvals.people import acting_person
from approvals.record import append
from core.visibility import governed_by, restrictions_on


def restrictions_of(page: Page) -> list[str]:
    """Each restriction that holds for the page, as a sorted list: its own, its ancestors', and for
    a translation those of its source."""
    return describe(restrictions_on(page) if page.pk else PageViewRestriction.objects.none())


def describe(restrictions: Any) -> list[str]:
    found = []
    for restriction in restrictions.prefetch_related("groups"):
        groups = ",".join(sorted(str(group.pk) for group in restriction.groups.all()))
        found.append(f"{restriction.page_id}:{restriction.restriction_type}:{groups}")
    return sorted(found)


def check_change(instance: PageViewRestriction, created: bool = False, **kwargs: Any) -> None:
    """``pre_save``: a new restriction only closes; a changed one may open."""
    if instance.pk is None:
        return
    stored = PageViewRestriction.objects.filter(pk=instance.pk).first()
    columns = ("restriction_type", "password", "page_id")
    if stored is not None and any(
        getattr(stored, name) != getattr(instance, name) for name in columns
    ):
        _refuse_if_held(stored)


def note_change(instance: PageViewRestriction, **kwargs: Any) -> None:
    """``post_save``, ``m2m_changed``: what was closed after publication stays in the record.

    On the restricted page itself; the pages below show it with theirs.
    """
    if not isinstance(instance, PageViewRestriction):
        return
    if not kwargs.get("action", "post_").startswith("post_"):
        return
    page = Page.objects.filter(pk=instance.page_id, live=True).first()
    if page is None or Manuscript.objects.of(page) is None:
        return
    with transaction.atomic():
        manuscript = Manuscript.objects.lock(page)
        append(
            manuscript,
            EntryKind.RESTRICTION,
            acting_person(),
            data={"privacy": restrictions_of(page)},
        )
        manuscript.save()


def check_groups(instance: Any, action: str, reverse: bool = False, **kwargs: Any) -> None:
    """``m2m_changed``: other groups are other readers. The first ones of a new restriction close."""
    is_change = action in ("pre_remove", "pre_clear") or (
        action == "pre_add" and instance.groups.exists()
    )
    if is_change and not reverse:
        _refuse_if_held(instance)


def check_removal(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """``pre_delete``: going with its page is no opening, but for translations that stay."""
    model = getattr(origin, "model", type(origin))
    _refuse_if_held(instance, goes_along=origin is not None and issubclass(model, Page))


def _held(pages: QuerySet[Page]) -> QuerySet[Manuscript]:
    """Those of ``pages`` that are under review or approved and not out yet."""
    return Manuscript.objects.filter(page_id__in=pages.values("pk")).exclude(
        review_digest="", approved_digest=""
    )


def _refuse_if_held(restriction: PageViewRestriction, goes_along: bool = False) -> None:
    """``goes_along``: the restricted page itself is deleted, with all below it."""
    below = Page.objects.filter(pk=restriction.page_id).first()
    if below is None:
        return
    pages = governed_by(below)
    if goes_along:
        pages = pages.exclude(path__startswith=below.path)
    # An alias asks what its source asks; so do the stand-ins that translating makes.
    if pages.filter(live=True, alias_of=None).exists() or _held(pages).exists():
        raise Refusal(
            _(
                "放宽《%(title)s》的阅读权限等于公开发布。请先把它、下级页面和译文撤下，改好权限后重新送审；"
                "正在审稿或等待发布的，请先撤回。"
            )
            % {"title": below.title},
            code="privacy",
            page_id=below.pk,
        )


def check_move(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """``pre_page_move``: reordering changes nothing; another place is another address."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    pages = instance.get_descendants(inclusive=True)
    for manuscript in _held(pages)[:1]:
        raise Refusal(
            _("《%(title)s》正在审稿或等待发布，不能移动。请先撤回。")
            % {"title": manuscript.title},
            code="move",
            page_id=instance.pk,
        )
    lost = set(restrictions_of(parent_page_before)) - set(restrictions_of(parent_page_after))
    if lost and governed_by(instance).filter(live=True).exists():
        raise Refusal(
            _("移动后更多的人能读到《%(title)s》，等于公开发布。请先撤下，移动后重新送审。")
            % {"title": instance.title},
            code="move",
            page_id=instance.pk,
        )
