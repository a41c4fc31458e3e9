"""Tesseract for pictures of pages: where its data lies, and the words it finds with their places.

The engine is loaded once in a process and used by one caller at a time. It runs on one core
(`OMP_THREAD_LIMIT=1`): several workers share a machine, and one page does not get faster with more.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image

from directives.parsing.errors import ScannedFile
from directives.parsing.readers.page_image import Box

LANGUAGE = "vie"
USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
NO_ENGINE = (
    "Tệp là bản quét nhưng máy chủ chưa cài nhận dạng chữ tiếng Việt (Tesseract, dữ liệu vie); "
    "hãy tải bản có chữ (.docx, .pdf) hoặc dán nội dung văn bản."
)
# Page segmentation modes of Tesseract: a column of text of various sizes, and a block of one size.
ONE_COLUMN, ONE_BLOCK = 4, 6
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its box in pixels, the line it stands on (counted over the page) and how sure it is, 0 to 100."""

    text: str
    box: Box
    line: int
    baseline: float
    height: float
    sure: float


@cache
def data_folder() -> str | None:
    """The folder that holds the Vietnamese data: `TESSDATA_PREFIX`, one below it, or one of the usual; else None."""
    named = os.environ.get("TESSDATA_PREFIX", "")
    folders = [Path(named), Path(named) / "tessdata"] if named else []
    for folder in (*folders, *map(Path, USUAL_FOLDERS)):
        if (folder / f"{LANGUAGE}.traineddata").is_file():
            return str(folder)
    return None


@cache
def _engine() -> Any:
    folder = data_folder()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        tesserocr = import_module("tesserocr")
    except ImportError as error:
        raise ScannedFile(NO_ENGINE) from error
    if folder is None:
        raise ScannedFile(NO_ENGINE)
    return tesserocr.PyTessBaseAPI(path=folder, lang=LANGUAGE, psm=ONE_COLUMN)


def words_in(
    picture: Image.Image, regions: Sequence[Box], dpi: float, *, first_line: int = 0, in_block: bool = False
) -> list[Word]:
    """The words of each region, line by line; raises `ScannedFile` when the engine or its data is not there.

    `first_line` is the number of the last line that was counted before; `in_block` says that letters are of one size.
    """
    with _LOCK:
        engine = _engine()
        engine.SetPageSegMode(ONE_BLOCK if in_block else ONE_COLUMN)
        engine.SetVariable("user_defined_dpi", str(round(dpi)))
        engine.SetImage(picture)
        words: list[Word] = []
        try:
            for region in regions:
                line = 1 + max((word.line for word in words), default=first_line)
                engine.SetRectangle(region.x0, region.top, region.x1 - region.x0, region.bottom - region.top)
                engine.Recognize()
                words.extend(_words(engine, line))
        finally:
            engine.Clear()
    return words


def _words(engine: Any, line: int) -> Iterator[Word]:
    tesserocr = import_module("tesserocr")
    level = tesserocr.RIL
    found = engine.GetIterator()
    if found is None:
        return
    for item in tesserocr.iterate_level(found, level.WORD):
        text, box = _text(item, level), item.BoundingBox(level.WORD)
        if item.IsAtBeginningOf(level.TEXTLINE):
            line += 1
        if not text or box is None:
            continue
        base = item.Baseline(level.TEXTLINE)
        height = float((item.RowAttributes() or {}).get("row_height") or box[3] - box[1])
        yield Word(text, Box(*box), line, _at(base, (box[0] + box[2]) / 2, box[3]), height, _sure(item, level))


def _text(item: Any, level: Any) -> str:
    """The word; the engine raises where it saw ink but no letter."""
    try:
        return str(item.GetUTF8Text(level.WORD)).strip()
    except RuntimeError:
        return ""


def _sure(item: Any, level: Any) -> float:
    return float(item.Confidence(level.WORD))


def _at(baseline: Any, x: float, default: float) -> float:
    """The height of the line's base at `x`."""
    if not baseline:
        return default
    (x0, y0), (x1, y1) = baseline
    return float(y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0))
