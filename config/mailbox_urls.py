"""Outgoing mails of a development machine, readable in the browser."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
