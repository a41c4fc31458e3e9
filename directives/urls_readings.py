"""Addresses of reading papers again and of names to remember."""

from django.urls import path

from directives.views import names, readings

urlpatterns = [
    path("readings/", readings.readings_list, name="reading-list"),
    path("readings/<int:pk>/<slug:verb>/", readings.reading_verb, name="reading-verb"),
    path("<int:pk>/reading/", readings.reading_page, name="directive-reading"),
    path("<int:pk>/reading/ask/", readings.reading_ask, name="directive-reading-ask"),
    path("names/", names.name_list, name="name-list"),
    path("names/<int:pk>/<slug:verb>/", names.name_verb, name="name-verb"),
]
