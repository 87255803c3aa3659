"""The address of uploads, for ``config.urls`` to include where the site serves them itself."""

import re

from django.conf import settings
from django.urls import re_path

from assets import views

media_urlpatterns = [
    re_path(
        rf"^{re.escape(settings.MEDIA_URL.lstrip('/'))}(?P<name>.+)$", views.media, name="media"
    )
]
