"""What a file really is, by its bytes; what is not read is refused with a sentence that says what to do."""

import re
from enum import Enum

import puremagic

from directives.parsing.errors import READABLE, EncryptedFile, MislabelledFile, UnreadableFile
from directives.parsing.readers.package import check_word, is_open_document
from directives.parsing.readers.txt import decode


class Kind(Enum):
    """Kinds that are read; the value is how people call them."""

    PDF = "PDF"
    WORD = "Word (.docx)"
    HTML = "trang web (.html)"
    TEXT = "văn bản thuần"
    PICTURE = "ảnh"
    OLD_WORD = "Word đời cũ (.doc)"
    RICH_TEXT = "RTF"
    OPEN = "OpenDocument (.odt)"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
# Programs have so many endings that the table of magic numbers hesitates.
PROGRAM = b"MZ"
NAMED = "Nội dung tệp là {kind}, không phải văn bản; " + READABLE
CALLED = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), "ảnh"),
    **dict.fromkeys((".exe", ".dll", ".com", ".elf", ".msi"), "chương trình máy tính"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz"), "tệp nén"),
    **dict.fromkeys((".mp3", ".wav", ".mp4", ".mov", ".avi", ".mkv", ".ogg"), "âm thanh hoặc phim"),
}
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|table|meta|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(data: bytes) -> Kind:
    """The kind of `data`; raises `MislabelledFile`, `EncryptedFile` or `UnreadableFile` for what is not read."""
    if data.lstrip()[:5] == b"%PDF-" or (b"%PDF-" in data[:1024] and b"endobj" in data):
        return Kind.PDF
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _kind_of_package(data)
    if data.startswith(OLE):
        return _kind_of_ole(data)
    if data.lstrip().startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    return Kind.PICTURE if _is_picture(data) else _kind_of_text(data)


def _kind_of_package(data: bytes) -> Kind:
    if is_open_document(data):
        return Kind.OPEN
    check_word(data)
    return Kind.WORD


def _is_picture(data: bytes) -> bool:
    bitmap = data[:2] == b"BM" and data[6:10] == b"\0" * 4
    return data.startswith(PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or bitmap


def _kind_of_text(data: bytes) -> Kind:
    try:
        text = decode(data)
    except UnreadableFile as error:
        raise _name_binary(data, error) from error
    return Kind.HTML if _MARKUP.match(text[:4096]) else Kind.TEXT


def _kind_of_ole(data: bytes) -> Kind:
    """The container of Office before 2007, which also wraps modern files that have a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile
    if "WordDocument".encode("utf-16-le") in data:
        return Kind.OLD_WORD
    raise MislabelledFile


def _name_binary(data: bytes, error: UnreadableFile) -> UnreadableFile:
    """A better error than `error` when the bytes are of a known binary type, or binary at all."""
    try:
        suffix = ".exe" if data.startswith(PROGRAM) else puremagic.from_string(data[:65536])
    except (puremagic.PureError, ValueError):
        suffix = ""
    if suffix in CALLED:
        return MislabelledFile(NAMED.format(kind=CALLED[suffix]))
    return MislabelledFile() if b"\0" in data[:65536] else error
