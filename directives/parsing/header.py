"""The head and foot of a paper: number, date, issuer, subject, signer, urgency, secrecy (Decree 30/2020/NĐ-CP, I)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from directives.parsing.layout import Line, read_lines
from directives.parsing.names import SURNAMES, issuer_name, person_in
from directives.parsing.normalise import CAPITALS, fold_space, modern_tones, view_of, without_marks
from directives.parsing.numbers import DocumentNumber, NumberMatch, find_numbers, parse_number
from directives.parsing.recipients import recipients_in
from directives.parsing.stamps import MOTTO, behind_stamp, is_mark, secrecy_of, urgency_of
from directives.parsing.subjects import ABOUT_BESIDE, about_lines, tidy, title_lines
from directives.parsing.types import Header
from directives.parsing.vocab import TYPE_TITLES

HEAD_LINES = 70
NEWS_HEAD = 3000
WHOLE_NEWS = 60_000
LOOK_BACK = 80
BELOW_TITLE = 8
_ONLY_NUMBER_WORD = re.compile(r"(?i)số\s*:$")
_NUMBER_LINE = re.compile(r"(?i)^\s*số\s*(?:hiệu)?\s*:?\s*(?=\d|/|\.)")
# `77/PNN`: a letter of a small office that prints no unit behind its own symbol.
_SHORT_NUMBER = re.compile(r"(\d{1,5})\s?/\s?([A-ZĐ][A-ZĐ&.]{1,15})(?![\w/-])")
_PLACE_DATE = re.compile(
    r"(?:ngày)\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|(?:ngày ban "
    r"hành\s*:?\s*\|?\s*)(\d{1,2})/(\d{1,2})/(\d{4})",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"(?<![\w/-])[{CAPITALS}][^\W\d_]*(?:[ .-]\s?[{CAPITALS}][^\W\d_]*){{0,4}}\s?,\s*$")
_TYPE_LINE = re.compile(rf"^(?:{'|'.join(sorted(map(re.escape, TYPE_TITLES), key=len, reverse=True))})$", re.IGNORECASE)
_ABOUT = re.compile(r"(?i)^\s*[vV]\s?/\s?[vV]\s*:?\s*|^\s*về việc\s*:\s*")
_NEWS_NUMBER = re.compile(
    r"(?:Chỉ thị|Công điện|Nghị quyết|Quyết định|Kết luận|Thông báo|Kế hoạch|Báo cáo|Công văn)\s+(?:số\s+)?$",
    re.IGNORECASE,
)
_NEWS_DATE = r"ngày\s+(\d{1,2})\s*(?:[/-]|tháng)\s*(\d{1,2})\s*(?:[/-]|năm)\s*(\d{4})"
_DATE_AFTER = re.compile(rf"\s*,?\s*\(?{_NEWS_DATE}\)?", re.IGNORECASE)
_DATE_BEFORE = re.compile(rf"{_NEWS_DATE},[^.]{{0,90}}\s(?:ban hành|ký|phê duyệt)\s[^.]{{0,30}}$", re.IGNORECASE)
# The sentence goes on with what the paper is about: `về ...`, or its own title.
_NEWS_SUBJECT = re.compile(
    r"\s*(?:của\s[^,.;]{3,60}?)?\s*(?=(?:về|ban hành|phê duyệt|Chương trình|Kế hoạch|Đề án)\s)"
    r"(?:về\s+(?:việc\s+)?)?"
    rf"((?:[^.\n]|\.(?!\s+[{CAPITALS}“]|$)){{12,600}})"
)
_SENT_TO = re.compile(r"(?i)nơi nhận")
_SIGNS = re.compile(r"(?:(?:TM|KT|TL|TUQ)\s?\.\s?)?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|THỦ TƯỚNG|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG)")
_NAME_ALONE = re.compile(rf"([{CAPITALS}][^\W\d_]+)\s((?:[{CAPITALS}][^\W\d_]*\s?){{1,3}})$")
_BARE_SURNAMES = {
    bare: [name for name in sorted(SURNAMES) if without_marks(name).lower() == bare]
    for bare in {without_marks(name).lower() for name in SURNAMES}
}


def read_header(text: str) -> tuple[Header, DocumentNumber | None, tuple[str, ...]]:
    """The header of `text`, its own number taken apart, and a warning for each part that is not printed."""
    lines = _lines_of(text)
    head = _head_of(lines)
    number = _number(text, head)
    printed = number is not None or any(_NUMBER_LINE.match(line.text) for line in head)
    news = None if printed else _number_of_news(text)
    number = number or (news.number if news else None)
    official = printed or _title_at(head) is not None
    kind = _kind(head, number) if head else None
    header = Header(
        kind=kind or (number.kind if number else None),
        number=number.text if number else None,
        issued_on=_issued_on(text, head) if official else _date_of_news(text, news),
        issuer=_issuer(head) if official else None,
        subject=_subject(text, head, kind) or _subject_of_news(text, news),
        urgency=urgency_of(text, head),
        secrecy=secrecy_of(text, head),
        recipients=recipients_in(text, lines),
    )
    if header.issuer is None and number is not None:
        header = replace(header, issuer=_issuer_of_number(number, text))
    header = replace(header, signer=_signer(text, lines, news=not printed))
    return header, number, _missing(header)


def prints_head(text: str) -> bool:
    """Whether `text` has the head of a paper (a number line or a title), as a press item about one has not."""
    head = _head_of(_lines_of(text))
    return any(_NUMBER_LINE.match(line.text) for line in head) or _title_at(head) is not None


@lru_cache(maxsize=1)  # asked twice of each paper
def _lines_of(text: str) -> tuple[Line, ...]:
    lines = read_lines(text)
    top = [_without_stamp(line) for line in lines[:HEAD_LINES]]
    return tuple(_numbers_joined((*top, *lines[HEAD_LINES:])))


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
            yield replace(held, end=line.end, text=f"{held.text} {line.text}") if joined else held
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
        (header.issued_on, "Không đọc được ngày ban hành; hạn tính theo ngày ban hành sẽ để trống."),
        (header.issuer, "Không đọc được cơ quan ban hành; hãy nhập tay."),
    )
    return tuple(sentence for value, sentence in checks if value is None)


def _head_of(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines at the top in which a header can stand, from the issuing body on; empty when there is no header."""
    top = lines[: HEAD_LINES * 2]
    for i, line in enumerate(top):
        if _NUMBER_LINE.match(line.text) and not re.match(r"(?i)số hiệu", line.text):
            return top[max(0, i - 12) : i + HEAD_LINES]
    for i, line in enumerate(top[:HEAD_LINES]):
        if MOTTO.search(line.text) or _TYPE_LINE.match(modern_tones(line.text)):
            return top[max(0, i - 6) : i + HEAD_LINES]
    return top[:HEAD_LINES]


