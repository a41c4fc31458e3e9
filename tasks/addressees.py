"""Who is told about a task: people who may sign in and hold a post on the day, and who stands in for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accounts.models import Absence, Membership, StandIns
from accounts.roles import Role
from tasks.lifecycle import Status
from tasks.models import Audience, Task


@dataclass(frozen=True, slots=True)
class Addressees:
    """Keys of `people` with a post on the day, heads by organisation, monitors of the office, leaders by field.

    `stand_ins` says who is away; `names` are those of people away.
    """

    people: frozenset[int]
    heads: Mapping[int, tuple[int, ...]]
    monitors: tuple[int, ...]
    leaders: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    stand_ins: StandIns = field(default_factory=StandIns)
    names: Mapping[int, str] = field(default_factory=dict)

    def heads_of(self, organisation_id: int) -> tuple[int, ...]:
        """Heads of that unit, those away included."""
        return self.heads.get(organisation_id, ())

    def responsible(self, task: Task) -> tuple[int, ...]:
        """The officer; else the heads of the lead; a unit without anybody must not stay silent, so else the monitor.

        An officer who is away with nobody in their place keeps the notice, and the heads get it too. A result that
        waits for a signature is in the hands of the heads who sign.
        """
        if task.status == Status.SIGNING and (signers := self.heads_of(task.giver_id or task.lead_id)):
            return signers
        if task.officer_id is None or task.officer_id not in self.people:
            return self.heads_of(task.lead_id) or self.watching(task)
        if self.receives(task.officer_id):
            return (task.officer_id,)
        return tuple(dict.fromkeys((task.officer_id, *self.heads_of(task.lead_id))))

    def watching(self, task: Task) -> tuple[int, ...]:
        """The monitor of the task, else every monitor of the office; of work inside a unit, who handed it out."""
        if task.giver_id is not None:
            return self.heads_of(task.giver_id)
        if task.monitor_id is not None and task.monitor_id in self.people:
            return (task.monitor_id,)
        return self.monitors

    def leading(self, task: Task) -> tuple[int, ...]:
        """The leader named on the task, else the leaders in charge of its field; nobody for work inside a unit."""
        if task.giver_id is not None:
            return ()
        if task.leader_id is not None and task.leader_id in self.people:
            return (task.leader_id,)
        return self.leaders.get(task.field_id or 0, ())

    def audience(self, name: str, task: Task) -> tuple[int, ...]:
        """Who stands on a rung of the ladder for that task; nobody when the rung is empty."""
        if name == Audience.OFFICER:
            return self.responsible(task)
        if name == Audience.HEAD:
            return self.heads_of(task.lead_id)
        return self.watching(task) if name == Audience.MONITOR else self.leading(task)

    def receives(self, person: int) -> int | None:
        """Who gets what is meant for `person`: themselves, or who stands in; None when nobody does."""
        receiver = self.stand_ins.of(person)
        return receiver if receiver is not None and receiver in self.people else None

    def is_reachable(self, organisation_id: int) -> bool:
        """Whether any head of the unit, or somebody in their place, receives anything that day."""
        return any(self.receives(head) is not None for head in self.heads_of(organisation_id))


def on(day: date, *, near: Collection[Task] | None = None, units: Collection[int] = ()) -> Addressees:
    """Everybody who can be told something on `day` (three queries).

    With `near` only those whom these tasks concern are looked up, and the heads of `units`.
    """
    posts = Membership.objects.on(day)
    away = list(Absence.objects.on(day).values_list("person_id", "substitute_id", "person__full_name"))
    if near is not None:
        named = {key for task in near for key in (task.officer_id, task.monitor_id, task.leader_id) if key is not None}
        named |= {substitute for _, substitute, _ in away if substitute is not None}
        leads = {key for task in near for key in (task.lead_id, task.giver_id) if key is not None} | set(units)
        office = Q(role__in=[Role.MONITOR, Role.LEADER])
        posts = posts.filter(Q(organisation__in=leads) | Q(user__in=named) | office)
    rows = list(posts.order_by("pk").values_list("user_id", "organisation_id", "role"))
    return _gather(rows, away, _leaders(day))


def _leaders(day: date) -> dict[int, tuple[int, ...]]:
    """Leaders by the fields they are in charge of."""
    posts = Membership.objects.on(day).filter(role=Role.LEADER, fields_in_charge__isnull=False)
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for key, user in posts.order_by("pk").values_list("fields_in_charge", "user_id"):
        found[key][user] = None
    return {key: tuple(users) for key, users in found.items()}


def _gather(
    posts: Collection[tuple[int, int, str]],
    away: Collection[tuple[int, int | None, str]],
    leaders: Mapping[int, tuple[int, ...]],
) -> Addressees:
    heads: dict[int, dict[int, None]] = defaultdict(dict)
    for user, organisation, role in posts:
        if role == Role.HEAD:
            heads[organisation][user] = None
    return Addressees(
        people=frozenset(user for user, _, _ in posts),
        heads={organisation: tuple(users) for organisation, users in heads.items()},
        monitors=tuple(dict.fromkeys(user for user, _, role in posts if role == Role.MONITOR)),
        leaders=leaders,
        stand_ins=StandIns({person: substitute for person, substitute, _ in away}),
        names={person: name for person, _, name in away},
    )
