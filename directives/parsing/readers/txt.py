"""Plain text in the encodings that Vietnamese offices use."""

import re
import unicodedata

from directives.parsing.errors import UnreadableFile
from directives.parsing.readers.blocks import clean
from directives.parsing.readers.legacy import decoded, modernised
from directives.parsing.readers.markdown import unfolded
from directives.parsing.types import Document

UNDECODABLE = "Không nhận ra bảng mã của tệp; hãy mở tệp, lưu lại dạng Unicode (UTF-8) rồi tải lên."
CONVERTED = "Chữ theo bảng mã {name} đã được chuyển sang Unicode; hãy đối chiếu các dấu với bản gốc."
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
_CONTROL_BYTES = bytes(code for code in range(32) if _CONTROLS.match(chr(code)))


def read_txt(data: bytes) -> Document:
    """The text as it stands, its line breaks kept; raises `UnreadableFile` when the encoding is unknown."""
    text, code = modernised(decode(data))
    lines = map(str.rstrip, unfolded(clean(text)).split("\n"))
    warnings = (CONVERTED.format(name=code),) if code else ()
    whole = "\n".join(lines).strip("\n")
    while "\n\n\n" in whole:
        whole = whole.replace("\n\n\n", "\n\n")
    return Document(whole, warnings=warnings)


def decode(data: bytes) -> str:
    """`data` by its byte order mark, else as UTF-16 or UTF-8, else as the charset that a page names, else as a code
    page of Vietnam: windows-1258, or TCVN3 and VNI, whose letters are left for `legacy.modernised` to tell.

    Raises `UnreadableFile` when none of them fits.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, codec)
    unmarked = _utf_16(data)
    if unmarked:
        return _strict(data, unmarked)
    try:
        text = data.decode("utf-8")
        return text if len(data.translate(None, _CONTROL_BYTES)) == len(data) else _plain(text)
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
        return _strict(data, named[1].decode("ascii")) if named else _windows(data)


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without its mark: blanks and plain letters leave a nought in every second byte, and only there."""
    even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
    if len(data) % 2 or min(even, odd) > 0.01 * len(data[:4000]) or max(even, odd) < 0.1 * len(data[:4000]):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


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
    """Windows-1258, where marks follow their letters; in other code pages that leaves letters over that do not fit."""
    text = _in_1258(data)
    if text is not None:
        return text
    old = decoded(data)
    if old is None or _CONTROLS.search(old[0]):
        raise UnreadableFile(UNDECODABLE)
    return data.decode("cp1252", "replace")


def _in_1258(data: bytes) -> str | None:
    try:
        text = unicodedata.normalize("NFC", _plain(data.decode("cp1258")))
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f" and char not in _SIGNS]
    odd = sum(not _is_vietnamese(char) for char in foreign)
    return None if odd > MAX_ODD_SHARE * len(foreign) else text


def _is_vietnamese(char: str) -> bool:
    """Whether `char` is a letter of the alphabet with or without one of the five tones."""
    parts = unicodedata.normalize("NFD", char)
    rest = "".join(part for part in parts if part not in _TONES)
    letter = unicodedata.normalize("NFC", rest)
    return letter in _VIETNAMESE or (len(parts) == len(rest) + 1 and letter in "aeiouyAEIOUY" and letter != "")
