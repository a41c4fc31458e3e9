"""Duties that come back: `định kỳ hằng tháng trước ngày 25` gives an RFC 5545 rule without DTSTART."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import Sieve, lowered
from directives.parsing.yearly import LENGTHS, on_dates

MONTHS_IN_YEAR, LAST_MONTHDAY = 12, 31
MAX_HOUR = 40
FARTHEST_NOUN = 100


@dataclass(slots=True)
class Recurring:
    """A rule and where the words that set it stand."""

    rule: str
    start: int
    end: int


_UNITS = {
    "ngày": "FREQ=DAILY",
    "tuần": "FREQ=WEEKLY",
    "tháng": "FREQ=MONTHLY",
    "quý": "FREQ=MONTHLY;INTERVAL=3",
    "năm": "FREQ=YEARLY",
}
_COUNTED = {
    "ngày": ("DAILY", 1),
    "tuần": ("WEEKLY", 1),
    "tháng": ("MONTHLY", 1),
    "quý": ("MONTHLY", 3),
    "năm": ("YEARLY", 1),
}
_WEEKDAYS = {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
}  # fmt: skip
_HALF_YEAR = "FREQ=MONTHLY;INTERVAL=6"
_HALF = r"(?:0?6|sáu)\s+tháng"
_EACH = "(?:hằng|hàng|mỗi)"
_HALF_OR = rf"(?P<half>{_HALF})|"
_UNIT = r"(?P<unit>ngày|tuần|tháng|quý|năm)"
_ONE_YEAR = r"(?:(?:một|0?1)\s+)?năm(?!\s*\d|\w)"
_NEXT = r"(?:sau|kế tiếp|tiếp theo|liền sau|liền kề|báo cáo)"
_SPELLED = {"hai": 2, "ba": 3, "bốn": 4}
_COUNT = rf"\d{{1,2}}|(?<!\w)(?:{'|'.join(_SPELLED)})"
_ONCE = r"(?:/|một|1|01)\s*lần"
_DAY_NAME = r"thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
# Each by itself is looked for only where its words are; a match that begins earlier is what the text says.
_EVERY = tuple(
    Sieve(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?:định kỳ|thường xuyên)\s*,?\s*\(?\s*)?{_EACH}\s+(?:{_HALF_OR}{_UNIT}(?!\s+(?:hóa|nay|\d)))(?!\w)",
        rf"định kỳ\s+(?:\(?\s*)(?:theo\s+)?(?:{_HALF_OR}{_UNIT}(?!\s+\d))(?!\w)",
        rf"(?P<half>{_HALF})\s*{_ONCE}",
        rf"(?:(?<=[;,.]\s)|^)(?:hằng quý,\s+)?(?P<half>{_HALF})\s*(?:,|và)\s*{_ONE_YEAR}",
        rf"(?P<half>{_HALF})\s*(?:,|và|hoặc)\s*{_EACH}\s+năm(?!\w)",
        rf"sơ kết\s+(?P<half>{_HALF})\s*(?:,|và)\s*tổng kết\s+(?:cuối\s+)?{_ONE_YEAR}(?!\s+học)",
        rf"(?<!\d\s)(?<!\w)(?P<unit>tháng|quý)\s*,\s*(?:quý\s*,\s*)?{_HALF}\s*(?:,|và)\s*{_ONE_YEAR}",
        rf"(?:định kỳ\s+|mỗi\s+)?(?P<count>{_COUNT})\s+(?P<unit>ngày|tuần|tháng|quý|năm)\s*{_ONCE}",
        r"(?:định kỳ|mỗi)\s+(?P<count>\d{1,2})\s+(?P<unit>tuần|tháng|quý|năm)(?!\s*(?:đầu|cuối))(?!\w)",
        r"tháng\s+(?:đầu|cuối)(?:\s+cùng)?\s+(?:của\s+)?(?:mỗi\s+|hằng\s+)?(?P<unit>quý)(?!\s+[ivx\d]|\w)",
        rf"(?:một|hai|ba|\d{{1,2}})\s+lần\s*(?:/|mỗi|trong\s+(?:một|1)\s|một\s)\s*(?:01\s+)?{_UNIT}(?!\w)",
        rf"(?:mỗi|một)\s+{_UNIT}\s+(?:ít nhất\s+)?(?:một|hai|ba|\d{{1,2}})\s+lần(?!\w)",
        rf"(?<=\d)\s+(?:của\s+)?(?P<unit>tháng)\s+{_NEXT}(?!\w)",
        rf"(?:mỗi|các ngày)\s+(?P<weekday>{_DAY_NAME})(?!\w)",
        # `Báo cáo tháng gửi trước ngày 05`: what is called by its period comes back with it.
        (
            rf"báo cáo\s+(?P<unit>ngày|tuần|tháng|quý)(?=\s*(?:[:,(]\s*)?(?:(?:thì\s+)?(?:gửi|nộp)\s+"
            r"(?:[^,;.()]{3,60}?\s)?)?"
            r"(?:trước|vào|chậm nhất|muộn nhất|xong)\s+(?:(?:là|vào|trước|sáng|chiều)\s+)*"
            rf"(?:ngày\s+)?(?:{_DAY_NAME}|(?:mùng\s+)?\d{{1,2}}(?!\s?[/\d-]|\s+(?:tháng|năm)\s+\d)))"
        ),
        rf"(?P<weekday>{_DAY_NAME})\s+(?:của\s+(?:hằng\s+|hàng\s+)?|các\s+|mỗi\s+|từng\s+)+tuần(?!\w)",
    )
)
# `hằng năm, 6 tháng báo cáo`: who keeps the shorter of two paces keeps the other too.
_SHORTER = re.compile(
    rf"\s*(?:,|;|và|hoặc)\s*(?:(?:định kỳ|{_EACH})\s+)*(?:{_HALF_OR}(?P<unit>tháng|quý))"
    r"(?!\s*(?:đầu|cuối|sau|trước|này|tới|\d|[ivx]+(?!\w)))(?!\w)",
    re.IGNORECASE,
)
_PLAN = r"(?:kế hoạch|chương trình|nhiệm vụ|nội dung|tiêu chí|nghị quyết)"
# A budget, a target or a report of the past may be yearly without anybody having to do something each year.
_NOT_A_DUTY = Sieve(
    r"(?:ngân sách|dự toán|kinh phí|chỉ tiêu|bình quân|nguồn thu|kế hoạch vốn|mức sống|định mức|chi thường xuyên"
    r"|thu nhập)"
    r"(?:\s+[^\s,;.:]+){0,6}\s*\(?$"
    # `lồng ghép vào kế hoạch công tác hằng năm`: the plan is yearly, not what is put into it.
    r"|(?:lồng ghép|tích hợp)\s(?:[^\s,;.:]+\s){0,8}?(?:vào|trong|với)\s(?:các\s)?"
    rf"{_PLAN}(?:,?\s(?:và\s)?{_PLAN})*"
    r"(?:\s+[^\s,;.:]+){0,5}\s*\(?$",
    re.IGNORECASE,
)
_REPORTS = Sieve(r"báo cáo|cập nhật|tổng hợp", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"(?:^|[,;:.]|\bvà)\s*$")
_AN_HOUR = re.compile(r"(?:trước|vào|lúc|đến)\s+\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{1,2})?(?:\s?phút)?\s*$", re.IGNORECASE)
_HOUR = r"\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{2})?(?:\s?phút|['’′])?(?:\s(?:sáng|chiều|tối))?"
_DAY = Sieve(
    r"(?:trước|(?:chậm|muộn|trễ) nhất|không (?:chậm |muộn |trễ )?(?:quá|hơn)|vào|xong|là|đến|trong(?=\s+ngày\s))\s+"
    rf"(?:(?:là|vào|trước|hết|thời điểm|ngày|{_HOUR})\s+)*(?:mùng\s+)?(?P<d>\d{{1,2}})"
    r"(?:\s?(?:/|-|\s+tháng)\s?(?P<m>\d{1,2}))?(?!\s?[/\d])(?!\s*(?:giờ|[hg]\b|[hg]\d|năm \d|tháng \d|%|ngày))"
    r"|ngày\s+(?:mùng\s+)?(?P<d2>\d{1,2})(?:\s?(?:/|\s+tháng)\s?(?P<m2>\d{1,2}))?(?!\s?[/\d])(?!\s*năm "
    r"\d)(?=\s+(?:hằng|hàng|mỗi|của|tháng đầu|tháng cuối)|\s*,\s*tháng\s+\d{1,2}\s*(?:,|và)\s)"
    r"|(?:^|(?<=:\s))(?P<d4>\d{1,2})\s?/\s?(?P<m4>\d{1,2})(?=\s+(?:hằng|hàng|mỗi)\s+năm)"
    r"|(?<=\()ngày\s+(?P<d3>\d{1,2})(?:\s?(?:/|\s+tháng)\s?(?P<m3>\d{1,2}))?(?=\s*[,)])",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?!\w)", re.IGNORECASE)
_LAST_DAY = Sieve(r"ngày\s+cuối(?:\s+cùng)?\s+(?:của\s+)?(?:hằng\s+|hàng\s+|mỗi\s+)?(?:tháng|quý)", re.IGNORECASE)
_MORE_DAYS = re.compile(
    r"(?:\s*\([^()]{1,40}\)|\s*(?:hằng|hàng)\s+năm)?\s*(?:,\s*và|,|và|;|\)\s*,?\s*(?:và\s+)?(?:hằng\s+|hàng\s+"
    r"|báo cáo\s+|(?:0?1|một)\s+)?năm\s*\(|(?:,|;|và)\s*(?:(?:báo cáo|hằng|hàng|một|0?1)\s+)*năm\s*(?:là\s+)?"
    r"(?=trước|ngày))\s*(?:trước\s+)?(?:ngày\s+)?(\d{1,2})"
    r"(?:\s?(?:/|\s+tháng)\s?(\d{1,2}))?(?!\s?[/\d])",
    re.IGNORECASE,
)
# `ngày 20 tháng 3, tháng 6 và tháng 9`, `ngày 10 của các tháng 3, 6, 9`: one day of several months.
_MORE_MONTHS = re.compile(
    r"(?:\s*(?:,|và)\s*tháng\s+\d{1,2})+(?=\s+(?:hằng|hàng|mỗi)\s)"
    r"|\s+(?:của\s+)?các\s+tháng\s+\d{1,2}(?:\s*(?:,|và)\s*(?:tháng\s+)?\d{1,2})+(?!\s?[/\d])",
    re.IGNORECASE,
)
_MORE_WEEKDAYS = re.compile(rf"\s*(?:,|và)\s*(?:{_DAY_NAME})(?!\w)", re.IGNORECASE)
_EARLIER_DAY = re.compile(r"ngày\s+(\d{1,2})\s*(?:,|và|&)\s*(?:ngày\s+)?$", re.IGNORECASE)
_IN_MONTHS = re.compile(r"((?:tháng\s+\d{1,2}(?:\s*,\s*|\s+và\s+|\s*/\s*)?)+)\s*$", re.IGNORECASE)


# What tells that something comes back; of months, which are printed in most dates, the words behind them.
_COMES_BACK = (
    "hằng", "hàng", "mỗi", "định kỳ", "lần", "tuần", "các ngày", "tháng, năm", "tháng và năm", "sơ kết",
    "cáo ngày", "cáo tháng", "cáo quý",
)  # fmt: skip
_OF_MONTHS = re.compile(r"tháng(?:\s+[đcsktlb]|(?:,| và) (?:0?1|một) năm)")


def find_recurrence(text: str) -> Recurring | None:
    """The first recurring duty in `text`, with the day of the month where one is printed anywhere beside it."""
    low = lowered(text)
    if not (any(map(low.__contains__, _COMES_BACK)) or _OF_MONTHS.search(low)):
        return None
    for match in _paces(text):
        if _NOT_A_DUTY.search(text[max(0, match.start() - FARTHEST_NOUN) : match.start()]):
            continue
        freq = _frequency(match)
        if freq == _UNITS["ngày"] and not (_REPORTS.search(text) or _is_daily_duty(text, match)):
            continue
        shorter = _SHORTER.match(text, match.end()) if freq == _UNITS["năm"] else None
        return _with_day(_frequency(shorter) if shorter else freq, text, match)
    return None


def _paces(text: str) -> Iterator[re.Match[str]]:
    """Every place of `text` that says how often, in order and apart from each other."""
    found = sorted((match for pattern in _EVERY for match in pattern.finditer(text)), key=re.Match.start)
    end = 0
    for match in found:
        if match.start() >= end:
            yield match
            end = match.end()


def _is_daily_duty(text: str, match: re.Match[str]) -> bool:
    """`hằng ngày cung cấp ...`, `trước 15 giờ hằng ngày`: not the daily rubbish or the daily life of people."""
    before = text[max(0, match.start() - MAX_HOUR) : match.start()]
    if _AN_HOUR.search(before):
        return True
    return bool(_CLAUSE_ENDS.search(before)) and is_imperative(text[match.end() :].lstrip(" ,"))


def _frequency(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("half"):
        return _HALF_YEAR
    if groups.get("weekday"):
        return _UNITS["tuần"]
    printed = (groups.get("count") or "1").lower()
    count = _SPELLED.get(printed) or int(printed)
    unit = groups["unit"].lower()
    if count == 1:
        return _UNITS[unit]
    freq, many = _COUNTED[unit]
    return f"FREQ={freq};INTERVAL={count * many}"


def _with_day(freq: str, text: str, match: re.Match[str]) -> Recurring:
    days = [day for day in _DAY.finditer(text) if _within_month(day)]
    if freq.startswith(_UNITS["tuần"]):
        return _on_weekday(freq, text, match)
    last = _LAST_DAY.search(text)
    if last and freq.startswith(_UNITS["tháng"]) and not days:
        span = min(match.start(), last.start()), max(match.end(), last.end())
        return Recurring(f"{freq};BYMONTHDAY=-1", *span)
    if not days or freq == _UNITS["ngày"]:
        months = _IN_MONTHS.search(text, 0, match.start()) if freq == _UNITS["năm"] else None
        named = [int(month) for month in re.findall(r"\d+", months[1])] if months else []
        if months and all(1 <= month <= MONTHS_IN_YEAR for month in named):
            return Recurring(f"{freq};BYMONTH={','.join(map(str, named))}", months.start(), match.end())
        return Recurring(freq, match.start(), match.end())
    nearest = min(days, key=lambda day: min(abs(day.start() - match.end()), abs(match.start() - day.end())))
    monthly = freq == _UNITS["tháng"]
    chains = (_chain(text, day, monthly=monthly) for day in days)
    first, dates, end = next(
        (day, dates, end) for day, (dates, end) in zip(days, chains, strict=False) if end >= nearest.end()
    )
    earlier = _EARLIER_DAY.search(text, 0, first.start()) if monthly else None
    dates = [(int(earlier[1]), None), *dates] if earlier else dates
    return Recurring(_dated(freq, dates, monthly=monthly), min(match.start(), first.start()), max(match.end(), end))


def _chain(text: str, day: re.Match[str], *, monthly: bool) -> tuple[list[tuple[int, int | None]], int]:
    """The days that are printed in a row from `day` on, each with its month where it has one, and where they end."""
    dates, end = [_numbers(day)], day.end()
    more: re.Match[str] | None
    while (more := _MORE_DAYS.match(text, end)) and (more[2] or monthly) and _exists(more):
        dates.append((int(more[1]), int(more[2]) if more[2] else None))
        end = more.end()
    months = None if monthly else _MORE_MONTHS.match(text, end)
    if months:
        named = [int(month) for month in re.findall(r"\d+", months[0])]
        known = [dates[-1][1]] if dates[-1][1] else []
        if all(1 <= month <= MONTHS_IN_YEAR for month in named):
            dates, end = [*dates[:-1], *((dates[-1][0], month) for month in (*known, *named))], months.end()
    return dates, end


def _exists(more: re.Match[str]) -> bool:
    day, month = int(more[1]), int(more[2] or 1)
    return 1 <= month <= MONTHS_IN_YEAR and 1 <= day <= LENGTHS[month - 1]


def _on_weekday(freq: str, text: str, match: re.Match[str]) -> Recurring:
    """`trước 15 giờ thứ Sáu hằng tuần`: the weekday printed beside the pace."""
    near = _WEEKDAY.search(text, max(0, match.start() - 40), match.end() + 40)
    if near is None:
        return Recurring(freq, match.start(), match.end())
    named, end = [near[1]], near.end()
    while more := _MORE_WEEKDAYS.match(text, end):
        named, end = [*named, next(_WEEKDAY.finditer(more[0]))[1]], more.end()
    days = ",".join(dict.fromkeys(_WEEKDAYS[name.lower()] if name else "SU" for name in named))
    return Recurring(f"{freq};BYDAY={days}", min(match.start(), near.start()), max(match.end(), end))


def _numbers(day: re.Match[str]) -> tuple[int, int | None]:
    printed = day["d"] or day["d2"] or day["d3"] or day["d4"]
    month = day["m"] or day["m2"] or day["m3"] or day["m4"]
    return int(printed), int(month) if month else None


def _within_month(day: re.Match[str]) -> bool:
    number, month = _numbers(day)
    return 1 <= number <= LAST_MONTHDAY and (month is None or 1 <= month <= MONTHS_IN_YEAR)


def _dated(freq: str, dates: list[tuple[int, int | None]], *, monthly: bool) -> str:
    """`freq` with its days; different days of different months are days of the year, whatever the pace is called."""
    days = tuple(dict.fromkeys(day for day, _ in dates))
    whole = [(day, month) for day, month in dates if month]
    if not monthly and len(days) > 1 and len(whole) == len(dates):
        return on_dates(whole)
    months = sorted({month for _, month in whole})
    parts = f";BYMONTH={','.join(map(str, months))}" if months and not monthly else ""
    return f"{freq}{parts};BYMONTHDAY={','.join(map(str, days))}"
