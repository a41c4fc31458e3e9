"""What a letterhead prints besides its fields: the motto, the stamps of urgency and secrecy (Decree 30/2020/NĐ-CP)."""

import re
from collections.abc import Sequence

from directives.parsing.layout import Line
from directives.parsing.normalise import loose, modern_tones

MOTTO = re.compile(
    rf"(?i)c[oôộọ]ng\s+h[oòóỏõọ]a|^c[oôộọ]ng$|^h[oòóỏõọ]a\s+x[aã]|(?:x[aã]\s+)?h[oộô]i\s+ch[uủ]\s+ngh"
    rf"|{loose('chủ nghĩa việt nam')}|{loose('độc lập')}\s*-|{loose('đảng cộng sản')}"
)
_URGENCY = re.compile(r"^\W*(hỏa tốc(?: hẹn giờ)?|thượng khẩn|khẩn)\W*$", re.IGNORECASE)
_SECRECY = re.compile(
    r"^\W*(?:độ mật\s*:\s*)?(tuyệt mật|tối mật|mật)\W*$|^\s*số\s*:.{0,40}[(\[]\s*(tuyệt mật|tối mật|mật)\s*[)\]]",
    re.IGNORECASE,
)
_SECRECY_BESIDE = re.compile(r"^(TUYỆT MẬT|TỐI MẬT|MẬT)\s{2,}|\s{2,}(TUYỆT MẬT|TỐI MẬT|MẬT)$")


def urgency_of(head: Sequence[Line]) -> str | None:
    """The degree of urgency stamped on a line of its own, or None."""
    return _mark(head, _URGENCY)


def secrecy_of(text: str, head: Sequence[Line]) -> str | None:
    """The degree of secrecy: on a line of its own, behind the number, or in a column beside the letterhead."""
    found = _mark(head, _SECRECY)
    if found:
        return found
    for line in head[:25]:
        end = text.find("\n", line.start)
        beside = _SECRECY_BESIDE.search(text[line.start : end if end > 0 else len(text)].strip())
        if beside:
            return (beside[1] or beside[2]).capitalize()
    return None


def is_mark(text: str) -> bool:
    """Whether a line is such a stamp."""
    return bool(_URGENCY.match(text) or _SECRECY.match(text))


def _mark(head: Sequence[Line], pattern: re.Pattern[str]) -> str | None:
    for line in head:
        match = pattern.match(modern_tones(line.text))
        if match:
            return next(group for group in match.groups() if group).capitalize()
    return None
