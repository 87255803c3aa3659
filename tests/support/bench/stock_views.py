"""The search view of Wagtail's project template, with a choice of what stands behind it."""

import json
import os
import urllib.request
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wagtail.models import Page

# Where ``make bench-search`` has put an index of the shape that Wagtail's Elasticsearch backend
# gives it. The backend itself needs analyzers that the server without modules does not have.
ADDRESS = os.environ.get("HONGFAN_BENCH_INDEX", "")


def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("query", "")
    pages: Any = Page.objects.none()
    if query:
        pages = Shaped(query) if ADDRESS else Page.objects.live().search(query)
    found = Paginator(pages, 10).get_page(request.GET.get("page"))
    return render(request, "bench/stock.html", {"query": query, "results": found})


class Shaped:
    """Results as the backend gives them: ids from Elasticsearch, pages from the database."""

    def __init__(self, query: str) -> None:
        self.query = {
            "bool": {
                "must": {
                    "multi_match": {
                        "query": query,
                        "fields": ["_all_text", "_all_text_boost_2_0^2.0"],
                        "operator": "or",
                    }
                }
            }
        }

    def count(self) -> int:
        return int(self._ask("_count", {"query": self.query})["count"])

    def __getitem__(self, window: slice) -> list[Page]:
        body = {
            "query": self.query,
            "from": window.start,
            "size": window.stop - window.start,
            "_source": False,
        }
        ids = [int(hit["_id"]) for hit in self._ask("_search", body)["hits"]["hits"]]
        pages = Page.objects.in_bulk(ids)
        return [pages[pk] for pk in ids if pk in pages]

    def _ask(self, action: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{ADDRESS}/{action}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
