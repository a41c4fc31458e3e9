"""Documents that a paper cites: number, date and what is done with them."""

import re
from collections.abc import Iterator
from datetime import date

from directives.parsing.normalise import INVISIBLE, View, spelled, view_of
from directives.parsing.numbers import DocumentNumber, NumberMatch, find_numbers
from directives.parsing.sieve import Sieve
from directives.parsing.types import ReferenceFound, Relation

_DATE_AFTER = re.compile(
    r"\s*,?\s*ngày\s+(\d{1,2})\s*(?:[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})|tháng\s+(\d{1,2})\s*,?\s*năm\s+(\d{4}))",
    re.IGNORECASE,
)
_LOOSE = rf"[\s*{INVISIBLE}]{{0,8}}"
_RELATIONS: tuple[tuple[Relation, Sieve], ...] = (
    (Relation.REPEALS, Sieve(r"(?i)bãi bỏ\s[^.;]{0,60}$|hủy bỏ\s[^.;]{0,60}$")),
    (Relation.REPLACES, Sieve(r"(?i)thay thế\s[^.;]{0,60}$")),
    (Relation.AMENDS, Sieve(r"(?i)(?<!được )sửa đổi,? bổ sung\s[^.;]{0,80}$")),
    (Relation.IMPLEMENTS, Sieve(r"(?i)(?:thực hiện|triển khai|theo|thi hành|quán triệt)\s[^.;]{0,60}$")),
)
LOOK_BACK = 90
# Where a number can stand in a text whose white space and decoration are still there, and what is read around it.
_CANDIDATE = re.compile(
    rf"\d[.\d]{{0,8}}[a-zđA-D]?{_LOOSE}[/-]{_LOOSE}(?:[A-ZĐƯ]|(?:19|20)\d\d{_LOOSE}[/-]{_LOOSE}[A-ZĐƯ])"
)
BEFORE, BEHIND = 200, 100
_OWN_LINE = re.compile(r"(?:^|\s)Số\s*(?:hiệu)?\s*:\s*$")
OWN_LINE = 12


def find_references(text: str, own: DocumentNumber | None) -> tuple[ReferenceFound, ...]:
    """Every document cited in `text`, each once, in order of first mention; the paper's own number is left out."""
    found: dict[str, ReferenceFound] = {}
    for view in _around_numbers(text):
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


def _around_numbers(text: str) -> Iterator[View]:
    """Views of the stretches of `text` in which numbers can stand, apart from each other."""
    left = right = 0
    for match in _CANDIDATE.finditer(spelled(text)):
        if match.start() - BEFORE > right:
            if right:
                yield view_of(text, left, right)
            left = match.start() - BEFORE
        right = min(len(text), match.end() + BEHIND)
    if right:
        yield view_of(text, left, right)


def _is_own_line(text: str, match: NumberMatch) -> bool:
    return bool(_OWN_LINE.search(text, max(0, match.start - OWN_LINE), match.start))


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
