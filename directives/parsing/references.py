"""Documents that a paper cites: number, date and what is done with them."""

import re
from datetime import date

from directives.parsing.normalise import View, view_of
from directives.parsing.numbers import DocumentNumber, NumberMatch, find_numbers
from directives.parsing.types import ReferenceFound, Relation

_DATE_AFTER = re.compile(
    r"\s*,?\s*ngày\s+(\d{1,2})\s*(?:[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})|tháng\s+(\d{1,2})\s*,?\s*năm\s+(\d{4}))",
    re.IGNORECASE,
)
_RELATIONS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (Relation.REPEALS, re.compile(r"(?i)bãi bỏ\s[^.;]{0,60}$|hủy bỏ\s[^.;]{0,60}$")),
    (Relation.REPLACES, re.compile(r"(?i)thay thế\s[^.;]{0,60}$")),
    (Relation.AMENDS, re.compile(r"(?i)(?<!được )sửa đổi,? bổ sung\s[^.;]{0,80}$")),
    (Relation.IMPLEMENTS, re.compile(r"(?i)(?:thực hiện|triển khai|theo|thi hành|quán triệt)\s[^.;]{0,60}$")),
)
LOOK_BACK = 90


def find_references(text: str, own: DocumentNumber | None) -> tuple[ReferenceFound, ...]:
    """Every document cited in `text`, each once, in order of first mention; the paper's own number is left out."""
    view = view_of(text)
    found: dict[str, ReferenceFound] = {}
    for match in find_numbers(view.text):
        key = match.number.key
        if (own is not None and key == own.key) or _is_own_line(view.text, match):
            continue
        issued = _date_after(view.text, match.end)
        known = found.get(key)
        if known is None:
            found[key] = _reference(view, match, issued)
        elif known.issued_on is None and issued is not None:
            found[key] = ReferenceFound(known.number, issued, known.relation, known.span)
    return tuple(found.values())


def _is_own_line(text: str, match: NumberMatch) -> bool:
    before = text[max(0, match.start - 12) : match.start]
    return bool(re.search(r"(?:^|\s)Số\s*(?:hiệu)?\s*:\s*$", before))


def _reference(view: View, match: NumberMatch, issued: date | None) -> ReferenceFound:
    before = view.text[max(0, match.start - LOOK_BACK) : match.start]
    relation = next((kind for kind, pattern in _RELATIONS if pattern.search(before)), Relation.CITES)
    return ReferenceFound(match.number.text, issued, relation, view.span(match.start, match.end))


def _date_after(text: str, pos: int) -> date | None:
    match = _DATE_AFTER.match(text, pos)
    if match is None:
        return None
    day, month, year = match[1], match[2] or match[4], match[3] or match[5]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
