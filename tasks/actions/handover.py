"""All open work of one person passed on in one step: one transaction, one entry in the trail, a line on every task.

Locks in this order: the person, tasks by key, then the other rows group by group.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.actions import people
from accounts.errors import DomainError
from accounts.models import Absence, ApiToken, Membership, User
from accounts.roles import ANSWER, Role
from accounts.scope import covers, same_branch
from tasks import deciders, policy_handover
from tasks.models import (
    ExtensionRequest,
    HandOver,
    Instruction,
    InstructionReceipt,
    Notice,
    NoticeKind,
    Series,
    Task,
    TaskEvent,
)
from tasks.notify.ledger import insert_new
from tasks.open_work import LABELS, MAY_RETURN, NO_RECEIVER, Group, Item, Load, load_of

NOBODY: Final = 0
"""In the place of a receiver: back to the unit, whose head has to name somebody."""
COLUMNS: Final = {
    Group.OFFICER: "officer",
    Group.MONITOR: "monitor",
    Group.LEADER: "leader",
    Group.SERIES_OFFICER: "officer",
    Group.SERIES_MONITOR: "monitor",
    Group.SERIES_LEADER: "leader",
}
CLOSE: Final = "close"
"""The ending that closes the account; `post:<key>` ends that post."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets what: the key of a person by group, and by (group, item) where it differs; NOBODY gives back."""

    groups: Mapping[Group, int] = field(default_factory=dict)
    single: Mapping[tuple[Group, int], int] = field(default_factory=dict)

    def of(self, item: Item) -> int | None:
        """The key of the receiver; None when nothing was chosen."""
        return self.single.get((item.group, item.pk), self.groups.get(item.group))


@dataclass(frozen=True, slots=True)
class Passed:
    """One item and who has it now (None: nobody)."""

    item: Item
    to: User | None


@transaction.atomic
def hand_over(
    person_id: int, choice: Choice, *, actor: User, today: date, reason: str = "", ending: str = ""
) -> HandOver:
    """Pass on everything that is open on the person and that the actor may pass on, then end what is to end.

    Raises:
        Refused: the actor may not hand over for this person, or may not end what is to end.
        DomainError: `receiver_missing` names an item nobody was chosen for, `receiver_unfit` one that the chosen
            person cannot hold, `nothing_open` when there is nothing to do at all.
    """
    person = User.objects.select_for_update().get(pk=person_id)
    acting.require(policy_handover.may_hand_over, actor, person, today=today)
    load = _locked_load(person, actor, today)
    if not load.count and not ending:
        raise DomainError(_("Người này không còn việc nào để bàn giao."), code="nothing_open")
    passed = _chosen(load, choice, person, today)
    for group, some in _by_group(passed).items():
        MOVERS[group](some, person, today)
    _note(passed, person, actor=actor, today=today)
    made = HandOver.objects.create(
        person=person,
        by=actor,
        membership_id=context.current().membership_id,
        at=timezone.now(),
        on=today,
        reason=reason.strip()[:500],
        ending=ending,
        lines=[_line(each) for each in passed],
    )
    _tell(made, passed, today)
    _end(person, ending, actor=actor, today=today)
    numbers = Counter(str(each.item.group) for each in passed)
    after = {"lines": made.lines, "reason": made.reason, "ending": ending}
    audit.record("person.handed_over", person, actor=actor, before=dict(numbers), after=after)
    return made


def _locked_load(person: User, actor: User, today: date) -> Load:
    """What is open, read after the tasks are locked, so that nobody slips one in."""
    mine = Task.objects.open()
    keys = mine.filter(officer=person) | mine.filter(monitor=person) | mine.filter(leader=person)
    list(Task.objects.select_for_update().filter(pk__in=keys.values("pk")).order_by("pk").values_list("pk"))
    return policy_handover.share_of(actor, load_of(person, today), today)


def _chosen(load: Load, choice: Choice, person: User, today: date) -> list[Passed]:
    keys = {key for key in (*choice.groups.values(), *choice.single.values()) if key != NOBODY}
    known = {user.pk: user for user in User.objects.filter(pk__in=keys, is_active=True)}
    return [_pass(item, choice, known, person, today) for items in load.items.values() for item in items]


