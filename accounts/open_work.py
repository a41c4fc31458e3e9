"""What is still open on a person: asked here before an account is closed or a post ends, answered by the apps above.

Accounts know nothing of tasks; whoever keeps work on people registers how to count it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership, User


@dataclass(frozen=True, slots=True)
class Counter:
    """`of_person` counts all open work of somebody; `of_post` what nobody could do any more were that post gone."""

    of_person: Callable[[User, date], int]
    of_post: Callable[[Membership, date], int]


_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Have this counter asked as well; registering it twice counts once."""
    if counter not in _counters:
        _counters.append(counter)


def of_person(person: User, today: date) -> int:
    """How much is open on the person."""
    return sum(counter.of_person(person, today) for counter in _counters)


def of_post(post: Membership, on: date) -> int:
    """How much would be left without anybody if the post were no longer held from the day `on`."""
    return sum(counter.of_post(post, on) for counter in _counters)
