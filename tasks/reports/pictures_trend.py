"""Twelve months in a picture: given, finished, and overdue at the end of each month, as it was then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from accounts import scope
from tasks.asof import as_it_stood, first_day
from tasks.deadlines import Timeliness
from tasks.models import TaskState
from tasks.models.task import OVERDUE_VALUES
from tasks.reports.asked import Asked
from tasks.reports.cells import linked
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape

MONTHS: Final = 12
NO_NARROWING: Final = frozenset({"basis", "map"})
"""Names in a filter that say how to count, not what."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month up to its last day, the current one up to the day asked about; `overdue` None: nothing is known."""

    first: date
    last: date
    given: int = 0
    done: int = 0
    overdue: int | None = None

    @property
    def label(self) -> str:
        """As printed at the axis."""
        return f"{self.first:%m/%y}"


def trend(asked: Asked) -> Report:
    """A line per month and a picture of the three lines."""
    months = _counted(asked, months_until(asked.day))
    return Report(
        slug="trend",
        title=_("Diễn biến 12 tháng"),
        day=asked.day,
        counted_at=asked.now,
        statement=(),
        blocks=(_block(asked, months),),
        is_empty=not any(month.given or month.done or month.overdue for month in months),
    )


def months_until(day: date, count: int = MONTHS) -> list[Month]:
    """The month of `day` up to it and those before, the oldest first."""
    months = [Month(day.replace(day=1), day)]
    while len(months) < count:
        last = months[0].first - timedelta(days=1)
        months.insert(0, Month(last.replace(day=1), last))
    return months


def _counted(asked: Asked, months: Sequence[Month]) -> list[Month]:
    given = _by_month(asked, "assigned_on", months)
    done = _by_month(asked, "completed_on", months)
    late = overdue_at(asked, [month.last for month in months])
    return [
        Month(each.first, each.last, given.get(each.first, 0), done.get(each.first, 0), late.get(each.last))
        for each in months
    ]


def _by_month(asked: Asked, column: str, months: Sequence[Month]) -> Mapping[date, int]:
    """How many tasks have that day in each month (one query)."""
    within = {f"{column}__gte": months[0].first, f"{column}__lte": months[-1].last}
    found = asked.tasks.order_by().filter(**within).annotate(month=TruncMonth(column)).values("month")
    return dict(found.annotate(number=Count("pk")).values_list("month", "number"))


def overdue_at(asked: Asked, days: Sequence[date]) -> Mapping[date, int]:
    """How many were overdue at the end of each day, as far as anything is known of it.

    The whole city is told by one pass over the history; a narrower question is asked of every day for itself, because
    what a filter means of a task (who led it, whether it was silent) belongs to that day too.
    """
    first = first_day()
    known = [day for day in days if first is not None and day >= first]
    if not known:
        return {}
    whole = scope.of(asked.user, asked.today).everything and not set(asked.query) - NO_NARROWING
    if whole:
        return overdue_of_city(known, asked.filters.until)
    return {day: overdue_then(asked, day) for day in known}


def overdue_of_city(days: Sequence[date], until: str) -> Mapping[date, int]:
    """Overdue duties of the city at the end of each day, by the column `until` (one query over the history)."""
    columns = {
        f"d{place}": Count("pk", filter=_held(day) & Q(**{f"{until}__lt": day})) for place, day in enumerate(days)
    }
    running = TaskState.objects.filter(giver_id=None, status__in=OVERDUE_VALUES, **{f"{until}__lt": max(days)})
    row = running.aggregate(**columns)
    return {day: row[f"d{place}"] for place, day in enumerate(days)}


def _held(day: date) -> Q:
    return Q(from_day__lte=day) & (Q(until_day=None) | Q(until_day__gt=day))


def overdue_then(asked: Asked, day: date) -> int:
    """Overdue at the end of that day by the same filter, as the list of that day counts it."""
    then = asked.on(day)
    with as_it_stood(day, asked.today):
        return then.tasks.order_by().filter(then.filters.of_class(Timeliness.OVERDUE)).count()


def _block(asked: Asked, months: Sequence[Month]) -> Block:
    given, done = sum(month.given for month in months), sum(month.done for month in months)
    total = Line((Cell(_("Cộng")), Cell(given), Cell(done), Cell(None)), key="sum", part=Part.SUM)
    return Block(
        key="trend",
        title=_("Giao mới, hoàn thành, quá hạn theo tháng"),
        columns=(
            Column("month", _("Tháng"), Kind.TEXT, 12),
            Column("given", _("Giao mới"), hint=_("Nhiệm vụ có ngày giao trong tháng, kể cả sau này thu hồi.")),
            Column("done", _("Hoàn thành"), hint=_("Nhiệm vụ được xác nhận hoàn thành trong tháng.")),
            Column("overdue", _("Quá hạn cuối tháng"), width=14, hint=_("Theo tình trạng đúng vào ngày cuối tháng.")),
        ),
        lines=(*(_line(asked, month) for month in months), total),
        note=_("Tháng cuối tính đến ngày của báo cáo. Dấu gạch: hệ thống chưa ghi lịch sử của ngày đó."),
        chart=_chart(months),
    )


def _line(asked: Asked, month: Month) -> Line:
    first, last = month.first.isoformat(), month.last.isoformat()
    late = asked.on(month.last)
    return Line(
        (
            Cell(month.label),
            linked(asked, month.given, {"assigned_from": first, "assigned_to": last}),
            linked(asked, month.done, {"done_from": first, "done_to": last}),
            Cell(None) if month.overdue is None else linked(late, month.overdue, {"timeliness": ["overdue"]}, "bad"),
        ),
        key=f"{month.first:%Y-%m}",
    )


def _chart(months: Sequence[Month]) -> Chart:
    return Chart(
        Shape.LINES,
        _("Giao mới, hoàn thành và quá hạn cuối tháng, 12 tháng"),
        tuple(month.label for month in months),
        (
            Series(_("Giao mới"), tuple(month.given for month in months), "info"),
            Series(_("Hoàn thành"), tuple(month.done for month in months), "ok"),
            Series(_("Quá hạn"), tuple(month.overdue for month in months), "bad"),
        ),
        _("nhiệm vụ"),
    )
