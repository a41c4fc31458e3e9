"""A page of a file as a picture, small enough to be sent and sharp enough to be read beside the recognised text."""

import io
import warnings
from contextlib import closing
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from directives.parsing.errors import OversizedFile, UnreadableFile
from directives.parsing.readers.kinds import Kind, kind_of
from directives.parsing.readers.pictures import BROKEN, FORMATS, MAX_PIXELS, TOO_LARGE

LONGEST: Final = 1500
"""Pixels of the longer side: about 130 dots per inch of an A4 page."""

LARGEST_SCALE: Final = 3.0
QUALITY: Final = 62
NOT_DRAWN: Final = "Không vẽ được trang này của tệp; hãy mở tệp gốc."
NO_PAGE: Final = "Tệp này không có trang cần xem."


def draw_page(data: bytes, number: int) -> bytes:
    """Page `number` (from 0) of a PDF or of a picture as WebP, its longer side at most `LONGEST` pixels.

    Raises:
        UnreadableFile: the file has no such page, or no pages at all; `OversizedFile` for a bomb of pixels.
    """
    kind = kind_of(data)
    if kind not in {Kind.PDF, Kind.PICTURE}:
        raise UnreadableFile(NO_PAGE)
    try:
        return _saved(_page_of_pdf(data, number) if kind is Kind.PDF else _frame(data, number))
    except UnreadableFile:
        raise
    except MemoryError as error:
        raise OversizedFile(TOO_LARGE) from error
    except Exception as error:
        raise UnreadableFile(NOT_DRAWN) from error


def _page_of_pdf(data: bytes, number: int) -> Image.Image:
    from directives.parsing.readers import pdf

    with pdf.opened(data) as paper:
        if not 0 <= number < len(paper):
            raise UnreadableFile(NO_PAGE)
        paper.init_forms()
        with closing(paper[number]) as page:
            scale = min(LONGEST / max(*page.get_size(), 1.0), LARGEST_SCALE)
            drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
            return drawn


def _frame(data: bytes, number: int) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _opened(data, number)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise OversizedFile(TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError) as error:
        raise UnreadableFile(BROKEN) from error


def _opened(data: bytes, number: int) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if number < 0 or number >= getattr(picture, "n_frames", 1):
            raise UnreadableFile(NO_PAGE)
        picture.seek(number)
        if picture.width * picture.height > MAX_PIXELS:
            raise OversizedFile(TOO_LARGE)
        picture.draft("RGB", (LONGEST, LONGEST))
        return (ImageOps.exif_transpose(picture) or picture).convert("RGB")


def _saved(picture: Image.Image) -> bytes:
    picture.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
