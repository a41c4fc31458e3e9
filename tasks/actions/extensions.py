"""More time for a task: ask, withdraw, decide; each one verb and one transaction.

Asking changes nothing about the deadline: the clock runs until somebody grants. A grant is the only thing that moves
`due_on`, and `due_on_as_issued` stays as the paper says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import acting, context
from accounts.errors import DomainError
from accounts.models import User
from tasks import deciders, policy_extensions
from tasks.actions import files
from tasks.actions.steps import Said, demand, note
from tasks.models import ExtensionReason, ExtensionRequest, ExtensionState, PartyStatus, Task, Workday
from tasks.models.task import OPEN_VALUES
from tasks.notify.extensions import extension_asked, extension_decided, extension_withdrawn

FURTHEST_DAYS: Final = 366 * 3
"""A date so far ahead is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: the new deadline, a typed reason with words, and how far the work is."""

    due_on: date
    code: str
    reason: str
    progress: str


AS_ASKED: Final = date.max
"""In a verdict: the day that was asked for, whatever it is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`granted` with a day (AS_ASKED or another), or refused (None) with words that say why."""

    granted: date | None
    words: str = ""

    def on(self, request: ExtensionRequest) -> "Verdict":
        """With the day of that request in the place of AS_ASKED."""
        return Verdict(request.asked_due_on, self.words) if self.granted == AS_ASKED else self


@transaction.atomic
def ask(
    task_id: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    wish: Ask,
    uploads: Sequence[files.Upload] = (),
) -> Task:
    """The lead asks for a later deadline, before the present one has passed.

    Raises:
        Stale, Refused: as every move; the refusal states the rule.
        DomainError: `unknown_reason`, `reason_required`, `done_required`, `not_later`, `too_far`, or a bad file.
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy_extensions.may_ask, actor, task, today=today)
    demand(reason=wish.reason, done=wish.progress)
    if wish.code not in ExtensionReason.values:
        raise DomainError(_("Hãy chọn một lý do trong danh sách."), code="unknown_reason", status=400)
    check_day(task, wish.due_on, today)
    request = _filed(task, wish, actor, today)
    request.evidence.set(files.attach(task, None, uploads, actor=actor))
    said = Said(reason=wish.reason, details=_facts(request, asked_due_on=wish.due_on, why=wish.code))
    extension_asked(request, actor=actor, today=today)
    return note(task, "extension_ask", actor=actor, today=today, values={}, said=said)


def check_day(task: Task, day: date, today: date) -> None:
    """A new deadline must lie after the present one and after today, and within reason.

    Raises:
        DomainError: `not_later` or `too_far`.
    """
    if (task.due_on is not None and day <= task.due_on) or day <= today:
        raise DomainError(_("Hạn mới phải sau hạn hiện tại và sau hôm nay."), code="not_later", status=400)
    if (day - today).days > FURTHEST_DAYS:
        raise DomainError(_("Hạn mới quá xa; hãy kiểm tra lại năm."), code="too_far", status=400)


def _filed(task: Task, wish: Ask, actor: User, today: date) -> ExtensionRequest:
    calendar = Workday.objects.calendar()
    assert task.due_on is not None  # noqa: S101 - the policy refused a task without a deadline
    return ExtensionRequest.objects.create(
        task=task,
        asked_by=actor,
        asked_under_id=context.current().membership_id,
        asked_at=timezone.now(),
        asked_on=today,
        due_before=task.due_on,
        until_before=task.counts_until or task.due_on,
        asked_due_on=wish.due_on,
        code=wish.code,
        reason=wish.reason.strip(),
        progress=wish.progress.strip(),
        decider=deciders.of_task(task, today),
        answer_by=calendar.add_working_days(today, settings.EXTENSION_DECISION_WORKING_DAYS),
    )


@transaction.atomic
def withdraw(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str = "") -> Task:
    """The unit takes its request back before anybody decided it; it stays in the history."""
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy_extensions.may_withdraw, actor, task, today=today)
    request = _waiting(task)
    request.state, request.decided_on, request.words = ExtensionState.WITHDRAWN, today, reason.strip()
    request.save(update_fields=["state", "decided_on", "words"])
    said = Said(reason=reason, details=_facts(request))
    extension_withdrawn(request, actor=actor, today=today)
    return note(task, "extension_withdraw", actor=actor, today=today, values={}, said=said)


