"""``make bench-import``: how quickly articles go in, and what pages take afterwards.

Works in sites of its own in temporary folders; the real one is not touched.
"""

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.scratch import Finished, ScratchSite

FEW = 50
PAGES = ("home", "section", "article")
# The sites are measured in turn, so that a busy moment of the machine meets both.
TURNS = 5
ROUNDS = 30
# What is asked of the house.
PAGES_A_SECOND, MEGABYTES, TIMES_SLOWER = 100, 300, 1.5

Measured = dict[str, dict[str, float]]


class Command(BaseCommand):
    help = (
        "在临时文件夹里的网站上导入 HONGFAN_DATA/corpus.jsonl：每秒多少篇、内存多少，"
        "以及导入前后首页、栏目、文章的查询数和用时。不碰现有的网站。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--file", type=Path, help="要导入的文件（默认 HONGFAN_DATA/corpus.jsonl）"
        )
        parser.add_argument("--section", default="news", help="导入到哪个栏目")
        parser.add_argument("--turns", type=int, default=TURNS, help="前后各量几遍")

    def handle(self, *args: Any, **options: Any) -> None:
        corpus = options["file"] or _corpus()
        with ScratchSite() as before:
            before.manage(
                "createsuperuser",
                "--noinput",
                "--username=bench",
                "--email=bench@example.org",
                DJANGO_SUPERUSER_PASSWORD="only for this run",  # noqa: S106
            )
            sample = before.folder / "few.jsonl"
            with corpus.open("rb") as source:
                sample.write_bytes(b"".join(islice(source, FEW)))
            self._import(before, sample, options["section"])
            with ScratchSite(copied_from=before) as after:
                done = self._import(after, corpus, options["section"])
                self._report_import(done, corpus)
                few, many = _measure(before, after, max(options["turns"], 1))
        self._report_pages(few, many)

    def _import(self, site: ScratchSite, file: Path, section: str) -> Finished:
        flags = ["--create-sources=own", "--title-from-body", "--approved-by=bench"]
        return site.manage(
            "import_articles", str(file), f"--section={section}", *flags, "--reason=bench"
        )

    def _report_import(self, done: Finished, corpus: Path) -> None:
        with corpus.open("rb") as source:
            rows = sum(1 for _line in source)
        self.stdout.write(done.output.strip())
        self._figure(_("每秒篇数（连同启动）"), rows / done.seconds, PAGES_A_SECOND, at_least=True)
        self._figure(_("内存最高 MB"), done.memory, MEGABYTES)

    def _report_pages(self, few: Measured, many: Measured) -> None:
        self.stdout.write(
            "\t".join([_("页面"), _("查询 前→后"), _("冷 ms 前→后"), _("热 ms 前→后"), _("倍数")])
        )
        for name in PAGES:
            one, other = few[name], many[name]
            ratio = max(other[kind] / one[kind] for kind in ("cold", "warm"))
            cells = [
                f"{one['queries']:.0f} → {other['queries']:.0f}",
                f"{one['cold']:.1f} → {other['cold']:.1f}",
                f"{one['warm']:.1f} → {other['warm']:.1f}",
                f"{ratio:.2f}",
            ]
            self.stdout.write("\t".join([name, *cells]))
        for name in PAGES:
            self._figure(
                _("%(page)s 多出的查询") % {"page": name},
                many[name]["queries"] - few[name]["queries"],
                0,
            )
            slower = max(many[name][kind] / few[name][kind] for kind in ("cold", "warm"))
            self._figure(_("%(page)s 慢了几倍") % {"page": name}, slower, TIMES_SLOWER)

    def _figure(self, what: str, figure: float, limit: float, at_least: bool = False) -> None:
        is_kept = figure >= limit if at_least else figure <= limit
        sign = "≥" if at_least else "≤"
        self.stdout.write(f"{'✓' if is_kept else '✗'} {what}：{figure:,.2f}（{sign} {limit:g}）")


def _corpus() -> Path:
    folder = os.environ.get("HONGFAN_DATA", "")
    path = Path(folder) / "corpus.jsonl"
    if not folder or not path.is_file():
        raise CommandError(_("请用 HONGFAN_DATA=文件夹 指明 corpus.jsonl 在哪里，或用 --file。"))
    return path


def _measure(before: ScratchSite, after: ScratchSite, turns: int) -> tuple[Measured, Measured]:
    """The best of several turns for each: what the page takes when nothing else disturbs."""
    results = [[_measured(site) for site in (before, after)] for _turn in range(turns)]
    few, many = (list(column) for column in zip(*results, strict=True))
    return _best(few), _best(many)


def _measured(site: ScratchSite) -> Measured:
    said = site.manage("bench_pages", "--here", "--json", f"--rounds={ROUNDS}").output
    found: Measured = json.loads(said[said.index("{") : said.rindex("}") + 1])
    return found


def _best(turns: list[Measured]) -> Measured:
    def figures(page: str) -> Iterator[tuple[str, float]]:
        for kind in ("queries", "cold", "warm"):
            yield kind, min(turn[page][kind] for turn in turns)

    return {page: dict(figures(page)) for page in PAGES}
