"""Targets (chỉ tiêu) in a paper: numbers that are to be reached, with their unit, comparison and year.

A number counts as a target when its sentence, or the heading it stands under, sets an aim ("phấn đấu", "chỉ tiêu", "ít
nhất", "trở lên", "đến năm 2030"); one that tells how things are ("so với cùng kỳ", "ước đạt", a year before the paper)
does not. What is found is proposed; a clerk decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import islice
from typing import Final

from directives.parsing.layout import Block, read_blocks
from directives.parsing.normalise import View, view_of
from directives.parsing.periods import PeriodFound, find_periods
from directives.parsing.sentences import is_imperative, sentences_of
from directives.parsing.types import Span
from directives.parsing.zones import tells_how_things_are


class Comparison(StrEnum):
    """How a value has to stand to the target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class TargetFound:
    """One target: `value_to` closes a range, `due_on` is the last day of the year or period named, None without one.

    `span` covers the part of the sentence that sets it.
    """

    name: str
    comparison: Comparison
    value_from: Decimal
    value_to: Decimal | None
    unit: str
    due_on: date | None
    span: Span


LONGEST_SENTENCE: Final = 4_000
"""Characters of a sentence that are looked at; none that a person wrote is longer."""
MOST_OF_SENTENCE: Final = 60
LONGEST_NAME: Final = 200
LEAST_NAME: Final = 4
LARGEST: Final = Decimal(10) ** 15
FIRST_YEAR, LAST_YEAR = 1950, 2100

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_MONEY = (
    r"(?:nghìn|ngàn|triệu|trăm|chục)?\s?(?:(?:tỷ|tỉ)(?!\s(?:lệ|trọng|suất|số))|triệu|nghìn|ngàn)"
    r"(?:\s(?:đồng|usd|đô la(?: mỹ)?|đôla|euro))?"
)
_UNITS = (
    r"%|phần trăm|điểm phần trăm|‰|"
    rf"{_MONEY}(?:\s(?:tấn|lượt|người|m2|m²|m3|m³|ha|cây|kwh|teu|con|hành khách|khách|lượt khách))?|"
    r"usd|đồng|tấn|tạ|teu|ha\b|héc[- ]?ta|km2\b|km²|km\b|m2\b|m²|m3\b|m³|mét vuông|mét khối|"
    r"lượt khách|lượt người|lượt|giường bệnh|giường|bác sĩ|điều dưỡng|căn hộ|căn nhà|căn|nhà ở|hộ dân|hộ gia đình|hộ|"
    r"lao động|học sinh|sinh viên|người|cán bộ|việc làm|chỗ làm việc|doanh nghiệp|hợp tác xã|cơ sở|dự án|đề án|công "
    r"trình|cụm công nghiệp|khu công nghiệp|trường học|trường|phòng học|trạm|xã|phường|thôn|tổ dân phố|bậc|hạng|điểm|"
    r"tuổi|năm tuổi|sản phẩm|dịch vụ công|thủ tục|cây xanh|cây|máy|thuê bao|mô hình|tuyến|cầu|lần"
)
_FIGURE = re.compile(
    rf"(?<![\d/.,\-\w])(?P<low>{_NUMBER})\s?(?:(?:%\s?)?(?:-|đến|tới)\s?(?P<high>{_NUMBER})\s?)?(?P<unit>{_UNITS})"
    r"(?P<per>\s?/\s?(?:người|năm|tháng|ngày|vạn dân|10\.000 dân|1\.000 dân|dân|ha|km2|hộ|lao động))?(?![\w/])",
    re.IGNORECASE,
)

_AT_LEAST = re.compile(
    r"(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|thấp nhất|trên|hơn|vượt|từ)"
    r"(?: (?:là|đạt|khoảng|mức))?$"
)
_AT_MOST = re.compile(
    r"(?:không quá|tối đa|không vượt quá|không vượt|không cao hơn|không lớn hơn|nhiều nhất|cao nhất|dưới|còn|"
    r"còn không quá|xuống còn|giảm còn)(?: (?:là|mức))?$"
)
_ABOUT = re.compile(r"(?:khoảng|xấp xỉ|gần|ước|chừng)$")
_EXACTLY = re.compile(r"(?:đúng|ổn định ở mức|giữ nguyên|giữ ở mức|bằng)$")
_UPWARDS = re.compile(r"\s*(?:[\w\s/]{0,24}\s)?trở lên\b")
_DOWNWARDS = re.compile(r"\s*(?:[\w\s/]{0,24}\s)?trở xuống\b")

