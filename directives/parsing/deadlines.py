"""The deadline of an instruction, of a table cell or of a label, as the extraction contract computes it."""

import re
from dataclasses import replace

from directives.parsing.clock import Clock, Term
from directives.parsing.normalise import View
from directives.parsing.periods import find_periods
from directives.parsing.recurrence import find_recurrence
from directives.parsing.relative import relative_terms
from directives.parsing.sieve import lowered
from directives.parsing.terms import best_term, made
from directives.parsing.types import DeadlineFound, Precision

__all__ = ["Clock", "Term", "best_term", "find_deadline", "read_cell"]

_EVENT = r"(?:sau khi|kể từ khi|khi có|ngay khi|theo (?:đúng )?(?:tiến độ|kế hoạch|thời gian|chỉ đạo))"
# What is no day, and words of which it holds one; all in small letters.
_VAGUE = tuple(
    (words.split("|"), re.compile(pattern))
    for words, pattern in (
        (
            " khi|khi có|theo tiến|theo kế|theo thời|theo chỉ|theo đúng",
            rf"(?:ngay\s+{_EVENT}|{_EVENT})\b[^;.]{{0,160}}",
        ),
        ("nhiệm kỳ", r"(?:từ nay )?(?:đến hết|trong|cả) nhiệm kỳ\b"),
        (
            "trước ",
            r"trước (?:khi|kỳ họp|phiên họp|đại hội|hội nghị|mùa|ngày bầu cử|ngày (?=[^\W\d]))[^,;.]{0,60}",
        ),
        ("ngay từ đầu", r"ngay từ đầu (?:năm|nhiệm kỳ)"),
        ("thường xuyên", r"thường xuyên(?:,\s*(?:liên tục|định kỳ))?"),
        ("định kỳ", r"định kỳ"),
        ("sớm nhất", r"(?:trong thời gian )?sớm nhất"),
        ("khẩn trương|kịp thời|ngay lập tức|thời gian tới", r"khẩn trương|kịp thời|ngay lập tức|trong thời gian tới"),
    )
)
_VAGUE_CELL = re.compile(r"(?i)(?:ngay\s+)?(?:sau khi|kể từ khi|khi|theo)\b")
_STARTS_ONLY = re.compile(r"(?i)(?:bắt đầu\s+)?từ\s(?!.*(?:đến|-|–))")
# `Tháng 12/2025 và bổ sung hằng năm`: the first milestone, then a standing duty.
_STANDING = re.compile(
    r"(?i)(?<=\d{4})\s*(?:,|;|và)\s[^\d]{0,40}(?:thường xuyên|h[àằ]ng (?:năm|quý|tháng)|định kỳ)[^\d]*$"
)
# `15/04/26`: a year of two figures, which only a cell of dates prints.
_SHORT_YEAR = re.compile(r"(\D{0,20}\d{1,2}([/.-])\d{1,2}\2)(\d\d)")
_BEFORE = re.compile(r"(?i)trước(?:\s+(?:ngày|hết))?\s*$")


def find_deadline(view: View, clock: Clock) -> DeadlineFound:
    """The deadline that a sentence or a whole task sets; an empty one when it sets none."""
    text = view.text
    best = best_term(text, clock)
    if best is None:
        vague = _vague(lowered(text))
        if vague is None:
            return DeadlineFound()
        return DeadlineFound(
            phrase=text[vague.start() : vague.end()].strip(), span=view.span(vague.start(), vague.end())
        )
    return _found(view, best, clock)


def _vague(low: str) -> re.Match[str] | None:
    """The first words that say when, but no day (`sau khi được phê duyệt`, `thường xuyên`)."""
    first: re.Match[str] | None = None
    for words, pattern in _VAGUE:
        for word in words:
            if word in low:
                found = pattern.search(low)
                first = found if found and (first is None or found.start() < first.start()) else first
                break
    return first


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
    relative = next(relative_terms(text, clock), None)
    if relative:
        return relative
    first = _STANDING.search(text)
    if first:
        return _last_period(text[: first.start()], clock)
    recurring = find_recurrence(text)
    if recurring:
        return Term(recurring.start, recurring.end, None, 3, recurrence=recurring.rule)
    if _VAGUE_CELL.match(text) or "trở đi" in text.lower():
        return None
    return _last_period(text, clock)


def _last_period(text: str, clock: Clock) -> Term | None:
    """The end of what the cell prints: of a range its second end, of `2026 và sau đó` the first milestone."""
    if _STARTS_ONLY.match(text):
        return None
    short = _SHORT_YEAR.fullmatch(text)
    if short:
        dated = _last_period(f"{short[1]}20{short[3]}", clock)
        return replace(dated, start=0, end=len(text)) if dated else None
    term: Term | None = None
    for found in find_periods(text, clock.issued):
        before = bool(_BEFORE.search(text[: found.start]))
        term = made(found.period, found.start, found.end, 2, before=before)
    return term


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
