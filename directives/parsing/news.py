"""What a press item says of the paper that it reports: number, day, subject and who issued it."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from directives.parsing.anchors import day_of
from directives.parsing.bodies import CITIES, PLACES
from directives.parsing.normalise import CAPITALS, fold_space, spelled, view_of
from directives.parsing.numbers import NumberMatch, find_numbers
from directives.parsing.subjects import tidy

HEAD = 3000
BEFORE = 120
_TYPES = (
    r"(?:Chỉ thị|Công điện|Nghị quyết|Quyết định|Kết luận|Thông báo|Kế hoạch|Báo cáo|Công văn|Văn bản|Hướng dẫn"
    r"|Chương trình(?: hành động)?|Quy định)(?:\s+(?:khẩn|hỏa tốc|thượng khẩn))?\s*\(?\s*(?:số\s*:?\s*)?"
)
_NAMED = re.compile(rf"{_TYPES}$", re.IGNORECASE)
_OPENS_LINE = re.compile(rf"^[^\w\n]{{0,9}}{_TYPES}$", re.IGNORECASE)
_ISSUED = re.compile(
    rf"(?i:ban hành|toàn văn\s(?:nội dung\s)?{_TYPES}$"
    rf"|nội dung(?:\s+\w+){{0,3}}\s+{_TYPES}$|(?:đề cập|nêu) (?:tại|trong)\s|căn cứ theo\s)"
    r"|(?<!\w)(?:ký|(?:vừa|đã|mới)\s(?:có|ra|phát hành|gửi)|có (?=(?i:công văn|văn bản|công điện)))"
    r"|(?:^|\s)Theo (?!đề nghị|đó)"
)
_ISSUED_BEHIND = re.compile(
    r"\s*\)?\s*,?\s*(?:được\s(?:[^.,;]{2,80}?\s)?(?:ban hành|ký)|(?:ban hành|ký) ngày)\s", re.IGNORECASE
)
# `Đó là chỉ đạo của UBND tỉnh ... tại Công văn số ...`: the sentence names first what the paper says.
_TOLD_IN = re.compile(rf"Đó là\s[^.]{{4,320}}\s(?i:tại|trong)\s{_TYPES}$", re.IGNORECASE)
SENTENCE = 400
# What a paper carries out is another one.
_CARRIED_OUT = re.compile(
    r"(?:thực hiện|triển khai|căn cứ(?! theo)|quán triệt|thi hành|tinh thần|kèm theo)(?:\s+(?:nghiêm|các|đúng))*\s+"
    rf"{_TYPES}$",
    re.IGNORECASE,
)
_DATE = r"ngày\s+(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})"
_DATE_AFTER = re.compile(rf"\s*(?:của\s(?:(?!ngày\s)[^,.;]){{2,60}}?)?,?\s*\(?{_DATE}\)?", re.IGNORECASE)
_DATE_BEFORE = re.compile(
    rf"{_DATE},(?:[^.]|\.(?=\S)){{0,160}}\s(?:ban hành|ký|phê duyệt|có|ra)\s(?:[^.]|\.(?=\S)){{0,40}}$",
    re.IGNORECASE,
)
# `..., ngày 19/12/2018 UBND tỉnh đã có Công văn số ...`: no comma, and no other day between.
_DATE_BESIDE = re.compile(
    rf"{_DATE}\s(?!của)(?:(?!ngày\s\d)[^.,;]){{4,100}}?\s(?:ban hành|ký|có|ra)\s(?:[^.,;]){{0,40}}$", re.IGNORECASE
)
# `Ngày 21/7, UBND tỉnh vừa ban hành ...`: the year is that of the day on which the item came out.
_DAY_BEFORE = re.compile(
    r"ngày\s+(\d{1,2})[/-](\d{1,2})(?![/\d-]),(?:[^.]|\.(?=\S)){0,160}"
    r"\s(?:ban hành|ký|phê duyệt|có|ra)\s(?:[^.]|\.(?=\S)){0,40}$",
    re.IGNORECASE,
)
_CAME_OUT = re.compile(r"(?<![/\d-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
# The line on which a site prints when the item came out: `15/06/2019 06:30 GMT+7`, `Thứ Sáu, 3-4-2026`.
_STAMP = re.compile(
    r"(?im)^\W*(?:(?:thứ [^\W\d]+|chủ nhật|ngày|cập nhật|đăng(?: lúc)?)[\s:,|-]*){0,3}(?:\d{1,2}[h:]\d{2}[\s,|-]*)?"
    r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[\s,|()+:h-]|\d|GMT|AM|PM|SA|CH)*$"
)
_STAMP_ISO = re.compile(r"(?m)^(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$")
LATEST = timedelta(days=45)
# The sentence goes on with what the paper is about: `về ...`, or its own title.
BREAK = "¶"
_PARAGRAPH = re.compile(r"\n\s*\n")
_SUBJECT = re.compile(
    r"\s*\)?\s*(?:của\s[^,.;]{3,60}?)?\s*(?:(?:năm )?\d{4}\s+|năm \d{4}\s*|ngày \d{1,2}[/-]\d{1,2}\s+)?,?\s*"
    r"(?:do\s[^.,;:]{3,120}?\ský(?:\sban hành)?(?:\sngày\s[\d/.-]+)?,?\s+)?"
    r"(?=(?:về|V/v|ban hành(?! ngày)|phê duyệt|tăng cường|đẩy mạnh|nâng cao|chấn chỉnh|hướng dẫn"
    r"|Chương trình|Kế hoạch|Đề án|truyền đạt|thông báo)\s)"
    r"(?:V/v:?\s+|về\s+(?:việc\s+)?)?"
    rf"((?:[^.{BREAK}]|\.(?!\s+[{CAPITALS}“]|$)){{12,600}})"
)


_SENT_TO = re.compile(
    r",?\s+gửi\s+(?:(?:tới|đến)\s+)?(?:các\s+(?:sở|bộ|ban|ngành|địa phương|huyện|quận|xã|tỉnh|phòng|đơn vị|cơ quan)"
    r"|UBND|Ủy ban|Chủ tịch|Thủ trưởng|Giám đốc|Bộ trưởng)(?!\w)"
)

# `... về việc bảo đảm an toàn hồ đập do Thủ tướng Chính phủ ban hành`.
_BY_WHOM = re.compile(r"\s+(?:do|được)\s[^,.;:]{3,80}\s(?:ban hành|ký)(?:\sngày\s[\d/.-]+)?\s*$")
# `Chỉ thị 36/CT-TTg: Tăng cường ...`, and `Chỉ thị về ... (Chỉ thị số 36/CT-TTg ...)`.
_TITLED = re.compile(rf"(?:\s(?:năm\s)?\d{{4}})?\s?:\s+(?=[{CAPITALS}])([^{BREAK}]{{12,300}})")
_BEFORE_NUMBER = re.compile(rf"{_TYPES}về\s(?:việc\s)?([^.;:(){BREAK}]{{12,300}})\s\({_TYPES}$", re.IGNORECASE)
# What a sentence goes on with behind the subject.
_GOES_ON = re.compile(
    r"(?:;|,)?\s(?:đã|vừa|mới|sẽ)\s(?:chính thức\s)?được\s(?:ban hành|ký|công bố)"
    r"|[;,]\s(?:theo đó|trong đó|yêu cầu|với\s)"
)


# `Công điện số 4/CĐ-BXD gửi các Cục: A, B; các Sở: C, D về việc ...`.
_SENT_ABOUT = re.compile(
    r"\s*(?:của\s[^.,;]{3,60})?,?\s*(?:do\s[^.;]{3,250}?\ský,?\s*)?gửi\s(?:[^.]|\.(?=\S)){3,900}?\s(?:về việc|V/v)\s"
    rf"((?:[^.{BREAK}]|\.(?!\s+[{CAPITALS}“]|$)){{12,400}})"
)
_OF_STATE = (
    "Thủ tướng Chính phủ|Chính phủ|Bộ Chính trị|Ban Bí thư|Ban Chấp hành Trung ương(?: Đảng)?|Văn phòng Chính phủ"
)
_BODY = (
    rf"(?P<body>{_OF_STATE}|(?:Ban Chỉ đạo|Ban Cán sự đảng|Văn phòng|Tổng cục|Bộ|Sở|Cục|UBND|Ủy ban [Nn]hân dân"
    rf"|Tỉnh ủy|Thành ủy)\s[{CAPITALS}t](?:[^,.;:()]|(?<=TP)\.){{1,60}}?)"
)
# `Tổng cục Thuế (TCT) vừa có công điện gửi ...`: who issues the paper, where the item tells no number.
_ISSUER = re.compile(
    rf"(?<!\w){_BODY}(?:\s\([^()]{{2,20}}\))?,?\s(?:(?:vừa|đã|mới|cũng|còn|tiếp tục)\s)*(?:ký\s)?"
    r"(?:ban hành|ký|có|ra|phát đi)\s"
    r"(?i:thông báo(?=\s(?:số\s)?\d)|chỉ thị|công điện|nghị quyết|quyết định|kết luận|kế hoạch|công văn|văn bản"
    r"|hướng dẫn)(?!\w)"
    r"(?:\s(?:thượng khẩn|khẩn|hỏa tốc)(?!\w))?"
)
# `UBND Hà Nội Trần Văn Mẫu`: behind the place stands who heads it.
_OF_PLACE = re.compile(
    rf"(?:UBND|Ủy ban [Nn]hân dân)\s(?:(?:(?P<noun>tỉnh|thành phố)|TP\.?)\s)?(?P<place>{'|'.join(PLACES)})(?!\w)"
)
_SAIGON = re.compile(r"TP\.?\s?HCM")
_FOR_BODY = re.compile(rf"(?i:thay mặt)\s(?P<body>{_OF_STATE})\s?,[^.]{{3,90}}\ský(?!\w)")
_ASKER = re.compile(rf"(?<![\w])(?P<body>{_OF_STATE}|Thủ tướng)\s(?:yêu cầu|chỉ đạo|giao|phân công)(?!\w)")
_BODY_ASKS = re.compile(rf"(?<!\w){_BODY}(?<!\sđược)\s(?:(?:vừa|đã|cũng|tiếp tục)\s)*(?:yêu cầu|đề nghị)(?!\w)")


@dataclass(frozen=True, slots=True)
class Reported:
    """The number of the paper, its day where the item tells it, and what it is about (else empty)."""

    match: NumberMatch
    issued_on: date | None
    subject: str


def reported_paper(text: str) -> Reported | None:
    """The paper that a press item is about: the first that is said to be issued or followed, or that opens a line."""
    view = view_of(_PARAGRAPH.sub(f" {BREAK} ", text[:HEAD])).text
    out = day_out(text)
    view = f"{out:%d/%m/%Y} {BREAK} {view}" if out else view  # a day without a year is counted from it
    lines = [fold_space(line) for line in spelled(text[:HEAD]).split("\n")]
    carried: set[str] = set()
    for match in find_numbers(view):
        before = view[max(0, match.start - BEFORE) : match.start]
        if not _NAMED.search(before) or match.number.text in carried:
            continue
        if _CARRIED_OUT.search(before):
            carried.add(match.number.text)
            continue
        if _ISSUED.search(before) or _ISSUED_BEHIND.match(view, match.end) or _is_told_in(view, match):
            return _told_whole(view, match)
        headline = next((line for line in lines if _opens_line(line, match)), None)
        if headline:
            return _completed(_reported(headline, next(find_numbers(headline))), headline, view, match)
    return None


def _completed(found: Reported, headline: str, view: str, match: NumberMatch) -> Reported:
    """What a headline tells of the paper at `match`, with the day and the subject that the item tells below it."""
    below = [_reported(view, other) for other in find_numbers(view) if other.number == match.number]
    named = (one.subject for one in below if one.subject and match.number.symbol not in one.subject)
    title = _TITLED.match(headline, next(find_numbers(headline)).end)
    return replace(
        found,
        issued_on=found.issued_on or next((one.issued_on for one in below if one.issued_on), None),
        subject=found.subject or next(named, tidy(title[1]) if title else ""),
    )


def _told_whole(view: str, match: NumberMatch) -> Reported:
    """What the item tells of the paper at `match`, completed from where it names the paper again."""
    found = _reported(view, match)
    others = [other for other in find_numbers(view) if other.start > match.end and other.number == match.number]
    if not others or (found.issued_on and found.subject.find(match.number.symbol) < 0):
        return found
    again = [_reported(view, other) for other in others]
    issued = found.issued_on or next((one.issued_on for one in again if one.issued_on), None)
    named = (one.subject for one in again if one.subject and match.number.symbol not in one.subject)
    subject = found.subject if found.subject and match.number.symbol not in found.subject else next(named, "")
    return replace(found, issued_on=issued, subject=subject)


def reported_issuer(text: str) -> str | None:
    """Who issues, or asks in, the paper without a number that a press item is about."""
    view = view_of(text, 0, min(len(text), HEAD)).text
    told = _FOR_BODY.search(view) or _ISSUER.search(view) or _ASKER.search(view) or _BODY_ASKS.search(view)
    if told is None:
        return None
    office = "Văn phòng " if told["body"].startswith("Văn phòng U") else ""
    placed = _OF_PLACE.match(_SAIGON.sub("TP Hồ Chí Minh", told["body"].removeprefix(office)))
    if placed:
        noun = placed["noun"] or ("thành phố" if placed["place"] in CITIES else "tỉnh")
        return f"{office}Ủy ban nhân dân {noun} {placed['place']}"
    return "Thủ tướng Chính phủ" if told["body"] == "Thủ tướng" else told["body"]


def reported_subject(text: str) -> str:
    """What the paper without a number that a press item is about deals with; empty where the item does not say."""
    view = view_of(text, 0, min(len(text), HEAD)).text
    told = _ISSUER.search(view)
    about = _SUBJECT.match(view, told.end()) if told else None
    return tidy(_SENT_TO.split(about[1], maxsplit=1)[0]) if about else ""


def _is_told_in(view: str, match: NumberMatch) -> bool:
    sentence = view[max(0, match.start - SENTENCE) : match.start]
    return "Đó là" in sentence and bool(_TOLD_IN.search(sentence))


def _opens_line(line: str, match: NumberMatch) -> bool:
    """`Chỉ thị số 5/CT-UBND của ... về việc ...`: a headline that is the title of the paper."""
    first = next(find_numbers(line), None)
    return first is not None and first.number == match.number and bool(_OPENS_LINE.match(line[: first.start]))


def _reported(view: str, match: NumberMatch) -> Reported:
    after = _DATE_AFTER.match(view, match.end)
    dated = after or _DATE_BESIDE.search(view[: match.start]) or _DATE_BEFORE.search(view[: match.start])
    issued = day_of(dated) if dated else _day_without_year(view, match)
    about = _SUBJECT.match(view, after.end() if after else match.end)
    sent = None if about else _SENT_ABOUT.match(view, after.end() if after else match.end)
    before = None if about or sent else _BEFORE_NUMBER.search(view, max(0, match.start - SENTENCE), match.start)
    subject = _SENT_TO.split(about[1], maxsplit=1)[0] if about else next((one[1] for one in (sent, before) if one), "")
    return Reported(match, issued, _BY_WHOM.sub("", tidy(_GOES_ON.split(subject, maxsplit=1)[0])))


def day_out(text: str) -> date | None:
    """The day on which a press item came out, as a line by itself tells it."""
    head = text[:HEAD]
    stamp = _STAMP.search(head)
    if stamp:
        return day_of(stamp)
    iso = _STAMP_ISO.search(head)
    try:
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


def _day_without_year(view: str, match: NumberMatch) -> date | None:
    """The last such day before the item came out, where the two lie close together."""
    told = _DAY_BEFORE.search(view[: match.start])
    item = _CAME_OUT.search(view[: told.start()]) if told else None
    out = day_of(item) if item else None
    if told is None or out is None:
        return None
    for year in (out.year, out.year - 1):
        try:
            issued = date(year, int(told[2]), int(told[1]))
        except ValueError:
            continue
        if issued <= out <= issued + LATEST:
            return issued
    return None
