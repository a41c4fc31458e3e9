"""A deadline as a clerk types it: "15/2/2023", "30/6", "+10lv", "cuối quý II", or the words of the paper themselves.

Terms with a plus are counted from the day of issue (the first day is not counted, Civil Code 2015, article 147), or
from today while a paper has none. Everything that is no short form is read by the engine that reads papers.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from accounts.text import fold
from directives.parsing.clock import Clock
from directives.parsing.deadlines import find_deadline, read_cell
from directives.parsing.normalise import view_of
from directives.parsing.periods import month_end
from directives.parsing.types import DeadlineFound, Precision
from directives.workdays import WorkingCalendar

_DAY: Final = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PACKED: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_PLUS: Final = re.compile(r"\+\s*(\d{1,3})\s*([a-z ]*)")
_UNITS: Final = {
    "working": frozenset({"lv", "nlv", "ngay lv", "ngay lam viec"}),
    "days": frozenset({"", "n", "ng", "ngay"}),
    "weeks": frozenset({"tu", "tuan", "w"}),
    "months": frozenset({"th", "t", "thang", "m"}),
}
_CENTURY: Final = 2000
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood; `due_on` None with a `recurrence` is a standing duty, with neither an open term."""

    due_on: date | None
    precision: str = Precision.DAY.value
    recurrence: str = ""


class NotUnderstood(ValueError):
    """The words name no day; the sentence says how to type one."""

    def __init__(self) -> None:
        super().__init__(_("Chưa hiểu hạn này. Hãy gõ như 15/2/2023, 30/6, +10lv (ngày làm việc) hoặc cuối quý II."))


def read_typed(typed: str, *, issued_on: date | None, today: date, calendar: WorkingCalendar) -> Typed:
    """The deadline that `typed` means in a paper of that day.

    Raises:
        NotUnderstood: it names no day and no period, or a day that does not exist.
    """
    words = " ".join(typed.split())
    short = _short(words, issued_on or today, calendar)
    if short is not None:
        return Typed(short)
    if _DAY.fullmatch(words) or _ISO.fullmatch(words) or _PACKED.fullmatch(words):
        raise NotUnderstood
    found = _by_engine(words, Clock(issued_on or today, None, calendar))
    if found.due_on is None and not found.recurrence:
        raise NotUnderstood
    precision = found.precision.value if found.due_on else Precision.NONE.value
    return Typed(found.due_on, precision, found.recurrence or "")


def _by_engine(words: str, clock: Clock) -> DeadlineFound:
    found = read_cell(view_of(words), clock)
    return found if found.due_on or found.recurrence else find_deadline(view_of(words), clock)


def _short(words: str, base: date, calendar: WorkingCalendar) -> date | None:
    if match := _PLUS.fullmatch(words if words.isascii() else f"+{fold(words)}" if words.startswith("+") else ""):
        return _after(base, int(match[1]), match[2].strip(), calendar)
    if match := _ISO.fullmatch(words):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _PACKED.fullmatch(words):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _DAY.fullmatch(words):
        return _near(base, int(match[1]), int(match[2]), match[3] or "")
    return None


def _near(base: date, day: int, month: int, year: str) -> date | None:
    """Without a year, the first such day that is not before the paper."""
    if year:
        return _date(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
    this_year = _date(base.year, month, day)
    if this_year is not None and this_year >= base:
        return this_year
    return _date(base.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _after(base: date, n: int, unit: str, calendar: WorkingCalendar) -> date | None:
    kind = next((name for name, spellings in _UNITS.items() if unit in spellings), "")
    if kind == "working":
        return calendar.add_working_days(base, n)
    if kind == "months":
        year, month = divmod(base.month - 1 + n, _MONTHS)
        last = month_end(base.year + year, month + 1)
        return calendar.next_working(min(last, last.replace(day=min(base.day, last.day))))
    if kind:
        return calendar.next_working(base + timedelta(days=n * (7 if kind == "weeks" else 1)))
    return None


def weekday(day: date) -> str:
    """The name of the day of the week."""
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    return names[day.weekday()]
