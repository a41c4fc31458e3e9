"""Periods of reports: months, quarters, half-years and years, cut by the calendar or by Decree 09/2019/NĐ-CP (pure)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from tasks.periods import DECREE_DAY, YEAR, Timing, block_key, block_span


class Cut(StrEnum):
    """Where periods end: with the calendar month, or on the 14th (Decree 09/2019/NĐ-CP, article 12)."""

    CALENDAR = "calendar"
    DECREE = "decree"


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS: Final = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: YEAR}
_TIMINGS: Final = {Cut.CALENDAR: Timing.WITHIN, Cut.DECREE: Timing.DECREE}
_KEY: Final = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q(\d)|H(\d)))?")
_ROMAN: Final = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """One period; `number` is its first month counted from year 0."""

    span: Span
    cut: Cut
    number: int

    @classmethod
    def holding(cls, span: Span, cut: Cut, day: date) -> "ReportPeriod":
        """The period that this day lies in."""
        month = day.year * YEAR + day.month - 1
        if cut is Cut.DECREE and day.day > DECREE_DAY:
            month += 1
        return cls(span, cut, month - month % MONTHS[span])

    @classmethod
    def last_whole(cls, span: Span, cut: Cut, day: date) -> "ReportPeriod":
        """The latest period that is over at the end of `day`."""
        found = cls.holding(span, cut, day)
        return found if found.last <= day else found.before()

    @classmethod
    def read(cls, key: str, cut: Cut) -> "ReportPeriod | None":
        """The period named `2026-03`, `2026-Q1`, `2026-H1` or `2026`; None where the text names none."""
        found = _KEY.fullmatch(key.strip().upper())
        if found is None or int(found[1]) == 0:
            return None
        spans = (Span.MONTH, Span.QUARTER, Span.HALF)
        named = [(span, int(part)) for span, part in zip(spans, found.groups()[1:], strict=True) if part]
        span, part = named[0] if named else (Span.YEAR, 1)
        if not 1 <= part <= YEAR // MONTHS[span]:
            return None
        return cls(span, cut, int(found[1]) * YEAR + (part - 1) * MONTHS[span])

    @property
    def key(self) -> str:
        """How addresses name it."""
        return block_key(self.number, MONTHS[self.span])

    @property
    def first(self) -> date:
        """Its first day."""
        return block_span(self.number, MONTHS[self.span], _TIMINGS[self.cut])[0]

    @property
    def last(self) -> date:
        """Its last day."""
        return block_span(self.number, MONTHS[self.span], _TIMINGS[self.cut])[1]

    @property
    def year_first(self) -> date:
        """The first day of its reporting year: 1 January, by the decree 15 December."""
        return block_span(self.number - self.number % YEAR, YEAR, _TIMINGS[self.cut])[0]

    def before(self, steps: int = 1) -> "ReportPeriod":
        """The period so many periods earlier."""
        return replace(self, number=self.number - steps * MONTHS[self.span])

    @property
    def words(self) -> str:
        """Its name for people."""
        known = {"year": self.number // YEAR, "month": self.number % YEAR + 1}
        if self.span is Span.MONTH:
            return _("tháng %(month)d/%(year)d") % known
        if self.span is Span.QUARTER:
            return _("quý %(quarter)s/%(year)d") % {**known, "quarter": _ROMAN[self.number % YEAR // 3]}
        if self.span is Span.HALF:
            first = self.number % YEAR == 0
            return (_("6 tháng đầu năm %(year)d") if first else _("6 tháng cuối năm %(year)d")) % known
        return _("năm %(year)d") % known

    @property
    def short(self) -> str:
        """Its name at the axis of a picture: `03/2026`, `Q1/2026`, `H1/2026`, `2026`."""
        year, _sign, part = self.key.partition("-")
        return f"{part}/{year}" if part else year
