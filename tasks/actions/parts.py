"""Work that a unit hands out inside: parts of a task for its divisions and officers, to any depth.

A part is a task of its own whose `giver` is the unit that handed it out. Its heads see the whole tree, change the
terms and sign the result; the office only reads it.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from accounts.roles import ANSWER
from accounts.text import search_form
from directives.parsing.types import Precision
from tasks import notify, policy
from tasks.actions import shares
from tasks.actions.given import review_day
from tasks.actions.issue import headline
from tasks.actions.pauses import loose_below
from tasks.actions.steps import Said, demand, note
from tasks.models import Task, TaskEvent


@dataclass(frozen=True, slots=True)
class Terms:
    """What is handed out: words, for which unit (None: the unit itself), to whom, until when, what comes out of it.

    `weight` is its share in the percent of the whole, 1 to 100. `keep_conflicts` says that parts further down may
    keep deadlines later than this one.
    """

    text: str
    unit: Organisation | None = None
    officer: User | None = None
    due_on: date | None = None
    product: str = ""
    weight: int = 1
    keep_conflicts: bool = False


@transaction.atomic
def hand_out(task_id: int, *, actor: User, today: date, seen_version: int | None, terms: Terms) -> Task:
    """One more part of the task; gives back the part.

    Raises:
        DomainError: no words (`text_required`), a unit or a person outside (`not_of_the_lead`), a deadline in the past
            (`due_past`) or later than that of the whole (`part_due`), a weight out of range (`weight_range`).
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(policy.may, actor, "hand_out_part", task, today=today)
    unit = terms.unit or task.lead
    _check(terms, task, unit, today)
    part = _written(task, unit, terms, today)
    _begin(part, actor=actor, today=today)
    shares.climb(part)
    task.refresh_from_db(fields=["percent"])
    facts = {"part": part.pk, "part_title": part.title, "unit": unit.short_name, "due_on": part.due_on}
    note(task, "part_added", actor=actor, today=today, values={}, said=Said(details=facts))
    return part


@transaction.atomic
def change(task_id: int, *, actor: User, today: date, seen_version: int | None, terms: Terms) -> Task:
    """Other terms for a part that was handed out; the unit that has it stays.

    Raises:
        DomainError: as `hand_out`; `parts_conflict` names the parts below that the new deadline would come before.
    """
    part = Task.objects.lock(task_id, seen_version)
    acting.require(policy.may, actor, "change_part", part, today=today)
    assert part.parent is not None  # noqa: S101 - the schema: work inside has a parent
    _check(terms, part.parent, part.lead, today, before=part.due_on)
    _conflicts(part, terms)
    values = {
        "title": headline(terms.text),
        "text": terms.text.strip(),
        "product": terms.product.strip(),
        "officer": terms.officer,
        "due_on": terms.due_on,
        "weight": terms.weight,
    }
    facts = {"due_before": part.due_on, "due_after": terms.due_on, "officer_name": str(terms.officer or "")}
    return note(part, "part_changed", actor=actor, today=today, values=values, said=Said(details=facts))


def units_for(task: Task, today: date) -> list[Organisation]:
    """The units to which the lead of `task` can hand out: itself and what stands below it (one query)."""
    return list(Organisation.objects.in_force(today).within(task.lead).order_by("path"))


def people_for(task: Task, today: date) -> list[User]:
    """The people of the lead and of what stands below it, by name (one query)."""
    posts = Membership.objects.on(today).filter(role__in=ANSWER, organisation__path__startswith=task.lead.path)
    return list(dict.fromkeys(post.user for post in posts.select_related("user").order_by("user__full_name", "pk")))


def _check(terms: Terms, whole: Task, unit: Organisation, today: date, *, before: date | None = None) -> None:
    demand(text=terms.text)
    _of_the_lead(terms, whole, unit, today)
    if not 1 <= terms.weight <= shares.MOST_WEIGHT:
        raise DomainError(_("Tỷ trọng là một số từ 1 đến 100."), code="weight_range", status=400)
    if terms.due_on is None:
        return
    if terms.due_on < today and terms.due_on != before:
        raise DomainError(_("Hạn của việc phân công không thể trước hôm nay."), code="due_past", status=400)
    if whole.due_on is not None and terms.due_on > whole.due_on:
        raise DomainError(
            _("Hạn của việc phân công không được sau hạn %(due)s của nhiệm vụ.") % {"due": f"{whole.due_on:%d/%m/%Y}"},
            code="part_due",
            status=400,
        )


def _of_the_lead(terms: Terms, whole: Task, unit: Organisation, today: date) -> None:
    """Only to units below the lead, and to people who hold a post in that unit or below it."""
    if not unit.path.startswith(whole.lead.path):
        _outside(unit.short_name, whole)
    if terms.officer is None:
        if unit.pk == whole.lead_id:
            raise DomainError(
                _("Hãy chọn người thực hiện, hoặc một đơn vị trực thuộc."), code="nobody_named", status=400
            )
        return
    posts = Membership.objects.on(today).filter(user=terms.officer, role__in=ANSWER)
    if not posts.filter(organisation__path__startswith=unit.path).exists():
        _outside(str(terms.officer), whole)


def _outside(name: str, whole: Task) -> None:
    raise DomainError(
        _("%(name)s không thuộc %(lead)s hoặc đơn vị nhận việc vào ngày này.")
        % {"name": name, "lead": whole.lead.short_name},
        code="not_of_the_lead",
    )


def _conflicts(part: Task, terms: Terms) -> None:
    late = loose_below(part, terms.due_on)
    if late and not terms.keep_conflicts:
        names = "; ".join(f"{each.title} ({each.due_on:%d/%m/%Y})" for each in late)
        raise DomainError(
            _("Hạn mới sớm hơn hạn của các việc đã phân công bên dưới: %(names)s. Hãy sửa các việc đó, hoặc xác nhận.")
            % {"names": names},
            code="parts_conflict",
        )


def _written(task: Task, unit: Organisation, terms: Terms, today: date) -> Task:
    return Task.objects.create(
        directive_id=task.directive_id,
        parent=task,
        root_id=task.root_id or task.pk,
        giver=task.lead,
        path=task.path,
        title=headline(terms.text),
        text=terms.text.strip(),
        product=terms.product.strip(),
        field_id=task.field_id,
        urgency=task.urgency,
        lead=unit,
        officer=terms.officer,
        assigned_on=today,
        due_on_as_issued=terms.due_on,
        due_on=terms.due_on,
        review_on=None if terms.due_on else review_day(today),
        precision=Precision.DAY.value if terms.due_on else Precision.NONE.value,
        weight=terms.weight,
        search_text=search_form(terms.text, terms.product),
    )


def _begin(part: Task, *, actor: User, today: date) -> None:
    """The first entry in the history of the part, its notice, and the trail."""
    giver = part.giver.short_name if part.giver else ""
    event = TaskEvent.objects.create(
        task=part,
        at=timezone.now(),
        on=today,
        move="part",
        to_status=part.status,
        actor=actor,
        membership_id=context.current().membership_id,
        details={"version": part.version, "lead_name": part.lead.short_name, "giver": giver},
    )
    notify.moved(part, event, actor=actor, today=today)
    after = {"parent": part.parent_id, "lead": part.lead, "officer": part.officer_id, "due_on": part.due_on}
    audit.record("task.part", part, actor=actor, after=after)
