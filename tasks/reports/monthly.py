"""The periodical report of the city: month, quarter, half-year or year, in the lines that leadership asks for.

Its base is the books of the year: what was given since the year began and what was carried over. It counts as of the
last day of its period, and of the period before as of that one's last day.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tasks.asof import as_it_stood, first_day
from tasks.reports.asked import Asked
from tasks.reports.causes import LATE, causes_block, count_causes, overdue
from tasks.reports.cells import linked
from tasks.reports.columns import cause_of, with_columns
from tasks.reports.monthly_lines import Moment, central_block, city_block, period_block
from tasks.reports.monthly_period import asked_moment, options, period_words
from tasks.reports.monthly_tally import tally
from tasks.reports.monthly_trend import Ends, ends_of, trend_block
from tasks.reports.monthly_units import units_block
from tasks.reports.monthly_words import Words, count_words, documents_block, words_block
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part, Report
from tasks.reports.periods import ReportPeriod
from tasks.reports.units import unit_name

SLUG: Final = "monthly"
LATE_SHOWN: Final = 50
"""Overdue tasks named one by one; the rest stand behind the link of the last line."""


def build(asked: Asked) -> Report:
    """Count the period and the one before, each as of its own last day.

    Raises:
        DomainError: the options name no period, or its last day lies before all history.
    """
    period = options(asked.options, asked.day).chosen()
    here = asked_moment(asked, period)
    last, said_before = _before(here, period.before())
    ends = ends_of(here, period)
    with as_it_stood(here.day, here.today):
        now = Moment(here, period, tally(here, period))
        return _report(now, last, said_before, ends)


def _before(asked: Asked, period: ReportPeriod) -> tuple[Moment | None, Words | None]:
    """The period before as it stood at its end; nothing where that lies before all history."""
    since = first_day()
    if since is None or period.last < since or period.last >= asked.today:
        return None, None
    there = asked.on(period.last)
    with as_it_stood(there.day, there.today):
        return Moment(there, period, tally(there, period)), count_words(there, period)


def _report(now: Moment, last: Moment | None, said_before: Words | None, ends: Ends) -> Report:
    asked, period = now.asked, now.period
    blocks = (
        city_block(now, last),
        period_block(now, last),
        central_block(now, last),
        units_block(now),
        words_block(count_words(asked, period), said_before),
        documents_block(asked, period),
        causes_block(asked, count_causes(asked)),
        _late_block(asked),
        trend_block(asked, ends),
    )
    title = _("Tình hình thực hiện nhiệm vụ được giao, %(period)s") % {"period": period.words}
    return Report(
        SLUG,
        title,
        asked.day,
        asked.now,
        (period_words(period), *_limits(asked.day, period, last)),
        blocks,
        is_empty=not now.tally.counts,
    )


def _limits(day: date, period: ReportPeriod, last: Moment | None) -> list[str]:
    """What the reader must know about the days that were counted."""
    words = []
    if day < period.last:
        words.append(_("Kỳ chưa kết thúc, số liệu đến hết ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"})
    if last is None:
        words.append(_("Chưa có lịch sử của kỳ trước để so sánh."))
    return words


def _late_block(asked: Asked) -> Block:
    """Overdue tasks, the longest first, at most LATE_SHOWN, and how many there are."""
    columns = (
        Column("no", _("TT"), Kind.NUMBER, 5),
        Column("task", _("Nhiệm vụ"), Kind.TEXT, 60),
        Column("directive", _("Văn bản giao"), Kind.TEXT, 18),
        Column("unit", _("Cơ quan chủ trì"), Kind.TEXT, 28),
        Column("due", _("Hạn"), Kind.DAY, 12),
        Column("late", _("Số ngày quá hạn")),
        Column("reason", _("Lý do"), Kind.TEXT, 36),
        Column("urged", _("Số lần đôn đốc")),
    )
    late = overdue(asked)
    tasks = list(with_columns(late, asked.basis, asked.on_map)[: LATE_SHOWN + 1])
    lines = [
        Line(
            (
                Cell(number),
                Cell(task.title, task.get_absolute_url()),
                Cell(str(task.directive)),
                Cell(unit_name(task)),
                Cell(task.last_day),
                Cell(task.days_late(asked.day), tone="bad"),
                Cell(cause_of(task, asked.day)),
                Cell(task.urged_times),
            ),
            key=str(task.pk),
        )
        for number, task in enumerate(tasks[:LATE_SHOWN], start=1)
    ]
    capped = len(tasks) > LATE_SHOWN
    total = late.count() if capped else len(tasks)
    if lines:
        count = linked(asked, total, LATE, "bad")
        words = _("Tổng số nhiệm vụ quá hạn")
        blank = Cell(None)
        lines.append(Line((count, Cell(words), *[blank] * 6), "total", part=Part.SUM))
    note = _("Nêu %(shown)d nhiệm vụ quá hạn lâu nhất trong tổng số %(total)d; số ở dòng cuối mở danh sách đầy đủ.")
    words = note % {"shown": LATE_SHOWN, "total": total} if capped else ""
    return Block("overdue", _("Nhiệm vụ quá hạn"), columns, tuple(lines), words)
