"""What a sweep that comes after a standstill has to make good, and from when on it is late."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Max, Min

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.mail import health
from tasks.mail.lateness import LATE_AFTER
from tasks.models import SweepRun

FARTHEST: Final = 31  # calendar days; reminders older than that are no longer worth repeating


def missed_before(day: date, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Working days before `day` that no sweep has served, oldest first; none before the first sweep ever."""
    begin = _unserved_since(day)
    if begin is None:
        return ()
    begin = max(begin, day - timedelta(days=FARTHEST))
    between = [begin + index * ONE_DAY for index in range((day - begin).days)]
    return tuple(each for each in between if calendar.is_working(each))


def late_since(day: date, now: datetime, calendar: WorkingCalendar) -> datetime | None:
    """When the first of the reminders that the sweep of `day` makes at `now` was due, if that is worth telling."""
    due = health.sweep_time(min(missed_before(day, calendar), default=day))
    return due if now - due > LATE_AFTER else None


def _unserved_since(day: date) -> date | None:
    """The day after the last sweep that ended; else that of the first one, which was begun and never ended.

    A day whose sweep ended once is served, also when it was begun again and that second run was cut off.
    """
    before = SweepRun.objects.filter(day__lt=day)
    served = before.filter(finished_at__isnull=False).aggregate(last=Max("day"))["last"]
    if served is not None:
        return date.fromordinal(served.toordinal() + 1)
    first: date | None = before.aggregate(first=Min("day"))["first"]
    return first
