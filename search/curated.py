"""Pages that editors put first for a question."""

from dataclasses import dataclass
from uuid import UUID

from search import synonyms
from search.query import Question

MAX_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Curated:
    """A page above the results, and why it stands there (推荐)."""

    label: str
    title: str
    url: str


def labels_for(question: Question) -> dict[UUID, str]:
    """Translation key -> label of the pages for this question, the first one last."""
    curated = synonyms.curated()
    if not curated or question.page != 1 or question.filters:
        return {}
    return {
        translation: label
        for key in _keys(question)
        for label, translation in reversed(curated.get(key, []))
    }


def _keys(question: Question) -> list[str]:
    """The question and, where it is one known word, what stands for it."""
    text = " ".join([question.text, *question.phrases])
    others = synonyms.lexicon(question.language).alternatives.get(text.strip(), ())
    return [synonyms.curated_key(one) for one in (text, *others)]
