"""Where a proposal can be cut: after a sentence, a semicolon, a comma, at the beginning of a line, or by its dates."""

import re
from dataclasses import dataclass
from typing import Final

from directives.parsing.clock import Clock
from directives.parsing.normalise import view_of
from directives.parsing.terms import terms_of

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


def stages_in(text: str, clock: Clock) -> str:
    """The deadlines that `text` names, as lines "day: the sentence in which it stands", for a form."""
    plain = view_of(text).text
    lines: dict[str, None] = {}
    for term in sorted(terms_of(plain, clock), key=lambda term: term.start):
        if term.due is not None and not term.reason:
            lines[f"{term.due:%d/%m/%Y}: {_sentence_at(plain, term.start)}"] = None
    return "\n".join(lines)


def _sentence_at(text: str, place: int) -> str:
    start = max(text.rfind(mark, 0, place) for mark in ".;:") + 1
    ends = [end for mark in ".;" if (end := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=len(text))].strip(" ,-")[:200]
