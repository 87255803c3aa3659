"""One import: a file, a section, the rules of the run."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page

from articles.importing.approval import ImportApproval
from articles.importing.creating import PageCreator
from articles.importing.lookups import Lookups
from articles.importing.prepared import Prepared, prepare
from articles.importing.report import Report
from articles.importing.rows import BadRow, RawRow, read_rows
from articles.importing.updating import check_updatable, is_waiting, update_page
from articles.importing.values import ID_LIMIT, RowValues, read_id, read_values
from articles.models import ArticleIndexPage, ArticlePage, ImportedArticle

# Rows of one transaction: others wait for at most that long to write.
BATCH_ROWS = 100
BATCH_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Options:
    """``feed``: whose ids these are. ``new_sources``: see ``Lookups``.

    ``overwrite``: also pages that somebody edited since. ``dry_run``: nothing is written.
    """

    feed: str
    default_date: datetime.date
    approval: ImportApproval | None = None
    new_sources: str = "reprint"
    title_from_body: bool = False
    overwrite: bool = False
    dry_run: bool = False


class Importer:
    """Imports a file batch by batch. ``report`` holds what has been done so far, at any moment.

    Every batch is a transaction of its own: interrupted, the next run finds what is there by its
    id and goes on.
    """

    def __init__(self, section: ArticleIndexPage, options: Options, report: Report) -> None:
        self.section = section
        self.options = options
        self.report = report
        self.model: type[ArticlePage] = section.article_model
        self.lookups = Lookups(options.new_sources, write=not options.dry_run)
        self.creator = PageCreator(section, options.feed, options.approval)
        self._seen: set[str] = set()

    def run(self, path: Path, progress: Callable[[int, Report], None]) -> None:
        """``progress`` is told the position in bytes after each batch. Raises
        ``UnreadableFile``."""
        for batch in _batches(read_rows(path)):
            self._write(self._prepare(batch))
            self.report.rows += len(batch)
            progress(batch[-1].end, self.report)

    def _prepare(self, batch: list[RawRow]) -> list[Prepared]:
        """The rows that can be used; the others are reported."""
        values: list[tuple[int, RowValues]] = []
        for raw in batch:
            try:
                values.append((raw.number, self._read(raw)))
            except BadRow as error:
                self._refuse(raw.number, _raw_id(raw), error)
        self.lookups.fetch_topics(row for _number, row in values)
        prepared = []
        for number, row in values:
            try:
                prepared.append(prepare(number, row, self.lookups))
            except BadRow as error:
                self._refuse(number, row.id, error)
        return prepared

    def _read(self, raw: RawRow) -> RowValues:
        if raw.data is None:
            raise raw.error or BadRow("JSON", "")
        external_id = read_id(raw.data)
        if external_id in self._seen:
            raise BadRow("id", _("编号和前面的行重复，只导入了第一行。"))
        self._seen.add(external_id)
        values = read_values(raw.data, self.model, self.options.title_from_body)
        self.report.ignored_fields.update(values.ignored)
        return values

    def _write(self, rows: list[Prepared]) -> None:
        known = self._create(rows)
        for row in rows:
            record = known.get(row.id)
            if record is None:
                continue
            try:
                self._update(record, row)
            except BadRow as error:
                self._refuse(row.number, row.id, error)

    def _create(self, rows: list[Prepared]) -> dict[str, ImportedArticle]:
        """Create what is new; returns the records of the rest, by id."""
        with transaction.atomic():
            self._lock_section()
            records = ImportedArticle.objects.filter(
                feed=self.options.feed, external_id__in=[row.id for row in rows]
            )
            known = {record.external_id: record for record in records}
            new, pages = self._build([row for row in rows if row.id not in known])
            if new and not self.options.dry_run:
                self.creator.create(new, pages)
        self.report.created += len(new)
        for row in new:
            self._note(row)
        return known

    def _lock_section(self) -> None:
        """Nobody else adds a page to the section until this batch is in.

        It may have been moved or renamed since the last one. Raises ``Page.DoesNotExist``.
        """
        row = Page.objects.select_for_update().get(pk=self.section.pk)
        for name in ("path", "depth", "numchild", "url_path"):
            setattr(self.section, name, getattr(row, name))

    def _build(self, rows: list[Prepared]) -> tuple[list[Prepared], list[ArticlePage]]:
        built, pages = [], []
        for row in rows:
            try:
                pages.append(self.creator.build(row, row.date or self.options.default_date))
                built.append(row)
            except BadRow as error:
                self._refuse(row.number, row.id, error)
        return built, pages

    def _update(self, record: ImportedArticle, row: Prepared) -> None:
        approval = self.options.approval
        with transaction.atomic():
            record.page = Page.objects.select_for_update().get(pk=record.page_id)
            is_changed = record.digest != row.digest
            if not is_changed and not (approval and is_waiting(record)):
                self.report.unchanged += 1
                return
            check_updatable(record, self.model, self.options.overwrite)
            if not self.options.dry_run:
                update_page(record, row, approval)
        self.report.updated += 1
        self._note(row)

    def _refuse(self, number: int, external_id: str, error: BadRow) -> None:
        self.report.refuse(number, external_id, error.field, error.reason)

    def _note(self, row: Prepared) -> None:
        for field, reason in row.notes:
            self.report.note(row.number, row.id, field, reason)


def _raw_id(raw: RawRow) -> str:
    return str((raw.data or {}).get("id", ""))[:ID_LIMIT]


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    """Rows in portions that are small in number and in bytes."""
    batch: list[RawRow] = []
    start = 0
    for row in rows:
        batch.append(row)
        if len(batch) >= BATCH_ROWS or row.end - start >= BATCH_BYTES:
            yield batch
            batch, start = [], row.end
    if batch:
        yield batch
