"""Addresses of kept views."""

from django.urls import path

from tasks.views import saved_views

urlpatterns = [
    path("views/", saved_views.list_page, name="saved-views"),
    path("views/save/", saved_views.save_page, name="saved-view-save"),
    path("views/<int:pk>/", saved_views.open_page, name="saved-view"),
    path("views/<int:pk>/change/", saved_views.change_page, name="saved-view-change"),
    path("views/<int:pk>/delete/", saved_views.delete_page, name="saved-view-delete"),
    path("views/<int:pk>/default/", saved_views.default_page, name="saved-view-default"),
]
