"""What every move of a task has in common: lock, ask, demand, write, tell, leave a trace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import acting, audit, context
from accounts.errors import DomainError
from accounts.models import User
from tasks import notify, policy
from tasks.actions import shares
from tasks.actions.instruct import follow
from tasks.lifecycle import MOVES
from tasks.models import ExtensionRequest, ProgressReport, Task, TaskEvent

DEMANDS: Final[dict[str, Promise]] = {
    "reason": _("Hãy nêu lý do."),
    "officer": _("Hãy chọn chuyên viên."),
    "done": _("Hãy ghi việc đã làm."),
    "result": _("Hãy nêu số văn bản kết quả hoặc đính kèm tệp kết quả."),
    "document": _("Hãy nêu số, ký hiệu văn bản làm căn cứ."),
    "ground": _("Hãy nêu lý do hoặc số, ký hiệu văn bản làm căn cứ."),
    "quality": _("Hãy đánh giá chất lượng kết quả."),
    "text": _("Hãy ghi nội dung việc phân công."),
}

CLIMBS: Final = frozenset({"percent", "status", "weight"})
"""Columns of work inside a unit whose change moves the percent of what it is part of."""

OVERTAKES_EXTENSIONS: Final = frozenset({"accept", "withdraw", "reassign"})
"""Moves after which a request for more time that still waits need not be decided."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of a step: words given, facts for the history, the report it came with."""

    reason: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    report: ProgressReport | None = None


NOTHING: Final = Said()


def begin(task_id: int, move: str, *, actor: User, today: date, seen_version: int | None) -> Task:
    """The task, locked, on which `actor` may make `move`.

    Raises:
        Stale: it changed since the form was opened, a repeated POST included.
        Refused: with the reason of the policy.
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy.may, actor, move, task, today=today)
    return task


def demand(**given: object) -> None:
    """Every input named must hold something.

    Raises:
        DomainError: with the sentence for the first that is empty, code `<name>_required`.
    """
    for name, value in given.items():
        if not (value.strip() if isinstance(value, str) else value):
            raise DomainError(DEMANDS[name], code=f"{name}_required", status=400)


def carry_out(
    task: Task,
    move: str,
    *,
    actor: User,
    today: date,
    values: Mapping[str, object],
    said: Said = NOTHING,
    shortcut: bool = False,
) -> Task:
    """Set `values` and the status that the table names, and note the step; the end of each move's transaction.

    With `shortcut` the status is the one that the table names for the case that nobody is left to ask in between.
    """
    to = MOVES[move].shortcut if shortcut else MOVES[move].to
    status = {"status": to.value} if to is not None else {}
    return note(task, move, actor=actor, today=today, values={**values, **status}, said=said)


def note(
    task: Task, name: str, *, actor: User, today: date, values: Mapping[str, object], said: Said = NOTHING
) -> Task:
    """Save `values` with the next version, then history, notices and, last, the audit trail."""
    before = {column: getattr(task, column) for column in values}
    came_from = task.status
    task.become(**values)
    if task.giver_id is not None and CLIMBS.intersection(values):
        shares.climb(task)
    if name in OVERTAKES_EXTENSIONS:
        ExtensionRequest.objects.lapse(task, today)
    follow(task, name, today)
    event = TaskEvent.objects.create(
        task=task,
        at=timezone.now(),
        on=today,
        move=name,
        from_status=came_from,
        to_status=task.status,
        actor=actor,
        membership_id=context.current().membership_id,
        reason=said.reason.strip(),
        details=audit.plain({**said.details, "version": task.version}),
        report=said.report,
    )
    notify.moved(task, event, actor=actor, today=today)
    _trace(task, name, actor=actor, before=before, values=values, said=said)
    return task


def _trace(
    task: Task, name: str, *, actor: User, before: Mapping[str, object], values: Mapping[str, object], said: Said
) -> None:
    after = {**_keys(values), **said.details}
    if said.reason:
        after["reason"] = said.reason.strip()
    audit.record(f"task.{name}", task, actor=actor, before=_keys(before), after=after)


def _keys(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
