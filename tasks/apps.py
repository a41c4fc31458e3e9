"""The app of who must do it by when, whether it is done, and who was told."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """Tasks from release to acceptance, reminders and reports."""

    name = "tasks"
    verbose_name = _("Nhiệm vụ")

    def ready(self) -> None:
        """Papers are read by the office's own calendar; the arrow of imports lets only this app hand it down."""
        from directives import office_calendar
        from tasks.models import Workday

        office_calendar.use_calendar(Workday.objects.calendar)
