"""The values of a report as people read them, the same on the page and in every paper."""

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from tasks.reports.paper import Column, Kind, Report, Value

NONE: Final = "–"
RIGHT: Final = frozenset({Kind.NUMBER, Kind.SHARE, Kind.DECIMAL})
"""Kinds that are read from the right."""


def shown(value: Value, kind: Kind) -> str:
    """`1.234`, `12,3 %`, `4,5`, `05/02/2023` or the words; a dash where there is no figure."""
    if isinstance(value, date):
        return date_format(value, "d/m/Y")
    if value is None:
        return "" if kind is Kind.TEXT else NONE
    if isinstance(value, str):
        return value
    if kind is Kind.SHARE:
        return f"{_figure(value * 100, 1)} %"
    return _figure(value, 1 if kind is Kind.DECIMAL or isinstance(value, float) else 0)


def _figure(value: float, places: int) -> str:
    """Rounded first, because the formatter of Django cuts off."""
    return str(number_format(round(value, places), places, use_l10n=True, force_grouping=True))


def is_figure(column: Column) -> bool:
    """Whether its cells stand at the right."""
    return column.kind in RIGHT


def moment(report: Report) -> str:
    """As of when it was counted: a past day as it ended, today as of the minute."""
    if report.counted_at is None:
        return _("Số liệu tính đến hết ngày %(day)s.") % {"day": date_format(report.day, "d/m/Y")}
    local = timezone.localtime(report.counted_at)
    hours = {"hour": f"{local:%H:%M}", "day": date_format(local, "d/m/Y")}
    return _("Số liệu tính đến %(hour)s ngày %(day)s.") % hours
