"""Bodies that an instruction names only in brackets behind it: `Rà soát hồ sơ (Sở Nội vụ chủ trì)`."""

import re

from directives.parsing.agencies import read_names
from directives.parsing.partners import find_coordinating

MAX_TOPIC = 40
_BRACKETS = re.compile(r"\(([^()]{4,240})\)")
_ASSIGNS = re.compile(
    r"(?i)\s*(?:(?P<order>giao|phân công|(?:(?:cơ quan|đơn vị)\s+)?chủ trì(?:\s+là)?)(?:\s+cho)?|do)\s+"
)
_LEADS = re.compile(
    r"\s*,?\s*(?:(?:là|làm)\s+)?(?:(?:cơ quan|đơn vị|đầu mối)\s+)?"
    r"(?:chủ trì|chịu trách nhiệm|thực hiện|triển khai|tham mưu|đầu mối|phụ trách|phối hợp (?:với|cùng))(?!\w)"
)
_HELPS = re.compile(r"\s*,?\s*(?:cùng\s+)?phối hợp(?!\w)(?!\s+(?:với|cùng))")
_ENDS = re.compile(r"[\s.;,]*")
# `(Sở Y tế; tháng 4/2026)`: by when, behind who.
_WHEN = re.compile(
    r"\s*[;,]\s*(?:(?:hoàn thành|xong|thời (?:gian|hạn)|trước|trong|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn)|đến)\s"
    r"|\d"
    r"|(?:tháng|quý|năm|ngày)\s[\dIVX])[^;()]{0,40}",
    re.IGNORECASE,
)
# What stands before `(Sở Y tế)` when the brackets only say whose the thing is: a name of its own.
_NAME_BEFORE = re.compile(r"(?!Quý|Tháng|Năm|[IVX]+/)[A-ZĐ]\S*(?:\s\S+)?\s*$")
# `Hội nghị triển khai: tháng 3/2025, do Sở Công Thương chủ trì`: who, behind a sign.
_BY = re.compile(r"(?P<sign>[,;:])?\s+do\s+(?=\S)|(?P<asked>,)\s+giao\s+(?:cho\s+)?")
_LEADS_IT = re.compile(r"\s*,?\s*(?:chủ trì|làm (?:đầu mối|chủ đầu tư)|chịu trách nhiệm)(?!\w)")
_CLOSES = re.compile(r"\s*(?:[.;(]|$|,?\s*(?:và\s+)?phối hợp\s)")
# `Dự hội nghị do Sở Y tế chủ trì`: what others lead.
_ATTENDS = re.compile(r"(?i)(?:cử\s[^,;.]{3,40}\s)?(?:tham dự|tham gia|dự|phối hợp)\s")
# `Làm phóng sự về chợ nổi – Đài Truyền thanh xã;`: a body and nothing else behind the dash that no name stands before.
_BEHIND_DASH = re.compile(r"(?<=[a-zà-ỹ\d])\s[–—-]\s+(?P<order>Giao\s)?(?=[A-ZĐỦ]|đồng chí|đ/c|các )")
# `Lập danh sách hộ nghèo: UBND các xã`, `Khảo sát mạng: Phòng A thực hiện, xong trước 15/3`: who, behind the colon.
_BEHIND_COLON = re.compile(r"(?<=[\w)”%]):\s+(?:do\s+)?(?=[A-ZĐỦ]|[Cc]ác\s)")
_DOES_IT = re.compile(
    r"\s*,?\s*(?:(?:tổ chức\s+)?(?:thực hiện|triển khai)|chủ trì|phụ trách|đảm nhiệm|làm đầu mối|chịu trách nhiệm)"
    r"\s*(?:$|[,;.(]|và\s|(?=(?:trước|trong|xong|hoàn thành|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn)|đến)\s))"
)
# `03 đơn vị: Sở A, Sở B`: the bodies of which is told.
_COUNTS_BODIES = re.compile(
    r"(?:đơn vị|cơ quan|địa phương|tổ chức|sở|ngành|bộ|xã|phường|huyện|tỉnh|thành phố|doanh nghiệp|công ty|trường|nơi"
    r"|sau|gồm|là|như|khoa|phòng|thành phần|thành viên|địa điểm|đại biểu|kém|tốt|chậm)\s*(?:\([^()]*\)\s*)?$",
    re.IGNORECASE,
)


