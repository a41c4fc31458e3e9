"""Photographs and scans that come as pictures: .png, .jpg, .tif of several pages, .bmp, .webp."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from directives.parsing.errors import OversizedFile, ScannedFile, UnreadableFile
from directives.parsing.readers.paper import document_of
from directives.parsing.readers.patience import MOST_SCANNED, Patience
from directives.parsing.readers.scan import ScannedPage, scanned_page, told
from directives.parsing.types import Document

MAX_PIXELS = 80_000_000
LEAST_SIDE = 100
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
BROKEN = "Ảnh bị hỏng nên không mở được; hãy quét hoặc chụp lại rồi tải lên."
TOO_LARGE = "Ảnh có quá nhiều điểm ảnh; hãy quét lại ở 200-300 dpi rồi tải lên."
TOO_SMALL = "Ảnh quá nhỏ để nhận dạng chữ; hãy quét lại ở 200-300 dpi rồi tải lên."
NO_WORDS = "Không nhận ra chữ nào trong ảnh; hãy quét lại rõ hơn hoặc dán nội dung văn bản."


def read_picture(data: bytes) -> Document:
    """The words of every page of a picture; raises `OversizedFile`, `ScannedFile` or `UnreadableFile`."""
    patience = Patience()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            scans = list(_scans(data, patience))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
            raise OversizedFile(TOO_LARGE) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            if isinstance(error, UnreadableFile):
                raise
            raise UnreadableFile(BROKEN) from error
    if not any(scan.page.pieces or scan.page.tables for scan in scans):
        raise ScannedFile(NO_WORDS)
    return document_of([scan.page for scan in scans], [*told(scans), *patience.told()])


def _scans(data: bytes, patience: Patience) -> Iterator[ScannedPage]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if frame.width * frame.height > MAX_PIXELS:
                raise OversizedFile(TOO_LARGE)
            if max(frame.size) < LEAST_SIDE:
                raise ScannedFile(TOO_SMALL)
            if number >= MOST_SCANNED or patience.is_over():
                patience.skip(number)
                return
            upright = ImageOps.exif_transpose(frame) or frame
            yield scanned_page(upright.convert("RGB") if upright.mode in {"P", "RGBA", "CMYK"} else upright, number)
