"""Where a letterhead prints its number, its day and the title of its type, spelled rightly or as a scan reads them.

A scan loses and changes marks (`Sô: 12`, `KÉ HOẠCH`), and what a pen wrote brings stray signs (`Số: “12 ./CT-UBND`).
"""

import re
from dataclasses import dataclass
from datetime import date

from directives.parsing.normalise import CAPITALS, modern_tones, without_marks
from directives.parsing.vocab import TYPE_TITLES

LONGEST_TITLE = 80
_STRAY = r"[\s\"'“”‘’_.,:;|~*]"
# Behind a figure a bar or a bracket may be what is left of another figure: then the day is not known.
_STRAY_BEHIND = r"[\s“”_.,]"
# `Số` may have lost its marks or become a figure only where a colon follows.
NUMBER_LINE = re.compile(
    rf"(?i)^[\s_|.*~\"'“”‘’-]{{0,4}}(?:số\s*(?:hiệu)?\s?[:;.]?|s[oôóòõọơồổỗộ6]\s?[:;]){_STRAY}{{0,4}}?(?=\d|/|\.)"
)
IS_LISTED = re.compile(r"(?i)\W*số hiệu")
_LOOSE_SERIAL = re.compile(r"^\W*(\d{1,5}(?:\s\d{1,2}){0,2})\s?[“”_.,]{0,3}\s?(?=/)")
_DAY_WORD = r"ng[aàáảãạ]y"
_MONTH_WORD = r"th[aàáảãạăắằẳẵặâấầẩẫậ]ng"
_YEAR_WORD = r"n[aàáăắằẳẵặâấầ]m"
ISSUED = re.compile(
    rf"{_DAY_WORD}{_STRAY}{{0,4}}(?P<day>[\dOoIl]{{1,2}}){_STRAY_BEHIND}{{0,3}}{_MONTH_WORD}{_STRAY}{{0,3}}(?P<month>\d{{1,2}})"
    rf"{_STRAY_BEHIND}{{0,3}}{_YEAR_WORD}{_STRAY}{{0,2}}(?P<year>\d{{4}})"
    r"|(?:ngày ban hành\s*:?\s*\|?\s*)(\d{1,2})/(\d{1,2})/(\d{4})",
    re.IGNORECASE,
)
# Only beside a place: elsewhere such a day is that of a cited paper.
ISSUED_IN_FIGURES = re.compile(r"ngày\s+(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})", re.IGNORECASE)
_LETTERS_FOR_FIGURES = str.maketrans("OoIl", "0011")
# Titles that add to the type what is done under it; in a search only the type is a type.
_TITLES = TYPE_TITLES | {
    "kế hoạch hành động": "KH",
    "kế hoạch phối hợp": "KH",
    "kế hoạch liên ngành": "KH",
    "quy chế phối hợp": "QC",
    "chương trình phối hợp": "CTr",
    "hướng dẫn liên ngành": "HD",
    "kết luận thanh tra": "KL",
    "kết luận kiểm tra": "KL",
}
_BARE = {without_marks(title).replace(" ", ""): code for title, code in _TITLES.items()}
_OPENINGS = frozenset(title[:2] for title in _BARE)
_DEGREE = re.compile(r"\s+(?:HỎA TỐC|THƯỢNG KHẨN|KHẨN CẤP|KHẨN)$")
# `QUY ĐỊNH (BỔ SUNG)`, `KẾ HOẠCH (SỬA ĐỔI)`.
_ADDED = re.compile(r"(?i)\s*\((?:bổ sung|sửa đổi|sửa đổi, bổ sung|điều chỉnh|thay thế|dự thảo|lần (?:thứ )?\w+)\)$")
# `THÔNG BÁO KẾT LUẬN CỦA ...`: whose conclusion it is belongs to the subject.
_OPENING = "|".join(
    re.escape(title.upper())
    for title in sorted(TYPE_TITLES, key=len, reverse=True)
    if title not in ("thông báo kết luận", "luật", "công văn", "dự án")
)
_WITH_SUBJECT = re.compile(
    rf"(?P<title>{_OPENING})\s+"
    r"(?=(?:[Vv]ề|VỀ|V/[Vv]|CỦA|BAN HÀNH|TRIỂN KHAI|THỰC HIỆN|KẾT LUẬN|Ý KIẾN|TỔ CHỨC|TĂNG CƯỜNG)\s"
    rf"|(?!(?:Số|Ngày|Căn|Kính|Nơi|Năm|Nay)\s)[{CAPITALS}](?![{CAPITALS}])[^\W\d_]+\s+[^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class Title:
    """The type that a line names, and where on it the subject begins (its end where nothing follows)."""

    code: str
    end: int


def number_at(text: str) -> re.Match[str] | None:
    """The words before the number that a line prints (`Số: `), None on other lines."""
    first = text[:1]
    return None if first.isalpha() and first not in "sS" else NUMBER_LINE.match(text)


def title_alone(text: str) -> Title | None:
    """The title that `text` consists of, in any case; in capitals also with lost marks or blanks between letters."""
    if len(text) > LONGEST_TITLE:
        return None
    bare = text.strip(" .,;-–_*'\"“”|~")
    if bare.endswith(")"):
        bare = _ADDED.sub("", bare)
    code = _TITLES.get(bare.lower())
    if code is None and bare.isupper() and without_marks(bare.replace(" ", "")[:2]).lower() in _OPENINGS:
        bare = _DEGREE.sub("", modern_tones(bare))
        code = _BARE.get(without_marks(bare).replace(" ", "").lower())
    return Title(code, len(text)) if code else None


def title_with_subject(text: str) -> Title | None:
    """The title at the beginning of a line that goes on with the subject (`CHỈ THỊ VỀ VIỆC ...`)."""
    match = _WITH_SUBJECT.match(modern_tones(text)) if text[:2].isupper() else None
    return Title(TYPE_TITLES[match["title"].lower()], match.end()) if match else None


def tidy_number(printed: str) -> str:
    """What stands behind `Số:` without stray signs and blanks around its figures."""
    match = _LOOSE_SERIAL.match(printed)
    return re.sub(r"\s", "", match[1]) + printed[match.end() :] if match else printed


def day_of(match: re.Match[str]) -> date | None:
    """The day that `ISSUED` or another pattern of three figures found, None where there is no such day."""
    day, month, year = (int(group.translate(_LETTERS_FOR_FIGURES)) for group in match.groups() if group)
    try:
        return date(year, month, day)
    except ValueError:
        return None
