"""Addresses of the tasks app; the site's root belongs to it, because work is what people come for."""

from django.urls import path

from tasks.views import listing, maillog, notices, reports, workdays

urlpatterns = [
    path("tasks/", listing.task_list_page, name="task-list"),
    path("reports/overdue/", reports.overdue_board_page, name="report-overdue"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/read/", notices.notice_read_all, name="notice-read-all"),
    path("notices/<int:pk>/read/", notices.notice_read, name="notice-read"),
    path("mail-log/", maillog.mail_log, name="mail-log"),
    path("mail-log/<int:pk>/", maillog.mail_detail, name="mail-detail"),
    path("mail-log/<int:pk>/html/", maillog.mail_html, name="mail-html"),
    path("mail-log/<int:pk>/retry/", maillog.mail_retry, name="mail-retry"),
    path("workdays/", workdays.workday_list, name="workday-list"),
    path("workdays/add/", workdays.workday_add, name="workday-add"),
    path("workdays/<int:pk>/remove/", workdays.workday_remove, name="workday-remove"),
]
