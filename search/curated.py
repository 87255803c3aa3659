"""Pages that editors put first for a question."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from wagtail.models import Page

from search import synonyms
from search.access import Restrictions, asker_of, may_see
from search.query import Question

MAX_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Curated:
    """A page above the results, and why it stands there (推荐)."""

    pk: int
    label: str
    title: str
    url: str


def pages_for(question: Question, request: HttpRequest) -> list[Curated]:
    """The pages for this question, in the reader's language, that the asker may read now."""
    curated = synonyms.curated()
    if not curated or question.page != 1 or question.filters:
        return []
    labels = {
        translation: label
        for key in _keys(question)
        for label, translation in reversed(curated.get(key, []))
    }
    if not labels:
        return []
    pages = Page.objects.filter(
        translation_key__in=labels, locale__language_code=question.language, live=True
    )
    restrictions, asker, now = Restrictions.current(), asker_of(request), timezone.now()
    allowed = [
        page
        for page in pages
        if may_see(restrictions.above(page.path), asker)
        and (page.expire_at is None or page.expire_at > now)
    ]
    order = list(labels)[::-1]
    allowed.sort(key=lambda page: order.index(page.translation_key))
    return [
        Curated(page.pk, labels[page.translation_key], page.title, page.get_url(request) or "")
        for page in allowed[:MAX_SHOWN]
    ]


def _keys(question: Question) -> list[str]:
    """The question and, where it is one known word, what stands for it."""
    text = " ".join([question.text, *question.phrases])
    others = synonyms.lexicon(question.language).alternatives.get(text.strip(), ())
    return [synonyms.curated_key(one) for one in (text, *others)]
