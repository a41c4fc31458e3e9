"""Lines in the history of tasks that a reorganisation moved or brought back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from accounts import context
from accounts.models import Organisation, Reorganisation, ReorganisedRow, RowChange, User
from tasks.models import Task, TaskEvent

Details = Mapping[str, Any]


def write(lines: Iterable[tuple[int, str, Details]], row: Reorganisation, *, actor: User, today: date) -> int:
    """One event per (task, move, details), each saying by which paper and from which day; counts them."""
    wanted = list(lines)
    states = {pk: (status, version) for pk, status, version in _states(pk for pk, _move, _details in wanted)}
    facts = {"document": row.document, "effective_on": row.effective_on.isoformat(), "reorganisation": row.pk}
    events = [
        TaskEvent(
            task_id=pk,
            at=timezone.now(),
            on=today,
            move=move,
            from_status=states[pk][0],
            to_status=states[pk][0],
            actor=actor,
            membership_id=context.current().membership_id,
            details={**facts, **details, "version": states[pk][1]},
        )
        for pk, move, details in wanted
    ]
    return len(TaskEvent.objects.bulk_create(events, batch_size=1000))


def _states(keys: Iterable[int]) -> Iterable[tuple[int, str, int]]:
    return Task.objects.filter(pk__in=set(keys)).values_list("pk", "status", "version")


def took_back(row: Reorganisation, rows: Iterable[ReorganisedRow], *, actor: User, today: date) -> list[int]:
    """Say on each task that came back where it came from; their keys."""
    moved = {
        each.key: (each.after["lead_id"], each.before["lead_id"])
        for each in rows
        if each.table == "tasks.task" and each.change == RowChange.CHANGED and "lead_id" in each.before
    }
    keys = {key for pair in moved.values() for key in pair}
    names = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "short_name"))
    founded = {str(body.get("short_name") or body.get("name", "")) for body in row.founded}
    gone = ", ".join(sorted(founded))
    lines = [
        (pk, "reorganised_back", {"lead_before": names.get(left, gone), "lead_name": names.get(back, "")})
        for pk, (left, back) in sorted(moved.items())
    ]
    write(lines, row, actor=actor, today=today)
    return sorted(moved)
