"""What a scorecard counts, said in SQL: the same conditions count the figures and list the tasks behind each of them.

One rule holds for all that a unit earns points by: a task that is late earns none, in no respect. So one more late task
can never raise an index, and nothing is gained by letting a troublesome task become late.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import django_filters as df
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directives.workdays import ONE_DAY
from tasks import desk
from tasks.ageing import bands_on
from tasks.deadlines import Band, Basis
from tasks.filters_oversight import OversightFilters
from tasks.filters_reports import in_books
from tasks.models import PracticeRule, RiskLevel, Task, TaskStatus, Workday
from tasks.models.task import OVERDUE_VALUES
from tasks.risk_facts import in_term

PARTS: Final = {
    "judged": _("Đã xong có hạn, hoặc đang quá hạn"),
    "on_time": _("Xong đúng hạn"),
    "done_late": _("Xong quá hạn"),
    "overdue": _("Đang quá hạn"),
    "late": _("Xong quá hạn hoặc đang quá hạn"),
    "unextended": _("Xong đúng hạn, không gia hạn"),
    "extended": _("Đã xong có hạn hoặc đang quá hạn, có gia hạn"),
    "decided": _("Đã được Văn phòng xem xét kết quả"),
    "first_time": _("Được chấp nhận ngay lần đầu, không chậm"),
    "sent_back": _("Kết quả từng bị trả lại"),
    "running": _("Đang thực hiện"),
    "kept": _("Đang thực hiện trong hạn, có cập nhật"),
    "quiet": _("Đang thực hiện, lâu không báo cáo"),
    "to_receive": _("Giao trong kỳ, đã nhận hoặc quá hạn nhận"),
    "received": _("Nhận đúng hạn, không chậm"),
    "received_late": _("Nhận muộn hoặc chưa nhận"),
    "given": _("Giao trong kỳ"),
    "done": _("Xong trong kỳ"),
    "waiting": _("Chờ xác nhận"),
}
"""What can be counted in the books of a period (`filters_reports.in_books`), with the words of the list."""
ANY_RISK: Final = "any"
"""Whatever its level."""
RISKS: Final = {**{level.value: level.label for level in RiskLevel}, ANY_RISK: _("Có dự báo")}
LATE_BAND: Final = "late:"
"""Begins the name of a part by how late it was or is: `late:8-30`."""


def until_column(basis: Basis) -> str:
    """The column with the last day in time."""
    return "counts_until" if basis is Basis.CURRENT else "counts_until_as_issued"


@dataclass(frozen=True, slots=True)
class Book:
    """What decides beside the task: the first day of the period, the day it is seen from, which deadline counts.

    `quiet` says who has been silent, `receive_by` the last day to receive by days of assignment (empty: no limit),
    `ages` are the ageing bands of the day.
    """

    first: date
    day: date
    basis: Basis
    quiet: Q
    receive_by: Mapping[date, date]
    ages: tuple[Band, ...]

    def parts(self) -> dict[str, Q]:
        """Each part of the books of the period, as a condition."""
        until = until_column(self.basis)
        dated = Q(**{f"{until}__isnull": False})
        done, running = Q(status=TaskStatus.DONE), Q(status__in=OVERDUE_VALUES)
        overdue = running & Q(**{f"{until}__lt": self.day})
        in_time = Q(submitted_on__lte=F(until))
        on_time, done_late = done & dated & in_time, done & dated & Q(submitted_on__gt=F(until))
        late = done_late | overdue
        returned = Q(returned_count__gt=0)
        judged, decided = (done & dated) | overdue, done | returned
        return {
            "judged": judged,
            "on_time": on_time,
            "done_late": done_late,
            "overdue": overdue,
            "late": late,
            "unextended": on_time & Q(extended_times=0),
            "extended": judged & Q(extended_times__gt=0),
            "decided": decided,
            "first_time": done & Q(returned_count=0) & (~dated | in_time),
            "sent_back": returned,
            "running": running,
            "kept": running & ~overdue & ~self.quiet,
            "quiet": running & self.quiet,
            "done": done,
            "waiting": Q(status=TaskStatus.SUBMITTED),
            "given": Q(assigned_on__gte=self.first),
            **self._receipt(late),
            **{f"{LATE_BAND}{band.key}": self._late_by(band, done_late, overdue) for band in self.ages},
        }

    def _receipt(self, late: Q) -> dict[str, Q]:
        """Of the tasks given in the period: those received in time, and those that were not or are not yet."""
        if not self.receive_by:
            nobody = Q(pk__isnull=True)
            return {"to_receive": nobody, "received": nobody, "received_late": nobody}
        shifts: dict[int, list[date]] = defaultdict(list)
        for given, last in self.receive_by.items():
            shifts[(last - given).days].append(given)
        in_time, too_late = Q(pk__isnull=True), Q(pk__isnull=True)
        for days, given_on in shifts.items():
            same, receive_by = Q(assigned_on__in=given_on), F("assigned_on") + timedelta(days=days)
            in_time |= same & Q(received_on__lte=receive_by)
            too_late |= same & Q(received_on__gt=receive_by)
        gone = [given for given, last in self.receive_by.items() if last < self.day]
        missed = Q(status=TaskStatus.ASSIGNED, received_on=None, assigned_on__in=gone)
        not_in_time = too_late | missed
        return {"to_receive": in_time | not_in_time, "received": in_time & ~late, "received_late": not_in_time}

    def _late_by(self, band: Band, done_late: Q, overdue: Q) -> Q:
        """So many calendar days late, at the end or until now."""
        until = until_column(self.basis)
        first, last = band.due_range(self.day)
        open_for = overdue & Q(**{f"{until}__lte": last})
        was = done_late & Q(submitted_on__gte=F(until) + timedelta(days=band.least))
        if band.most:
            open_for &= Q(**{f"{until}__gte": first})
            was &= Q(submitted_on__lte=F(until) + timedelta(days=band.most))
        return open_for | was


def book(first: date, day: date, basis: Basis) -> Book:
    """The book of a period that ends on `day` (five queries: calendar, rules of silence and of receipt, bands)."""
    calendar = Workday.objects.calendar()
    rule = PracticeRule.objects.on(day)
    receive_by = {}
    if rule.receive_days:
        days = (first + number * ONE_DAY for number in range((day - first).days + 1))
        receive_by = {given: calendar.add_working_days(given, rule.receive_days) for given in days}
    return Book(first, day, basis, desk.silent_on(day, calendar), receive_by, bands_on(day))


def part_choices(ages: Sequence[Band]) -> list[tuple[str, str]]:
    """Every part with its words."""
    late = [(f"{LATE_BAND}{band.key}", _("Chậm %(days)s ngày") % {"days": band.key}) for band in ages]
    return [*((key, str(words)) for key, words in PARTS.items()), *late]


class ScoreFilters(OversightFilters):
    """Part of `tasks.filters.TaskFilter`, which knows the day and the basis."""

    risk = df.ChoiceFilter(choices=list(RISKS.items()), method="at_risk", label=_("Nguy cơ chậm"))
    score = df.ChoiceFilter(choices=(), method="of_score", label=_("Phần của bảng điểm"))

    if TYPE_CHECKING:
        today: date

        @property
        def counted_by(self) -> Basis: ...

    def at_risk(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Judged so last night, and still running with the deadline ahead."""
        judged = Q(risk__isnull=False) if value == ANY_RISK else Q(risk__level=value)
        return queryset.filter(judged, in_term(self.today))

    def of_score(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """What a scorecard counts under that name, in the books since `since`, else since the beginning of the year."""
        first = self.form.cleaned_data.get("since") or self.today.replace(month=1, day=1)
        return queryset.filter(in_books(first), book(first, self.today, self.counted_by).parts()[value])
