"""``make bench-search``: our search and Wagtail's own, on the same pages, through HTTP.

The folder (``--data``, else ``HONGFAN_DATA``) holds the documents and judged queries that
``manage.py search_eval`` takes. They are imported as pages into a site in a temporary folder;
``--site FOLDER`` keeps that site for the next run. ``--systems`` chooses what is measured. All in
one run, one after the other, on this machine, each by the same eight clients.
"""

import argparse
import html
import json
import os
import re
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django  # noqa: E402

django.setup()

from core.scratch import ScratchSite  # noqa: E402
from search.evaluation import JudgedQuery, evaluate, percentile, read_queries, summarise  # noqa: E402
from tests.support.bench.serving import Asked, web_server  # noqa: E402
from tests.support.bench.sites import imported  # noqa: E402
from tests.support.elasticsearch.server import cluster  # noqa: E402
from tests.support.postgres import cluster as postgres_cluster  # noqa: E402
from tests.support.postgres import find_programs  # noqa: E402

OURS = ("embedded", "elasticsearch")
STOCK = ("wagtail-sqlite", "wagtail-postgres", "wagtail-elasticsearch")
STOCK_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.support.bench.stock_settings",
    "PYTHONPATH": str(ROOT),
}
CLIENTS, WARM_UP = 8, 40
# What the site's log says each time.
GAVE_UP = "Elasticsearch does not answer"
LINK = re.compile(r'<h2[^>]*>\s*<a href="([^"]+)"')
# Pages as the stock backend's index holds them; printed by the site's own code.
DUMP = """
import json, sys
from wagtail.models import Page
for page in Page.objects.live().filter(depth__gt=2).specific(defer=False).iterator(chunk_size=500):
    if hasattr(page, "body"):
        text = "\\n".join(map(str, page.body.stream_block.get_searchable_content(page.body)))
        print(json.dumps([page.pk, page.title, text], ensure_ascii=False))
"""
NAMES = """
import json
from articles.models import ImportedArticle
rows = ImportedArticle.objects.select_related("page")
print(json.dumps({row.page.url_path.partition("/")[2].partition("/")[2]: row.external_id for row in rows}))
"""


@dataclass
class Row:
    """``cpu``: the server's processor milliseconds a request. ``build``: pages indexed a second."""

    system: str
    build: float
    rate: float
    p50: float
    p95: float
    cpu: float
    memory: float
    ndcg: float
    empty: float
    failures: int


class Bench:
    def __init__(self, data: Path, folder: Path | None, clients: int, most: int) -> None:
        self.corpus = data / "corpus.jsonl"
        self.queries = read_queries(data)[:most]
        self.folder = folder
        self.clients = clients
        with self.corpus.open("rb") as lines:
            self.documents = sum(1 for _line in lines)

    def measure(self, system: str) -> Row:
        if system == "wagtail-postgres":
            return self.on_postgres(system)
        with imported(self.folder, self.corpus) as site:
            if system == "embedded":
                took = site.manage("search_rebuild", "--scope=site", "--engine=embedded").seconds
                return self.asked(system, site, took, "/search/?q=")
            if system == "wagtail-sqlite":
                took = site.manage("update_index", "--verbosity=0", **STOCK_SETTINGS).seconds
                return self.asked(system, site, took, "/stock-search/?query=", **STOCK_SETTINGS)
            with cluster() as [node]:
                if system == "elasticsearch":
                    where = {"HONGFAN_ELASTICSEARCH": node.url}
                    flags = ["--scope=site", "--engine=elasticsearch"]
                    took = site.manage("search_rebuild", *flags, **where).seconds
                    # As on every host: it answers where Elasticsearch does not.
                    site.manage("search_rebuild", "--scope=site", "--engine=embedded")
                    row = self.asked(system, site, took, "/search/?q=", **where)
                    said = (site.folder / "web.log").read_text(errors="replace")
                    if pauses := said.count(GAVE_UP):
                        sys.stderr.write(f"  the embedded index stood in {pauses} times for 5 s\n")
                    return row
                took, index = fill_shaped(site, node.url)
                where = {**STOCK_SETTINGS, "HONGFAN_BENCH_INDEX": index}
                return self.asked(system, site, took, "/stock-search/?query=", **where)

    def on_postgres(self, system: str) -> Row:
        programs = find_programs()
        if programs is None:
            raise SystemExit("✗ PostgreSQL 未安装 | PostgreSQL is not installed")
        with postgres_cluster(programs) as address:
            where = {"HONGFAN_DATABASE_URL": address}
            # A throw-away cluster is empty whatever was kept.
            with imported(None, self.corpus, **where) as site:
                where |= STOCK_SETTINGS
                took = site.manage("update_index", "--verbosity=0", **where).seconds
                return self.asked(system, site, took, "/stock-search/?query=", **where)

    def asked(
        self, system: str, site: ScratchSite, took: float, address: str, **variables: str
    ) -> Row:
        names = read_names(site, **variables)
        paths = {query.id: address + quote(query.text) for query in self.queries}
        with web_server(site.folder, **variables) as server:
            server.ask(list(paths.values())[:WARM_UP], self.clients)
            found = server.ask(list(paths.values()), self.clients)
        for failure in found.failures[:3]:
            sys.stderr.write(f"  {failure}\n")
        return self.row(system, took, found, names, paths)

    def row(
        self, system: str, took: float, found: Asked, names: dict[str, str], paths: dict[str, str]
    ) -> Row:
        by_text: dict[str, JudgedQuery] = {query.text: query for query in self.queries}
        scores = evaluate(
            self.queries,
            lambda text: shown(found.pages.get(paths[by_text[text].id], ""), names),
        )
        summary = summarise(scores.values())
        times = [one * 1000 for one in found.times] or [0.0]
        return Row(
            system=system,
            build=self.documents / took,
            rate=len(found.times) / found.seconds,
            p50=percentile(times, 50),
            p95=percentile(times, 95),
            cpu=found.cpu * 1000 / max(len(found.times), 1),
            memory=found.memory,
            ndcg=summary.ndcg,
            empty=summary.empty,
            failures=len(found.failures),
        )


