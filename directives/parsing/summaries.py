"""Orders of a press item that are told twice: at its top, where they are only summed up, and in its body."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from directives.parsing.agencies import read_names
from directives.parsing.assignees import find_lead
from directives.parsing.layout import Block
from directives.parsing.markers import Mark
from directives.parsing.normalise import View
from directives.parsing.speech import speech_in
from directives.parsing.types import TaskFound

LEAST_DETAILS = 2
FIRST_PARAGRAPHS = 3
SEVERAL = 2
# `Thủ tướng vừa yêu cầu ...` above `Theo đó, Thủ tướng yêu cầu ...`: the first lines only announce what follows.
_ANNOUNCES = re.compile(r"\s(?:vừa|mới)\s")
DETAILS = re.compile(r"(?:Theo đó|Cụ thể)(?!\w)")
# Whom a summary names: `các bộ, ngành liên quan`, `một số địa phương`.
_EVERYBODY = re.compile(r"(?i)(?:các|những|một số)\s(?:bộ|ban|sở|ngành|cấp|địa phương|cơ quan|đơn vị|tỉnh)(?!\w)")

LONGEST_QUESTION = 200
# `Chủ tịch UBND các tỉnh có trách nhiệm gì?`: a question about what is ordered.
_IS_ASKED = re.compile(
    r"(?i)chỉ thị|công điện|nghị quyết|kết luận|kế hoạch|công văn|chỉ đạo|yêu cầu|giao\s(?!thông)|nhiệm vụ|trách nhiệm"
)


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


def only_announces(text: str, following: str) -> bool:
    """Whether a paragraph says that somebody has just ordered what the next one spells out, body by body."""
    details = DETAILS.match(following) if _ANNOUNCES.search(text) else None
    if details is None:
        return False
    speech = speech_in(following)
    names = read_names(following, speech.end()) if speech else None
    return names is not None or find_lead(following[details.end() :].lstrip(" ,")) is not None


def summaries(told: Sequence[Told], listed: Sequence[tuple[str, ...]]) -> int:
    """How many of the first orders only sum up what the item then tells body by body, in its text or `listed`."""
    for i, one in enumerate(told):
        after = [*(other.run[0].lead for other in told[i + 1 :] for _ in other.run), *listed]
        if len(after) < LEAST_DETAILS or not _sums_up(one, after):
            return i
    return len(told)


def _sums_up(told: Told, after: Sequence[tuple[str, ...]]) -> bool:
    """Whether an order names nobody, everybody, or only those whom the orders `after` it name again one by one."""
    text = told.view.text[told.run[0].start :]
    # Several acts in a row (`quán triệt Luật ...; xác định ...`) are ordered, not summed up.
    if len(told.run) > 1 or not told.run[0].speaks or DETAILS.match(text) or "; " in text[: told.run[0].end]:
        return False
    speech = speech_in(text)
    if speech and _EVERYBODY.match(text, speech.end()):
        return True
    lead = told.run[0].lead
    if len(lead) < SEVERAL and told.paragraph == 0 and after.count(lead) == len(after):
        return bool(lead)
    if not lead:
        return told.paragraph < FIRST_PARAGRAPHS
    later = {name for names in after if names != lead for name in names}
    if all(_EVERYBODY.match(name) for name in lead):
        return bool(later)
    return len(lead) >= SEVERAL and later.issuperset(lead)


def about_the_paper(blocks: Iterable[Block], number: str) -> Iterator[Block]:
    """`blocks` without what stands below a question that is about something else than the paper with this `number`.

    Sites that answer questions of readers go on to another paper: `Năm học bắt đầu khi nào?`.
    """
    is_open = True
    for block in blocks:
        text = block.text
        if text.endswith("?") and block.mark is Mark.NONE and len(text) <= LONGEST_QUESTION:
            is_open = _IS_ASKED.search(text) is not None or bool(number and number in text)
        elif not is_open:
            speech = speech_in(text)
            is_open = bool(speech and speech["orders"]) or bool(number and number in text)
        if is_open:
            yield block


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
