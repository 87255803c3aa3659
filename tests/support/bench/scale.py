"""``make bench-search-scale``: how index, build and answers grow with the number of pages.

Documents are those of ``HONGFAN_DATA`` (corpus.jsonl, queries.jsonl, qrels.jsonl); beyond their
number, new ones are mixed from the sentences of two of them, so that no text comes twice. They are
imported as pages; each size begins as a copy of the one before. At each size both engines are built
from those pages and asked all the questions: directly, one after the other (``engine``; ``dearest``
is the worst of questions made to cost much), and for the page of results through HTTP, by eight
clients (``page``). The last size up to 50,000 also asks for suggestions, one after the other and by
eight clients.

``--site FOLDER`` keeps the sites, so that another run need not import again.
"""

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django  # noqa: E402

django.setup()

from core.scratch import ScratchSite  # noqa: E402
from search.access import OPEN  # noqa: E402
from search.engines.base import DEEPEST, Engine, EngineUnavailable  # noqa: E402
from search.engines.elasticsearch import ElasticsearchEngine  # noqa: E402
from search.engines.elasticsearch.connection import client_for  # noqa: E402
from search.engines.embedded import EmbeddedEngine  # noqa: E402
from search.evaluation import percentile, read_queries  # noqa: E402
from search.query import understand  # noqa: E402
from tests.support.bench.remembered import typed  # noqa: E402
from tests.support.bench.serving import rebuilt, web_server  # noqa: E402
from tests.support.bench.sites import IMPORTED, KeptSite, import_into, set_up  # noqa: E402
from tests.support.elasticsearch.server import cluster  # noqa: E402

SIZES = "10000,50000,200000"
ENGINES = "embedded,elasticsearch"
SENTENCE = re.compile("(?<=[。！？；])")
SEED = 7
FACETS = ("kind", "topic", "year", "branch", "length", "media")
# A server that runs on a virtual machine of its own is slow until that knows its way.
CLIENTS, WARM_UP = 8, 200
YEARS, DAYS = 12, 336
# What is asked of the house: the p95 of the largest against the smallest; ms for a suggestion.
SLOWER, SUGGESTED_WITHIN = 3.0, 20.0
SUGGESTED_AT, SUGGESTIONS = 50_000, 600
# What a question may cost an engine at most, whoever asks it.
DEAREST = 300.0
COMMON = "中国发展人民工作国家习近平经济建设社会会议主席全国企业中央推进政府创新合作加强服务"
HOSTILE = (
    COMMON * 5,
    "的",
    '"的"',
    '"' + "的" * 180 + '"',
    '"' + "中国" * 90 + '"',
    " ".join('"' + words * 11 + '"' for words in ("中国人民", "人民中国", "国家中国", "中国国家")),
    '"的发展" "中国的" "和国" "在中国"',
    "中国 -的 -在 -和 -一",
)


