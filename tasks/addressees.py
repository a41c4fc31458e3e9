"""Who is told about a task: people who may sign in and hold a post on the day, and nobody else."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Membership
from accounts.roles import Role
from tasks.models import Task


@dataclass(frozen=True, slots=True)
class Addressees:
    """Keys of `people` with a post on the day, heads by organisation, and the monitors of the office."""

    people: frozenset[int]
    heads: Mapping[int, tuple[int, ...]]
    monitors: tuple[int, ...]

    def heads_of(self, organisation_id: int) -> tuple[int, ...]:
        """Heads of that unit."""
        return self.heads.get(organisation_id, ())

    def responsible(self, task: Task) -> tuple[int, ...]:
        """The officer; else the heads of the lead; a unit without anybody must not stay silent, so else the monitor."""
        if task.officer_id in self.people:
            return (task.officer_id,) if task.officer_id is not None else ()
        return self.heads_of(task.lead_id) or self.watching(task)

    def watching(self, task: Task) -> tuple[int, ...]:
        """The monitor of the task, else every monitor of the office."""
        if task.monitor_id is not None and task.monitor_id in self.people:
            return (task.monitor_id,)
        return self.monitors

    def of_overdue(self, task: Task) -> frozenset[int]:
        """Who is responsible, the heads of their unit, and the monitor named on the task."""
        named = (task.monitor_id,) if task.monitor_id is not None and task.monitor_id in self.people else ()
        return frozenset((*self.responsible(task), *self.heads_of(task.lead_id), *named))


def on(day: date, *, near: Collection[Task] | None = None, units: Collection[int] = ()) -> Addressees:
    """Everybody who can be told something on `day` (one query).

    With `near` only those whom these tasks concern are looked up, and the heads of `units`.
    """
    posts = Membership.objects.on(day)
    if near is not None:
        named = {key for task in near for key in (task.officer_id, task.monitor_id) if key is not None}
        leads = {task.lead_id for task in near} | set(units)
        posts = posts.filter(Q(organisation__in=leads) | Q(user__in=named) | Q(role=Role.MONITOR))
    return _gather(list(posts.order_by("pk").values_list("user_id", "organisation_id", "role")))


def _gather(posts: Collection[tuple[int, int, str]]) -> Addressees:
    heads: dict[int, dict[int, None]] = defaultdict(dict)
    for user, organisation, role in posts:
        if role == Role.HEAD:
            heads[organisation][user] = None
    return Addressees(
        people=frozenset(user for user, _, _ in posts),
        heads={organisation: tuple(users) for organisation, users in heads.items()},
        monitors=tuple(dict.fromkeys(user for user, _, role in posts if role == Role.MONITOR)),
    )
