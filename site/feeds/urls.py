"""After the address of a page, in any language: ``/en/news/feed.rss``. For ``config.urls``."""

from django.urls import re_path

from feeds.views import activities, articles, podcasts

# As many names as a page's address can have; a longer one is a robot's.
PAGE = r"^(?P<path>(?:[-\w]{1,255}/){0,20})"

urlpatterns = [
    re_path(rf"{PAGE}feed\.(?P<kind>rss|atom)$", articles.feed, name="feed"),
    re_path(rf"{PAGE}podcast\.xml$", podcasts.podcast_feed, name="podcast"),
    re_path(rf"{PAGE}chapters\.json$", podcasts.chapters, name="podcast_chapters"),
    re_path(rf"{PAGE}transcript\.vtt$", podcasts.transcript, name="podcast_transcript"),
    re_path(rf"{PAGE}activities\.ics$", activities.activities, name="activities"),
]
