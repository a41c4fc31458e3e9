"""Turning the accepted drafts of a paper into tasks: one transaction, and twice is once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import acting, audit, context
from accounts.errors import DomainError, Stale
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from accounts.text import search_form
from directives.models import Directive, DirectiveState, DraftState, TaskDraft, bodies
from tasks import notify, policy
from tasks.actions import series
from tasks.actions.given import of_draft, review_day, waits_for_event
from tasks.actions.repeats import link_children
from tasks.models import Party, Task, TaskEvent, TaskStatus
from tasks.periods import BadRule

TITLE_LENGTH: Final = 120
CLAUSES_NAMED: Final = 8
BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Released:
    """The tasks of a paper; `created` is False when they had been released before."""

    tasks: list[Task]
    created: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """An accepted draft with its organisations loaded, and the form in which its tasks are searched."""

    draft: TaskDraft
    leads: Sequence[Organisation]
    coordinating: Sequence[Organisation]
    search_text: str


@transaction.atomic
def release(directive_id: int, *, actor: User, today: date, seen_version: int | None) -> Released:
    """Each accepted draft becomes one task per lead organisation, the others named become its parties.

    Raises:
        Refused: the actor may not hand out tasks.
        Stale: the paper changed since the page was opened.
        DomainError: what is still missing, in one sentence that names the clauses.
    """
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    acting.require(policy.may_hand_out, actor, today=today)
    if directive.state == DirectiveState.RELEASED:
        return Released(list(directive.tasks.filter(draft__isnull=False, parent=None).order_by("pk")), created=False)
    if seen_version is not None and directive.version != seen_version:
        raise Stale
    prepared = _prepare(directive)
    _require_complete(directive, prepared, today)
    recurring = [(item, found) for item in prepared if (found := _patterns(item.draft))]
    once = [item for item in prepared if not _patterns(item.draft)]
    tasks = _tasks(directive, once, actor=actor, today=today)
    link_children(tasks)
    _parties(once, tasks)
    _events(tasks, actor=actor, today=today)
    tasks += _series(directive, recurring, actor=actor, today=today)
    _close(directive, actor)
    notify.released(directive, tasks, actor=actor, today=today)
    audit.record(
        "directive.released",
        directive,
        actor=actor,
        before={"state": DirectiveState.PARSED},
        after={"state": DirectiveState.RELEASED, "tasks": [task.pk for task in tasks]},
    )
    return Released(tasks, created=True)


def headline(text: str, length: int = TITLE_LENGTH) -> str:
    """The first words of `text` on one line, at most `length` characters, cut between words with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else head).rstrip(" ,;:.-") + "…"


def blockers(directive: Directive, today: date) -> str:
    """What still keeps the paper from being released, as one sentence; empty when nothing does (a few queries)."""
    try:
        _require_complete(directive, _prepare(directive), today)
    except DomainError as error:
        return str(error)
    return ""


def _prepare(directive: Directive) -> list[Prepared]:
    """Accepted drafts in order; their bodies in the order of the paper, which the parties of the tasks keep."""
    drafts = list(directive.drafts.filter(state=DraftState.ACCEPTED).order_by("order", "pk"))
    who = bodies.bodies_of((draft.pk for draft in drafts), whole=True)
    return [
        Prepared(
            draft=draft,
            leads=who[draft.pk].leads,
            coordinating=who[draft.pk].coordinating,
            search_text=search_form(draft.text, draft.product, draft.path, directive.number_text),
        )
        for draft in drafts
    ]


def _require_complete(directive: Directive, prepared: Sequence[Prepared], today: date) -> None:
    _require_identity(directive)
    _require_decided(directive, prepared)
    drafts = [item.draft for item in prepared]
    _require_none(
        (item.draft for item in prepared if not item.leads), "no_lead", _("Chưa chọn cơ quan chủ trì cho: %(clauses)s.")
    )
    _require_none(
        (item.draft for item in prepared if any(_ended(lead, today) for lead in item.leads)),
        "lead_ended",
        _("Cơ quan chủ trì không còn hoạt động, hãy chọn lại cho: %(clauses)s."),
    )
    _require_none(
        (draft for draft in drafts if not (_says_until_when(draft) or waits_for_event(draft))),
        "no_deadline",
        _("Chưa có hạn và chưa xác nhận là không có hạn: %(clauses)s."),
    )
    _require_none(
        (draft for draft in drafts if draft.due_on and directive.issued_on and draft.due_on < directive.issued_on),
        "due_before_issue",
        _("Hạn trước ngày ban hành văn bản: %(clauses)s."),
    )


def _says_until_when(draft: TaskDraft) -> bool:
    return bool(draft.due_on or draft.recurrence or draft.no_deadline_confirmed)


def _require_identity(directive: Directive) -> None:
    if directive.issued_on is None:
        raise DomainError(_("Văn bản chưa có ngày ban hành; hãy bổ sung trước khi giao."), code="no_date")
    if not directive.number_text and not directive.unnumbered:
        raise DomainError(
            _("Văn bản chưa có số, ký hiệu; hãy bổ sung hoặc đánh dấu là văn bản không có số."), code="no_number"
        )


