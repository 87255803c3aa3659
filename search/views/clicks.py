"""Opening a result: counts its rank, then leads there. Works without JavaScript."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import analytics
from search.query import MAX_PAGE
from search.results import PER_PAGE


@require_safe
@never_cache
def go(request: HttpRequest) -> HttpResponse:
    """Follows only addresses that ``analytics.Links`` made; others lead back to the search."""
    values = {name: request.GET.get(name, "") for name in ("q", "n", "to")}
    if not analytics.is_ours(values, request.GET.get("s", "")):
        return HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': values['q'][:200]})}")
    rank = int(values["n"])
    # Prefetching is no reading.
    if request.method == "GET" and request.headers.get("Sec-Purpose", "") == "":
        analytics.record_click(values["q"], min(rank, PER_PAGE * MAX_PAGE))
    response = HttpResponseRedirect(values["to"])
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
