"""The picture of a page made ready for reading: even light, upright, lines of tables found, columns told apart.

Everything is counted in pixels of the picture, from its upper left corner. Masks are True where there is ink.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from directives.parsing.readers.ruling import Stroke

Mask = npt.NDArray[np.bool_]
Gray = npt.NDArray[np.uint8]

INK = 150
WHITE = 200
REDDISH = 40
DARK = 90
STEEPEST = 6.0
LEAST_SKEW = 0.35
LIGHT_STEP = 24
# In inches: lines shorter than this are strokes of letters, gaps narrower than this are blanks between words.
LINE_ACROSS = 0.45
LINE_DOWN = 0.2
THICKEST = 0.05
GUTTER = 0.33
NARROWEST = 0.24
PARTED = 0.3
LEAST_COLUMN = 0.6
SPECK = 0.012
MARGIN_BESIDE = 0.09
MARGIN_ABOVE = 0.05


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


def even_light(picture: Image.Image) -> Image.Image:
    """The picture in grey with the paper made white: shadows of a photograph go, and so does the red of stamps."""
    grey = _without_red(picture)
    small = (max(1, grey.width // LIGHT_STEP), max(1, grey.height // LIGHT_STEP))
    paper = grey.resize(small, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2))
    background = np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.uint16)
    lit = np.asarray(grey, dtype=np.uint16) * 255 // np.maximum(background, 60)
    return Image.fromarray(np.where(lit > WHITE, 255, lit).astype(np.uint8))


def _without_red(picture: Image.Image) -> Image.Image:
    """The picture in grey; what is red turns white, while blue and black ink, also that of pens, stays dark."""
    if picture.mode in {"1", "L", "LA", "I;16", "I", "F"}:
        return picture.convert("L")
    colours = np.asarray(picture.convert("RGB")).astype(np.int16)
    red = colours[:, :, 0]
    is_red = (red - np.maximum(colours[:, :, 1], colours[:, :, 2]) > REDDISH) & (red > DARK)
    return Image.fromarray(np.where(is_red, 255, red).astype(np.uint8))


def ink_of(picture: Image.Image) -> Mask:
    """Where the grey picture is dark."""
    return np.asarray(picture) < INK


def is_lying(ink: Mask) -> bool:
    """Whether lines of text run down the page instead of across."""
    ys, xs = np.nonzero(ink[::4, ::4])
    if len(ys) < 500:
        return False
    across = max(_sharpness(ys, xs, angle) for angle in (-1.5, -0.75, 0.0, 0.75, 1.5))
    down = max(_sharpness(xs, ys, angle) for angle in (-1.5, -0.75, 0.0, 0.75, 1.5))
    return down > 1.3 * across


def skew_of(ink: Mask) -> float:
    """By how many degrees lines of text fall to the right (0 when there is too little to tell)."""
    ys, xs = np.nonzero(ink[::3, ::3])
    if len(ys) < 300:
        return 0.0
    best = 0.0
    for reach, step in ((STEEPEST, 0.5), (0.5, 0.1), (0.08, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(ys, xs, float(angle))))
    return best if abs(best) >= LEAST_SKEW else 0.0


def _sharpness(ys: npt.NDArray[np.intp], xs: npt.NDArray[np.intp], angle: float) -> float:
    """How sharply ink falls into rows when they are taken to run at this angle; the same scale for every page."""
    rows = np.rint(ys - xs * np.tan(np.radians(angle))).astype(np.intp)
    counts = np.bincount(rows - rows.min())
    sharpness = float(np.square(np.diff(counts)).sum())
    return sharpness / (len(ys) * math.sqrt(len(ys)))


def upright(picture: Image.Image, skew: float) -> Image.Image:
    """The grey picture turned back by `skew` degrees."""
    if not skew:
        return picture
    return picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)


def ruled_lines(ink: Mask, dpi: float) -> tuple[list[Stroke], list[Stroke]]:
    """Straight lines across and down."""
    across = _lines(ink, round(LINE_ACROSS * dpi), THICKEST * dpi)
    down = _lines(ink.T, round(LINE_DOWN * dpi), THICKEST * dpi)
    return across, down


def _lines(ink: Mask, shortest: int, thickest: float) -> list[Stroke]:
    """Runs of ink along the rows that are long and thin."""
    if ink.shape[1] <= shortest:
        return []
    sums = np.cumsum(np.pad(ink.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    full = sums[:, shortest:] - sums[:, :-shortest] >= 0.95 * shortest
    segments = []
    for first, last in _runs(_any(full, 1)):
        if last - first > thickest:
            continue
        for start, end in _runs(_any(full[first:last], 0)):
            segments.append(Stroke((first + last - 1) / 2, start, end - 1 + shortest))
    return segments


def _any(mask: Mask, axis: int) -> Mask:
    """Where there is ink along the axis."""
    return np.asarray(mask.any(axis=axis))


def _runs(flags: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where True stands without a break, as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.view(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def without_lines(grey: Gray, across: list[Stroke], down: list[Stroke], dpi: float) -> Gray:
    """The picture with these lines painted over: letters beside them are read better alone."""
    clean = grey.copy()
    half = max(2, round(0.012 * dpi))
    for line in across:
        at = round(line.at)
        clean[max(0, at - half) : at + half + 1, int(line.start) : int(line.end)] = 255
    for line in down:
        at = round(line.at)
        clean[int(line.start) : int(line.end), max(0, at - half) : at + half + 1] = 255
    return clean


def regions_of(ink: Mask, dpi: float) -> list[Box]:
    """Blocks of text in reading order: what stands side by side over several lines is parted at the gutter."""
    step = max(1, round(dpi / 75))
    small = _shrunk(ink, step)
    unit = dpi / step
    bands = [_band(small, top, low, unit) for top, low in _runs(_any(small, 1))]
    bands = [band for band in bands if band.low - band.top >= SPECK * unit]
    regions = [box for top, low, gutter in _joined(bands, unit) for box in _columns(small, top, low, gutter)]
    beside, above = round(MARGIN_BESIDE * unit), round(MARGIN_ABOVE * unit)
    return [
        Box(
            max(0, (box.x0 - beside) * step),
            max(0, (box.top - above) * step),
            min(ink.shape[1], (box.x1 + beside) * step),
            min(ink.shape[0], (box.bottom + above) * step),
        )
        for box in regions
    ]


def _shrunk(ink: Mask, step: int) -> Mask:
    """The mask at a fraction of its size, specks of single pixels left out."""
    height, width = (size - size % step for size in ink.shape)
    counts = ink[:height, :width].reshape(height // step, step, width // step, step).sum(axis=(1, 3))
    return np.asarray(counts >= max(2, step * step // 8))


Gap = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows with ink between two blank ones: from where to where, and its blank stretches wide enough for a gutter."""

    top: int
    low: int
    first: int
    last: int
    gaps: tuple[Gap, ...]

    def is_parted(self, unit: float) -> bool:
        """Whether a gap is wide enough to begin a region of two columns."""
        return any(end - start >= GUTTER * unit for start, end in self.gaps)

    def stands_beside(self, gutter: Gap) -> bool:
        """Whether all its ink stands left or right of the gutter."""
        return self.last < gutter[0] or self.first >= gutter[1]


