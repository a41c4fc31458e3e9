"""Working days of Vietnamese public offices: pure dates, no database, no clock.

A week has five working days. Public holidays follow article 112 of the Labour Code 2019 (eleven paid days a year)
and article 111 (a holiday on a weekly rest day moves to the next working day); each year the Government announces the
days of Tết and may swap a weekday with a Saturday that is then worked. Terms are counted as articles 147 and 148 of
the Civil Code 2015 say: the day of the event is not counted, and a term that ends on a day off ends with the next
working day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from directives.holidays_expected import SOURCE as EXPECTED
from directives.holidays_expected import expected

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# The longest run of days off ever announced is nine; a year without a working day means a broken calendar.
MAX_RUN_OFF = 366

Kind = Literal["off", "worked"]
CalendarException = tuple[date, Kind, str, str]


class BrokenCalendar(ValueError):
    """No working day within a year of the day asked for: the table of days off cannot be right."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no working day near {day}")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday, but for `days_off` (holidays on weekdays) and `worked` (Saturdays or Sundays worked)."""

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices are open on `day`; a day listed as worked wins over one listed as off."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def changed(self, days: Mapping[date, bool | None]) -> "WorkingCalendar":
        """The same calendar with each of `days` worked, off, or (None) as Monday to Friday has it."""
        others = frozenset(days)
        return WorkingCalendar(
            days_off=(self.days_off - others) | {day for day, worked in days.items() if worked is False},
            worked=(self.worked - others) | {day for day, worked in days.items() if worked},
        )

    def next_working(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it (Civil Code 2015, article 148.5)."""
        return self._seek(day, ONE_DAY)

    def previous_working(self, day: date) -> date:
        """`day` itself when it is worked, else the last working day before it."""
        return self._seek(day, -ONE_DAY)

    def add_working_days(self, start: date, n: int) -> date:
        """The `n`-th working day after `start`, which is itself not counted (Civil Code 2015, article 147).

        A negative `n` counts back; with `n == 0` the answer is `start` as it is.
        """
        step = ONE_DAY if n >= 0 else -ONE_DAY
        day = start
        for _ in range(abs(n)):
            day = self._seek(_moved(day, step), step)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days in `(start, end]`; 0 when `end` is not after `start`."""
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=i)) for i in range(1, days + 1))

    def _seek(self, day: date, step: timedelta) -> date:
        for _ in range(MAX_RUN_OFF):
            if self.is_working(day):
                return day
            day = _moved(day, step)
        raise BrokenCalendar(day)


def _moved(day: date, step: timedelta) -> date:
    if day in (date.min, date.max):
        raise BrokenCalendar(day)
    return day + step


NEW_YEAR = "Tết Dương lịch"
LUNAR_NEW_YEAR = "Tết Nguyên đán"
HUNG_KINGS = "Giỗ Tổ Hùng Vương"
VICTORY = "Ngày Chiến thắng và Quốc tế Lao động"
NATIONAL_DAY = "Quốc khánh"

ANNOUNCED = "Lịch nghỉ lễ, Tết của công chức, viên chức được thông báo cho năm"

# year: (source, ((holiday, "days.month" weekdays off), ...), ((Saturday worked, the weekday it stands for), ...))
_Year = tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
_YEARS: dict[int, _Year] = {
    2023: (
        ANNOUNCED,
        (
            (NEW_YEAR, "2.1"),
            (LUNAR_NEW_YEAR, "20.1 23.1 24.1 25.1 26.1"),
            (VICTORY, "1.5 2.5 3.5"),
            (NATIONAL_DAY, "1.9 4.9"),
        ),
        (),
    ),
    2024: (
        ANNOUNCED,
        (
            (NEW_YEAR, "1.1"),
            (LUNAR_NEW_YEAR, "8.2 9.2 12.2 13.2 14.2"),
            (HUNG_KINGS, "18.4"),
            (VICTORY, "29.4 30.4 1.5"),
            (NATIONAL_DAY, "2.9 3.9"),
        ),
        (("4.5", "29.4"),),
    ),
    2025: (
        ANNOUNCED,
        (
            (NEW_YEAR, "1.1"),
            (LUNAR_NEW_YEAR, "27.1 28.1 29.1 30.1 31.1"),
            (HUNG_KINGS, "7.4"),
            (VICTORY, "30.4 1.5 2.5"),
            (NATIONAL_DAY, "1.9 2.9"),
        ),
        (("26.4", "2.5"),),
    ),
    2026: (
        ANNOUNCED,
        (
            (NEW_YEAR, "1.1 2.1"),
            (LUNAR_NEW_YEAR, "16.2 17.2 18.2 19.2 20.2"),
            (HUNG_KINGS, "27.4"),
            (VICTORY, "30.4 1.5"),
            (NATIONAL_DAY, "31.8 1.9 2.9"),
        ),
        (("10.1", "2.1"), ("22.8", "31.8")),
    ),
}


def _day(year: int, printed: str) -> date:
    day, month = printed.split(".")
    return date(year, int(month), int(day))


# Days whose own decision is known, beside the plan of the year.
_DECISIONS = {
    date(2026, 1, 2): "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
    date(2026, 1, 10): "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
}
EXPECTED_YEARS = (2020, 2021, 2022, 2027, 2028, 2029, 2030)
"""Years near to us without a plan on record; `holidays_expected` says what the law lets one expect."""


def _exceptions() -> Iterator[CalendarException]:
    for year, (source, holidays, swaps) in _YEARS.items():
        for holiday, days in holidays:
            for printed in days.split():
                day = _day(year, printed)
                yield day, "off", _DECISIONS.get(day, f"{source} {year}"), holiday
        for saturday, weekday in swaps:
            note, day = f"Làm bù cho ngày {_day(year, weekday):%d/%m/%Y}", _day(year, saturday)
            yield day, "worked", _DECISIONS.get(day, f"{source} {year}"), note
    for year in EXPECTED_YEARS:
        yield from expected_exceptions(year)


def expected_exceptions(year: int) -> Iterator[CalendarException]:
    """What to put into the calendar of a year that has no plan yet."""
    for day, name in expected(year):
        yield day, "off", f"{EXPECTED} {year}", name


# (date, "off" or "worked", where it was read, which holiday or swap), in order of date: seeds the editable table.
EXCEPTIONS: tuple[CalendarException, ...] = tuple(sorted(_exceptions()))

DEFAULT_CALENDAR = WorkingCalendar(
    days_off=frozenset(day for day, kind, _, _ in EXCEPTIONS if kind == "off"),
    worked=frozenset(day for day, kind, _, _ in EXCEPTIONS if kind == "worked"),
)
