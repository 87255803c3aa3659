"""``make bench-search-scale``: how index, build and answers grow with the number of documents.

Documents are those of ``HONGFAN_DATA`` (corpus.jsonl, queries.jsonl, qrels.jsonl); beyond their
number, new ones are mixed from the sentences of two of them, so that no text comes twice. Engines
are asked directly, one question after the other. CPU is that of our processes, not of the
server's; on a busy machine it tells more than the clock.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from search.access import OPEN  # noqa: E402
from search.documents import SearchDocument, with_terms  # noqa: E402
from search.engines.base import Engine  # noqa: E402
from search.engines.elasticsearch import ElasticsearchEngine  # noqa: E402
from search.engines.elasticsearch import query as query_module  # noqa: E402
from search.engines.elasticsearch.connection import client_for  # noqa: E402
from search.engines.embedded import EmbeddedEngine  # noqa: E402
from search.evaluation import as_document, percentile, read_queries  # noqa: E402
from search.query import understand  # noqa: E402
from tests.support.elasticsearch.server import cluster  # noqa: E402

SIZES = "10000,50000,200000"
SENTENCE = re.compile("(?<=[。！？；])")
AT_ONCE = 500
SEED = 7
FACETS = ("kind", "topic", "year", "branch", "length", "media")
# What is asked of the house: the largest against the smallest.
SLOWER = 3.0


def documents(data: Path, size: int) -> Iterator[SearchDocument]:
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
        yield as_document(f"page:{number}", title, body)


def analysed(batch: list[SearchDocument]) -> list[SearchDocument]:
    return [with_terms(document) for document in batch]


def batches(found: Iterator[SearchDocument]) -> Iterator[list[SearchDocument]]:
    while batch := list(islice(found, AT_ONCE)):
        yield batch


def build(engine: Engine, data: Path, size: int, processes: int) -> float:
    """Seconds."""
    began = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(processes) as pool, engine.rebuild() as rebuild:
        for batch in pool.imap(analysed, batches(documents(data, size))):
            rebuild.add(batch)
        rebuild.finish(1)
    return time.perf_counter() - began


def times(engine: Engine, texts: list[str]) -> list[float]:
    """Milliseconds of each question, as the page of results asks it."""
    plans = [understand(text).plan(access=(OPEN,), limit=10, facets=FACETS) for text in texts]
    for plan in plans[:20]:
        engine.search(plan)
    took = []
    for plan in plans:
        began = time.perf_counter()
        engine.search(plan)
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("HONGFAN_DATA", "")))
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--engines", default="embedded,elasticsearch")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    if not (options.data / "corpus.jsonl").is_file():
        sys.stderr.write("✗ 请用 HONGFAN_DATA=文件夹 | HONGFAN_DATA=folder with corpus.jsonl\n")
        return 1
    texts = [query.text for query in read_queries(options.data)]
    sizes = [int(size) for size in options.sizes.split(",")]
    # An honest measurement of slow answers instead of a refusal.
    query_module.TIME_LIMIT_MS = 60_000
    sys.stdout.write(
        "engine\tdocuments\tMB\tbuild s\tdocs/s\tbuild CPU s\tp50 ms\tp95 ms\tCPU ms\n"
    )
    kept = True
    for name in options.engines.split(","):
        with ExitStack() as stack:
            if name == "elasticsearch":
                [node] = stack.enter_context(cluster())
                hosts = (node.url,)
                engine: Engine = ElasticsearchEngine(
                    prefix="scale", client=lambda hosts=hosts: client_for(hosts)
                )
            else:
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hongfan-scale-"))
                engine = EmbeddedEngine(root=Path(folder))
            found = [
                measure(engine, options.data, size, options.processes, texts) for size in sizes
            ]
        slower = found[-1] / found[0]
        kept = kept and slower <= SLOWER
        sign = "✓" if slower <= SLOWER else "✗"
        sys.stdout.write(f"{sign} {name}: p95 × {slower:.1f} ({sizes[0]:,} → {sizes[-1]:,})\n")
    return 0 if kept else 1


def cpu() -> float:
    """Seconds of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(engine: Engine, data: Path, size: int, processes: int, texts: list[str]) -> float:
    began = cpu()
    seconds = build(engine, data, size, processes)
    built, began = cpu() - began, cpu()
    took = times(engine, texts)
    asked = (cpu() - began) * 1000 / len(texts)
    megabytes = engine.health().size_bytes / 1e6
    p50, p95 = percentile(took, 50), percentile(took, 95)
    cells = [f"{size:,}", f"{megabytes:.1f}", f"{seconds:.0f}", f"{size / seconds:,.0f}"]
    cells += [f"{built:.0f}", f"{p50:.2f}", f"{p95:.2f}", f"{asked:.2f}"]
    sys.stdout.write("\t".join([engine.name, *cells]) + "\n")
    sys.stdout.flush()
    return p95


if __name__ == "__main__":
    sys.exit(main())
