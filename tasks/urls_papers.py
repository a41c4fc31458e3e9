"""Addresses of reports as papers; included after the reports that have pages of their own."""

from django.urls import path

from tasks.views import papers

urlpatterns = [
    path("reports/", papers.index_page, name="report-index"),
    path("reports/<slug:slug>/", papers.report_page, name="report"),
]
