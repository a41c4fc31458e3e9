"""What the words of a deadline mean for counting: "before" a day, a counted term, an event that has to come first."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from directives import counting
from directives.counting import Span, Unit
from directives.parsing.clock import Clock
from directives.parsing.deadlines import find_deadline
from directives.parsing.normalise import view_of
from directives.parsing.relative import relative_terms
from directives.parsing.types import Precision
from directives.workdays import WorkingCalendar

BEFORE, UNTIL, TERM = "before", "until", "term"
"""Values of `tasks.deadlines.DeadlineKind`, which lies above this module."""

_UNITS: Final = {
    "ngày làm việc": Unit.WORKING_DAY,
    "ngày": Unit.DAY,
    "tuần": Unit.WEEK,
    "nửa tháng": Unit.HALF_MONTH,
    "tháng": Unit.MONTH,
    "quý": Unit.QUARTER,
    "năm": Unit.YEAR,
    "giờ": Unit.HOUR,
}
_COUNT = r"(?P<n>\d{1,3})(?:\s*\([^)]{1,20}\))?\s*(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|quý|năm|giờ)(?!\w)"
_FROM = r"(?:(?:kể|tính)\s+(?:từ|sau)|sau|từ)\s+(?:khi\s+|ngày\s+|thời\s+điểm\s+)*"
_AFTER = re.compile(rf"{_COUNT}\s*,?\s*{_FROM}(?P<event>\S.*)$", re.IGNORECASE)
_BACK = re.compile(rf"{_COUNT}\s+trước\s+(?:ngày\s+|khi\s+|thời\s+điểm\s+)*(?P<event>\S.*)$", re.IGNORECASE)
_SOON = re.compile(
    r"(?:ngay\s+)?(?:sau\s+khi|ngay\s+khi|kể\s+từ\s+(?:khi|ngày)|khi\s+có)\s+(?P<event>\S.*)$", re.IGNORECASE
)
_AHEAD = re.compile(r"trước\s+(?:(?:khi|ngày|thời\s+điểm)\s+)?(?P<event>(?!\d)[^\W\d]\S*.*)$", re.IGNORECASE)
_TERM_OF_OFFICE = re.compile(r"(?:đến\s+hết|trong|cả)\s+(?P<event>nhiệm\s+kỳ.*)$", re.IGNORECASE)
_NO_EVENT = re.compile(r"(?:năm|tháng|quý|tuần|ngày|mùa|hạn|mắt|đây|đó|sau)\b", re.IGNORECASE)
_BEFORE_A_DAY = re.compile(r"(?<!\w)trước(?!\w)", re.IGNORECASE)
_AN_HOUR = re.compile(r"\d\s*(?:giờ|g|h)\s*\d*", re.IGNORECASE)
_TRIM = " ,.;:()"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A deadline that starts with an event: `event` in the paper's words, `term` as `due` reads it.

    `+5 day` counts from the event, `-105 day` back from it, `before` means before its day, `on` its very day, `soon`
    the next working day after it.
    """

    event: str
    term: str


def awaited(phrase: str) -> Awaited | None:
    """The event that the words of a deadline wait for; None for words that name none ("thường xuyên", "kịp thời")."""
    words = " ".join(phrase.split()).strip(_TRIM)
    for pattern, sign in ((_BACK, "-"), (_AFTER, "+")):
        if match := pattern.search(words):
            unit = _UNITS[" ".join(match["unit"].lower().split())]
            return _named(match["event"], f"{sign}{int(match['n'])} {unit.value}")
    for pattern, term in ((_SOON, "soon"), (_TERM_OF_OFFICE, "on"), (_AHEAD, BEFORE)):
        if match := pattern.search(words):
            return _named(match["event"], term)
    return None


def _named(event: str, term: str) -> Awaited | None:
    event = event.strip(_TRIM)
    if not event or (term in {BEFORE} and _NO_EVENT.match(event)):
        return None
    return Awaited(event[:300], term)


def due(term: str, event_on: date, calendar: WorkingCalendar) -> date:
    """The deadline by `term` (see `Awaited`) once the event has its date.

    Raises:
        ValueError: the term is none of ours.
    """
    if term in {BEFORE, "on"}:
        return event_on
    if term == "soon":
        return calendar.add_working_days(event_on, 1)
    count, _, unit = term.partition(" ")
    span = Span(abs(int(count)), Unit(unit))
    count_from = counting.before if count.startswith("-") else counting.after
    return count_from(event_on, span, calendar)


def kind_of_awaited(term: str) -> str:
    """How the computed day is to be read, as `kind_of`."""
    if term == BEFORE:
        return BEFORE
    return TERM if term.startswith("+") or term == "soon" else UNTIL


@lru_cache(maxsize=4096)
def kind_of(phrase: str, due_on: date | None, issued_on: date | None, precision: str) -> str:
    """Whether `due_on` is day D of "trước ngày D", the end of a counted term, or a day or period inclusive.

    A day that a clerk typed and that the phrase does not give is a day inclusive, and so is "trước 15 giờ ngày D".
    """
    if due_on is None or not phrase:
        return UNTIL
    clock = Clock(issued=issued_on)
    found = find_deadline(view_of(phrase), clock)
    if found.due_on != due_on:
        return UNTIL
    if any(term.due == due_on for term in relative_terms(phrase, clock)):
        return UNTIL if _BEFORE_A_DAY.search(phrase) else TERM
    says_before = _BEFORE_A_DAY.search(phrase) and not _AN_HOUR.search(phrase)
    return BEFORE if says_before and precision == Precision.DAY else UNTIL
