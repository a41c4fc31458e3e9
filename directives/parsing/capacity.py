"""In what capacity a paper is signed: `TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH`.

Decree 30/2020/NĐ-CP, annex I, part II, 7: on behalf of a collective body (TM.), acting head (Q.), for the head (KT.),
by order (TL.), by sub-delegation (TUQ.), and below it the office of who signs. The Party prints T/M, K/T, T/L.
"""

import re
from collections.abc import Sequence

from directives.parsing.lines import Line
from directives.parsing.names import SURNAMES
from directives.parsing.normalise import CAPITALS, fold_space

FOOT_LINES = 40
ABOVE_NAME = 5
BETWEEN_PARTS = 3
LONGEST = 200
BETWEEN = "; "
_WORD = rf"[{CAPITALS}]{{2,}}"
_WORDS = rf"{_WORD}(?:(?:,\s?|\s-\s|\s){_WORD})*,?"
_BY = r"(?:(?:TM|KT|TL|TUQ|Q)\s?\.|[TK]/[MTL]\.?)\s?"
_OFFICE = (
    r"(?:QUYỀN )?(?:PHÓ |THỨ |TỔNG )*(?:CHỦ TỊCH|CHỦ NHIỆM|THỦ TƯỚNG|TRƯỞNG|BỘ TRƯỞNG|GIÁM ĐỐC|THỐNG ĐỐC|BÍ THƯ"
    r"|CHÁNH|CỤC TRƯỞNG|VỤ TRƯỞNG|THANH TRA|TƯ LỆNH|ỦY VIÊN|VIỆN TRƯỞNG|HIỆU TRƯỞNG)(?!\w)"
)
_OPENS = re.compile(rf"\W*(?i:nơi\s+nhận)|{_BY}{_WORD}")
_OPENINGS = "nNTKQ"
_PART = re.compile(rf"(?:^|(?<=\s))((?:{_BY}|(?={_OFFICE})){_WORDS})$")
_REST = re.compile(rf"{_WORDS}$")


def capacity_of(lines: Sequence[Line], signer: str | None) -> str | None:
    """The lines above the name of `signer` that say by what power and in what office, joined; None where none is."""
    parts = _below_foot(lines, signer) or _above_name(lines, signer)
    return BETWEEN.join(parts)[:LONGEST] or None


def _below_foot(lines: Sequence[Line], signer: str | None) -> list[str]:
    """The parts from the first foot on, down to the name; what stands beside them in the other column is left out."""
    start = next((i for i, line in enumerate(lines) if i > 3 and _opens_foot(line.text)), len(lines))
    parts: list[str] = []
    since = 0
    for line in lines[start : start + FOOT_LINES]:
        since += 1
        if parts and (since > BETWEEN_PARTS or (signer and line.text.endswith(signer))):
            break
        part = _PART.search(line.text) if line.text.rstrip(",")[-2:].isupper() else None
        if parts and since == 1 and _completes(parts[-1], line.text, part):
            parts[-1] += f" {line.text}"
        elif part:
            parts.append(part[1])
        else:
            continue
        since = 0
    return [fold_space(part.rstrip(",")) for part in parts]


def _opens_foot(text: str) -> bool:
    first = text[:1]
    return (first in _OPENINGS or not first.isalpha()) and _OPENS.match(text) is not None


def _completes(part: str, below: str, found: re.Match[str] | None) -> bool:
    """Whether the line below is the rest of `TM. ỦY BAN` or of `KT. BỘ TRƯỞNG,`, and not the name in capitals."""
    if part.endswith(","):
        return bool(_REST.match(below))
    named = any(word.capitalize() in SURNAMES for word in below.split(maxsplit=1)[:1])
    return found is None and bool(_REST.match(below)) and not named


def _above_name(lines: Sequence[Line], signer: str | None) -> list[str]:
    """The parts right above the name where the recipients stand below it or not at all."""
    at = next((i for i in range(len(lines) - 1, 3, -1) if signer and lines[i].text == signer), 0)
    found = (_PART.match(line.text) for line in lines[max(0, at - ABOVE_NAME) : at])
    return [fold_space(part[1]) for part in found if part]
