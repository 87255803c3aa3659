"""Admin addresses of the topic views, below ``/admin/topics/``."""

from django.urls import path

from topics.views.autocomplete import autocomplete
from topics.views.merging import MergeView
from topics.views.suggestions import DecideView, SuggestionsView, SuggestView

urlpatterns = [
    path("autocomplete/", autocomplete, name="topics_autocomplete"),
    path("suggestions/", SuggestionsView.as_view(), name="topics_suggestions"),
    path(
        "suggestions/results/",
        SuggestionsView.as_view(results_only=True),
        name="topics_suggestions_results",
    ),
    path("suggestions/new/", SuggestView.as_view(), name="topics_suggest"),
    path("suggestions/<int:pk>/", DecideView.as_view(), name="topics_decide"),
    path("<int:pk>/merge/", MergeView.as_view(), name="topics_merge"),
]
