"""The app of who must do it by when, whether it is done, and who was told."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """Tasks from release to acceptance, reminders and reports."""

    name = "tasks"
    verbose_name = _("Nhiệm vụ")

    def ready(self) -> None:
        """Papers are read by the office's own calendar; the arrow of imports lets only this app hand it down.

        For the same reason accounts learn here what is still open on a person before an account is closed.
        """
        from accounts import open_work
        from directives import office_calendar
        from tasks import open_work as tasks_of
        from tasks.models import Workday

        office_calendar.use_calendar(Workday.objects.calendar)
        import_module("tasks.actions.invitation_mails")
        open_work.register(open_work.Counter(tasks_of.count, tasks_of.count_of_post))
