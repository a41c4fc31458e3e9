"""Label lines: `Cơ quan chủ trì: ...`, `Đơn vị phối hợp: ...`, `Thời gian hoàn thành: ...`, `Sản phẩm: ...`.

A label is no task: it says who, with whom, by when or with what product for the lines that it belongs to.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from directives.parsing.vocab import MONEY_ORDERED


class LabelKind(StrEnum):
    """What a label line sets."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    DEADLINE = "deadline"
    PRODUCT = "product"
    CONTENT = "content"
    MONEY = "money"
    FACT = "fact"
    BODIES = "bodies"


_WHO = r"(?:các\s+)?(?:cơ quan|đơn vị|bộ phận|phòng|tổ chức)(?:\s*,?\s*(?:đơn vị|địa phương|cá nhân))?"
_LEADING = (
    r"(?:chủ trì|thực hiện|đầu mối|chịu trách nhiệm|tham mưu|soạn thảo|triển khai|tổ chức|xây dựng|phụ trách|biên soạn"
    r"|thường trực)"
)
_PATTERNS: tuple[tuple[LabelKind, re.Pattern[str]], ...] = (
    (
        LabelKind.COORDINATING,
        re.compile(rf"(?i)(?:{_WHO}\s+)?(?:phối hợp)(?:\s+(?:thực hiện|triển khai|tham mưu))?\s*:\s*"),
    ),
    (
        LabelKind.LEAD,
        re.compile(
            rf"(?i){_WHO}(?:\s+(?:được giao\s+)?{_LEADING})+\s*:\s*|(?:chủ trì|lãnh đạo chỉ đạo|phân "
            rf"công)(?:\s+thực hiện)?\s*:\s*"
            # Inside brackets a name follows; on a line of its own it may be the title over duties.
            r"|(?<=\()(?:chủ đầu tư|đầu mối|trách nhiệm(?:\s+chính)?)(?:\s+(?:thực hiện|chủ trì))?\s*:\s*"
        ),
    ),
    (
        LabelKind.DEADLINE,
        re.compile(
            r"(?i)(?:thời gian|thời hạn|thời điểm|tiến độ|hạn)(?:\s+(?:tổ chức|triển khai|thực hiện|hoàn thành|xong"
            r"|báo cáo|trình|ban hành|phê duyệt|dự kiến|gửi|nộp|xây dựng|chính phủ|thủ tướng(?: chính phủ)?"
            r"|(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân)(?:\s(?:tỉnh|thành phố|xã|phường|cấp tỉnh))?|quốc hội"
            r"|(?:ban thường vụ |thường trực )?(?:tỉnh|thành|đảng) ủy|cấp có thẩm quyền|bộ trưởng|bắt đầu|kết thúc"
            r"|hoàn tất|đạt|cần|phải|và|,))*"
            r"\s*(?::\s*|(?=(?:trước|trong|xong|sau khi|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn)|đến|vào|từ)\b)\s*)"
            r"|(?:hoàn thành)\s*(?::\s*|(?=(?:trước|trong|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn))\b"
            r"[^;,]{4,60}$)\s*)"
            # `Các đơn vị thực hiện trước ngày 24/3/2026.`
            r"|(?:(?:đề nghị|yêu cầu)\s+)?các\s+(?:đơn vị|cơ quan|địa phương|trường|phòng)"
            r"(?:\s*,?\s*(?:đơn vị|địa phương|phòng))*\s+"
            r"(?:thực hiện|hoàn thành)\s+(?=(?:xong\s+)?(?:trước|trong|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn))\b"
            r"[^;,]{4,40}$)"
        ),
    ),
    (
        LabelKind.PRODUCT,
        re.compile(
            r"(?i)(?:sản phẩm|kết quả)(?:\s*,\s*(?:sản phẩm|kết quả))?"
            r"(?:\s+(?:đầu ra|dự kiến|đạt được|cần đạt|hoàn thành|thực hiện|chủ yếu))?\s*:\s*"
        ),
    ),
    (
        LabelKind.MONEY,
        re.compile(rf"(?i)(?:nguồn\s+)?kinh phí(?:\s+(?:thực hiện|dự kiến))?\s*:(?!\s*{MONEY_ORDERED})\s*"),
    ),
    (
        LabelKind.FACT,
        re.compile(
            r"(?i)(?:địa điểm|thành phần|quy mô|số lượng|khẩu hiệu|chủ đề|hình thức|đối tượng|địa bàn|cấp)"
            r"(?:\s+(?:tổ chức|thực hiện|tham dự|tham gia|dự kiến|văn bản|trình|phê duyệt|ban hành|quyết định))*\s*:\s*"
        ),
    ),
    (LabelKind.CONTENT, re.compile(r"(?i)nội dung(?:\s+(?:thực hiện|công việc|nhiệm vụ))?\s*:\s*(?=\S)")),
)
# The first letters of the labels of each kind, three of them: most duties begin with the first two of some label.
OPENING = 3
_WHO_OPENS = "các/cơ /đơn/bộ /phò/phố/tổ "
_OPENINGS: dict[LabelKind, str] = {
    LabelKind.COORDINATING: _WHO_OPENS,
    LabelKind.LEAD: f"{_WHO_OPENS}/chủ/lãn/phâ/đầu/trá",
    LabelKind.DEADLINE: "thờ/tiế/hạn/hoà/các/đề /yêu",
    LabelKind.PRODUCT: "sản/kết",
    LabelKind.MONEY: "ngu/kin",
    LabelKind.FACT: "địa/thà/quy/số /khẩ/chủ/hìn/đối/cấp",
    LabelKind.CONTENT: "nội",
}
_BY_OPENING = {
    opening: tuple(entry for entry in _PATTERNS if opening in _OPENINGS[entry[0]].split("/"))
    for opening in "/".join(_OPENINGS.values()).split("/")
}
# Only a date is told from its label without a colon, and most texts hold none.
_WITHOUT_COLON = {
    opening: tuple(entry for entry in entries if entry[0] is LabelKind.DEADLINE)
    for opening, entries in _BY_OPENING.items()
}
_INLINE = re.compile(r"[(.;,]\s*(?=[^\W\d_])")
_VALUE_ENDS = re.compile(r"\)|(?<!\s[PXHQ])(?<!TP)\.\s|\.$|[;,]\s*$|[;,]\s*(?=\()")
LONGEST_TITLE = 60
_CARRY_OUT = re.compile(r"(?i)tổ chức\s+(?:triển khai|thực hiện)")
# The title over two lists of bodies, each with a title of its own.
_BOTH = re.compile(rf"(?i){_WHO}\s+(?:{_LEADING}\s*(?:,|và)\s*)+(?:phối hợp|{_LEADING})\s*[.:]?$")
# The title over label lines: it names no deed of its own.
_OVER_LABELS = re.compile(
    rf"(?i)(?:(?:phân công|tổ chức|trách nhiệm|{_WHO}|thời (?:gian|hạn)|tiến độ|sản phẩm|kết quả)"
    rf"(?:\s+(?:{_LEADING}|nhiệm vụ|phối hợp|hoàn thành))*(?:\s*(?:,|và)\s*|\s*[.:]?\s*$))+"
)
_BULLETS = "-–—+•* \t"


