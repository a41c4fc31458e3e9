"""Addresses of reports as papers; included after the reports that have pages of their own."""

from django.urls import path

from tasks.views import papers
from tasks.views.saved_views import opens_with_default

urlpatterns = [
    path("reports/", papers.index_page, name="report-index"),
    path("reports/<slug:slug>/", opens_with_default(papers.report_page), name="report"),
]
