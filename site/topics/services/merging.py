"""Two topics become one; every page keeps its subject and every address leads somewhere."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from accounts.models import User
from topics.collecting import forget_counts
from topics.models import TaggedPage, Topic, TopicAlias, TopicPage, TopicStatus


@dataclass(frozen=True)
class MergeNumbers:
    """What a merge does, for the person who confirms it and for the log."""

    pages: int
    pages_with_both: int
    names: int
    pages_moved: int
    pages_redirected: int


def count_merge(source: Topic, target: Topic) -> MergeNumbers:
    """What ``merge`` would do; writes nothing."""
    tagged = TaggedPage.objects.filter(tag=source)
    moved, redirected = _topic_pages(source, target)
    return MergeNumbers(
        pages=tagged.count(),
        pages_with_both=tagged.filter(content_object__tagged_pages__tag=target).count(),
        names=source.aliases.count(),
        pages_moved=len(moved),
        pages_redirected=len(redirected),
    )


def merge(source: Topic, target: Topic, user: User) -> MergeNumbers:
    """Merge ``source`` into ``target``, all or nothing; doing it again changes nothing.

    Live pages are re-tagged here. Drafts and old revisions keep the old id and read it as
    ``target`` when they are opened (``TaggedPage.from_serializable_data``), so do the rules of
    topic pages: what somebody approved is not rewritten. ``source`` stays as the signpost.

    Raises ``ValidationError`` where the two can't be merged, ``PermissionDenied`` without
    ``topics.merge_topic``.
    """
    if not user.has_perm("topics.merge_topic"):
        raise PermissionDenied
    with transaction.atomic():
        source, target = _locked(source, target)
        numbers = count_merge(source, target)
        if source.merged_into_id == target.pk:
            return numbers
        check_merge(source, target)
        _move_tags(source, target)
        _move_topic_pages(source, target, user)
        TopicAlias.objects.filter(topic=source).update(topic=target, is_name=False)
        Topic.objects.filter(merged_into=source).update(merged_into=target)
        source.status, source.merged_into = TopicStatus.MERGED, target
        source.save()
        transaction.on_commit(forget_counts)
        data = {"source": source.name, "target": target.name, **vars(numbers)}
        for topic in (source, target):
            log(instance=topic, action="topics.merge", user=user, data=data)
    return numbers


def check_merge(source: Topic, target: Topic) -> None:
    """Raise ``ValidationError`` with the reason why the two can't be merged."""
    if source.pk == target.pk:
        raise ValidationError(_("不能把专题合并到它自己。"), code="same")
    if source.status == TopicStatus.MERGED:
        raise ValidationError(
            _("“%(source)s”已经合并到“%(target)s”。"),
            params={"source": source.name, "target": source.merged_into},
            code="merged",
        )
    if not target.is_accepted:
        raise ValidationError(
            _("“%(target)s”现在是“%(status)s”，不能作为合并的目标。"),
            params={"target": target.name, "status": target.get_status_display()},
            code="target",
        )


def _locked(source: Topic, target: Topic) -> tuple[Topic, Topic]:
    """Both rows as they are now, locked in one order, so that two merges can't cross."""
    rows = Topic.objects.select_for_update().order_by("pk").in_bulk([source.pk, target.pk])
    return rows[source.pk], rows[target.pk]


def _move_tags(source: Topic, target: Topic) -> None:
    items = TaggedPage.objects.filter(tag=source)
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Topic), to_object_id=str(source.pk)
    )
    both = list(
        items.filter(content_object__tagged_pages__tag=target).values_list(
            "content_object", flat=True
        )
    )
    on_pages = references.filter(model_path__startswith="tagged_pages")
    on_pages.filter(object_id__in=[str(pk) for pk in both]).delete()
    items.filter(content_object__in=both).delete()
    items.update(tag=target)
    on_pages.update(to_object_id=str(target.pk))


def _topic_pages(source: Topic, target: Topic) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """Pages of ``source`` that become the target's, and those that the target's own replace."""
    own: dict[int, TopicPage] = {}
    for page in TopicPage.objects.filter(topic=target).order_by("live", "-pk"):
        own[page.locale_id] = page
    moved, replaced = [], []
    for page in TopicPage.objects.filter(topic=source).order_by("pk"):
        if page.locale_id in own:
            replaced.append((page, own[page.locale_id]))
        else:
            moved.append(page)
            own[page.locale_id] = page
    return moved, replaced


def _move_topic_pages(source: Topic, target: Topic, user: User) -> None:
    moved, replaced = _topic_pages(source, target)
    # Not a save of the pages: their text stays as it was approved.
    TopicPage.objects.filter(pk__in=[page.pk for page in moved]).update(topic=target)
    for page, successor in replaced:
        _redirect(page, successor)
        if page.live:
            page.unpublish(user=user)


def _redirect(page: TopicPage, successor: TopicPage) -> None:
    parts = page.get_url_parts()
    if parts is None or parts[2] is None:
        return
    site_id, _root, path = parts
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(path),
        site_id=site_id,
        defaults={
            "redirect_page": successor,
            "redirect_link": "",
            "is_permanent": True,
            "automatically_created": True,
        },
    )
