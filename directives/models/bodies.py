"""Who leads and who helps in a proposal, in the order that the reviewer gave them.

The rows of the relation are written in that order, so their keys tell it; organisations have an order of their own
(rank), which would hide it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from accounts.models import Organisation
from directives.models.draft import TaskDraft

LEADS = TaskDraft.leads.through
HELPERS = TaskDraft.coordinating.through
_TABLES: Final[tuple[Any, Any]] = (LEADS, HELPERS)  # two tables of the same shape, unlike types


class Bodies(NamedTuple):
    """Organisations of one proposal, each list in order."""

    leads: list[Organisation]
    coordinating: list[Organisation]


class BodyKeys(NamedTuple):
    """The same as keys."""

    leads: list[int]
    coordinating: list[int]


def keys_of(drafts: Iterable[int]) -> dict[int, BodyKeys]:
    """Keys of the bodies of these proposals (two queries); one without any has empty lists."""
    found = {pk: BodyKeys([], []) for pk in drafts}
    for side, table in enumerate(_TABLES):
        pairs = table.objects.filter(taskdraft__in=list(found)).order_by("pk")
        for draft, organisation in pairs.values_list("taskdraft_id", "organisation_id"):
            found[draft][side].append(organisation)
    return found


def bodies_of(drafts: Iterable[int], *, whole: bool = False) -> dict[int, Bodies]:
    """The bodies of these proposals (three queries, however many there are).

    Their rows hold what a page shows of them, or every column when `whole`.
    """
    keys = keys_of(drafts)
    wanted = {pk for sides in keys.values() for side in sides for pk in side}
    every = Organisation.objects.all()
    rows = (every if whole else every.only("name", "short_name", "kind", "valid_to")).in_bulk(wanted)
    return {
        draft: Bodies([rows[pk] for pk in sides.leads], [rows[pk] for pk in sides.coordinating])
        for draft, sides in keys.items()
    }


def write(draft: TaskDraft, leads: Sequence[int], coordinating: Sequence[int]) -> None:
    """Set the bodies of a proposal, in this order; a lead never coordinates as well."""
    helpers = [pk for pk in dict.fromkeys(coordinating) if pk not in set(leads)]
    now = keys_of([draft.pk])[draft.pk]
    wanted = (list(dict.fromkeys(leads)), helpers)
    for table, before, after in zip(_TABLES, now, wanted, strict=True):
        if before == after:
            continue
        table.objects.filter(taskdraft=draft).delete()
        table.objects.bulk_create(table(taskdraft_id=draft.pk, organisation_id=pk) for pk in after)
