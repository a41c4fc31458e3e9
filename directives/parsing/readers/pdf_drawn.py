"""What is drawn on a page of a PDF besides letters: straight lines, shapes, the room that pictures take."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from directives.parsing.readers.ruling import Stroke

DEEPEST = 4
MOST_OBJECTS = 60_000
MOST_SEGMENTS = 200_000
THIN = 3.0
SHORTEST = 4.0
STRAIGHT = 0.6

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top in user space."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """Lines as boxes in user space, how many shapes there are, and the area of pictures in square points."""

    lines: list[Bounds] = field(default_factory=list)
    shapes: int = 0
    pictures: float = 0.0
    _segments: int = 0
    _objects: int = 0

    def add(self, thing: Any, matrix: Matrix, depth: int = 0) -> None:
        """Take in one object of the page; a form is a page in a page."""
        self._objects += 1
        if self._objects > MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.shapes += 1
            self._add_path(thing, _times(_matrix(thing), matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _box(_corners(_times(_matrix(thing), matrix)))
            self.pictures += (right - left) * (top - bottom)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(thing), matrix)
            for i in range(max(0, pdfium.FPDFFormObj_CountObjects(thing))):
                self.add(pdfium.FPDFFormObj_GetObject(thing, i), inner, depth + 1)

    def _add_path(self, path: Any, matrix: Matrix) -> None:
        count = pdfium.FPDFPath_CountSegments(path)
        self._segments += max(0, count)
        if count < 2 or self._segments > MOST_SEGMENTS:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        for points in _outlines(path, count, matrix):
            left, bottom, right, top = _box(points)
            if min(right - left, top - bottom) <= THIN:
                self._add_line((left, bottom, right, top))
            elif stroke.value:
                self._add_sides(points)

    def _add_sides(self, points: list[Point]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x1 - x0) <= STRAIGHT or abs(y1 - y0) <= STRAIGHT:
                self._add_line((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _add_line(self, box: Bounds) -> None:
        if max(box[2] - box[0], box[3] - box[1]) >= SHORTEST:
            self.lines.append(box)


def drawn_on(page: Any) -> Drawn:
    """Everything drawn on a PDFium page, forms inside it included."""
    drawn = Drawn()
    for i in range(min(MOST_OBJECTS, max(0, pdfium.FPDFPage_CountObjects(page)))):
        drawn.add(pdfium.FPDFPage_GetObject(page, i), IDENTITY)
    return drawn


def strokes_of(boxes: Iterator[Bounds]) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
    """Lines across and lines down out of boxes (left, right, top, bottom) on the page as it is shown."""
    across, down = [], []
    for left, right, top, bottom in boxes:
        if right - left >= bottom - top:
            across.append(Stroke((top + bottom) / 2, left, right))
        else:
            down.append(Stroke((left + right) / 2, top, bottom))
    return tuple(across), tuple(down)


def _matrix(thing: Any) -> Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, raw):
        return IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        e * outer[0] + f * outer[2] + outer[4],
        e * outer[1] + f * outer[3] + outer[5],
    )


def _moved(x: float, y: float, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _corners(matrix: Matrix) -> list[Point]:
    """The unit square, which every picture fills, where it is drawn."""
    return [_moved(x, y, matrix) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]


def _box(points: list[Point]) -> Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _outlines(path: Any, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path; parts with curves are left out."""
    points: list[Point] = []
    bent = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not bent:
                yield points
            points, bent = [], False
        bent = bent or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append(_moved(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not bent:
        yield points
