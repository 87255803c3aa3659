"""New pages in batches.

``add_child``, ``save`` and ``save_revision`` ask some thirty queries a page. A batch is written
here in about thirty queries altogether, in one short transaction, and what they would have done
is done by hand:

- tree paths continue after the section's last child, under the lock that ``add_child`` takes too;
- slugs, manuscript numbers and 字数 as in ``ArticlePage.save``;
- a revision for each page, so that it can be edited, compared and reviewed as any other;
- log entries; for a page that goes live the approval and the signals of publication;
- the index of references and the search index (their signal handlers skip raw saves).

``pre_save`` and ``post_save`` are sent for each page with ``raw=True``: what guards live pages
sees these too.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, published

from approvals.digest import assets_asked_once
from articles.importing.approval import ImportApproval, approve_import
from articles.importing.prepared import Prepared
from articles.importing.references import record_references
from articles.importing.slugs import SlugBook
from articles.models import ArticleIndexPage, ArticlePage, ImportedArticle, ManuscriptCounter
from search.outbox import note_pages
from topics.models import TaggedPage

ACTION = "articles.import"


class PageCreator:
    """Creates pages below ``section``; live ones where there is an ``approval``."""

    def __init__(
        self, section: ArticleIndexPage, feed: str, approval: ImportApproval | None
    ) -> None:
        self.section = section
        self.feed = feed
        self.approval = approval
        self.model: type[ArticlePage] = section.article_model
        self.slugs = SlugBook(section, fallback=self.model._meta.model_name or "page")

    def build(self, row: Prepared, date: Any) -> ArticlePage:
        """The unsaved page of a row. Raises ``BadRow`` where it may not go live."""
        page = self.model(
            locale_id=self.section.locale_id,
            owner=self.approval.user if self.approval else None,
            live=self.approval is not None,
            date=date,
        )
        row.fill(page, live=page.live)
        page.draft_title = page.title
        return page

    def create(self, rows: Sequence[Prepared], pages: Sequence[ArticlePage]) -> None:
        """Write the pages of ``rows``. The caller holds a transaction and the section's lock."""
        self._place(pages)
        self._insert(pages)
        topics = TaggedPage.objects.bulk_create(
            TaggedPage(tag=topic, content_object_id=page.pk)
            for row, page in zip(rows, pages, strict=True)
            for topic in row.topics
        )
        self._attach_children(pages, topics)
        with assets_asked_once():
            # With their children: the approval is of all that readers will see.
            if self.approval is not None:
                approve_import(pages, self.approval)
            for page in pages:
                page.save_base(raw=True, force_insert=True)
        revisions = self._save_revisions(pages)
        ImportedArticle.objects.bulk_create(
            ImportedArticle(
                page_id=page.pk,
                feed=self.feed,
                external_id=row.id,
                digest=row.digest,
                revision_id=revision.pk,
            )
            for row, page, revision in zip(rows, pages, revisions, strict=True)
        )
        self._log(rows, pages, revisions)
        self._index(pages)
        if self.approval is not None:
            for page, revision in zip(pages, revisions, strict=True):
                transaction.on_commit(partial(_announce, page, revision))

    def _place(self, pages: Sequence[ArticlePage]) -> None:
        """Path, address and number of each page."""
        last = self.section.get_last_child()
        numbers = ManuscriptCounter.issue(len(pages))
        slugs = self.slugs.give(page.title for page in pages)
        now = timezone.now()
        path = last.path if last else None
        for page, slug, number in zip(pages, slugs, numbers, strict=True):
            page.depth = self.section.depth + 1
            path = page.path = self._path_after(path)
            page.slug = slug
            page.url_path = f"{self.section.url_path}{slug}/"
            page.manuscript_number = number
            page.has_unpublished_changes = not page.live
            if page.live:
                page.first_published_at = page.last_published_at = now
            page.latest_revision_created_at = now

    def _path_after(self, path: str | None) -> str:
        depth = self.section.depth + 1
        if path is None:
            return str(Page._get_path(self.section.path, depth, 1))
        return str(Page(path=path, depth=depth)._inc_path())

    def _insert(self, pages: Sequence[ArticlePage]) -> None:
        """Rows of Page in one statement; the type's own follow and pass the signals."""
        names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        rows = Page.objects.bulk_create(
            Page(**{name: getattr(page, name) for name in names}) for page in pages
        )
        for page, row in zip(pages, rows, strict=True):
            page.pk = page.id = row.pk
        Page.objects.filter(pk=self.section.pk).update(numchild=self.section.numchild + len(pages))

    def _attach_children(self, pages: Sequence[ArticlePage], topics: Sequence[TaggedPage]) -> None:
        """Tell each page its child rows, which are few and known, so that nothing asks for them."""
        tagged: dict[int, list[TaggedPage]] = {page.pk: [] for page in pages}
        for item in topics:
            tagged[item.content_object_id].append(item)
        relations = [
            relation.get_accessor_name() for relation in get_all_child_relations(self.model)
        ]
        for page in pages:
            for name in relations:
                setattr(page, name, tagged[page.pk] if name == "tagged_pages" else [])

    def _save_revisions(self, pages: Sequence[ArticlePage]) -> list[Revision]:
        user = self.approval.user if self.approval else None
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=page.get_base_content_type(),
                object_id=str(page.pk),
                created_at=page.latest_revision_created_at,
                user=user,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        )
        for page, revision in zip(pages, revisions, strict=True):
            page.latest_revision = revision
            page.live_revision = revision if page.live else None
        own = Revision.page_revisions.filter(object_id=Cast(OuterRef("pk"), CharField()))
        newest = Subquery(own.order_by("-pk").values("pk")[:1])
        changes = {"latest_revision": newest}
        if self.approval is not None:
            changes["live_revision"] = newest
        Page.objects.filter(pk__in=[page.pk for page in pages]).update(**changes)
        return revisions

    def _log(
        self,
        rows: Sequence[Prepared],
        pages: Sequence[ArticlePage],
        revisions: Sequence[Revision],
    ) -> None:
        PageLogEntry.objects.bulk_create(
            PageLogEntry(
                page_id=page.pk,
                content_type_id=page.content_type_id,
                label=page.title,
                action=ACTION,
                user_id=page.owner_id,
                timestamp=revision.created_at,
                revision_id=revision.pk,
                content_changed=True,
                data={"feed": self.feed, "id": row.id},
            )
            for row, page, revision in zip(rows, pages, revisions, strict=True)
        )

    def _index(self, pages: Sequence[ArticlePage]) -> None:
        record_references(pages)
        note_pages(page.pk for page in pages)


def _announce(page: ArticlePage, revision: Revision) -> None:
    """What Wagtail sends when a page is published."""
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