@transaction.atomic
def decide(task_id: int, *, actor: User, today: date, seen_version: int | None, verdict: Verdict) -> Task:
    """Grant what was asked, grant another day, or refuse with words; a grant moves the deadline at once.

    Raises:
        Stale, Refused: as every move; two deciders at once are one decision and one `Stale`.
        DomainError: `reason_required` for a refusal without words, `not_later` for a day that is no extension.
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy_extensions.may_decide_on, actor, task, today=today)
    request = _waiting(task)
    verdict = verdict.on(request)
    if verdict.granted is None:
        demand(reason=verdict.words)
        return _refuse(task, request, verdict, actor=actor, today=today)
    policy_extensions.cap_permits(task).require()
    check_day(task, verdict.granted, today)
    return _grant(task, request, verdict, actor=actor, today=today)


def _waiting(task: Task) -> ExtensionRequest:
    """The request that waits, locked by the lock on its task."""
    request = ExtensionRequest.objects.pending().select_related("decider", "asked_by").get(task=task)
    request.task = task
    return request


def _grant(task: Task, request: ExtensionRequest, verdict: Verdict, *, actor: User, today: date) -> Task:
    before = task.due_on
    _settle(request, ExtensionState.GRANTED, verdict, actor=actor, today=today)
    details = _facts(request, due_before=before, granted_due_on=verdict.granted, for_name=_absent(request))
    values = {"due_on": verdict.granted, "extended_times": task.extended_times + 1}
    said = Said(reason=verdict.words, details=details)
    extension_decided(request, actor=actor, today=today)
    return note(task, "extension_grant", actor=actor, today=today, values=values, said=said)


def _refuse(task: Task, request: ExtensionRequest, verdict: Verdict, *, actor: User, today: date) -> Task:
    _settle(request, ExtensionState.REFUSED, verdict, actor=actor, today=today)
    said = Said(reason=verdict.words, details=_facts(request, for_name=_absent(request)))
    extension_decided(request, actor=actor, today=today)
    return note(task, "extension_refuse", actor=actor, today=today, values={}, said=said)


def _settle(request: ExtensionRequest, state: ExtensionState, verdict: Verdict, *, actor: User, today: date) -> None:
    request.state = state
    request.granted_due_on = verdict.granted
    request.words = verdict.words.strip()
    request.decided_by = actor
    request.decided_for = request.decider if request.decider_id not in {None, actor.pk} else None
    request.decided_under_id = context.current().membership_id
    request.decided_at, request.decided_on = timezone.now(), today
    request.save()


def _absent(request: ExtensionRequest) -> str:
    return str(request.decided_for or "")


def _facts(request: ExtensionRequest, **more: object) -> dict[str, object]:
    return {"request": request.pk, "decider_name": str(request.decider or ""), **more}


def readdress(task: Task, leader: User | None, monitor: User | None, today: date) -> int:
    """Send what waits to whoever is in charge from now on; called when the leader or the monitor changes."""
    waiting = ExtensionRequest.objects.pending().filter(task=task)
    return waiting.update(decider=deciders.first_able(task, leader, monitor, today)) if waiting.exists() else 0


# ── what a new deadline does not move ─────────────────────────────────────────────────────────
def loose_ends(task: Task, day: date) -> list[str]:
    """Sentences about dates around the task that a grant to `day` leaves as they are (two queries, parent joined)."""
    found = []
    if not Workday.objects.calendar().is_working(day):
        found.append(_("%(day)s là ngày nghỉ.") % {"day": f"{day:%d/%m/%Y}"})
    if task.parent and task.parent.due_on and task.parent.due_on < day:
        found.append(
            _("Hạn mới sau hạn %(due)s của nhiệm vụ cấp trên “%(title)s”.")
            % {"due": f"{task.parent.due_on:%d/%m/%Y}", "title": task.parent.title}
        )
    return [*found, *_parts(task), *_children(task)]


def _parts(task: Task) -> list[str]:
    parties = task.parties.exclude(status=PartyStatus.DONE).filter(due_on__isnull=False).select_related("organisation")
    words = ", ".join(f"{party.organisation.short_name} ({party.due_on:%d/%m/%Y})" for party in parties)
    return [_("Hạn phần việc phối hợp không tự đổi theo: %(parts)s.") % {"parts": words}] if words else []


def _children(task: Task) -> list[str]:
    count = task.children.filter(status__in=OPEN_VALUES, due_on__isnull=False).count()
    if not count:
        return []
    words = ngettext(
        "%(count)s nhiệm vụ con giữ nguyên hạn riêng.", "%(count)s nhiệm vụ con giữ nguyên hạn riêng.", count
    )
    return [words % {"count": count}]
