"""The page of results."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search import analytics, query, spelling, throttle
from search.engines.base import EngineUnavailable
from search.results import Results

logger = logging.getLogger(__name__)

TEMPLATE = "pages/search/results.html"


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """``?q=…``, filters and page number; without a question the box alone.

    Nobody else may keep the answer: it holds what this reader may see.
    """
    if wait := throttle.seconds_to_wait(request, throttle.PAGES):
        return _too_many(request, wait)
    question = query.read(request.GET, language=translation.get_language())
    context: dict[str, Any] = {"question": question}
    status = 200
    if not question.is_empty:
        try:
            context |= _found(Results(request, question))
        except EngineUnavailable as problem:
            # No index yet, or a broken one: the worker is building it.
            logger.warning("A search was not answered: %s", problem)
            context["is_unavailable"] = True
            status = 503
    response = TemplateResponse(request, TEMPLATE, context, status=status)
    patch_cache_control(response, private=True, no_cache=True)
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response


def _found(asking: Results) -> dict[str, Any]:
    found = asking
    # Asked here, so that a fault of the engine is met before the template begins.
    asked, total = found.question, found.total
    relaxed = None if total else spelling.relax(asked, found.access)
    if relaxed is not None:
        found = Results(found.request, relaxed.question)
    analytics.record(asked, total)
    help_ = spelling.help_for(asked, total, found.access) if asked.page == 1 else None
    return {
        "results": found,
        "cards": found.cards,
        "facets": found.facets,
        # For what was asked, also where less of it is searched for.
        "curated": asking.curated,
        "help": help_,
        "meant_address": asking.address(q=(help_.meant,)) if help_ and help_.meant else "",
        "relaxed": relaxed,
    }


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    response = TemplateResponse(request, "pages/search/too_many.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(wait)
    patch_cache_control(response, private=True, no_store=True)
    return response
