"""Telling those concerned that a task moved, in the app; who hears of which move is one table."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Final

from accounts.models import Organisation, User
from tasks import addressees
from tasks.addressees import Addressees
from tasks.lifecycle import Status
from tasks.mail.rows import AT_ONCE
from tasks.models import Notice, NoticeKind, Party, Task, TaskEvent
from tasks.notify.announce import Event, Post, tell, tell_unit
from tasks.notify.ledger import insert_new, overtake, retire
from tasks.notify.units import addresses_of, unit_mails

Audience = Callable[[Addressees, Task], tuple[int, ...]]


def _unit(known: Addressees, task: Task) -> tuple[int, ...]:
    return known.heads_of(task.lead_id)


def _next_hands(known: Addressees, task: Task) -> tuple[int, ...]:
    """A result that waits for a signature is told to who signs, one that left the unit to who accepts."""
    return known.responsible(task) if task.status == Status.SIGNING else known.watching(task)


def _received(known: Addressees, task: Task) -> tuple[int, ...]:
    """A signed result: the office has to accept it; inside a unit the officer learns that it is done."""
    return (task.officer_id,) if task.is_inside and task.officer_id else known.watching(task)


def _reporter(known: Addressees, task: Task) -> tuple[int, ...]:
    """Whose result it is: the officer, else who wrote the report (one query then)."""
    if task.officer_id is not None:
        return known.responsible(task)
    authors = task.reports.filter(is_result=True).order_by("-pk").values_list("author", flat=True)
    return tuple(authors[:1]) or known.responsible(task)


AUDIENCES: Final[dict[str, tuple[Audience, ...]]] = {
    "part": (Addressees.responsible,),
    "delegate": (Addressees.responsible,),
    "acknowledge": (Addressees.watching, _unit),
    "submit": (_next_hands,),
    "sign_off": (_received,),
    "send_back": (_reporter,),
    "contest": (Addressees.watching,),
    "accept": (Addressees.responsible,),
    "return": (Addressees.responsible, _unit),
    "reject_contest": (Addressees.responsible, _unit),
    "reassign": (Addressees.responsible, _unit),
    "suspend": (Addressees.responsible, _unit),
    "resume": (Addressees.responsible, _unit),
    "withdraw": (Addressees.responsible, _unit),
}
"""Moves of `tasks.lifecycle` that others have to hear of; receiving and reporting disturb nobody."""

ENDS_REMINDERS: Final = frozenset({"submit", "sign_off", "suspend", "withdraw", "reassign"})
"""Moves after which earlier reminders of the task are no longer true for those who got them.

A result that waits for the signature of the head is still with the unit, so its reminders stay.
"""


CONCERNS_OTHERS: Final = frozenset({"withdraw", "reassign"})
"""Moves after which units that help need not go on, or have somebody else to help."""

MAILED: Final = frozenset(
    {"part", "send_back", "delegate", "contest", "return", "reject_contest", "withdraw", "suspend", "resume"}
)
"""Moves told by mail as well; a reassigned task comes to its new unit by a mail as after a release."""


def moved(task: Task, event: TaskEvent, *, actor: User, today: date) -> int:
    """Notices of `event` to those concerned, never to `actor`; the answer counts the new ones.

    A unit that gets a task by reassignment also gets a mail, as it would by a release; units that help with a task hear
    when it is withdrawn or has another lead.
    """
    if event.move in ENDS_REMINDERS and task.status != Status.SIGNING:
        retire(Notice.objects.filter(task=task), today)
    if event.move == "take_back":
        overtake(Notice.objects.filter(task=task, kind=NoticeKind.SUBMIT), today)
    audiences = AUDIENCES.get(event.move, ())
    if not audiences:
        return 0
    known = addressees.on(today, near=[task])
    people = {person for audience in audiences for person in audience(known, task)} - {actor.pk}
    if event.move == "reassign":
        _mail_new_lead(task, event, known, today)
    key = f"{event.move}:{task.pk}:{event.pk}"
    facts = {"reason": event.reason, "forecast": event.details.get("forecast", "")}
    said = Event(NoticeKind(event.move), key, task, today, facts, by=actor.pk)
    told = tell(said, people, _post(event.move, task))
    return told + (_tell_others(said, event, people) if event.move in CONCERNS_OTHERS else 0)


def _tell_others(said: Event, event: TaskEvent, told: Collection[int]) -> int:
    """Units that help with the task, and the one it was taken from: a notice to each head, a mail to each unit."""
    task = said.task
    keys = set(task.parties.values_list("organisation_id", flat=True)) | {event.details.get("lead_before_id")}
    units = Organisation.objects.filter(pk__in=keys - {None, task.lead_id})
    known = addressees.on(said.day, near=[], units=[unit.pk for unit in units])
    new = 0
    for unit in units.order_by("pk"):
        facts = {**said.facts, "lead": task.lead.short_name, "unit": unit.short_name}
        apart = replace(said, key=f"{said.key}:p{unit.pk}", facts=facts)
        heads = {*known.heads_of(unit.pk)} - {said.by, *told}
        new += tell(apart, heads, Post.NONE)
        tell_unit(apart, unit, heads)
    return new


def party_reminded(party: Party, *, actor: User, today: date) -> int:
    """The lead asks a coordinating organisation for its part: its heads hear of it, with their next digest."""
    task = party.task
    known = addressees.on(today, near=[task], units=[party.organisation_id])
    facts = {
        "unit": task.lead.short_name,
        "part": party.part,
        "due": party.due_on.isoformat() if party.due_on else "",
        "times": party.reminded_times,
    }
    key = f"party_remind:{party.pk}:{party.reminded_times}"
    people = set(known.heads_of(party.organisation_id)) - {actor.pk}
    return tell(Event(NoticeKind.PARTY_REMIND, key, task, today, facts), people, Post.DIGEST)


def _post(move: str, task: Task) -> Post:
    """By mail where silence would cost time: at once when the task is urgent, else with the next digest."""
    if move not in MAILED:
        return Post.NONE
    return Post.AT_ONCE if task.urgency in AT_ONCE else Post.DIGEST


def _mail_new_lead(task: Task, event: TaskEvent, known: Addressees, today: date) -> None:
    heads = _unit(known, task)
    key = f"release:{task.directive_id}:{task.lead_id}:e{event.pk}"
    insert_new(unit_mails(key, task.directive, task.lead, heads, addresses_of(heads), today))
