"""Duties that come back: `định kỳ hằng tháng trước ngày 25` gives an RFC 5545 rule without DTSTART."""

import re
from dataclasses import dataclass

MONTHS_IN_YEAR, LAST_MONTHDAY = 12, 31


@dataclass(frozen=True, slots=True)
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
_HALF_YEAR = "FREQ=MONTHLY;INTERVAL=6"
_EVERY = re.compile(
    r"(?:(?:định kỳ|thường xuyên)\s*,?\s*\(?\s*)?(?:hằng|hàng|mỗi)\s+(?:(?P<half>0?6|sáu)\s+tháng|(?P<unit>ngày"
    r"|tuần|tháng|quý|năm)(?!\s+(?:hóa|nay|\d)))(?!\w)"
    r"|định kỳ\s+(?:\(?\s*)(?:(?P<half2>0?6|sáu)\s+tháng|(?P<unit2>ngày|tuần|tháng|quý|năm)(?!\s+\d))(?!\w)"
    r"|(?P<half3>0?6|sáu)\s+tháng\s*(?:/|một|1|01)\s*lần"
    r"|(?P<count>\d{1,2})\s+(?P<unit3>tháng|năm)\s*(?:/|một|1|01)\s*lần"
    r"|tháng\s+(?:đầu|cuối)\s+(?:mỗi\s+|hằng\s+)?(?P<unit5>quý)(?!\s+[IVX\d]|\w)"
    r"|(?:một|1|01)\s+lần\s*/\s*(?P<unit4>năm|quý|tháng|tuần)(?!\w)",
    re.IGNORECASE,
)
# A budget, a target or a report of the past may be yearly without anybody having to do something each year.
_NOT_A_DUTY = re.compile(
    r"(?:ngân sách|dự toán|kinh phí|chỉ tiêu|bình quân|nguồn thu|kế hoạch vốn|mức sống|định mức|chi thường xuyên"
    r"|thu nhập)"
    r"(?:\s+[^\s,;.:]+){0,6}\s*\(?$",
    re.IGNORECASE,
)
_NOT_DAILY = re.compile(r"báo cáo|cập nhật|tổng hợp", re.IGNORECASE)
_DAY = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|vào|xong|là|đến)\s+(?:(?:là|vào|ngày)\s+)*(?:mùng\s+)?(?P<d>\d{1,2})"
    r"(?:\s?(?:/|-|\s+tháng)\s?(?P<m>\d{1,2}))?(?!\s?[/\d])(?!\s*(?:giờ|năm \d|tháng \d|%|ngày))"
    r"|ngày\s+(?:mùng\s+)?(?P<d2>\d{1,2})(?:\s?(?:/|\s+tháng)\s?(?P<m2>\d{1,2}))?(?!\s?[/\d])(?!\s*năm "
    r"\d)(?=\s+(?:hằng|hàng|mỗi|của|tháng đầu|tháng cuối))",
    re.IGNORECASE,
)
_MORE_DAYS = re.compile(
    r"\s*(?:,|và|;)\s*(?:trước\s+)?(?:ngày\s+)?(\d{1,2})\s?/\s?(\d{1,2})(?!\s?[/\d])", re.IGNORECASE
)


def find_recurrence(text: str) -> Recurring | None:
    """The first recurring duty in `text`, with the day of the month where one is printed anywhere beside it."""
    for match in _EVERY.finditer(text):
        if _NOT_A_DUTY.search(text[max(0, match.start() - 70) : match.start()]):
            continue
        freq = _frequency(match)
        if freq == _UNITS["ngày"] and not _NOT_DAILY.search(text):
            continue
        return _with_day(freq, text, match)
    return None


def _frequency(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if any(groups[name] for name in ("half", "half2", "half3")):
        return _HALF_YEAR
    if groups["count"]:
        unit = "YEARLY" if groups["unit3"].lower() == "năm" else "MONTHLY"
        return f"FREQ={unit};INTERVAL={int(groups['count'])}"
    unit = groups["unit"] or groups["unit2"] or groups["unit4"] or groups["unit5"] or "năm"
    return _UNITS[unit.lower()]


def _with_day(freq: str, text: str, match: re.Match[str]) -> Recurring:
    days = [day for day in _DAY.finditer(text) if _within_month(day)]
    if not days or freq in (_UNITS["ngày"], _UNITS["tuần"]):
        return Recurring(freq, match.start(), match.end())
    nearest = min(days, key=lambda day: min(abs(day.start() - match.end()), abs(match.start() - day.end())))
    dates = [_numbers(nearest)]
    more = _MORE_DAYS.match(text, nearest.end())
    if more:
        dates.append((int(more[1]), int(more[2])))
    return Recurring(
        freq + _by_parts(dates, monthly=freq == _UNITS["tháng"]),
        min(match.start(), nearest.start()),
        max(match.end(), nearest.end()),
    )


def _numbers(day: re.Match[str]) -> tuple[int, int | None]:
    printed, month = day["d"] or day["d2"], day["m"] or day["m2"]
    return int(printed), int(month) if month else None


def _within_month(day: re.Match[str]) -> bool:
    number, month = _numbers(day)
    return 1 <= number <= LAST_MONTHDAY and (month is None or 1 <= month <= MONTHS_IN_YEAR)


def _by_parts(dates: list[tuple[int, int | None]], *, monthly: bool) -> str:
    months = [str(month) for _, month in dates if month]
    parts = f";BYMONTH={','.join(dict.fromkeys(months))}" if months and not monthly else ""
    return f"{parts};BYMONTHDAY={','.join(dict.fromkeys(str(day) for day, _ in dates))}"