_AIMS = re.compile(
    r"phấn đấu|chỉ tiêu|mục tiêu|tối thiểu|ít nhất|không dưới|không thấp hơn|không quá|tối đa|không vượt quá|trở lên|"
    r"trở xuống|(?:bảo đảm|đảm bảo)\s[^,;:]{0,40}\d|đến (?:hết |cuối )?(?:năm )?20\d\d|"
    r"giai đoạn 20\d\d"
)
_IMPERATIVE = re.compile(
    r"^(?:[-+•]\s*|\w{1,3}[.)]\s*)?(?:tăng|giảm|nâng|đưa|đạt|hoàn thành|duy trì|giữ|rút ngắn|cắt giảm|tiết kiệm|"
    r"thu hút|tiếp nhận và giải quyết|trồng|đào tạo|giải quyết việc làm|tỷ lệ|tỉ lệ|tốc độ|tổng|thu |\d|trên |100)"
)
_TELLS = re.compile(
    r"cùng kỳ|ước (?:đạt|tăng|giảm|thực hiện)|đã (?:đạt|hoàn thành|tăng|giảm|thu|có|giải)|lũy kế|luỹ kế|(?:đạt|bằng) "
    r"(?:trên |khoảng |hơn )?[\d.,]+\s?% (?:kế hoạch|dự toán|so với|mục tiêu)|hiện nay|hiện có|hiện trạng|đến nay|"
    r"thời gian qua|kết quả (?:đạt|thực hiện)|so với năm trước|vượt kế hoạch|tăng so với|giảm so với|dự kiến (?:tăng|"
    r"đạt|giảm)|mới đạt|chỉ đạt|còn thấp|trong bối cảnh"
)
_CHARGES = re.compile(
    r"\b(?:hỗ trợ|lãi suất|thuế suất|mức phạt|phạt|mức thu|phí|lệ phí|cổ phần|vốn điều lệ|sở hữu|bồi thường|trích|"
    r"tạm ứng|đặt cọc|ký quỹ|mức chi|định mức|tổng mức đầu tư|tổng kinh phí|kinh phí)(?:\s[^,;:]{0,40})?$"
)
"""What money or a share is paid for is no aim."""
_ORDINALS = re.compile(r"\b(?:lần thứ|khóa|điều|khoản|mục|thứ|số|thời hạn|trong vòng|sau|quy mô|công suất)$")
_SHARE: Final = re.compile(r"%|phần trăm|điểm phần trăm|‰", re.IGNORECASE)
_MEASURE: Final = re.compile(rf"{_MONEY}$|usd|đồng|tấn|tạ|teu|ha$|héc|km|m2|m²|m3|m³|mét|điểm$|lần$", re.IGNORECASE)
"""Units that are no part of what is measured, as "xã" and "doanh nghiệp" are."""

_SEPARATOR = re.compile(r"[;|]|,\s|:\s")
_ENDS_BEHIND = re.compile(r"[;|()]|,\s|:\s|\svà\s(?=[^,;]{0,60}\d)")
_ASIDE = re.compile(r"\([^()]*\)|\([^()]*$")
_YEARS = re.compile(
    r"\s(?:(?:cả|trong|đến|vào|của|tới)\s)?(?:(?:hết|cuối)\s)?(?:năm|giai đoạn) 20\d\d(?:\s?[-–]\s?20\d\d)?(?=[\s,]|$)"
)
"""The year of a target stands in a column of its own."""
_UNWANTED = re.compile(
    r"thất nghiệp|hộ nghèo|nghèo đa chiều|tai nạn|tử vong|tội phạm|nợ xấu|thất thoát|suy dinh dưỡng|trễ hạn"
)
"""Of these less is better, so a bare level is a ceiling."""
LONGEST_PART: Final = 160
SHORT_TAIL: Final = 4
_LEADING = re.compile(
    r"^(?:[-+•*]\s*|\(?\w{1,3}[.)](?:\s+|$)|và\s|đồng thời,?\s|trong đó,?\s|phấn đấu,?\s|bảo đảm\s|đảm bảo\s|"
    r"mục tiêu\s?:?\s|chỉ tiêu\s?:?\s|để\s|trong (?=giai đoạn)|"
    r"cho\s(?=đến|năm)|(?:đến|trong|tới|vào)\s(?:hết\s|cuối\s)?(?:ngày\s[\d/]+|(?:năm|quý|tháng)\s"
    r"[\divx/]+(?:\snăm\s\d{4})?)\s?,?\s?|năm\s20\d\d\s?,?\s?|giai đoạn\s[\d\s–-]+,?\s|có\s|là\s|đạt\s)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s(?:phải|được|sẽ|cần|đạt|là|có|lên|xuống|còn|mức|từ|trên|dưới|hơn|khoảng|ít nhất|tối thiểu|tối đa|không quá|"
    r"không dưới|không thấp hơn|bình quân|vượt|đến|ở|thêm|chiếm|tới|xấp xỉ|gần|vào khoảng|thấp nhất|cao nhất|"
    r"không vượt quá|đúng|ổn định|bằng)$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?:đạt|là|chiếm|tăng|giảm|còn|lên|xuống|bằng)\b[^,;]*$", re.IGNORECASE)
