"""``make bench-search-fresh``: how soon readers find a change, or find no more what was closed.

A site of its own with web server and worker, as ``make run`` starts them. Each change is made as
editors' screens and commands make it; from the end of its transaction the page of results is asked
through HTTP until it tells of it.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
# This process writes to the site that it measures.
HOME = tempfile.TemporaryDirectory(prefix="hongfan-fresh-")
os.environ["HONGFAN_HOME"] = HOME.name

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from wagtail.models import Page, PageViewRestriction  # noqa: E402

from search.evaluation import percentile  # noqa: E402
from tests.support.bench.serving import Server, program, web_server  # noqa: E402
from tests.support.bench.sites import KeptSite, set_up  # noqa: E402
from tests.support.elasticsearch.server import cluster  # noqa: E402
from topics.models import Topic, TopicAlias  # noqa: E402

WITHIN = 2.0
PATIENCE = 30.0
HIT = '<li class="hit'
LOOK_AGAIN = 0.01
TIMES = 10
ALSO = 40

Change = tuple[str, Callable[[], object], str, bool]


def row(word: str, **more: object) -> dict[str, object]:
    body = "今年汛期以前，村里把三公里河堤加固完毕，账目贴在村口。" * 5
    return {"id": word, "title": f"河堤加固 {word}", "body": body, "source": "bench", **more}


def publish(*rows: dict[str, object]) -> None:
    file = Path(HOME.name) / "rows.jsonl"
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in rows), "utf-8")
    with open(os.devnull, "w") as nowhere:
        call_command(
            "import_articles",
            str(file),
            section="news",
            approved_by="bench",
            reason="bench",
            create_sources="own",
            stdout=nowhere,
            stderr=nowhere,
        )


def changes(number: int) -> Iterator[Change]:
    """Name, what is done, the words to ask for, and whether they shall be found afterwards."""
    word = f"k{number}x{os.getpid()}"
    yield "published", lambda: publish(row(word)), word, True
    page = Page.objects.get(title__endswith=word)
    new = f"n{word}"
    body = f"{row(word)['body']}后来又修了{new}桥。"
    yield "text changed", lambda: publish(row(word, body=body)), new, True
    topic = Topic.objects.create(name=f"t{word}")
    yield (
        "topic added",
        lambda: publish(row(word, body=body, topics=[topic.name])),
        topic.name,
        True,
    )
    alias = f"a{word}"
    yield "topic alias", lambda: TopicAlias.objects.create(topic=topic, name=alias), alias, True
    closed = PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)
    yield "made private", closed.save, new, False
    other = f"d{word}"
    yield "published", lambda: publish(row(other)), other, True
    gone = Page.objects.get(title__endswith=other)
    yield "unpublished", lambda: Page.objects.get(pk=gone.pk).specific.unpublish(), other, False
    last = f"e{word}"
    yield "published", lambda: publish(row(last)), last, True
    gone = Page.objects.get(title__endswith=last)
    yield "deleted", lambda: Page.objects.get(pk=gone.pk).specific.delete(), last, False
    many = [row(f"m{place}{word}", body=f"同批{word}号，{'河堤' * 30}") for place in range(ALSO)]
    yield f"{ALSO} published", lambda: publish(*many), f"m{ALSO - 1}{word}", True


def until_told(server: Server, word: str, is_found: bool) -> float:
    """Seconds."""
    path, began = f"/search/?q={quote(word)}", time.perf_counter()
    while True:
        asked = server.ask([path], 1)
        shown = HIT in asked.pages.get(path, "")
        took = time.perf_counter() - began
        if shown is is_found or took > PATIENCE:
            return took
        time.sleep(LOOK_AGAIN)


def measure(name: str) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {}
    with ExitStack() as stack:
        where = {}
        if name == "elasticsearch":
            [node] = stack.enter_context(cluster())
            where = {"HONGFAN_ELASTICSEARCH": node.url}
        home = Path(HOME.name)
        stack.enter_context(program(home, "worker", **where))
        server = stack.enter_context(web_server(home, **where))
        # Both indices are there when a page of before is found.
        publish(row(f"first{name}"))
        until_told(server, f"first{name}", True)
        for number in range(TIMES):
            for what, do, word, is_found in changes(number + (name == "elasticsearch") * TIMES):
                do()
                took.setdefault(what, []).append(until_told(server, word, is_found))
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", default="embedded,elasticsearch")
    options = parser.parse_args()
    good = True
    set_up(KeptSite(Path(HOME.name)))
    for name in options.engines.split(","):
        for what, took in measure(name).items():
            slowest = max(took)
            good = good and slowest <= WITHIN
            sys.stdout.write(
                f"{'✓' if slowest <= WITHIN else '✗'} {name:14} {what:14} "
                f"p50 {percentile(took, 50):.2f} s, slowest {slowest:.2f} s of {len(took)}\n"
            )
            sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
