"""Addresses of reports as papers; included after the reports that have pages of their own."""

from django.urls import path

from tasks.views import exports, packs, papers
from tasks.views.saved_views import opens_with_default

urlpatterns = [
    path("exports/", exports.list_page, name="export-list"),
    path("exports/<int:pk>/file/", exports.file, name="export-file"),
    path("exports/<int:pk>/cancel/", exports.cancel, name="export-cancel"),
    path("exports/<int:pk>/retry/", exports.retry, name="export-retry"),
    path("reports/", papers.index_page, name="report-index"),
    path("reports/packs/", packs.list_page, name="pack-list"),
    path("reports/packs/<int:pk>/", packs.pack_page, name="pack"),
    path("reports/packs/files/<int:pk>/", packs.file, name="pack-file"),
    path("reports/packs/rules/new/", packs.rule_page, name="pack-rule-new"),
    path("reports/packs/rules/<int:pk>/", packs.rule_page, name="pack-rule"),
    path("reports/packs/rules/<int:pk>/trial/", packs.trial, name="pack-trial"),
    path("reports/<slug:slug>/", opens_with_default(papers.report_page), name="report"),
]
