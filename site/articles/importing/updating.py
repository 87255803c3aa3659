"""Pages that were imported before and have changed in the file since."""

from typing import Any

from django.utils.translation import gettext as _

from articles.importing.approval import ImportApproval, approve_import
from articles.importing.creating import ACTION
from articles.importing.prepared import Prepared
from articles.importing.rows import BadRow
from articles.models import ArticlePage, ImportedArticle


def check_updatable(record: ImportedArticle, model: type[ArticlePage], overwrite: bool) -> None:
    """Raise ``BadRow`` where the page is somebody's work by now, or another type's."""
    page = record.page
    if page.specific_class is not model:
        raise BadRow("id", _("这个编号已用在另一类稿件上：《%(title)s》。") % {"title": page.title})
    if page.locked or page.current_workflow_state is not None:
        raise BadRow("id", _("《%(title)s》已锁定或正在审稿，未更新。") % {"title": page.title})
    if page.latest_revision_id != record.revision_id and not overwrite:
        raise BadRow(
            "id",
            _("《%(title)s》导入后有人改过，未覆盖（要覆盖请用 --overwrite）。")
            % {"title": page.title},
        )


def is_waiting(record: ImportedArticle) -> bool:
    """Whether the page is still the draft that the import made."""
    page = record.page
    never_out = not page.live and page.first_published_at is None
    return never_out and page.latest_revision_id == record.revision_id


def update_page(
    record: ImportedArticle, row: Prepared, approval: ImportApproval | None
) -> ArticlePage:
    """A new revision with the row's values, published where there is an approval.

    Fields that the file does not know stay as they are. The caller holds a transaction.
    """
    page: Any = record.page.get_latest_revision_as_object()
    row.fill(page, live=approval is not None)
    page.topics.set(row.topics)
    user = approval.user if approval else None
    revision = page.save_revision(user=user, log_action=ACTION, clean=False)
    if approval is not None:
        approve_import([page], approval)
        revision.publish(user=user, skip_permission_checks=True)
    record.digest = row.digest
    record.revision_id = revision.pk
    record.save()
    return page
