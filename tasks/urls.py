"""Addresses of the tasks app; the site's root belongs to it, because work is what people come for."""

from django.urls import path

from tasks.views import (
    bulk,
    detail,
    extensions,
    files,
    home,
    listing,
    maillog,
    moves,
    notices,
    release,
    reports,
    workdays,
)

urlpatterns = [
    path("", home.home_page, name="home"),
    path("tasks/bulk/", bulk.bulk_page, name="task-bulk"),
    path("tasks/<int:pk>/", detail.task_page, name="task-detail"),
    path("tasks/<int:pk>/files/<int:file_pk>/", files.task_file, name="task-file"),
    path("tasks/<int:pk>/parties/<int:party_pk>/<slug:change>/", moves.party_page, name="task-party"),
    path("tasks/<int:pk>/<slug:move>/", moves.move_page, name="task-move"),
    path("extensions/", extensions.list_page, name="extension-list"),
    path("extensions/waiting/", extensions.queue_page, name="extension-queue"),
    path("extensions/decide/", extensions.decide_page, name="extension-decide"),
    path("reports/extensions/", extensions.statistics_page, name="report-extensions"),
    path("directives/<int:pk>/release/", release.release_directive, name="directive-release"),
    path("directives/<int:pk>/tasks/new/", release.create_task, name="task-create"),
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