def documents(data: Path, size: int) -> Iterator[dict[str, str]]:
    """Always the same ones: those of a smaller size begin those of a larger."""
    with (data / "corpus.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    draw = random.Random(SEED)
    for number in range(size):
        title, body = rows[number % len(rows)]["title"], rows[number % len(rows)]["body"]
        if number >= len(rows):
            other = draw.choice(rows)
            title = f"{title} {other['title']}"[:120]
            sentences = [*SENTENCE.split(body), *SENTENCE.split(other["body"])]
            draw.shuffle(sentences)
            body = "".join(sentences[: max(len(sentences) // 2, 1)]) + str(number)
        day = number % (YEARS * DAYS)
        date = f"{2013 + day // DAYS}-{day % DAYS // 28 + 1:02}-{day % 28 + 1:02}"
        yield {"id": str(number), "title": title, "body": body, "date": date, "source": "bench"}


def grown(folder: Path, before: int, size: int, data: Path) -> ScratchSite:
    """A site of so many pages, kept in ``folder``; it begins as a copy of that of ``before``."""
    there = folder / str(size)
    if (there / IMPORTED).exists():
        return KeptSite(there)
    # An interrupted run may have left a part.
    shutil.rmtree(there, ignore_errors=True)
    if before:
        shutil.copytree(folder / str(before), there)
        (there / IMPORTED).unlink()
    site = KeptSite(there)
    if not before:
        set_up(site)
    with tempfile.TemporaryDirectory(prefix="hongfan-scale-") as name:
        rows = Path(name) / "rows.jsonl"
        with rows.open("w", encoding="utf-8") as output:
            for row in islice(documents(data, size), before, None):
                output.write(json.dumps(row, ensure_ascii=False) + "\n")
        took = import_into(site, rows).seconds
    (there / IMPORTED).touch()
    sys.stdout.write(f"{size:,} pages: {(size - before) / took:.0f} imported a second\n")
    return site


def times(engine: Engine, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each question, as the page of results asks it."""
    plans = [understand(text).plan(access=(OPEN,), limit=10, facets=FACETS) for text in texts]
    for plan in plans[:WARM_UP]:
        engine.search(plan)
    took = []
    for plan in plans:
        began = time.perf_counter()
        engine.search(plan)
        took.append((time.perf_counter() - began) * 1000)
    return took


def dearest(engine: Engine) -> float:
    """Milliseconds of the question made to cost most, on the last page that is shown."""
    took = []
    for text in HOSTILE:
        plan = understand(text).plan(access=(OPEN,), limit=10, offset=DEEPEST - 10, facets=FACETS)
        began = time.perf_counter()
        # Giving up in time is an answer too.
        with suppress(EngineUnavailable):
            engine.search(plan)
        took.append((time.perf_counter() - began) * 1000)
    return max(took)


@dataclass(frozen=True)
class Row:
    """Of one engine at one size; times in milliseconds."""

    pages: int
    build: float
    megabytes: float
    memory: float
    engine: list[float]
    dearest: float
    page: list[float]
    rate: float
    failures: int

    def cells(self) -> list[str]:
        return [
            f"{self.pages:,}",
            f"{self.build:.0f}",
            f"{self.pages / self.build:,.0f}",
            f"{self.memory:.0f}",
            f"{self.megabytes:.0f}",
            *(f"{percentile(self.engine, share):.1f}" for share in (50, 95)),
            f"{self.dearest:.0f}",
            *(f"{percentile(self.page, share):.1f}" for share in (50, 95)),
            f"{self.rate:.0f}",
            str(self.failures),
        ]


HEAD = (
    "engine        ",
    "pages",
    "build s",
    "pages/s",
    "build MB",
    "index MB",
    "engine p50",
    "p95",
    "dearest",
    "page p50",
    "p95",
    "req/s",
    "failed",
)


def measure(name: str, site: ScratchSite, size: int, texts: Sequence[str]) -> Row:
    with ExitStack() as stack:
        where = {}
        if name == "elasticsearch":
            [node] = stack.enter_context(cluster())
            hosts = (node.url,)
            where = {"HONGFAN_ELASTICSEARCH": node.url}
            engine: Engine = ElasticsearchEngine(client=lambda: client_for(hosts))
        else:
            engine = EmbeddedEngine(root=site.folder / "search")
        build, memory = rebuilt(site.folder, "--scope=site", f"--engine={name}", **where)
        asked, worst = times(engine, texts), dearest(engine)
        paths = ["/search/?q=" + quote(text) for text in texts]
        server = stack.enter_context(web_server(site.folder, **where))
        server.ask(paths[:WARM_UP], CLIENTS)
        found = server.ask(paths, CLIENTS)
        for failure in found.failures[:3]:
            sys.stderr.write(f"  {failure}\n")
        return Row(
            pages=size,
            build=build,
            memory=memory,
            megabytes=engine.health().size_bytes / 1e6,
            engine=asked,
            dearest=worst,
            page=[one * 1000 for one in found.times],
            rate=len(found.times) / found.seconds,
            failures=len(found.failures),
        )


def suggestions(site: ScratchSite, data: Path, size: int) -> bool:
    """Whether they come in time."""
    draw = random.Random(SEED)
    titles = [row["title"] for row in documents(data, size)]
    asked = [typed(draw.choice(titles), draw) for _number in range(SUGGESTIONS)]
    paths = ["/search/suggest/?q=" + quote(text) for text in asked]
    in_time = True
    with web_server(site.folder) as server:
        # Each process reads its titles at the first one.
        server.ask(paths[:WARM_UP], CLIENTS)
        for clients in (1, CLIENTS):
            found = server.ask(paths, clients)
            took = [one * 1000 for one in found.times]
            p95 = percentile(took, 95)
            sign = " "
            if clients == 1:
                in_time = p95 <= SUGGESTED_WITHIN and not found.failures
                sign = "✓" if in_time else "✗"
            sys.stdout.write(
                f"{sign} suggestions, {size:,} pages, HTTP, {clients} at a time: "
                f"p50 {percentile(took, 50):.1f} ms, p95 {p95:.1f} ms, "
                f"{len(took) / found.seconds:.0f}/s, {len(found.failures)} failed\n"
            )
    return in_time


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("HONGFAN_DATA", "")))
    parser.add_argument("--site", type=Path, help="keep the sites here")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--engines", default=ENGINES)
    options = parser.parse_args()
    if not (options.data / "corpus.jsonl").is_file():
        sys.stderr.write("✗ 请用 HONGFAN_DATA=文件夹 | HONGFAN_DATA=folder with corpus.jsonl\n")
        return 1
    texts = [query.text for query in read_queries(options.data)]
    sizes = sorted(int(size) for size in options.sizes.split(","))
    engines = options.engines.split(",")
    kept = True
    rows: dict[str, list[Row]] = {name: [] for name in engines}
    with ExitStack() as stack:
        folder = options.site or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="hongfan-scale-"))
        )
        for before, size in pairwise([0, *sizes]):
            site = grown(folder, before, size, options.data)
            sys.stdout.write("\t".join(HEAD) + "\n")
            for name in engines:
                row = measure(name, site, size, texts)
                rows[name].append(row)
                kept = kept and not row.failures and row.dearest <= DEAREST
                sys.stdout.write("\t".join([f"{name:14}", *row.cells()]) + "\n")
                sys.stdout.flush()
            if size == max((one for one in sizes if one <= SUGGESTED_AT), default=None):
                kept = suggestions(site, options.data, size) and kept
    for name, found in rows.items():
        kept = compared(name, found[0], found[-1]) and kept
    return 0 if kept else 1


def compared(name: str, small: Row, large: Row) -> bool:
    slower = {
        what: percentile(getattr(large, what), 95) / percentile(getattr(small, what), 95)
        for what in ("engine", "page")
    }
    size, built = large.megabytes / small.megabytes, large.build / small.build
    sys.stdout.write(
        f"{name}, {small.pages:,} → {large.pages:,}: pages × {large.pages / small.pages:.1f}, "
        f"index × {size:.1f}, build × {built:.1f}; p95 of the engine × {slower['engine']:.1f}, "
        f"{'✓' if slower['page'] <= SLOWER else '✗'} of the page × {slower['page']:.1f}\n"
    )
    return slower["page"] <= SLOWER


if __name__ == "__main__":
    sys.exit(main())
