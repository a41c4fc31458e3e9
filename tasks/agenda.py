"""What a review meeting has to talk about, found for its chair: what is left of last time first, then what presses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tasks.desk import silent_on
from tasks.models import (
    AgendaItem,
    AgendaReason,
    AgendaState,
    ExtensionRequest,
    InstructionState,
    Level,
    Meeting,
    MeetingState,
    Task,
    TaskStatus,
)
from tasks.models.task import TaskQuerySet

MOST_OF_A_KIND: Final = 20
"""Overdue, contested, waiting and silent tasks, the oldest of each; a meeting talks about no more."""
OPEN_WORDS: Final = (InstructionState.PROPOSED, InstructionState.OPEN, InstructionState.ANSWERED)
"""Instructions that are not settled: the next meeting hears what became of them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something for the agenda: a task, or the words of an item without one."""

    reason: AgendaReason
    task_id: int | None
    title: str = ""


def candidates(meeting: Meeting, today: date) -> list[Candidate]:
    """In the order of the agenda, each task once, at the first of its reasons."""
    found: dict[int | str, Candidate] = {}
    for candidate in (*_left_over(meeting), *_pressing(meeting, today)):
        found.setdefault(candidate.task_id or candidate.title, candidate)
    return list(found.values())


def last_meeting(meeting: Meeting) -> Meeting | None:
    """The last one that the same leader chaired and that is over."""
    held = Meeting.objects.filter(chair=meeting.chair, state=MeetingState.CLOSED).exclude(pk=meeting.pk)
    return held.filter(held_on__lte=meeting.held_on).order_by("-held_on", "-pk").first()


def _left_over(meeting: Meeting) -> Iterator[Candidate]:
    last = last_meeting(meeting)
    if last is None:
        return
    items = AgendaItem.objects.filter(meeting=last).order_by("position", "pk")
    open_words = items.filter(decisions__instruction__state__in=OPEN_WORDS).distinct()
    for task, title in open_words.values_list("task", "title"):
        yield Candidate(AgendaReason.CARRIED, task, title)
    left = items.filter(state__in=[AgendaState.WAITING, AgendaState.POSTPONED]).exclude(task__status__in=ENDED)
    for task, title in left.values_list("task", "title"):
        yield Candidate(AgendaReason.POSTPONED, task, title)


ENDED: Final = (TaskStatus.DONE, TaskStatus.WITHDRAWN)


def _pressing(meeting: Meeting, today: date) -> Iterator[Candidate]:
    tasks = Task.objects.visible_to(meeting.chair, today).of_level(Level.CITY)
    asking = ExtensionRequest.objects.pending().order_by().values("task")
    piles: dict[AgendaReason, TaskQuerySet] = {
        AgendaReason.CONTESTED: tasks.filter(status=TaskStatus.CONTESTED),
        AgendaReason.EXTENSION: tasks.filter(pk__in=asking),
        AgendaReason.OVERDUE: tasks.overdue(today),
        AgendaReason.SILENT: tasks.filter(silent_on(today)),
    }
    for reason, pile in piles.items():
        for key in pile.order_by("counts_until", "pk").values_list("pk", flat=True)[:MOST_OF_A_KIND]:
            yield Candidate(reason, key)