def _pass(item: Item, choice: Choice, known: Mapping[int, User], person: User, today: date) -> Passed:
    if item.group in NO_RECEIVER:
        return Passed(item, None)
    key = choice.of(item)
    if key == NOBODY and item.group in MAY_RETURN:
        return Passed(item, None)
    receiver = known.get(key or 0)
    named = {"group": LABELS[item.group], "label": item.label}
    if receiver is None or receiver.pk == person.pk:
        raise DomainError(
            _("Hãy chọn người nhận cho “%(label)s” (%(group)s).") % named, code="receiver_missing", status=400
        )
    if not fits(item, receiver, today):
        words = _("%(who)s không giữ vị trí phù hợp để nhận “%(label)s” (%(group)s).")
        raise DomainError(words % {**named, "who": receiver}, code="receiver_unfit", status=400)
    return Passed(item, receiver)


def fits(item: Item, receiver: User, today: date) -> bool:
    """Whether the person may hold the item: the same standing that giving it in the first place asks for."""
    posts = receiver.posts(today)
    if item.group in (Group.OFFICER, Group.SERIES_OFFICER):
        unit = item.unit
        return any(post.role in ANSWER and unit is not None and same_branch(post.organisation, unit) for post in posts)
    if item.group is Group.EXPLAIN:
        unit = item.unit
        return any(post.role == Role.HEAD and unit is not None and covers(post.organisation, unit) for post in posts)
    if item.group is Group.EXTENSION:
        return item.unit is not None and deciders.can_decide(receiver, item.unit, today)
    if item.group is Group.ABSENCE:
        return bool(posts) and not Absence.objects.filter(pk=item.pk, person=receiver).exists()
    monitors = item.group in (Group.MONITOR, Group.SERIES_MONITOR)
    return any(post.role == (Role.MONITOR if monitors else Role.LEADER) for post in posts)


def candidates(load: Load, person: User, today: date) -> dict[Group, list[User]]:
    """For each group the people who may hold at least one of its items, by name (one query, one more per absence)."""
    posts = Membership.objects.on(today).exclude(user=person).select_related("user", "organisation").order_by("pk")
    people: dict[int, User] = {}
    held: dict[int, list[Membership]] = defaultdict(list)
    for post in posts:
        people.setdefault(post.user_id, post.user)
        held[post.user_id].append(post)
    for key, user in people.items():
        user.__dict__["_posts"] = {today: held[key]}
    everybody = sorted(people.values(), key=lambda user: (user.full_name, user.pk))
    return {
        group: [user for user in everybody if any(fits(item, user, today) for item in _kinds(items))]
        for group, items in load.items.items()
        if group not in NO_RECEIVER
    }


def _kinds(items: Sequence[Item]) -> Iterable[Item]:
    """One item of each unit: whether somebody may hold it depends on nothing else."""
    return {item.unit.pk if item.unit is not None else -item.pk: item for item in items}.values()


# ── moving the rows ───────────────────────────────────────────────────────────────────────────
def _by_group(passed: Iterable[Passed]) -> dict[Group, list[Passed]]:
    found: dict[Group, list[Passed]] = defaultdict(list)
    for each in passed:
        found[each.item.group].append(each)
    return found


def _by_receiver(passed: Iterable[Passed]) -> dict[User | None, list[int]]:
    found: dict[User | None, list[int]] = defaultdict(list)
    for each in passed:
        found[each.to].append(each.item.pk)
    return found


def _move_tasks(passed: Sequence[Passed], _person: User, _today: date) -> None:
    column = COLUMNS[passed[0].item.group]
    for receiver, keys in _by_receiver(passed).items():
        Task.objects.filter(pk__in=keys).update(**{column: receiver, "version": F("version") + 1})


def _move_series(passed: Sequence[Passed], _person: User, _today: date) -> None:
    column = COLUMNS[passed[0].item.group]
    for receiver, keys in _by_receiver(passed).items():
        Series.objects.filter(pk__in=keys).update(**{column: receiver, "version": F("version") + 1})


def _move_requests(passed: Sequence[Passed], _person: User, _today: date) -> None:
    for receiver, keys in _by_receiver(passed).items():
        ExtensionRequest.objects.filter(pk__in=keys).update(decider=receiver)


