"""From keys to documents: reads what things are now, many at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from wagtail.models import Locale, Page, ReferenceIndex

from accounts.models import Branch
from assets.pictures import attach_renditions, share_url
from search import outbox
from search.access import Restrictions
from search.dependents import files_by_page
from search.documents import Passage, SearchDocument
from search.folding import story_of
from search.registry import Content, Searchable, all_types
from topics.models import TaggedPage, TopicAlias

# In a text that would be longer nobody finds a paragraph by searching the whole site.
LONGEST_TEXT = 400_000


@dataclass
class Built:
    """``documents`` can be found; ``gone`` (key, version) no more. ``files``: ids of files that the
    pages among them offer or offered until now."""

    documents: list[SearchDocument] = field(default_factory=list)
    gone: list[tuple[str, int]] = field(default_factory=list)
    files: set[int] = field(default_factory=set)


class Surroundings:
    """What the documents of one batch share: languages, privacy, branches."""

    def __init__(self) -> None:
        self.locales = dict(Locale.objects.values_list("pk", "language_code"))
        self.restrictions = Restrictions.load()
        self.branches = BranchNames.load()
        self.kinds = {kind.model: kind for kind in all_types()}
        types = ContentType.objects.get_for_models(*self.kinds)
        self.kind_of_type = {types[model].pk: kind for model, kind in self.kinds.items()}


@dataclass(frozen=True)
class BranchNames:
    """The organisations by path, few enough to have them all at hand."""

    by_id: Mapping[int, tuple[str, str]]
    ids: Mapping[str, int]

    @classmethod
    def load(cls) -> "BranchNames":
        rows = list(Branch.objects.order_by().values_list("pk", "path", "name"))
        return cls({pk: (path, name) for pk, path, name in rows}, {r[1]: r[0] for r in rows})

    def line(self, pk: int | None) -> tuple[int, ...]:
        """The organisation and those above it, from the top."""
        if pk is None or pk not in self.by_id:
            return ()
        path = self.by_id[pk][0]
        ends = range(Branch.steplen, len(path) + 1, Branch.steplen)
        return tuple(self.ids[path[:end]] for end in ends if path[:end] in self.ids)

    def name(self, pk: int | None) -> str:
        return self.by_id[pk][1] if pk is not None and pk in self.by_id else ""


def page_documents(versions: Mapping[int, int], around: Surroundings | None = None) -> Built:
    """The pages with these ids as they are now; ``versions`` says by what change each came."""
    around = around or Surroundings()
    built = Built()
    rows = Page.objects.filter(pk__in=list(versions)).order_by()
    by_kind: dict[str, list[int]] = {}
    for pk, kind_id in rows.filter(live=True, alias_of=None).values_list("pk", "content_type"):
        kind = around.kind_of_type.get(kind_id)
        if kind is not None:
            by_kind.setdefault(kind.key, []).append(pk)
    for kind in all_types():
        if ids := by_kind.get(kind.key):
            built.documents += _of_one_kind(kind, ids, versions, around, built.files)
    found = {document.key for document in built.documents}
    built.gone = [
        (outbox.page_key(pk), version)
        for pk, version in versions.items()
        if outbox.page_key(pk) not in found
    ]
    return built


def _of_one_kind(
    kind: Searchable,
    ids: list[int],
    versions: Mapping[int, int],
    around: Surroundings,
    files: set[int],
) -> Iterable[SearchDocument]:
    # Live still: it may have been taken down between the two queries.
    pages = [page for page in kind.pages(ids) if page.live]
    line = Lines(pages)
    named = _topics_of([page.pk for page in pages])
    contents = {page.pk: kind.content(page) for page in pages}
    covers = [content.cover for content in contents.values() if content.cover]
    attach_renditions(covers, "thumb")
    files |= _files_of({page: contents[page.pk].documents for page in pages})
    for page in pages:
        if page.expire_at is None or page.expire_at > timezone.now():
            topics = named.get(page.pk, {})
            yield _document(
                kind, page, contents[page.pk], versions[page.pk], topics, line.above(page), around
            )


def _files_of(offered: Mapping[Page, Iterable[int]]) -> set[int]:
    """Files that the pages offer, and those that they offered when they were last looked at.

    Which pages offer a file is asked of the reference index. Wagtail brings that up to date in a
    task of its own, a moment after a page was saved; who looks before would go by the old links.
    """
    known = files_by_page([page.pk for page in offered])
    found: set[int] = set()
    for page, documents in offered.items():
        ids, before = set(documents), known.get(page.pk, set())
        if ids != before:
            ReferenceIndex.create_or_update_for_object(page)
        found |= ids | before
    return found


class Lines:
    """The pages above each of some pages: one query for all of them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        step = Page.steplen
        paths = {page.path[:end] for page in pages for end in range(step, len(page.path), step)}
        rows = Page.objects.filter(path__in=paths).order_by()
        self.ids: dict[str, int] = dict(rows.values_list("path", "pk"))

    def above(self, page: Page) -> tuple[int, ...]:
        """From the page's parent up to the root, and the page itself first."""
        step = Page.steplen
        ends = range(len(page.path) - step, 0, -step)
        return (page.pk, *(self.ids[page.path[:e]] for e in ends if page.path[:e] in self.ids))


def _topics_of(ids: list[int]) -> dict[int, dict[int, list[str]]]:
    """Page id -> topic id -> every name of the topic, for accepted topics only."""
    rows = (
        TaggedPage.objects.filter(content_object__in=ids, tag__status="accepted")
        .order_by()
        .values_list("content_object", "tag")
    )
    tagged = list(rows)
    names: dict[int, list[str]] = {}
    aliases = TopicAlias.objects.filter(topic__in={tag for _page, tag in tagged}).order_by()
    for topic, name in aliases.values_list("topic", "name"):
        names.setdefault(topic, []).append(name)
    found: dict[int, dict[int, list[str]]] = {}
    for page, tag in tagged:
        found.setdefault(page, {})[tag] = names.get(tag, [])
    return found


def _document(
    kind: Searchable,
    page: Any,
    content: Content,
    version: int,
    topics: Mapping[int, list[str]],
    under: tuple[int, ...],
    around: Surroundings,
) -> SearchDocument:
    branch = around.branches.name(content.branch_id)
    people = tuple(dict.fromkeys(name.strip() for name in content.people if name.strip()))
    words = [
        *people,
        *content.extra,
        branch,
        *(name for names in topics.values() for name in names),
    ]
    passages = tuple(limited(content.passages))
    return SearchDocument(
        key=outbox.page_key(page.pk),
        version=version,
        kind=kind.key,
        locale=around.locales.get(page.locale_id, ""),
        title=page.title,
        extra="\n".join(dict.fromkeys(word for word in words if word)),
        people=people,
        passages=passages,
        summary=content.summary,
        date=content.date,
        topics=tuple(sorted(topics)),
        under=under,
        branches=around.branches.line(content.branch_id),
        length=content.length,
        words=content.words,
        seconds=round(content.seconds),
        media=tuple(sorted(set(content.media))),
        access=around.restrictions.above(page.path),
        url=page.url_path,
        thumbnail=share_url(content.cover, "thumb") if content.cover else "",
        story=story_of(passages),
        live_until=page.expire_at,
    )


def limited(passages: Iterable[Passage]) -> Iterable[Passage]:
    """The passages up to ``LONGEST_TEXT`` characters, empty ones left out."""
    left = LONGEST_TEXT
    for passage in passages:
        if passage.text.strip():
            if len(passage.text) > left:
                return
            left -= len(passage.text)
            yield passage
