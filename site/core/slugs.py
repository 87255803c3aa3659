"""Addresses from Chinese titles."""

import re
import unicodedata

from core.pinyin import syllables

MAX_LENGTH = 80


def pinyin_slug(title: str, max_length: int = MAX_LENGTH) -> str:
    """The ASCII slug of a title: Han characters as pinyin syllables, the rest folded to ASCII.

    >>> pinyin_slug("青禾镇：5G智慧党校开课")
    'qing-he-zhen-5g-zhi-hui-dang-xiao-kai-ke'

    Cut at a whole syllable at ``max_length`` characters. Empty where the title has nothing that
    can stand in an address (only punctuation or emoji).
    """
    text = unicodedata.normalize("NFKC", title)
    pieces = syllables(text, others=lambda run: [f" {run} "])
    ascii_text = unicodedata.normalize("NFKD", " ".join(pieces)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower())
    slug = ""
    for word in words:
        candidate = f"{slug}-{word}" if slug else word
        if len(candidate) > max_length:
            break
        slug = candidate
    return slug or (words[0][:max_length] if words else "")
