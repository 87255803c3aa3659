"""Addresses of search. ``urlpatterns`` stand below ``search/``, in every language."""

from django.urls import path

from search.views.results import results

urlpatterns = [
    path("", results, name="search"),
]
