"""Pictures in templates: `{% report_chart chart %}` draws one at two widths, with a table where none stands beside."""

from typing import Final

from django import template

from tasks.reports.drawing import drawn
from tasks.reports.paper import Chart

register = template.Library()

WIDE: Final = 760
NARROW: Final = 342


@register.inclusion_tag("tasks/_chart.html")
def report_chart(chart: Chart, *, table: bool = False) -> dict[str, object]:
    """The picture for wide and for narrow screens; with `table` its numbers can be unfolded below it."""
    return {
        "chart": chart,
        "wide": drawn(chart, WIDE, "chart chart-wide"),
        "narrow": drawn(chart, NARROW, "chart chart-narrow"),
        "rows": _rows(chart) if table else [],
    }


def _rows(chart: Chart) -> list[tuple[str, tuple[float | None, ...]]]:
    """A line of the table per label, in the order of the series."""
    return [(label, tuple(each.values[place] for each in chart.series)) for place, label in enumerate(chart.labels)]
