"""What became of ended bodies, as columns that lists and reports can join: one heir, or divided among several."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Organisation, Succession


def settle_heirs() -> int:
    """Bring `heir` and `divided` of every body in line with the successions; counts the changed ones (two queries).

    An ended body with one successor has for heir the last body on that way; one with several is divided.
    """
    successors: dict[int, set[int]] = defaultdict(set)
    links = Succession.objects.exclude(predecessor=None).values_list("predecessor", "successor")
    for predecessor, successor in links:
        if predecessor is not None and predecessor != successor:
            successors[predecessor].add(successor)
    rows = {row.pk: row for row in Organisation.objects.only("valid_to", "heir", "divided")}
    ended = {pk: successors[pk] for pk, row in rows.items() if row.valid_to is not None and successors.get(pk)}
    changed = [row for row in rows.values() if _settle(row, ended)]
    Organisation.objects.bulk_update(changed, ["heir", "divided"])
    return len(changed)


def _settle(row: Organisation, ended: Mapping[int, set[int]]) -> bool:
    heir, divided = _heir(row.pk, ended), len(ended.get(row.pk, ())) > 1
    if (row.heir_id, row.divided) == (heir, divided):
        return False
    row.heir_id, row.divided = heir, divided
    return True


def _heir(body: int, ended: Mapping[int, set[int]]) -> int | None:
    """The last body on the way of single successors; a loop in the data ends the way."""
    seen, current = {body}, body
    while len(ended.get(current, ())) == 1:
        (following,) = ended[current]
        if following in seen:
            break
        seen.add(following)
        current = following
    return current if current != body else None


def with_heirs_of(found: QuerySet[Organisation], on: date) -> QuerySet[Organisation]:
    """Bodies in force on the day that are among `found`, or took over one of them."""
    taken = found.exclude(heir=None).values("heir")
    return Organisation.objects.in_force(on).filter(Q(pk__in=found.values("pk")) | Q(pk__in=taken))
