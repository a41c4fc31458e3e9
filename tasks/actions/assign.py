"""Who carries a task, who helps, who follows it; and a task written down by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from accounts.text import search_form
from directives.models import Directive, TaskDraft
from directives.parsing.types import Precision
from tasks import notify, policy
from tasks.actions import extensions
from tasks.actions.given import review_day
from tasks.actions.issue import headline, leader_of
from tasks.actions.parties import in_force
from tasks.actions.pauses import drop_below
from tasks.actions.steps import Said, begin, carry_out, demand, note
from tasks.models import Party, Task, TaskEvent


@dataclass(frozen=True, slots=True)
class Order:
    """A task in words, as an oral order gives it; `path` is the clause of the paper where there is one."""

    text: str
    lead: Organisation
    due_on: date | None = None
    product: str = ""
    coordinating: Sequence[Organisation] = ()
    path: str = ""


# ── the lead ──────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def reassign(
    task_id: int, *, actor: User, today: date, seen_version: int | None, lead: Organisation, reason: str
) -> Task:
    """Who gave the task gives it to another lead, which receives it anew; the deadline stays.

    What the old lead handed out inside is withdrawn with it.

    Raises:
        DomainError: `lead_same`, `lead_ended`, `lead_has_it` when that body already has this clause, or
            `lead_outside` when work inside a unit would leave it.
    """
    task = begin(task_id, "reassign", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    _may_lead(task, lead, today)
    old = task.lead
    drop_below(task, _("Nhiệm vụ được giao cho cơ quan khác."), actor=actor, today=today)
    task.parties.filter(organisation=lead).delete()
    values = {"lead": lead, "officer": None, "received_on": None, "assigned_on": today, "lead_as_given": None}
    details = {"lead_before": old.short_name, "lead_before_id": old.pk, "lead_name": lead.short_name}
    return carry_out(
        task, "reassign", actor=actor, today=today, values=values, said=Said(reason=reason, details=details)
    )


@transaction.atomic
def reject_contest(task_id: int, *, actor: User, today: date, seen_version: int | None, reason: str) -> Task:
    """The office holds on to its choice; the same lead has the task to receive."""
    task = begin(task_id, "reject_contest", actor=actor, today=today, seen_version=seen_version)
    demand(reason=reason)
    said = Said(reason=reason, details={"lead_name": task.lead.short_name})
    return carry_out(task, "reject_contest", actor=actor, today=today, values={}, said=said)


def _may_lead(task: Task, lead: Organisation, today: date) -> None:
    if lead.pk == task.lead_id:
        raise DomainError(_("Đơn vị này đang là cơ quan chủ trì."), code="lead_same")
    in_force(lead, today)
    if task.giver is not None and not lead.path.startswith(task.giver.path):
        raise DomainError(
            _("Việc phân công nội bộ chỉ giao trong %(unit)s.") % {"unit": task.giver.short_name}, code="lead_outside"
        )
    if task.draft_id is not None and task.parent_id is None and _leads_clause(task.draft_id, lead):
        raise DomainError(
            _("%(lead)s đã chủ trì nhiệm vụ này từ cùng nội dung của văn bản.") % {"lead": lead.short_name},
            code="lead_has_it",
        )


def _leads_clause(draft_id: int, lead: Organisation) -> bool:
    """Asked with the clause locked, so that two of its tasks cannot be given to the same lead at once."""
    TaskDraft.objects.select_for_update().get(pk=draft_id)
    return Task.objects.filter(draft=draft_id, lead=lead, parent=None).exists()


# ── who follows it ────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def supervise(
    task_id: int, *, actor: User, today: date, seen_version: int | None, monitor: User | None, leader: User | None
) -> Task:
    """Choose the monitor who follows the task and the leader in charge of it; None leaves the seat empty."""
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy.may_supervise, actor, task, today=today)
    _holds_seat(monitor, Role.MONITOR, today)
    _holds_seat(leader, Role.LEADER, today)
    details = {"monitor_name": str(monitor or ""), "leader_name": str(leader or "")}
    values = {"monitor": monitor, "leader": leader}
    extensions.readdress(task, leader, monitor, today)
    return note(task, "supervise", actor=actor, today=today, values=values, said=Said(details=details))


def seats(role: Role, today: date) -> list[User]:
    """The people who hold that role today, by name (one query)."""
    posts = Membership.objects.on(today).filter(role=role).select_related("user").order_by("user__full_name", "pk")
    return list(dict.fromkeys(post.user for post in posts))


def _holds_seat(person: User | None, role: Role, today: date) -> None:
    if person is not None and not person.holds({role}, today):
        raise DomainError(
            _("%(person)s không giữ vai trò %(role)s vào ngày này.") % {"person": person, "role": role.label},
            code="wrong_role",
        )


# ── by hand ───────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def create_task(directive_id: int, *, actor: User, today: date, order: Order) -> Task:
    """One task written down by hand under a registered paper, for what was ordered aloud or forgotten.

    Raises:
        DomainError: no words, a lead that has ended, or a deadline before the paper's date (`due_before_issue`).
    """
    acting.require(policy.may_hand_out, actor, today=today)
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    _check_order(directive, order, today)
    task = _written(directive, order, actor=actor, today=today)
    helpers = [helper for helper in dict.fromkeys(order.coordinating) if helper.pk != order.lead.pk]
    Party.objects.bulk_create(Party(task=task, organisation=helper) for helper in helpers)
    TaskEvent.objects.create(
        task=task,
        at=timezone.now(),
        on=today,
        move="create",
        to_status=task.status,
        actor=actor,
        membership_id=context.current().membership_id,
        details={"version": task.version, "lead_name": order.lead.short_name},
    )
    notify.released(directive, [task], actor=actor, today=today)
    audit.record(
        "task.created", task, actor=actor, after={"directive": directive, "lead": order.lead, "due_on": order.due_on}
    )
    return task


def _check_order(directive: Directive, order: Order, today: date) -> None:
    if not order.text.strip():
        raise DomainError(_("Hãy ghi nội dung nhiệm vụ."), code="text_required", status=400)
    if order.due_on and directive.issued_on and order.due_on < directive.issued_on:
        raise DomainError(_("Hạn không thể trước ngày ban hành văn bản."), code="due_before_issue", status=400)
    in_force(order.lead, today)


def _written(directive: Directive, order: Order, *, actor: User, today: date) -> Task:
    return Task.objects.create(
        directive=directive,
        path=order.path,
        title=headline(order.text),
        text=order.text.strip(),
        product=order.product,
        field_id=directive.field_id,
        urgency=directive.urgency,
        lead=order.lead,
        leader=leader_of(directive, today),
        monitor=actor if actor.holds({Role.MONITOR}, today) else None,
        assigned_on=today,
        due_on_as_issued=order.due_on,
        due_on=order.due_on,
        review_on=None if order.due_on else review_day(today),
        precision=Precision.DAY.value if order.due_on else Precision.NONE.value,
        search_text=search_form(order.text, order.product, directive.number_text),
    )
