"""Bars that lie, so that names of departments can be read (pure): beside one another, or stacked to a sum."""

from tasks.charts import looks
from tasks.charts.scale import Scale, scale
from tasks.charts.svg import Canvas, Drawing, cut, hint, tag, wide, write
from tasks.reports.paper import Chart, Series

ROW, BAR, HEAD = 26, 16, 20
NARROW = 480


def draw(chart: Chart, canvas: Canvas) -> Drawing:
    """One bar per series and label, its value printed at its end."""
    legend = _legend(chart, canvas) if len(chart.series) > 1 else Drawing(0, "")
    left, axis = _frame(chart, canvas, max((value or 0 for each in chart.series for value in each.values), default=0))
    height, parts = legend.height + HEAD, [looks.patterns(chart.series, canvas), legend.body]
    for row, label in enumerate(chart.labels):
        parts.append(write(cut(label, left - 8), left - 8, height + 12, anchor="end"))
        for number, each in enumerate(chart.series):
            parts.append(_bar(each, number, row, height, axis, chart, canvas))
            height += BAR + 2
        height += ROW - BAR - 2
    return Drawing(
        height, "".join([write(chart.unit, left, legend.height + 12, class_="chart-text chart-unit"), *parts])
    )


def stacked(chart: Chart, canvas: Canvas) -> Drawing:
    """The series of each label one after another, each with its number where there is room, the sum at the end."""
    sums = [sum(each.values[row] or 0 for each in chart.series) for row in range(len(chart.labels))]
    legend = _legend(chart, canvas)
    left, axis = _frame(chart, canvas, max(sums, default=0))
    parts = [looks.patterns(chart.series, canvas), legend.body]
    parts.append(write(chart.unit, left, legend.height + 12, class_="chart-text chart-unit"))
    for row, label in enumerate(chart.labels):
        y = legend.height + HEAD + row * ROW
        parts.append(write(cut(label, left - 8), left - 8, y + 12, anchor="end"))
        parts += _pile(chart, row, y, axis, canvas)
        parts.append(write(canvas.say(sums[row]), axis.place(sums[row]) + 5, y + 12, class_="chart-text chart-sum"))
    return Drawing(legend.height + HEAD + len(chart.labels) * ROW, "".join(parts))


def _frame(chart: Chart, canvas: Canvas, most: float) -> tuple[float, Scale]:
    """How far the names reach, and the axis right of them."""
    room = canvas.width * (0.36 if canvas.width < NARROW else 0.3)
    left = min(room, max(map(wide, chart.labels), default=0) + 10)
    return left, scale(most, left, canvas.width - wide(canvas.say(most)) - 12)


def _bar(series: Series, number: int, row: int, y: float, axis: Scale, chart: Chart, canvas: Canvas) -> str:
    value = series.values[row]
    if value is None:
        return write("–", axis.start + 3, y + 12)
    words = hint(f"{chart.labels[row]}, {series.label}: {canvas.say(value)}")
    bar = _box(axis.start, axis.place(value), y, number, canvas, words)
    return tag("g", bar, write(canvas.say(value), axis.place(value) + 5, y + 12), class_=looks.tone(series, number))


def _pile(chart: Chart, row: int, y: float, axis: Scale, canvas: Canvas) -> list[str]:
    parts, base = [], 0.0
    for number, each in enumerate(chart.series):
        value = each.values[row] or 0
        if not value:
            continue
        start, end = axis.place(base), axis.place(base + value)
        words = hint(f"{chart.labels[row]}, {each.label}: {canvas.say(value)}")
        inner = [_box(start, end, y, number, canvas, words)]
        if end - start > wide(canvas.say(value)) + 8:
            inner.append(_plate(canvas.say(value), (start + end) / 2, y))
        parts.append(tag("g", *inner, class_=looks.tone(each, number)))
        base += value
    return parts


def _plate(words: str, x: float, y: float) -> str:
    """A number on a ground of its own, so that it is read on every hatching."""
    room = wide(words) + 5
    plate = tag("rect", x=x - room / 2, y=y + 2, width=room, height=12, rx=2, fill="#fff", class_="chart-plate")
    return plate + write(words, x, y + 12, anchor="middle")


def _box(start: float, end: float, y: float, number: int, canvas: Canvas, words: str) -> str:
    width = max(1.0, end - start)
    filled = looks.filling(number, canvas)
    return tag("rect", words, x=start, y=y, width=width, height=BAR, fill=filled, stroke="#333", class_="chart-box")


def _legend(chart: Chart, canvas: Canvas) -> Drawing:
    """Hatchings with their names, in as many rows as the width asks for."""
    parts, x, y = [], 0.0, 0.0
    for number, each in enumerate(chart.series):
        room = wide(each.label) + 34
        if x and x + room > canvas.width:
            x, y = 0.0, y + 20
        parts.append(_swatch(each, number, x, y, canvas))
        x += room
    return Drawing(y + 22, "".join(parts))


def _swatch(series: Series, number: int, x: float, y: float, canvas: Canvas) -> str:
    filled = looks.filling(number, canvas)
    box = tag("rect", x=x + 0.5, y=y + 2.5, width=16, height=12, fill=filled, stroke="#333", class_="chart-box")
    return tag("g", box, write(series.label, x + 22, y + 13), class_=looks.tone(series, number))
