"""Words that set a deadline, and the day they mean (the table of the extraction contract).

`trước ngày D` is day D here; whether a report on day D is on time is a setting of the tracker. Terms in days follow
articles 147 and 148 of the Civil Code 2015 (the first day is not counted, a last day off moves to the next working
day); terms in working days use the working calendar.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from directives.parsing.normalise import View
from directives.parsing.periods import Period, month_end, read_period
from directives.parsing.recurrence import find_recurrence
from directives.parsing.types import DeadlineFound, Precision
from directives.workdays import DEFAULT_CALENDAR, WorkingCalendar

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative words are counted from: the issue date, the day of receipt where known, the working calendar."""

    issued: date | None = None
    received: date | None = None
    calendar: WorkingCalendar = DEFAULT_CALENDAR


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline read at `[start, end)` of a text; the strongest one of a sentence wins."""

    start: int
    end: int
    due: date | None
    strength: int
    precision: Precision = Precision.NONE
    recurrence: str | None = None
    warnings: tuple[str, ...] = ()


_OPENS = r"thông xe|khánh thành|khởi công|đưa vào (?:khai thác|vận hành|sử dụng)"
_HOUR = r"(?:\d{1,2}\s*(?:giờ|g|h)\s*(?:\d{1,2}\s*(?:phút)?)?\s*,?\s*)?"
_PREFIXES: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, strength, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)\s*{_HOUR}", re.IGNORECASE))
    for kind, strength, pattern in (
        ("before", 4, r"(?:chậm nhất|muộn nhất|hoàn thành|xong)?\s*trước(?:\s+thời điểm)?|tr[uư][oơớ]c"),
        ("latest", 4, r"(?:chậm|muộn|trễ)\s+nhất(?:\s+(?:là|vào|trong|đến|hết))*"),
        ("until", 3, r"(?:cho\s+)?đến\s+hết|đến(?=\s+ngày)"),
        ("within", 3, r"hoàn thành\s+(?:\S+\s+){0,2}(?:trong|vào)(?:\s+(?:thời gian|khoảng))?|xong\s+(?:trong|vào)"),
        (
            "within",
            2,
            r"(?:ngay\s+|nội\s+)?trong(?:\s+thời gian)?|vào(?=\s+ngày)|vào(?=\s+(?:cuối|giữa|đầu|tháng|quý))",
        ),
        (
            "bare",
            1,
            r"hoàn thành|xong|(?:vào|trong|tại)\s+(?:kỳ|đợt)(?:\s+\S+){1,4}?(?=\s+(?:tháng|giữa năm|cuối năm))",
        ),
        (
            "bare",
            1,
            rf"(?:{_OPENS})(?:\s+kỹ thuật)?(?=\s+(?:vào\s+)?năm)(?:\s+vào)?",
        ),
    )
)
_COUNT = r"(?P<n>\d{1,3})(?:\s*\([^)]{1,20}\))?"
_TERM = re.compile(
    rf"(?:(?:hoàn thành\s+)?(?:trong\s+(?:thời\s+hạn|thời\s+gian|vòng|khoảng)?\s*(?:không\s+quá\s+|tối\s+đa\s+)?|"
    rf"không\s+quá\s+|tối\s+đa\s+|chậm\s+nhất\s+(?:là\s+|sau\s+|trong\s+)*|sau\s+))"
    rf"{_COUNT}\s*(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|năm|giờ)(?!\s*(?:đầu|cuối|tuổi|qua|vừa|\d))(?!\w)"
    rf"(?P<tail>\s*,?\s*(?:kể|tính)\s+(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm)?\s*[^,;.]{{0,80}}|\s+(?:sau"
    rf"|từ)\s+(?:ngày|khi)\s+[^,;.]{{0,80}})?",
    re.IGNORECASE,
)
_COUNTED_BACK = re.compile(r"\s+trước\s+(?:ngày|khi|thời điểm)", re.IGNORECASE)
_OWN_DATE = re.compile(
    r"(?:kể|tính|sau|từ).{0,12}?(?:ngày\s+)?(?:ký|ban hành|có hiệu lực|(?:chỉ thị|quyết định|kế hoạch|văn bản"
    r"|công văn|công điện|thông báo)\s+này)",
    re.IGNORECASE,
)
_RECEIPT = re.compile(r"nhận|tiếp nhận", re.IGNORECASE)
_PARENS = re.compile(
    r"\(\s*(?:xuyên suốt|hoàn thành|thời gian|trong|thực hiện)?\s*:?\s*(?=(?:năm\s+|giai đoạn\s+|quý\s+"
    r"|tháng\s+)?[\dIVX])",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?:ngay\s+)?(?:sau khi|kể từ khi|khi có|ngay khi|theo (?:đúng )?(?:tiến độ|kế hoạch|thời gian|chỉ "
    r"đạo))\b[^;.]{0,160}|"
    r"thường xuyên(?:,\s*(?:liên tục|định kỳ))?|định kỳ|(?:trong thời gian )?sớm nhất|khẩn trương|kịp thời|ngay "
    r"lập tức",
    re.IGNORECASE,
)
# What stands before a date that is no deadline: the past, a start, a property of the thing.
_NO_DEADLINE = re.compile(
    r"(?:tính|từ\s+nay|từ\s+(?:ngày|tháng|năm|quý)?\s*[\d/ IVX]+(?:(?:tháng|năm)\s+\d+\s*)*|kịch bản|dự báo|quy "
    r"hoạch|chiến lược|"
    r"(?:phát sinh|có hiệu lực|tồn tại|xảy ra|đã|được cấp|dự kiến|có kế hoạch)(?:\s+[^\s,;.:]+){0,3})\s*$",
    re.IGNORECASE,
)
_FORBIDS = re.compile(r"(?:^|[,;.]\s*)không\s+(?:tổ chức|kiểm tra|thanh tra|tiến hành)[^,;.]*$", re.IGNORECASE)
_TOPIC = re.compile(r"^(?:đối với|về)\s", re.IGNORECASE)


def find_deadline(view: View, clock: Clock) -> DeadlineFound:
    """The deadline that a sentence or a whole task sets; an empty one when it sets none."""
    text = view.text
    best = best_term(text, clock)
    if best is None:
        vague = _EVENT.search(text)
        if vague is None:
            return DeadlineFound()
        return DeadlineFound(phrase=vague[0].strip(), span=view.span(vague.start(), vague.end()))
    return _found(view, best, clock)


def best_term(text: str, clock: Clock) -> Term | None:
    """The strongest dated, relative or recurring term of `text`; the first of equals."""
    terms = list(terms_of(text, clock))
    return max(terms, key=lambda term: (term.strength, -term.start)) if terms else None


def terms_of(text: str, clock: Clock) -> Iterator[Term]:
    """All terms in running text, one for a place where it begins."""
    recurring = find_recurrence(text)
    if recurring:
        yield Term(recurring.start, recurring.end, None, 3, recurrence=recurring.rule)
    dated = _parenthesised(text, clock)
    dated += [term for kind, strength, prefix in _PREFIXES for term in _dated(text, clock, kind, strength, prefix)]
    for term in dated:
        if not (recurring and "năm" in "".join(term.warnings)):
            yield term
    yield from _relative(text, clock)


def read_cell(view: View, clock: Clock) -> DeadlineFound:
    """The deadline in a table cell or behind a label, where a period needs no word before it."""
    text = view.text.rstrip(" .;")
    if not text:
        return DeadlineFound()
    whole = view.slice(0, len(text))
    term = _cell_term(text, clock)
    if term is None:
        return DeadlineFound(phrase=text, span=whole.span(0, len(text)))
    found = _found(view, term, clock)
    return DeadlineFound(
        text, found.due_on, found.recurrence, found.precision, whole.span(0, len(text)), found.warnings
    )


def _cell_term(text: str, clock: Clock) -> Term | None:
    relative = next(_relative(text, clock), None)
    if relative:
        return relative
    recurring = find_recurrence(text)
    if recurring:
        return Term(recurring.start, recurring.end, None, 3, recurrence=recurring.rule)
    if re.match(r"(?i)(?:ngay\s+)?(?:sau khi|kể từ khi|khi|theo)\b", text) or "trở đi" in text.lower():
        return None
    return _last_period(text, clock)


def _last_period(text: str, clock: Clock) -> Term | None:
    """The end of what the cell prints: of a range its second end, of `2026 và sau đó` the first milestone."""
    found: Term | None = None
    started = bool(re.match(r"(?i)(?:bắt đầu\s+)?từ\s", text)) and not re.search(r"(?i)đến|-|–", text)
    pos = 0
    while pos < len(text):
        read = read_period(text, pos, clock.issued, bare=True) if _word_starts(text, pos) else None
        if read is None:
            pos += 1
            continue
        before = re.search(r"(?i)trước(?:\s+(?:ngày|hết))?\s*$", text[:pos])
        found = _term_of(read[0], pos, read[1], 2, before=bool(before))
        pos = read[1]
    return None if started else found


def _word_starts(text: str, pos: int) -> bool:
    return text[pos].isalnum() and (pos == 0 or not (text[pos - 1].isalnum() or text[pos - 1] in "/."))


def _term_of(period: Period, start: int, end: int, strength: int, *, before: bool = False) -> Term:
    warning = f"Văn bản không in năm của hạn; đã hiểu là năm {period.end.year}." if period.assumed_year else ""
    due = period.before if before else period.end
    return Term(start, end, due, strength, period.precision, warnings=(warning,) if warning else ())


def _dated(text: str, clock: Clock, kind: str, strength: int, prefix: re.Pattern[str]) -> Iterator[Term]:
    for match in prefix.finditer(text):
        read = read_period(text, match.end(), clock.issued)
        if read is None or not _sets_deadline(text, match.start(), kind, read[0]):
            continue
        weaker = (
            strength - 2
            if re.match(r"(?i)giai đoạn|thời kỳ|\d", text[match.end() :]) and read[0].precision is Precision.YEAR
            else strength
        )
        yield _term_of(read[0], match.start(), read[1], max(weaker, 1), before=kind == "before")


def _sets_deadline(text: str, start: int, kind: str, period: Period) -> bool:
    before = text[max(0, start - 60) : start]
    if _NO_DEADLINE.search(before) or _FORBIDS.search(before):
        return False
    topic = _TOPIC.match(text) and "," not in text[:start] and ":" not in text[:start]
    if topic and period.precision is not Precision.DAY:
        return False
    return kind != "bare" or not re.search(r"(?i)(?:kế hoạch|dự kiến|mục tiêu|danh mục)\s+$", before)


def _parenthesised(text: str, clock: Clock) -> list[Term]:
    """`(2025 - 2030)`, `(năm 2030)`: a period alone in brackets."""
    terms = []
    for match in _PARENS.finditer(text):
        read = read_period(text, match.end(), clock.issued, bare=True)
        if read and re.match(r"\s*\)", text[read[1] :]):
            terms.append(_term_of(read[0], match.start() + 1, read[1], 2))
    return terms


def _relative(text: str, clock: Clock) -> Iterator[Term]:
    for match in _TERM.finditer(text):
        tail = match["tail"] or ""
        if _COUNTED_BACK.match(text, match.end()):
            continue
        base = _base_of(tail, clock)
        due = _after(base, int(match["n"]), match["unit"].lower(), clock.calendar) if base else None
        yield Term(
            match.start(),
            match.start() + len(match[0].rstrip()),
            due,
            2 if due is None else 3,
            Precision.DAY if due else Precision.NONE,
        )


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


def _after(base: date, n: int, unit: str, calendar: WorkingCalendar) -> date | None:
    if unit.endswith("việc"):
        return calendar.add_working_days(base, n)
    if unit == "giờ":
        return calendar.next_working(base + timedelta(days=-(-n // 24)))
    if unit in ("ngày", "tuần"):
        return calendar.next_working(base + timedelta(days=n * (7 if unit == "tuần" else 1)))
    months = base.month - 1 + n * (MONTHS if unit == "năm" else 1)
    year, month = base.year + months // MONTHS, months % MONTHS + 1
    return calendar.next_working(date(year, month, min(base.day, month_end(year, month).day)))


def _found(view: View, term: Term, clock: Clock) -> DeadlineFound:
    warnings = list(term.warnings)
    if term.due and clock.issued and term.due < clock.issued:
        warnings.append(f"Hạn {term.due:%d/%m/%Y} sớm hơn ngày ban hành {clock.issued:%d/%m/%Y}; hãy kiểm tra lại.")
    if term.due and term.precision is Precision.DAY and not clock.calendar.is_working(term.due):
        warnings.append(f"Hạn {term.due:%d/%m/%Y} rơi vào ngày nghỉ.")
    return DeadlineFound(
        phrase=view.text[term.start : term.end].strip(" ,.;:"),
        due_on=term.due,
        recurrence=term.recurrence,
        precision=term.precision,
        span=view.span(term.start, term.end),
        warnings=tuple(warnings),
    )
