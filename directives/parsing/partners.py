"""Who coordinates: the bodies that a sentence asks to work together with the one that leads."""

import re
from collections.abc import Iterator

from directives.parsing.agencies import Names, read_names
from directives.parsing.normalise import loose
from directives.parsing.sieve import Sieve, lowered

_TOGETHER = re.compile(r"ph\Si\s+h")
_WORKING_WITH = (
    rf"{loose('phối hợp')}\s+(?:hoạt động|công tác)(?:\s[^\W\d_]+){{0,5}}?\s+với|"
    rf"{loose('phối hợp')}(?:\.)?(?:(?:\s+|,\s+|\s+và\s+)(?:có\s+)?(?:chặt chẽ|tốt|đồng bộ|hiệu quả|thực hiện"
    r"|triển khai|kịp thời|quyết liệt|thường xuyên|nhịp nhàng|mật thiết|chủ động|tích cực|toàn diện|trực tiếp|linh hoạt"
    rf"|liên tục|nghiêm túc))*(?:\s+(?:cùng\s+với|cùng|với))?\s*:?|{loose('phối hợp')},\s+hỗ\s+trợ"
)
_COORDINATE = Sieve(
    rf"(?:(?:với|có)\s+sự\s+{loose('phối hợp')}\s+của|{_WORKING_WITH}"
    rf"|{loose('chủ trì')}\s*,?\s*cùng(?:\s+với)?|làm\s+việc\s+cùng"
    rf"|thống\s+nhất\s+với|c(?:(?<=^c)|(?<=[\w,:] c))ùng(?!\s+(?:cấp|thời|kỳ|lúc|loại|nhau)\b)(?:\s+với)?)\s+",
    re.IGNORECASE,
)
# Quickly found, since there is only one letter that it begins with.
_COORDINATE_ALONE = Sieve(rf"(?:{_WORKING_WITH})\s+", re.IGNORECASE)
# `Sở Y tế chủ trì; UBND các xã phối hợp thực hiện`: a subject of its own that only helps.
_SECOND = Sieve(rf"{loose('chủ trì')}\s*[,;]\s*(?:và\s+)?", re.IGNORECASE)
# `...; Sở B, Sở C phối hợp.`: who helps, at the very end.
_AT_END = re.compile(r"[;,]\s+(?=[^;]{3,200}\sphối hợp(?:\s(?:chặt chẽ|tổ chức|triển khai|thực hiện))*[\s.;]*$)")
LONGEST_CLOSING = 60
_HELPS = re.compile(
    rf"\s*,?\s*(?:cùng\s+)?(?:có trách nhiệm\s+|là\s+(?:cơ quan|đơn vị)\s+)?{loose('phối hợp')}(?!\w)", re.IGNORECASE
)
_TAKING_PART = Sieve(r"\ssự\s+tham\s+gia\s+của\s+", re.IGNORECASE)
_NO_PARTNER = re.compile(r"(?i)(?:cơ chế|quy chế|sự|công tác|quan hệ|đơn vị|cơ quan)\s+$")


def find_coordinating(text: str, lead: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The bodies that a sentence asks to work together with the lead, each once."""
    if not _may_join(lowered(text)):
        return ()
    found: dict[str, str] = {}
    taken = {name.casefold() for name in lead}
    for names in _partners(text):
        for name in names.names:
            if name.casefold() not in taken:
                found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _partners(text: str) -> Iterator[Names]:
    """Every row of bodies behind `phối hợp với` and its like, then those who `phối hợp` as a second subject."""
    for match in _joining(lowered(text)).finditer(text):
        names = read_names(text, match.end(), bare=True)
        if names and not _NO_PARTNER.search(text[max(0, match.start() - 20) : match.start()]):
            yield _spelled_out(text, names) or names
    for match in _TAKING_PART.finditer(text):
        names = read_names(text, match.end())
        if names:
            yield names
    closing = _AT_END.finditer(text) if "phối hợp" in text[-LONGEST_CLOSING:] else ()
    for match in (*_SECOND.finditer(text), *closing):
        names = read_names(text, match.end())
        if names and _HELPS.match(text, names.end):
            yield names


def _spelled_out(text: str, names: Names) -> Names | None:
    """Those whom `các đơn vị: Sở A, Sở B` names behind its colon."""
    if len(names.names) > 1 or not text.startswith(": ", names.end) or names.names[0][:4].lower() != "các ":
        return None
    return read_names(text, names.end + 2)


def partner_lists(text: str) -> list[tuple[int, int]]:
    """Where `phối hợp với ...` lists bodies: a comma in there begins no subject."""
    low = lowered(text)
    if not _may_join(low):
        return []
    lists = ((match.start(), read_names(text, match.end(), bare=True)) for match in _joining(low).finditer(text))
    return [(start, names.end) for start, names in lists if names]


def _may_join(low: str) -> bool:
    """Whether partners may be named: every one of them stands behind one of these, however its marks were read."""
    return "cùng" in low or "thống" in low or "gia của" in low or _TOGETHER.search(low) is not None


def _joining(low: str) -> Sieve:
    """What is looked for before partners: nothing but `phối hợp` where the other words do not stand."""
    return _COORDINATE if "cùng" in low or "thống" in low or "với sự" in low or "có sự" in low else _COORDINATE_ALONE
