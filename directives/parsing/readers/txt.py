"""Plain text in the encodings that Vietnamese offices use."""

import re
import unicodedata

from directives.parsing.errors import UnreadableFile
from directives.parsing.readers.blocks import clean
from directives.parsing.types import Document

UNDECODABLE = "Không nhận ra bảng mã của tệp (có thể là TCVN3 hoặc VNI); hãy lưu lại dạng Unicode (UTF-8)."
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MAX_ODD_SHARE = 0.03
FEW_CONTROLS = 3
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = set("ăâđêôơưĂÂĐÊÔƠƯ")
_SIGNS = set("“”‘’–—…•«»°±²³§·×÷€™®©½¼¾´¨\u00a0")
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def read_txt(data: bytes) -> Document:
    """The text as it stands, its line breaks kept; raises `UnreadableFile` when the encoding is unknown."""
    lines = (line.rstrip() for line in clean(decode(data)).split("\n"))
    return Document(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))


def decode(data: bytes) -> str:
    """`data` by its byte order mark, else as UTF-8, else as the charset that a page names, else as windows-1258.

    Raises `UnreadableFile` when none of them fits.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, codec)
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
        return _strict(data, named[1].decode("ascii")) if named else _windows(data)


def _strict(data: bytes, codec: str) -> str:
    try:
        return _plain(data.decode(codec))
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(UNDECODABLE) from error


def _plain(text: str) -> str:
    """`text`, unless control characters show that it is none."""
    if "\0" in text or len(_CONTROLS.findall(text)) > max(FEW_CONTROLS, len(text) * 0.001):
        raise UnreadableFile(UNDECODABLE)
    return text


def _windows(data: bytes) -> str:
    """Windows-1258, where marks follow their letters; every other legacy encoding leaves marks and signs over."""
    try:
        text = unicodedata.normalize("NFC", _plain(data.decode("cp1258")))
    except UnicodeDecodeError as error:
        raise UnreadableFile(UNDECODABLE) from error
    foreign = [char for char in text if char > "\x7f" and char not in _SIGNS]
    odd = sum(not _is_vietnamese(char) for char in foreign)
    if odd > MAX_ODD_SHARE * len(foreign):
        raise UnreadableFile(UNDECODABLE)
    return text


def _is_vietnamese(char: str) -> bool:
    """Whether `char` is a letter of the alphabet with or without one of the five tones."""
    parts = unicodedata.normalize("NFD", char)
    rest = "".join(part for part in parts if part not in _TONES)
    letter = unicodedata.normalize("NFC", rest)
    return letter in _VIETNAMESE or (len(parts) == len(rest) + 1 and letter in "aeiouyAEIOUY" and letter != "")
