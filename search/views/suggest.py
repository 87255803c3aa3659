"""What to offer while a reader types."""

import logging
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.frame import Frame
from search import throttle
from search.access import Restrictions, asker_of
from search.analysis import phrase_terms
from search.documents import SearchDocument
from search.door import embedded, engine
from search.engines.base import EngineUnavailable, Plan
from search.filters import FILES
from search.lookups import Lookup, look_up
from search.results import kind_labels
from search.suggest import Suggestion, suggester_for
from search.vocabulary import Entry

logger = logging.getLogger(__name__)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """``?q=…`` as ``{"suggestions": [{"text", "label", "url"}]}``.

    With ``format=opensearch`` as browsers ask for it from their own search field.
    """
    typed = request.GET.get("q", "")
    for_browser = request.GET.get("format") == "opensearch"
    wait = throttle.seconds_to_wait(request, throttle.SUGGESTIONS)
    found = [] if wait else suggestions(request, typed)
    if for_browser:
        texts = [one["text"] for one in found]
        body: Any = [typed, texts, [one["label"] for one in found], [one["url"] for one in found]]
        response = JsonResponse(
            body, safe=False, content_type="application/x-suggestions+json; charset=utf-8"
        )
    else:
        response = JsonResponse({"suggestions": found})
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    # Nobody else may keep what this reader may see.
    patch_cache_control(response, private=True, no_store=True)
    return response


def suggestions(request: HttpRequest, typed: str) -> list[dict[str, str]]:
    """What the sender may see, best first; nothing where the index can't be read."""
    try:
        suggester = suggester_for(embedded().folder)
        if suggester is None:
            return []
        checked = _Checked(request)
        found = suggester.suggest(
            typed,
            checked.access,
            language=checked.language,
            check=checked,
            holds=checked.holds,
        )
    except EngineUnavailable as problem:
        logger.warning("No suggestions: %s", problem)
        return []
    labels = {**kind_labels(), "topic": _("专题"), "person": _("人物"), "branch": _("支部")}
    return [
        {"text": one.text, "label": str(labels.get(one.kind, "")), "url": checked.url(one)}
        for one in found
    ]


class _Checked:
    """Asks the database which entries the sender may see, and where they are."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = translation.get_language() or settings.LANGUAGE_CODE
        self.asker = asker_of(request)
        self.access = Restrictions.current().open_to(self.asker)
        self._lookup = Lookup()
        self._hosts: dict[str, int] = {}

    def __call__(self, entries: list[Entry]) -> set[str]:
        if not entries:
            return set()
        documents = [
            SearchDocument(
                key=entry.key,
                version=0,
                kind=entry.kind,
                locale=entry.locale,
                title=entry.title,
                under=(entry.host,),
            )
            for entry in entries
        ]
        self._hosts = {entry.key: entry.host for entry in entries}
        self._lookup = look_up(documents, self.asker)
        return self._lookup.allowed

    def holds(self, suggestion: Suggestion) -> bool:
        """Whether it leads to something, what was closed a moment ago left out."""
        plan = Plan(access=self.access, limit=0, filters={"locale": (self.language,)})
        if suggestion.pk:
            chosen = {suggestion.kind: (str(suggestion.pk),)}
            plan = replace(plan, filters={**plan.filters, **chosen})
        else:
            plan = replace(plan, phrases=(tuple(phrase_terms(suggestion.text)),))
        return engine().search(plan).total > 0

    def url(self, suggestion: Suggestion) -> str:
        """Where choosing it leads: to the document, or to what is found by it."""
        if suggestion.kind == FILES:
            return suggestion.url
        path = self._lookup.addresses.get(self._hosts.get(suggestion.key, 0))
        if path:
            return Frame.of(self.request).address_of(path)
        named = {suggestion.kind: suggestion.value}
        asked = named if suggestion.value else {"q": f'"{suggestion.text}"'}
        return f"{reverse('search')}?{urlencode(asked)}"