_TAIL = re.compile(r"^(?:\s?trở (?:lên|xuống))|\s(?:trở lên|trở xuống)(?=\s|$)", re.IGNORECASE)


def find_targets(text: str, *, issued_on: date | None = None) -> tuple[TargetFound, ...]:
    """Every target of `text` in its order; years before the day of issue tell of the past and are left out."""
    found: list[TargetFound] = []
    scene = _Scene()
    for block in read_blocks(text):
        view = view_of(text, block.span.start, block.span.end)
        scene = scene.at(block, view.text.lower(), issued_on)
        if not scene.tells:
            found.extend(_of_block(view, scene, issued_on))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the headings above say: whether they set aims, tell how things are, and which day they name."""

    aims: bool = False
    tells: bool = False
    due_on: date | None = None

    def at(self, block: Block, text: str, issued_on: date | None) -> "_Scene":
        """The scene for this block, which may be a heading or an introduction itself."""
        if len(text) > LONGEST_NAME or not (block.label or text.rstrip().endswith(":")) or _FIGURE.search(text):
            return self
        aims = "mục tiêu" in text or "chỉ tiêu" in text
        opens = block.label.isupper() or aims or text.rstrip().endswith(":")
        if not opens:
            return self
        days = [found.period.end for found in find_periods(text, issued_on)]
        goes_on = self.aims and not block.label.isupper()
        return _Scene(aims or goes_on, tells_how_things_are(text), max(days, default=None))


def _of_block(view: View, scene: _Scene, issued_on: date | None) -> Iterator[TargetFound]:
    for start, end in sentences_of(view.text) or [(0, len(view.text))]:
        sentence = view.text[start:end][:LONGEST_SENTENCE]
        low = sentence.lower()
        strong = bool(_AIMS.search(low))
        if (_TELLS.search(low) and "phấn đấu" not in low) or not (strong or scene.aims or _IMPERATIVE.match(low)):
            continue
        periods = tuple(find_periods(sentence, issued_on))
        reading = _Reading(scene, issued_on, periods, is_sure=strong or scene.aims)
        last, name = 0, ""
        for figure in islice(_FIGURE.finditer(sentence), MOST_OF_SENTENCE):
            found = _target(view, sentence, start, figure, reading, (last, name))
            last = figure.end()
            if found is not None:
                name = name or found.name
                yield found


@dataclass(frozen=True, slots=True)
class _Reading:
    """Around the figures of a sentence: the scene, the day of the paper, its periods, whether words set an aim."""

    scene: _Scene
    issued_on: date | None
    periods: tuple[PeriodFound, ...]
    is_sure: bool


def _target(
    view: View, sentence: str, offset: int, figure: re.Match[str], reading: _Reading, before_it: tuple[int, str]
) -> TargetFound | None:
    """The target that a figure sets; `before_it` is where the figure before ends, and the name of its target."""
    left, right = _bounds(sentence, figure, before_it[0])
    before, after = _ASIDE.sub("", sentence[left : figure.start()]).rstrip(), sentence[figure.end() : right]
    values, unit = _values(figure), figure["unit"]
    due_on = _due(figure, reading)
    if values is None or _is_no_aim(_without_aim(before.lower()), unit) or _is_past(due_on, reading.issued_on):
        return None
    if not reading.is_sure and due_on is None:
        return None
    name = _joined(before_it[1], _name(before, after, unit))
    if len(name) < LEAST_NAME:
        return None
    unit += "".join((figure["per"] or "").split())
    span = view.span(offset + left, offset + right)
    comparison = _comparison(before.lower(), after.lower())
    if comparison is Comparison.AT_LEAST and _UNWANTED.search(name.lower()) and "tăng" not in before.lower():
        comparison = Comparison.AT_MOST
    return TargetFound(name, comparison, *values, unit, due_on, span)


def _joined(first: str, own: str) -> str:
    """The name of a target behind another one in the same sentence, where it says only what part of it is meant."""
    if not first or (own and len(own.split()) > SHORT_TAIL - 1):
        return own
    return f"{first} ({own[:1].lower()}{own[1:]})"[:LONGEST_NAME] if own else first


def _is_no_aim(before: str, unit: str) -> bool:
    paid = bool(_SHARE.match(unit) or _MEASURE.match(unit)) and bool(_CHARGES.search(before))
    return paid or bool(_ORDINALS.search(before))


def _bounds(sentence: str, figure: re.Match[str], since: int) -> tuple[int, int]:
    """The part of the sentence around a figure, from behind the figure before it.

    Between commas, but a list of nouns is not cut: "công nghiệp chế biến, chế tạo đạt 40 %".
    """
    cuts = [since, *_cuts(sentence, since, figure.start())]
    left = cuts.pop()
    while cuts and sentence[:left].endswith(", ") and _goes_back(sentence, cuts[-1], left, figure.start()):
        left = cuts.pop()
    right = _end(sentence, figure.end())
    tail = sentence[figure.end() : right]
    if tail.strip() and len(tail.split()) < SHORT_TAIL and "trở" not in tail and sentence[right : right + 2] == ", ":
        further = _end(sentence, right + 2)
        right = right if re.search(r"\d", sentence[right:further]) else further
    while left < figure.start() and sentence[left] in " ,;:":
        left += 1
    return left, max(right, figure.end())


def _cuts(sentence: str, since: int, until: int) -> list[int]:
    """Where a part can begin: behind a comma, behind "và" after another figure, inside an open bracket."""
    cuts = [match.end() for match in _SEPARATOR.finditer(sentence, since, until)]
    joint = sentence.find(" và ", since, until) if since else -1
    bracket = sentence.rfind("(", since, until)
    if sentence.find(")", max(bracket, 0), until) >= 0:
        bracket = -1
    return sorted([*cuts, *(at + 1 for at in (joint, bracket) if at >= 0)])


def _goes_back(sentence: str, since: int, left: int, figure: int) -> bool:
    """Whether the comma before `left` only parts nouns of a list."""
    own = sentence[left:figure]
    opens = bool(_LEADING.match(own)) or is_imperative(sentence, left)
    return not opens and figure - since <= LONGEST_PART and not re.search(r"\d", sentence[since:left])


def _end(sentence: str, pos: int) -> int:
    after = _ENDS_BEHIND.search(sentence, pos)
    return after.start() if after else len(sentence.rstrip(" .;"))


def _values(figure: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    low, high = number(figure["low"]), number(figure["high"] or "")
    if low is None or low > LARGEST or (high is not None and not low < high <= LARGEST):
        return None
    is_year = high is None and not figure["unit"].strip("%") and FIRST_YEAR <= low <= LAST_YEAR
    return None if is_year else (low, high)


def number(printed: str) -> Decimal | None:
    """A number as Vietnamese papers print it: points between thousands, a comma before decimals; None for none.

    One point followed by anything but three figures is a decimal point, as scans and the press have it.
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    try:
        return Decimal(printed.replace(",", "."))
    except InvalidOperation:
        return None


