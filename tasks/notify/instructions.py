"""Telling of a leader's words: to the unit at once or in its digest, to the office of what was answered."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from directives.workdays import WorkingCalendar
from tasks.addressees import Addressees
from tasks.mail.rows import AT_ONCE
from tasks.models import (
    Instruction,
    InstructionAnswer,
    InstructionKind,
    InstructionReceipt,
    Mail,
    MailKind,
    Notice,
    NoticeKind,
    SweepShare,
    Workday,
)
from tasks.notify.announce import LONGEST_FACT
from tasks.notify.ledger import insert_new
from tasks.notify.plan import Plan
from tasks.notify.units import addresses_of

KINDS: Final = {InstructionKind.INSTRUCT.value: NoticeKind.INSTRUCT, InstructionKind.EXPLAIN.value: NoticeKind.EXPLAIN}
ASKING_NOTICES: Final = (NoticeKind.INSTRUCT, NoticeKind.EXPLAIN, NoticeKind.ANSWER_DUE)


def goes_at_once(row: Instruction, calendar: WorkingCalendar, today: date) -> bool:
    """Whether it has a mail of its own: kinds the office named, urgent tasks, and answers due within few days.

    Everything else waits for the digest of the next working day (`INSTRUCTIONS_AT_ONCE`, `INSTRUCTION_NEAR_DAYS`).
    """
    if row.kind in settings.INSTRUCTIONS_AT_ONCE:
        return True
    if row.task is not None and row.task.urgency in AT_ONCE:
        return True
    near = calendar.add_working_days(today, settings.INSTRUCTION_NEAR_DAYS)
    return row.answer_by is not None and row.answer_by <= near


def given(rows: Sequence[Instruction], *, today: date) -> int:
    """Notices to everybody addressed; one mail per person for all words of one step that do not wait.

    A unit where nobody can be told gets the mail in its mailbox. Keys: notices `instruct:<row>`, mails
    `instruct:<batch>:u<user>` or `instruct:<batch>:o<organisation>`.
    """
    calendar = Workday.objects.calendar()
    people: dict[int, list[int]] = {row.pk: [] for row in rows}
    receipts = InstructionReceipt.objects.filter(instruction__in=rows).order_by("pk")
    for row, person in receipts.values_list("instruction_id", "person_id"):
        people[row].append(person)
    hasty = {row.pk for row in rows if goes_at_once(row, calendar, today)}
    told = insert_new(
        _notice(
            row,
            KINDS.get(row.kind, NoticeKind.COMMEND),
            f"instruct:{row.pk}",
            person,
            today,
            digest=row.pk not in hasty,
        )
        for row in rows
        for person in people[row.pk]
    )
    now = [row for row in rows if row.pk in hasty]
    insert_new(_mails(now, people, today))
    insert_new(_mailbox_mails([row for row in rows if not people[row.pk]], today))
    return told


def _notice(row: Instruction, kind: NoticeKind, key: str, person: int, today: date, *, digest: bool) -> Notice:
    return Notice(
        recipient_id=person,
        key=key,
        kind=kind,
        task_id=row.task_id,
        directive_id=row.task.directive_id if row.task is not None else None,
        day=today,
        facts=facts_of(row),
        for_mail=digest,
    )


def facts_of(row: Instruction) -> dict[str, object]:
    """Plain values for `tasks.instruction_words`; `url` is the page that the notice opens."""
    return {
        "instruction": row.pk,
        "kind": row.kind,
        "number": row.number,
        "unit": row.unit.short_name,
        "leader": str(row.leader or ""),
        "answer_by": row.answer_by.isoformat() if row.answer_by else "",
        "words": _cut(row.words),
        "state": row.state,
        "url": row.get_absolute_url(),
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"


def _mails(rows: Sequence[Instruction], people: dict[int, list[int]], today: date) -> Iterator[Mail]:
    batches = {(row.batch, person) for row in rows for person in people[row.pk]}
    addresses = addresses_of(person for _batch, person in batches)
    for batch, person in sorted(batches):
        if person in addresses:
            yield _mail(f"instruct:{batch}:u{person}", str(batch), addresses[person], today, recipient_id=person)


def _mailbox_mails(rows: Sequence[Instruction], today: date) -> Iterator[Mail]:
    for batch, unit in sorted({(row.batch, row.unit) for row in rows}, key=lambda pair: pair[1].pk):
        if unit.email:
            yield _mail(f"instruct:{batch}:o{unit.pk}", str(batch), unit.email, today, organisation=unit)


def _mail(key: str, batch: str, address: str, today: date, **fields: object) -> Mail:
    facts = {"batch": batch, "about": NoticeKind.INSTRUCT.value}
    return Mail(kind=MailKind.INSTRUCT, key=key, address=address, day=today, facts=facts, **fields)


def proposed(rows: Sequence[Instruction], *, actor: User, today: date) -> int:
    """To the leader in whose name it was prepared, in the digest."""
    return insert_new(
        _notice(row, NoticeKind.PROPOSAL, f"proposal:{row.pk}", row.leader_id, today, digest=True)
        for row in rows
        if row.leader_id is not None and row.leader_id != actor.pk
    )


def answered(said: InstructionAnswer, *, actor: User, today: date) -> int:
    """The leader, the monitor of the task and who prepared it, in the digest; what asked the unit is settled."""
    row = said.instruction
    if said.is_final:
        _settled(row, today)
    people = _office(row) - {actor.pk}
    return _tell(row, NoticeKind.ANSWER, f"answer:{said.pk}", people, today, by=str(actor), answer=_cut(said.words))


def ruled(row: Instruction, said: InstructionAnswer, *, actor: User, today: date) -> int:
    """Who answered, and everybody to whom the words were addressed."""
    people = {said.by_id, *row.receipts.values_list("person_id", flat=True)} - {actor.pk}
    words = said.return_words if said.returned_on else row.remark
    key = f"answer_ruled:{said.pk}"
    return _tell(row, NoticeKind.ANSWER_RULED, key, people, today, by=str(actor), answer=_cut(words))


def ended(row: Instruction, *, actor: User, today: date) -> int:
    """What asked people to act no longer does; those addressed, or who prepared it, read that it was taken back."""
    _settled(row, today)
    people = set(row.receipts.values_list("person_id", flat=True)) or {row.prepared_by_id}
    key = f"instruct_end:{row.pk}"
    return _tell(row, NoticeKind.ANSWER_RULED, key, people - {actor.pk}, today, by=str(actor), answer=row.remark)


def _office(row: Instruction) -> set[int]:
    monitor = row.task.monitor_id if row.task is not None else None
    return {person for person in (row.leader_id, row.prepared_by_id, monitor) if person is not None}


def _tell(row: Instruction, kind: NoticeKind, key: str, people: Collection[int], today: date, **facts: object) -> int:
    rows = []
    for person in sorted(people):
        notice = _notice(row, kind, key, person, today, digest=True)
        notice.facts = {**notice.facts, **facts}
        rows.append(notice)
    return insert_new(rows)


def _settled(row: Instruction, today: date) -> None:
    """Unread notices that ask for this answer are no longer true."""
    unread = Notice.objects.filter(read_at=None, kind__in=ASKING_NOTICES, facts__instruction=row.pk)
    unread.update(read_at=timezone.now(), obsolete_on=today)


# ── answers that do not come, reminded of by the sweep ────────────────────────────────────────
def unanswered(plan: Plan, known: Addressees, share: SweepShare) -> Iterator[Notice]:
    """Reminders of answers owed by the units of a share, those between it and the next one included.

    To the heads (and the officer of an instruction) on the working day before the limit, on the limit and on every
    working day after it; to the leader and the office on the first day late and on every further
    `ANSWER_ESCALATION_DAYS` of lateness.
    """
    until = plan.calendar.add_working_days(plan.day, 2)  # limits on days off in between are reminded of today
    waiting = Instruction.objects.unanswered().filter(_units_of(share), answer_by__lt=until)
    joined = waiting.select_related("task", "unit", "leader").prefetch_related("receipts")
    for row in joined.defer("task__text", "task__search_text").order_by("-answer_by", "-pk"):
        yield from _reminders(row, plan, known)


def _units_of(share: SweepShare) -> Q:
    """Units up to the first of the next share, so that those without open tasks belong to exactly one."""
    others = SweepShare.objects.filter(run=share.run_id, turn=share.turn, stage=share.stage)
    after = others.filter(first__gt=share.first).order_by("first").values_list("first", flat=True).first()
    mine = Q() if not others.filter(first__lt=share.first).exists() else Q(unit__gte=share.first)
    return mine & Q(unit__lt=after) if after is not None else mine


def _reminders(row: Instruction, plan: Plan, known: Addressees) -> Iterator[Notice]:
    limit = row.answer_by or plan.day
    late = plan.calendar.working_days_between(limit, plan.day) if limit < plan.day else 0
    owing = {receipt.person_id for receipt in row.receipts.all() if receipt.person_id in known.people}
    owing.update(known.heads_of(row.unit_id))
    people = sorted(owing)
    if late and (late - 1) % settings.ANSWER_ESCALATION_DAYS == 0:
        people += sorted(person for person in _office(row) - owing if person in known.people)
    for person in people:
        notice = _notice(row, NoticeKind.ANSWER_DUE, f"answer_due:{row.pk}:{plan.day}", person, plan.day, digest=True)
        notice.facts = {**notice.facts, "late": late}
        yield notice
