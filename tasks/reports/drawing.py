"""A chart of a report as a picture, with its numbers and words in the language of the reader; for pages and papers."""

from hashlib import sha256

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from config.templatetags.ui import vi_number
from tasks.charts.draw import svg
from tasks.charts.svg import Canvas
from tasks.reports.paper import Chart, Shape


def drawn(chart: Chart, width: int, class_: str = "chart", *, font: str = "sans-serif") -> SafeString:
    """The picture alone at that width."""
    key = "c" + sha256(f"{chart!r} {width}".encode()).hexdigest()[:8]
    picture = svg(chart, Canvas(width, key, vi_number), told=told(chart), class_=class_, font=font)
    return mark_safe(picture)  # noqa: S308 - every word in it is escaped where it is drawn


def told(chart: Chart) -> str:
    """What the picture shows, for those who do not see it: each series with its first, last and greatest value."""
    if chart.shape is Shape.FLOW:
        return "; ".join(_flows(chart))
    return "; ".join(_series_words(chart, number) for number in range(len(chart.series)))


def _series_words(chart: Chart, number: int) -> str:
    series = chart.series[number]
    known = [(label, value) for label, value in zip(chart.labels, series.values, strict=True) if value is not None]
    if not known:
        return _("%(series)s: không có số liệu") % {"series": series.label}
    most = max(known, key=lambda pair: pair[1])
    facts = {"series": series.label, "most": vi_number(most[1]), "where": most[0]}
    if chart.shape is not Shape.LINES:
        return _("%(series)s: nhiều nhất %(most)s (%(where)s)") % facts
    ends = {"first": vi_number(known[0][1]), "last": vi_number(known[-1][1]), "from": known[0][0], "to": known[-1][0]}
    return _("%(series)s: từ %(first)s (%(from)s) đến %(last)s (%(to)s), cao nhất %(most)s (%(where)s)") % {
        **facts,
        **ends,
    }


def _flows(chart: Chart) -> list[str]:
    return [
        _("%(source)s sang %(target)s: %(number)s")
        % {"source": each.label, "target": label, "number": vi_number(value)}
        for each in chart.series
        for label, value in zip(chart.labels, each.values, strict=True)
        if value
    ]
