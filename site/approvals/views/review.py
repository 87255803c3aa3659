"""The review screen, and what is done from it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from wagtail.models import Page, Revision

from approvals import checklist, claims, comments, decisions, points
from approvals.comparison import Change, compare, kept, whole
from approvals.digest import as_kept, content_of
from approvals.exceptions import Refusal
from approvals.inbox import next_for
from approvals.machine_checks import findings, lacks_correction
from approvals.models import Entry, EntryKind, Manuscript, ManuscriptState
from approvals.outcome import may_publish_in_emergency, publish_in_emergency, release
from approvals.people import claimant, reviewed_digest
from approvals.permissions import holds_publishing_right
from approvals.services import submit
from approvals.views.access import may_answer, page_and_manuscript


def review(request: HttpRequest, page_id: int) -> HttpResponse:
    page, manuscript = page_and_manuscript(request, page_id)
    return _screen(request, page, manuscript)


@require_POST
def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    page, manuscript = page_and_manuscript(request, page_id)
    before = page.go_live_at if page.live else None
    ticks = [int(key) for key in request.POST.getlist("tick") if key.isdecimal()]
    try:
        decisions.approve(
            page,
            request.user,
            ticket=request.POST.get("ticket", ""),
            ticks=ticks,
            text=request.POST.get("text", ""),
        )
    except Refusal as refusal:
        return _screen(request, page, manuscript, refusal, ticks)
    messages.success(request, _outcome(page, manuscript, before) % {"title": manuscript.title})
    return _next(request, manuscript)


def _outcome(page: Page, manuscript: Manuscript, before: datetime | None) -> str:
    """What became of the manuscript by the approval; with ``title`` to be filled in.

    ``before`` is the date at which it once went live, which a correction carries along.
    """
    page.refresh_from_db()
    after = Manuscript.objects.get(pk=manuscript.pk)
    if after.state == ManuscriptState.APPROVED:
        return _("《%(title)s》已通过，到定好的时间自动发布。")
    if after.is_in_review or not page.live:
        return _("《%(title)s》已通过。")
    if page.go_live_at not in (None, before):
        return _("《%(title)s》已通过。定好的发布时间已过，所以立即发布了。")
    return _("《%(title)s》已通过并发布。")


@require_POST
def send_back(request: HttpRequest, page_id: int) -> HttpResponse:
    page, manuscript = page_and_manuscript(request, page_id)
    try:
        decisions.send_back(
            page,
            request.user,
            ticket=request.POST.get("ticket", ""),
            text=request.POST.get("text", ""),
        )
    except Refusal as refusal:
        return _screen(request, page, manuscript, refusal)
    messages.success(request, _("《%(title)s》已退回作者。") % {"title": manuscript.title})
    return _next(request, manuscript)


@require_POST
def claim(request: HttpRequest, page_id: int) -> HttpResponse:
    page, manuscript = page_and_manuscript(request, page_id)
    if "release" in request.POST:
        claims.release(page, request.user)
        return redirect("approvals_inbox")
    claims.claim(page, request.user)
    messages.success(request, _("您已认领《%(title)s》。") % {"title": manuscript.title})
    return redirect("approvals_review", page_id)


@require_POST
def comment(request: HttpRequest, page_id: int) -> HttpResponse:
    """A remark at a paragraph; the author finds it in the editor at the same place."""
    page, manuscript = page_and_manuscript(request, page_id)
    place, text = request.POST.get("place", ""), request.POST.get("text", "")
    try:
        comments.add(page, manuscript, request.user, place, text)
    except Refusal as refusal:
        return _screen(request, page, manuscript, refusal, is_decision=False)
    return HttpResponseRedirect(reverse("approvals_review", args=[page_id]) + "#paragraphs")


@require_POST
def answer(request: HttpRequest, page_id: int) -> HttpResponse:
    """The author's, to a remark or to a line of the reason."""
    page, manuscript = page_and_manuscript(request, page_id)
    if not may_answer(request.user, manuscript):
        raise PermissionDenied
    key, text = request.POST.get("comment", ""), request.POST.get("text", "")
    number = int(key) if key.isdecimal() else 0
    try:
        if "point" in request.POST:
            points.answer(page, request.user, request.POST["point"], text)
        else:
            comments.answer(page, manuscript, request.user, number, text)
    except Refusal as refusal:
        return _screen(request, page, manuscript, refusal, is_decision=False)
    return HttpResponseRedirect(reverse("approvals_review", args=[page_id]) + "#paragraphs")


