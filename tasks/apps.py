"""The app of who must do it by when, whether it is done, and who was told."""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.migrations import Migration, operations
from django.db.models.signals import post_migrate, pre_migrate
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
        from directives import office_calendar, work
        from tasks import open_work as tasks_of
        from tasks.models import Workday
        from tasks.paper_work import PaperWork

        office_calendar.use_calendar(Workday.objects.calendar)
        import_module("tasks.actions.invitation_mails")
        work.register(PaperWork())
        open_work.register(open_work.Counter(tasks_of.count, tasks_of.count_of_post))
        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)


CHANGES_COLUMNS: Final = (operations.AlterField, operations.RemoveField, operations.RenameField, operations.DeleteModel)


def before_migrations(*, using: str, plan: Sequence[tuple[Migration, bool]], **_said: object) -> None:
    """Views of past days stand on columns, so they go where one changes or is taken back; a new one leaves them be."""
    from tasks import history

    changed = any(isinstance(each, CHANGES_COLUMNS) for migration, _back in plan for each in migration.operations)
    if changed or any(back for _migration, back in plan):
        history.hide(connections[using])


def after_migrations(*, using: str, plan: Sequence[object] = (), **_said: object) -> None:
    """Triggers and views of the history follow the columns that there are now, in one step."""
    from tasks import history

    connection = connections[using]
    if history.is_possible(connection) and (plan or not history.is_shown(connection)):
        with transaction.atomic(using=using):
            history.keep(connection)
            history.show(connection)
