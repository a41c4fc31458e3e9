"""Orders of a press item that are told twice: at its top, where they are only summed up, and in its body."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directives.parsing.normalise import View
from directives.parsing.speech import speech_in
from directives.parsing.types import TaskFound

LEAST_DETAILS = 2
FIRST_PARAGRAPHS = 3
DETAILS = re.compile(r"(?:Theo đó|Cụ thể)(?!\w)")
# Whom a summary names: `các bộ, ngành liên quan`, `một số địa phương`.
_EVERYBODY = re.compile(r"(?i)(?:các|những|một số)\s(?:bộ|ban|sở|ngành|cấp|địa phương|cơ quan|đơn vị|tỉnh)(?!\w)")


@dataclass(slots=True)
class Sentence:
    """A sentence that orders something: where it stands in its paragraph, and whom it names (nobody: goes on)."""

    start: int
    end: int
    lead: tuple[str, ...]
    dated: bool
    speaks: bool


def is_apart(found: Sentence, run: Sequence[Sentence]) -> bool:
    """Whether a sentence sets a date that is no date of the orders before it: a second one, or with its own subject."""
    dated = any(sentence.dated for sentence in run)
    return (found.dated and dated) or (found.dated != dated and bool(found.lead))


@dataclass(frozen=True, slots=True)
class Told:
    """A run of sentences that order something, with its paragraph and which one of the item that is."""

    view: View
    run: list[Sentence]
    paragraph: int


def summaries(told: Sequence[Told], listed: int) -> int:
    """How many of the first orders only sum up what the item then tells body by body."""
    for i, one in enumerate(told):
        later = {name for other in told[i + 1 :] if other.run[0].lead != one.run[0].lead for name in other.run[0].lead}
        enough = sum(len(other.run) for other in told[i + 1 :]) + listed >= LEAST_DETAILS
        if not (enough and _sums_up(one, later)):
            return i
    return len(told)


def _sums_up(told: Told, later: set[str]) -> bool:
    """Whether an order names nobody, everybody, or only those whom the orders behind it name again one by one."""
    text = told.view.text[told.run[0].start :]
    if len(told.run) > 1 or not told.run[0].speaks or DETAILS.match(text):
        return False
    speech = speech_in(text)
    if speech and _EVERYBODY.match(text, speech.end()):
        return True
    lead = told.run[0].lead
    if not lead:
        return told.paragraph < FIRST_PARAGRAPHS
    if all(_EVERYBODY.match(name) for name in lead):
        return bool(later)
    return len(lead) > 1 and later.issuperset(lead)


def without_repeats(tasks: Iterable[TaskFound]) -> tuple[TaskFound, ...]:
    """`tasks` without those whose words another one holds too: the first lines of an item repeat its body."""
    found = list(tasks)
    words = [(task.span, _bare(task.text)) for task in found]
    return tuple(
        task
        for task, (span, text) in zip(found, words, strict=True)
        if not any(
            span != other and text in held and (text != held or span.start > other.start) for other, held in words
        )
    )


def _bare(text: str) -> str:
    return text.casefold().rstrip(" .;…")
