"""Links on paper."""

import re
from urllib.parse import urljoin

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

# A link in running text. Those that hold a picture or a block of their own say enough.
LINK = re.compile(r'<a\s[^>]*?href="([^"#][^"]*)"[^>]*>([^<]+)</a>')


@register.simple_block_tag
def numbered_links(content: str, request: HttpRequest) -> SafeString:
    """The content with a number after each link's text, and the addresses in order after it."""
    found: list[str] = []

    def number(match: re.Match[str]) -> str:
        address = urljoin(request.build_absolute_uri(), match.group(1).replace("&amp;", "&"))
        if address not in found:
            found.append(address)
        place = found.index(address) + 1
        return f'{match.group(0)}<sup class="note-number">[{place}]</sup>'

    # The content is what the template made, escaped already.
    text = mark_safe(LINK.sub(number, content))  # noqa: S308
    if not found:
        return text
    lines = format_html_join("", "<li>{}</li>", ((address,) for address in found))
    return format_html(
        '{}<section class="notes"><h2>{}</h2><ol>{}</ol></section>',
        text,
        _("文中链接"),
        lines,
    )
