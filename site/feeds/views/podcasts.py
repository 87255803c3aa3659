"""The podcast, and what belongs to an episode."""

import json

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import ArticleIndexPage
from assets.models import Media
from assets.services.captions import as_webvtt
from core.addresses import Addresses
from core.answers import for_everybody, xml_text
from core.frame import Frame
from core.templatetags.language_tags import html_language
from feeds import items, podcast
from feeds.generators import PodcastFeed
from feeds.serving import MAX_AGE, public_page
from feeds.views.articles import BEGINNING
from home.models import HomePage


@require_safe
def podcast_feed(request: HttpRequest, path: str) -> HttpResponseBase:
    """Everything below the site or a section that can be heard."""
    page = public_page(request, path)
    if not isinstance(page, HomePage | ArticleIndexPage):
        raise Http404(_("没有这个订阅。"))
    addresses, settings = Addresses(request), Frame.of(request).settings
    language = html_language(page.locale.language_code)
    address = addresses.of(page.url_path)
    pages = podcast.episodes(page)
    name = settings.name if isinstance(page, HomePage) else f"{settings.name} - {page.title}"
    made = PodcastFeed(
        title=xml_text(_("听%(name)s") % {"name": name}),
        link=address,
        description=xml_text(_("%(name)s的讲座和朗读") % {"name": name}),
        language=language,
        feed_url=f"{address}podcast.xml",
        author=xml_text(settings.organisation or settings.name),
        email=settings.contact_email,
        picture=addresses.absolute(static("hongfan/icons/podcast.png")),
        began=page.first_published_at or BEGINNING,
    )
    for episode in podcast.described(pages, request, language):
        sound = Enclosure(*episode.pop("media"))
        made.add_item(**episode, enclosures=[sound])
    body = made.writeString("utf-8").encode()
    changed = items.changed(pages)
    return for_everybody(request, body, made.content_type, max_age=MAX_AGE, changed=changed)


def _recording(request: HttpRequest, path: str) -> Media:
    media = podcast.recording(public_page(request, path))
    if media is None:
        raise Http404(_("这个页面没有录音或视频。"))
    return media


@require_safe
def chapters(request: HttpRequest, path: str) -> HttpResponseBase:
    """The parts of the episode, in Podcasting 2.0's JSON."""
    media = _recording(request, path)
    if not media.chapters:
        raise Http404(_("没有分段目录。"))
    parts = [{"startTime": cue.start, "title": cue.text} for cue in media.chapters]
    body = json.dumps({"version": "1.2.0", "chapters": parts}, ensure_ascii=False).encode()
    return for_everybody(request, body, "application/json+chapters", max_age=MAX_AGE)


@require_safe
def transcript(request: HttpRequest, path: str) -> HttpResponseBase:
    """The words of the episode as WebVTT."""
    media = _recording(request, path)
    if not media.cues:
        raise Http404(_("没有文字稿。"))
    return for_everybody(request, as_webvtt(media.cues), "text/vtt; charset=utf-8", max_age=MAX_AGE)
