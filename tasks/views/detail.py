"""The page of a task: facts, the clause, who helps, what can be done, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import scope
from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.models import User
from accounts.policy import Decision, denied
from accounts.roles import Role
from directives.models import Directive
from tasks import policy
from tasks.lifecycle import WORKING, Status
from tasks.models import Party, PartyStatus, PracticeRule, Task, TaskFile, Workday
from tasks.notify.standing import Standing, standing
from tasks.timeline import Entry, history, since
from tasks.views.follow_up import follow_up, note_opening
from tasks.views.steps import STEPS, Buttons, buttons
from tasks.views.tree import around

AROUND = 240
"""Characters of the paper shown before and after the clause."""
FRAGMENT_WORDS = 12
SEES_LADDER = frozenset({Role.HEAD, Role.MONITOR, Role.LEADER, Role.CLERK, Role.AUDITOR})
"""Roles that read on a task how far its reminders have climbed."""
HEAVY = ("search_text", "directive__text", "directive__search_text", "directive__warnings")
HEAVY_AROUND = ("parent__text", "parent__search_text")
"""Long columns that no page of tasks shows."""


@dataclass(frozen=True, slots=True)
class Panel:
    """An open form: its title and address; `refusal` disables sending, `changes` happened while it was open."""

    title: str | Promise
    action: str
    form: forms.Form
    tone: str = ""
    refusal: str = ""
    changes: Sequence[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The clause as printed, what stands around it in the paper, and the address of the place there."""

    before: str
    words: str
    after: str
    link: str


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A coordinating organisation with its files, whether it is late, and what this person may do about it."""

    party: Party
    update: Decision
    remind: Decision
    late: bool
    files: Sequence[TaskFile]


def seen_tasks(user: User, day: date) -> QuerySet[Task]:
    """Tasks that `user` may see, joined with what their page and its rules need."""
    return (
        Task.objects.visible_to(user, day)
        .select_related("directive", "draft", "field", "lead", "officer", "leader", "monitor", "series")
        .select_related("giver", "parent")
        .defer(*HEAVY, *HEAVY_AROUND)
    )


def task_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Everything about one task."""
    task = get_object_or_404(seen_tasks(request.user, today()), pk=pk)
    note_opening(request.user, task)
    return show(request, task)


def show(request: AuthedRequest, task: Task, *, panel: Panel | None = None, status: int = 200) -> HttpResponse:
    """The page, with a form opened when there is one."""
    day = today()
    kept, near = list(_files(task)), around(request.user, task, day)
    events = history(task, kept)
    context = {
        "task": task,
        "panel": panel,
        "buttons": offered(request.user, task, day),
        "unchanged": STEPS["unchanged"].may(request.user, task, day) and not _late(task, day),
        "may_arrange": policy.may_supervise(request.user, task, day),
        "excerpt": excerpt(task),
        "parties": _parties(request.user, task, day, kept),
        "kin": near.kin,
        "tree": near.tree,
        "open_parts": near.open_parts,
        "files": kept,
        "history": events,
        "late_forecast": late_forecast(task, events),
        "late_inside": late_inside(task),
        "receive_by": receive_by(task, day),
        "ladder": _ladder(request.user, task, day),
        "mine": is_ours(request.user, task, day),
        **follow_up(request.user, task, day),
    }
    return render(request, "tasks/detail.html", context, status=status)


def late_forecast(task: Task, events: Sequence[Entry]) -> date | None:
    """The day named by the last progress report when it lies after the deadline of a task still worked on."""
    reports = (event.report for event in events if event.report is not None and not event.report.is_result)
    last = next(reports, None)
    if last is None or last.forecast_on is None or task.last_day is None or Status(task.status) not in WORKING:
        return None
    return last.forecast_on if last.forecast_on > task.last_day else None


def late_inside(task: Task) -> bool:
    """Whether the officer reported in time and the unit signed too late: the day it left the unit counts."""
    if task.proposed_on is None or task.submitted_on is None or task.last_day is None:
        return False
    return task.proposed_on <= task.last_day < task.submitted_on


def receive_by(task: Task, day: date) -> date | None:
    """Until when a task that nobody has received has to be (two queries where the city sets a limit)."""
    if task.status != Status.ASSIGNED or task.is_inside:
        return None
    rule = PracticeRule.objects.on(day)
    return rule.receive_by(task.assigned_on, Workday.objects.calendar()) if rule.receive_days else None


def _ladder(user: User, task: Task, day: date) -> Standing | None:
    """Where the reminders stand, for those they climb to: heads, monitors and leaders, and who watches the system."""
    return standing(task, day) if user.holds(SEES_LADDER, day) else None


def excerpt(task: Task) -> Excerpt | None:
    """The span of the task's draft in its paper (one query, never the whole text); None when it has no span."""
    draft = task.draft
    if draft is None or draft.end <= draft.start:
        return None
    first = max(0, draft.start - AROUND)
    cut = Substr("text", first + 1, draft.end - first + AROUND)
    text = Directive.objects.filter(pk=task.directive_id).values_list(cut, flat=True).get()
    start, end = draft.start - first, draft.end - first
    words = text[start:end]
    if not words.strip():
        return None
    return Excerpt(text[:start], words, text[end:], f"{task.directive.get_absolute_url()}#:~:text={_fragment(words)}")


def _fragment(words: str) -> str:
    """The first words as a text fragment, to which browsers scroll (a dash has a meaning of its own there)."""
    line = words.strip().splitlines()[0].split()[:FRAGMENT_WORDS]
    return quote(" ".join(line), safe="").replace("-", "%2D")


def offered(user: User, task: Task, day: date) -> Buttons:
    """The buttons of the page."""
    return buttons(user, task, day)


def changes_since(task: Task, version: int) -> list[Entry]:
    """What others did after a form was opened at that version, oldest first."""
    return since(history(task), version)


def is_ours(user: User, task: Task, day: date) -> bool:
    """Whether one of the person's units leads the task."""
    return any(task.lead.path.startswith(path) for path in scope.of(user, day).paths)


def _late(task: Task, day: date) -> bool:
    return task.last_day is not None and task.last_day < day


def _parties(user: User, task: Task, day: date, files: Sequence[TaskFile]) -> list[PartyRow]:
    """Those who are late first."""
    rows = []
    for party in task.parties.select_related("organisation"):
        party.task = task
        update = policy.may_update_party(user, party, day)
        remind = policy.may(user, "remind_party", task, day, party=party)
        if party.status == PartyStatus.DONE:
            remind = denied(_("Đã xong phần việc."))
        theirs = [file for file in files if file.party_id == party.pk]
        rows.append(PartyRow(party, update, remind, party.is_late(day), theirs))
    return sorted(rows, key=lambda row: not row.late)


def _files(task: Task) -> QuerySet[TaskFile]:
    return task.files.select_related("uploaded_by", "report")
