"""Who leads and who helps where one cell says both.

`Chủ trì: Sở A; phối hợp: Sở B`, `Sở A (chủ trì), Sở B (phối hợp)`, `Sở A chủ trì, phối hợp với Sở B`.
"""

import re
from collections.abc import Iterator

from directives.parsing.agencies import split_names
from directives.parsing.labels import LabelKind, label_of, labels_inside
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
_BULLET = re.compile(r"(?i)(?:^|[\s.;,]+)[-–+•*]\s*(?=(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp)\s*:)")
_ROLE_WORDS = ("chủ trì", "phối hợp")
_KINDS = {"chủ trì": LabelKind.LEAD, "phối hợp": LabelKind.COORDINATING}


def roles_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who coordinates by the words of a cell of bodies; a cell without such words names who leads."""
    if not any(map(lowered(text).__contains__, _ROLE_WORDS)):
        return split_names(text), ()
    text = _BULLET.sub(". ", text).lstrip(". ")
    parts = list(_labelled(text)) or list(_bracketed(text)) or list(_spoken(text)) or [(LabelKind.LEAD, text)]
    lead, helpers = (
        tuple(dict.fromkeys(name for kind, part in parts if kind is wanted for name in split_names(part)))
        for wanted in (LabelKind.LEAD, LabelKind.COORDINATING)
    )
    return lead, helpers


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
        yield LabelKind.COORDINATING, said["with"] or said["second"] or ""