def label_of(text: str, pos: int = 0) -> tuple[LabelKind, int] | None:
    """The kind of the label that stands at `pos` and where its value starts, or None."""
    pos += text.startswith("(", pos)
    opening = text[pos : pos + OPENING].lower()
    if opening not in _BY_OPENING:
        return None
    for kind, pattern in (_BY_OPENING if ":" in text else _WITHOUT_COLON)[opening]:
        match = pattern.match(text, pos)
        if match:
            return kind, match.end()
    return None


def inline_labels(text: str) -> Iterator[tuple[LabelKind, int, int]]:
    """Labels with a colon inside a leaf (`... (Cơ quan thực hiện: Sở Y; hoàn thành: tháng 6)`): kind and value."""
    colons = list(labels_inside(text))
    for i, (_, kind, start) in enumerate(colons):
        following = colons[i + 1][0] if i + 1 < len(colons) else len(text)
        closed = _VALUE_ENDS.search(text, start, following)
        yield kind, start, closed.start() if closed else following


def labels_inside(text: str) -> Iterator[tuple[int, LabelKind, int]]:
    """Where labels with a colon stand behind other words: their start, kind and where the value starts."""
    for match in _INLINE.finditer(text) if ":" in text else ():
        label = label_of(text, match.end())
        if label and text[match.end() : label[1]].rstrip().endswith(":"):
            yield match.end(), label[0], label[1]


def listed_label(title: str) -> LabelKind | None:
    """What a title such as `Cơ quan phối hợp` says of the bodies listed below it, or None when it is no such title."""
    if len(title) > LONGEST_TITLE or _CARRY_OUT.match(title) or title[:OPENING].lower() not in _BY_OPENING:
        return None
    if _BOTH.match(title):
        return LabelKind.BODIES
    label = label_of(f"{title.rstrip(' .:')}:")
    return label[0] if label and label[0] in (LabelKind.LEAD, LabelKind.COORDINATING) else None


def tells_fact(text: str) -> bool:
    """Whether a line only tells where, how large or for whom (`Địa điểm: Quảng trường tỉnh`)."""
    label = label_of(text)
    return label is not None and label[0] is LabelKind.FACT


def titles_labels(title: str) -> bool:
    """Whether a title (`Phân công thực hiện:`, `Đơn vị và thời gian thực hiện`) only stands over label lines."""
    return len(title) <= LONGEST_TITLE and _OVER_LABELS.fullmatch(title) is not None


def is_label(line: str) -> bool:
    """Whether a printed line, with or without a bullet, is a label line."""
    return label_of(line.lstrip(_BULLETS)) is not None
