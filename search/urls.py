"""Addresses of search. ``urlpatterns`` stand below ``search/``, in every language."""

from django.urls import path

from search.views.api import search as api_search
from search.views.clicks import go
from search.views.opensearch import opensearch
from search.views.results import results
from search.views.suggest import suggest

urlpatterns = [
    path("", results, name="search"),
    path("suggest/", suggest, name="search_suggest"),
    path("go/", go, name="search_go"),
    path("opensearch.xml", opensearch, name="search_opensearch"),
]

# In no language: the parameter says which.
api_urlpatterns = [path("api/v1/search", api_search, name="search_api")]
