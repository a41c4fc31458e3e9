"""Terms that are counted: `trong 10 ngày kể từ ngày ký`, `02 tháng kể từ ...`, `10 ngày trước ngày 20/5/2025`."""

import re
from collections.abc import Iterator
from datetime import date

from directives.counting import Span, Unit, after, before
from directives.parsing.clock import Clock, Term
from directives.parsing.periods import read_period
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import Sieve, lowered
from directives.parsing.types import Precision

# By the last word of what is printed, in small letters.
_UNITS = {
    "việc": Unit.WORKING_DAY,
    "ngày": Unit.DAY,
    "tuần": Unit.WEEK,
    "tháng": Unit.MONTH,
    "năm": Unit.YEAR,
    "giờ": Unit.HOUR,
}
_UNIT = r"(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|năm|giờ)"
_COUNT = r"(?P<n>\d{1,3})(?:\s*\([^)]{1,20}\))?"
_TERM = Sieve(
    r"(?:trong(?:\s+(?:thời\s+hạn|thời\s+gian|vòng|khoảng))?\s+(?:không\s+quá\s+|tối\s+đa\s+|chậm\s+nhất\s+)?|"
    r"không\s+quá\s+|tối\s+đa\s+|chậm\s+nhất\s+(?:là\s+|sau\s+|trong\s+(?:vòng\s+)?)*|muộn\s+nhất\s+(?:là\s+|sau\s+)*|"
    r"thời\s+hạn\s+(?:là\s+|báo\s+cáo\s+|hoàn\s+thành\s+)?|sau\s+)"
    rf"{_COUNT}\s*{_UNIT}(?!\s*(?:đầu|cuối|tuổi|qua|vừa|gần|,?\s*\(?(?:từ\s+)?(?:ngày\s+)?\d))(?!\w)"
    r"(?P<tail>\s*,?\s*(?:kể|tính)\s+(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm)?\s*[^,;.]{0,80}|\s+(?:sau"
    r"|từ)\s+(?:ngày|khi)\s+[^,;.]{0,80}|\s+khi\s+[^,;.]{0,80}"  # `khi đủ điều kiện`: an event without a date
    r"|\s+đối\s+với\s+(?:các\s+|mỗi\s+|từng\s+)?(?:trường\s+hợp|hồ\s+sơ)\s[^,;.]{0,80})?",
    re.IGNORECASE,
)
_BACK = re.compile(r"\s+trước\s+(?=ngày|khi|thời điểm|hội nghị|kỳ họp|phiên họp)", re.IGNORECASE)
# How many of what, in small letters; `5 tháng 6 năm 2025` counts nothing.
_NEEDED = re.compile(r"\d\s*(?:\(|(?:ngày|tuần|tháng|năm|giờ)(?!\s*\d))")
_OWN_DATE = re.compile(
    r"(?:kể|tính|sau|từ).{0,12}?(?:ngày\s+)?(?:ký|ban hành|có hiệu lực|(?:chỉ thị|quyết định|kế hoạch|văn bản"
    r"|công văn|công điện|thông báo|nghị quyết|kết luận)\s+này)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^,;.]{0,60}")
