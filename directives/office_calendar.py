"""The working calendar of the office as the administrator keeps it, for screens of papers."""

from typing import cast

from django.apps import apps

from directives.workdays import WorkingCalendar


def office_calendar() -> WorkingCalendar:
    """Days off and worked Saturdays as they stand (one query).

    The table belongs to the app above, so it is asked for by name: imports run from tasks to directives only.
    """
    table = apps.get_model("tasks", "Workday")
    return cast("WorkingCalendar", getattr(table, "objects").calendar())  # noqa: B009 - not known to this app's types
