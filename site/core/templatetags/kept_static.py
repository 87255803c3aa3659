"""Django's ``{% static %}``, which a page has fifteen times, asked once in a process.

Each time it goes through all installed apps and the storage, for an address that doesn't change
while the process runs. Takes the name ``static`` in the settings of the templates.
"""

from functools import lru_cache

from django import template
from django.templatetags.static import StaticNode, get_media_prefix, get_static_prefix

register = template.Library()
register.tag("get_static_prefix", get_static_prefix)
register.tag("get_media_prefix", get_media_prefix)

# More files than the site and its admin have.
MOST_FILES = 5_000


class KeptStaticNode(StaticNode):
    @classmethod
    def handle_simple(cls, path: str) -> str:
        return address_of(path)


@lru_cache(maxsize=MOST_FILES)
def address_of(path: str) -> str:
    return StaticNode.handle_simple(path)


register.tag("static", KeptStaticNode.handle_token)
