"""A few pages in English and in 繁體, so that the language switcher has somewhere to lead."""

from typing import Any

from django.db import transaction

from wagtail.models import Locale, Page

from approvals.services import ensure_workflow
from home.demo.bodies import BodyWriter
from home.demo.reading import Entry, read
from home.demo.review import Desk
from home.models import HomePage
from home.setup.roles import ensure_roles

LANGUAGES = ("zh-hant", "en")


class Translator:
    """Writes missing translations; each is a manuscript of its own with its own approvals."""

    def __init__(self, home: HomePage, parents: dict[str, Any], bodies: BodyWriter, desk: Desk):
        self.home, self.parents, self.bodies, self.desk = home, parents, bodies, desk
        self.written = 0

    def write_all(self) -> None:
        for code in LANGUAGES:
            self._write_language(code, Locale.objects.get(language_code=code))

    def _write_language(self, code: str, locale: Locale) -> None:
        texts = read(f"translations/{code}")
        self._translate_home(texts["home"], locale)
        for kind, entry in texts["sections"].items():
            # Sections only compose; their own editor is the chief.
            self._translate(self.parents[kind], entry, locale, "zongbian")
        for entry in texts["pages"]:
            seed = f"{code}/{entry['slug']}"
            words = {**entry, "body": self.bodies.write(entry["body"], seed)}
            self._translate(self.bodies.pages[entry["of"]], words, locale, entry["written_by"])

    def _translate_home(self, entry: Entry, locale: Locale) -> None:
        sections = [
            (kind, {"title": title, "count": count}) for kind, title, count in entry["sections"]
        ]
        words = {**entry, "sections": sections, "lead_story": None}
        with transaction.atomic():
            if self._exists(self.home, locale):
                return
            home = self._copy(self.home, words, locale, "zongbian")
            # Review and rights hang on the home page of each language.
            ensure_workflow(home)
            ensure_roles(home)
            self.desk.publish(home, self.desk.people["zongbian"])

    @transaction.atomic
    def _translate(self, source: Page, words: Entry, locale: Locale, username: str) -> None:
        if not self._exists(source, locale):
            page = self._copy(source, words, locale, username)
            self.desk.publish(page, self.desk.people[username])

    @staticmethod
    def _exists(source: Page, locale: Locale) -> bool:
        key = source.translation_key
        return Page.objects.filter(translation_key=key, locale=locale).exists()

    def _copy(self, source: Page, words: Entry, locale: Locale, username: str) -> Page:
        user = self.desk.people[username]
        page = source.specific.copy_for_translation(locale)
        for name, value in words.items():
            if name not in ("of", "written_by"):
                setattr(page, name, value)
        # The draft's row keeps its title and address too: lists of the admin read them.
        page.draft_title, page.owner = page.title, user
        page.save()
        self.desk.revise(page, user)
        self.written += 1
        return page
