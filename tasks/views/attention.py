"""A leader's first page: two lists, what needs attention and everything under one's charge, with verbs on every row."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.clock import today
from accounts.http import AuthedRequest
from tasks import attention
from tasks.attention import LEVEL_LABELS, LEVELS, MOST_COUNTED, Slice, Watch, keys_of, with_reasons
from tasks.attention_count import OPEN, kept_on, name_of, numbers
from tasks.filters import TaskFilter
from tasks.filters_attention import instructed_since
from tasks.keyset import by_deadline
from tasks.models import Instruction, InstructionKind, Task
from tasks.models.task import TaskQuerySet
from tasks.policy_instructions import may_speak
from tasks.policy_urging import may_urge_at_all
from tasks.reports.board import filter_query
from tasks.reports.board_count import is_whole
from tasks.reports.policy import may_read_board
from tasks.views.listing import CHIPS, chips
from tasks.views.verbs import Requests, Verb, requests_of, verbs_of
from tasks.views.whys import Why, whys

EVERYTHING: Final = "all"
DECISIONS: Final = frozenset({"grant", "accept"})
MOST_IN_FRONT: Final = 2
"""More do not stand in one line of a window 1366 pixels wide; the others are in the menu of the row."""
TONES: Final = {1: "bad", 2: "warn", 3: "info"}


@dataclass(frozen=True, slots=True)
class Row:
    """A task with why it stands there and what can be done about it."""

    task: Task
    whys: list[Why]
    verbs: list[Verb]

    @property
    def front(self) -> list[Verb]:
        """The verbs beside the row, as many as stand in one line: what waits for the reader's decision first."""
        offered = [verb for verb in self.verbs if verb.front and verb.decision]
        return sorted(offered, key=lambda verb: verb.name not in DECISIONS)[:MOST_IN_FRONT]

    @property
    def menu(self) -> list[Verb]:
        """The other verbs, those that cannot be taken last and with the reason."""
        return sorted((verb for verb in self.verbs if verb not in self.front), key=lambda verb: not verb.decision)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one warning level, how many there are in all, and the list of them; level 0 is the plain list."""

    level: int
    rows: list[Row]
    figure: "Figure | None" = None

    @property
    def tone(self) -> str:
        """The colour that repeats the words of the heading."""
        return TONES.get(self.level, "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A counter: its words, its number up to the cap, and the list that holds exactly what was counted."""

    label: str
    count: int
    href: str
    tone: str = ""

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED


@require_GET
def attention_page(request: AuthedRequest) -> HttpResponse:
    """What needs attention by warning level, or with `list=all` everything open, a page at a time."""
    day = today()
    may_read_board(request.user, day).require()
    filters = TaskFilter(request.GET, today=day)
    chosen, watched = filters.narrow(Task.objects.all()), filters.watched()
    everything = request.GET.get("list") == EVERYTHING
    figures = _figures(request, filters, watched, day)
    found = _slice(chosen.visible_to(request.user, day), watched, request.GET.get("after", ""), everything=everything)
    context = {
        "groups": _groups(_rows(request, found.rows, day), figures, everything=everything),
        "figures": [figures[name] for name in ("attention", "open", "new", "instructed")],
        "listing": EVERYTHING if everything else "",
        "next_cursor": found.next_cursor,
        "later": bool(request.GET.get("after")),
        "filters": filters,
        "chips": chips(filters, request.GET, (*CHIPS, "lead", "timeliness", "status", "q")),
        "may_urge": may_urge_at_all(request.user, day),
        "may_speak": may_speak(request.user, day),
    }
    return render(request, "tasks/attention.html", context)


def _slice(tasks: TaskQuerySet, watched: Watch, cursor: str, *, everything: bool) -> Slice:
    if not everything:
        return attention.first_rows(tasks, watched, cursor)
    page = by_deadline(with_reasons(tasks.open(), watched), cursor)
    return Slice(page.rows, page.next_cursor)


def _rows(request: AuthedRequest, tasks: list[Task], day: date) -> list[Row]:
    """Each task with its reasons and verbs, in a fixed number of queries."""
    requests = requests_of(tasks, request.user, day)
    asked = _explanations(tasks)
    return [_row(task, requests, asked.get(task.pk), request, day) for task in tasks]


def _row(task: Task, requests: Requests, asked: Instruction | None, request: AuthedRequest, day: date) -> Row:
    said = whys(task, day, more_time=requests.words(task), asked=asked)
    return Row(task, said, verbs_of(task, requests, request.user, day))


def _explanations(tasks: list[Task]) -> dict[int, Instruction]:
    """The demand to explain that has waited longest, by task (one query)."""
    waiting = Instruction.objects.unanswered().filter(kind=InstructionKind.EXPLAIN, task__in=[t.pk for t in tasks])
    return {each.task_id: each for each in waiting.order_by("-answer_by") if each.task_id is not None}


def _groups(rows: list[Row], figures: dict[str, Figure], *, everything: bool) -> list[Group]:
    if everything:
        return [Group(0, rows)] if rows else []
    leveled = groupby(rows, key=lambda row: int(getattr(row.task, "level")))  # noqa: B009 - an annotation, unknown to the model
    return [Group(level, list(some), figures[name_of(level)]) for level, some in leveled]


def _figures(request: AuthedRequest, filters: TaskFilter, watched: Watch, day: date) -> dict[str, Figure]:
    """The counters of this month and of the levels (one query, with the summary three); each opens exactly its list."""
    month, chosen = day.replace(day=1), filters.narrow(Task.objects.all())
    ways = chosen.ways(request.user, day)
    given, instructed = Q(assigned_on__gte=month), instructed_since(month)
    wanted: dict[str, tuple[str, dict[str, str], str]] = {
        OPEN: (_("đang thực hiện"), {"open": "true"}, "plain"),
        "new": (_("giao mới trong tháng"), {"assigned_from": str(month)}, "info"),
        "instructed": (_("được chỉ đạo trong tháng"), {"instructed_from": str(month)}, "ok"),
    }
    for level in LEVELS:
        wanted[name_of(level)] = (str(LEVEL_LABELS[level]), {"attention": str(level)}, TONES[level])
    others = {
        "new": keys_of([way.filter(given) for way in ways]),
        "instructed": keys_of([way.filter(instructed) for way in ways]),
    }
    is_city = len(ways) == 1 and is_whole(ways[0], "", day)
    counts = numbers(others, ways, watched, kept_on(day, filters.counted_by) if is_city else None, request.user)
    query = filter_query(request.GET)
    figures = {
        name: Figure(label, counts[name], _list(query | narrowed), tone)
        for name, (label, narrowed, tone) in wanted.items()
    }
    total = sum(figures[name_of(level)].count for level in LEVELS)
    needing = _list(query | {"attention": attention.ANY_LEVEL})
    return {**figures, "attention": Figure(_("cần chú ý"), total, needing, "bad")}


def _list(query: dict[str, list[str] | str]) -> str:
    return f"{reverse('task-list')}?{urlencode(query, doseq=True)}"
