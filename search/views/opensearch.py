"""The description by which a browser takes the site's search into its own field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.frame import Frame


@require_safe
@cache_control(public=True, max_age=86400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """OpenSearch 1.1, in the language of the address."""
    context = {
        "name": Frame.of(request).settings.name,
        "results": request.build_absolute_uri(reverse("search")),
        "suggestions": request.build_absolute_uri(reverse("search_suggest")),
        "itself": request.build_absolute_uri(reverse("search_opensearch")),
    }
    return render(
        request,
        "pages/search/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
