"""The app of who must do it by when, whether it is done, and who was told."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """Tasks from release to acceptance, reminders and reports."""

    name = "tasks"
    verbose_name = _("Nhiệm vụ")