def bodies_behind(text: str) -> tuple[str, ...]:
    """Who leads by what stands behind the instruction: `..., do Sở A chủ trì` or `... – Sở A;`; empty for nobody."""
    by = _BY.search(text) if " do " in text or ", giao " in text else None
    names = read_names(text, by.end()) if by else None
    leads = _LEADS_IT.match(text, names.end) if names else None
    if (
        by
        and names
        and leads
        and (by["sign"] or by["asked"] or (_CLOSES.match(text, leads.end()) and not _ATTENDS.match(text)))
    ):
        return names.names
    return _behind_colon(text) or _behind_dash(text)


def _behind_colon(text: str) -> tuple[str, ...]:
    colon = next(reversed(list(_BEHIND_COLON.finditer(text))), None) if ": " in text else None
    names = read_names(text, colon.end()) if colon else None
    if colon is None or names is None:
        return ()
    rest = text[names.end :]
    alone = _ENDS.fullmatch(_BRACKETS.sub("", rest)) or _WHEN.fullmatch(rest.rstrip(" .;"))
    is_told = _COUNTS_BODIES.search(text, max(0, colon.start() - MAX_TOPIC), colon.start())
    return names.names if _DOES_IT.match(rest) or (alone and not is_told) else ()


def _behind_dash(text: str) -> tuple[str, ...]:
    if " – " not in text and " - " not in text:
        return ()
    dash = next(reversed(list(_BEHIND_DASH.finditer(text))), None)
    order = dash["order"] if dash else None  # `- Giao Sở Y tế đôn đốc`
    names = read_names(text, dash.end(), bare=bool(order), stops=bool(order)) if dash else None
    rest = _BRACKETS.sub("", text[names.end :]) if names else "?"
    return names.names if names and (order or _ENDS.fullmatch(rest)) else ()


def bodies_in_brackets(text: str, *, alone: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who coordinates by what stands in brackets in `text`; both empty when no brackets say it.

    With `alone` a body and nothing else in brackets at the end leads too, as where no heading names anybody.
    """
    lead: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    for match in _BRACKETS.finditer(text) if "(" in text else ():
        inner = match[1]
        assigns = _ASSIGNS.match(inner)
        names = read_names(inner, assigns.end() if assigns else 0, bare=assigns is not None)
        if names is None:
            continue
        if _HELPS.match(inner, names.end):
            helpers = helpers or names.names
        elif (
            _LEADS.match(inner, names.end)
            or _is_given(assigns, inner[names.end :])
            or (alone and _stands_alone(text, match, inner[names.end :]))
        ):
            lead = lead or names.names
            helpers = helpers or find_coordinating(inner, names.names)
    return lead, helpers


def _is_given(assigns: re.Match[str] | None, rest: str) -> bool:
    """`(giao Sở Y tế hướng dẫn)`, `(do Sở Y tế)`; what a body has issued (`do Bộ Y tế ban hành`) is given to nobody."""
    return assigns is not None and (bool(assigns["order"]) or _ENDS.fullmatch(rest) is not None)


def _stands_alone(text: str, brackets: re.Match[str], rest: str) -> bool:
    """Whether the brackets hold nothing but bodies, end the instruction and explain no name before them."""
    alone = _ENDS.fullmatch(rest) or _WHEN.fullmatch(rest)
    return (
        _ENDS.fullmatch(text, brackets.end()) is not None
        and alone is not None
        and _NAME_BEFORE.search(text, max(0, brackets.start() - 30), brackets.start()) is None
    )