def _band(small: Mask, top: int, low: int, unit: float) -> _Band:
    columns = _any(small[top:low], 0)
    filled = np.flatnonzero(columns)
    first, last = int(filled[0]), int(filled[-1])
    gaps = (
        (first + start, first + end)
        for start, end in _runs(~columns[first : last + 1])
        if end - start >= NARROWEST * unit and min(start, last - first - end) >= LEAST_COLUMN * unit
    )
    return _Band(top, low, first, last, tuple(gaps))


def _joined(bands: list[_Band], unit: float) -> Iterator[tuple[int, int, Gap | None]]:
    """Bands below each other that share a gutter, or that have none, as one region."""
    top = low = -1
    gutter: Gap | None = None
    for band in bands:
        near = band.top - low <= PARTED * unit
        shared = _shared(gutter, band, unit) if gutter and near else None
        if top >= 0 and ((gutter and shared) or (not gutter and not band.is_parted(unit))):
            low, gutter = band.low, shared
            continue
        if top >= 0:
            yield top, low, gutter
        top, low = band.top, band.low
        wide = (gap for gap in band.gaps if gap[1] - gap[0] >= GUTTER * unit)
        gutter = max(wide, key=lambda gap: gap[1] - gap[0], default=None)
    if top >= 0:
        yield top, low, gutter


def _shared(gutter: Gap, band: _Band, unit: float) -> Gap | None:
    """The part of the gutter that is blank in the next band too."""
    if not band.gaps and band.stands_beside(gutter):
        return gutter
    common = [(max(gutter[0], gap[0]), min(gutter[1], gap[1])) for gap in band.gaps]
    wide = [gap for gap in common if gap[1] - gap[0] >= NARROWEST * unit]
    return max(wide, key=lambda gap: gap[1] - gap[0], default=None)


def _columns(small: Mask, top: int, low: int, gutter: Gap | None) -> Iterator[Box]:
    middle = small.shape[1] if gutter is None else (gutter[0] + gutter[1]) // 2
    for start, end in ((0, middle), (middle, small.shape[1])):
        part = small[top:low, start:end]
        filled = np.flatnonzero(part.any(axis=0))
        if len(filled):
            rows = np.flatnonzero(part.any(axis=1))
            yield Box(start + int(filled[0]), top + int(rows[0]), start + int(filled[-1]) + 1, top + int(rows[-1]) + 1)
