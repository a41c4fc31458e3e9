"""What lies on somebody's desk: one condition over tasks for their mail, their notices and the list a mail opens.

An officer has the tasks given to them, a head those their units lead, a monitor those they follow or nobody follows, a
leader those under their charge; and everybody has what lies on the desks of those for whom they stand in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from accounts.models import Absence, Membership
from accounts.roles import Role
from directives.workdays import WorkingCalendar
from tasks.ladder import SHIPPED, Ladder
from tasks.models import Anchor, LadderRule, Workday
from tasks.models.task import OVERDUE_VALUES

GIVEN: Final = Q(giver=None) | ~Q(giver=F("lead"))
"""Given to a unit from above; what its head handed out to its own officers lies on their desks."""
DECISIONS: Final = ("submitted", "contested")
"""Statuses in which the office has to decide before the unit can go on."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Keys: `people` whose own tasks these are, `units` headed, people who watch, leaders and the fields they lead."""

    people: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    watches: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    fields: frozenset[int] = frozenset()

    @property
    def oversees(self) -> bool:
        """Whether it holds tasks of units at large, which can be very many."""
        return bool(self.watches or self.leads)

    def condition(self) -> Q:
        """Which tasks lie on it, in whatever state."""
        found = Q(officer__in=self.people)
        if self.units:
            found |= Q(lead__in=self.units) & GIVEN
        if self.watches:
            found |= Q(giver=None) & (Q(monitor__in=self.watches) | Q(monitor=None))
        if self.leads:
            found |= Q(giver=None) & (Q(leader__in=self.leads) | Q(leader=None, field__in=self.fields))
        return found

    def joined(self, others: "Iterable[Desk]") -> "Desk":
        """This desk with what lies on others."""
        desk = self
        for other in others:
            desk = replace(
                desk,
                people=desk.people | other.people,
                units=desk.units | other.units,
                watches=desk.watches | other.watches,
                leads=desk.leads | other.leads,
                fields=desk.fields | other.fields,
            )
        return desk


EMPTY: Final = Desk()


def desks(people: Collection[int], day: date) -> Mapping[int, Desk]:
    """The desk of each of `people` on that day (three queries)."""
    stand_ins = Absence.objects.stand_ins(day)
    covered = {person: stand_ins.covered_by(person) if stand_ins.named else () for person in people}
    everybody = {*people, *(away for some in covered.values() for away in some)}
    own = _own(everybody, day)
    return {person: own[person].joined(own[away] for away in covered[person]) for person in people}


def of_unit(organisation: int) -> Desk:
    """What lies before a unit: the tasks it leads."""
    return Desk(units=frozenset({organisation}))


def _own(people: Collection[int], day: date) -> dict[int, Desk]:
    units: dict[int, set[int]] = defaultdict(set)
    roles: dict[int, set[str]] = defaultdict(set)
    posts = Membership.objects.on(day).filter(user__in=people)
    for user, organisation, role in posts.values_list("user_id", "organisation_id", "role"):
        roles[user].add(role)
        if role == Role.HEAD:
            units[user].add(organisation)
    fields: dict[int, set[int]] = defaultdict(set)
    led = posts.filter(role=Role.LEADER, fields_in_charge__isnull=False)
    for user, field in led.values_list("user_id", "fields_in_charge"):
        fields[user].add(field)
    return {
        person: Desk(
            people=frozenset({person}),
            units=frozenset(units[person]),
            watches=frozenset({person} if Role.MONITOR in roles[person] else ()),
            leads=frozenset({person} if Role.LEADER in roles[person] else ()),
            fields=frozenset(fields[person]),
        )
        for person in people
    }


def silent_since(ladder: Ladder, calendar: WorkingCalendar, today: date) -> date | None:
    """The last day of a report that by `today` counts as long silence; None when the office asks for no signal."""
    return _since([rung.days for rung in ladder.silent], calendar, today)


def _since(days: Collection[int], calendar: WorkingCalendar, today: date) -> date | None:
    return calendar.add_working_days(today, -min(days)) if days else None


def silent(since: date | None) -> Q:
    """Running, and last heard of on `since` or before."""
    if since is None:
        return Q(pk__in=[])
    return Q(LessThanOrEqual(Coalesce("reported_on", "assigned_on"), since), status__in=OVERDUE_VALUES)


def silent_on(today: date, calendar: WorkingCalendar | None = None) -> Q:
    """As `silent` by the rules and the calendar in force (a query for each that is not given)."""
    ladder = LadderRule.objects.filter(anchor=Anchor.SILENT, is_active=True)
    days = list(ladder.values_list("days", flat=True))
    if not days and not LadderRule.objects.exists():
        days = [rung.days for rung in SHIPPED.silent]
    return silent(_since(days, calendar or Workday.objects.calendar(), today))
