"""What editors teach the search: words that stand for one another, names, pages put first.

Each process keeps them in memory and looks at most once a second whether they have changed; where
the change was made it shows at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from accounts.models import Branch
from search import labels, pinyin, segmenter
from search.analysis import ask_terms, is_inside_word, normalise
from search.models import CuratedPage, CuratedResult, SynonymGroup, WordsState
from search.models.words import split_words
from search.names import Names
from topics.models import Topic, TopicAlias

MAX_ALTERNATIVES = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A known word in a question: where it stands, and what may stand for it."""

    start: int
    end: int
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Word -> what else it finds; all normalised."""

    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, text: str) -> Iterator[Found]:
        """The known words in normalised ``text``, of two that overlap the first, the longest."""
        place = 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                # At the end of the text a shorter one than asked for.
                word = text[place : place + length]
                end = place + len(word)
                if word in self.alternatives and not is_inside_word(text, place, end):
                    yield Found(place, end, self.alternatives[word])
                    place = end
                    break
            else:
                place += 1

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """For each first character the lengths of the words that begin with it, longest first."""
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self.alternatives:
            lengths[word[0]].add(len(word))
        return {char: sorted(found, reverse=True) for char, found in lengths.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """A name of something that has an id and an address."""

    pk: int
    slug: str
    # What it is called; ``alias`` is the name of it that this row is found by.
    name: str
    alias: str


class Vocabulary:
    """A short list of names, found by what is typed of them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        aliases = [normalise(row.alias) for row in self.rows]
        self.names = Names([(alias, _syllables(alias)) for alias in aliases])


def _syllables(text: str) -> str:
    return " ".join(syllable for _char, syllable in pinyin.tokens(text))


class _Memory:
    """What this process knows, and since when."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        labels.forget()
        self.number = -1
        self.lexicons: dict[str, Lexicon] = {}
        self.topics = self.branches = Vocabulary([])
        self.curated: dict[str, list[tuple[str, UUID]]] = {}

    def refresh(self) -> None:
        number = labels.number()
        if number != self.number:
            groups = list(SynonymGroup.objects.filter(enabled=True).order_by("pk"))
            topic_rows, branch_rows = _topics(), _branches()
            topics = _names_of_each(topic_rows)
            self.topics, self.branches = Vocabulary(topic_rows), Vocabulary(branch_rows)
            languages = {group.language for group in groups}
            self.lexicons = {
                language: build([g for g in groups if g.language in {"", language}], topics)
                for language in languages | {""}
            }
            segmenter.teach(_words_to_teach(groups, topic_rows + branch_rows))
            self.curated = _curated()
            self.number = number


_memory = _Memory()


def learn() -> None:
    """Have the segmenter of this process know the site's own words as they are now."""
    _memory.refresh()


def lexicon(language: str = "") -> Lexicon:
    """What counts in ``language`` now."""
    _memory.refresh()
    return _memory.lexicons.get(language) or _memory.lexicons[""]


def build(groups: Iterable[SynonymGroup], names: Iterable[list[str]] = ()) -> Lexicon:
    """A lexicon of ``groups`` and lists of names that each mean one thing."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for words, also in _pairs(groups, names):
        for word in words:
            found[word].update(dict.fromkeys([*words, *also]))
    return Lexicon(
        {
            word: tuple(other for other in others if other != word)[:MAX_ALTERNATIVES]
            for word, others in found.items()
            if word and set(others) - {word}
        }
    )


def _pairs(
    groups: Iterable[SynonymGroup], names: Iterable[list[str]]
) -> Iterator[tuple[list[str], list[str]]]:
    for group in groups:
        yield _normal(split_words(group.words)), _normal(split_words(group.also))
    for names_of_one in names:
        yield _normal(names_of_one), []


def _normal(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(normalise(word) for word in words))


def topic_names() -> list[list[str]]:
    """The names of each accepted topic, as the database has them."""
    return _names_of_each(_topics())


def topics() -> Vocabulary:
    """The accepted topics with their aliases."""
    _memory.refresh()
    return _memory.topics


def branches() -> Vocabulary:
    """The organisations."""
    _memory.refresh()
    return _memory.branches


def curated() -> dict[str, list[tuple[str, UUID]]]:
    """Question (``curated_key``) -> label and translation key of the pages put first for it."""
    _memory.refresh()
    return _memory.curated


def curated_key(text: str) -> str:
    """What two questions are compared by: their characters without question words, in order."""
    return " ".join(ask_terms(text).u)


def _curated() -> dict[str, list[tuple[str, UUID]]]:
    rows = CuratedPage.objects.filter(result__enabled=True).order_by("result", "sort_order", "pk")
    found: defaultdict[str, list[tuple[str, UUID]]] = defaultdict(list)
    for questions, label, translation in rows.values_list(
        "result__questions", "result__label", "page__translation_key"
    ):
        for question in split_words(questions):
            found[curated_key(question)].append((label, translation))
    return dict(found)


def _topics() -> list[Row]:
    rows = TopicAlias.objects.filter(topic__status="accepted").order_by("-is_name", "pk")
    return [Row(*row) for row in rows.values_list("topic", "topic__slug", "topic__name", "name")]


def _branches() -> list[Row]:
    rows = Branch.objects.order_by("path").values_list("pk", "slug", "name", "name")
    return [Row(*row) for row in rows]


def _names_of_each(rows: Iterable[Row]) -> list[list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        names[row.pk].append(row.alias)
    return list(names.values())


def _words_to_teach(groups: Iterable[SynonymGroup], rows: Iterable[Row]) -> set[str]:
    words = set(_normal(row.alias for row in rows))
    for group in groups:
        words.update(_normal([*split_words(group.words), *split_words(group.also)]))
    return words


def changed(**kwargs: object) -> None:
    """Make every process read the words again; this one as soon as the transaction stands."""
    WordsState.advance()
    transaction.on_commit(_memory.forget)


def connect() -> None:
    for model in (SynonymGroup, CuratedResult, CuratedPage, Topic, TopicAlias, Branch):
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"search.words.{model.__name__}")
