"""A stable address for every paragraph.

The editor gives each paragraph and list item a short key (``data-block-key``) that stays with it
when text around it changes; the address is ``#p-<key>``. Text without keys (imports, old
revisions) gets one from its own words.
"""

import hashlib
import re
from collections.abc import Iterator

from django.utils.safestring import SafeString, mark_safe

from wagtail.rich_text import expand_db_html

from articles.wordcount import text_of_html

ELEMENT = re.compile(r'<(p|li)(?:\s+data-block-key="([0-9a-zA-Z]+)")?(\s[^>]*)?>')
KEY_LENGTH = 6


def paragraph_key(text: str) -> str:
    """A key made from a paragraph's words: the same words, the same key."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()[:KEY_LENGTH]


def with_keys(source: str) -> str:
    """Stored rich text in which every paragraph and list item carries a ``data-block-key``.

    Existing keys stay. Repeated words get a number, so that keys are unique within the text.
    """
    taken: set[str] = set(re.findall(r'data-block-key="([0-9a-zA-Z]+)"', source))

    def add(match: re.Match[str]) -> str:
        tag, key, rest = match.group(1), match.group(2), match.group(3) or ""
        if key:
            return match.group(0)
        end = source.find(f"</{tag}>", match.end())
        made = paragraph_key(text_of_html(source[match.end() : end if end >= 0 else None]))
        number = 2
        unique = made
        while unique in taken:
            unique, number = f"{made}{number}", number + 1
        taken.add(unique)
        return f'<{tag} data-block-key="{unique}"{rest}>'

    return ELEMENT.sub(add, source)


def anchored(source: str) -> SafeString:
    """Stored rich text as HTML for readers, each paragraph with ``id="p-<key>"``."""
    keyed = re.sub(r'<(p|li) data-block-key="([0-9a-zA-Z]+)"', r'<\1 id="p-\2"', with_keys(source))
    # The editor keys lists and other elements too; readers have no use for those.
    plain = re.sub(r'\sdata-block-key="[^"]*"', "", keyed)
    # Stored text went through the editor's or the importer's allow-list; see core/richtext.py.
    return mark_safe(expand_db_html(plain))  # noqa: S308


def paragraphs(source: str) -> Iterator[tuple[str, str]]:
    """Key and text of each paragraph and list item; text outside of them without a key."""
    start, key = 0, ""
    keyed = with_keys(source)
    for match in ELEMENT.finditer(keyed):
        if before := text_of_html(keyed[start : match.start()]):
            yield key, before
        start, key = match.end(), match.group(2) or ""
    if rest := text_of_html(keyed[start:]):
        yield key, rest
