"""What became of a paper: its tasks, as far as somebody may see them.

This app ends at a reviewed draft and knows no tasks; the app above registers here how to find and count them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from accounts.models import User


class Pile(StrEnum):
    """Where a task lies when a paper is counted; every task lies on exactly one."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Slip(NamedTuple):
    """As little of a task as counting needs: the draft it came from (None: none) and its place in the paper."""

    task: int
    draft: int | None
    path: str
    pile: Pile
    late_since: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of tasks; `open` holds those overdue too."""

    total: int = 0
    open: int = 0
    overdue: int = 0
    done: int = 0

    def __bool__(self) -> bool:
        return self.total > 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.total + other.total, self.open + other.open, self.overdue + other.overdue, self.done + other.done
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A task as a page shows it, and what whoever looks may do about it."""

    task: Any
    may_urge: bool
    may_instruct: bool


class Work(Protocol):
    """What the app of tasks answers; everything is duties of the city that `user` may see."""

    def slips(self, directive: int, user: User, today: date) -> list[Slip]:
        """Every task of the paper (one query)."""

    def rows(self, tasks: Collection[int], user: User, today: date) -> Mapping[int, Row]:
        """These tasks by their keys, with verbs (two queries at most)."""

    def tallies(self, papers: Collection[int], user: User, today: date) -> Mapping[int, Tally]:
        """The numbers of each paper (one query); a paper without tasks is left out."""


class _Known:
    """Where the app above registers."""

    work: Work | None = None


def register(work: Work) -> None:
    """From now on pages ask `work`."""
    _Known.work = work


def work() -> Work:
    """What was registered.

    Raises:
        LookupError: nothing was; the app of tasks is not installed.
    """
    if _Known.work is None:
        raise LookupError("no app of tasks has registered")
    return _Known.work


def tally(slips: Collection[Slip]) -> Tally:
    """The numbers of these tasks."""
    piles = [slip.pile for slip in slips]
    overdue = piles.count(Pile.OVERDUE)
    return Tally(len(piles), overdue + piles.count(Pile.OPEN), overdue, piles.count(Pile.DONE))
