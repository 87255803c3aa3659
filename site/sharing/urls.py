"""Short links and codes, without a language in front: for ``config.urls`` to include."""

from django.urls import path, re_path

from sharing.codes import LENGTH
from sharing.views import public

urlpatterns = [
    re_path(rf"^s/(?P<code>[0-9A-Za-z]{{{LENGTH}}})$", public.scan, name="poster_scan"),
    path("share/<int:page_id>.svg", public.page_code, name="share_code"),
]