def _number(text: str, head: Sequence[Line]) -> DocumentNumber | None:
    for i, line in enumerate(head[:40]):
        match = _NUMBER_LINE.match(line.text)
        if match is None:
            continue
        following = head[i + 1].text if i + 1 < len(head) else ""
        found = next(find_numbers(view_of(f"{line.text[match.end() :]} {following}").text), None)
        if found and found.start < 4:
            return found.number
        short = _SHORT_NUMBER.match(line.text, match.end())
        if short:
            return DocumentNumber(
                f"{short[1].zfill(2)}/{short[2]}", "CV", int(short[1]), "", short[2], None, is_party=False
            )
    listed = re.search(r"(?i)số hiệu:?\W{0,20}(\d[^\s|*]{3,40})", text[:3000])
    return parse_number(listed[1]) if listed else None


def _number_of_news(text: str) -> NumberMatch | None:
    """The number of the paper that a news item is about: the first that is said to be issued or followed."""
    view = view_of(text, 0, min(len(text), NEWS_HEAD))
    for match in find_numbers(view.text):
        before = view.text[max(0, match.start - 90) : match.start]
        if _NEWS_NUMBER.search(before) and re.search(r"(?i:ban hành)|(?:^|\s)Theo |ký |vừa có", before):
            return match
    return None


def _date_of_news(text: str, news: NumberMatch | None) -> date | None:
    if news is None:
        return None
    view = view_of(text, 0, min(len(text), NEWS_HEAD))
    match = _DATE_AFTER.match(view.text, news.end) or _DATE_BEFORE.search(view.text[: news.start])
    return _date(match) if match else None


def _subject_of_news(text: str, news: NumberMatch | None) -> str:
    """What the paper is about, out of the sentence that names its number; empty when the sentence does not say."""
    if news is None:
        return ""
    view = view_of(text, 0, min(len(text), NEWS_HEAD))
    dated = _DATE_AFTER.match(view.text, news.end)
    about = _NEWS_SUBJECT.match(view.text, dated.end() if dated else news.end)
    return tidy(about[1]) if about else ""


def _title_at(head: Sequence[Line]) -> int | None:
    for i, line in enumerate(head):
        if _TYPE_LINE.match(modern_tones(line.text)) and (line.text.isupper() or i < 12):
            return i
    return None


def _kind(head: Sequence[Line], number: DocumentNumber | None) -> str | None:
    title = _title_at(head)
    if title is not None:
        return TYPE_TITLES[modern_tones(head[title].text).lower()]
    if any(_ABOUT.match(line.text) or re.match(r"(?i)kính gửi", line.text) for line in head):
        return "CV"
    return number.kind if number else None


