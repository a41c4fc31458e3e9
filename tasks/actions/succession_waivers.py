"""A unit that needs no signature of its head: a new name keeps that rule, a new body decides for itself."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tasks.models import SignOffWaiver


def followers(sources: Sequence[int], heir: int | None, on: date) -> dict[int, dict[str, Any]]:
    """New columns by key of the waivers in force: of the `heir` of a body that only changed its name, else ended."""
    wanted: dict[int, dict[str, Any]] = {}
    for waiver in SignOffWaiver.objects.filter(organisation__in=sources, until=None).order_by("pk"):
        ends = {"until": max(waiver.since, on - timedelta(days=1))}
        wanted[waiver.pk] = {"organisation_id": heir} if heir is not None else ends
    return wanted
