"""The life of a task as one table of moves (pure): from where, to where, what it demands; who may: `policy.TABLE`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """What people did. Timeliness is computed from dates, never stored (see `tasks.deadlines`)."""

    ASSIGNED = "assigned"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    SIGNING = "signing"  # reported by the officer, the head of the unit has not signed off
    SUBMITTED = "submitted"  # with the office
    CONTESTED = "contested"
    SUSPENDED = "suspended"
    DONE = "done"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset(Status) - {Status.DONE, Status.WITHDRAWN}
"""Statuses of a task that somebody still has to act on."""

WORKING: Final = frozenset({Status.ASSIGNED, Status.RECEIVED, Status.IN_PROGRESS})
"""Statuses in which the ball is with the lead organisation."""


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted step; `to` None keeps the status; `demands` names inputs that must not be empty.

    `shortcut` is where the step leads instead when the one that would follow has nobody left to ask: a result that a
    head reports is signed off by that, and work handed out inside a unit ends with the signature of who handed it out.
    """

    source: frozenset[Status]
    to: Status | None
    demands: tuple[str, ...] = ()
    shortcut: Status | None = None


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


MOVES: Final[dict[str, Move]] = {
    "receive": Move(_from(Status.ASSIGNED), Status.RECEIVED),
    "contest": Move(_from(Status.ASSIGNED, Status.RECEIVED), Status.CONTESTED, ("reason",)),
    "reassign": Move(_from(Status.CONTESTED, Status.ASSIGNED, Status.RECEIVED), Status.ASSIGNED, ("reason",)),
    "reject_contest": Move(_from(Status.CONTESTED), Status.ASSIGNED, ("reason",)),
    "delegate": Move(WORKING, None, ("officer",)),
    "report": Move(WORKING, Status.IN_PROGRESS, ("done",)),
    "submit": Move(WORKING, Status.SIGNING, ("result",), shortcut=Status.SUBMITTED),
    "take_back": Move(_from(Status.SIGNING), Status.IN_PROGRESS),
    "sign_off": Move(_from(Status.SIGNING), Status.SUBMITTED, shortcut=Status.DONE),
    "send_back": Move(_from(Status.SIGNING), Status.IN_PROGRESS, ("reason",)),
    "accept": Move(_from(Status.SUBMITTED), Status.DONE, ("quality",)),
    "return": Move(_from(Status.SUBMITTED), Status.IN_PROGRESS, ("reason",)),
    "suspend": Move(WORKING | {Status.CONTESTED}, Status.SUSPENDED, ("ground",)),
    "resume": Move(_from(Status.SUSPENDED), Status.IN_PROGRESS),
    "withdraw": Move(OPEN, Status.WITHDRAWN, ("reason",)),
}


def moves_from(status: Status) -> tuple[str, ...]:
    """Names of the moves that the table permits from `status`, in the table's order."""
    return tuple(name for name, move in MOVES.items() if status in move.source)
