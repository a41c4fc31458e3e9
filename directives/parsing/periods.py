"""Days and periods as papers print them: `15/2/2023`, `tháng 6 năm 2023`, `quý I/2022`, `6 tháng đầu năm 2023`.

Parts of a month or a year follow article 146 of the Civil Code 2015: the middle is the 15th or 30 June, the end the
last day; the decades of a month end on the 10th, the 20th and the last day. Its weeks are seven days
each, from the 1st.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from directives.parsing.sieve import lowered
from directives.parsing.types import Precision, value

JUNE, DECEMBER = 6, 12
WEEK = 7
MIDDLE = 15


@value
class Period:
    """A stretch of days, both ends included; `assumed_year` when the paper prints none."""

    start: date
    end: date
    precision: Precision
    assumed_year: bool = False
    is_part: bool = False

    @property
    def before(self) -> date:
        """The day meant by `trước` this period: that day, its middle or end, or the day before it begins."""
        return self.end if self.precision is Precision.DAY or self.is_part else self.start - timedelta(days=1)


_Y = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_OPT_Y = rf"(?:\s*(?:/|-|\.|,?\s*năm)\s*{_Y})?"
_D = r"(?P<d>\d{1,2})"
_M = r"(?P<m>\d{1,2})"
_NO_MORE = r"(?!\s?[/.\-]?\d)(?!\s*năm\s+\d)"
CENTURY, FARTHEST_SHORT_YEAR = 2000, 5
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PARTS = {
    "đầu": 0, "thượng": 0, "giữa": 1, "trung": 1, "nửa đầu": 1, "cuối": 2, "hạ": 2, "nửa cuối": 2, "nửa sau": 2,
    "hết": 2, "": 2,
}  # fmt: skip
_LATER_PARTS = ("giữa", "cuối", "hết")
_WEEKS = {"đầu": 1, "nhất": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tư": 4, "4": 4}

_Match = re.Match[str]
_Build = Callable[[_Match, date | None], Period | None]


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _group(match: _Match, name: str) -> str:
    printed = match[name] if name in match.re.groupindex else None
    return " ".join(printed.split()) if printed else ""


def _year(match: _Match, issued: date | None, end: tuple[int, int]) -> tuple[int, bool] | None:
    """The printed year, else the first in which the month and day `end` is not before the issue date."""
    printed = _group(match, "y")
    if printed:
        return int(printed), False
    if issued is None:
        return None
    return issued.year + ((issued.month, issued.day) > end), True


def _a_day(match: _Match, issued: date | None) -> Period | None:
    month, day = int(match["m"]), int(match["d"])
    year = _year(match, issued, (month, day))
    when = _safe(year[0], month, day) if year else None
    return Period(when, when, Precision.DAY, year[1]) if when and year else None


def _a_day_of_short_year(match: _Match, issued: date | None) -> Period | None:
    """`15/3/25`: a year of two figures is one near that of the paper, or else these are no day."""
    year = CENTURY + int(match["yy"])
    if issued is None or abs(year - issued.year) > FARTHEST_SHORT_YEAR:
        return None
    when = _safe(year, int(match["m"]), int(match["d"]))
    return Period(when, when, Precision.DAY) if when else None


def _a_month(match: _Match, issued: date | None) -> Period | None:
    month = int(match["m"])
    year = _year(match, issued, (month, 31))
    if year is None or not 1 <= month <= DECEMBER:
        return None
    last = month_end(year[0], month)
    part = _group(match, "part")
    decade = "tuần" in match[0]
    ends = (10, 20, last.day) if decade else (1, MIDDLE, last.day)
    end = last.replace(day=ends[_PARTS.get(part, 2)])
    return Period(last.replace(day=1), end, Precision.MONTH, year[1], is_part=part in _LATER_PARTS and not decade)


def _days_of_month(match: _Match, issued: date | None) -> Period | None:
    """`10 ngày đầu tháng 9`, `tuần thứ hai của tháng 9`: so many days from the 1st, or all to the end of the month."""
    month = int(match["m"])
    year = _year(match, issued, (month, 31))
    if year is None or not 1 <= month <= DECEMBER:
        return None
    last = month_end(year[0], month)
    part = _group(match, "part")
    days = int(_group(match, "n") or _WEEKS.get(part, 1) * WEEK)
    if not days:
        return None
    end = last if part == "cuối" else last.replace(day=min(days, last.day))
    return Period(last.replace(day=1), end, Precision.MONTH, year[1])


def _a_quarter(match: _Match, issued: date | None) -> Period | None:
    quarter = _QUARTERS[match["q"].lstrip("0")]
    year = _year(match, issued, (quarter * 3, 31))
    if year is None:
        return None
    part = _group(match, "part")
    start = date(year[0], quarter * 3 - 2, 1)
    end = month_end(year[0], quarter * 3 - 2 + _PARTS.get(part, 2))
    return Period(start, end, Precision.QUARTER, year[1], is_part=part in _LATER_PARTS)


def _half(match: _Match, issued: date | None) -> Period | None:
    months = {"sáu": 6, "chín": 9, "ba": 3}.get(match["n"]) or int(match["n"])
    first = match["part"] == "đầu"
    last = months if first else DECEMBER
    year = _year(match, issued, (last, 31))
    if year is None or not 1 <= months < DECEMBER:
        return None
    start = date(year[0], 1 if first else DECEMBER + 1 - months, 1)
    return Period(start, month_end(year[0], last), Precision.QUARTER, year[1])


def _a_year(match: _Match, issued: date | None) -> Period | None:
    year = _year(match, issued, (DECEMBER, 31))
    if year is None:
        return None
    part = _group(match, "part")
    end = (date(year[0], 1, 1), date(year[0], JUNE, 30), date(year[0], DECEMBER, 31))[_PARTS.get(part, 2)]
    return Period(date(year[0], 1, 1), end, Precision.YEAR, year[1], is_part=part in _LATER_PARTS)


def _whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, DECEMBER, 31), Precision.YEAR)


def _years(match: _Match, issued: date | None) -> Period | None:
    first, last = int(match["y"]), int(match["z"])
    if last < first:
        return None
    return Period(date(first, 1, 1), date(last, DECEMBER, 31), Precision.YEAR)


# `tháng 5, 6/2026`, `quý I và quý II năm 2026`, `ngày 09 - 10/8/2025`: the last of them is the end.
_AND = r"(?:\s*[,–-]\s*|\s+và\s+)"
_SPANS = "giai đoạn|thời kỳ|nhiệm kỳ|từ năm|các năm|năm|từ"
_PART = r"(?:(?P<part>nửa\s+(?:đầu|cuối|sau)|đầu|giữa|cuối|hết)\s+)?"
_OF_MONTH = rf"(?P<part>đầu|cuối|nhất|hai|ba|tư|[1-4])(?:\s+(?:tiên|cùng))?\s+(?:của\s+)?tháng\s+{_M}{_OPT_Y}(?!\d)"
# What is printed, in small letters; how it is read; the two letters that it begins with (0: a figure).
_TABLE: tuple[tuple[re.Pattern[str], _Build, str], ...] = tuple(
    (re.compile(pattern), build, firsts)
    for pattern, build, firsts in (
        (rf"(?:hết\s+)?(?:ngày\s+)?{_D}\s?[/.\-]\s?{_M}\s?[/.\-]\s?{_Y}", _a_day, "hế ng 0"),
        (rf"(?:hết\s+)?(?:ngày\s+)?{_D}/{_M}/(?P<yy>\d\d)(?![\d/.,]\d|\d|/)", _a_day_of_short_year, "hế ng 0"),
        (rf"(?:ngày\s+)?(?:\d{{1,2}}{_AND}){{1,4}}{_D}\s?/\s?{_M}\s?/\s?{_Y}", _a_day, "ng 0"),
        (rf"(?:hết\s+)?ngày\s+(?:mùng\s+)?{_D}\s+tháng\s+{_M}\s*(?:,?\s*năm|/|-)\s*{_Y}", _a_day, "hế ng"),
        (rf"{_D}\s+tháng\s+{_M}\s*,?\s*năm\s*{_Y}", _a_day, "0"),
        (rf"(?P<part>thượng|trung|hạ)\s+tuần\s+tháng\s+{_M}{_OPT_Y}(?!\d)", _a_month, "th tr hạ"),
        (rf"(?P<n>\d{{1,2}})\s+ngày\s+{_OF_MONTH}", _days_of_month, "0"),
        (rf"tuần\s+(?:lễ\s+)?(?:thứ\s+)?{_OF_MONTH}", _days_of_month, "tu"),
        (rf"(?P<n>0?[3569]|sáu|chín)\s+tháng\s+(?P<part>đầu|cuối)\s+năm(?:\s*{_Y})?", _half, "0 sá ch"),
        (rf"tháng\s+(?:\d{{1,2}}{_AND}(?:tháng\s+)?)+{_M}\s*(?:/|-|,?\s*năm)\s*{_Y}", _a_month, "th"),
        (rf"tháng\s+\d{{1,2}}{_AND}quý\s+(?P<q>iv|i{{1,3}}|0?[1-4])(?!\w|\.\d){_OPT_Y}", _a_quarter, "th"),
        (rf"{_PART}tháng\s+{_M}{_OPT_Y}(?![\d])", _a_month, "nử đầ gi cu hế th"),
        (
            rf"quý\s+(?:(?:iv|i{{1,3}}|0?[1-4])(?:\s?/\s?20\d\d)?{_AND}(?:quý\s+)?)+(?P<q>iv|i{{1,3}}|0?[1-4])(?!\w|\.\d){_OPT_Y}",
            _a_quarter,
            "qu",
        ),
        (rf"{_PART}quý\s+(?P<q>iv|i{{1,3}}|0?[1-4])(?!\w|\.\d){_OPT_Y}", _a_quarter, "nử đầ gi cu hế qu"),
        (
            rf"(?:(?:{_SPANS})\s+)?{_Y}\s*(?:-|đến năm|đến)\s*(?P<z>20\d\d)(?!\d)",
            _years,
            "gi th nh từ cá nă 0",
        ),
        (rf"{_PART}năm\s+{_Y}", _a_year, "nử đầ gi cu hế nă"),
        (rf"(?:hết\s+)?(?:ngày\s+)?(?:mùng\s+)?{_D}\s?/\s?{_M}{_NO_MORE}", _a_day, "hế ng mù 0"),
        (rf"(?:hết\s+)?ngày\s+(?:mùng\s+)?{_D}\s+tháng\s+{_M}{_NO_MORE}", _a_day, "hế ng"),
        (rf"(?<=trước ){_D}\s+tháng\s+{_M}{_NO_MORE}(?!\s*(?:ngày|lần|kỳ|đợt))", _a_day, "0"),
        (rf"(?:hết\s+)?ngày\s+{_D}\.{_M}{_NO_MORE}(?!\w)", _a_day, "hế ng"),
        (rf"{_M}\s?/\s?{_Y}", _a_month, "0"),
        (rf"t\.?\s?{_M}\s?/\s?{_Y}", _a_month, "t"),
        (rf"q\.?\s?(?P<q>iv|i{{1,3}}|0?[1-4])\s?/\s?{_Y}", _a_quarter, "q"),
    )
)
OPENING = 2
_BY_OPENING = {
    opening: tuple((pattern, build) for pattern, build, openings in _TABLE if opening in openings.split())
    for opening in {opening for _, _, openings in _TABLE for opening in openings.split()}
}
# What every period that begins with a figure begins with; most figures of a paper are counts and numbers of papers.
_OPENS_WITH_FIGURE = re.compile(
    r"\d{1,2}\s?[/.\-]\s?\d|0?[3569]\s+t|\d{1,2}\s+tháng\s+\d|\d{1,2}(?:\s?[,–-]|\svà)\s?\d|(?:19|20)\d\d\s*[-đ]|\d{1,2}\s+ngày\s+[đc]"
)
_BARE_YEAR = re.compile(rf"{_Y}(?![/.\-]\d)")
# Where a period can begin, in small letters: at a word of time with a figure close behind it, or at a figure. Its first
# letter is read first, and then what stands before it: so a pattern is searched for fastest.
_BEGINS = re.compile(
    r"[cđghmnqst\d](?<![\w/.].)(?:(?<=\d)|(?:(?<=n)(?:gày|ửa|ăm|hiệm kỳ)|(?<=m)ùng|(?<=h)(?:ết|ạ)|(?<=đ)ầu"
    r"|(?<=g)i(?:ữa|ai đoạn)|(?<=c)(?:uối|ác năm)|(?<=t)(?:hượng|rung|uần|háng|hời kỳ|ừ)|(?<=q)uý)"
    r"(?=\D{1,24}\d|[^\d,;.]{0,6}\squý\s+[iv]|\s+[iv])|(?<=[tq])\.?\s?(?:\d{1,2}|i{1,3}|iv)\s?/\s?20\d\d"
    r"|(?:(?<=s)áu|(?<=c)hín)\s+tháng)"
)
_FIGURE = re.compile(r"\d")
_FIGURES = re.compile(r"\d+")
# How far before its first figure a period begins at most; and what those that hold no figure hold.
FARTHEST_FIGURE = 36
_IN_WORDS = ("quý", "sáu ", "chín ")
_HOLIDAY = re.compile(
    r"(?:(?:dịp|[Nn]gày|[Ll]ễ)\s+)*(?:(?P<tet>Tết\s+(?:Nguyên\s+đán|cổ\s+truyền|Âm\s+lịch))(?:\s+(?:năm\s+)?[A-ZĐẤẬÂ]\w+"
    r"\s+[A-ZĐ]\w+)?"
    r"|(?P<feast>Quốc khánh|Tết Dương lịch))"
    r"(?:\s*[-,(]?\s*(?:\d{1,2}/\d{1,2}(?:/|(?!\d)))?\s*(?:năm\s+)?(?P<y>20\d\d)?)"
)
# First days of the lunar year, as the calendar gives them.
_LUNAR = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11),
}  # fmt: skip
_FEASTS = {"quốc khánh": (9, 2), "tết dương lịch": (1, 1)}


@dataclass(slots=True)
class PeriodFound:
    """A period and where it stands in the text; `is_bare` for a year with no word beside it."""

    period: Period
    start: int
    end: int
    is_bare: bool = False


def find_periods(text: str, issued: date | None) -> Iterator[PeriodFound]:
    """Every day and period printed in `text`, in order and apart from each other."""
    low = lowered(text)
    in_words = any(map(low.__contains__, _IN_WORDS))
    pos = 0
    while match := _begin(low, pos, in_words=in_words):
        start = match.start()
        read = _read(low, start, issued)
        bare = read is None and low[start].isdigit()
        read = read or (_read_year(low, start) if bare else None)
        if read:
            yield PeriodFound(read[0], start, read[1], bare)
        pos = read[1] if read else _past(low, match)


def _begin(low: str, pos: int, *, in_words: bool) -> _Match | None:
    """Where the next period from `pos` on can begin: not far before a figure, unless one may stand there in words."""
    if in_words:
        return _BEGINS.search(low, pos)
    figure = _FIGURE.search(low, pos)
    return _BEGINS.search(low, max(pos, figure.start() - FARTHEST_FIGURE)) if figure else None


def _past(low: str, match: _Match) -> int:
    """Where to look on: behind all figures of a number that is no date."""
    figures = _FIGURES.match(low, match.start())
    return figures.end() if figures else match.end()


def find_holidays(text: str, issued: date | None) -> Iterator[PeriodFound]:
    """The feasts named in `text`, each as its (first) day in the printed year or the first one not before `issued`."""
    for match in _HOLIDAY.finditer(text) if "Tết" in text or "Quốc khánh" in text else ():
        years = [int(match["y"])] if match["y"] else [issued.year, issued.year + 1] if issued else []
        days = (_feast_day(match, year) for year in years)
        day = next((day for day in days if day and (match["y"] or (issued and day >= issued))), None)
        if day:
            yield PeriodFound(Period(day, day, Precision.DAY, not match["y"]), match.start(), match.end())


def _feast_day(match: _Match, year: int) -> date | None:
    month_day = _LUNAR.get(year) if match["tet"] else _FEASTS[match["feast"].lower()]
    return date(year, *month_day) if month_day else None


def _tables_at(low: str, pos: int) -> tuple[tuple[re.Pattern[str], _Build], ...]:
    """What may be printed at `pos`, by its first letters."""
    opening = low[pos : pos + OPENING]
    if not opening[:1].isdecimal():
        return _BY_OPENING.get(opening) or _BY_OPENING.get(opening[:1], ())
    return _BY_OPENING["0"] if _OPENS_WITH_FIGURE.match(low, pos) else ()


def read_period(text: str, pos: int, issued: date | None) -> tuple[Period, int] | None:
    """The day or period printed at `pos` and where it ends, or None; a missing year puts it on `issued` or after."""
    return _read(lowered(text), pos, issued)


def _read(low: str, pos: int, issued: date | None) -> tuple[Period, int] | None:
    for pattern, build in _tables_at(low, pos):
        match = pattern.match(low, pos)
        period = build(match, issued) if match else None
        if match and period:
            return period, match.end()
    return None


def _read_year(low: str, pos: int) -> tuple[Period, int] | None:
    """The year printed by itself at `pos` and where it ends, or None."""
    match = _BARE_YEAR.match(low, pos)
    return (_whole_year(int(match["y"])), match.end()) if match else None
