"""Working days between very many pairs of days, and what is typical of them (pure)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from directives.workdays import ONE_DAY, WorkingCalendar


class Elapsed:
    """Counts like `WorkingCalendar.working_days_between`, each day of the calendar looked up once."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._first: date | None = None
        self._until: list[int] = []

    def between(self, start: date, end: date) -> int:
        """Working days in `(start, end]`; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        before = self._number(start)  # first, for it may begin the count anew
        return self._number(end) - before

    def signed(self, start: date, end: date) -> int:
        """As `between`, and negative where `end` lies before `start`."""
        return self.between(start, end) if end >= start else -self.between(end, start)

    def _number(self, day: date) -> int:
        """Working days from some fixed day up to and including `day`."""
        if self._first is None or day < self._first:
            self._begin(day)
        assert self._first is not None  # noqa: S101 - just begun
        while self._first + len(self._until) * ONE_DAY <= day:
            last = self._until[-1] if self._until else 0
            self._until.append(last + self._calendar.is_working(self._first + len(self._until) * ONE_DAY))
        return self._until[(day - self._first).days]

    def _begin(self, day: date) -> None:
        """Begin a year earlier than asked, so that going back day by day does not begin anew each time."""
        known = len(self._until)
        before, self._first = self._first, day.replace(month=1, day=1)
        self._until = []
        if before is not None:
            self._number(before + (known - 1) * ONE_DAY)


@dataclass(slots=True)
class Spread:
    """How often each number of days occurred."""

    days: Counter[int] = field(default_factory=Counter)

    def add(self, days: int, times: int = 1) -> None:
        """It occurred so often."""
        self.days[days] += times

    def join(self, others: "Iterable[Spread]") -> "Spread":
        """Itself with what others hold."""
        for other in others:
            self.days.update(other.days)
        return self

    @property
    def count(self) -> int:
        """How many there are."""
        return self.days.total()

    @property
    def mean(self) -> float | None:
        """The average; None of nothing."""
        return sum(days * times for days, times in self.days.items()) / self.count if self.count else None

    @property
    def median(self) -> float | None:
        """The middle one, of an even number the middle between the two; None of nothing."""
        if not self.count:
            return None
        return (self._place((self.count + 1) // 2) + self._place(self.count // 2 + 1)) / 2

    def within(self, most: int) -> int:
        """How many took at most so many days."""
        return sum(times for days, times in self.days.items() if days <= most)

    def at_most(self, share: float) -> float | None:
        """The least number of days within which that share of them lies (nearest rank); None of nothing."""
        return float(self._place(max(1, ceil(share * self.count)))) if self.count else None

    def _place(self, place: int) -> int:
        """The one at that place, counted from one, in ascending order."""
        passed = 0
        for days in sorted(self.days):
            passed += self.days[days]
            if passed >= place:
                return days
        raise IndexError(place)
