"""Whom a paper is sent to: the list `Nơi nhận` at its foot, `Như trên` told by `Kính gửi` (Decree 30/2020/NĐ-CP, I.9).

Each entry stays as printed (`Thường trực Thành ủy (để b/c)`); the copy that the office keeps (`Lưu: VT`) is left out.
"""

import re
from collections.abc import Iterator, Sequence

from directives.parsing.lines import Line
from directives.parsing.normalise import CAPITALS, fold_space, modern_tones
from directives.parsing.types import RecipientFound, Span

HEAD_LINES = 60
MOST_LINES = 80
MOST_CAPITALS = 3
LONGEST = 300
_SENT_TO = re.compile(r"(?i)\W*nơi\s+nhận(?!\w*[^\W_])[\W_]*?(?=[-–—+•*●▪]?\s*[^\W_]|$)")
_ADDRESSED_TO = re.compile(r"(?i)\W*kính\s+gửi\s*:?\s*")
_ITEM = re.compile(r"(?:[-–—+•*●▪]|\d{1,2}[.)](?=\s))[\s*_]*(?=[^\W_])")
_NEXT_ITEM = re.compile(r"[;.]\s*(?=[-–—+•]\s?[^\W\d_])")
_EDGES = " .,;:-*_\t"
_WORD = re.compile(r"[^\W\d_]{2}")
_KEPT = re.compile(r"(?i)lưu\s*(?::|vt\b|văn thư|$)")
_AS_ABOVE = re.compile(r"(?i)như (?:trên|kính gửi)\W*$")
_TITLE = (
    rf"(?:TM|KT|TL|TUQ|T/M|Q)\s?\.\s?[{CAPITALS}]|(?:PHÓ )?(?:CHỦ TỊCH|THỦ TƯỚNG|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG"
    r"|CHÁNH|BÍ THƯ|TRƯỞNG BAN|CỤC TRƯỞNG|CHỦ NHIỆM|TỔNG GIÁM ĐỐC|TRƯỞNG PHÒNG)(?!\w)|\((?:Đã ký|ĐÃ KÝ)"
)
# The column of the signature where the two of the foot were read across: a wide gap, a title, a name.
_NAMES = rf"[{CAPITALS}]\w+(?:\s[{CAPITALS}]\w+){{1,3}}"
_SIGNATURE = re.compile(rf"(?<![-–—+•*●▪\s])\s{{3,}}.*$|\s*\|.*$|\s+(?:{_TITLE}).*$|(?<=[.;,])\s+{_NAMES}$")
_OPENS_SIGNATURE = re.compile(_TITLE)
# With what the column of the signature can begin; most lines of the list hold nothing like it.
_MAY_SIGN = re.compile(
    rf"[\s|](?:(?<=\|)|(?<=[.;,]\s)\s?{_NAMES}$|(?<=\s)(?:\s\s|T[MLUHRỔ/]|KT|Q[\s.]|[PC]H|GI|B[ỘÍ]|CỤ|\(Đ))"
)


def recipients_in(text: str, lines: Sequence[Line]) -> tuple[RecipientFound, ...]:
    """The recipients in the order in which they are printed; () where the paper prints no list of them."""
    at = next((i for i, line in enumerate(lines) if i > 3 and _opens_recipients(line.text)), None)
    if at is None:
        return ()
    found = list(_entries(text, lines, at, _SENT_TO))
    above = [] if not any(_AS_ABOVE.match(entry.name) for entry in found) else list(_addressees(text, lines[:at]))
    told = (each for entry in found for each in (above if above and _AS_ABOVE.match(entry.name) else [entry]))
    return tuple(entry for entry in told if not _KEPT.match(entry.name))


def _opens_recipients(text: str) -> bool:
    first = text[:1]
    return (first in "nN" or not first.isalpha()) and _SENT_TO.match(text) is not None


def _addressees(text: str, lines: Sequence[Line]) -> Iterator[RecipientFound]:
    at = next((i for i, line in enumerate(lines[:HEAD_LINES]) if _ADDRESSED_TO.match(line.text)), None)
    if at is not None:
        yield from _entries(text, lines, at, _ADDRESSED_TO)


def _entries(text: str, lines: Sequence[Line], at: int, opens: re.Pattern[str]) -> Iterator[RecipientFound]:
    """The entries behind the words that open a list at line `at`, each from its first word to its last."""
    for stretch in _gathered(_lines_of_list(text, lines, at, opens)):
        first, last = stretch[0], stretch[-1]
        name = fold_space(" ".join(text for _, text in stretch)).strip(_EDGES)
        if _WORD.search(name) and len(name) <= LONGEST:
            yield RecipientFound(name, Span(first[0], last[0] + len(last[1].rstrip(_EDGES))))


def _gathered(pieces: Iterator[tuple[int, str, bool]]) -> list[list[tuple[int, str]]]:
    """Entries as the pieces of lines that they stand on: where each begins in the text, and its words."""
    entries: list[list[tuple[int, str]]] = []
    for start, text, opens in pieces:
        if opens or not entries:
            entries.append([])
        entries[-1].append((start, text))
    return entries


def _lines_of_list(
    text: str, lines: Sequence[Line], at: int, opens: re.Pattern[str]
) -> Iterator[tuple[int, str, bool]]:
    """Pieces of the list: where a piece begins, its words, whether it begins an entry."""
    raw = _raw(text, lines[at])
    opened = opens.match(raw)
    cut = opened.end() if opened else 0
    above = ""
    for start, words in _split(lines[at].start + cut, _left_column(raw[cut:])):
        above = words
        yield start, words, True
    capitals = 0
    for line in lines[at + 1 : at + MOST_LINES]:
        item = _ITEM.match(line.text)
        if not item and not above and line.text.isupper() and capitals < MOST_CAPITALS:
            capitals += 1
        elif (not item and not (above and _goes_on(above, line))) or _KEPT.match(above):
            return
        else:
            for i, (start, words) in enumerate(_split(line.start, _left_column(_raw(text, line)))):
                above = words
                yield start, words, bool(item) or i > 0


def _raw(text: str, line: Line) -> str:
    """The line with the blanks that part its columns."""
    return text[line.start : line.end]


def _goes_on(above: str, line: Line) -> bool:
    """Whether a line is the rest of the entry above it."""
    return line.text[:1].islower() or (not line.after_gap and above.endswith((",", "(", "-", " và")))


def _left_column(text: str) -> str:
    if text[:2].isupper() and _OPENS_SIGNATURE.match(text):
        return ""
    return _SIGNATURE.sub("", text) if _MAY_SIGN.search(text) else text


def _split(start: int, text: str) -> Iterator[tuple[int, str]]:
    """The entries that stand on one line, without their marks."""
    pos = 0
    for end in (*(match.end() for match in _NEXT_ITEM.finditer(text)), len(text)):
        item = _ITEM.match(text, pos)
        left = item.end() if item else pos
        left += len(text[left:end]) - len(text[left:end].lstrip(" *_"))
        words = modern_tones(text[left:end]).strip()
        if words:
            yield start + left + len(text[left:end]) - len(text[left:end].lstrip()), words
        pos = end
