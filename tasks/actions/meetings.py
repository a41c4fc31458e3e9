"""Review meetings: planning, the agenda, decisions while people talk, closing.

Locks in this order: the meeting, then what the decision itself locks (tasks by key, organisations, words).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import Organisation, User
from accounts.roles import Role
from tasks import agenda, policy_meetings
from tasks.actions import extensions, instruct
from tasks.models import (
    AgendaItem,
    AgendaReason,
    AgendaState,
    DecisionKind,
    ExtensionRequest,
    Instruction,
    InstructionKind,
    InstructionState,
    Meeting,
    MeetingDecision,
    MeetingState,
    Task,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """When, where, under whom, and who comes."""

    title: str
    held_on: date
    chair: User
    place: str = ""
    present: str = ""

    def facts(self) -> dict[str, object]:
        """As the trail keeps it."""
        names = ("title", "held_on", "chair", "place", "present")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided: an instruction with the day of its answer, or about a request for more time."""

    kind: str
    words: str
    unit: Organisation | None = None
    until: date | None = None


# ── the meeting ───────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def plan(wish: Plan, *, actor: User, today: date) -> Meeting:
    """A meeting with an agenda of what is left of the last one and what presses in the charge of its chair.

    Raises:
        Refused: the role holds no meetings.
        DomainError: the chair leads nothing, or the day lies behind.
    """
    acting.require(policy_meetings.may_hold, actor, today=today)
    _check(wish, today)
    meeting = Meeting.objects.create(**wish.facts(), planned_by=actor)
    count = _fill(meeting, actor, today)
    audit.record("meeting.planned", meeting, actor=actor, after={**wish.facts(), "items": count})
    return meeting


def _check(wish: Plan, today: date) -> None:
    if not wish.chair.holds({Role.LEADER}, today):
        raise DomainError(_("Người chủ trì phải là lãnh đạo UBND đang giữ chức."), code="chair_required", status=400)
    if wish.held_on < today:
        raise DomainError(_("Ngày họp không được trước hôm nay."), code="day_past", status=400)


@transaction.atomic
def change(pk: int, wish: Plan, *, actor: User, today: date, seen_version: int | None) -> Meeting:
    """Another day, place, chair or title.

    Raises:
        Refused, Stale: as every step.
        DomainError: as `plan`.
    """
    meeting = lock(pk, seen_version)
    acting.require(policy_meetings.may_prepare, actor, meeting, today=today)
    if wish.held_on != meeting.held_on or wish.chair.pk != meeting.chair_id:
        _check(wish, today)
    before = {name: getattr(meeting, name) for name in wish.facts()}
    _become(meeting, **wish.facts())
    audit.record("meeting.changed", meeting, actor=actor, before=before, after=wish.facts())
    return meeting


@transaction.atomic
def refill(pk: int, *, actor: User, today: date) -> int:
    """Add what has come to press since the agenda was built; counts the new items.

    Raises:
        Refused: the meeting is over, or the role holds none.
    """
    meeting = lock(pk, None)
    acting.require(policy_meetings.may_prepare, actor, meeting, today=today)
    count = _fill(meeting, actor, today)
    _become(meeting)
    audit.record("meeting.filled", meeting, actor=actor, after={"items": count})
    return count


@transaction.atomic
def begin(pk: int, *, actor: User, today: date, seen_version: int | None) -> Meeting:
    """The sitting begins; from now on decisions are written down.

    Raises:
        Refused, Stale: as every step.
    """
    meeting = lock(pk, seen_version)
    acting.require(policy_meetings.may_prepare, actor, meeting, today=today)
    before = meeting.state
    _become(meeting, state=MeetingState.RUNNING)
    audit.record("meeting.begun", meeting, actor=actor, before={"state": before}, after={"state": meeting.state})
    return meeting


@transaction.atomic
def close(pk: int, *, actor: User, today: date, seen_version: int | None) -> Meeting:
    """The sitting is over. A leader who closes it says what others wrote down for them; else that waits for the chair.

    Raises:
        Refused, Stale: as every step.
    """
    meeting = lock(pk, seen_version)
    acting.require(policy_meetings.may_decide, actor, meeting, today=today)
    issued = _issue_drafts(meeting, actor, today) if actor.pk == meeting.chair_id else 0
    _become(meeting, state=MeetingState.CLOSED, closed_at=timezone.now())
    left = meeting.items.filter(state__in=[AgendaState.WAITING, AgendaState.POSTPONED]).count()
    audit.record("meeting.closed", meeting, actor=actor, after={"issued": issued, "left": left})
    return meeting


