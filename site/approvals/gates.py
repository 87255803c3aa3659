"""Where the rule stands: a page row may be live only with content that the record allows.

Receivers of Django's and Wagtail's signals. They ask about content, not about who calls, and so
hold for views, bulk actions, the API, scheduled jobs, imports, translations and the shell alike.
What no signal sees (``QuerySet.update``, raw SQL) ``verify_reviews`` finds afterwards.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from wagtail.models import Page, Revision

from approvals.contributions import carry_over, open_manuscript
from approvals.digest import alias_content, content_of, digest_of, relevant_names
from approvals.exceptions import Refusal
from approvals.justification import cover_of
from approvals.models.entry import EntryKind
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.people import acting_person
from approvals.privacy import restrictions_of
from approvals.readings import digest_as
from approvals.record import append, describe, identity, keep_content
from approvals.standing import forget_approval, is_scheduled, resting_state


def judge_page(
    sender: type[models.Model],
    instance: Any,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """``pre_save`` of every page type. Raises ``Refusal`` for a live row that is not allowed."""
    if not issubclass(sender, Page) or instance.depth == 1:
        return
    names = None if update_fields is None else set(update_fields)
    if names is not None and names & {"alias_of", "alias_of_id"}:
        _keep_authors_of_alias(instance)
    if names is not None and not names & relevant_names(instance.specific_class or sender):
        return
    page = _as_saved(instance, names)
    if page.alias_of_id:
        _judge_alias(page)
    elif page.live:
        _judge_live(page)
    elif page.pk:
        _note_withdrawal(page)


def check_draft(page: Page, overwritten: Revision | None) -> None:
    """Before a revision is saved. Raises ``Refusal`` where the content is not to change now."""
    manuscript = open_manuscript(page)
    if manuscript.is_in_review:
        raise Refusal(
            _("《%(title)s》正在审稿，内容已锁定。要修改请先撤回送审，或由审稿人退回。")
            % {"title": manuscript.title},
            code="in_review",
            page_id=page.pk,
        )
    if is_scheduled(manuscript):
        raise Refusal(
            _("《%(title)s》已审定、等待定时发布，内容已锁定。要修改请先取消定时，修改后重新送审。")
            % {"title": manuscript.title},
            code="scheduled",
            page_id=page.pk,
        )
    if (
        overwritten is not None
        and manuscript.entries.filter(
            revision=overwritten.pk, kind__in=(EntryKind.SUBMISSION, EntryKind.PUBLICATION)
        ).exists()
    ):
        raise Refusal(
            _("这个版本已经送审或发布过，不能覆盖。请刷新页面后再保存。"),
            code="overwrite",
            page_id=page.pk,
        )


def _judge_live(page: Any) -> None:
    content = content_of(page)
    known = Manuscript.objects.of(page) if page.pk else None
    digest = digest_of(content)
    if known is not None:
        digest = digest_as(content, known.live_digest, known.approved_digest)
    if known is not None and known.live_digest == digest:
        return
    with transaction.atomic():
        manuscript = Manuscript.objects.lock(page) if page.pk else None
        # The column is a shortcut, the record has the last word.
        allowed = manuscript is not None and manuscript.approved_digest == digest
        reason = cover_of(manuscript, digest) if manuscript is not None and allowed else ""
        if manuscript is None or not reason:
            raise Refusal(_not_approved(page), code="not_approved", page_id=page.pk)
        if digest == digest_of(content):
            keep_content(content)
        describe(manuscript, page)
        manuscript.live_digest = digest
        append(
            manuscript,
            EntryKind.PUBLICATION,
            acting_person(),
            digest=digest,
            revision=manuscript.approved_revision,
            data={
                **identity(manuscript),
                "cover": reason,
                "privacy": restrictions_of(page),
            },
        )
        if not manuscript.is_in_review:
            forget_approval(manuscript)
            manuscript.state = ManuscriptState.PUBLISHED
        manuscript.save()


def _not_approved(page: Page) -> str:
    return str(
        _("《%(title)s》没有发布：这一版内容还没有通过审稿。请送审，各级通过后会自动发布。")
        % {"title": page.title}
    )


def _judge_alias(page: Any) -> None:
    """An alias shows its source: live only where the source is, and with the same content."""
    manuscript = Manuscript.objects.of(page) if page.pk else None
    if manuscript is not None and (manuscript.is_in_review or is_scheduled(manuscript)):
        raise Refusal(
            _("《%(title)s》正在审稿或等待发布，不能改成别名。") % {"title": manuscript.title},
            page_id=page.pk,
        )
    if not page.live:
        return
    source = page.alias_of.specific
    if not source.live or alias_content(content_of(source)) != alias_content(content_of(page)):
        raise Refusal(_not_approved(page), code="not_approved", page_id=page.pk)
    if not source.alias_of_id:
        _judge_live(source)


def _note_withdrawal(page: Any) -> None:
    known = Manuscript.objects.of(page)
    if known is None or not known.live_digest:
        return
    with transaction.atomic():
        manuscript = Manuscript.objects.lock(page)
        kind = EntryKind.EXPIRY if page.expired else EntryKind.WITHDRAWAL
        append(manuscript, kind, acting_person(), digest=manuscript.live_digest)
        manuscript.live_digest = ""
        if not manuscript.is_in_review:
            waiting = bool(manuscript.approved_digest)
            manuscript.state = resting_state(manuscript) if waiting else ManuscriptState.WITHDRAWN
        manuscript.save()


def _as_saved(instance: Any, names: set[str] | None) -> Any:
    """The specific page as the database will have it after this save."""
    page_type = instance.specific_class
    if page_type is None or (type(instance) is page_type and names is None):
        return instance
    stored = page_type._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if stored is None:
        return instance
    relations = {name for name in names or () if not _is_column(instance, name)}
    for field in instance._meta.concrete_fields:
        if names is None or field.name in names or field.attname in names:
            setattr(stored, field.attname, getattr(instance, field.attname))
    for name in relations & relevant_names(page_type):
        setattr(stored, name, list(getattr(instance, name).all()))
    return stored


def _is_column(instance: Any, name: str) -> bool:
    return any(name in (field.name, field.attname) for field in instance._meta.concrete_fields)


def _keep_authors_of_alias(page: Any) -> None:
    """An alias becomes a page of its own: the source's authors wrote it."""
    source_id = Page.objects.filter(pk=page.pk).values_list("alias_of_id", flat=True).first()
    source = Manuscript.objects.filter(page_id=source_id or 0).first()
    if page.alias_of_id is None and source is not None:
        with transaction.atomic():
            carry_over(source, Manuscript.objects.lock(page), "alias")


def note_deletion(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """``pre_delete`` of every page type: the record stays, and says so."""
    if sender is not Page and not issubclass(sender, Page):
        return
    known = Manuscript.objects.of(instance)
    if known is None or known.state == ManuscriptState.DELETED:
        return
    with transaction.atomic():
        manuscript = Manuscript.objects.lock(instance)
        append(
            manuscript,
            EntryKind.DELETION,
            acting_person(),
            digest=manuscript.live_digest,
            data=identity(manuscript),
        )
        manuscript.state = ManuscriptState.DELETED
        manuscript.live_digest = manuscript.approved_digest = manuscript.review_digest = ""
        manuscript.save()