# `trong 9 tháng đạt 62 %`, `tỷ lệ giải ngân trong 9 tháng`: months that were counted, unless an aim is set for them.
_COUNTED = re.compile(
    r"trong\s+\d{1,2}\s+tháng(?=\s+(?:đã|chỉ|mới|ước|cơ bản)?\s*(?:đạt|tăng|giảm|dưới|trên)\s(?:\S+\s){0,3}?\d)", re.I
)
_RATED = re.compile(r"(?:tỷ lệ|tỉ lệ|tốc độ|đạt (?:thấp|cao))(?:\s+[^\s,;.:]+){0,4}\s+$", re.IGNORECASE)
_AIMED = re.compile(r"(?:phấn đấu|bảo đảm|đảm bảo|phải|cần|hoàn thành|nâng|đưa|xong)(?!\w)", re.IGNORECASE)
LOOK_BACK = 80
# `tạm dừng lễ hội trong 10 ngày`: how long something lasts, not by when it is done.
_LASTS = re.compile(
    r"(?i)(?<!hoàn thành )(?<!hoàn thành việc )(?:cách ly|giãn cách|phong tỏa|tạm dừng|tạm ngừng|lưu giữ|lưu trữ"
    r"|bảo quản)\s[^;.:]{0,240}$"
)
LONGEST_LAST = 300
"""Characters in which such a word and the clause behind it lie: a longer look back costs each term the whole text."""
# `Khi xảy ra sự cố, báo cáo trong 02 giờ`: counted from an event without a date.
_IN_CASE = re.compile(
    r"(?i)(?:^|[.;,]\s+)(?:(?:mỗi|ngay|trong)\s)?(?:khi|nếu|trường hợp)\s(?!(?:có\s)?(?:nhận|văn bản|kế hoạch))"
    r"(?:[^.;]|\.(?=\S))*$"
)
_WITHIN = ("trong", "Trong")
_RECEIPT = re.compile(r"nhận|tiếp nhận", re.IGNORECASE)


def relative_terms(text: str, clock: Clock) -> Iterator[Term]:
    """The counted terms of `text`; `due` is None when the day they count from is an event without a date."""
    if not _NEEDED.search(lowered(text)):
        return
    for match in _TERM.finditer(text):
        if _tells_months(text, match) or (
            text.startswith(_WITHIN, match.start())
            and _LASTS.search(text[max(0, match.start() - LONGEST_LAST) : match.start()])
        ):
            continue
        back = _BACK.match(text, match.end())
        due, end = _due_before(text, match, back.end(), clock) if back else (_due(text, match, clock), match.end())
        yield Term(
            match.start(),
            match.start() + len(text[match.start() : end].rstrip()),
            due,
            2 if due is None else 3,
            Precision.DAY if due else Precision.NONE,
        )


def _tells_months(text: str, match: re.Match[str]) -> bool:
    """Whether `trong 9 tháng` says over which months a figure was counted, not by when something is due."""
    if match["unit"].lower() != "tháng" or match["tail"]:
        return False
    before = re.split(r"[,;.:]\s+", text[max(0, match.start() - LOOK_BACK) : match.start()])[-1]
    counted = _COUNTED.match(text, match.start()) or _RATED.search(before)
    return bool(counted) and not (_AIMED.search(before) or is_imperative(before))


def _due(text: str, match: re.Match[str], clock: Clock) -> date | None:
    if not match["tail"] and _IN_CASE.search(text[max(0, match.start() - LONGEST_LAST) : match.start()]):
        return None
    base = _base_of(match["tail"] or "", clock)
    return after(base, _span(match), clock.calendar) if base else None


def _span(match: re.Match[str]) -> Span:
    return Span(int(match["n"]), _UNITS[match["unit"].split()[-1]])


def _due_before(text: str, match: re.Match[str], pos: int, clock: Clock) -> tuple[date | None, int]:
    """The day `n` days before a printed day, and where the words end; no day when an event has none."""
    named = read_period(text, pos, clock.issued)
    if named is None or named[0].precision is not Precision.DAY:
        clause = _CLAUSE.match(text, pos)
        return None, clause.end() if clause else pos
    return before(named[0].end, _span(match), clock.calendar), named[1]


def _base_of(tail: str, clock: Clock) -> date | None:
    """The day a term is counted from: a date named, the issue date, or none for an event without a date."""
    if not tail:
        return clock.issued
    for i, char in enumerate(tail):
        read = read_period(tail, i, clock.issued) if char.isdigit() or tail.startswith("ngày", i) else None
        if read and read[0].precision is Precision.DAY:
            return read[0].end
    if _RECEIPT.search(tail):
        return clock.received
    return clock.issued if _OWN_DATE.search(tail) else None
