"""The meter's count."""

from django.apps import apps
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import ArticlePage
from articles.wordcount import body_text, count_words, reading_minutes


@require_POST
def count(request: HttpRequest) -> JsonResponse:
    """字数 and minutes of the body in an editor's unsaved form (its ``body-…`` fields)."""
    try:
        model = apps.get_model(request.POST.get("model", ""))
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, ArticlePage):
        return JsonResponse({"error": _("没有这种稿件。")}, status=400)
    block = model._meta.get_field("body").stream_block
    try:
        body = block.value_from_datadict(request.POST, request.FILES, "body")
    except (KeyError, ValueError, TypeError):
        return JsonResponse({"error": _("正文不完整，暂时数不出字数。")}, status=400)
    words = count_words(body_text(body))
    return JsonResponse({"words": words, "minutes": reading_minutes(words) if words else 0})
