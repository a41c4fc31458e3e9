"""Addresses of the tasks app; the site's root belongs to it, because work is what people come for."""

from django.urls import path

from tasks.views import listing, reports

urlpatterns = [
    path("tasks/", listing.task_list_page, name="task-list"),
    path("reports/overdue/", reports.overdue_board_page, name="report-overdue"),
]
