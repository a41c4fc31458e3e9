"""Addresses of the search."""

from django.urls import path

from tasks.views import search

urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("search/quick/", search.quick_page, name="search-quick"),
]
