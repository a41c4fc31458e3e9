"""The bodies that a list can be narrowed to: thousands in a large city, whose choice is then kept for a minute."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import Final

from django.db.models import Exists, OuterRef

from accounts.models import Organisation
from tasks.asof import standing
from tasks.maps import Map
from tasks.models import Task

MANY: Final = 500
"""A choice of more bodies is kept; a shorter one is asked for each page."""
KEPT_FOR: Final = 60
"""Seconds; a body that leads its first task may be missing in the choice for so long."""


@dataclass(frozen=True)
class Choices:
    """Key and name of each body, in the order of the organisation."""

    rows: list[tuple[int, str]]

    @cached_property
    def keys(self) -> frozenset[int]:
        """The bodies that can be chosen."""
        return frozenset(key for key, _name in self.rows)

    @cached_property
    def options(self) -> str:
        """An option of HTML for each, none of them marked."""
        return "".join(f'<option value="{key}">{escape(name)}</option>' for key, name in self.rows)


_kept: dict[tuple[Map, date], tuple[float, Choices]] = {}


def choices(on_map: Map, day: date, chosen: Collection[int], *, now: float) -> Choices:
    """Bodies that lead tasks on `day`, on the map of then also those that have ended (one query, or none).

    `now` is a clock in seconds that never goes back. What is kept is asked anew when it lacks a body of `chosen`.
    """
    until, kept = _kept.get((on_map, day), (0.0, None))
    if kept is not None and standing() is None and now < until and kept.keys.issuperset(chosen):
        return kept
    found = Choices(_asked(on_map, day))
    if len(found.rows) > MANY and standing() is None:
        for old in [key for key in _kept if key[1] != day]:
            _kept.pop(old, None)
        _kept[on_map, day] = now + KEPT_FOR, found
    return found


def _asked(on_map: Map, day: date) -> list[tuple[int, str]]:
    bodies = Organisation.objects.all() if on_map is Map.THEN else Organisation.objects.in_force(day)
    led = Task.objects.order_by().filter(lead=OuterRef("pk"))
    return list(bodies.filter(Exists(led)).order_by("rank").values_list("pk", "short_name"))
