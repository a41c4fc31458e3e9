"""The head and foot of a paper: number, date, issuer, subject, signer, urgency, secrecy (Decree 30/2020/NĐ-CP, I)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain

from directives.parsing.anchors import (
    IS_LISTED,
    ISSUED,
    ISSUED_IN_FIGURES,
    Title,
    day_of,
    number_at,
    tidy_number,
    title_alone,
    title_with_subject,
)
from directives.parsing.capacity import capacity_of
from directives.parsing.issuers import OWNED_TITLE, completed, issuer_of, issuer_of_number
from directives.parsing.lines import Line, read_lines
from directives.parsing.news import reported_issuer, reported_paper, reported_subject
from directives.parsing.normalise import CAPITALS, modern_tones, view_of
from directives.parsing.numbers import (
    DocumentNumber,
    find_numbers,
    parse_number,
    short_number,
)
from directives.parsing.recipients import recipients_in
from directives.parsing.signers import signer_of
from directives.parsing.stamps import behind_stamp, degrees_of, is_mark, shows_motto
from directives.parsing.subjects import (
    ABOUT_BEHIND_NUMBER,
    ABOUT_BESIDE,
    LEGAL_BASIS,
    MAX_SUBJECT_LINES,
    about_lines,
    title_lines,
)
from directives.parsing.types import Header
from directives.parsing.vocab import TYPE_TITLES

HEAD_LINES = 70
LOOK_BACK = 80
BELOW_LETTERHEAD = 8
OPENING_LINES = 3
NUMBERED_LINES = 5
NUMBER_WITHIN = 40
TITLE_WITHIN = 12
_ONLY_NUMBER_WORD = re.compile(r"(?i)số\s*:$")
# `77/PNN`: a letter of a small office that prints no unit behind its own symbol.
# A line of prose; those of a letterhead are shorter.
LONG_LINE = 45
_SHORT_NUMBER = re.compile(r"(\d{1,5})\s?/\s?([A-ZĐ][A-ZĐ&.]{1,15})(?![\w/-])")
_PLACE = re.compile(rf"(?<![\w/-])[{CAPITALS}][^\W\d_]*(?:[ .-]\s?[{CAPITALS}][^\W\d_]*){{0,4}}\s?,\s*$")
_ABOUT = re.compile(r"(?i)^[\s|*_]*[vV]\s?/\s?[vV]\s*:?\s*|^\s*về việc\s*:\s*")
# The cells of a card joined without a blank: `Số hiệu: 12/2009/TT-BTPNgày ban hành: ...`.
_GLUED_LABEL = re.compile(r"(?<=\w)(?=Ngày\s(?:ban|đăng|có|hiệu|công)(?!\w))")
_BODY_AND_NUMBER = re.compile(r"([^\W\d_][^\d:]{4,90}?)\s(?=Số\s*:?\s*\d[\w.]*\s?[/-])")
_PROVINCIAL = re.compile(r"\W*(?:ĐẢNG BỘ|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY)(?!\w)")
# Place and day that a narrow column broke over two lines.
_PART_OF_DAY = re.compile(r",\s*ngày(?:\s+\d{1,2})?\s*$|^(?:ngày|tháng|năm)\s+\d")
# Of a paper that is cited: behind its symbol, or in the legal bases.
_CITED = re.compile(r"[/-]\s?[A-ZĐ]\S*\s*$|(?i:căn cứ)\s[^;]*$")
_NUMBERED_TITLE = re.compile(
    rf"(?:{'|'.join(title.upper() for title in TYPE_TITLES)})\sCỦA\s[^\d,;:.]{{3,120}}?\sSỐ\s*:?\s*"
    r"(?P<number>\d[^\s,]{3,30})\s*,?\s*(?=NGÀY\s)"
)
_ADDRESSED = re.compile(r"(?i)\W*kính\s+gửi\s*:")
# Letters of the Party print what they are about below the number, without `V/v` (Guideline 36-HD/VPTW).
_PARTY_LETTER = re.compile(r"-\s?CV/")
_TITLED_CODES = frozenset(TYPE_TITLES.values()) - {"CV"}


def read_header(text: str) -> tuple[Header, DocumentNumber | None, tuple[str, ...]]:
    """The header of `text`, its own number taken apart, and a warning for each part that is not printed."""
    top = _top_of(text)
    lines, head = top.lines, top.head
    number = _number(text, top)
    printed = number is not None or bool(top.numbered)
    titled = top.title is not None
    crested = not printed and any(line.text.isupper() and shows_motto(line.text) for line in head)
    news = None if printed or (titled and crested) or _opens_with_address(lines) else reported_paper(text)
    number = number or (news.match.number if news else None)
    official = printed or titled or crested
    kind = _kind(top, number) if head else None
    urgency, secrecy = degrees_of(text, head)
    header = Header(
        kind=kind or (number.kind if number else None),
        number=number.text if number else None,
        issued_on=(_issued_on(text, head) if official else None) or (news.issued_on if news else None),
        issuer=issuer_of(head, text) if official else None,
        subject=_subject(top, kind) or (news.subject if news else ""),
        urgency=urgency,
        secrecy=secrecy,
        recipients=recipients_in(text, lines),
    )
    if number is not None:
        printed_by = header.issuer
        issuer = completed(printed_by, number) if printed_by else issuer_of_number(number, text)
        issuer = issuer or (None if official else reported_issuer(text))
        header = replace(header, issuer=issuer)
    elif not official:
        header = replace(header, issuer=reported_issuer(text), subject=header.subject or reported_subject(text))
    signer = signer_of(text, lines, news=not (printed or crested))
    header = replace(header, signer=signer, capacity=capacity_of(lines, signer) if printed else None)
    return header, number, _missing(header)


def prints_head(text: str) -> bool:
    """Whether `text` has the head of a paper (a number line or a title), as a press item about one has not."""
    top = _top_of(text)
    return bool(top.numbered) or top.title is not None


def _opens_with_address(lines: Sequence[Line]) -> bool:
    """Whether a copy begins with whom a letter is sent to, its letterhead left out: no press item does."""
    return bool(_ADDRESSED.match(" ".join(line.text for line in lines[:2])))


@dataclass(slots=True)
class _Top:
    """The lines of a paper, those in which its head can stand, which of them print a number, and its title."""

    lines: Sequence[Line]
    head: Sequence[Line]
    numbered: Sequence[int]
    title: tuple[int, Title] | None


@lru_cache(maxsize=1)  # asked twice of each paper
def _top_of(text: str) -> _Top:
    lines = _lines_of(text)
    head = _head_of(lines)
    numbered = [i for i in range(len(head)) if _prints_number(head, i)]
    return _Top(lines, head, numbered, _title_at(head, numbered))


def _lines_of(text: str) -> tuple[Line, ...]:
    lines = read_lines(text)
    apart = [part for line in lines[:HEAD_LINES] for part in _number_apart(text, _without_stamp(line))]
    return tuple(_numbers_joined((*apart, *lines[HEAD_LINES:])))


def _number_apart(text: str, line: Line) -> tuple[Line, ...]:
    """`BỘ XÂY DỰNG Số: 12/CT-BXD` as two lines, as the left column of a letterhead has them."""
    beside = _BODY_AND_NUMBER.match(line.text) if "Số" in line.text and line.text[:5].isupper() else None
    at = text.find("Số", line.start, line.end) if beside else -1
    if beside is None or at < 0 or not beside[1].isupper():
        return (line,)
    return (
        replace(line, end=at, text=beside[1].rstrip(" *|-")),
        replace(line, start=at, text=line.text[beside.end() :]),
    )


def _without_stamp(line: Line) -> Line:
    """`HỎA TỐC Số: 12/CĐ-UBND` without the stamp that the column beside put before the number."""
    cut = behind_stamp(line.text)
    return replace(line, text=line.text[cut:]) if cut else line


def _numbers_joined(lines: Sequence[Line]) -> Iterator[Line]:
    """`Số:` and the number on the line below as one line."""
    held: Line | None = None
    for line in lines:
        if held is not None:
            joined = re.match(r"\d", line.text)
            yield (replace(held, end=line.end, text=f"{held.text} {line.text}") if joined else held)
            held = None
            if joined:
                continue
        if line.text.endswith(":") and _ONLY_NUMBER_WORD.match(line.text):
            held = line
        else:
            yield line
    if held is not None:
        yield held


def _missing(header: Header) -> tuple[str, ...]:
    checks = (
        (header.number, "Không đọc được số, ký hiệu của văn bản; hãy nhập tay."),
        (
            header.issued_on,
            "Không đọc được ngày ban hành; hạn tính theo ngày ban hành sẽ để trống.",
        ),
        (header.issuer, "Không đọc được cơ quan ban hành; hãy nhập tay."),
    )
    return tuple(sentence for value, sentence in checks if value is None)


def _head_of(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines at the top in which a header can stand, from the issuing body on; empty when there is no header."""
    top = lines[: HEAD_LINES * 2]
    for i, line in enumerate(top):
        if _prints_number(top, i) and not IS_LISTED.match(line.text):
            return top[max(0, i - 12) : i + HEAD_LINES]
    for i, line in enumerate(top[:HEAD_LINES]):
        if shows_motto(line.text) or title_alone(line.text):
            return top[max(0, i - 6) : i + HEAD_LINES]
    return top[:HEAD_LINES]


