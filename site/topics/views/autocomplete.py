"""Topics while typing."""

from django.http import HttpRequest, JsonResponse

from topics.models import TopicAlias

LIMIT = 10


def autocomplete(request: HttpRequest) -> JsonResponse:
    """Up to ten accepted topics for a part of a name, an alias, or pinyin (``?term=``).

    Each with ``value``, its own name, and ``label``, which tells by what it was found.
    """
    found = TopicAlias.objects.suggest(request.GET.get("term", "")[:100], LIMIT)
    return JsonResponse(
        [
            {
                "value": alias.topic.name,
                "label": alias.name if alias.is_name else f"{alias.topic.name}（{alias.name}）",
            }
            for alias in found
        ],
        safe=False,
    )
