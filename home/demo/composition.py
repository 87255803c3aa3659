"""What composes the articles: settings, topics, plain pages, home."""

from typing import Any

from django.db import transaction

from wagtail.models import Page, Site

from accounts.models import User
from articles.anchors import with_keys
from core.models import BasePage, SiteSettings
from home.demo.bodies import BodyWriter
from home.demo.reading import Entry, is_accepted, key_of, read
from home.demo.review import Desk
from home.models import HomePage, StandardPage
from topics.models import Topic, TopicPage, TopicPin
from topics.services import suggestions


def ensure_topics(people: dict[str, User]) -> dict[str, Topic]:
    """The vocabulary, by name: suggested by an editor, decided by the chief editor."""
    topics: dict[str, Topic] = {}
    for entry in read("topics"):
        topic = Topic.objects.filter(name=entry["name"]).first()
        if topic is None:
            with transaction.atomic():
                topic = _suggest(entry, people)
        topics[topic.name] = topic
    return topics


def _suggest(entry: Entry, people: dict[str, User]) -> Topic:
    user = people[entry.get("suggested_by", "bianji")]
    topic = suggestions.suggest(user, entry["name"], entry["introduction"], entry["aliases"])
    if is_accepted(entry):
        topic = suggestions.decide(topic, people["zongbian"], accept=True)
    return topic


class Composer:
    """Makes what is missing around the articles; each page in one transaction."""

    def __init__(self, home: HomePage, bodies: BodyWriter, desk: Desk) -> None:
        self.home, self.bodies, self.desk = home, bodies, desk
        self.chief = desk.people["zongbian"]
        self.written = 0

    def topic_pages(self, index: Page, topics: dict[str, Topic]) -> list[Page]:
        """A page for every accepted topic, with its pins."""
        entries = [entry for entry in read("topics") if is_accepted(entry)]
        return [
            self._page(
                "topics",
                entry["key"],
                index,
                lambda entry=entry: TopicPage(
                    title=entry["name"],
                    slug=entry["key"],
                    introduction=with_keys(f"<p>{entry['introduction']}</p>"),
                    topic=topics[entry["name"]],
                    pins=[
                        TopicPin(target=self.bodies.pages[slug], sort_order=number)
                        for number, slug in enumerate(entry["pins"])
                    ],
                ),
            )
            for entry in entries
        ]

    def standard_pages(self) -> list[Page]:
        return [
            self._page(
                "pages",
                entry["slug"],
                self.home,
                lambda entry=entry: StandardPage(
                    title=entry["title"],
                    slug=entry["slug"],
                    search_description=entry["summary"],
                    body=self.bodies.write(entry["body"], f"pages/{entry['slug']}"),
                ),
            )
            for entry in read("pages")
        ]

    def _page(self, kind: str, slug: str, parent: Page, make: Any) -> Page:
        key = key_of(kind, slug)
        found = Page.objects.filter(translation_key=key, locale=self.home.locale).first()
        if found is not None:
            return found
        with transaction.atomic():
            page: BasePage = make()
            page.translation_key, page.locale = key, self.home.locale
            # Read again: each added child changes the parent's row.
            self.desk.draft(page, Page.objects.get(pk=parent.pk), self.chief)
            self.desk.publish(page, self.chief)
        self.written += 1
        return page

    def introduce(self, parents: dict[str, Any]) -> None:
        """A sentence under each section's title, where there is none yet."""
        for kind, sentence in read("site")["sections"].items():
            section = parents[kind].specific
            if not section.introduction:
                with transaction.atomic():
                    section.introduction = sentence
                    self._republish(section)

    def compose_home(self, topic_pages: list[Page]) -> None:
        """The lead and the topics on the home page; one that has a lead is left as it is."""
        home = HomePage.objects.get(pk=self.home.pk)
        if home.lead_story_id:
            return
        wanted = {str(key_of("topics", slug)) for slug in read("site")["home_topics"]}
        chosen = [page.pk for page in topic_pages if str(page.translation_key) in wanted]
        with transaction.atomic():
            home.lead_story = self.bodies.pages[read("site")["lead"]]
            raw = list(home.sections.raw_data)
            for section in raw:
                if section["type"] == "topics":
                    section["value"] = {**section["value"], "topics": chosen}
            home.sections = type(home.sections)(home.sections.stream_block, raw, is_lazy=True)
            self._republish(home)

    def _republish(self, page: Page) -> None:
        self.desk.revise(page, self.chief)
        self.desk.publish(page, self.chief)

    def name_site(self, footer: list[Page]) -> None:
        """Names, numbers and footer of the site, where nobody has set them."""
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        if settings.organisation:
            return
        facts = read("site")
        settings.name, settings.organisation = facts["organisation"], facts["host"]
        settings.icp_number, settings.police_number = facts["icp"], facts["police"]
        settings.licence_number = facts["licence"]
        settings.contact_phone, settings.contact_email = facts["phone"], facts["email"]
        settings.contact_address = facts["address"]
        settings.footer_links = [
            ("link", {"label": page.title, "page": page, "url": ""}) for page in footer
        ]
        settings.save()
