"""What the page of a task shows of requests for more time and of urgings."""

from datetime import date

from django.db.models import Prefetch

from accounts.models import User
from tasks import policy_extensions, policy_instructions, policy_urging
from tasks.actions import extensions, instruct, urgings
from tasks.lifecycle import OPEN, Status
from tasks.models import (
    Instruction,
    InstructionAnswer,
    InstructionReceipt,
    ReadVia,
    Task,
    Urging,
    UrgingReceipt,
)


def note_opening(user: User, task: Task) -> None:
    """The person has the task before their eyes; urgings addressed to them count as read from now on."""
    if task.urged_times:
        urgings.opened(user, [task.pk], ReadVia.TASK)
    instruct.opened_task(user, task.pk)


def follow_up(user: User, task: Task, day: date) -> dict[str, object]:
    """Template variables of both cards and of the one-click urging."""
    requests = policy_extensions.requests_of(task)
    waiting = policy_extensions.pending_of(task)
    running = Status(task.status) in OPEN
    deciding = waiting if waiting and policy_extensions.may_decide_on(user, task, day) else None
    return {
        "extensions": requests,
        "loose_ends": extensions.loose_ends(task, deciding.asked_due_on) if deciding else [],
        "urgings": urgings_of(task) if task.urged_times else [],
        "instructions": of_task(user, task, day),
        "may_speak": bool(policy_instructions.may_speak(user, day)),
        "urge_at_once": running and policy_urging.may_urge(user, task, day),
        "sees_rounds": policy_urging.may_urge_at_all(user, day),
        "escalate": running and policy_urging.needs_escalation(task.urged_times),
    }


def of_task(user: User, task: Task, day: date) -> list[Instruction]:
    """What leaders said about the task, newest first, as far as `user` may see it (one query, five if any)."""
    answers = Prefetch("answers", InstructionAnswer.objects.select_related("by"))
    receipts = Prefetch("receipts", InstructionReceipt.objects.select_related("person"))
    rows = Instruction.objects.visible_to(user, day).filter(task=task).select_related("unit", "leader")
    return list(rows.prefetch_related(answers, receipts).order_by("-pk"))


def urgings_of(task: Task) -> list[Urging]:
    """Every urging of the task with its receipts, newest first."""
    receipts = Prefetch("receipts", UrgingReceipt.objects.select_related("person"))
    return list(task.urgings.select_related("round__by", "round__membership").prefetch_related(receipts))