def _prints_number(lines: Sequence[Line], i: int) -> bool:
    """Whether the line prints a number of its own: with `số 20/CT-TTg` one that was broken off above goes on."""
    line = lines[i]
    goes_on = i and line.text.startswith("số ") and not line.after_gap and len(lines[i - 1].text) > LONG_LINE
    return not goes_on and number_at(line.text) is not None


def _number(text: str, top: _Top) -> DocumentNumber | None:
    head = top.head
    for i in top.numbered:
        line = head[i]
        match = number_at(line.text)
        if match is None or i >= NUMBER_WITHIN:
            continue
        following = head[i + 1].text if i + 1 < len(head) else ""
        behind = _GLUED_LABEL.sub(" ", line.text[match.end() :])
        printed = tidy_number(view_of(f"{behind} {following}").text)
        if "/TƯ" in printed and any(_PROVINCIAL.match(modern_tones(above.text)) for above in head[:12]):
            printed = printed.replace("/TƯ", "/TU", 1)
        found = next(find_numbers(printed), None)
        if found and found.start < 4:
            return found.number
        short = _SHORT_NUMBER.match(line.text, match.end())
        if short:
            return short_number(short[1], short[2])
    titled = _numbered_title(head)
    if titled:
        return titled[0]
    listed = re.search(r"(?i)số hiệu:?\W{0,20}(\d[^\s|*]{3,40})", text[:3000])
    return parse_number(listed[1]) if listed else None


