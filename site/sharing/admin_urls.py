from django.urls import path

from sharing.report import PosterReportView
from sharing.views import admin

urlpatterns = [
    path("page/<int:page_id>/", admin.of_page, name="sharing_page_posters"),
    path("topic/<int:topic_id>/", admin.of_topic, name="sharing_topic_posters"),
    path("<int:poster_id>/", admin.scans, name="sharing_scans"),
    path("<int:poster_id>/sheet/", admin.sheet, name="sharing_sheet"),
    path("<int:poster_id>/code.svg", admin.sheet_code, name="sharing_sheet_code"),
    path("report/", PosterReportView.as_view(), name="sharing_report"),
    path(
        "report/results/",
        PosterReportView.as_view(results_only=True),
        name="sharing_report_results",
    ),
]
