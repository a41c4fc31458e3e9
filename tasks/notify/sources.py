"""Where the notices of the nightly sweep come from: one list of sources, each in a file of its own.

A source answers one question ("which tasks are overdue, and who has to hear of it today?"). It is asked once per batch
of open tasks and must look at no others, because other workers look at those at the same time. Its notices carry keys
that name the day or the round, so that asking twice adds nothing.
"""

from collections.abc import Iterable
from typing import Final, Protocol

from tasks.addressees import Addressees
from tasks.models.task import TaskQuerySet
from tasks.notify import deadlines, extensions, reviews, silence
from tasks.notify.plan import Plan
from tasks.notify.rows import Row


class Source(Protocol):
    """What makes notices of one sort for the day of `plan`, about open `tasks` of the batch and nothing else."""

    def __call__(self, plan: Plan, known: Addressees, tasks: TaskQuerySet) -> Iterable[Row]:
        """The notices, those a reader should see first last; see `tasks.notify.plan.reminder` for making one."""


SOURCES: Final[tuple[Source, ...]] = (
    silence.unreachable,
    silence.silent,
    silence.waiting,
    extensions.undecided,
    reviews.to_look_at,
    deadlines.near,
    deadlines.overdue,
)
"""Asked in this order; a source of another file is added here by one line."""