def _title_at(head: Sequence[Line], numbered: Sequence[int]) -> tuple[int, Title] | None:
    """The line that names the type of the paper, alone or just below the letterhead with the subject behind it."""
    for i, line in enumerate(head):
        text = line.text
        if i in numbered:
            continue
        if text.startswith("Căn cứ") and not shows_motto(text) and _shows_letterhead(head, numbered, 0, i):
            return None  # what follows is the title of an attachment
        title = title_alone(text) if i < TITLE_WITHIN or text.isupper() else None
        title = title or _title_below_letterhead(head, numbered, i)
        if title and not shows_motto(text):
            return i, title
    return None


def _title_below_letterhead(head: Sequence[Line], numbered: Sequence[int], i: int) -> Title | None:
    """The title that the line at `i` begins with, where it stands below a letterhead or opens the paper."""
    title = title_with_subject(head[i].text)
    if title is None:
        return None
    near = _shows_letterhead(head, numbered, max(0, i - BELOW_LETTERHEAD + 1), i)
    return title if near or _opens_paper(head, i) else None


def _shows_letterhead(head: Sequence[Line], numbered: Sequence[int], start: int, end: int) -> bool:
    """Whether the number or the motto stands on one of the lines from `start` to before `end`."""
    return any(i in numbered or shows_motto(head[i].text) for i in range(start, end))


def _opens_paper(head: Sequence[Line], i: int) -> bool:
    """Whether a line in capitals stands above the legal bases of a copy that left the letterhead out.

    Where the title says whose it is (`QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ`), the subject may stand between.
    """
    if i >= OPENING_LINES or not head[i].text.isupper():
        return False
    below = head[i + 1 : i + (MAX_SUBJECT_LINES if OWNED_TITLE.match(head[i].text) else 3)]
    return any(LEGAL_BASIS.match(line.text) for line in below)


