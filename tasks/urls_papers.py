"""Addresses of reports as papers; included after the reports that have pages of their own."""

from django.urls import path

from tasks.views import exports, papers
from tasks.views.saved_views import opens_with_default

urlpatterns = [
    path("exports/", exports.list_page, name="export-list"),
    path("exports/<int:pk>/file/", exports.file, name="export-file"),
    path("exports/<int:pk>/cancel/", exports.cancel, name="export-cancel"),
    path("exports/<int:pk>/retry/", exports.retry, name="export-retry"),
    path("reports/", papers.index_page, name="report-index"),
    path("reports/<slug:slug>/", opens_with_default(papers.report_page), name="report"),
]
