"""A leader's words that still wait for an ended body go to who took its place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Max

from tasks.models import Instruction, InstructionState

WAITING: Final = (InstructionState.PROPOSED, InstructionState.OPEN, InstructionState.ANSWERED)
"""States in which somebody of the unit may still have to act; what is over keeps the name it was said to."""


def followers(sources: Sequence[int], leads: Mapping[int, int], spare: int) -> dict[int, dict[str, Any]]:
    """New columns by key of the words: with their task to its new lead, else to `spare`, numbered anew there."""
    rows = Instruction.objects.filter(unit__in=sources, state__in=WAITING).order_by("pk")
    last = _last_numbers(spare)
    wanted: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row.task_id is not None:
            wanted[row.pk] = {"unit_id": leads.get(row.task_id, spare)}
            continue
        wanted[row.pk] = {"unit_id": spare}
        if row.number:
            last[row.kind] += 1
            wanted[row.pk]["number"] = last[row.kind]
    return wanted


def _last_numbers(unit: int) -> defaultdict[str, int]:
    said = Instruction.objects.filter(unit=unit, task=None).order_by().values("kind")
    return defaultdict(int, said.annotate(most=Max("number")).values_list("kind", "most"))
