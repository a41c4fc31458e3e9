"""The working calendar of the office as the administrator keeps it; the app above hands its table down at start."""

from collections.abc import Callable

from directives.workdays import DEFAULT_CALENDAR, WorkingCalendar

Provider = Callable[[], WorkingCalendar]


class _Calendar:
    """Where the office's own days off come from; the app above this one registers its table here when it starts."""

    provider: Provider | None = None


def use_calendar(provider: Provider) -> None:
    """From now on terms in working days are counted by what `provider` gives at each reading."""
    _Calendar.provider = provider


def office_calendar() -> WorkingCalendar:
    """The calendar of the office, or the one of this release while no app has registered any."""
    return _Calendar.provider() if _Calendar.provider else DEFAULT_CALENDAR