def _issue_drafts(meeting: Meeting, actor: User, today: date) -> int:
    drafts = Instruction.objects.filter(
        decided_in__item__meeting=meeting, state=InstructionState.PROPOSED, leader=actor
    ).order_by("task", "pk")
    keys = list(drafts.values_list("pk", flat=True))
    for key in keys:
        instruct.issue(key, actor=actor, today=today, seen_version=None)
    return len(keys)


# ── the agenda ────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def add(
    pk: int, *, actor: User, today: date, task_ids: Iterable[int] = (), title: str = "", note: str = ""
) -> list[AgendaItem]:
    """Put tasks, or something that is no task, on the agenda; a task that is on it already stays where it is.

    Raises:
        Refused: the meeting is over, or the role holds none.
        DomainError: neither a task nor words.
    """
    meeting = lock(pk, None)
    acting.require(policy_meetings.may_prepare, actor, meeting, today=today)
    keys = (
        Task.objects.visible_to(actor, today).filter(pk__in=set(task_ids)).order_by("pk").values_list("pk", flat=True)
    )
    found = [agenda.Candidate(AgendaReason.BY_HAND, key) for key in keys]
    if title.strip():
        found.append(agenda.Candidate(AgendaReason.BY_HAND, None, title.strip()[:300]))
    if not found:
        raise DomainError(_("Hãy ghi nội dung hoặc chọn nhiệm vụ để đưa vào chương trình."), code="nothing_chosen")
    made = _append(meeting, found, actor, note)
    _become(meeting)
    audit.record("meeting.item_added", meeting, actor=actor, after={"items": [str(item) for item in made]})
    return made


@transaction.atomic
def put_on(task_ids: Iterable[int], *, actor: User, today: date) -> tuple[Meeting, int]:
    """Put tasks on the agenda of the next meeting; without one, a leader gets one of their own.

    Raises:
        Refused: the role holds no meetings.
        DomainError: no meeting is being prepared, and the actor chairs none.
    """
    acting.require(policy_meetings.may_hold, actor, today=today)
    coming = Meeting.objects.visible_to(actor, today).exclude(state=MeetingState.CLOSED).filter(held_on__gte=today)
    own_first = sorted(coming.order_by("held_on", "pk")[:50], key=lambda meeting: meeting.chair_id != actor.pk)
    meeting = own_first[0] if own_first else _own(actor, today)
    return meeting, len(add(meeting.pk, actor=actor, today=today, task_ids=task_ids))


def _own(actor: User, today: date) -> Meeting:
    if not actor.holds({Role.LEADER}, today):
        words = _("Chưa có cuộc họp nào đang chuẩn bị; hãy lập cuộc họp ở trang Họp giao ban rồi đưa nhiệm vụ vào.")
        raise DomainError(words, code="no_meeting")
    return plan(Plan(_("Họp giao ban"), today, actor), actor=actor, today=today)


@transaction.atomic
def move(item_pk: int, *, up: bool, actor: User, today: date) -> AgendaItem:
    """Change places with the item before it (`up`) or behind it; the first and the last stay.

    Raises:
        Refused: the meeting is over, or the role holds none.
    """
    meeting, item = _lock_item(item_pk)
    acting.require(policy_meetings.may_prepare, actor, meeting, today=today)
    rows = list(meeting.items.order_by("position", "pk"))
    place = [row.pk for row in rows].index(item.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, start=1):
            row.position = position
        AgendaItem.objects.bulk_update(rows, ["position"])
        _become(meeting)
        audit.record("meeting.item_moved", meeting, actor=actor, after={"items": [str(item)], "position": other + 1})
    return item


@transaction.atomic
def remove(item_pk: int, *, actor: User, today: date) -> Meeting:
    """Take an item off the agenda; one that was decided about stays.

    Raises:
        Refused: the meeting is over, or the role holds none.
        DomainError: something was decided about it.
    """
    meeting, item = _lock_item(item_pk)
    acting.require(policy_meetings.may_prepare, actor, meeting, today=today)
    if item.decisions.exists():
        raise DomainError(_("Nội dung này đã có kết luận nên không bỏ được."), code="decided")
    name = str(item)
    item.delete()
    _become(meeting)
    audit.record("meeting.item_removed", meeting, actor=actor, before={"items": [name]})
    return meeting


