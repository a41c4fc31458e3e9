"""A paper as it is shown: clause by clause, and its text with the spans of the drafts marked."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from accounts.models import User
from directives.models import Directive, DraftState, TaskDraft

UNSURE_WORDS: Final = "Chữ chưa chắc"
"""How the warning begins with which the reader of scans names the words that it is not sure of."""
_QUOTED: Final = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause that orders something: the draft and the tasks (rows of the tasks app) that came out of it.

    `draft` is None for tasks that were given beside the text, as after an oral order.
    """

    draft: TaskDraft | None
    tasks: Sequence[Any]


def clauses_of(directive: Directive, user: User, today: date) -> list[Clause]:
    """Drafts that were not rejected, in the order of the text, each with those of its tasks that `user` may see."""
    drafts = directive.drafts.exclude(state=DraftState.REJECTED).prefetch_related("leads", "coordinating")
    by_draft: dict[int | None, list[Any]] = {}
    # The reverse relation belongs to the app above; its own queryset says what may be seen.
    tasks = getattr(directive, "tasks").all().visible_to(user, today)  # noqa: B009 - not known to this app's types
    for task in tasks.select_related("lead").order_by("pk"):
        by_draft.setdefault(task.draft_id, []).append(task)
    clauses = [Clause(draft, by_draft.pop(draft.pk, [])) for draft in drafts.order_by("order", "pk")]
    beside = [task for left in by_draft.values() for task in left]
    return [*clauses, Clause(None, beside)] if beside else clauses


def unsure_words(directive: Directive) -> str:
    """Words that the reading of a scan is not sure of, as a JSON list for the page; "" when there are none."""
    told = [warning for warning in directive.warnings if warning.startswith(UNSURE_WORDS)]
    words = dict.fromkeys(word for warning in told for word in _QUOTED.findall(warning))
    return json.dumps(list(words), ensure_ascii=False) if words else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the drafts that point at it, as keys joined by blanks ("" for none)."""

    text: str
    drafts: str
    first: int = 0
    label: str = ""
    state: str = ""


def pieces_of(text: str, drafts: Iterable[TaskDraft]) -> list[Piece]:
    """The whole text cut at the ends of every draft's span; joined again the pieces are the text, to the letter.

    `first` is the key of a draft that begins with this piece, `label` its number on the page.
    """
    marks = [draft for draft in drafts if draft.state != DraftState.REJECTED and draft.start < draft.end]
    edges = sorted({0, len(text)} | {min(edge, len(text)) for draft in marks for edge in (draft.start, draft.end)})
    pieces = []
    waiting = sorted(marks, key=lambda draft: draft.start)
    open_now: list[TaskDraft] = []
    for start, end in pairwise(edges):
        open_now = [draft for draft in open_now if draft.end > start]
        while waiting and waiting[0].start <= start:
            open_now.append(waiting.pop(0))
        pieces.append(_piece(text[start:end], start, open_now))
    return pieces


def _piece(text: str, start: int, around: Sequence[TaskDraft]) -> Piece:
    begins = [draft for draft in around if draft.start == start]
    return Piece(
        text=text,
        drafts=" ".join(str(draft.pk) for draft in around),
        first=begins[0].pk if begins else 0,
        label=", ".join(str(draft.order) for draft in begins),
        state=around[-1].state if around else "",
    )
