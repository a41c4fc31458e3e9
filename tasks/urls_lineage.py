"""Addresses of what papers do to tasks of other papers."""

from django.urls import path

from tasks.views import near

urlpatterns = [
    path("directives/<int:pk>/near/", near.near_page, name="directive-near"),
    path("drafts/<int:pk>/repeats/<int:task_pk>/<slug:choice>/", near.near_rule, name="draft-repeat"),
]
