"""``GET /api/v1/search``: the page of results for programs. Described in ``docs/search.md``."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from search import query, throttle
from search.engines.base import EngineUnavailable
from search.results import Card, Results

logger = logging.getLogger(__name__)

MOST_PER_PAGE = 50


# Nothing is written, and who posts is to be told how to ask.
@csrf_exempt
def search(request: HttpRequest) -> HttpResponse:
    """The same question as the page's, the same access, as JSON; ``language`` chooses the language."""
    if request.method not in {"GET", "HEAD"}:
        response: HttpResponse = _problem(405, _("只能用 GET 读取。"))
        response.headers["Allow"] = "GET, HEAD"
        return response
    language = request.GET.get("language", "") or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        return _problem(400, _("没有这种语言。"))
    with translation.override(language):
        if wait := throttle.seconds_to_wait(request, throttle.API):
            response = _problem(429, _("请求太频繁，请稍后再试。"))
            response.headers["Retry-After"] = str(wait)
            return response
        question = query.read(request.GET, language=language)
        if question.is_empty:
            return _problem(400, _("请用参数 q 写出要找什么。"))
        results = Results(request, question, per_page=_per_page(request))
        try:
            return _private(JsonResponse(_answer(results)))
        except EngineUnavailable as problem:
            logger.warning("A search by the API was not answered: %s", problem)
            response = _problem(503, _("搜索正在准备，暂时不能用。"))
            response.headers["Retry-After"] = "10"
            return response


def _answer(results: Results) -> dict[str, Any]:
    question = results.question
    return {
        "query": question.typed,
        "total": results.total,
        "page": question.page,
        "pages": results.pages,
        "notices": [str(notice) for notice in question.notices],
        "results": [_result(results.request, card) for card in results.cards],
        "facets": {
            facet.name: [
                {"value": choice.value, "label": choice.label, "count": choice.count}
                for choice in facet.choices
            ]
            for facet in results.facets
        },
    }


def _result(request: HttpRequest, card: Card) -> dict[str, Any]:
    def absolute(url: str) -> str | None:
        return request.build_absolute_uri(url) if url else None

    document = card.document
    return {
        "title": document.title,
        "url": absolute(card.url),
        "kind": document.kind,
        "kind_label": str(card.kind),
        "date": document.date.isoformat() if document.date else None,
        "excerpt": strip_tags(card.excerpt),
        "passage_url": absolute(card.excerpt_url),
        "moments": [
            {"at": moment.label, "url": absolute(moment.url), "text": strip_tags(moment.text)}
            for moment in card.moments
        ],
        "branch": card.branch or None,
        "topics": list(card.topics),
        "thumbnail": absolute(document.thumbnail),
        "copies": card.hit.folded,
        "story": document.story or None,
    }


def _per_page(request: HttpRequest) -> int:
    value = request.GET.get("per_page", "")
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 10
    return min(max(number, 1), MOST_PER_PAGE)


def _problem(status: int, sentence: str) -> JsonResponse:
    return _private(JsonResponse({"error": sentence}, status=status))


def _private(response: JsonResponse) -> JsonResponse:
    """Nobody else may keep it: it holds what this asker may see."""
    patch_cache_control(response, private=True, no_store=True)
    return response
