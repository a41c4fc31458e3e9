"""Background work on incoming files; each may run twice."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from accounts.clock import today
from accounts.jobs import background
from directives.actions import intake, names, reparse

MOST_PER_ROUND = 20
NAMES_LOOK_BACK: Final = timedelta(days=2)
"""Choices of reviewers so far back are looked at again, so that a missed round loses none."""


@background("quick")
def parse_file(file_id: int) -> str:
    """Read one uploaded file; the state it came to."""
    return str(intake.read_file(file_id, today=today()).state)


@background("quick")
def pick_up_stragglers() -> int:
    """Read files whose message was lost or whose reader died; how many were looked at."""
    waiting = intake.waiting()[:MOST_PER_ROUND]
    for file_id in waiting:
        intake.read_file(file_id, today=today())
    return len(waiting)


@background("quick")
def read_again(reading_id: int) -> str:
    """Read one paper with the engine of today and keep what differs; the state it came to."""
    return str(reparse.carry_out(reading_id, today=today()).state)


@background("quick")
def pick_up_readings() -> int:
    """Carry out readings whose message was lost or whose worker died; how many were looked at."""
    waiting = reparse.waiting()[:MOST_PER_ROUND]
    for reading_id in waiting:
        reparse.carry_out(reading_id, today=today())
    return len(waiting)


@background("quick", expires=600)
def gather_names() -> int:
    """Propose names that reviewers settled by hand lately; counts the new proposals."""
    return names.gather(timezone.now() - NAMES_LOOK_BACK, today=today())
