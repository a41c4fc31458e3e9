"""Whether reminders work at all: sweeps that were missed, mails that wait or are dead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, Min

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.models import Mail, MailState, SweepRun
from tasks.models.notice import UNSETTLED

SHOWN_DAYS: Final = 14


class SweepState(StrEnum):
    """What the record says of one day."""

    DONE = "done"
    UNFINISHED = "unfinished"
    MISSED = "missed"
    DAY_OFF = "day_off"
    PENDING = "pending"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class SweepDay:
    """One day with its run, when there was one."""

    day: date
    state: SweepState
    run: SweepRun | None


def last_sweeps(today: date, calendar: WorkingCalendar, days: int = SHOWN_DAYS) -> list[SweepDay]:
    """The last `days` days, newest first; a working day without a run counts as missed, but not before the first run.

    Today counts as pending until it has been swept (two queries).
    """
    first = SweepRun.objects.aggregate(first=Min("day"))["first"]
    runs = {run.day: run for run in SweepRun.objects.filter(day__gt=today - timedelta(days=days), day__lte=today)}
    shown = [today - index * ONE_DAY for index in range(days)]
    return [SweepDay(day, _state(day, runs.get(day), today, calendar, first), runs.get(day)) for day in shown]


def _state(day: date, run: SweepRun | None, today: date, calendar: WorkingCalendar, first: date | None) -> SweepState:
    if run is not None:
        return SweepState.DONE if run.finished_at and run.finished_at >= run.started_at else SweepState.UNFINISHED
    if not calendar.is_working(day):
        return SweepState.DAY_OFF
    if day == today:
        return SweepState.PENDING
    return SweepState.BEFORE if first is None or day < first else SweepState.MISSED


@dataclass(frozen=True, slots=True)
class Outbox:
    """Mails by state, those sent and dropped left out; `oldest` is when the longest waiting one was queued."""

    counts: Mapping[str, int]
    oldest: datetime | None

    @property
    def waiting(self) -> int:
        """Mails that will still be tried."""
        return sum(self.counts.get(state, 0) for state in UNSETTLED)

    @property
    def dead(self) -> int:
        """Mails that nobody will try again by themselves."""
        return self.counts.get(MailState.DEAD, 0)


def outbox() -> Outbox:
    """The state of the outbox (one query over what is not sent)."""
    open_states = [*UNSETTLED, MailState.DEAD]
    found = Mail.objects.filter(state__in=open_states).order_by().values_list("state", Count("pk"), Min("created_at"))
    rows = list(found)
    waiting_since = [since for state, _, since in rows if state in UNSETTLED]
    return Outbox({state: number for state, number, _ in rows}, min(waiting_since, default=None))
