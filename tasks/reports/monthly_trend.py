"""The last twelve periods: what was given and finished in each, and what was overdue at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tasks.asof import first_day, rebuilt_before
from tasks.reports.asked import Asked
from tasks.reports.causes import LATE
from tasks.reports.cells import linked
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Series, Shape
from tasks.reports.periods import ReportPeriod
from tasks.reports.pictures_trend import overdue_at

LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Ends:
    """Overdue tasks at the end of each period, oldest first, None where nothing is known of that day."""

    periods: tuple[ReportPeriod, ...]
    overdue: tuple[int | None, ...]
    since: date | None
    kept: date | None


def ends_of(asked: Asked, period: ReportPeriod) -> Ends:
    """Count what was overdue at the end of each of the last periods, in the state of that day."""
    periods = tuple(period.before(steps) for steps in reversed(range(LENGTH)))
    days = [min(each.last, asked.day) for each in periods]
    found = overdue_at(asked, days)
    return Ends(periods, tuple(found.get(day) for day in days), first_day(), rebuilt_before(periods[0].last))


def trend_block(asked: Asked, ends: Ends) -> Block:
    """The table and the picture of it; one query for what was given and finished."""
    flows = _flows(asked, ends.periods)
    lines = [
        _line(asked, period, given, finished, late)
        for period, (given, finished), late in zip(ends.periods, flows, ends.overdue, strict=True)
    ]
    labels = tuple(period.short for period in ends.periods)
    columns = (
        Column("period", _("Kỳ"), Kind.TEXT, 22),
        Column("first", _("Từ ngày"), Kind.DAY, 12),
        Column("last", _("Đến hết ngày"), Kind.DAY, 12),
        Column("given", _("Giao trong kỳ")),
        Column("finished", _("Hoàn thành trong kỳ")),
        Column("overdue", _("Quá hạn cuối kỳ"), hint=_("Đếm theo lịch sử, như tình hình cuối ngày đó.")),
    )
    return Block("trend", _("Diễn biến 12 kỳ gần nhất"), columns, tuple(lines), _note(ends), _chart(lines, labels))


def _flows(asked: Asked, periods: Sequence[ReportPeriod]) -> list[tuple[int, int]]:
    """Tasks given and tasks finished in each period, as known on the day asked about."""
    first, numbers = periods[0].first, {}
    for number, period in enumerate(periods):
        given = Q(assigned_on__gte=period.first, assigned_on__lte=period.last) & ~Q(status="withdrawn")
        finished = Q(status="done", completed_on__gte=period.first, completed_on__lte=period.last)
        numbers[f"given_{number}"] = Count("pk", filter=given)
        numbers[f"finished_{number}"] = Count("pk", filter=finished)
    rows = asked.tasks.filter(Q(assigned_on__gte=first) | Q(completed_on__gte=first)).order_by()
    found = rows.aggregate(**numbers)
    return [(found[f"given_{number}"], found[f"finished_{number}"]) for number in range(len(periods))]


def _line(asked: Asked, period: ReportPeriod, given: int, finished: int, late: int | None) -> Line:
    since, last = period.first.isoformat(), period.last.isoformat()
    day = min(period.last, asked.day)
    cells = (
        Cell(period.words),
        Cell(period.first),
        Cell(day),
        linked(asked, given, {"since": since, "assigned_from": since, "assigned_to": last}),
        linked(asked, finished, {"status": "done", "done_from": since, "done_to": last}),
        Cell(None) if late is None else linked(asked.on(day), late, LATE, "bad"),
    )
    return Line(cells, key=period.key)


def _chart(lines: Sequence[Line], labels: tuple[str, ...]) -> Chart:
    def values(place: int) -> tuple[float | None, ...]:
        found = (line.cells[place].value for line in lines)
        return tuple(value if isinstance(value, int) else None for value in found)

    series = (
        Series(_("Giao trong kỳ"), values(3), "info"),
        Series(_("Hoàn thành trong kỳ"), values(4), "ok"),
        Series(_("Quá hạn cuối kỳ"), values(5), "bad"),
    )
    return Chart(Shape.LINES, _("Giao, hoàn thành và quá hạn theo kỳ"), labels, series, _("nhiệm vụ"))


def _note(ends: Ends) -> str:
    words = []
    if None in ends.overdue and ends.since is not None:
        words.append(_("Lịch sử có từ ngày %(day)s; trước đó không có số quá hạn.") % {"day": f"{ends.since:%d/%m/%Y}"})
    if ends.kept is not None:
        kept = {"day": f"{ends.kept:%d/%m/%Y}"}
        words.append(_("Số quá hạn trước ngày %(day)s được dựng lại từ ngày ghi trong từng nhiệm vụ.") % kept)
    return " ".join(words)
