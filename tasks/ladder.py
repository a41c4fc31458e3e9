"""How reminders climb from the officer to the leader (pure): rungs, pauses by an answer, and going on after silence.

A task climbs by working days of silence after its last day in time. A progress report, or the word of the unit that it
knows, stops the climbing for some working days; then it goes on from where it stood. Nobody is told twice of a rung in
one round but for the repeats that the rung itself asks for; a new round begins with another deadline or another unit.
The officer's own rung is never stopped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from directives.workdays import WorkingCalendar

ONE_DAY = timedelta(days=1)
OFFICER: Final = "officer"
FARTHEST_NEXT: Final = 366
"""Days ahead that the next rung is looked for."""


@dataclass(frozen=True, slots=True)
class Rung:
    """`audience` is told after `days` (`urgent_days` when it is very urgent), then every `every` working days."""

    audience: str
    days: int
    urgent_days: int
    every: int | None = None

    def after(self, *, urgent: bool) -> int:
        """The days after which this rung is reached."""
        return self.urgent_days if urgent else self.days


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rules of the office; `late` is in the order in which a task climbs."""

    before: tuple[Rung, ...]
    late: tuple[Rung, ...]
    silent: tuple[Rung, ...]
    waiting: tuple[Rung, ...]
    pause_days: int = 5
    urgent_pause_days: int = 1
    acks_in_row: int = 1
    urgent_on_days_off: bool = False


SHIPPED: Final = Ladder(
    before=tuple(Rung(OFFICER, days, days) for days in (0, 1, 3, 7)),
    late=(Rung(OFFICER, 1, 1, 1), Rung("head", 3, 1, 2), Rung("monitor", 5, 2, 5), Rung("leader", 10, 3, 5)),
    silent=(Rung(OFFICER, 10, 3, 5), Rung("head", 20, 5, 10)),
    waiting=(Rung("monitor", 2, 1, 2),),
)
"""The rules an office starts with; it changes them on the page of the ladder."""


@dataclass(slots=True)
class DayCount:
    """Counting days by the calendar of the office, each distance once; or every day, for what knows no day off."""

    calendar: WorkingCalendar
    every_day: bool = False
    _between: dict[tuple[date, date], int] = field(default_factory=dict)

    def between(self, start: date, end: date) -> int:
        """Days that count in `(start, end]`; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        if self.every_day:
            return (end - start).days
        if (start, end) not in self._between:
            self._between[start, end] = self.calendar.working_days_between(start, end)
        return self._between[start, end]

    def add(self, start: date, days: int) -> date:
        """The day that many counted days after `start`."""
        return start + timedelta(days=days) if self.every_day else self.calendar.add_working_days(start, days)

    def counts(self, day: date) -> bool:
        """Whether that day counts."""
        return self.every_day or self.calendar.is_working(day)


@dataclass(frozen=True, slots=True)
class Case:
    """One task as the ladder sees it.

    `until` is the last day in time, `since` the day the round counts from (`until`, or a later day on which the task
    came back to the unit or went to another); `answers` are the days of reports and of words that it is known.
    """

    until: date
    since: date
    answers: tuple[date, ...] = ()
    urgent: bool = False


class Step(NamedTuple):
    """A rung with its number in the order of the ladder, from 1, and whether it is told for the first time."""

    number: int
    rung: Rung
    is_first: bool


class Ahead(NamedTuple):
    """The rung that follows and the day on which it is reached if nobody answers."""

    number: int
    rung: Rung
    day: date


@dataclass(frozen=True, slots=True)
class Climb:
    """The way of one task up the ladder."""

    ladder: Ladder
    case: Case
    count: DayCount

    def days_late(self, day: date) -> int:
        """Days after the last day in time, answered or not."""
        return self.count.between(self.case.until, day)

    def height(self, day: date) -> int:
        """Days of silence in this round: those since it began without the ones an answer stopped."""
        return self.count.between(self.case.since, day) - self._stopped(day)

    def stopped_until(self, day: date) -> date | None:
        """The last day of the pause that `day` lies in, None when the task is climbing."""
        ends = [end for start, end in self._pauses() if start <= day <= end]
        return max(ends, default=None)

    def due(self, day: date, told: Mapping[str, date]) -> list[Step]:
        """Rungs to be told on `day`; `told` holds the days on which rungs were reached in this round."""
        is_stopped = self.stopped_until(day) is not None
        return [
            Step(number, rung, rung.audience not in told)
            for number, rung in enumerate(self.ladder.late, start=1)
            if not (is_stopped and rung.audience != OFFICER) and self._is_due(rung, day, told)
        ]

    def ahead(self, day: date, told: Mapping[str, date]) -> Ahead | None:
        """The next rung that was not told yet, None at the top of the ladder."""
        for number, rung in enumerate(self.ladder.late, start=1):
            if rung.audience not in told:
                return Ahead(number, rung, reached) if (reached := self._reached(rung, day)) else None
        return None

    def _is_due(self, rung: Rung, day: date, told: Mapping[str, date]) -> bool:
        height = self.days_late(day) if rung.audience == OFFICER else self.height(day)
        over = height - rung.after(urgent=self.case.urgent)
        if over < 0:
            return False
        return rung.audience not in told or (rung.every is not None and over % rung.every == 0)

    def _reached(self, rung: Rung, day: date) -> date | None:
        for index in range(1, FARTHEST_NEXT):
            ahead = day + index * ONE_DAY
            if self.count.counts(ahead) and self.stopped_until(ahead) is None and self._is_due(rung, ahead, {}):
                return ahead
        return None

    def _pauses(self) -> Iterator[tuple[date, date]]:
        days = self.ladder.urgent_pause_days if self.case.urgent else self.ladder.pause_days
        for answer in self.case.answers:
            yield answer, self.count.add(answer, days)

    def _stopped(self, day: date) -> int:
        """Counted days of this round up to `day` in any pause; a day in two pauses counts once."""
        stopped, reached = 0, self.case.since
        for start, end in self._pauses():
            first, last = max(start, reached), min(end, day)
            if last > first:
                stopped += self.count.between(first, last)
                reached = last
        return stopped
