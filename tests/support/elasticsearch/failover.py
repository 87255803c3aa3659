"""Three nodes on this machine, one killed under load: is a request lost, is a change lost?

    make test-failover                     (or: python tests/support/elasticsearch/failover.py)

Readers ask and a writer changes documents without a pause, through the site's own engine; the
node that holds the index is killed in the middle, and comes back. Ends with an error where a
request failed or a change that was accepted is missing.
"""

import argparse
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from search.analysis import ask_terms  # noqa: E402
from search.documents import Passage, SearchDocument  # noqa: E402
from search.engines.base import EngineUnavailable, Plan  # noqa: E402
from search.engines.elasticsearch import ElasticsearchEngine  # noqa: E402
from search.engines.elasticsearch import engine as engine_module  # noqa: E402
from search.engines.elasticsearch import query as query_module  # noqa: E402
from search.engines.elasticsearch.connection import client_for  # noqa: E402
from tests.support.elasticsearch.installation import Missing  # noqa: E402
from tests.support.elasticsearch.server import Node, cluster  # noqa: E402

DOCUMENTS = 500
READERS = 4
WORDS = "河堤 渡口 读书会 油茶 石阶 值守 合作社 账本 支部 村口".split()


@dataclass
class Load:
    """What readers and the writer did. ``accepted``: key -> last version that was taken in."""

    engine: ElasticsearchEngine
    ending: threading.Event = field(default_factory=threading.Event)
    answered: int = 0
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    accepted: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, turn: int) -> None:
        while not self.ending.is_set():
            turn += 1
            terms = ask_terms(WORDS[turn % len(WORDS)])
            plan = Plan(w=tuple((term, 1.0) for term in terms.w), access=("all",))
            began = time.monotonic()
            try:
                found = self.engine.search(plan)
                problem = "" if found.total else f"nothing found for {terms.w}"
            except EngineUnavailable as error:
                problem = str(error)
            with self.lock:
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.answered += not problem
                self.failed += [problem] if problem else []

    def write(self) -> None:
        version = 1
        while not self.ending.is_set():
            version += 1
            documents = [document(version % DOCUMENTS + place, version) for place in range(5)]
            # As the worker does: what was not taken in is written again.
            while not self.ending.is_set():
                try:
                    self.engine.write(documents)
                    self.accepted |= {one.key: one.version for one in documents}
                    break
                except EngineUnavailable:
                    self.repeated += 1


def document(number: int, version: int) -> SearchDocument:
    word = WORDS[number % len(WORDS)]
    text = f"第{number}篇写{word}，第{version}稿。"
    return SearchDocument(
        key=f"page:{number}",
        version=version,
        kind="news",
        locale="zh-hans",
        title=f"{word}纪事",
        passages=(Passage(text),),
    )


def node_of_the_index(engine: ElasticsearchEngine, nodes: list[Node]) -> Node:
    rows = client_for(tuple(node.url for node in nodes)).cat.shards(
        index=engine.alias, format="json"
    )
    [name] = [row["node"] for row in rows if row["prirep"] == "p"]
    return next(node for node in nodes if node.name == name)


def wait_until_green(engine: ElasticsearchEngine, hosts: tuple[str, ...]) -> None:
    client = client_for(hosts).options(request_timeout=120)
    client.cluster.health(index=engine.alias, wait_for_status="green", timeout="90s")


def run(nodes: list[Node], seconds: float) -> Load:
    hosts = tuple(node.url for node in nodes)
    engine = ElasticsearchEngine(prefix="failover", client=lambda: client_for(hosts))
    with engine.rebuild() as rebuild:
        rebuild.add(document(number, 1) for number in range(DOCUMENTS))
        rebuild.finish(1)
    wait_until_green(engine, hosts)
    load = Load(engine)
    threads = [threading.Thread(target=load.read, args=(place,)) for place in range(READERS)]
    threads.append(threading.Thread(target=load.write))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    victim = node_of_the_index(engine, nodes)
    say(f"killing {victim.name}, which holds the index; {load.answered} answers so far")
    victim.kill()
    time.sleep(seconds)
    say(f"starting {victim.name} again; {load.answered} answers so far")
    victim.start()
    victim.wait(len(nodes))
    time.sleep(seconds)
    load.ending.set()
    for thread in threads:
        thread.join()
    engine.refresh()
    return load


def say(line: str) -> None:
    sys.stderr.write(f"  {line}\n")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10, help="before, during and after")
    parser.add_argument("--patience", type=float, default=5.0, help="seconds for one node")
    options = parser.parse_args()
    # Three servers and their load share this machine; a reader's limits are for machines apart.
    engine_module.ASK_TIMEOUT = options.patience
    query_module.TIME_LIMIT_MS = int(options.patience * 1000)
    try:
        with cluster(3) as nodes:
            load = run(nodes, options.seconds)
            stored = dict(load.engine.keys())
    except Missing as missing:
        sys.stderr.write(f"跳过 | Skipped: {missing}\n")
        return 1 if os.environ.get("CI") else 0
    lost = [key for key, version in load.accepted.items() if stored.get(key, 0) < version]
    say(f"answered {load.answered}, failed {len(load.failed)}, slowest {load.slowest:.1f} s")
    say(
        f"changed {len(load.accepted)} documents, repeated {load.repeated} writes, lost {len(lost)}"
    )
    for problem in sorted(set(load.failed)):
        say(problem)
    return 1 if load.failed or lost or not load.accepted else 0


if __name__ == "__main__":
    sys.exit(main())
