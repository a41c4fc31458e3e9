"""What a leader says to units: about one task, about many at once, or about a unit as such; numbered by kind.

Locks in this order: tasks by key, then organisations by key, then rows of the words themselves.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import Organisation, User
from accounts.roles import Role
from tasks import addressees, policy_instructions
from tasks.actions.urgings import people_of
from tasks.addressees import Addressees
from tasks.models import (
    ASKING,
    Instruction,
    InstructionKind,
    InstructionReceipt,
    InstructionState,
    Task,
    TaskEvent,
)
from tasks.notify import instructions as notify

MOST: Final = 200
"""Tasks or units in one step."""
EVENTS: Final = {
    InstructionKind.INSTRUCT.value: "instruct",
    InstructionKind.EXPLAIN.value: "explain_ask",
}
"""What the history of a task calls each kind; all others are `commend`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said. `leader` is in whose name, needed from everybody who is no leader.

    `batch` is the key of the form, so that a form sent twice says nothing twice.
    """

    kind: str
    words: str
    answer_by: date | None = None
    document_number: str = ""
    document_on: date | None = None
    leader: User | None = None
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said (or prepared), and why tasks were left out, by task."""

    said: tuple[Instruction, ...]
    refused: Mapping[int, str]


@transaction.atomic
def about_tasks(task_ids: Iterable[int], wish: Wish, *, actor: User, today: date) -> Outcome:
    """Say it about each of the tasks, to the organisation that leads it; one that cannot be is left out with a reason.

    Raises:
        Refused: the role neither speaks nor prepares.
        DomainError: nothing chosen, too much, no words, no leader named, a deadline that is past or missing.
    """
    keys = set(task_ids)
    _check(keys, wish, actor, today)
    rows = Task.objects.select_related("lead", "directive", "officer")
    tasks = list(locked(rows.filter(pk__in=keys)).order_by("pk"))
    if done := _said_already(wish, actor):
        return Outcome(done, {})
    reasons = {
        task.pk: may.reason for task in tasks if not (may := policy_instructions.may_say(actor, wish.kind, task, today))
    }
    able = [task for task in tasks if task.pk not in reasons]
    numbers = _numbers(wish.kind, "task", [task.pk for task in able])
    made = [_new(wish, actor, today, task.lead, numbers.get(task.pk, 0) + 1, task) for task in able]
    return Outcome(_say(made, actor=actor, today=today), reasons)


