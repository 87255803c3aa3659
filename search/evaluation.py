"""How good the answers are, measured on questions whose right answers are known.

A folder holds ``corpus.jsonl`` (id, title, body), ``queries.jsonl`` (id, text, kind) and
``qrels.jsonl`` (query_id, doc_id, and relevance where it is not 1). Documents go into an index of
their own and questions through ``search.query``, as a reader's do.
"""

import json
import math
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from search.access import OPEN
from search.documents import Passage, SearchDocument
from search.engines.base import Engine
from search.folding import story_of
from search.query import understand

DEPTH = 10
ROUNDS = 10_000
# The same numbers from the same measurements.
SEED = 20260701
KIND = "news"
LOCALE = "zh-hans"
AT_ONCE = 500
# What is averaged, in the order of the table.
METRICS = ("ndcg", "success", "recall", "mrr", "empty")


class BadCollection(Exception):
    """The folder is not what is expected; says which file and line."""


@dataclass(frozen=True)
class JudgedQuery:
    id: str
    text: str
    kind: str
    # Document id -> how relevant; everything else is irrelevant.
    relevant: Mapping[str, float]


@dataclass(frozen=True)
class Score:
    """One query. All but ``ms`` lie between 0 and 1; ``empty`` is 1 where nothing was found."""

    kind: str
    ndcg: float
    success: float
    recall: float
    mrr: float
    empty: float
    ms: float


@dataclass(frozen=True)
class Summary:
    """Means of the scores; ``p50`` and ``p95`` in milliseconds."""

    queries: int
    ndcg: float
    success: float
    recall: float
    mrr: float
    empty: float
    p50: float
    p95: float


@dataclass(frozen=True)
class Difference:
    """Mean of the differences, and between what it lies with 95 % by a paired bootstrap.

    ``p``: how often drawing again would show a difference of the other sign, doubled.
    """

    mean: float
    low: float
    high: float
    p: float


def read_documents(folder: Path) -> Iterator[SearchDocument]:
    """Raises ``BadCollection``, also for an id that was there before: it would count twice."""
    known: set[str] = set()
    for place, row in _rows(folder / "corpus.jsonl", "id", "title", "body"):
        key = _new_id(place, row, known)
        yield as_document(key, _text(place, row, "title"), _text(place, row, "body"))


def as_document(key: str, title: str, body: str) -> SearchDocument:
    passages = tuple(Passage(line) for line in body.splitlines() if line.strip())
    return SearchDocument(
        key=key,
        version=1,
        kind=KIND,
        locale=LOCALE,
        title=title,
        passages=passages,
        story=story_of(passages),
    )


def read_queries(folder: Path) -> list[JudgedQuery]:
    """Questions without a known answer are left out: they can't be scored.

    Raises ``BadCollection``.
    """
    relevant: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for place, row in _rows(folder / "qrels.jsonl", "query_id", "doc_id"):
        query, document = _id(place, row, "query_id"), _id(place, row, "doc_id")
        if (gain := _gain(place, row)) > 0:
            relevant[query][document] = gain
    queries = []
    known: set[str] = set()
    for place, row in _rows(folder / "queries.jsonl", "id", "text"):
        key, text = _new_id(place, row, known), _text(place, row, "text")
        kind = _text(place, {"kind": "", **row}, "kind")
        if key in relevant:
            queries.append(JudgedQuery(key, text, kind, relevant[key]))
    return queries


