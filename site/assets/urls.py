"""The addresses of uploads, for ``config.urls`` to include."""

import re

from django.conf import settings
from django.urls import re_path

from assets import views

# Before Wagtail's own, whose place and name it takes.
document_urlpatterns = [
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
]

# Only where the site hands out its media itself.
media_urlpatterns = [
    re_path(
        rf"^{re.escape(settings.MEDIA_URL.lstrip('/'))}(?P<name>.+)$", views.media, name="media"
    )
]
