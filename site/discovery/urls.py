"""The addresses that search engines know, for ``config.urls`` to include."""

from django.urls import path, re_path

from discovery.views import maps

urlpatterns = [
    path("robots.txt", maps.robots, name="robots"),
    path("sitemap.xml", maps.sitemap_index, name="sitemap"),
    re_path(
        r"^sitemap-(?P<name>[a-z]{1,20})-(?P<number>[1-9][0-9]{0,3})\.xml$",
        maps.sitemap_part,
        name="sitemap_part",
    ),
]
