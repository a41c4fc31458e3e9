"""The API's addresses, version 1."""

from django.urls import include, path

urlpatterns = [
    path("", include("tasks.api.urls")),
]
