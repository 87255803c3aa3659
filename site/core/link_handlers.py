"""What links stored in running text become for readers."""

from django.utils.html import escape

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from core.links import load_linked_pages
from core.request_memo import current_request

# Longer ones are no keys of a database.
LONGEST_KEY = 18


class InternalLinkHandler(PageLinkHandler):
    """What a stored link becomes; one to a page that is gone or withdrawn is plain text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [_number(attrs.get("id", "")) for attrs in attrs_list]
        pages = load_linked_pages(pk for pk in ids if pk is not None)
        return [_opening_tag(pages.get(pk) if pk is not None else None) for pk in ids]


def _number(text: str) -> int | None:
    is_key = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
    return int(text) if is_key else None


def _opening_tag(page: Page | None) -> str:
    address = page.get_url(current_request()) if page else None
    return f'<a href="{escape(address)}">' if address else "<a>"
