"""Words that mean the same, kept by editors."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel

from search.analysis import has_letters, normalise

MAX_WORDS, MAX_LENGTH = 30, 40
SEPARATORS = re.compile(r"[,，、;；\r\n]+")


def split_words(text: str) -> list[str]:
    """The words of a field, in order, each once however it is written.

    >>> split_words("二十大、20大, 二十大")
    ['二十大', '20大']
    """
    words = (" ".join(piece.split()) for piece in SEPARATORS.split(text))
    return list({normalise(word): word for word in reversed(list(words)) if word}.values())[::-1]


def languages() -> list[tuple[str, Any]]:
    """The site's languages; a function, so that migrations do not repeat them."""
    return list(settings.LANGUAGES)


class SynonymGroup(models.Model):
    """Words that find one another; with ``also``, words by which others are found, not vice versa.

    Applied to questions, never to the index: a group counts from the moment it is saved.
    """

    words = models.TextField(
        _("词"),
        help_text=_("意思相同的词，用顿号或换行分开，例如：二十大、20大。搜其中一个，也找其余的。"),
    )
    also = models.TextField(
        _("还要找"),
        blank=True,
        help_text=_(
            "只在一个方向上有关的词。搜上面的词时也找这些，搜这些时不找上面的。"
            "例如上面填“入党”，这里填“入党申请书、发展党员”。"
        ),
    )
    language = models.CharField(
        _("语言"),
        max_length=10,
        blank=True,
        choices=languages,
        help_text=_("留空：每种语言都用。"),
    )
    enabled = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    panels = [
        FieldPanel("words"),
        FieldPanel("also"),
        FieldPanel("language"),
        FieldPanel("enabled"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        line = "、".join(split_words(self.words))
        return f"{line} → {'、'.join(split_words(self.also))}" if self.also else line

    def clean(self) -> None:
        super().clean()
        words, also = split_words(self.words), split_words(self.also)
        errors: dict[str, Any] = {}
        if not also and len(words) < 2:
            errors["words"] = _("至少写两个词，或者在“还要找”里写上另外的词。")
        for name, group in (("words", words), ("also", also)):
            if len(group) > MAX_WORDS:
                errors[name] = ValidationError(
                    _("一组最多 %(limit)d 个词。"), params={"limit": MAX_WORDS}
                )
            for word in group:
                if len(word) > MAX_LENGTH or not has_letters(word):
                    errors[name] = ValidationError(
                        _("“%(word)s”不能用：要有文字，最多 %(limit)d 个字。"),
                        params={"word": word[:20], "limit": MAX_LENGTH},
                    )
        if errors:
            raise ValidationError(errors)


class WordsState(models.Model):
    """One row: ``number`` grows with every change of words that questions are read by.

    Every process compares it with what it has in memory; see ``search.synonyms``.
    """

    number = models.PositiveBigIntegerField(default=0)
    # How many of the starter groups were put in: what editors delete of them stays deleted.
    seeded = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("词表状态")
        verbose_name_plural = _("词表状态")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number; 0 before the first change."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def advance(cls) -> None:
        """Make every process read the words again, once the transaction stands."""
        with transaction.atomic():
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(number=F("number") + 1)
