"""How search is, for whoever watches the site."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import door
from search.status import standings


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Each engine of the readers' index: whether it answers, and how far it is behind (seconds).

    503 where none answers. Says nothing of the admin's index, whose figures count drafts.
    """
    engines = [
        {
            "engine": one.health.engine,
            "answers": not one.health.problem,
            "waiting": one.waiting,
            "lag": round(one.lag, 1),
        }
        for one in standings()
        if one.scope == door.SITE
    ]
    answers = any(engine["answers"] for engine in engines)
    return JsonResponse({"search": answers, "engines": engines}, status=200 if answers else 503)
