"""Outgoing mails of a development machine, readable in the browser."""

from django.urls import re_path

from config import mailbox_views as views

NAME = r"(?P<name>[0-9]{1,25}-[0-9a-f]{1,32})"  # neither a dot nor a slash: no address leads out of the folder

urlpatterns = [
    re_path(r"^$", views.box, name="mailbox"),
    re_path(rf"^{NAME}/$", views.mail, name="mailbox-mail"),
    re_path(rf"^{NAME}/html/$", views.html_body, name="mailbox-html"),
]
