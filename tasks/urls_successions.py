"""Addresses of reorganisations; the last one takes the name of a step."""

from django.urls import path

from tasks.views import successions

urlpatterns = [
    path("reorganisations/", successions.reorganisation_list, name="reorganisation-list"),
    path("reorganisations/new/", successions.reorganisation_new, name="reorganisation-new"),
    path("reorganisations/<int:pk>/", successions.reorganisation_page, name="reorganisation-detail"),
    path("reorganisations/<int:pk>/edit/", successions.reorganisation_edit, name="reorganisation-edit"),
    path("reorganisations/<int:pk>/share/", successions.reorganisation_share, name="reorganisation-share"),
    path("reorganisations/<int:pk>/<slug:step>/", successions.reorganisation_step, name="reorganisation-step"),
]
