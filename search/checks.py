"""A page type can't be forgotten by search."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from wagtail.models import get_page_models

from core.models import BasePage
from search.registry import is_excluded, type_of


@register("hongfan")
def page_types_are_searchable_or_not(**kwargs: Any) -> list[CheckMessage]:
    """Every page type says by name whether readers find its pages."""
    return [
        Error(
            f"{model.__name__} is neither @searchable nor @not_searchable.",
            hint="Readers would look for its pages in vain; see search/registry.py.",
            obj=model,
            id="hongfan.E040",
        )
        for model in get_page_models()
        if issubclass(model, BasePage) and type_of(model) is None and not is_excluded(model)
    ]