# ── decisions ─────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def decide(item_pk: int, ruling: Ruling, *, actor: User, today: date) -> MeetingDecision:
    """Write a decision down: it becomes an instruction to the unit, or settles the request for more time.

    Raises:
        Refused: the meeting does not go on, or the role may not.
        DomainError: no words, no unit, no request that waits, or what the step itself refuses.
    """
    meeting, item = _lock_item(item_pk)
    acting.require(policy_meetings.may_decide, actor, meeting, today=today)
    if not ruling.words.strip():
        raise DomainError(_("Hãy ghi kết luận."), code="words_required", status=400)
    unit = item.task.lead if item.task else ruling.unit
    if unit is None:
        raise DomainError(_("Hãy chọn cơ quan thực hiện kết luận."), code="unit_required", status=400)
    about_time = ruling.kind in {DecisionKind.GRANT, DecisionKind.REFUSE}
    said = None if about_time else _instruct(meeting, item, unit, ruling, actor=actor, today=today)
    if about_time:
        _settle_request(item, ruling, actor=actor, today=today)
    made = MeetingDecision.objects.create(
        item=item,
        kind=ruling.kind,
        words=ruling.words.strip(),
        unit=unit,
        until=ruling.until,
        instruction=said,
        by=actor,
        membership_id=context.current().membership_id,
        at=timezone.now(),
    )
    _settle(item, AgendaState.DECIDED)
    facts = {"kind": ruling.kind, "words": made.words, "unit": unit, "until": ruling.until}
    audit.record("meeting.decided", made, actor=actor, after={"meeting": meeting.pk, **facts})
    return made


@transaction.atomic
def settle(item_pk: int, state: str, note: str, *, actor: User, today: date) -> AgendaItem:
    """Heard without a new duty, or left for next time.

    Raises:
        Refused: the meeting does not go on, or the role may not.
        DomainError: no such outcome.
    """
    meeting, item = _lock_item(item_pk)
    acting.require(policy_meetings.may_decide, actor, meeting, today=today)
    if state not in {AgendaState.NOTED, AgendaState.POSTPONED}:
        raise DomainError(_("Hãy chọn “đã nghe” hoặc “để lần sau”."), code="bad_state", status=400)
    before = item.state
    item.note = note.strip()[:1000]
    _settle(item, AgendaState(state))
    after = {"items": [str(item)], "state": state, "note": item.note}
    audit.record("meeting.item_settled", meeting, actor=actor, before={"state": before}, after=after)
    return item


def _instruct(
    meeting: Meeting, item: AgendaItem, unit: Organisation, ruling: Ruling, *, actor: User, today: date
) -> Instruction:
    """What a leader types is said at once; what is written down for them waits until they agree."""
    wish = instruct.Wish(InstructionKind.INSTRUCT, ruling.words, ruling.until, leader=meeting.chair)
    if item.task is None:
        return instruct.about_units([unit.pk], wish, actor=actor, today=today).said[0]
    outcome = instruct.about_tasks([item.task.pk], wish, actor=actor, today=today)
    if not outcome.said:
        raise DomainError(outcome.refused[item.task.pk], code="task_ended")
    return outcome.said[0]


def _settle_request(item: AgendaItem, ruling: Ruling, *, actor: User, today: date) -> None:
    if item.task is None or not ExtensionRequest.objects.pending().filter(task=item.task).exists():
        raise DomainError(_("Nhiệm vụ này không có đề nghị gia hạn nào đang chờ quyết định."), code="nothing_asked")
    granted = (ruling.until or extensions.AS_ASKED) if ruling.kind == DecisionKind.GRANT else None
    verdict = extensions.Verdict(granted, ruling.words.strip())
    extensions.decide(item.task.pk, actor=actor, today=today, seen_version=None, verdict=verdict)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────
def lock(pk: int, seen_version: int | None) -> Meeting:
    """The row locked.

    Raises:
        Stale: it changed since the form was opened.
    """
    meeting = locked(Meeting.objects.select_related("chair").filter(pk=pk)).get()
    if seen_version is not None and meeting.version != seen_version:
        raise Stale
    return meeting


def _lock_item(pk: int) -> tuple[Meeting, AgendaItem]:
    meeting = lock(AgendaItem.objects.values_list("meeting", flat=True).get(pk=pk), None)
    item = AgendaItem.objects.select_related("task__lead", "task__directive").get(pk=pk)
    return meeting, item


def _become(meeting: Meeting, **values: object) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save(update_fields=[*values, "version"])


def _settle(item: AgendaItem, state: AgendaState) -> None:
    item.state = state
    item.save(update_fields=["state", "note"])


def _fill(meeting: Meeting, actor: User, today: date) -> int:
    return len(_append(meeting, agenda.candidates(meeting, today), actor))


def _append(meeting: Meeting, found: Sequence[agenda.Candidate], actor: User, note: str = "") -> list[AgendaItem]:
    there = list(meeting.items.values_list("task", "title"))
    tasks = {task for task, _title in there if task is not None}
    words = {title for task, title in there if task is None}
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    new = [each for each in found if each.task_id not in tasks and (each.task_id or each.title not in words)]
    rows = [
        AgendaItem(
            meeting=meeting,
            task_id=each.task_id,
            title=each.title,
            reason=each.reason,
            position=last + place,
            added_by=actor,
            note=note.strip()[:1000],
        )
        for place, each in enumerate(new, start=1)
    ]
    return AgendaItem.objects.bulk_create(rows)
