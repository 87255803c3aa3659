"""How the names of topics are cleaned, compared and found."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.pinyin import syllables

MAX_LENGTH = 40

# What separates names when several are typed into one field; so a name can't contain it.
SEPARATORS = re.compile(r"[,，、;；\r\n]+")


def clean_name(text: str) -> str:
    """``text`` as it is kept: composed, without invisible characters, single spaces.

    >>> clean_name(" 全面\\u200b从严  治党 ")
    '全面从严 治党'
    """
    composed = unicodedata.normalize("NFC", text)
    # Zero-width and control characters (Cf, Cc) make two names that look the same; but line
    # breaks and tabs are Cc too and stand for a space.
    visible = "".join(
        char for char in composed if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return " ".join(visible.split())


def name_key(text: str) -> str:
    """What two names are compared by: width and case do not tell topics apart.

    >>> name_key("５Ｇ 党校") == name_key("5g 党校")
    True
    """
    return clean_name(unicodedata.normalize("NFKC", clean_name(text)).casefold())


def split_names(text: str) -> list[str]:
    """The names in a comma- or line-separated text, cleaned, each once, in order."""
    names: dict[str, str] = {}
    for piece in SEPARATORS.split(text):
        # Wagtail's tag widget puts names with spaces in quotes.
        name = clean_name(piece.strip().strip('"“”'))
        if name:
            names.setdefault(name_key(name), name)
    return list(names.values())


def pinyin_forms(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name, without spaces, for finding it while typing.

    >>> pinyin_forms("乡村振兴")
    ('xiangcunzhenxing', 'xczx')
    """
    key = name_key(name).replace(" ", "")
    full = "".join(syllables(key))
    initials = "".join(syllables(key, initials=True))
    return full[:200], initials[:MAX_LENGTH]


def validate_name(name: str) -> None:
    """Refuse what could not be typed back into the topic field of an article."""
    if not name_key(name):
        raise ValidationError(_("专题名称不能为空。"))
    if SEPARATORS.search(name) or '"' in name:
        raise ValidationError(_("专题名称里不能有逗号、顿号、分号、引号或换行。"))
    if len(name) > MAX_LENGTH:
        raise ValidationError(
            _("“%(name)s…”太长了，专题名称最多 %(limit)d 个字。"),
            params={"name": name[:10], "limit": MAX_LENGTH},
        )
