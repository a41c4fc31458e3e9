"""Who decides on more time for a task: the one who assigned it, and nobody of the unit that asks.

By habit the leading body asks the person who assigned the task; the rules found say no more about it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from accounts.models import Membership, Organisation, User
from accounts.roles import OVERSEE, Role
from tasks.models import Task, TaskEvent
from tasks.policy import same_branch

DECIDING: Final = frozenset({Role.LEADER, Role.MONITOR, Role.CLERK})
"""Roles of those who assign tasks; a person without such a post today decides nothing."""
ASSIGNING_MOVES: Final = ("release", "create")


def of_task(task: Task, today: date) -> User | None:
    """The leader in charge, else the monitor, else who assigned it: the first who can decide today.

    None when none of them can; then any leader or monitor who is not of the unit may.
    """
    return first_able(task, task.leader, task.monitor, today)


def first_able(task: Task, leader: User | None, monitor: User | None, today: date) -> User | None:
    """As `of_task`, with this leader and monitor."""
    people = (person for person in (leader, monitor, *_assigners(task)) if person is not None)
    return next((person for person in people if can_decide(person, task.lead, today)), None)


def _assigners(task: Task) -> Iterator[User | None]:
    assigned = TaskEvent.objects.filter(task=task, move__in=ASSIGNING_MOVES).select_related("actor").first()
    yield assigned.actor if assigned is not None else None


def can_decide(person: User, lead: Organisation, today: date) -> bool:
    """Whether the person holds a deciding post today and none in the unit that asks."""
    return person.is_active and person.holds(DECIDING, today) and not is_of_unit(person.posts(today), lead)


def is_of_unit(posts: list[Membership], lead: Organisation) -> bool:
    """Whether any of the posts is in the department of `lead`; the root of the tree is nobody's department."""
    return any(post.organisation.parent_id is not None and same_branch(post.organisation, lead) for post in posts)


def in_general(today: date, lead: Organisation) -> list[User]:
    """Every leader and monitor who can decide where nobody is named (one query)."""
    posts = Membership.objects.on(today).filter(role__in=OVERSEE).select_related("user", "organisation").order_by("pk")
    return list(dict.fromkeys(post.user for post in posts if not is_of_unit([post], lead)))


def substitutes_of(decider: User, today: date) -> list[int]:
    """Keys of those who stand in for the decider today."""
    return []
