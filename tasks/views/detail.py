"""The page of a task: facts, the clause, who helps, what can be done, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise

from accounts import scope
from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.models import User
from accounts.policy import Decision
from accounts.roles import Role
from directives.models import Directive
from tasks import policy
from tasks.models import Party, Task, TaskFile
from tasks.notify.standing import Standing, standing
from tasks.timeline import Entry, history, since
from tasks.views.follow_up import follow_up, note_opening
from tasks.views.steps import STEPS, Buttons, buttons

AROUND = 240
"""Characters of the paper shown before and after the clause."""
FRAGMENT_WORDS = 12
KIN = 50
"""Parts of a task shown on its page."""
SEES_LADDER = frozenset({Role.HEAD, Role.MONITOR, Role.LEADER, Role.CLERK, Role.AUDITOR})
"""Roles that read on a task how far its reminders have climbed."""
HEAVY = ("search_text", "directive__text", "directive__search_text", "directive__warnings")
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
    """A coordinating organisation with what this person may do about it."""

    party: Party
    update: Decision


def seen_tasks(user: User, day: date) -> QuerySet[Task]:
    """Tasks that `user` may see, joined with what their page and its rules need."""
    return (
        Task.objects.visible_to(user, day)
        .select_related("directive", "draft", "field", "lead", "officer", "leader", "monitor", "series")
        .defer(*HEAVY)
    )


def task_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """Everything about one task."""
    task = get_object_or_404(seen_tasks(request.user, today()), pk=pk)
    note_opening(request.user, task)
    return show(request, task)


def show(request: AuthedRequest, task: Task, *, panel: Panel | None = None, status: int = 200) -> HttpResponse:
    """The page, with a form opened when there is one."""
    day = today()
    context = {
        "task": task,
        "panel": panel,
        "buttons": offered(request.user, task, day),
        "unchanged": STEPS["unchanged"].may(request.user, task, day) and not _late(task, day),
        "may_arrange": policy.may_supervise(request.user, task, day),
        "excerpt": excerpt(task),
        "parties": _parties(request.user, task, day),
        "kin": _kin(request.user, task, day),
        "files": _files(task),
        "history": history(task),
        "ladder": _ladder(request.user, task, day),
        "mine": is_ours(request.user, task, day),
        **follow_up(request.user, task, day),
    }
    return render(request, "tasks/detail.html", context, status=status)


def _kin(user: User, task: Task, day: date) -> list[Task]:
    """The task that this one is part of, then its parts, as far as `user` may see them (one query)."""
    near = Q(parent=task) | Q(pk=task.parent_id) if task.parent_id else Q(parent=task)
    seen = Task.objects.visible_to(user, day).filter(near).select_related("lead").defer("text", "search_text")
    return sorted(seen[:KIN], key=lambda each: (each.pk != task.parent_id, each.pk))


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


def _parties(user: User, task: Task, day: date) -> list[PartyRow]:
    rows = []
    for party in task.parties.select_related("organisation"):
        party.task = task
        rows.append(PartyRow(party, policy.may_update_party(user, party, day)))
    return rows


def _files(task: Task) -> QuerySet[TaskFile]:
    return task.files.select_related("uploaded_by", "report")