@transaction.atomic
def about_units(unit_ids: Iterable[int], wish: Wish, *, actor: User, today: date) -> Outcome:
    """Say it to each of the organisations, about no task in particular.

    Raises:
        Refused, DomainError: as `about_tasks`; and when one of them has ended.
    """
    keys = set(unit_ids)
    _check(keys, wish, actor, today)
    units = list(Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    if done := _said_already(wish, actor):
        return Outcome(done, {})
    ended = next((unit for unit in units if unit.valid_to is not None and unit.valid_to <= today), None)
    if ended is not None:
        words = _("%(unit)s đã kết thúc; hãy chọn cơ quan kế thừa.") % {"unit": ended.short_name}
        raise DomainError(words, code="organisation_ended", status=400)
    numbers = _numbers(wish.kind, "unit", [unit.pk for unit in units])
    made = [_new(wish, actor, today, unit, numbers.get(unit.pk, 0) + 1) for unit in units]
    return Outcome(_say(made, actor=actor, today=today), {})


def _said_already(wish: Wish, actor: User) -> tuple[Instruction, ...]:
    """What the same form said when it was sent the first time; asked behind the locks, for two at once."""
    return tuple(Instruction.objects.filter(batch=wish.batch, prepared_by=actor).order_by("pk"))


def _check(keys: set[int], wish: Wish, actor: User, today: date) -> None:
    acting.require(policy_instructions.may_speak, actor, today=today)
    if len(keys) > MOST:
        raise DomainError(_("Mỗi lần tối đa %(most)s dòng.") % {"most": MOST}, code="too_many", status=400)
    if not keys:
        raise DomainError(_("Chưa chọn nhiệm vụ hoặc cơ quan nào."), code="nothing_chosen", status=400)
    if not wish.words.strip():
        raise DomainError(_("Hãy ghi nội dung."), code="words_required", status=400)
    _check_limit(wish, today)
    if not policy_instructions.may_speak_at_once(actor, today):
        _check_leader(wish, today)


def _check_limit(wish: Wish, today: date) -> None:
    if wish.kind == InstructionKind.EXPLAIN and wish.answer_by is None:
        raise DomainError(_("Yêu cầu giải trình phải có hạn trả lời."), code="limit_required", status=400)
    if wish.answer_by is not None and wish.answer_by < today:
        raise DomainError(_("Hạn trả lời không được trước hôm nay."), code="answer_past", status=400)
    if wish.document_on is not None and wish.document_on > today:
        raise DomainError(_("Ngày của văn bản không thể sau hôm nay."), code="date_ahead", status=400)


def _check_leader(wish: Wish, today: date) -> None:
    if wish.leader is None or not wish.leader.is_active or not wish.leader.holds({Role.LEADER}, today):
        raise DomainError(_("Hãy chọn lãnh đạo UBND cho ý kiến này."), code="leader_required", status=400)


def _numbers(kind: str, about: str, keys: Sequence[int]) -> dict[int, int]:
    """The last number by task or unit (one query); the caller holds the lock of each."""
    rows = Instruction.objects.filter(kind=kind, **{f"{about}__in": keys})
    if about == "unit":
        rows = rows.filter(task=None)
    return dict(rows.order_by().values(about).annotate(most=Max("number")).values_list(about, "most"))


def _new(
    wish: Wish, actor: User, today: date, unit: Organisation, number: int, task: Task | None = None
) -> Instruction:
    """The row as it will be: said at once, recorded from a signed paper, or a draft for the leader (number 0)."""
    made = Instruction(
        kind=wish.kind,
        task=task,
        unit=unit,
        words=wish.words.strip(),
        answer_by=wish.answer_by if wish.kind in ASKING else None,
        document_number=wish.document_number.strip(),
        document_on=wish.document_on,
        prepared_by=actor,
        prepared_at=timezone.now(),
        membership_id=context.current().membership_id,
        batch=wish.batch,
        leader=wish.leader,
        state=InstructionState.PROPOSED,
    )
    at_once = policy_instructions.may_speak_at_once(actor, today)
    signed = wish.kind not in ASKING and bool(made.document_number) and wish.document_on is not None
    if at_once or signed:
        _stamp(made, actor if at_once else wish.leader, number, today)
    return made


def _stamp(row: Instruction, leader: User | None, number: int, today: date) -> None:
    """From now on it is said."""
    row.leader, row.number = leader, number
    row.given_on, row.given_at = today, timezone.now()
    row.state = InstructionState.OPEN if row.asks else InstructionState.RECORDED


def _say(rows: Sequence[Instruction], *, actor: User, today: date) -> tuple[Instruction, ...]:
    """Write the rows; tell of what is said, and the leader of what was prepared."""
    Instruction.objects.bulk_create(rows)
    given = [row for row in rows if row.state != InstructionState.PROPOSED]
    drafts = [row for row in rows if row.state == InstructionState.PROPOSED]
    _tell(given, actor=actor, today=today)
    notify.proposed(drafts, actor=actor, today=today)
    deeds = [_deed("given" if row.number else "proposed", row) for row in rows]
    if deeds:
        audit.record_all(deeds, actor=actor)
    return tuple(rows)


def _tell(rows: Sequence[Instruction], *, actor: User, today: date) -> None:
    """Whom each is addressed to, a line in the history of its task, notices and mails."""
    if not rows:
        return
    known = addressees.on(
        today, near=[row.task for row in rows if row.task is not None], units=[row.unit_id for row in rows]
    )
    InstructionReceipt.objects.bulk_create(
        InstructionReceipt(instruction=row, person_id=person) for row in rows for person in readers(row, known)
    )
    for row in rows:
        note(row, EVENTS.get(row.kind, "commend"), actor=actor, today=today, words=row.words)
    notify.given(rows, today=today)


def readers(row: Instruction, known: Addressees) -> list[int]:
    """Whom the words are addressed to: the heads of the unit, on a task its officer too, and who stands in for them.

    A demand to explain and critique go to the head alone.
    """
    if row.task is not None and row.kind in (InstructionKind.INSTRUCT, InstructionKind.PRAISE, InstructionKind.REWARD):
        return people_of(row.task, known)
    heads = known.heads_of(row.unit_id)
    stand_ins = [known.receives(person) for person in heads]
    return list(dict.fromkeys([*heads, *(person for person in stand_ins if person is not None)]))


def note(row: Instruction, move: str, *, actor: User, today: date, words: str) -> None:
    """A line in the history of the task; only an instruction is quoted there, for those who help read it too."""
    if row.task is None:
        return
    facts = {"number": row.number, "kind": row.kind, "instruction": row.pk, "answer_by": row.answer_by}
    TaskEvent.objects.create(
        task=row.task,
        at=timezone.now(),
        on=today,
        move=move,
        from_status=row.task.status,
        to_status=row.task.status,
        actor=actor,
        membership_id=context.current().membership_id,
        reason=words.strip() if row.kind == InstructionKind.INSTRUCT else "",
        details=audit.plain({**facts, "version": row.task.version}),
    )


def _deed(verb: str, row: Instruction, **before: object) -> audit.Deed:
    after = {name: getattr(row, name) for name in ("kind", "number", "words", "answer_by", "document_number", "state")}
    after |= {"unit": row.unit.short_name, "leader": str(row.leader or "")}
    return audit.Deed(f"instruction.{verb}", row, before=before, after=after)


# ── what becomes of a draft, and taking back ──────────────────────────────────────────────────
def lock(pk: int, seen_version: int | None) -> Instruction:
    """The row locked, and before it its task.

    Raises:
        Stale: it changed since the form was opened.
    """
    task = Instruction.objects.filter(pk=pk).values_list("task", flat=True).get()
    if task is not None:
        Task.objects.select_for_update().get(pk=task)
    beside = ("task__lead", "task__directive", "task__officer", "unit", "leader", "prepared_by")
    row = locked(Instruction.objects.select_related(*beside).filter(pk=pk)).get()
    if seen_version is not None and row.version != seen_version:
        raise Stale
    return row


@transaction.atomic
def issue(
    pk: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    words: str = "",
    answer_by: date | None = None,
) -> Instruction:
    """A leader says what was prepared, in words of their own if they changed them.

    Raises:
        Refused, Stale: as every step.
        DomainError: the task ended meanwhile, or the answer deadline has passed.
    """
    row = lock(pk, seen_version)
    acting.require(policy_instructions.may_decide_proposal, actor, row, today=today)
    if row.task is not None:
        may = policy_instructions.may_say(actor, row.kind, row.task, today)
        if not may:
            raise DomainError(may.reason, code="task_ended")
    row.words, row.answer_by = words.strip() or row.words, answer_by or row.answer_by
    _check_limit(Wish(row.kind, row.words, row.answer_by), today)
    about, key = ("task", row.task_id) if row.task_id else ("unit", row.unit_id)
    if row.task_id is None:
        Organisation.objects.select_for_update().get(pk=row.unit_id)
    _stamp(row, actor, _numbers(row.kind, about, [key or 0]).get(key or 0, 0) + 1, today)
    row.version += 1
    row.save()
    _tell([row], actor=actor, today=today)
    audit.record_all([_deed("given", row, state=InstructionState.PROPOSED)], actor=actor)
    return row


@transaction.atomic
def decline(pk: int, *, actor: User, today: date, seen_version: int | None, words: str = "") -> Instruction:
    """A leader does not use what was prepared; who prepared it reads why.

    Raises:
        Refused, Stale: as every step.
    """
    row = lock(pk, seen_version)
    acting.require(policy_instructions.may_decide_proposal, actor, row, today=today)
    return _end(row, InstructionState.DECLINED, words, actor=actor, today=today)


@transaction.atomic
def withdraw(pk: int, *, actor: User, today: date, seen_version: int | None, words: str) -> Instruction:
    """Take back what was said or prepared; the record stays and says so.

    Raises:
        Refused, Stale: as every step.
        DomainError: no reason given for something that units have read.
    """
    row = lock(pk, seen_version)
    acting.require(policy_instructions.may_withdraw, actor, row, today=today)
    if row.state != InstructionState.PROPOSED and not words.strip():
        raise DomainError(_("Hãy nêu lý do."), code="reason_required", status=400)
    was_said = row.number > 0
    state = InstructionState.WITHDRAWN if was_said else InstructionState.DECLINED
    if was_said:
        note(row, "instruct_withdraw", actor=actor, today=today, words=words)
    return _end(row, state, words, actor=actor, today=today)


def _end(row: Instruction, state: InstructionState, words: str, *, actor: User, today: date) -> Instruction:
    before = row.state
    row.become(state=state, remark=words.strip()[:1000], closed_on=today, closed_by=actor)
    notify.ended(row, actor=actor, today=today)
    verb = "declined" if state == InstructionState.DECLINED else "withdrawn"
    deed = _deed(verb, row, state=before)
    audit.record_all([audit.Deed(deed.action, row, deed.before, {**deed.after, "remark": row.remark})], actor=actor)
    return row


def follow(task: Task, move: str, today: date) -> int:
    """What a move of the task means for the words that wait on it; counts those touched.

    A task that is over needs no more instructions, one taken back no explanation either; another lead takes over the
    instructions, while what has to be explained stays with the unit that was asked.
    """
    waiting = Instruction.objects.unanswered().filter(task=task)
    if move == "withdraw":
        return waiting.update(state=InstructionState.LAPSED, closed_on=today)
    if move == "accept":
        instructions = waiting.filter(kind=InstructionKind.INSTRUCT)
        return instructions.update(state=InstructionState.LAPSED, closed_on=today)
    if move == "reassign":
        return waiting.filter(kind=InstructionKind.INSTRUCT).update(unit=task.lead_id)
    return 0


def opened(reader: User, rows: Sequence[int]) -> int:
    """Note the first time `reader` opens these words addressed to them; counts those."""
    unread = InstructionReceipt.objects.filter(person=reader, instruction__in=rows, read_at=None)
    return unread.update(read_at=timezone.now())


def opened_task(reader: User, task_id: int) -> int:
    """The person has the task before their eyes, and with it what was said about it; counts what was unread."""
    unread = InstructionReceipt.objects.filter(person=reader, instruction__task=task_id, read_at=None)
    return unread.update(read_at=timezone.now())
