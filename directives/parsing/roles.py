"""Who leads and who helps where one cell, or one row of bodies, says both.

`Chủ trì: Sở A; phối hợp: Sở B`, `Sở A (chủ trì), Sở B (phối hợp)`, `Sở A chủ trì, phối hợp với Sở B`.
"""

import re
from collections.abc import Iterator

from directives.parsing.agencies import Names, read_names, split_names
from directives.parsing.labels import LabelKind, label_of, labels_inside
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import lowered

_BRACKETED = re.compile(
    r"(?i)\s*\(\s*(?:(?:cơ quan|đơn vị)\s+)?(chủ trì|phối hợp)(?:\s+thực hiện)?\s*\)\s*[,;]?\s*(?:và\s+)?"
)
_SPOKEN = re.compile(
    r"(?i)(?P<lead>[^:]+?)\s*,?\s*(?:là\s+(?:cơ quan|đơn vị)\s+)?chủ trì\s*[,;.]?\s*(?:và\s+)?"
    r"(?:phối hợp\s+(?:cùng\s+với|với|cùng)\s+(?P<with>[^:]+)|(?P<second>[^:]+?)\s*,?\s*(?:cùng\s+)?phối hợp"
    r"(?:\s+thực hiện)?|)[\s.;]*$"
)
# `- Chủ trì: Sở A - Phối hợp: Sở B`: lines of a cell, each with a bullet.
_BULLET = re.compile(
    r"(?i)(?:^|(?<!cơ quan)(?<!đơn vị)[\s.;,]+)(?:[-–+•*]\s*)?(?=(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp)\s*:)"
)
# `Sở A (cơ quan chủ trì), Sở B và Sở C`: what stands behind a body of a row.
_MARKED = re.compile(
    r"(?i)\(\s*(?:(?:là|làm)\s+)?(?:(?:cơ quan|đơn vị)\s+)?(?P<role>chủ trì|đầu mối|phối hợp)(?:\s+thực hiện)?\s*\)"
)
# `Văn phòng Thành ủy cùng Ban Tổ chức đôn đốc`: the first leads, the second helps.
_ALONG = re.compile(r"\s*,?\s+cùng(?:\s+với)?\s")
# `Sở A chủ trì đối với cấp tỉnh; UBND các xã chủ trì trên địa bàn`: all of them lead, each in its place.
_WHERE = re.compile(r"(?i)\s+chủ trì(?:\s+(?:đối với|trên|tại|ở|cấp)\s[^,;.]{2,60})?(?=\s*(?:[,;.]|$))")
_ROLE_WORDS = ("chủ trì", "phối hợp")
_KINDS = {"chủ trì": LabelKind.LEAD, "phối hợp": LabelKind.COORDINATING}


def roles_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who coordinates by the words of a cell of bodies; a cell without such words names who leads."""
    if not any(map(lowered(text).__contains__, _ROLE_WORDS)):
        return split_names(text), ()
    text = _BULLET.sub(". ", text).lstrip(". ")
    parts = list(_labelled(text)) or list(_bracketed(text)) or list(_spoken(text))
    parts = parts or [(LabelKind.LEAD, _WHERE.sub("", text))]
    lead, helpers = (
        tuple(dict.fromkeys(name for kind, part in parts if kind is wanted for name in split_names(part)))
        for wanted in (LabelKind.LEAD, LabelKind.COORDINATING)
    )
    return lead, helpers


def parted_by_slash(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`Sở A/Sở B, Sở C` under `Chủ trì/phối hợp`: who leads stands before the stroke, who coordinates behind it."""
    lead, _, helpers = text.partition("/")
    return split_names(lead), split_names(helpers.replace("/", "; "))


def parted_row(text: str, names: Names, *, bare: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads of a row of bodies and who helps: brackets behind them may say it, and those behind `cùng` help."""
    marked = _marked(text, names, bare=bare) if text.find("(", names.start, names.end) >= 0 else {}
    if marked:
        lead = tuple(name for name in names.names if marked.get(name, "phối hợp") != "phối hợp")
        lead = lead or tuple(name for name in names.names if name not in marked) or names.names
        return lead, tuple(name for name in names.names if name not in lead)
    along = _ALONG.search(text, names.start, names.end)
    first = read_names(text[: along.start()], names.start, bare=bare) if along else None
    return (first.names if first else names.names), ()


def _marked(text: str, names: Names, *, bare: bool) -> dict[str, str]:
    """What brackets directly behind bodies of a row say that each of them does."""
    found: dict[str, str] = {}
    for match in _MARKED.finditer(text, names.start, names.end):
        before = read_names(text[: match.start()], names.start, bare=bare)
        if before:
            found[before.names[-1]] = match["role"].lower()
    return found


def _labelled(text: str) -> Iterator[tuple[LabelKind, str]]:
    first = label_of(text)
    found = [(0, *first), *labels_inside(text)] if first else []
    for i, (_, kind, start) in enumerate(found):
        yield kind, text[start : found[i + 1][0] if i + 1 < len(found) else len(text)]


def _bracketed(text: str) -> Iterator[tuple[LabelKind, str]]:
    start = 0
    for match in _BRACKETED.finditer(text):
        yield _KINDS[match[1].lower()], text[start : match.start()]
        start = match.end()
    if start and text[start:].strip(" .;,"):
        yield LabelKind.COORDINATING, text[start:]


def _spoken(text: str) -> Iterator[tuple[LabelKind, str]]:
    said = _SPOKEN.match(text)
    if said:
        yield LabelKind.LEAD, said["lead"]
        yield LabelKind.COORDINATING, _without_duty(said["with"] or said["second"] or "")


def _without_duty(text: str) -> str:
    """`text`, bodies that help, without what they do together with who leads (`Khu di tích chuẩn bị lễ hội`)."""
    names = read_names(text, bare=True)
    return text[: names.end] if names and is_imperative(text, names.end + 1) else text
