"""Terms in running text: every printed day or period, and what the words around it make of it.

`trước ngày D` is day D here; whether a report on day D is on time is a setting of the tracker. A date is a deadline
only by the words before it: the date of a cited document, a start, a figure of the past or the name of a plan is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from directives.parsing.agencies import read_names
from directives.parsing.clock import Clock, Term
from directives.parsing.limits import BEFORE, HOUR, role_in
from directives.parsing.periods import Period, PeriodFound, find_holidays, find_periods
from directives.parsing.recurrence import find_recurrence
from directives.parsing.relative import relative_terms
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import Sieve, lowered
from directives.parsing.types import Precision

LOOK_BACK = 100
STANDING = 4
MAX_TOPIC = 700
_PARENS = Sieve(
    r"\(\s*(?:xuyên suốt|hoàn thành|thời gian|thời h[aạ]n|hạn|tiến độ|trong|thực hiện|xong)?\s*:?\s*$", re.IGNORECASE
)
_SIGN_IN_BRACKETS = re.compile(r"\(\s*([^()]{4,90}?)\s*[;,]\s*$")
_PERIOD_SIGN = re.compile(r"[;,]\s*$")
_COLON = re.compile(r"(?<=[^\W\d_]{2}):\s+$")
_ALONE = re.compile(r"\s*(?:[,;.)]|$)")
_SO_MANY = re.compile(r"(?i)trong\s+\d{1,2}\s+$")
_MILESTONE = re.compile(r"(?:\s*([:,]))?\s+(?=\S)")
_NOTHING = re.compile("")
_CLOSED = re.compile(r"\s*(?:và\s[^().;]{0,40}?(?:thường xuyên|h[àằ]ng (?:năm|quý|tháng)|tiếp theo)[^().;]{0,20})?\)")
_SPAN_OF_YEARS = re.compile(r"(?i)giai đoạn|thời kỳ|nhiệm kỳ|\d")
_CLOSES = re.compile(r"\s*(?:$|[.;)]|và các năm|và những năm)")
# What stands before a date that is no deadline: the past, a start, a property of the thing, the name of a plan.
_NO_DEADLINE = Sieve(
    r"(?:tính|kịch bản|dự báo|quy hoạch|chiến lược|tầm nhìn|định hướng|"
    r"(?:thay vì|phát sinh|có hiệu lực|(?<!các )(?<!những )tồn tại|xảy ra|đã|được cấp|dự kiến|có kế hoạch|diễn ra)"
    r"(?:\s+[^\s,;.:]+){0,3})\s*$",
    re.IGNORECASE,
)
_IS_PLAN = Sieve(r"(?:quy hoạch|chiến lược|kịch bản|định hướng)\s*$", re.IGNORECASE)
_LIMITS = ("before", "latest")
_START = Sieve(rf"(?<!\w)(?<!chứng )từ(?:\s+(?:ngày|tháng|năm|quý|nay|cuối|đầu))*\s*{HOUR}$", re.IGNORECASE)
_FORBIDS = Sieve(r"(?:^|[,;.]\s*)không\s+(?:tổ chức|kiểm tra|thanh tra|tiến hành)[^,;.]*$", re.IGNORECASE)
# `giải ngân dưới 50 % đến ngày 30/9`: how things stand on a day.
_AS_OF = Sieve(r"(?:dưới|chỉ|mới)\s(?:\S+\s){0,2}?\d[\d.,]*\s?%[^,;.()]{0,30}$", re.IGNORECASE)
_TOPIC = re.compile(r"^(?:đối với|về)\s", re.IGNORECASE)
_HANDS_UP = Sieve(r"báo cáo|trình\s", re.IGNORECASE)
_PLANNED = Sieve(r"(?:kế hoạch|dự kiến|mục tiêu|danh mục)\s+$", re.IGNORECASE)
# Words in whose clause `đến năm 2030` belongs to a name.
_NAMES_PLAN = Sieve(
    r"quy hoạch|chiến lược|đề án|kế hoạch|chương trình|nghị quyết|quyết định|chỉ thị|định hướng|tầm nhìn|mục tiêu|"
    r"kịch bản|dự báo|nhu cầu|danh mục|giai đoạn|nhiệm kỳ|từ\s",
    re.IGNORECASE,
)
# `Giai đoạn chuẩn bị (dự kiến từ tháng 6/2026 đến tháng 8/2026)`: brackets that hold nothing but when it is done.
_OPENS_BRACKET = re.compile(r"(?i)\(\s*(?:(?:dự kiến|thời gian(?: thực hiện)?|thực hiện|triển khai)\s*:?\s*)?$")
# A range of days is when the work is done, but behind words for what lasts, is counted or is told of that time.
_NOT_DURING = Sieve(
    r"hỗ trợ|miễn|giảm|áp dụng|số liệu|phát sinh|thời kỳ|giai đoạn|nghỉ|ủy quyền|hiệu lực|tổng hợp|thống kê|tạm dừng|"
    r"tạm ngừng|đình chỉ|(?<!nghiêm )cấm\s|không\s|kết quả|tình hình|thiệt hại|kinh phí|doanh thu|quyết toán|dự toán|"
    r"lịch\s|mức\s",
    re.IGNORECASE,
)
# `các dự án được giao từ ...`, `những văn bản ban hành từ ...`, `cho Hội chợ tổ chức từ ...`: which of them.
_THOSE_OF = Sieve(
    r"(?:(?:các|những|số|toàn bộ|mọi)\s(?:\S+\s){1,6}?(?:được|đã|bị|mới|ban hành|ký|khởi công|xảy ra|diễn ra|tiếp nhận|"
    r"phê duyệt|thành lập|hoàn thành|đến hạn|hết hạn|tuyển dụng|sinh|nộp|chuyển đến)"
    r"|(?:cho|tại|của)\s(?:\S+\s){1,5}?(?:tổ chức|diễn ra|xảy ra))(?:\s\S+){0,2}\s*$",
    re.IGNORECASE,
)
# `phục vụ Đại hội (từ ngày ... đến ngày ...)`: when the thing is that it is done for.
_EVENT = Sieve(r"(?:phục vụ|chào mừng|kỷ niệm|dịp|nghỉ)\s[^(]*\(", re.IGNORECASE)
# `rà soát những việc phải làm trong năm 2025`, `số thuế phải nộp trong năm 2017`: which of them, not by when.
_BOUNDED = Sieve(
    r"(?:rà soát|thống kê|tổng hợp|kê khai|xác định|quyết toán|danh mục|danh sách)\s(?:[^\s,;.:]+\s){0,4}?"
    r"(?:các|những|số|toàn bộ|khoản)\s(?:[^\s,;.:]+\s){1,6}?(?:phải|cần|sẽ|đến hạn|hết hạn|khởi công)"
    r"(?:\s[^\s,;.:]+){0,2}\s*$"
    r"|(?:thuế|phí|tiền|nợ|khoản)\s(?:còn\s|đã\s)?phải\s(?:nộp|thu|trả|đóng|chi)\s*$",
    re.IGNORECASE,
)
# `chuẩn bị Ngày hội Đại đoàn kết (18/11)`: when the feast is.
_FEAST = Sieve(
    r"(?:ngày hội|lễ hội|lễ|kỷ niệm|hội nghị|đại hội|hội thi|hội chợ|ngày thành lập|ngày truyền thống|ngày quốc tế"
    r"|tết)\s[^,;.:()]{0,80}\(\s*$",
    re.IGNORECASE,
)
LONGEST_BOUND = 120
_CITED = re.compile(
    r"(?:/[A-ZĐ][\w-]*|-[A-Z]{2}|này|thông báo|công văn|văn bản)\s*,?\s*\(?$|(?:luật|số)[^,;]{0,40}$", re.I
)
# The most frequent of these, which is found fastest.
_NUMBERED = re.compile(r"/[A-Za-zĐđ][\w-]*\s*,?\s*\(?$")
_BEHIND_NUMBER = re.compile(r"/[^\s:(]*\s*$")
# Behind these any words may stand in front of the day of a deadline.
_SESSIONS = ("kỳ", "đợt", "phiên", "giao ban")
_OF_BODY = re.compile(r"\s*,?\s*(?:của|về việc|về)\s")
_FIGURE = re.compile(r"\d")
# What a term holds that holds no figure: a period or a feast, or how often something comes back.
PERIODS_IN_WORDS = ("quý", "sáu tháng", "chín tháng", "tết", "quốc khánh")
OFTEN = ("hằng", "hàng", "mỗi", "định kỳ", "lần", "tuần", "các ngày")
_IN_WORDS = (*PERIODS_IN_WORDS, *OFTEN, "tháng")
_REASONS = {
    "cited": "ngày của văn bản được dẫn",
    "start": "thời điểm bắt đầu",
    "past": "số liệu, sự việc hoặc tên kế hoạch gắn với ngày này",
    "forbid": "khoảng thời gian của nội dung bị cấm hoặc tạm dừng",
    "range": "khoảng thời gian mà nội dung áp dụng",
    "plain": "không có từ ngữ đặt hạn đứng trước",
}


def best_term(text: str, clock: Clock) -> Term | None:
    """The strongest dated, relative or recurring term of `text`; the first of equals."""
    terms = terms_of(text, clock)
    if len(terms) <= 1:
        return terms[0] if terms else None
    return max(terms, key=lambda term: (term.strength, -term.start))


@lru_cache(maxsize=1024)  # a leaf is asked as a whole, as a piece, and by what stands beside it
def terms_of(text: str, clock: Clock) -> tuple[Term, ...]:
    """The terms of `text` that set a deadline, one for a place where it begins."""
    return tuple(term for term in dates_of(text, clock) if not term.reason)


@lru_cache(maxsize=1024)  # as above
def dates_of(text: str, clock: Clock) -> tuple[Term, ...]:
    """Every term of `text`, and every other day printed in it with the reason why it sets no deadline."""
    if not _holds_time(text):
        return ()
    recurring = find_recurrence(text)
    relative = tuple(relative_terms(text, clock))
    terms = [Term(recurring.start, recurring.end, None, 3, recurrence=recurring.rule)] if recurring else []
    for term in (*_dated(text, clock), *_holidays(text, clock)):
        if recurring and term.warnings and not term.reason:
            continue
        if not any(other.start <= term.start < other.end for other in relative):
            terms.append(term)
    return (*terms, *relative)


def _holds_time(text: str) -> bool:
    """Whether a term can be printed in `text` at all: a figure, or a word of those that need none."""
    if _FIGURE.search(text):
        return True
    low = lowered(text)
    return any(map(low.__contains__, _IN_WORDS))


def _dated(text: str, clock: Clock) -> Iterator[Term]:
    last: PeriodFound | None = None
    for found in find_periods(text, clock.issued):
        yield from _term(text, found, last, clock)
        last = found


def _holidays(text: str, clock: Clock) -> Iterator[Term]:
    """`trước Tết Nguyên đán 2026`: a feast stands for its day only behind `trước`."""
    for found in find_holidays(text, clock.issued):
        role = BEFORE.search(text[max(0, found.start - LOOK_BACK) : found.start])
        if role:
            day = f"{found.period.end:%d/%m/%Y}"
            warning = f"Hạn là một ngày lễ; đã hiểu là ngày {day}."
            start = found.start - (len(text[max(0, found.start - LOOK_BACK) : found.start]) - role.start())
            yield Term(start, found.end, found.period.end, 3, Precision.DAY, warnings=(warning,))


def _term(text: str, found: PeriodFound, last: PeriodFound | None, clock: Clock) -> Iterator[Term]:
    """What the period at one place means: a deadline, another date with the reason, or nothing (a bare year)."""
    from_ = max(0, found.start - LOOK_BACK)
    before = text[from_ : found.start]
    role = None if _follows_number(before) else _role_of(text, before, found)
    if role is None or (found.is_bare and role[0] not in ("brackets", "label")):
        yield from _other(found, _reason(text, before, found))
        return
    kind, power, match = role
    start = from_ + match.start() + (kind == "brackets")
    reason = _why_not(text, start, kind, found, last)
    # `đã báo cáo UBND tỉnh ngày 5/3`, `Ngày 5/3, Thường trực Tỉnh ủy họp`: what was, is told.
    if kind in ("handed", "front", "session") and not (clock.issued and clock.issued <= found.period.end):
        reason = reason or "cited"
    if reason:
        yield from _other(found, reason)
        return
    power = _power(kind, power, text, found)
    yield made(found.period, start, found.end, power, before=kind == "before")


def _follows_number(before: str) -> bool:
    """Whether the number of a paper stands in front (`Quyết định số 12/QĐ-TTg ngày ...`), where no deadline is set."""
    return _BEHIND_NUMBER.search(before) is not None and not any(map(lowered(before).__contains__, _SESSIONS))


def _role_of(text: str, before: str, found: PeriodFound) -> tuple[str, int, re.Match[str]] | None:
    """Kind and strength of what sets the deadline at a period, and the words that say so."""
    role = role_in(before) or _in_brackets(text, before, found) or _in_front(text, before, found)
    return role or _in_days(text, before, found) or _behind_colon(text, before, found)


def _in_brackets(text: str, before: str, found: PeriodFound) -> tuple[str, int, re.Match[str]] | None:
    """`(2025 - 2030)`, `(năm 2030)`: a period alone in brackets."""
    if not _CLOSED.match(text, found.end):
        return None
    opened = _PARENS.search(before) or _behind_body_in_brackets(before)
    return ("brackets", 2, opened) if opened else None


def _behind_body_in_brackets(before: str) -> re.Match[str] | None:
    """`(Sở Y tế; tháng 4/2026)`: the period alone behind who does it."""
    sign = _SIGN_IN_BRACKETS.search(before) if "(" in before else None
    names = read_names(before, sign.start(1)) if sign else None
    return _PERIOD_SIGN.search(before) if sign and names and names.end == sign.end(1) else None


def _in_days(text: str, before: str, found: PeriodFound) -> tuple[str, int, re.Match[str]] | None:
    """`trong 02 ngày 10 và 11/9/2025`: the days themselves behind how many they are."""
    counted = _SO_MANY.search(before) if text.startswith("ngày", found.start) else None
    return ("within", 2, counted) if counted else None


def _behind_colon(text: str, before: str, found: PeriodFound) -> tuple[str, int, re.Match[str]] | None:
    """`Bước 3: Đánh giá: Tháng 5/2025`, `Hội nghị sơ kết: quý II/2025, do ...`: the period alone behind a colon."""
    alone = not found.is_bare and found.period.precision is not Precision.YEAR and _ALONE.match(text, found.end)
    colon = _COLON.search(before) if alone else None
    return ("within", 1, colon) if colon else None


def _in_front(text: str, before: str, found: PeriodFound) -> tuple[str, int, re.Match[str]] | None:
    """`Quý III/2026: thông xe`, `Tháng 9/2026, tổ chức ra quân`: a milestone and what is due at it, perhaps by whom."""
    if found.is_bare or before:
        return None
    sign = _MILESTONE.match(text, found.end)
    if sign is None or (sign[1] != ":" and not _is_act(text, sign.end(), found, apart=sign[1] == ",")):
        return None
    start = _NOTHING.match(before)
    return ("front", 2, start) if start else None


def _is_act(text: str, at: int, found: PeriodFound, *, apart: bool) -> bool:
    """Whether an act, `apart` behind a comma, or who acts stands at `at`."""
    if found.period.precision is Precision.YEAR:
        return False
    if apart and is_imperative(text, at) and not text.startswith("Thường trực", at):
        return True
    names = read_names(text, at) if found.period.precision is not Precision.DAY else None
    return names is not None and names.followed


def _power(kind: str, power: int, text: str, found: PeriodFound) -> int:
    """A span of years is a weaker deadline than a day; so is a year that is only approached."""
    if kind == "brackets" and text.startswith(" và ", found.end):  # `(năm 2026 và bổ sung hằng năm)`: then standing
        return STANDING
    if found.period.precision is not Precision.YEAR:
        return power
    spans_years = _SPAN_OF_YEARS.match(text, found.start, found.end)
    if kind == "until" and text[found.start : found.start + 3].lower() != "hết":
        return 2
    return max(power - 2, 1) if spans_years and kind != "brackets" else power


def _other(found: PeriodFound, reason: str) -> Iterator[Term]:
    if not found.is_bare and found.period.precision is not Precision.YEAR:
        yield Term(found.start, found.end, found.period.end, 0, found.period.precision, reason=_REASONS[reason])


def _reason(text: str, before: str, found: PeriodFound) -> str:
    if found.period.precision is Precision.DAY and (
        _NUMBERED.search(before) or _CITED.search(before) or _OF_BODY.match(text, found.end)
    ):
        return "cited"
    if _START.search(before):
        return "start"
    return "past" if _NO_DEADLINE.search(before) else "plain"


def _why_not(text: str, start: int, kind: str, found: PeriodFound, last: PeriodFound | None) -> str:
    """Why a period with a word of deadline before it is none all the same; empty when it is one."""
    before = text[max(0, start - 60) : start]
    if kind == "until" and last and not text[last.end : start].strip(" ,("):
        started = text[max(0, last.start - LOOK_BACK) : last.start]
        if _START.search(started):
            return "" if _is_when_done(_START.pattern.sub("", started)) else "range"
    if _START.search(before) and not (kind == "until" and _runs_from_now(before, found)):
        return "past"
    # `hoàn thành phê duyệt quy hoạch trước 31/12/2024`: a day that something must be done before dates any noun.
    if _NO_DEADLINE.search(before) and not (kind in _LIMITS and _IS_PLAN.search(before)):
        return "past"
    if _FORBIDS.search(before):
        return "forbid"
    feast = kind == "brackets" and start == found.start and _FEAST.search(before)
    whole = found.period.precision is not Precision.DAY and (_in_topic(text, start) or _says_which(text, start, kind))
    if feast or whole:
        return "past"
    return _why_weak(text, before, kind, found)


def _runs_from_now(before: str, found: PeriodFound) -> bool:
    """`từ nay đến 02/9/2025`, `Từ nay đến hết năm, ...`: the end of a stretch that has begun is the deadline."""
    words = before.rstrip().lower()
    return words == "từ nay" or (found.period.precision is Precision.DAY and words.endswith("từ nay"))


def _in_topic(text: str, start: int) -> bool:
    """Whether `start` lies in an opening such as `Đối với các dự án hoàn thành trong năm 2026, ...: Sở X ...`."""
    if not _TOPIC.match(text) or ":" in text[:start]:
        return False
    return "," not in text[:start] or ":" in text[start:MAX_TOPIC]


def _says_which(text: str, start: int, kind: str) -> bool:
    """Whether a period only says which things are meant (`những việc phải làm trong quý III`), not by when."""
    return kind not in _LIMITS and _BOUNDED.search(text[max(0, start - LONGEST_BOUND) : start]) is not None


def _is_when_done(before: str) -> bool:
    """Whether the range of days behind `before` is when the work is done, and not which of the things are meant."""
    clause = re.split(r"[,;.:]", before)[-1]
    if _OPENS_BRACKET.search(before):
        return not _EVENT.search(clause)
    return not (_NOT_DURING.search(clause) or _THOSE_OF.search(clause))


def _why_weak(text: str, before: str, kind: str, found: PeriodFound) -> str:
    """Why a weak word makes no deadline here."""
    if kind == "until" and "%" in before and _AS_OF.search(before):
        return "past"
    clause = re.split(r"[,;.:(]", before)[-1]
    is_end = text[found.start : found.start + 3].lower() == "hết"
    if kind == "until" and found.period.precision is not Precision.DAY and not is_end:
        return "past" if _NAMES_PLAN.search(clause) else ""
    if kind in ("closing", "handed"):
        a_day = found.period.precision is Precision.DAY
        if _CITED.search(before) or (kind == "handed" and not a_day):  # `Công văn số 5/BYT-QLD ban hành ngày 2/3/2025`
            return "plain"
        return "" if _CLOSES.match(text, found.end) and not _NAMES_PLAN.search(clause) else "plain"
    if kind == "session":
        return "" if _HANDS_UP.search(clause) else "plain"
    return "past" if kind == "bare" and _PLANNED.search(before) else ""


def made(period: Period, start: int, end: int, strength: int, *, before: bool) -> Term:
    """The term that `period` at `[start, end)` sets, with a warning when its year is not printed."""
    warning = f"Văn bản không in năm của hạn; đã hiểu là năm {period.end.year}." if period.assumed_year else ""
    due = period.before if before else period.end
    return Term(start, end, due, strength, period.precision, warnings=(warning,) if warning else ())
