"""Addresses of what papers do to tasks of other papers."""

from django.urls import path

from tasks.views import amendments, near

urlpatterns = [
    path("directives/<int:pk>/near/", near.near_page, name="directive-near"),
    path("drafts/<int:pk>/repeats/<int:task_pk>/<slug:choice>/", near.near_rule, name="draft-repeat"),
    path("directives/<int:pk>/amendment/", amendments.amendment_page, name="directive-amendment"),
    path("directives/<int:pk>/amendment/decide/", amendments.amendment_decide, name="directive-amendment-decide"),
    path("amendments/<int:pk>/undo/", amendments.amendment_undo, name="amendment-undo"),
]
