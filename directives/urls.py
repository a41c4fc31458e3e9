"""Addresses of the directives app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
