"""Where a proposal can be cut: after a sentence, a semicolon, a comma, or at the beginning of a line."""

import re
from dataclasses import dataclass
from typing import Final

_BREAK: Final = re.compile(r"(?<=[.;:,])\s+(?=\S)|\n\s*(?=\S)")
_SHOWN: Final = 90
_MOST: Final = 15


@dataclass(frozen=True, slots=True)
class Place:
    """`offset` in the stored text, with the words that end before it and begin behind it."""

    offset: int
    before: str
    after: str


def places_to_split(text: str, start: int, end: int) -> list[Place]:
    """Places inside `[start, end)`, in order."""
    places = []
    for match in _BREAK.finditer(text, start + 1, end):
        before = " ".join(text[start : match.start()].split())
        after = " ".join(text[match.end() : end].split())
        if before and after:
            places.append(Place(match.end(), before[-_SHOWN:], after[:_SHOWN]))
    return places[:_MOST]
