"""All addresses of the site, and one search as ``wagtail start`` makes it."""

from django.urls import path

from config.urls import urlpatterns as site_urls
from tests.support.bench.stock_views import search

urlpatterns = [path("stock-search/", search), *site_urls]
