"""A proposal that repeats an open task: keep both, or make the new one a part of the older."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from directives.actions.rows import lock_draft
from directives.models import TaskDraft
from tasks.models import RepeatChoice, RepeatRuling, Task


@transaction.atomic
def rule(draft_id: int, task_id: int, choice: str, *, actor: User, today: date) -> RepeatRuling:
    """Say what becomes of the proposal and the task that it repeats; said again it replaces what was said before.

    Raises:
        Refused: not a registry keeper, or the paper has been released.
        DomainError: the task is not open to the actor, or the choice is none.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=None)
    task = Task.objects.visible_to(actor, today).open().filter(pk=task_id).exclude(directive=draft.directive).first()
    if task is None:
        raise DomainError(_("Nhiệm vụ này đã kết thúc hoặc không còn; hãy tải lại trang."), code="not_open")
    if choice not in RepeatChoice.values:
        raise DomainError(_("Hãy chọn một cách xử lý trong danh sách."), code="unknown_choice", status=400)
    if choice == RepeatChoice.CHILD:
        _other_children(draft, task).update(choice=RepeatChoice.BOTH)
    ruling, _made = RepeatRuling.objects.update_or_create(
        draft=draft,
        task=task,
        defaults={"choice": choice, "decided_by": actor, "decided_at": timezone.now()},
    )
    audit.record("draft.repeat_ruled", draft, actor=actor, after={"task": task.pk, "choice": choice})
    return ruling


@transaction.atomic
def forget(draft_id: int, task_id: int, *, actor: User, today: date) -> None:
    """Take the answer back; without one nothing happens.

    Raises:
        Refused: as `rule`.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=None)
    gone, _rows = RepeatRuling.objects.filter(draft=draft, task=task_id).delete()
    if gone:
        audit.record("draft.repeat_ruled", draft, actor=actor, after={"task": task_id, "choice": ""})


def _other_children(draft: TaskDraft, task: Task) -> QuerySet[RepeatRuling]:
    return RepeatRuling.objects.filter(draft=draft, choice=RepeatChoice.CHILD).exclude(task=task)


def parents_of(drafts: Iterable[int]) -> dict[tuple[int, int], Task]:
    """Which released task is to be the parent, by draft and lead; asked by the release (one query)."""
    rulings = RepeatRuling.objects.filter(draft__in=list(drafts), choice=RepeatChoice.CHILD).select_related("task")
    return {(ruling.draft_id, ruling.task.lead_id): ruling.task for ruling in rulings}


def link_children(tasks: Sequence[Task]) -> list[Task]:
    """Hang tasks that were just released under the task that a clerk chose as their parent; those that were."""
    parents = parents_of({task.draft_id for task in tasks if task.draft_id is not None})
    children = []
    for task in tasks:
        parent = parents.get((task.draft_id or 0, task.lead_id))
        if parent is not None:
            task.parent = parent
            children.append(task)
    Task.objects.bulk_update(children, ["parent"])
    return children
