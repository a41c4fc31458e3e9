"""The counters of a leader's first page: up to a cap, and out of the summary where all duties of the city are meant."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from accounts.models import User
from tasks import tally
from tasks.attention import LEVELS, MOST_COUNTED, Reason, Watch, capped_counts, keys_at, keys_of
from tasks.deadlines import Basis, Timeliness
from tasks.maps import Map
from tasks.models.task import TaskQuerySet
from tasks.tabs import OPEN_KINDS

OPEN: Final = "open"
SUMMED: Final = {1: (Reason.OVERDUE, Timeliness.OVERDUE), 2: (Reason.DUE_SOON, Timeliness.DUE_SOON)}
"""Levels whose first reason is a class of the summary."""
Piles = dict[str, QuerySet[Any, Any]]


def name_of(level: int) -> str:
    """How the counter of a warning level is named."""
    return f"level_{level}"


def kept_on(day: date, basis: Basis) -> Counter[str] | None:
    """The classes of all duties of the city out of the summary; None while it is not of that day (two queries)."""
    kept = tally.read([(tally.GROUPS[Map.NOW], each) for each in tally.RANKINGS], day=day, basis=basis)
    return None if kept is None else sum((entry.counts for entry in kept), Counter[str]())


def numbers(
    others: Mapping[str, QuerySet[Any, Any]],
    ways: Sequence[TaskQuerySet],
    watched: Watch,
    kept: Counter[str] | None,
    user: User,
) -> Mapping[str, int]:
    """What is open, what counts at each level, and the `others`, each up to one above the cap (one query, seldom two).

    `kept` are the classes of the summary where `ways` is one and holds all duties of the city.
    """
    live: Piles = {name_of(level): keys_at(ways, watched, level) for level in LEVELS}
    live[OPEN] = keys_of([way.open() for way in ways])
    if kept is None:
        return capped_counts({**others, **live}, user)
    known, piles = {OPEN}, dict(others)
    for level in LEVELS:
        if level in SUMMED:
            piles |= _beside(ways[0], watched, level)
            known.add(name_of(level))
        else:
            piles[name_of(level)] = live[name_of(level)]
    found = capped_counts(piles, user)
    summed = {OPEN: sum(kept[kind] for kind in OPEN_KINDS)}
    for level, (_reason, kind) in SUMMED.items():
        summed[name_of(level)] = kept[kind] - found[f"above {level}"] + found[f"rest {level}"]
    if unsure := [name_of(level) for level in SUMMED if found[f"above {level}"] > MOST_COUNTED]:
        summed |= capped_counts({name: live[name] for name in unsure}, user)
    return {**found, **{name: min(number, MOST_COUNTED + 1) for name, number in summed.items()}}


def _beside(way: TaskQuerySet, watched: Watch, level: int) -> Piles:
    """What to take off the first reason of a level because it counts higher, and the other reasons of that level."""
    first, shared, earlier = watched.reasons[SUMMED[level][0]], list[Q](), Q(pk__in=[])
    for reason in (each for above in LEVELS if above < level for each in LEVELS[above]):
        shared.append(first & watched.reasons[reason] & ~earlier)
        earlier |= watched.reasons[reason]
    return {
        f"above {level}": _apart(way, shared),
        f"rest {level}": _apart(way, watched.apart(level)[1:]),
    }


def _apart(way: TaskQuerySet, parts: Sequence[Q]) -> QuerySet[Any, Any]:
    """Keys of tasks that belong to one of these parts, of which none overlaps another."""
    if not parts:
        return way.none()
    found = [way.filter(part).order_by().values("pk")[: MOST_COUNTED + 1] for part in parts]
    return found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
