"""How one series is told from another without colour (pure): a pattern, a dash and a shape for each."""

from typing import Final

from tasks.charts.svg import Canvas, tag
from tasks.reports.paper import Series

DASHES: Final = (None, "7 4", "2 3", "10 3 2 3", "4 2")
MARKS: Final = ("circle", "square", "triangle", "diamond", "cross")
HATCHES: Final = ("", "M0 6 L6 0 M-1.5 1.5 L1.5 -1.5 M4.5 7.5 L7.5 4.5", "M0 3 H6", "M3 0 V6 M0 3 H6", "M3 0 V6")
TONES: Final = ("ok", "info", "warn", "bad")


def tone(series: Series, number: int) -> str:
    """The class that colours a series: the tone it has, else its place."""
    return f"chart-{series.tone}" if series.tone in TONES else f"chart-series-{number % len(DASHES)}"


def patterns(series: tuple[Series, ...], canvas: Canvas) -> str:
    """A filling for each series that is hatched, one way or another."""
    hatched = ((number, each) for number, each in enumerate(series) if HATCHES[number % len(HATCHES)])
    return tag("defs", *(_pattern(each, number, canvas) for number, each in hatched))


def _pattern(series: Series, number: int, canvas: Canvas) -> str:
    ground = tag("rect", width=6, height=6, fill="#fff", class_="chart-ground")
    hatch = HATCHES[number % len(HATCHES)]
    lines = tag("path", d=hatch, stroke="#555", stroke_width=1.6, class_="chart-hatch")
    name, colour = f"{canvas.key}-{number}", tone(series, number)
    return tag("pattern", ground, lines, id=name, width=6, height=6, patternUnits="userSpaceOnUse", class_=colour)


def filling(number: int, canvas: Canvas) -> str:
    """How a series is filled: by its hatching, or full; a full one made of tiles would show their seams in print."""
    return f"url(#{canvas.key}-{number})" if HATCHES[number % len(HATCHES)] else "currentColor"


def mark(number: int, x: float, y: float, inner: str = "") -> str:
    """The shape of a series at a place."""
    kind = MARKS[number % len(MARKS)]
    if kind == "circle":
        return tag("circle", inner, cx=x, cy=y, r=3.5, fill="#333", class_="chart-mark")
    return tag("path", inner, d=_shape(kind, x, y), fill="#333", class_="chart-mark")


def _shape(kind: str, x: float, y: float) -> str:
    corners = {
        "square": ((-3, -3), (3, -3), (3, 3), (-3, 3)),
        "triangle": ((0, -4), (4, 3), (-4, 3)),
        "diamond": ((0, -4.5), (4.5, 0), (0, 4.5), (-4.5, 0)),
        "cross": ((-4, -4), (0, -1.5), (4, -4), (1.5, 0), (4, 4), (0, 1.5), (-4, 4), (-1.5, 0)),
    }[kind]
    return "M" + " L".join(f"{x + across:.1f} {y + down:.1f}" for across, down in corners) + " Z"
