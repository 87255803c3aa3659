"""From an address to a page, with as few questions to the database as can be."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest

from wagtail.models import Page, get_page_models
from wagtail.url_routing import RouteResult

from core.frame import Frame


def load_for_serving(page: Page) -> Page:
    """The page as its own type, with what its template reads joined in where the type says so."""
    # All types at once, so that a process that has just started asks one question for them.
    ContentType.objects.get_for_models(*get_page_models())
    model = page.specific_class
    if model is None:
        return page
    load = getattr(model, "for_serving", None)
    found = model._default_manager.all()
    specific: Page = (load(found) if load else found).get(pk=page.pk)
    return specific


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page that answers for ``path`` in the active language, with what it makes of the rest.

    None also where the language has no home page of its own: Wagtail would serve the source
    language under the other's address.
    """
    frame = Frame.of(request)
    names = [name for name in path.split("/") if name]
    found = frame.find(names)
    root = frame.language_root
    if found is None or root is None:
        return None
    try:
        return load_for_serving(found).route(request, names[found.depth - root.depth :])
    except Http404:
        return None
