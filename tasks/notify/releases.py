"""Telling units what a paper gave them: a notice to each head, one mail to each unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from accounts.models import Organisation, User
from directives.models import Directive
from tasks import addressees
from tasks.models import Mail, Notice, NoticeKind, Party, Task
from tasks.notify.ledger import insert_new
from tasks.notify.units import addresses_of, unit_mails


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit got out of one release: tasks it leads and tasks it helps with, by key in ascending order."""

    unit: Organisation
    leads: tuple[int, ...]
    helps: tuple[int, ...]

    @property
    def first(self) -> int:
        """The lowest key of its tasks, which names this release among several of the same paper."""
        return min((*self.leads, *self.helps))

    @property
    def only(self) -> int | None:
        """The task when there is just one."""
        return self.first if len(self.leads) + len(self.helps) == 1 else None


def released(directive: Directive, tasks: Iterable[Task], *, actor: User | None, today: date) -> int:
    """Notices for the heads of every unit concerned and exactly one mail per unit; counts the new mails.

    The mail goes to the unit's mailbox, or to each of its heads when it has none. Called again with the same tasks it
    adds nothing.
    """
    shares = _shares(list(tasks))
    known = addressees.on(today, near=[], units=[share.unit.pk for share in shares])
    heads = {share.unit.pk: known.heads_of(share.unit.pk) for share in shares}
    insert_new(
        notice
        for share in shares
        for notice in _notices(directive, share, heads[share.unit.pk], today)
        if actor is None or notice.recipient_id != actor.pk
    )
    return insert_new(_mails(directive, shares, heads, today))


def _shares(tasks: Collection[Task]) -> list[Share]:
    leads: dict[int, list[int]] = defaultdict(list)
    helps: dict[int, list[int]] = defaultdict(list)
    for task in tasks:
        leads[task.lead_id].append(task.pk)
    for task_id, unit in Party.objects.filter(task__in=tasks).values_list("task_id", "organisation_id"):
        helps[unit].append(task_id)
    units = Organisation.objects.in_bulk({*leads, *helps})
    return [
        Share(units[key], tuple(sorted(leads.get(key, ()))), tuple(sorted(helps.get(key, ())))) for key in sorted(units)
    ]


def _notices(directive: Directive, share: Share, heads: Iterable[int], today: date) -> Iterator[Notice]:
    facts = {
        "unit": str(share.unit),
        "paper": str(directive),
        "leads": len(share.leads),
        "helps": len(share.helps),
    }
    for head in heads:
        yield Notice(
            recipient_id=head,
            key=f"release:{directive.pk}:{share.unit.pk}:{share.first}",
            kind=NoticeKind.RELEASE,
            directive=directive,
            task_id=share.only,
            day=today,
            facts=facts,
        )


def _mails(
    directive: Directive, shares: Collection[Share], heads: Mapping[int, tuple[int, ...]], today: date
) -> Iterator[Mail]:
    """Unique by the paper and the unit; a later release of the same paper adds its first task to the key."""
    addresses = addresses_of(head for keys in heads.values() for head in keys)
    told = _told_before(directive, shares)
    for share in shares:
        key = f"release:{directive.pk}:{share.unit.pk}"
        if told[share.unit.pk] < share.first:
            key += f":{share.first}"
        yield from unit_mails(key, directive, share.unit, heads[share.unit.pk], addresses, today)


def _told_before(directive: Directive, shares: Collection[Share]) -> dict[int, int]:
    """The first task of the paper that each unit leads or helps with, of this release or an earlier one."""
    units = [share.unit.pk for share in shares]
    led = Task.objects.filter(directive=directive, lead__in=units).values_list("lead").annotate(Min("pk"))
    helped = (
        Party.objects.filter(task__directive=directive, organisation__in=units)
        .values_list("organisation")
        .annotate(Min("task"))
    )
    first: dict[int, int] = {}
    for unit, task in (*led, *helped):
        first[unit] = min(task, first.get(unit, task))
    return first
