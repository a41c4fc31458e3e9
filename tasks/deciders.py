"""Who decides on more time for a task: the one who assigned it, and nobody of the unit that asks.

By habit the leading body asks the person who assigned the task; the rules found say no more about it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from accounts import kept_sql
from accounts.models import Absence, Membership, Organisation, StandIns, User, substitute_of
from accounts.roles import OVERSEE, Role
from accounts.scope import same_branch
from tasks.models import ExtensionRequest, Task, TaskEvent
from tasks.models.extension import ExtensionQuerySet

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


def in_charge(request: ExtensionRequest, today: date) -> list[User]:
    """Who decides this request today: the decider and, in their absence, the substitute.

    Nobody by name when the decider has left the office, or is away without a substitute; then leaders and monitors in
    general do, so that no absence blocks a decision.
    """
    decider = request.decider
    if decider is None or not decider.is_active or not decider.holds(DECIDING, today):
        return []
    stand_ins = Absence.objects.stand_ins(today)
    if not stand_ins.is_away(decider.pk):
        return [decider]
    substitute = substitute_of(decider, today)
    return [decider, substitute] if substitute is not None else []


def waiting_for(user: User, today: date) -> ExtensionQuerySet:
    """Requests that `user` can decide today, as `policy_extensions.may_decide` says it in Python."""
    return _waiting(user, today, Absence.objects.stand_ins(today))


def count_waiting(user: User, today: date, most: int) -> int:
    """How many of these there are, counted up to `most` (two queries, over the partial index of those waiting)."""
    stand_ins = Absence.objects.stand_ins(today)
    bodies = ((post.role, post.organisation) for post in user.posts(today))
    posts = tuple((role, body.pk, body.parent_id is None, body.path) for role, body in bodies)
    asked = ("to decide", user.pk, today, posts, tuple(stand_ins.named.items()), most)
    return len(kept_sql.rows(asked, lambda: _waiting(user, today, stand_ins).order_by().values_list("pk")[:most]))


def _waiting(user: User, today: date, stand_ins: StandIns) -> ExtensionQuerySet:
    waiting = ExtensionRequest.objects.pending().exclude(asked_by=user)
    for post in user.posts(today):
        if post.organisation.parent_id is not None:
            waiting = waiting.exclude(task__lead__path__startswith=post.organisation.path)
            waiting = waiting.exclude(task__lead__in=_above(post.organisation))
    mine = Q(decider__in=[user.pk, *stand_ins.covered_by(user.pk)])
    if user.holds(OVERSEE, today):
        office = Membership.objects.on(today).filter(user=OuterRef("decider"), role__in=DECIDING)
        alone = [person for person in stand_ins.named if stand_ins.of(person) is None]
        mine |= Q(decider=None) | ~Q(Exists(office)) | Q(decider__in=alone)
    elif not user.holds(DECIDING, today) and not stand_ins.covered_by(user.pk):
        return waiting.none()
    return waiting.filter(mine)


def stands_in(user: User, today: date) -> bool:
    """Whether `user` receives today in the place of somebody who decides (one query, two while they stand in)."""
    covered = Absence.objects.stand_ins(today).covered_by(user.pk)
    return bool(covered) and Membership.objects.on(today).filter(user__in=covered, role__in=DECIDING).exists()


def _above(organisation: Organisation) -> QuerySet[Organisation]:
    """Bodies above the organisation in its own department."""
    return Organisation.objects.annotate(below=Value(organisation.path)).filter(
        parent__isnull=False, below__startswith=F("path")
    )
