"""Announcements of days off and swaps of working days, as they are pasted from a notice (pure).

"nghỉ từ thứ Bảy ngày 14/02/2026 đến hết Chủ nhật ngày 22/02/2026", "hoán đổi ngày làm việc từ thứ Sáu ngày 02/01/2026
sang thứ Bảy ngày 10/01/2026", "làm bù vào thứ Bảy 22/8/2026": one instruction a sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from directives.parsing.normalise import view_of
from directives.parsing.periods import find_periods
from directives.parsing.types import Precision

SATURDAY: Final = 5
LONGEST: Final = 31
"""Days in a row that an announcement can name; more is a misreading."""
_SWAP = re.compile(r"hoán đổi|đổi ngày làm việc", re.IGNORECASE)
_WORKED = re.compile(r"làm bù|làm việc bù|đi làm|làm việc vào", re.IGNORECASE)
_OFF = re.compile(r"nghỉ", re.IGNORECASE)
_RANGE = re.compile(r"(?:đến|-|–|tới)\s*(?:hết\s*)?(?:(?:thứ\s+\w+|chủ nhật)\s*,?\s*)?(?:ngày\s*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Announced:
    """One exception to Monday-Friday that the text announces, with the sentence that says so."""

    day: date
    is_working: bool
    sentence: str


def read(text: str, year: int) -> list[Announced]:
    """What `text` announces, by day; days without a printed year are of `year`. Weekends off say nothing new."""
    found: dict[date, Announced] = {}
    for sentence in re.split(r"[\n;]+|\.(?=\s|$)", text):
        for day, is_working in _of(" ".join(sentence.split()), year):
            if is_working == (day.weekday() >= SATURDAY):
                found[day] = Announced(day, is_working, " ".join(sentence.split()))
    return [found[day] for day in sorted(found)]


def _of(sentence: str, year: int) -> Iterator[tuple[date, bool]]:
    stretches = list(_stretches(sentence, year))
    if _SWAP.search(sentence):
        for index, days in enumerate(stretches[:2]):
            yield from ((day, index == 1) for day in days)
        return
    worked_from = _WORKED.search(sentence)
    if not worked_from and not _OFF.search(sentence):
        return
    for days, start in zip(stretches, _starts(sentence, year), strict=True):
        worked = worked_from is not None and start > worked_from.start()
        yield from ((day, worked) for day in days)


def _stretches(sentence: str, year: int) -> Iterator[list[date]]:
    """Single days and runs of days, in the order printed."""
    for first, last, _start in _runs(sentence, year):
        yield [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _starts(sentence: str, year: int) -> list[int]:
    return [start for _first, _last, start in _runs(sentence, year)]


def _runs(sentence: str, year: int) -> list[tuple[date, date, int]]:
    view = view_of(sentence)
    days = [found for found in find_periods(view.text, date(year, 1, 1)) if found.period.precision is Precision.DAY]
    runs: list[tuple[date, date, int]] = []
    previous_end = 0
    for found in days:
        between = view.text[previous_end : found.start]
        day = found.period.end
        is_end = bool(runs) and _RANGE.search(between) and 0 < (day - runs[-1][0]).days < LONGEST
        if is_end:
            first, _last, start = runs.pop()
            runs.append((first, day, start))
        else:
            runs.append((found.period.start, day, found.start))
        previous_end = found.end
    return runs
