"""People named with the body that they act for: the task is the body's (`Đ/c Hà (Phòng Kinh tế) đối chiếu số thu`)."""

import re

from directives.parsing.normalise import CAPITALS
from directives.parsing.sentences import is_imperative

_NAME = rf"(?:\s[{CAPITALS}][^\W\d_]*)"
_PERSON = re.compile(
    rf"(?:(?:[Đđ]ồng chí|[Đđ]/c){_NAME}{{1,5}}|(?:[Ôô]ng|[Bb]à){_NAME}{{2,5}})\s*(?:[,\-–(])\s*(?=[{CAPITALS}])"
)
# `Ủy viên Ban Thường vụ, Chủ tịch UBND xã`: a seat in the Party is not what the head acts as.
_SEATED = re.compile(
    r"(?i)(?:(?:đồng chí\s+)?(?:ủy|uỷ) viên|đồng chí\s+(?:phó\s+)?bí thư)\s(?!các)[^.:;,]{3,40},\s+"
    r"(?=(?:phó\s+)?(?:chủ tịch|giám đốc|trưởng|chánh|thủ trưởng|tổng giám đốc)\s)"
)
_OPENS = "ĐđÔôBb"
# The province or city whose leaders a meeting was held with: `Tỉnh chủ động làm việc với Bộ Tư pháp`.
_PLACE_ACTS = re.compile(r"(Tỉnh|Thành phố)\s+(cần\s|phải\s|có trách nhiệm\s)?")
_PLACE_OPENS = ("Tỉnh ", "Thành phố ")


def behind_person(text: str, pos: int) -> int:
    """Where the body begins that the person named at `pos` acts for; -1 where nobody is named so."""
    person = _PERSON.match(text, pos) if text[pos : pos + 1] in _OPENS and pos < len(text) else None
    return person.end() if person else -1


def acts_behind_bracket(text: str, at: int) -> bool:
    """Whether the bracket with the body is closed at `at` and a duty follows."""
    return text.startswith(") ", at) and is_imperative(text, at + 2)


def place_that_acts(text: str, pos: int) -> str:
    """`Tỉnh` or `Thành phố` as the subject of a duty at `pos`; empty where none stands there."""
    place = _PLACE_ACTS.match(text, pos) if text.startswith(_PLACE_OPENS, pos) else None
    return place[1] if place and (place[2] or is_imperative(text, place.end())) else ""


def behind_seat(text: str, pos: int) -> int:
    """Where the office begins that the person at `pos` holds besides a seat in the Party; -1 where none is named."""
    seat = _SEATED.match(text, pos)
    return seat.end() if seat else -1
