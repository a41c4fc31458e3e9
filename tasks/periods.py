"""Duties that come back (pure): which period each occurrence stands for and when it is due.

A rule is an RFC 5545 RRULE without DTSTART. Months, quarters, half-years and years are those of the calendar, whatever
the day a series began; other paces count from the `anchor`. Where RFC 5545 would leave out a month that lacks the day
(30 February), the month's last day stands in for it, as article 148.3 of the Civil Code 2015 has it for terms.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from dateutil.rrule import rrulestr

from directives.parsing.yearly import picked_dates

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN: Final = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"})
YEAR: Final = 12
FRIDAY: Final = 4
WORKING_WEEK: Final = frozenset(range(5))
DECREE_DAY: Final = 14
"""Reports close on the 14th (articles 12 of Decree 09/2019/NĐ-CP and the rules that quote it)."""
MOST: Final = 5000
"""Occurrences looked through at once; a daily rule reaches that after thirteen years."""
ONE_DAY: Final = timedelta(days=1)


class Timing(StrEnum):
    """Where the deadline of a period lies: in it, in the month after it, or on the closing day of the decree."""

    WITHIN = "within"
    NEXT = "next"
    DECREE = "decree"


_NEXT = re.compile(r"(?:tháng|quý|năm|kỳ|tuần)\s+(?:sau|tiếp theo|kế tiếp|liền kề)(?!\w)", re.IGNORECASE)
_REPORTS = re.compile(r"báo cáo|định kỳ", re.IGNORECASE)


def timing_of(rule: str, words: str) -> Timing:
    """What the words beside a rule say: "tháng tiếp theo" puts the deadline behind the period.

    A report for which the paper names no day closes as Decree 09/2019/NĐ-CP has it; the office can choose otherwise.
    """
    if _NEXT.search(words):
        return Timing.NEXT
    monthly = "FREQ=MONTHLY" in rule or "FREQ=YEARLY" in rule
    no_day = "BYMONTHDAY" not in rule and "BYDAY" not in rule
    standard = parse(rule).block in (1, 3, 6, YEAR) if monthly else False
    return Timing.DECREE if no_day and standard and _REPORTS.search(words) else Timing.WITHIN


class BadRule(ValueError):
    """The text is no rule that can be expanded."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One period, both ends included, named by `key` (`2025-07`, `2025-Q3`, `2025-W27`), and its deadline."""

    key: str
    start: date
    end: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule taken apart; empty tuples where nothing is said. `picked` are the days and months of a yearly one."""

    freq: str
    interval: int
    months: tuple[int, ...]
    monthdays: tuple[int, ...]
    weekdays: tuple[int, ...]
    until: date | None
    count: int | None
    text: str
    is_odd: bool
    picked: tuple[tuple[int, int], ...] = ()

    @property
    def block(self) -> int:
        """Months in a period of a monthly or yearly rule."""
        return YEAR if self.freq == "YEARLY" else self.interval


def parse(text: str) -> Rule:
    """The rule as values.

    Raises:
        BadRule: an unknown part, a number out of range, or no frequency.
    """
    pairs = [part.partition("=") for part in text.strip().removeprefix("RRULE:").split(";") if part]
    parts = {name.strip().upper(): value.strip().upper() for name, _sign, value in pairs}
    if not parts.keys() <= KNOWN or parts.get("FREQ") not in FREQUENCIES:
        raise BadRule(text)
    days = [item for item in parts.get("BYDAY", "").split(",") if item]
    plain = all(day in WEEKDAYS for day in days)
    picked = tuple(picked_dates(text.strip().removeprefix("RRULE:")))
    return Rule(
        freq=parts["FREQ"],
        interval=_number(parts.get("INTERVAL", "1"), 1, 120),
        months=_numbers(parts.get("BYMONTH", ""), 1, YEAR),
        monthdays=_numbers(parts.get("BYMONTHDAY", ""), -31, 31),
        weekdays=tuple(WEEKDAYS.index(day) for day in days) if plain else (),
        until=_until(parts.get("UNTIL", "")),
        count=_number(parts["COUNT"], 1, MOST) if "COUNT" in parts else None,
        text=";".join(f"{name}={value}" for name, value in parts.items()),
        picked=picked,
        is_odd=("BYSETPOS" in parts and not picked)
        or (bool(days) and (not plain or parts["FREQ"] in {"MONTHLY", "YEARLY"})),
    )


def _number(text: str, least: int, most: int) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise BadRule(text) from error
    if not least <= number <= most or number == 0:
        raise BadRule(text)
    return number


def _numbers(text: str, least: int, most: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_number(item, least, most) for item in text.split(",") if item))


def _until(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text else None
    except ValueError as error:
        raise BadRule(text) from error


def occurrences(text: str, timing: Timing, *, anchor: date, first: date, last: date) -> list[Occurrence]:
    """Occurrences due in `[first, last]`, in order of their deadlines; none is due before `anchor`.

    Raises:
        BadRule: see `parse`.
    """
    rule = parse(text)
    last = min(last, rule.until) if rule.until else last
    found = (each for each in _all(rule, timing, anchor, last) if each.due_on >= anchor)
    counted = islice(found, rule.count) if rule.count else found
    return [each for each in islice(counted, MOST) if first <= each.due_on <= last]


def _all(rule: Rule, timing: Timing, anchor: date, last: date) -> Iterator[Occurrence]:
    if rule.is_odd:
        yield from _odd(rule, anchor, last)
    elif rule.freq == "DAILY":
        yield from _days(rule, anchor, last)
    elif rule.freq == "WEEKLY":
        yield from _weeks(rule, anchor, last)
    else:
        yield from _blocks(rule, timing, anchor, last)


def _days(rule: Rule, anchor: date, last: date) -> Iterator[Occurrence]:
    """Every day of the working week, unless the rule names its days."""
    wanted = rule.weekdays or WORKING_WEEK
    for number in range(0, (last - anchor).days + 1, rule.interval):
        day = anchor + timedelta(days=number)
        if day.weekday() in wanted:
            yield Occurrence(day.isoformat(), day, day, day)


def _weeks(rule: Rule, anchor: date, last: date) -> Iterator[Occurrence]:
    """Monday to Sunday; due on Friday, unless the rule names days."""
    monday = anchor - timedelta(days=anchor.weekday())
    days = sorted(rule.weekdays) or [FRIDAY]
    while monday <= last:
        year, week, _day = monday.isocalendar()
        for day in days:
            due = monday + timedelta(days=day)
            key = f"{year}-W{week:02}" if len(days) == 1 else due.isoformat()
            yield Occurrence(key, monday, monday + timedelta(days=6), due)
        monday += timedelta(weeks=rule.interval)


def _odd(rule: Rule, anchor: date, last: date) -> Iterator[Occurrence]:
    """Rules such as the first Friday of a month, as RFC 5545 expands them."""
    try:
        moments = rrulestr(rule.text, dtstart=datetime.combine(anchor, time()), ignoretz=True)
    except ValueError as error:
        raise BadRule(rule.text) from error
    for moment in moments:
        day = moment.date()
        if day > last:
            return
        yield Occurrence(day.isoformat(), day, day, day)


def _blocks(rule: Rule, timing: Timing, anchor: date, last: date) -> Iterator[Occurrence]:
    """Months, quarters, half-years and years; the block before the anchor's may still be due after it."""
    size = rule.block
    number = _first_block(rule, anchor) - size
    step = size * rule.interval if rule.freq == "YEARLY" else size
    while _day(number, 1) <= last:
        yield from _of_block(rule, timing, number)
        number += step


