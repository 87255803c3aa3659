"""Finding the section that a person names."""

from django.conf import settings
from django.utils.translation import gettext as _

from wagtail.models import get_page_models

from articles.models import ArticleIndexPage


class NoSuchSection(Exception):
    """No section, or more than one, goes by that name; says which there are."""


def find_section(name: str) -> ArticleIndexPage:
    """The section of an address (``/news/``) or of its last part (``news``).

    Of several languages the source language is meant, unless the address says otherwise.
    """
    sections = [
        section for model in _models() for section in model.objects.select_related("locale")
    ]
    wanted = name.strip("/")
    addresses = {(section.get_url() or "").strip("/"): section for section in sections}
    if wanted in addresses:
        return addresses[wanted]
    found = [section for section in sections if section.slug == wanted]
    source = [one for one in found if one.locale.language_code == settings.LANGUAGE_CODE]
    found = source or found
    if len(found) == 1:
        return found[0]
    known = "、".join(f"/{address}/" for address in sorted(addresses) if address)
    message = (
        _("没有栏目“%(name)s”。可用的栏目：%(known)s")
        if not found
        else _("有几个栏目叫“%(name)s”，请写完整地址：%(known)s")
    )
    raise NoSuchSection(message % {"name": name, "known": known or "—"})


def _models() -> list[type[ArticleIndexPage]]:
    return [model for model in get_page_models() if issubclass(model, ArticleIndexPage)]
