"""Articles: news, theory, lectures, showcases, and manuscripts that are still on their way."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from wagtail.models import Page

from accounts.models import Branch
from approvals.models import ReviewStage
from articles.models import ArticlePage, Correction, Source
from home.demo.bodies import BodyWriter
from home.demo.library import Library
from home.demo.reading import Entry, day, key_of, read, read_folder
from home.demo.review import Desk
from learning.models import TheoryArticlePage, VideoLecturePage
from news.models import BranchActivity, BranchPage, NewsPage

MODELS: dict[str, type[ArticlePage]] = {
    "lectures": VideoLecturePage,
    "theory": TheoryArticlePage,
    "news": NewsPage,
    "branches": BranchPage,
}
SHOWCASE = {"days_ago": 90, "written_by": "tongxun", "source": "枫渡党建", "topics": []}


class Manuscripts:
    """Writes what is missing, one transaction a manuscript, so that an interrupted run leaves
    whole ones only and the next run goes on."""

    def __init__(
        self,
        parents: dict[str, Page],
        library: Library,
        branches: dict[str, Branch],
        sources: dict[str, Source],
        desk: Desk,
    ) -> None:
        self.parents, self.library, self.branches = parents, library, branches
        self.sources, self.desk = sources, desk
        self.written = 0
        self.pages: dict[str, Page] = {}
        locale = parents["news"].locale
        self.known = {page.translation_key: page for page in Page.objects.filter(locale=locale)}
        self.bodies = BodyWriter(library, self.pages)

    def write_all(self) -> None:
        # Later kinds refer to earlier ones.
        for kind in ("theory", "lectures", "news"):
            for entry in read_folder(kind):
                self._write(kind, entry, "live")
        for entry in read("showcases"):
            # A showcase has the address of its branch; others refer to articles only.
            self._write("branches", {**SHOWCASE, **entry}, "live")
        for entry in read("pending"):
            self._write(entry["kind"], entry, entry["stage"])

    def _write(self, kind: str, entry: Entry, stage: str) -> None:
        page = self.known.get(key_of(kind, entry["slug"]))
        if page is None:
            with transaction.atomic():
                page = self._new(kind, entry)
                self._carry(page, entry, stage)
            self.written += 1
        if kind != "branches":
            self.pages[entry["slug"]] = page

    def _new(self, kind: str, entry: Entry) -> ArticlePage:
        parent = self.parents[kind]
        own = {"format": entry["format"]} if "format" in entry else {}
        page = MODELS[kind](
            title=entry["title"],
            slug=entry["slug"],
            locale=parent.locale,
            translation_key=key_of(kind, entry["slug"]),
            summary=entry["summary"],
            body=self.bodies.write(entry["body"], f"{kind}/{entry['slug']}"),
            cover=self.library.images.get(entry.get("cover") or ""),
            date=day(entry),
            branch=self.branches[entry["branch"]],
            source=self.sources[entry["source"]],
            original_url=entry.get("original_url", ""),
            author=entry.get("author", ""),
            responsible_editor="陆知秋",
            audience=entry.get("audience", "public"),
            **own,
            **self._particulars(kind, entry),
        )
        page.topics.set(entry["topics"])
        page.corrections = [
            Correction(date=day(item), text=item["text"]) for item in entry.get("corrections", [])
        ]
        if isinstance(page, BranchPage):
            page.activities = [self._activity(item) for item in entry["activities"]]
        return page

    def _particulars(self, kind: str, entry: Entry) -> dict[str, Any]:
        if kind == "lectures":
            media = self.library.media[entry["media"]]
            return {name: entry[name] for name in ("speaker", "speaker_title")} | {"media": media}
        if kind == "branches":
            names = ("secretary", "place", "contact")
            return {name: entry[name] for name in names} | {"member_count": entry["members"]}
        return {}

    def _activity(self, item: Entry) -> BranchActivity:
        article = self.pages.get(item.get("article", ""))
        return BranchActivity(date=day(item), title=item["title"], article=article)

    def _carry(self, page: ArticlePage, entry: Entry, stage: str) -> None:
        """Bring a new page as far as ``stage``: draft, returned, a stage of review, live."""
        author = self.desk.people[entry["written_by"]]
        if stage == "scheduled":
            page.date = timezone.localdate() + timedelta(days=entry["days_ahead"])
        self.desk.draft(page, self.parents[entry.get("kind") or self._kind_of(page)], author)
        if stage == "live":
            self.desk.publish(page, author)
        elif stage == "scheduled":
            self.desk.schedule(page, author, entry["days_ahead"])
        elif stage == "returned":
            self.desk.submit(page, author)
            self.desk.send_back(page, entry["reason"])
        elif stage != "draft":
            self.desk.submit(page, author)
            self.desk.approve_until(page, ReviewStage(stage))

    @staticmethod
    def _kind_of(page: ArticlePage) -> str:
        return next(kind for kind, model in MODELS.items() if isinstance(page, model))
