"""RSS and Atom of the site, a section, a topic, a branch."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.addresses import Addresses
from core.answers import for_everybody, xml_text
from core.frame import Frame
from core.templatetags.language_tags import html_language
from feeds import items
from feeds.generators import AtomFeed, RssFeed
from feeds.serving import MAX_AGE, moved_address, public_page
from feeds.sources import source_of

GENERATORS: dict[str, type[RssFeed] | type[AtomFeed]] = {"rss": RssFeed, "atom": AtomFeed}
# Of a feed in which nothing was ever published.
BEGINNING = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


@require_safe
def feed(request: HttpRequest, path: str, kind: str) -> HttpResponseBase:
    """The newest articles of the page at ``path``."""
    try:
        page = public_page(request, path)
    except Http404:
        if address := moved_address(request):
            return HttpResponsePermanentRedirect(address)
        raise
    source = source_of(page, request)
    if source is None:
        raise Http404(_("没有这个订阅。"))
    generator, addresses = GENERATORS[kind], Addresses(request)
    settings, language = Frame.of(request).settings, html_language(page.locale.language_code)
    pages = items.newest(source.collection)
    address = addresses.of(page.url_path)
    title = f"{settings.name} - {source.name}" if source.name else settings.name
    made = generator(
        title=xml_text(title),
        link=f"{address}{source.query}",
        description=xml_text(_("%(name)s的最新文章") % {"name": source.name or settings.name}),
        language=language,
        author_name=xml_text(settings.organisation or settings.name),
        feed_url=f"{address}feed.{kind}{source.query}",
        feed_guid=items.identity(page, language, source.query),
        began=page.first_published_at or BEGINNING,
    )
    for one in pages:
        made.add_item(**items.item(one, addresses, language))
    body = made.writeString("utf-8").encode()
    return for_everybody(
        request, body, generator.content_type, max_age=MAX_AGE, changed=items.changed(pages)
    )
