"""Two maps of the organisation: who led a task when it was given, and who answers for it today.

A reorganisation moves open tasks to the successor and leaves closed ones with the body that ended. By the map of today
a closed task counts for the heir of its body; by the map of then every task counts for the body it was given to. What
an ended body left to several successors has no single heir, so it stays under the old name on both maps, marked as
divided. Both maps hold the same tasks, so their sums agree.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from tasks.models import Party


class Map(StrEnum):
    """By which organisation tasks are counted."""

    NOW = "now"
    THEN = "then"


MAP_LABELS: Final[Mapping[Map, str | Promise]] = {
    Map.NOW: _("Theo tổ chức hiện nay"),
    Map.THEN: _("Theo tổ chức tại thời điểm giao"),
}
FIRST: Final[Mapping[Map, str]] = {Map.NOW: "lead__heir", Map.THEN: "lead_as_given"}
"""The body that counts where there is one; else it is the lead itself."""


def unit_column(chosen: Map, name: str = "pk", via: str = "") -> Coalesce:
    """A column of the body that a task counts for; `via` leads to the task (`task__`)."""
    first = f"{via}{FIRST[chosen]}"
    if name == "pk":
        return Coalesce(F(f"{first}_id"), F(f"{via}lead_id"))
    return Coalesce(F(f"{first}__{name}"), F(f"{via}lead__{name}"))


def led_by(chosen: Map, bodies: Sequence[Organisation]) -> Q:
    """Tasks that count for one of these bodies; an ended body also answers for what it closed itself.

    Whom they took over is asked first (one query): with the keys themselves an index gives a unit's tasks in order.
    """
    keys = [body.pk for body in bodies]
    if chosen is Map.THEN:
        return Q(lead_as_given__in=keys) | Q(lead_as_given=None, lead__in=keys)
    ended = Organisation.objects.filter(heir__in=keys).order_by().values_list("pk", flat=True)
    return Q(lead__in=[*keys, *ended])


def led_within(chosen: Map, root: Organisation) -> Q:
    """Tasks that count for a body in that subtree."""
    if chosen is Map.THEN:
        given = Q(lead_as_given__path__startswith=root.path)
        return given | Q(lead_as_given=None, lead__path__startswith=root.path)
    found = Organisation.objects.filter(Q(path__startswith=root.path) | Q(heir__path__startswith=root.path))
    return Q(lead__in=found.values("pk"))


def helped_by(chosen: Map, body: Organisation) -> Q:
    """Tasks that the body coordinates; by the map of today also what its predecessors did."""
    if chosen is Map.THEN:
        return Q(pk__in=Party.objects.filter(organisation=body).values("task"))
    bodies = Organisation.objects.filter(Q(pk=body.pk) | Q(heir=body.pk))
    return Q(pk__in=Party.objects.filter(organisation__in=bodies.values("pk")).values("task"))
