"""The frame of the project as an app: shared templates, tags and the development commands."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Holds no models."""

    name = "config"
