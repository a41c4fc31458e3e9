"""Urging (đôn đốc): one round of one person about one or many tasks, numbered per task by the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import User
from tasks import addressees, policy_urging
from tasks.addressees import Addressees
from tasks.deadlines import is_overdue
from tasks.lifecycle import Status
from tasks.models import ReadVia, Task, TaskEvent, Urging, UrgingReceipt, UrgingRound
from tasks.notify.urgings import urged

MOST: Final = 200
"""Tasks in one round."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes with the urging: words and the day by which an answer is expected; both may be left out.

    `again` confirms a second urging of a task on the same day.
    """

    words: str = ""
    answer_by: date | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task was left out: a sentence that says what to do, and a stable code."""

    sentence: str
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The round that was made (None when nothing could be urged), and why tasks were left out, by task."""

    round: UrgingRound | None
    urged: tuple[Urging, ...]
    refused: Mapping[int, Reason]


def urge_one(task_id: int, *, actor: User, today: date, seen: int, message: Message) -> Urging:
    """Urge one task; `seen` is the number of the last urging on the page, so that a retry urges nobody twice.

    Raises:
        Refused: the role does not urge.
        DomainError: `not_to_urge`, `already_urged`, `urged_today` or `nobody_there`, each with what to do.
    """
    outcome = urge({task_id: seen}, actor=actor, today=today, message=message)
    if outcome.urged:
        return outcome.urged[0]
    reason = outcome.refused[task_id]
    raise DomainError(reason.sentence, code=reason.code)


@transaction.atomic
def urge(seen: Mapping[int, int], *, actor: User, today: date, message: Message) -> Outcome:
    """Urge every task of `seen` (task key to the number of the last urging seen) that can be urged.

    Tasks are locked in the order of their keys. One that was urged meanwhile, today already (unless `message.again`),
    or that is not with its unit, is left out with a sentence and holds up none of the others.

    Raises:
        Refused: the role does not urge.
        DomainError: nothing chosen, too many tasks, or an answer deadline in the past.
    """
    acting.require(policy_urging.may_urge_at_all, actor, today=today)
    _check(seen, message, today)
    tasks = _locked(seen)
    known = addressees.on(today, near=tasks)
    reasons = _reasons(tasks, seen, known, actor=actor, today=today, again=message.again)
    able = [task for task in tasks if task.pk not in reasons]
    if not able:
        return Outcome(None, (), reasons)
    held = _round(actor, today, message)
    urgings = [_urge(task, held, today) for task in able]
    _address(urgings, known)
    _note(urgings, message, actor=actor, today=today)
    urged(held, urgings, actor=actor, today=today)
    _trace(urgings, message, actor=actor)
    return Outcome(held, tuple(urgings), reasons)


def _check(seen: Mapping[int, int], message: Message, today: date) -> None:
    if not seen:
        raise DomainError(_("Chưa chọn nhiệm vụ nào."), code="nothing_chosen", status=400)
    if len(seen) > MOST:
        raise DomainError(_("Mỗi đợt đôn đốc tối đa %(most)s nhiệm vụ.") % {"most": MOST}, code="too_many", status=400)
    if message.answer_by is not None and message.answer_by < today:
        raise DomainError(_("Hạn trả lời không được trước hôm nay."), code="answer_past", status=400)


def _locked(seen: Mapping[int, int]) -> list[Task]:
    rows = Task.objects.select_related("lead", "directive", "officer")
    return list(locked(rows.filter(pk__in=seen)).order_by("pk"))


def _reasons(
    tasks: Sequence[Task], seen: Mapping[int, int], known: Addressees, *, actor: User, today: date, again: bool
) -> dict[int, Reason]:
    """Why which tasks are left out."""
    done_today = urged_on(tasks, today)
    found = {}
    for task in tasks:
        reason = why_not(task, known, actor=actor, today=today)
        if reason is None and seen[task.pk] != task.urged_times:
            reason = _overtaken(task)
        if reason is None and task.pk in done_today and not again:
            reason = Reason(twice_today(done_today[task.pk]), "urged_today")
        if reason is not None:
            found[task.pk] = reason
    return found


def why_not(task: Task, known: Addressees, *, actor: User, today: date) -> Reason | None:
    """Why the task cannot be urged at all, None when it can."""
    decision = policy_urging.may_urge(actor, task, today)
    if not decision:
        return Reason(decision.reason, "not_to_urge")
    if not people_of(task, known) and not task.lead.email:
        words = _(
            "%(unit)s chưa có lãnh đạo, chuyên viên hay hộp thư nào để nhận đôn đốc; hãy bổ sung người của đơn vị."
        )
        return Reason(words % {"unit": task.lead.short_name}, "nobody_there")
    return None


def people_of(task: Task, known: Addressees) -> list[int]:
    """Whom an urging is addressed to: the officer on the task, the heads of the lead, and who stands in for them."""
    officer = [task.officer_id] if task.officer_id is not None and task.officer_id in known.people else []
    people = [*officer, *known.heads_of(task.lead_id)]
    stand_ins = [known.receives(person) for person in people]
    return list(dict.fromkeys([*people, *(person for person in stand_ins if person is not None)]))


def urged_on(tasks: Sequence[Task], day: date) -> dict[int, Urging]:
    """The last urging of that day by task (one query)."""
    found = Urging.objects.filter(task__in=tasks, round__on=day).select_related("round__by").order_by("number")
    return {urging.task_id: urging for urging in found}


def twice_today(urging: Urging) -> str:
    """The question before a second urging on the same day."""
    return _("Hôm nay đã đôn đốc lần %(number)s lúc %(at)s (%(by)s). Xác nhận nếu vẫn muốn đôn đốc lần nữa.") % {
        "number": urging.number,
        "at": f"{timezone.localtime(urging.round.at):%H:%M}",
        "by": urging.round.by,
    }


def _overtaken(task: Task) -> Reason:
    words = _("Nhiệm vụ vừa được đôn đốc lần %(number)s; không đôn đốc trùng. Hãy tải lại trang để xem.")
    return Reason(words % {"number": task.urged_times}, "already_urged")


def _round(actor: User, today: date, message: Message) -> UrgingRound:
    return UrgingRound.objects.create(
        by=actor,
        membership_id=context.current().membership_id,
        at=timezone.now(),
        on=today,
        words=message.words.strip(),
        answer_by=message.answer_by,
    )


def _urge(task: Task, held: UrgingRound, today: date) -> Urging:
    """The next number; the lock on the task and the unique key see to it that there is only one."""
    task.urged_times += 1
    Task.objects.filter(pk=task.pk).update(urged_times=task.urged_times)
    late = is_overdue(Status(task.status), task.counts_until, today)
    return Urging.objects.create(
        task=task,
        round=held,
        number=task.urged_times,
        lead=task.lead,
        due_on=task.due_on,
        days_late=task.days_late(today) if late else 0,
    )


def _address(urgings: Sequence[Urging], known: Addressees) -> None:
    UrgingReceipt.objects.bulk_create(
        UrgingReceipt(urging=urging, person_id=person) for urging in urgings for person in people_of(urging.task, known)
    )


def _note(urgings: Sequence[Urging], message: Message, *, actor: User, today: date) -> None:
    """A line in the history of each task; an urging changes no column that a form shows, so the version stays."""
    TaskEvent.objects.bulk_create(
        TaskEvent(
            task=urging.task,
            at=urging.round.at,
            on=today,
            move="urge",
            from_status=urging.task.status,
            to_status=urging.task.status,
            actor=actor,
            membership_id=urging.round.membership_id,
            reason=message.words.strip(),
            details=audit.plain({**_facts(urging, message), "version": urging.task.version}),
        )
        for urging in urgings
    )


def _facts(urging: Urging, message: Message) -> dict[str, object]:
    return {"number": urging.number, "round": urging.round_id, "answer_by": message.answer_by}


def _trace(urgings: Sequence[Urging], message: Message, *, actor: User) -> None:
    deeds = [audit.Deed("task.urge", urging.task, after=_facts(urging, message)) for urging in urgings]
    audit.record_all(deeds, actor=actor)


# ── who has read it ───────────────────────────────────────────────────────────────────────────
def opened(reader: User, task_ids: Sequence[int], via: ReadVia) -> int:
    """Note the first time `reader` opens the urgings of these tasks addressed to them; counts those."""
    unread = UrgingReceipt.objects.filter(person=reader, urging__task__in=task_ids, read_at=None)
    return unread.update(read_at=timezone.now(), via=via)
