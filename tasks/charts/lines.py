"""A trend (pure): one line per series, told apart by dash and shape and named where it ends."""

from itertools import groupby, pairwise

from tasks.charts import looks
from tasks.charts.scale import Scale, scale
from tasks.charts.svg import TEXT, Canvas, Drawing, cut, hint, tag, wide, write
from tasks.reports.paper import Chart, Series

TOP, BOTTOM, GAP = 26, 22, 15
NARROW = 480
"""Below this width every second label is left out and lines are named above, not beside."""


def draw(chart: Chart, canvas: Canvas) -> Drawing:
    """Values upwards, labels along the foot, the last value of each line printed at its end."""
    narrow = canvas.width < NARROW
    names = [f"{each.label}: {_last_words(each, canvas)}" for each in chart.series]
    right = canvas.width - (16 if narrow else min(210, max(map(wide, names), default=0) + 16))
    top = TOP + (GAP + 2) * len(names) if narrow else TOP
    most = max((value for each in chart.series for value in each.values if value is not None), default=0)
    axis = scale(most, top + (150 if narrow else 210), top)
    left = max(wide(canvas.say(tick)) for tick in axis.ticks) + 10
    places = _places(len(chart.labels), left, right)
    parts = [_grid(axis, left, right, canvas), _foot(chart, places, axis)]
    parts += [_line(each, number, places, axis, chart, canvas) for number, each in enumerate(chart.series)]
    ends = _named_above(chart, names) if narrow else _named_beside(chart, names, places, axis, canvas)
    return Drawing(
        axis.start + BOTTOM, "".join([write(chart.unit, 0, 12, class_="chart-text chart-unit"), *parts, *ends])
    )


def _last_words(series: Series, canvas: Canvas) -> str:
    last = next((value for value in reversed(series.values) if value is not None), None)
    return "–" if last is None else canvas.say(last)


def _places(count: int, left: float, right: float) -> list[float]:
    step = (right - left - 12) / max(1, count - 1)
    return [left + 6 + step * number for number in range(count)]


def _grid(axis: Scale, left: float, right: float, canvas: Canvas) -> str:
    rows = []
    for tick in axis.ticks:
        y = axis.place(tick)
        rows.append(tag("line", x1=left, x2=right, y1=y, y2=y, stroke="#bbb", class_="chart-grid"))
        rows.append(write(canvas.say(tick), left - 6, y + 4, anchor="end"))
    return "".join(rows)


def _foot(chart: Chart, places: list[float], axis: Scale) -> str:
    step = 1
    room = places[1] - places[0] if len(places) > 1 else 999
    while room * step < max(map(wide, chart.labels), default=0) + 4 and step < len(places):
        step += 1
    shown = [
        (label, x) for number, (label, x) in enumerate(zip(chart.labels, places, strict=True)) if number % step == 0
    ]
    return "".join(write(label, x, axis.start + 16, anchor="middle") for label, x in shown)


def _line(series: Series, number: int, places: list[float], axis: Scale, chart: Chart, canvas: Canvas) -> str:
    points = list(zip(chart.labels, places, series.values, strict=True))
    parts = []
    for known, run in groupby(points, key=lambda point: point[2] is not None):
        if not known:
            continue
        spots = [(label, x, value) for label, x, value in run if value is not None]
        path = " ".join(f"{x:.1f},{axis.place(value):.1f}" for _label, x, value in spots)
        dash = looks.DASHES[number % len(looks.DASHES)]
        parts.append(
            tag("polyline", points=path, fill="none", stroke="#333", stroke_dasharray=dash, class_="chart-line")
        )
        parts += [
            looks.mark(number, x, axis.place(value), hint(f"{series.label}, {label}: {canvas.say(value)}"))
            for label, x, value in spots
        ]
    return tag("g", *parts, class_=looks.tone(series, number))


def _named_above(chart: Chart, names: list[str]) -> list[str]:
    """A legend of dashes and shapes over the picture."""
    rows = []
    for number, (each, name) in enumerate(zip(chart.series, names, strict=True)):
        y = 24 + (GAP + 2) * number
        dash = looks.DASHES[number % len(looks.DASHES)]
        line = tag("line", x1=0, x2=26, y1=y, y2=y, stroke="#333", stroke_dasharray=dash, class_="chart-line")
        sample = line + looks.mark(number, 13, y)
        rows.append(tag("g", sample, write(name, 32, y + 4), class_=looks.tone(each, number)))
    return rows


def _named_beside(chart: Chart, names: list[str], places: list[float], axis: Scale, canvas: Canvas) -> list[str]:
    """Each line is named at its end; names that would lie upon one another are moved apart."""
    ends = []
    for number, each in enumerate(chart.series):
        known = [(x, value) for x, value in zip(places, each.values, strict=True) if value is not None]
        if known:
            ends.append([axis.place(known[-1][1]), number])
    ends.sort()
    for above, below in pairwise(ends):
        below[0] = max(below[0], above[0] + TEXT + 3)
    x = places[-1] + 9 if places else 0
    return [write(cut(names[int(number)], canvas.width - x), x, y + 4) for y, number in ends]