def read_names(site: ScratchSite, **variables: str) -> dict[str, str]:
    """Path of a page below the home page -> its document's id."""
    said = site.manage("shell", "--no-imports", "-c", NAMES, **variables).output
    names: dict[str, str] = json.loads(said[said.index("{") :])
    return names


def shown(page: str, names: dict[str, str]) -> list[str]:
    """Ids of the documents that a page of results links to, in its order."""
    keys = []
    for link in LINK.findall(page):
        parts = urlsplit(html.unescape(link))
        target = parse_qs(parts.query).get("to", [parts.path])[0]
        key = names.get(urlsplit(target).path.lstrip("/"))
        # A page that is nobody's document, such as the section, holds its place.
        keys.append(key or f"other:{link}")
    return keys


def fill_shaped(site: ScratchSite, url: str) -> tuple[float, str]:
    """An index as Wagtail's Elasticsearch backend makes it; gives seconds and address."""
    began = time.perf_counter()
    said = site.manage("shell", "--no-imports", "-c", DUMP).output
    text = {"type": "text"}
    mapping = {"properties": {"_all_text": text, "_all_text_boost_2_0": text}}
    send("PUT", f"{url}/stock", json.dumps({"mappings": mapping}).encode())
    rows = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
    for start in range(0, len(rows), 500):
        lines: list[str] = []
        for pk, title, body in rows[start : start + 500]:
            lines.append(json.dumps({"index": {"_id": str(pk)}}))
            lines.append(
                json.dumps({"_all_text": f"{title}\n{body}", "_all_text_boost_2_0": title})
            )
        send("POST", f"{url}/stock/_bulk", ("\n".join(lines) + "\n").encode())
    send("POST", f"{url}/stock/_refresh", b"")
    return time.perf_counter() - began, f"{url}/stock"


def send(method: str, address: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, body, headers, method=method)
    with urllib.request.urlopen(request, timeout=120) as answer:
        answer.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("HONGFAN_DATA", "")))
    parser.add_argument("--site", type=Path, help="keep the imported site here")
    parser.add_argument("--systems", default=",".join([*OURS, *STOCK]))
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--queries", type=int, default=None, help="only the first so many")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    systems = options.systems.split(",")
    if unknown := set(systems) - {*OURS, *STOCK}:
        raise SystemExit(f"✗ {', '.join(unknown)}? ({', '.join([*OURS, *STOCK])})")
    if not (options.data / "corpus.jsonl").is_file():
        raise SystemExit("✗ 请用 HONGFAN_DATA=文件夹 | HONGFAN_DATA=folder with corpus.jsonl")
    bench = Bench(options.data, options.site, options.clients, options.queries)
    rows = []
    columns = ["build/s", "req/s", "p50 ms", "p95 ms", "CPU ms", "MB", "nDCG@10", "empty", "failed"]
    if not options.json:
        sys.stdout.write("\t".join([f"{'system':22}", *columns]) + "\n")
    for system in systems:
        row = bench.measure(system)
        rows.append(asdict(row))
        cells = [
            f"{row.build:,.0f}",
            f"{row.rate:,.0f}",
            f"{row.p50:.1f}",
            f"{row.p95:.1f}",
            f"{row.cpu:.1f}",
            f"{row.memory:.0f}",
            f"{row.ndcg:.3f}",
            f"{row.empty:.0%}",
            str(row.failures),
        ]
        if not options.json:
            sys.stdout.write("\t".join([f"{system:22}", *cells]) + "\n")
            sys.stdout.flush()
    if options.json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
