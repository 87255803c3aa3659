"""Below ``/admin/``; Wagtail asks for the log-in."""

from django.urls import path

from approvals.views import calendar, debts, inbox, records, review

urlpatterns = [
    path("review/", inbox.inbox, name="approvals_inbox"),
    path("review/calendar/", calendar.calendar, name="approvals_calendar"),
    path("review/owed/", debts.owed, name="approvals_debts"),
    path("review/<int:page_id>/ask/", debts.ask_for, name="approvals_ask"),
    path("review/records/", records.records, name="approvals_records"),
    path("review/records.csv", records.records_csv, name="approvals_records_csv"),
    path("review/<int:page_id>/", review.review, name="approvals_review"),
    path("review/<int:page_id>/preview/", review.preview, name="approvals_preview"),
    path("review/<int:page_id>/claim/", review.claim, name="approvals_claim"),
    path("review/<int:page_id>/approve/", review.approve, name="approvals_approve"),
    path("review/<int:page_id>/return/", review.send_back, name="approvals_return"),
    path("review/<int:page_id>/comment/", review.comment, name="approvals_comment"),
    path("review/<int:page_id>/answer/", review.answer, name="approvals_answer"),
    path("review/<int:page_id>/submit/", review.resubmit, name="approvals_submit"),
    path("review/<int:page_id>/emergency/", review.emergency, name="approvals_emergency"),
    path("review/<int:page_id>/release/", review.release_approved, name="approvals_release"),
    path("review/<int:page_id>/sheet/", records.sheet, name="approvals_sheet"),
]
