"""The text of a paper as it is shown, with the spans of the drafts marked."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from directives.models import Directive, DraftState
from directives.parsing.flowing import flowing

UNSURE_WORDS: Final = "Chữ chưa chắc"
"""How the warning begins with which the reader of scans names the words that it is not sure of."""
_QUOTED: Final = re.compile("“([^”]+)”")


def unsure_words(directive: Directive) -> str:
    """Words that the reading of a scan is not sure of, as a JSON list for the page; "" when there are none."""
    told = [warning for warning in directive.warnings if warning.startswith(UNSURE_WORDS)]
    words = dict.fromkeys(word for warning in told for word in _QUOTED.findall(warning))
    return json.dumps(list(words), ensure_ascii=False) if words else ""


def shown_text(directive: Directive) -> str:
    """The text for the page, as long as the stored one: broken lines flow, but not those of a scan.

    A reader compares a scan with the picture of its page line by line.
    """
    return directive.text if unsure_words(directive) else flowing(directive.text)


class Marked(Protocol):
    """What points at a stretch of the text: a proposal, or as much of one."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Behind its last character."""

    @property
    def order(self) -> int:
        """Its number on the page."""

    @property
    def state(self) -> str:
        """What was decided about it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the drafts that point at it, as keys joined by blanks ("" for none)."""

    text: str
    drafts: str
    first: int = 0
    label: str = ""
    state: str = ""


def pieces_of(text: str, drafts: Iterable[Marked]) -> list[Piece]:
    """The whole text cut at the ends of every draft's span; joined again the pieces are the text, to the letter.

    `first` is the key of a draft that begins with this piece, `label` its number on the page.
    """
    marks = [draft for draft in drafts if draft.state != DraftState.REJECTED and draft.start < draft.end]
    edges = sorted({0, len(text)} | {min(edge, len(text)) for draft in marks for edge in (draft.start, draft.end)})
    pieces = []
    waiting = sorted(marks, key=lambda draft: draft.start)
    open_now: list[Marked] = []
    for start, end in pairwise(edges):
        open_now = [draft for draft in open_now if draft.end > start]
        while waiting and waiting[0].start <= start:
            open_now.append(waiting.pop(0))
        pieces.append(_piece(text[start:end], start, open_now))
    return pieces


def _piece(text: str, start: int, around: Sequence[Marked]) -> Piece:
    begins = [draft for draft in around if draft.start == start]
    return Piece(
        text=text,
        drafts=" ".join(str(draft.pk) for draft in around),
        first=begins[0].pk if begins else 0,
        label=", ".join(str(draft.order) for draft in begins),
        state=around[-1].state if around else "",
    )