def _issued_on(text: str, head: Sequence[Line]) -> date | None:
    """The date beside the place; where no place is printed, the first one that is not that of a cited paper."""
    if not head:
        return None
    view = view_of(text, head[0].start, head[min(len(head), 30) - 1].end)
    others: list[re.Match[str]] = []
    for match in _PLACE_DATE.finditer(view.text):
        before = view.text[max(0, match.start() - LOOK_BACK) : match.start()]
        if _PLACE.search(before):
            return _date(match)
        if re.search(r"[,.]\s*$|(?:^|\s)$", before) and not re.search(r"[/-]\s?[A-ZĐ]\S*\s*$", before):
            others.append(match)
    return _date(others[0]) if others else None


def _date(match: re.Match[str]) -> date | None:
    day, month, year = (int(group) for group in match.groups() if group)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _issuer(head: Sequence[Line]) -> str | None:
    printed: list[str] = []
    for line in head:
        text = MOTTO.split(modern_tones(line.text))[0].strip(" -*_|")
        if _NUMBER_LINE.match(line.text) or _title_at([line]) is not None or (printed and not text):
            break
        if re.search(r"(?i)^\W*(?:cộng h|chủ ngh|độc l|số\b)|tỉnh, ngày|, ngày \d", text):
            continue
        if text and text.isupper() and not is_mark(text):
            printed.append(text)
    return issuer_name(printed)


def _issuer_of_number(number: DocumentNumber, text: str) -> str | None:
    """Who issued the paper that a news item is about, from its symbol and the place named beside it."""
    body = number.symbol.split("/")[-1].split("-")[-1]
    if body == "TTg":
        return "Thủ tướng Chính phủ"
    if body == "CP":
        return "Chính phủ"
    if body != "UBND":
        return None
    place = re.search(
        rf"(?:UBND|Ủy ban nhân dân)\s+((?:thành phố|tỉnh|TP\.?|huyện"
        rf"|quận)(?:\s+(?!(?:{'|'.join(SURNAMES)})\s)[{CAPITALS}][^\W\d_]*){{1,4}})",
        view_of(text, 0, min(len(text), 3000)).text,
    )
    if place:
        return "Ủy ban nhân dân " + re.sub(r"^TP\.?", "thành phố", fold_space(place[1]))
    return _issuer_of_area(text)


def _issuer_of_area(text: str) -> str | None:
    """`UBND thành phố` without a name is that of the place that the text names most often."""
    view = view_of(text, 0, min(len(text), WHOLE_NEWS)).text
    level = re.search(r"(?:UBND|Ủy ban nhân dân)\s+(thành phố|tỉnh)(?!\w)", view)
    if level is None:
        return None
    noun = r"(?:TP\.?|[Tt]hành phố)" if level[1] == "thành phố" else r"[Tt]ỉnh"
    named = Counter(
        match[1] for match in re.finditer(rf"{noun}\s+([{CAPITALS}][^\W\d_]*(?:\s[{CAPITALS}][^\W\d_]*)+)", view)
    )
    return f"Ủy ban nhân dân {level[1]} {named.most_common(1)[0][0]}" if named else f"Ủy ban nhân dân {level[1]}"


def _subject(text: str, head: Sequence[Line], kind: str | None) -> str:
    title = _title_at(head)
    if title is not None:
        return title_lines(head[title + 1 :])
    if kind == "CV":
        for i, line in enumerate(head):
            match = _ABOUT.match(line.text) or ABOUT_BESIDE.search(line.text)
            if match:
                return about_lines(head, i, match.end())
    return ""


def _signer(text: str, lines: Sequence[Line], *, news: bool) -> str | None:
    listed = re.search(r"(?i)người ký:?\W{0,20}([^\n|*]{5,40})", text[:3000])
    if listed:
        return fold_space(listed[1])
    return None if news else person_in(text, lines) or _scanned_person(lines)


def _scanned_person(lines: Sequence[Line]) -> str | None:
    """The name below the signing title of a scan that lost marks of the surname, which is given them back."""
    start = next((i for i, line in enumerate(lines) if i > 3 and _SENT_TO.match(line.text)), len(lines))
    signing = next((i for i in range(start, len(lines)) if _SIGNS.match(lines[i].text)), len(lines))
    for line in lines[signing + 1 : signing + 1 + BELOW_TITLE]:
        name = _NAME_ALONE.match(line.text)
        surnames = _BARE_SURNAMES.get(without_marks(name[1]).lower(), []) if name else []
        if name and len(surnames) == 1:
            return f"{surnames[0]} {name[2]}"
    return None
