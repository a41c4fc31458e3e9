"""Coordinating organisations: each with its own part, deadline and status, its reports, and reminders by the lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting
from accounts.errors import DomainError
from accounts.models import Organisation, User
from tasks import notify, policy
from tasks.actions import files
from tasks.actions.steps import Said, note
from tasks.deadlines import DeadlineKind
from tasks.models import Party, PartyStatus, Task


@dataclass(frozen=True, slots=True)
class Terms:
    """What a coordinating organisation is asked for: its part in words and its own deadline, said as `kind`."""

    part: str = ""
    due_on: date | None = None
    kind: str = DeadlineKind.UNTIL.value


# ── what the office arranges ──────────────────────────────────────────────────────────────────
@transaction.atomic
def add(
    task_id: int, *, actor: User, today: date, seen_version: int | None, organisation: Organisation, terms: Terms
) -> Task:
    """One more coordinating organisation.

    Raises:
        DomainError: `party_is_lead`, `party_twice`, `lead_ended`, or a part due after the task (`party_due`).
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy.may_supervise, actor, task, today=today)
    if organisation.pk == task.lead_id:
        raise DomainError(_("Cơ quan chủ trì không thể đồng thời là cơ quan phối hợp."), code="party_is_lead")
    in_force(organisation, today)
    _in_time(task, terms)
    asked = {"part": terms.part, "due_on": terms.due_on, "deadline_kind": terms.kind}
    party, created = Party.objects.get_or_create(task=task, organisation=organisation, defaults=asked)
    if not created:
        raise DomainError(_("%(unit)s đã là cơ quan phối hợp.") % {"unit": organisation.short_name}, code="party_twice")
    return note(task, "party_added", actor=actor, today=today, values={}, said=_about(party))


@transaction.atomic
def edit(party_id: int, *, actor: User, today: date, seen_version: int | None, terms: Terms) -> Task:
    """The office changes what it asks of a coordinating organisation."""
    task, party = _locked(party_id, seen_version)
    acting.require(policy.may_supervise, actor, task, today=today)
    _in_time(task, terms)
    party.part, party.due_on, party.deadline_kind = terms.part, terms.due_on, terms.kind
    party.save(update_fields=["part", "due_on", "deadline_kind", "updated_at"])
    return note(task, "party_edited", actor=actor, today=today, values={}, said=_about(party))


@transaction.atomic
def remove(party_id: int, *, actor: User, today: date, seen_version: int | None) -> Task:
    """The organisation no longer coordinates; the history keeps that it did."""
    task, party = _locked(party_id, seen_version)
    acting.require(policy.may_supervise, actor, task, today=today)
    said = _about(party)
    party.delete()
    return note(task, "party_removed", actor=actor, today=today, values={}, said=said)


# ── what the organisation itself says ─────────────────────────────────────────────────────────
@transaction.atomic
def update(
    party_id: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    status: str,
    words: str,
    uploads: Sequence[files.Upload] = (),
) -> Task:
    """A coordinating organisation tells how far its part is, with files; done takes the day.

    Raises:
        DomainError: `unknown_status`, or a file that is refused.
    """
    task, party = _locked(party_id, seen_version)
    acting.require(policy.may_update_party, actor, party, today=today)
    if status not in PartyStatus.values:
        raise DomainError(_("Hãy chọn một trạng thái trong danh sách."), code="unknown_status", status=400)
    party.status, party.note, party.reported_on = status, words.strip(), today
    party.done_on = today if status == PartyStatus.DONE else None
    party.save(update_fields=["status", "note", "reported_on", "done_on", "updated_at"])
    files.attach(task, None, uploads, actor=actor, party=party)
    said = _about(party)
    details = {**said.details, "files": len(uploads)}
    return note(task, "party_updated", actor=actor, today=today, values={}, said=Said(said.reason, details))


# ── what the lead may do ──────────────────────────────────────────────────────────────────────
@transaction.atomic
def remind(party_id: int, *, actor: User, today: date, seen_version: int | None) -> Task:
    """The lead, or the office, asks a coordinating organisation for its part; counted, at most once a day.

    Raises:
        DomainError: `party_done`, or `reminded_today`.
    """
    task, party = _locked(party_id, seen_version)
    acting.require(partial(policy.may, party=party), actor, "remind_party", task, today=today)
    name = party.organisation.short_name
    if party.status == PartyStatus.DONE:
        raise DomainError(_("%(unit)s đã xong phần việc.") % {"unit": name}, code="party_done")
    if party.reminded_on == today:
        raise DomainError(_("Hôm nay đã nhắc %(unit)s rồi.") % {"unit": name}, code="reminded_today")
    party.reminded_times, party.reminded_on = party.reminded_times + 1, today
    party.save(update_fields=["reminded_times", "reminded_on", "updated_at"])
    notify.party_reminded(party, actor=actor, today=today)
    said = Said(details={"unit": name, "unit_id": party.organisation_id, "times": party.reminded_times})
    return note(task, "party_reminded", actor=actor, today=today, values={}, said=said)


def in_force(organisation: Organisation, today: date) -> None:
    """Only a body that still exists can be given anything.

    Raises:
        DomainError: `lead_ended`.
    """
    if organisation.valid_to is not None and organisation.valid_to <= today:
        raise DomainError(
            _("%(unit)s không còn hoạt động, hãy chọn đơn vị kế thừa.") % {"unit": organisation.short_name},
            code="lead_ended",
        )


def _locked(party_id: int, seen_version: int | None) -> tuple[Task, Party]:
    task_id = Party.objects.values_list("task", flat=True).get(pk=party_id)
    task = Task.objects.lock(task_id, seen_version)
    party = Party.objects.select_related("organisation").get(pk=party_id)
    party.task = task
    return task, party


def _in_time(task: Task, terms: Terms) -> None:
    if terms.due_on and task.due_on and terms.due_on > task.due_on:
        raise DomainError(_("Hạn của phần việc phối hợp không được sau hạn của nhiệm vụ."), code="party_due")


def _about(party: Party) -> Said:
    facts = {"unit": party.organisation.short_name, "unit_id": party.organisation_id, "status": party.status}
    asked = {"part": party.part, "due_on": party.due_on, "deadline_kind": party.deadline_kind}
    return Said(reason=party.note, details={**facts, **asked})
