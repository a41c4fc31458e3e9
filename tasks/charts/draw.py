"""A chart as one SVG (pure): the shape decides who draws it, every picture says in words what it shows."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from tasks.charts import bars, flow, heat, lines
from tasks.charts.svg import Canvas, Drawing, tag
from tasks.reports.paper import Chart, Shape

DRAWN_BY: Final[Mapping[Shape, Callable[[Chart, Canvas], Drawing]]] = {
    Shape.LINES: lines.draw,
    Shape.BARS: bars.draw,
    Shape.STACKED: bars.stacked,
    Shape.HEAT: heat.draw,
    Shape.FLOW: flow.draw,
}


def svg(chart: Chart, canvas: Canvas, *, told: str, class_: str = "chart", font: str = "sans-serif") -> str:
    """The picture at the width of the canvas; `told` is what a reader who does not see it hears."""
    drawing = DRAWN_BY[chart.shape](chart, canvas)
    height = round(drawing.height + 6)
    title, told_at = f"{canvas.key}-title", f"{canvas.key}-desc"
    return tag(
        "svg",
        tag("title", escape(chart.title), id=title),
        tag("desc", escape(told), id=told_at),
        drawing.body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {canvas.width} {height}",
        width=canvas.width,
        height=height,
        role="img",
        aria_labelledby=f"{title} {told_at}",
        class_=class_,
        font_family=font,
        color="#555",
    )