def _rows(path: Path, *fields: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with its place: file and line."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    place = f"{path.name}:{number}"
                    yield place, _row(place, line, fields)
    except OSError as error:
        raise BadCollection(f"{path}: {error.strerror}") from error


def _row(place: str, line: bytes, fields: tuple[str, ...]) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadCollection(_("%(place)s：不是 UTF-8 编码。") % {"place": place}) from error
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise BadCollection(_("%(place)s：不是一个 JSON 对象。") % {"place": place})
    if missing := [field for field in fields if field not in row]:
        found = {"place": place, "fields": "、".join(missing)}
        raise BadCollection(_("%(place)s：缺少 %(fields)s。") % found)
    return row


def _text(place: str, row: Mapping[str, Any], field: str) -> str:
    text = row[field]
    try:
        # Half a character, which JSON can name and no index can hold, is none.
        text.encode()
    except (AttributeError, UnicodeEncodeError) as error:
        found = {"place": place, "field": field}
        raise BadCollection(_("%(place)s：%(field)s 应当是文字。") % found) from error
    return str(text)


def _id(place: str, row: Mapping[str, Any], field: str) -> str:
    """As text, so that 7 and "7" are the same."""
    key = row[field]
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    if not isinstance(key, str) or not key.strip():
        found = {"place": place, "field": field}
        raise BadCollection(_("%(place)s：%(field)s 应当是编号（文字或整数）。") % found)
    return _text(place, row, field)


def _new_id(place: str, row: Mapping[str, Any], known: set[str]) -> str:
    key = _id(place, row, "id")
    if key in known:
        raise BadCollection(
            _("%(place)s：编号“%(id)s”前面已经有了。") % {"place": place, "id": key}
        )
    known.add(key)
    return key


def _gain(place: str, row: Mapping[str, Any]) -> float:
    try:
        gain = float(row.get("relevance", 1))
    except (ValueError, TypeError, OverflowError):
        gain = math.nan
    if not math.isfinite(gain):
        raise BadCollection(_("%(place)s：relevance 应当是数字。") % {"place": place})
    return gain


def fill(engine: Engine, documents: Iterable[SearchDocument]) -> int:
    """Build the engine's index of these; gives their number."""
    count = 0
    with engine.rebuild() as rebuild:
        batch: list[SearchDocument] = []
        for document in documents:
            batch.append(document)
            if len(batch) == AT_ONCE:
                rebuild.add(batch)
                count, batch = count + len(batch), []
        rebuild.add(batch)
        rebuild.finish(1)
    return count + len(batch)


def ask(engine: Engine, text: str) -> list[str]:
    """Keys of the first page of answers, as a visitor gets them."""
    plan = understand(text).plan(access=(OPEN,), limit=DEPTH)
    return [hit.key for hit in engine.search(plan).hits]


def evaluate(
    queries: Iterable[JudgedQuery], find: Callable[[str], Sequence[str]]
) -> dict[str, Score]:
    """Query id -> score; ``find`` gives keys of documents, best first."""
    scores = {}
    for query in queries:
        began = time.perf_counter()
        keys = find(query.text)
        ms = (time.perf_counter() - began) * 1000
        scores[query.id] = score(query, keys, ms)
    return scores


def score(query: JudgedQuery, keys: Sequence[str], ms: float = 0.0) -> Score:
    gains = [query.relevant.get(key, 0.0) for key in keys[:DEPTH]]
    ideal = sorted(query.relevant.values(), reverse=True)[:DEPTH]
    first = next((place for place, gain in enumerate(gains, 1) if gain), 0)
    return Score(
        kind=query.kind,
        ndcg=_discounted(gains) / _discounted(ideal),
        success=float(first == 1),
        recall=sum(map(bool, gains)) / len(ideal),
        mrr=1 / first if first else 0.0,
        empty=float(not keys),
        ms=ms,
    )


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def summarise(scores: Iterable[Score]) -> Summary:
    """Raises ``ValueError`` where there is no score."""
    rows = list(scores)
    if not rows:
        raise ValueError("no scores")
    means = {name: statistics.fmean(getattr(row, name) for row in rows) for name in METRICS}
    times = [row.ms for row in rows]
    return Summary(queries=len(rows), **means, p50=percentile(times, 50), p95=percentile(times, 95))


def by_kind(scores: Iterable[Score]) -> dict[str, Summary]:
    kinds: defaultdict[str, list[Score]] = defaultdict(list)
    for one in scores:
        kinds[one.kind].append(one)
    return {kind: summarise(rows) for kind, rows in kinds.items()}


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that ``share`` percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share / 100) - 1, 0)]


def compare(ours: Mapping[str, Score], theirs: Mapping[str, Score], metric: str) -> Difference:
    """Ours less theirs, over the queries that both have. Raises ``ValueError`` where none is."""
    shared = sorted(ours.keys() & theirs.keys())
    if not shared:
        raise ValueError("no query in common")
    differences = [
        getattr(ours[query], metric) - getattr(theirs[query], metric) for query in shared
    ]
    draw = random.Random(SEED)  # noqa: S311
    count = len(differences)
    means = sorted(
        math.fsum(draw.choices(differences, k=count)) / count for _round in range(ROUNDS)
    )
    mean = statistics.fmean(differences)
    against = sum(one <= 0 if mean > 0 else one >= 0 for one in means)
    return Difference(
        mean=mean,
        low=percentile(means, 2.5),
        high=percentile(means, 97.5),
        p=min(2 * against / ROUNDS, 1.0),
    )


def to_json(engine: str, documents: int, scores: Mapping[str, Score]) -> str:
    """All figures, those of single queries too; ``from_json`` reads them again."""
    return json.dumps(
        {
            "engine": engine,
            "documents": documents,
            "all": asdict(summarise(scores.values())),
            "kinds": {kind: asdict(one) for kind, one in by_kind(scores.values()).items()},
            "queries": {query: asdict(one) for query, one in scores.items()},
        },
        ensure_ascii=False,
        indent=1,
    )


def from_json(text: str) -> dict[str, Score]:
    """Raises ``ValueError`` for anything that ``to_json`` did not write."""
    try:
        return {query: _score_of(**one) for query, one in json.loads(text)["queries"].items()}
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"{error!r}") from error


def _score_of(kind: object, **figures: Any) -> Score:
    return Score(str(kind), **{name: float(figure) for name, figure in figures.items()})
