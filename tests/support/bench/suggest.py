"""``make bench-suggest``: suggestions among many titles, typed in characters, pinyin and initials.

Titles are those of ``HONGFAN_DATA`` (corpus.jsonl), beyond their number mixed from two of them.
Measured is what finding takes inside the process, by the clock and by CPU; a request adds the
queries that ask the database whether the asker may see what was found.
"""

import argparse
import datetime
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from search import synonyms  # noqa: E402
from search.analysis import Terms  # noqa: E402
from search.documents import SearchDocument  # noqa: E402
from search.evaluation import percentile  # noqa: E402
from search.suggest import Suggester  # noqa: E402
from search.vocabulary import VocabularyWriter  # noqa: E402
from tests.support.bench.remembered import typed  # noqa: E402

SEED = 7


def fill(folder: Path, titles: list[str], number: int, draw: random.Random) -> None:
    with VocabularyWriter(folder) as writer:
        for place in range(number):
            title = titles[place % len(titles)]
            if place >= len(titles):
                title += draw.choice(titles)[:4]
            document = SearchDocument(
                key=f"page:{place}",
                version=1,
                kind="news",
                locale="zh-hans",
                title=title[:60],
                date=datetime.date(2000, 1, 1) + datetime.timedelta(place % 9000),
                # So that some of what is found has to be passed over.
                access=("login",) if place % 5 == 0 else (),
            )
            writer.put(document, Terms("", "", ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=1500)
    options = parser.parse_args()
    draw = random.Random(SEED)
    # Topics and branches are few, and in a database that this bench does without.
    synonyms._memory.refresh = lambda: None  # type: ignore[method-assign]
    corpus = Path(os.environ["HONGFAN_DATA"]) / "corpus.jsonl"
    titles = [json.loads(line)["title"] for line in corpus.open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), titles, options.titles, draw)
        started = time.perf_counter()
        suggester = Suggester(Path(name))
        loaded = time.perf_counter() - started
        clock, cpu, empty = [], [], 0
        for _question in range(options.questions):
            question = typed(draw.choice(titles), draw)
            started, worked = time.perf_counter(), time.thread_time()
            empty += not suggester.suggest(question, {"all"})
            cpu.append((time.thread_time() - worked) * 1000)
            clock.append((time.perf_counter() - started) * 1000)
        suggester.reader.close()
    lines = [f"{options.titles} titles, loaded in {loaded:.1f} s; {empty} questions unanswered"]
    for label, times in (("clock", clock), ("CPU", cpu)):
        shown = ", ".join(f"p{share} {percentile(times, share):.1f}" for share in (50, 95, 99))
        lines.append(f"{label} ms: {shown}, max {max(times):.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