def _move_drafts(passed: Sequence[Passed], _person: User, _today: date) -> None:
    for receiver, keys in _by_receiver(passed).items():
        Instruction.objects.filter(pk__in=keys).update(leader=receiver, version=F("version") + 1)


def _move_explanations(passed: Sequence[Passed], person: User, _today: date) -> None:
    """They stay addressed to the unit; the receiver stands among those who have to read them."""
    InstructionReceipt.objects.filter(
        person=person, instruction__in=[each.item.pk for each in passed], read_at=None
    ).delete()
    InstructionReceipt.objects.bulk_create(
        [InstructionReceipt(instruction_id=each.item.pk, person=each.to) for each in passed if each.to is not None],
        ignore_conflicts=True,
    )


def _move_absences(passed: Sequence[Passed], _person: User, _today: date) -> None:
    for receiver, keys in _by_receiver(passed).items():
        Absence.objects.filter(pk__in=keys).update(substitute=receiver, version=F("version") + 1)


def _end_tokens(passed: Sequence[Passed], _person: User, _today: date) -> None:
    ApiToken.objects.filter(pk__in=[each.item.pk for each in passed]).revoke(timezone.now())


MOVERS: Final[Mapping[Group, Callable[[Sequence[Passed], User, date], None]]] = {
    Group.OFFICER: _move_tasks,
    Group.MONITOR: _move_tasks,
    Group.LEADER: _move_tasks,
    Group.EXTENSION: _move_requests,
    Group.DRAFT: _move_drafts,
    Group.EXPLAIN: _move_explanations,
    Group.SERIES_OFFICER: _move_series,
    Group.SERIES_MONITOR: _move_series,
    Group.SERIES_LEADER: _move_series,
    Group.ABSENCE: _move_absences,
    Group.TOKEN: _end_tokens,
}


# ── saying so ─────────────────────────────────────────────────────────────────────────────────
WHAT: Final = {Group.OFFICER: "officer", Group.MONITOR: "monitor", Group.LEADER: "leader"}
"""Groups whose items are tasks, and what the history calls the seat."""


def _note(passed: Sequence[Passed], person: User, *, actor: User, today: date) -> None:
    """A line in the history of every task that changed hands."""
    mine = {each.item.pk for each in passed if each.item.group in WHAT}
    tasks = {task.pk: task for task in Task.objects.filter(pk__in=mine).only("status", "version")}
    TaskEvent.objects.bulk_create(
        TaskEvent(
            task=tasks[each.item.pk],
            at=timezone.now(),
            on=today,
            move="hand_over",
            from_status=tasks[each.item.pk].status,
            to_status=tasks[each.item.pk].status,
            actor=actor,
            membership_id=context.current().membership_id,
            details=_details(each, person, tasks[each.item.pk].version),
        )
        for each in passed
        if each.item.group in WHAT
    )


def _details(each: Passed, person: User, version: int) -> dict[str, object]:
    after = str(each.to) if each.to is not None else _("chưa có chuyên viên")
    return {"what": WHAT[each.item.group], "before_name": str(person), "after_name": after, "version": version}


def _line(each: Passed) -> dict[str, Any]:
    item = each.item
    return {
        "group": item.group.value,
        "pk": item.pk,
        "label": item.label,
        "unit": item.unit.short_name if item.unit is not None else "",
        "url": item.url,
        "to": each.to.pk if each.to is not None else None,
        "to_name": str(each.to) if each.to is not None else "",
    }


def _tell(made: HandOver, passed: Sequence[Passed], today: date) -> None:
    """One notice for each receiver, in the next digest."""
    numbers = Counter(each.to.pk for each in passed if each.to is not None)
    facts = {"person": str(made.person), "by": str(made.by), "url": "/"}
    insert_new(
        Notice(
            recipient_id=person,
            key=f"hand_over:{made.pk}",
            kind=NoticeKind.HAND_OVER,
            day=today,
            facts={**facts, "count": number},
            for_mail=True,
        )
        for person, number in sorted(numbers.items())
        if person != made.by_id
    )


def _end(person: User, ending: str, *, actor: User, today: date) -> None:
    """Close the account or end the post that led here, now that nothing is left open."""
    if ending == CLOSE:
        people.deactivate(person.pk, actor=actor, today=today)
    elif ending.startswith("post:"):
        people.end_post(int(ending.removeprefix("post:")), on=today, actor=actor, today=today)