def _numbered_title(head: Sequence[Line]) -> tuple[DocumentNumber | None, date | None] | None:
    """Number and day in the title itself (`CHỈ THỊ CỦA ... SỐ 16/2001/CT-TTG NGÀY ...`), as old gazettes print them."""
    top = modern_tones(" ".join(line.text for line in head[:NUMBERED_LINES]))
    match = _NUMBERED_TITLE.match(top) if "CỦA" in top else None
    if match is None:
        return None
    day = ISSUED.match(top, match.end()) or ISSUED_IN_FIGURES.match(top, match.end())
    return parse_number(match["number"]), day_of(day) if day else None


def _kind(top: _Top, number: DocumentNumber | None) -> str | None:
    """The code of the symbol where it names a type (a Party paper `QUY ĐỊNH` is a QĐ), else that of the title."""
    head = top.head
    if top.title is not None:
        in_symbol = number is not None and number.kind in _TITLED_CODES
        return number.kind if number is not None and in_symbol else top.title[1].code
    if any(_ABOUT.match(line.text) or re.match(r"(?i)kính gửi", line.text) for line in head) or _opens_with_address(
        head
    ):
        return "CV"
    return number.kind if number else None


def _issued_on(text: str, head: Sequence[Line]) -> date | None:
    """The date beside the place; where no place is printed, the first one that is not that of a cited paper."""
    if not head:
        return None
    titled = _numbered_title(head)
    if titled:
        return titled[1]
    view = view_of(text, head[0].start, head[min(len(head), 30) - 1].end)
    others: list[re.Match[str]] = []
    for match in ISSUED.finditer(view.text):
        before = view.text[max(0, match.start() - LOOK_BACK) : match.start()]
        if _PLACE.search(before):
            return day_of(match)
        if re.search(r"[,.]\s*$|(?:^|\s)$", before) and not _CITED.search(before):
            others.append(match)
    in_figures = (
        match
        for match in ISSUED_IN_FIGURES.finditer(view.text)
        if _PLACE.search(view.text[max(0, match.start() - LOOK_BACK) : match.start()])
    )
    first = next(chain(others, in_figures), None)
    return day_of(first) if first else None


def _subject(top: _Top, kind: str | None) -> str:
    head = top.head
    if top.title is not None:
        at, title = top.title
        rest = head[at].text[title.end :].strip()
        behind = [replace(head[at], text=rest)] if rest else []
        return title_lines([*behind, *head[at + 1 :]])
    if kind == "CV":
        for i, line in enumerate(head):
            match = _ABOUT.match(line.text) or ABOUT_BESIDE.search(line.text)
            if match is None and i in top.numbered:
                match = ABOUT_BEHIND_NUMBER.search(line.text)
            if match:
                return about_lines(head, i, match.end())
        return _subject_below_number(top)
    return _subject_without_title(top) if kind else ""


def _subject_below_number(top: _Top) -> str:
    """`Về tăng cường quản lý ...` on the line below the number, as offices print it that leave `V/v` out."""
    head = top.head
    at = top.numbered[0] + 1 if top.numbered else len(head)
    if at > NUMBER_WITHIN or at >= len(head):
        return ""
    text = head[at].text
    of_party = _PARTY_LETTER.search(head[at - 1].text) and not (text.isupper() or _is_of_letterhead(text))
    return about_lines(head, at, 0) if text.startswith("Về ") or of_party else ""


def _subject_without_title(top: _Top) -> str:
    """The lines in capitals below number and day, where a copy of the paper lost the title."""
    head = top.head
    numbers = [i for i in top.numbered if i < NUMBER_WITHIN and not IS_LISTED.match(head[i].text)]
    if not numbers:
        return ""
    below = head[numbers[0] + 1 :]
    first = next(
        (i for i, line in enumerate(below[:BELOW_LETTERHEAD]) if not _is_of_letterhead(line.text)),
        None,
    )
    return title_lines(below[first:]) if first is not None and below[first].text.isupper() else ""


def _is_of_letterhead(text: str) -> bool:
    return bool(shows_motto(text) or ISSUED.search(text) or _PART_OF_DAY.search(text) or is_mark(text))
