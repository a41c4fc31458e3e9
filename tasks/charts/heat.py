"""A heat map (pure): a row per series, a column per label, every value printed on a ground of five depths."""

from tasks.charts.svg import Canvas, Drawing, cut, hint, tag, wide, write
from tasks.reports.paper import Chart

ROW, HEAD, DEPTHS = 22, 40, 5
NARROW = 480


def draw(chart: Chart, canvas: Canvas) -> Drawing:
    """An empty cell has nothing to count, a dash none; the deeper the ground the greater the value."""
    left = min(canvas.width * (0.3 if canvas.width < NARROW else 0.28), _longest(chart) + 10)
    column = (canvas.width - left) / max(1, len(chart.labels))
    most = max((value or 0 for each in chart.series for value in each.values), default=0)
    parts = [write(chart.unit, 0, 12, class_="chart-text chart-unit"), _heads(chart, left, column)]
    for row, each in enumerate(chart.series):
        y = HEAD + row * ROW
        parts.append(write(cut(each.label, left - 8), left - 8, y + 15, anchor="end"))
        for number, value in enumerate(each.values):
            words = hint(f"{each.label}, {chart.labels[number]}: {canvas.say(value) if value is not None else '–'}")
            parts.append(_cell(value, left + number * column, y, column, most, canvas, words))
    return Drawing(HEAD + len(chart.series) * ROW + 2, "".join(parts))


def _longest(chart: Chart) -> float:
    return max((wide(each.label) for each in chart.series), default=0)


def _heads(chart: Chart, left: float, column: float) -> str:
    step = 1
    while column * step < max(map(wide, chart.labels), default=0) + 2 and step < len(chart.labels):
        step += 1
    return "".join(
        write(label, left + (number + 0.5) * column, HEAD - 6, anchor="middle")
        for number, label in enumerate(chart.labels)
        if number % step == 0
    )


def _cell(value: float | None, x: float, y: float, width: float, most: float, canvas: Canvas, words: str) -> str:
    if value is None:
        return ""
    depth = depth_of(value, most)
    box = tag(
        "rect", words, x=x + 0.5, y=y + 0.5, width=width - 1, height=ROW - 1, fill="#888",
        fill_opacity=depth / DEPTHS / 1.6, stroke="#999", class_=f"chart-heat chart-heat-{depth}",
    )  # fmt: skip
    said = canvas.say(value) if value else "0"
    return box + write(said, x + width / 2, y + 15, anchor="middle", class_=f"chart-text chart-on-{depth}")


def depth_of(value: float, most: float) -> int:
    """From 0 for nothing to `DEPTHS` for the greatest value."""
    return 0 if value <= 0 or most <= 0 else max(1, min(DEPTHS, round(value / most * DEPTHS)))
