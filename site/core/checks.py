"""The house rules, as Django system checks: a page type can't forget them."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from wagtail.models import Page, get_page_models

from core.models import BasePage


def _own_pages() -> list[type[BasePage]]:
    return [model for model in get_page_models() if issubclass(model, BasePage)]


@register("hongfan")
def page_types_declare_tree_rules(**kwargs: Any) -> list[CheckMessage]:
    """Where a page may stand and what may stand below it is written down, not inherited."""
    errors: list[CheckMessage] = []
    for model in _own_pages():
        for name in ("parent_page_types", "subpage_types"):
            if not any(name in vars(base) for base in model.__mro__ if base is not Page):
                errors.append(
                    Error(
                        f"{model.__name__} does not declare {name}.", obj=model, id="hongfan.E001"
                    )
                )
        if not getattr(model, "page_description", ""):
            errors.append(
                Error(f"{model.__name__} has no page_description.", obj=model, id="hongfan.E002")
            )
    return errors


@register("hongfan")
def page_types_have_templates(**kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for model in _own_pages():
        try:
            get_template(model.template)
        except TemplateDoesNotExist:
            errors.append(
                Error(
                    f"{model.__name__} has no template {model.template}.",
                    obj=model,
                    id="hongfan.E003",
                )
            )
    return errors


@register("hongfan")
def page_types_extend_search_and_translation(**kwargs: Any) -> list[CheckMessage]:
    """Fields of the base stay searchable and translatable in each type."""
    errors: list[CheckMessage] = []
    for model in _own_pages():
        missing = [field for field in BasePage.search_fields if field not in model.search_fields]
        if missing:
            errors.append(
                Error(
                    f"{model.__name__}.search_fields leaves out the base's.",
                    obj=model,
                    id="hongfan.E004",
                )
            )
        declared = {field.field_name for field in model.translatable_fields}
        base = {field.field_name for field in BasePage.translatable_fields}
        own = {
            field.name
            for field in model._meta.local_fields
            if field.editable and not field.primary_key
        }
        undeclared = sorted((base | own) - declared)
        if undeclared:
            errors.append(
                Error(
                    f"{model.__name__}.translatable_fields says nothing about "
                    f"{', '.join(undeclared)}.",
                    obj=model,
                    id="hongfan.E005",
                )
            )
    return errors
