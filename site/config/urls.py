"""The map of addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, re_path

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from assets.urls import document_urlpatterns, media_urlpatterns
from assets.views import PictureView
from core import views
from core.display.views import display
from core.style_guide.views import style_guide
from offline.urls import worker_urlpatterns
from search.urls import api_urlpatterns
from search.views.health import health as search_health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
    path("health/search", search_health, name="health_search"),
    path("", include("sharing.urls")),
    *worker_urlpatterns,
    path("", include("discovery.urls")),
    path("admin/", include(wagtailadmin_urls)),
    *api_urlpatterns,
    *document_urlpatterns,
    path("documents/", include(wagtaildocs_urls)),
    # Makes a rendition that a page has linked before it existed, then leads to its file.
    re_path(
        r"^images/([^/]*)/(\d*)/([^/]*)/[^/]*$",
        PictureView.as_view(action="redirect"),
        name="wagtailimages_serve",
    ),
]

if settings.HONGFAN_SERVE_MEDIA:
    urlpatterns += media_urlpatterns

# Pages last: they take whatever is left, also the addresses where private pages ask who is there.
urlpatterns += i18n_patterns(
    path("display/", display, name="display"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("style-guide/", style_guide, name="style_guide"),
    path("search/", include("search.urls")),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    path("", include("feeds.urls")),
    path("", include("offline.urls")),
    re_path(serve_pattern, views.serve_page, name="wagtail_serve"),
    prefix_default_language=False,
)

handler400 = "core.views.bad_request"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
