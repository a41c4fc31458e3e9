"""The chart of a block on paper: the picture of the page in black and white, as SVG for typst, as PNG for Word.

Patterns, dashes and printed values tell the series apart on the page already; without its style sheet a picture has no
colour left, so a copy of a copy can still be read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast
from xml.etree import ElementTree

from tasks.reports.drawing import drawn, told
from tasks.reports.paper import Chart

SOURCE: Final = Path(__file__).resolve().parent / "pictures.typ"
FONT: Final = "Times New Roman, Liberation Serif, Tinos, Libertinus Serif"
"""The one of the paper, or the next of the machine that is as wide."""
UNITS: Final = 3.8
"""Units of a picture in one millimetre of its paper: its letters are then 9 pt high."""
HIGHEST: Final = 105
"""Millimetres that a picture may be high, so that an annex has room for its title and a short table too."""
DOTS: Final = 220
"""Dots in an inch of a picture in Word: sharp in print, some ten kilobytes each."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, how wide it is printed in millimetres, and what a reader who does not see it hears."""

    title: str
    svg: str
    width: float
    told: str


def picture(chart: Chart | None, room: int) -> Picture | None:
    """The chart at most `room` millimetres wide; None where there is nothing to draw."""
    if chart is None or not any(value for series in chart.series for value in series.values):
        return None
    svg = str(drawn(chart, round(room * UNITS), font=FONT))
    frame = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    high = room * float(frame.attrib["height"]) / float(frame.attrib["width"])
    return Picture(chart.title, svg, room * min(1.0, HIGHEST / high), told(chart))


def pngs(pictures: Sequence[Picture]) -> dict[Picture, bytes]:
    """The pictures as Word takes them, the same bytes each time; none where this installation has no typst."""
    try:
        import typst  # loaded by who prints, not by every worker
    except ImportError:
        return {}
    if not pictures:
        return {}
    given = {"pictures": json.dumps([{"svg": each.svg, "width": each.width} for each in pictures])}
    made = typst.compile(SOURCE.read_bytes(), format="png", ppi=DOTS, sys_inputs=given)
    pages = cast("bytes | list[bytes]", made)  # several pages are a list, which its types leave out
    return dict(zip(pictures, pages if isinstance(pages, list) else [pages], strict=True))