def _first_block(rule: Rule, anchor: date) -> int:
    month = anchor.year * YEAR + anchor.month - 1
    if rule.freq == "YEARLY":
        return anchor.year * YEAR + (YEAR - YEAR * rule.interval if rule.interval > 1 else 0)
    return month - month % rule.block if YEAR % rule.block == 0 else month


def _of_block(rule: Rule, timing: Timing, number: int) -> Iterator[Occurrence]:
    """The occurrences of the block of months that begins with month `number` (counted from year 0)."""
    dues = sorted(_dues(rule, timing, number)) if not rule.picked else sorted(_picked(rule, number))
    spread = len({(due.year, due.month) for due in dues}) == len(dues)
    for due in dues:
        key = block_key(number, rule.block) if len(dues) == 1 else f"{due:%Y-%m}" if spread else due.isoformat()
        yield Occurrence(key, *block_span(number, rule.block, timing), due)


def _picked(rule: Rule, number: int) -> Iterator[date]:
    """The days of a rule such as `30/6 và 15/12 hằng năm` in the year that begins with month `number`."""
    yield from (_day(number + month - 1, day) for day, month in rule.picked)


def _dues(rule: Rule, timing: Timing, number: int) -> set[date]:
    end = number + rule.block - 1
    named = [month for month in range(number, end + 1) if month % YEAR + 1 in rule.months]
    months = [end + 1] if timing is Timing.NEXT else named or [end]
    closing = (DECREE_DAY,) if timing is Timing.DECREE else (-1,)
    return {_day(month, day) for month in months for day in rule.monthdays or closing}


def block_span(number: int, size: int, timing: Timing) -> tuple[date, date]:
    """First and last day of the `size` months that begin with month `number` (counted from year 0).

    By Decree 09/2019/NĐ-CP they run from the 15th of the month before to the 14th of the last one.
    """
    end = number + size - 1
    if timing is Timing.DECREE:
        return _day(number - 1, DECREE_DAY + 1), _day(end, DECREE_DAY)
    return _day(number, 1), _day(end, -1)


def _day(number: int, day: int) -> date:
    """A day of month `number` counted from year 0; beyond its end the last one, a negative day counts from there."""
    year, month = number // YEAR, number % YEAR + 1
    length = monthrange(year, month)[1]
    return date(year, month, max(1, length + 1 + day) if day < 0 else min(day, length))


def block_key(number: int, size: int) -> str:
    """The name of a block of months: `2025-07`, `2025-Q3`, `2025-H2`, `2025`, else its first and last month."""
    year, month = number // YEAR, number % YEAR + 1
    if size in (1, 3, 6, YEAR) and (month - 1) % size == 0:
        part = (month - 1) // size + 1
        return {1: f"{year}-{month:02}", 3: f"{year}-Q{part}", 6: f"{year}-H{part}", YEAR: f"{year}"}[size]
    end = number + size - 1
    return f"{year}-{month:02}_{end // YEAR}-{end % YEAR + 1:02}"