@require_POST
def resubmit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send it, or send it again, from the review screen."""
    page, manuscript = page_and_manuscript(request, page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise Refusal(_("您不能送审这篇稿件。"), page_id=page_id)
    submit(page, request.user)
    warn_without_correction(request, page)
    messages.success(request, _("《%(title)s》已送审。") % {"title": manuscript.title})
    return redirect("approvals_review", page_id)


def warn_without_correction(request: HttpRequest, page: Page) -> None:
    """Whoever submits hears what the reviewers will see."""
    if lacks_correction(page.get_latest_revision_as_object()):
        messages.warning(
            request,
            _("这是已发布稿件的修改，没有写更正。审稿人会看到这一提示；需要时请撤回，补写更正。"),
        )


@require_POST
def release_approved(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publish or schedule again what was approved and taken off its date."""
    page, manuscript = page_and_manuscript(request, page_id)
    said = (
        _("《%(title)s》已发布。")
        if release(page, request.user)
        else _("《%(title)s》已重新排期。")
    )
    messages.success(request, said % {"title": manuscript.title})
    return redirect("approvals_review", page_id)


@xframe_options_sameorigin
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """The text under review as readers will see it."""
    page, manuscript = page_and_manuscript(request, page_id)
    revision = Revision.objects.filter(pk=manuscript.review_revision).first()
    draft = (revision or page.get_latest_revision()).as_object()
    return draft.make_preview_request(request, draft.default_preview_mode)


def emergency(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_publish_in_emergency(request.user):
        raise Refusal(_("只有总编可以紧急发布。"), page_id=page_id)
    context = {"page": page, "reason": request.POST.get("reason", "")}
    if request.method == "POST":
        try:
            publish_in_emergency(page, request.user, context["reason"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.warning(request, _("已紧急发布。理由已记入审稿记录，补审已发起。"))
            return redirect("approvals_review", page_id)
    return TemplateResponse(request, "wagtailadmin/approvals/emergency.html", context)


def _screen(
    request: HttpRequest,
    page: Page,
    manuscript: Manuscript,
    refusal: Refusal | None = None,
    ticks: list[int] | None = None,
    *,
    is_decision: bool = True,
) -> HttpResponse:
    """Whatever was typed stays, with the reason why it was refused.

    ``is_decision``: the typed text belongs into the form for decisions, if there still is one.
    """
    manuscript.refresh_from_db()
    entries = list(manuscript.entries.order_by("sequence"))
    draft = _draft(page, manuscript)
    new = kept(manuscript.review_digest) or as_kept(content_of(draft))
    reviewed = reviewed_digest(manuscript)
    paragraphs = comments.paragraphs(draft)
    asked = points.asked(manuscript, entries)
    seen = _last_seen(entries, manuscript)
    objection = decisions.objection(manuscript, request.user) if manuscript.stage else ""
    typed = request.POST.get("text", "")
    fits = is_decision and bool(manuscript.stage) and not objection
    context = {
        "page": page,
        "draft": draft,
        "manuscript": manuscript,
        "ticket": decisions.ticket_of(manuscript),
        "objection": objection,
        "claimant": claimant(manuscript),
        "entries": [entry for entry in entries if entry.kind != EntryKind.CONTRIBUTION],
        "reviewed": reviewed,
        "against_live": _against(reviewed, new),
        "against_seen": compare(kept(seen), new) if seen else None,
        "items": checklist.items(),
        "now": timezone.now(),
        "ticks": ticks or [],
        "text": typed if fits else "",
        "unsaved": "" if fits else typed,
        "refusal": refusal,
        "findings": findings(draft),
        "paragraphs": paragraphs,
        "asked": asked,
        "remarked": asked is not None or any(paragraph.remarks for paragraph in paragraphs),
        "next": next_for(request.user, manuscript),
        "may_answer": may_answer(request.user, manuscript),
        "can_edit": page.permissions_for_user(request.user).can_edit(),
        "may_release": holds_publishing_right(request.user, page),
        "may_hurry": may_publish_in_emergency(request.user),
    }
    status = 409 if refusal is not None else 200
    return TemplateResponse(request, "wagtailadmin/approvals/review.html", context, status=status)


def _against(reviewed: str, new: dict[str, Any]) -> list[Change]:
    """Where nothing has been reviewed yet, the whole text, unmarked: all of it is new."""
    return compare(kept(reviewed), new) if reviewed else whole(new)


def _draft(page: Page, manuscript: Manuscript) -> Any:
    revision = Revision.objects.filter(pk=manuscript.review_revision).first()
    return revision.as_object() if revision else page.get_latest_revision_as_object()


def _last_seen(entries: list[Entry], manuscript: Manuscript) -> str:
    """What reviewers last decided on; nothing where that is what lies before them."""
    decided = [e for e in entries if e.kind in (EntryKind.APPROVAL, EntryKind.RETURN)]
    earlier = [e for e in decided if e.digest != manuscript.review_digest]
    return earlier[-1].digest if earlier else ""


def _next(request: HttpRequest, manuscript: Manuscript) -> HttpResponse:
    following = next_for(request.user, manuscript)
    if following is None:
        return redirect("approvals_inbox")
    return redirect("approvals_review", following.page_id)
