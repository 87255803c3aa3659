"""Rules for article types."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from wagtail.models import get_page_models

from articles.models import ArticlePage
from topics import registry


@register("hongfan")
def article_types_are_collected(**kwargs: Any) -> list[CheckMessage]:
    """Every article type can stand in a topic."""
    collected = {kind.model for kind in registry.all_types()}
    return [
        Error(f"{model.__name__} is not registered for topics.", obj=model, id="hongfan.E010")
        for model in get_page_models()
        if issubclass(model, ArticlePage) and model not in collected
    ]