def _due(figure: re.Match[str], reading: _Reading) -> date | None:
    """The last day of the year or period that stands nearest before the figure, else behind it, else above it."""
    before = [found.period.end for found in reading.periods if found.end <= figure.start()]
    behind = [found.period.end for found in reading.periods if found.start >= figure.end()]
    return before[-1] if before else behind[0] if behind else reading.scene.due_on


def _is_past(due_on: date | None, issued_on: date | None) -> bool:
    return due_on is not None and issued_on is not None and due_on.year < issued_on.year


def _without_aim(before: str) -> str:
    """`before` without the words that only say how much, so that what the figure is about stands at the end."""
    while match := _TRAILING.search(f" {before}"):
        before = before[: max(match.start() - 1, 0)]
    return before.strip()


def _comparison(before: str, after: str) -> Comparison:
    before = before.strip()
    if _UPWARDS.match(after):
        return Comparison.AT_LEAST
    if _DOWNWARDS.match(after) or _AT_MOST.search(before):
        return Comparison.AT_MOST
    if _ABOUT.search(before):
        return Comparison.ABOUT
    return Comparison.EXACTLY if _EXACTLY.search(before) else Comparison.AT_LEAST


def _name(before: str, after: str, unit: str) -> str:
    """What is measured: the words before the figure, joined with those behind it where the former say too little."""
    core = before
    while match := _LEADING.match(core):
        core = core[match.end() :]
    told = bool(_WHOLE.search(core))
    core = _without_aim(core)
    tail = _TAIL.sub("", after).strip(" .,;:")
    noun = "" if _SHARE.match(unit) or _MEASURE.match(unit) else unit
    if tail and not (told and len(core.split()) > 2):
        core = f"{core} {noun} {tail}"
    elif len(core.split()) == 1 or core.endswith((" cho", " thêm", " mới")):
        core = f"{core} {noun}" if noun else ""
    core = _YEARS.sub("", " ".join(core.split()))[:LONGEST_NAME].strip(" ,;:.-–")
    return core[:1].upper() + core[1:]
