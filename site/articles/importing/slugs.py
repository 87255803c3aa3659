"""Addresses for many new pages below one section."""

import re
from collections.abc import Iterable

from wagtail.models import Page

from core.slugs import pinyin_slug


class SlugBook:
    """Gives out slugs that no page below ``section`` has.

    A title that comes again gets a number, as in the editor: ``lian-bo``, ``lian-bo-2``. How far
    a title's numbers have come is remembered, so that the thousandth is no slower than the second.
    """

    def __init__(self, section: Page, fallback: str) -> None:
        self.section = section
        # For titles of punctuation or emoji alone.
        self.fallback = fallback
        self._last: dict[str, int] = {}

    def give(self, titles: Iterable[str]) -> list[str]:
        """One slug for each title, usually in one query.

        Right only while the section's row is locked: other writers add pages too.
        """
        bases = [pinyin_slug(title) or self.fallback for title in titles]
        while True:
            last = dict(self._last)
            slugs = self._number(bases, last)
            siblings = Page.objects.child_of(self.section).filter(slug__in=slugs)
            taken = set(siblings.values_list("slug", flat=True))
            if not taken:
                self._last = last
                return slugs
            for base in {base for base, slug in zip(bases, slugs, strict=True) if slug in taken}:
                self._last[base] = self._highest(base)

    def _number(self, bases: list[str], last: dict[str, int]) -> list[str]:
        slugs: dict[str, None] = {}
        for base in bases:
            while True:
                number = last[base] = last.get(base, 0) + 1
                slug = base if number == 1 else f"{base}-{number}"
                # A title may look like another one with its number.
                if slug not in slugs:
                    break
            slugs[slug] = None
        return list(slugs)

    def _highest(self, base: str) -> int:
        siblings = Page.objects.child_of(self.section).filter(slug__startswith=base)
        numbered = re.compile(rf"{re.escape(base)}(?:-(\d{{1,9}}))?")
        numbers = [0]
        for slug in siblings.values_list("slug", flat=True):
            match = numbered.fullmatch(slug)
            if match:
                numbers.append(int(match.group(1) or 1))
        return max(numbers)
