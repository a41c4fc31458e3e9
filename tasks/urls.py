"""Addresses of the tasks app; the site's root belongs to it, because work is what people come for."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
