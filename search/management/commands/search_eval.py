"""``manage.py search_eval``: relevance on judged questions."""

import os
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import evaluation
from search.engines.base import Engine, EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.evaluation import BadCollection, Score, Summary

ENGINES = ("embedded", "elasticsearch")


class Command(BaseCommand):
    help = (
        "在有标准答案的问题上量搜索的相关性。文件夹里有 corpus.jsonl、queries.jsonl、qrels.jsonl；"
        "文章放进一个临时的索引，不碰网站的索引。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, help="文件夹（默认环境变量 HONGFAN_DATA）"
        )
        parser.add_argument("--engine", choices=ENGINES, default="embedded", help="用哪个引擎")
        parser.add_argument("--json", action="store_true", help="输出 JSON，包括每个问题")
        parser.add_argument(
            "--against", type=Path, help="和以前用 --json 存下的结果比较（配对自助法）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or Path(os.environ.get("HONGFAN_DATA", ""))
        if not options["folder"] and not os.environ.get("HONGFAN_DATA"):
            raise CommandError(_("请指明文件夹，或用 HONGFAN_DATA=文件夹。"))
        try:
            # Before the work, so that a wrong name is said at once.
            theirs = _read_earlier(options["against"])
            queries = evaluation.read_queries(folder)
            with scratch_engine(options["engine"]) as engine:
                count = evaluation.fill(engine, evaluation.read_documents(folder))
                # The first question opens files and loads the dictionary.
                evaluation.ask(engine, queries[0].text if queries else "")
                scores = evaluation.evaluate(queries, lambda text: evaluation.ask(engine, text))
        except (BadCollection, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        if not scores:
            raise CommandError(_("这个文件夹里没有带答案的问题。"))
        if options["json"]:
            self.stdout.write(evaluation.to_json(options["engine"], count, scores))
        else:
            self._print(options["engine"], count, scores)
        if theirs is not None:
            self._print_differences(scores, theirs, to=self.stderr if options["json"] else None)

    def _print(self, engine: str, count: int, scores: Mapping[str, Score]) -> None:
        heading = {"engine": engine, "documents": count, "queries": len(scores)}
        self.stdout.write(_("%(engine)s：%(documents)d 篇文章，%(queries)d 个问题") % heading)
        names = ["nDCG@10", "success@1", "recall@10", "MRR@10", _("无结果"), "p50 ms", "p95 ms"]
        self.stdout.write("\t".join([_("问题"), _("个数"), *names]))
        kinds = evaluation.by_kind(scores.values())
        for kind, summary in kinds.items():
            self._row(kind or "-", summary)
        self._row(_("全部"), evaluation.summarise(scores.values()))

    def _row(self, name: str, one: Summary) -> None:
        figures = [f"{getattr(one, metric):.4f}" for metric in evaluation.METRICS[:-1]]
        cells = [*figures, f"{one.empty:.1%}", f"{one.p50:.1f}", f"{one.p95:.1f}"]
        self.stdout.write("\t".join([name, str(one.queries), *cells]))

    def _print_differences(
        self, ours: Mapping[str, Score], theirs: Mapping[str, Score], to: Any
    ) -> None:
        out = to or self.stdout
        try:
            found = {name: evaluation.compare(ours, theirs, name) for name in evaluation.METRICS}
        except ValueError as error:
            raise CommandError(_("两次的问题没有相同的。")) from error
        out.write("\t".join([_("比以前"), _("差"), "95 %", "p"]))
        for name, one in found.items():
            interval = f"{one.low:+.4f} … {one.high:+.4f}"
            out.write("\t".join([name, f"{one.mean:+.4f}", interval, f"{one.p:.3f}"]))


def _read_earlier(path: Path | None) -> dict[str, Score] | None:
    if path is None:
        return None
    try:
        return evaluation.from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadCollection(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise BadCollection(
            _("%(place)s：不是用 --json 存下的结果。") % {"place": path.name}
        ) from error


@contextmanager
def scratch_engine(name: str) -> Iterator[Engine]:
    """An engine with an index of its own, removed at the end."""
    if name == "embedded":
        with TemporaryDirectory(prefix="hongfan-search-") as folder:
            yield EmbeddedEngine(root=Path(folder))
        return
    engine = ElasticsearchEngine(prefix=f"hongfan-scratch-{uuid.uuid4().hex[:8]}")
    try:
        yield engine
    finally:
        engine.remove()