def _require_decided(directive: Directive, prepared: Sequence[Prepared]) -> None:
    waiting = directive.drafts.filter(state=DraftState.PROPOSED).count()
    if waiting:
        raise DomainError(
            ngettext(
                "Còn %(count)s đề xuất chưa được chấp nhận hay loại bỏ.",
                "Còn %(count)s đề xuất chưa được chấp nhận hay loại bỏ.",
                waiting,
            )
            % {"count": waiting},
            code="undecided",
        )
    if not prepared:
        raise DomainError(_("Chưa chấp nhận đề xuất nào nên chưa có nhiệm vụ để giao."), code="nothing_accepted")


def _require_none(lacking: Iterable[TaskDraft], code: str, sentence: str) -> None:
    names = [draft.path or headline(draft.text, 40) for draft in lacking]
    if not names:
        return
    more = _(" và %(count)s đề xuất khác") % {"count": len(names) - CLAUSES_NAMED} if len(names) > CLAUSES_NAMED else ""
    raise DomainError(sentence % {"clauses": "; ".join(names[:CLAUSES_NAMED]) + more}, code=code)


def _ended(organisation: Organisation, today: date) -> bool:
    return organisation.valid_to is not None and organisation.valid_to <= today


def _patterns(draft: TaskDraft) -> list[series.Pattern]:
    """How the draft comes back; nothing for a dated one, and for a rule nobody can expand (it stays in words)."""
    if draft.due_on is not None:
        return []
    try:
        return [
            series.pattern_of(rule, draft.deadline_phrase, draft.text) for rule in series.rules_of(draft.recurrence)
        ]
    except BadRule:
        return []


def _series(
    directive: Directive, recurring: Sequence[tuple[Prepared, list[series.Pattern]]], *, actor: User, today: date
) -> list[Task]:
    """The first task of each recurring duty and lead; the nightly job makes those that follow."""
    people = _people(directive, actor, today)
    found: list[Task] = []
    for item, patterns in recurring:
        for lead in item.leads:
            duty = series.Duty(
                text=item.draft.text,
                title=headline(item.draft.text),
                lead=lead,
                path=item.draft.path,
                product=item.draft.product,
                phrase=item.draft.deadline_phrase,
                coordinating=[helper for helper in item.coordinating if helper.pk != lead.pk],
                draft=item.draft,
                people=people,
            )
            found += series.start(directive, duty, patterns, actor=actor, today=today)
    return found


def _people(directive: Directive, actor: User, today: date) -> dict[str, User | None]:
    """Who follows the tasks of the paper, and the leader in charge."""
    return {"monitor": actor if actor.holds({Role.MONITOR}, today) else None, "leader": leader_of(directive, today)}


def _tasks(directive: Directive, prepared: Sequence[Prepared], *, actor: User, today: date) -> list[Task]:
    people, review_on = _people(directive, actor, today), review_day(today)
    given = {item.draft.pk: of_draft(item.draft, directive.issued_on, review_on).columns() for item in prepared}
    rows = [
        Task(
            directive=directive,
            draft=item.draft,
            path=item.draft.path,
            title=headline(item.draft.text),
            text=item.draft.text,
            product=item.draft.product,
            field_id=directive.field_id,
            urgency=directive.urgency,
            lead=lead,
            assigned_on=today,
            **people,
            **given[item.draft.pk],
            precision=item.draft.precision,
            deadline_phrase=item.draft.deadline_phrase,
            recurrence=item.draft.recurrence,
            search_text=item.search_text,
        )
        for item in prepared
        for lead in item.leads
    ]
    return Task.objects.bulk_create(rows, batch_size=BATCH)


def leader_of(directive: Directive, today: date) -> User | None:
    """The leader in charge of the paper's field on that day; the one longest in post when there are several."""
    if directive.field_id is None:
        return None
    posts = Membership.objects.on(today).filter(role=Role.LEADER, fields_in_charge=directive.field_id)
    post = posts.select_related("user").order_by("valid_from", "pk").first()
    return post.user if post else None


def _parties(prepared: Sequence[Prepared], tasks: Sequence[Task]) -> None:
    helpers = {item.draft.pk: item.coordinating for item in prepared}
    rows = [
        Party(task=task, organisation=helper, counts_until=None)  # the schema counts; a plain None is quicker to insert
        for task in tasks
        for helper in helpers[task.draft_id or 0]
        if helper.pk != task.lead_id
    ]
    Party.objects.bulk_create(rows, batch_size=BATCH)


def _events(tasks: Sequence[Task], *, actor: User, today: date) -> None:
    now, membership = timezone.now(), context.current().membership_id
    rows = [
        TaskEvent(
            task=task,
            at=now,
            on=today,
            move="release",
            to_status=TaskStatus.ASSIGNED,
            actor=actor,
            membership_id=membership,
            details={"version": task.version, "lead_name": task.lead.short_name},
        )
        for task in tasks
    ]
    TaskEvent.objects.bulk_create(rows, batch_size=BATCH)


def _close(directive: Directive, actor: User) -> None:
    directive.drafts.filter(state=DraftState.ACCEPTED).update(state=DraftState.RELEASED)
    directive.state = DirectiveState.RELEASED
    directive.released_by = actor
    directive.released_at = timezone.now()
    directive.version += 1
    directive.save(update_fields=["state", "released_by", "released_at", "version"])
