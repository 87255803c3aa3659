"""A page of every type with everything that a page of it can show."""

from collections.abc import Iterator

from wagtail.models import Locale, Page, PageViewRestriction

from articles.models import ArticlePage, Correction
from core.models import BasePage
from home.models import HomePage
from news.models import BranchActivity, BranchPage
from tests.factories.accounts import BranchFactory
from tests.factories.assets import AudioFactory, DocumentFactory, ImageFactory, MediaFactory
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.learning import TheoryArticlePageFactory, VideoLecturePageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics.models import TopicPin


class FilledSite:
    """``count`` of everything that can come more than once; ``pages``: the fullest of each type.

    Bodies have text and pictures; ``full`` adds the blocks that only some articles have.
    """

    def __init__(self, tree: SiteTree, count: int, full: bool = False) -> None:
        self.tree, self.count, self.full = tree, count, full
        self.images = [ImageFactory() for _ in range(count)]
        self.topics = [TopicFactory() for _ in range(count)]
        self.branches = [BranchFactory() for _ in range(count)]
        self.film, self.sound, self.file = MediaFactory(), AudioFactory(), DocumentFactory()
        self.news = self._articles(NewsPageFactory, tree.news)
        self.pages: dict[type[BasePage], BasePage] = {}
        for page in self._fullest():
            self.pages[type(page)] = page
        self._lead_home()
        self._close_some()
        self._translate()

    def _articles(self, factory: type, parent: Page, **fields: object) -> list[ArticlePage]:
        return [
            factory(
                parent=parent,
                cover=self.images[number],
                branch=self.branches[number],
                # All on the first, which is looked at; what the others have shows in lists.
                topics=self.topics if number == 0 else self.topics[:1],
                **fields,
            )
            for number in range(self.count)
        ]

    def _fullest(self) -> Iterator[BasePage]:
        tree = self.tree
        yield from (tree.home, tree.news, tree.theory, tree.lectures, tree.branches, tree.topics)
        yield self._fill(self.news[0])
        yield self._fill(self._articles(TheoryArticlePageFactory, tree.theory)[0])
        lectures = self._articles(VideoLecturePageFactory, tree.lectures, media=self.film)
        yield self._fill(lectures[0])
        yield self._showcase()
        yield self._topic_page()
        about = StandardPageFactory(parent=tree.home)
        for _number in range(self.count):
            StandardPageFactory(parent=about)
        yield self._fill(about)

    def _showcase(self) -> BasePage:
        showcase = self._fill(self._articles(BranchPageFactory, self.tree.branches)[0])
        for page in self.news:
            page.branch = showcase.branch
            page.save()
            BranchActivity.objects.create(page=showcase, title="义务劳动", article=page)
        return showcase

    def _topic_page(self) -> BasePage:
        pages = [TopicPageFactory(parent=self.tree.topics, topic=topic) for topic in self.topics]
        for page in self.news:
            TopicPin.objects.create(page=pages[0], target=page)
        return pages[0]

    def _fill(self, page: BasePage) -> BasePage:
        pictures = [{"image": image, "caption": "步道"} for image in self.images]
        page.body = [
            ("paragraph", "<p>正文</p>"),
            ("heading", {"text": "先问乡亲", "level": "2"}),
            *(("picture", picture) for picture in pictures),
            ("gallery", {"title": "组图", "pictures": pictures}),
        ]
        if self.full:
            page.body += self._rare_blocks()
        page.save()
        # A showcase is brought up to date, not corrected.
        if isinstance(page, ArticlePage) and not isinstance(page, BranchPage):
            for _number in range(self.count):
                Correction.objects.create(page=page, text="数字有误，已改正。")
        return page

    def _rare_blocks(self) -> list[tuple[str, object]]:
        others = [page.page_ptr for page in self.news]
        links = "".join(f'<a linktype="page" id="{other.pk}">链接</a>' for other in others)
        files = "".join(f'<a linktype="document" id="{self.file.pk}">文件</a>' for _ in others)
        return [
            *(("video", {"media": self.film, "caption": ""}) for _ in others),
            *(("audio", {"media": self.sound, "caption": ""}) for _ in others),
            *(("document", {"document": self.file, "title": ""}) for _ in others),
            ("related_pages", {"title": "相关", "pages": others[:8]}),
            ("paragraph", f"<p>{links}</p>"),
            ("paragraph", f"<p>{files}</p>"),
        ]

    def _lead_home(self) -> None:
        home: HomePage = self.tree.home
        home.lead_story = self.news[-1].page_ptr
        home.save()

    def _close_some(self) -> None:
        for _number in range(self.count):
            page = StandardPageFactory(parent=self.tree.home)
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def _translate(self) -> None:
        english = Locale.objects.get(language_code="en")
        for page in self.pages.values():
            translated = page.get_translation_or_none(english)
            if translated is None:
                translated = page.copy_for_translation(english, copy_parents=True)
            translated.specific.save_revision().publish(skip_permission_checks=True)
