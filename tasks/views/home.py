"""The first page after signing in: what waits for this person, in the role they act under."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import context, scope
from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.models import User
from accounts.roles import Role
from directives.models import Directive, DirectiveState
from tasks.keyset import by_deadline
from tasks.models import Task
from tasks.tabs import MOST_COUNTED, Desk, Tab, counts, desk_of_office, desk_of_unit
from tasks.views.detail import HEAVY
from tasks.views.steps import STEPS, Look

PAPERS_SHOWN: Final = 30
ELSEWHERE: Final = {Role.LEADER: "attention", Role.ADMIN: "task-list", Role.AUDITOR: "task-list"}
"""Roles whose first page is another one."""
BULK_LABELS: Final[Mapping[str, Promise]] = {
    "receive": _("Tiếp nhận các việc đã chọn"),
    "unchanged": _("Không thay đổi, vẫn đúng hạn"),
    "delegate": _("Giao chuyên viên"),
    "sign_off": _("Ký duyệt các việc đã chọn"),
    "accept": _("Xác nhận các việc đã chọn"),
    "supervise": _("Đổi người theo dõi"),
    "urge": _("Đôn đốc các việc đã chọn"),
}


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab as shown: `shown` is its count in words, with a plus sign above the cap."""

    tab: Tab
    count: int

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED


@dataclass(frozen=True, slots=True)
class BulkStep:
    """A step for a selection of rows."""

    name: str
    look: Look
    bulk_label: str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    """A task in the list, and whether one of the person's own units leads it."""

    task: Task
    led: bool


def home_page(request: AuthedRequest) -> HttpResponse:
    """Piles with counts for units and monitors, papers to review for clerks; the others go to their own page."""
    day = today()
    role = acting_role(request.user, day)
    if role in ELSEWHERE:
        return HttpResponseRedirect(reverse(ELSEWHERE[role]))
    if role == Role.CLERK:
        return _papers(request)
    if role is None:
        return render(request, "tasks/home_nobody.html")
    return _piles(request, role, day)


def acting_role(user: User, day: date) -> Role | None:
    """The role of the post that the user acts under, else of the first one held that day."""
    posts = user.posts(day)
    acting = context.current().membership_id
    post = next((post for post in posts if post.pk == acting), posts[0] if posts else None)
    return Role(post.role) if post else None


def _piles(request: AuthedRequest, role: Role, day: date) -> HttpResponse:
    desk, wide = _desk(request, role, day)
    numbers = counts(desk, request.user, day)
    request.office_calendar = desk.calendar  # type: ignore[attr-defined]  # kept for `day_note`, which looks there
    tab = _chosen(desk, numbers, request.GET.get("tab", ""))
    pile = desk.pile(tab, day).select_related("directive", "lead", "officer").defer("text", *HEAVY)
    page = by_deadline(pile, request.GET.get("after", ""))
    paths = scope.of(request.user, day).paths
    shown = {
        "tabs": [TabLink(each, numbers[each.key]) for each in desk.tabs],
        "tab": tab,
        "count": numbers[tab.key],
        "rows": [Row(task, any(task.lead.path.startswith(path) for path in paths)) for task in page.rows],
        "next_cursor": page.next_cursor,
        "later": bool(request.GET.get("after")),
        "role": role,
        "wide": wide,
        "bulk": bulk_steps(tab.bulk),
    }
    return render(request, "tasks/home.html", shown)


def bulk_steps(names: Iterable[str]) -> list[BulkStep]:
    """The steps offered for a selection, with the words of their buttons."""
    return [BulkStep(name, STEPS[name].look, BULK_LABELS[name]) for name in names]


def _desk(request: AuthedRequest, role: Role, day: date) -> tuple[Desk, bool]:
    """The desk, and whether it is the wide one: the whole unit for a head, every task for a monitor."""
    usual = "mine" if role == Role.OFFICER else "all"
    wide = request.GET.get("scope", usual) != "mine"
    if role == Role.MONITOR:
        return desk_of_office(request.user, only_mine=not wide), wide
    return desk_of_unit(request.user, day, whole_unit=wide), wide


def _chosen(desk: Desk, numbers: Mapping[str, int], key: str) -> Tab:
    """The tab asked for, else the first that holds something."""
    named = next((tab for tab in desk.tabs if tab.key == key), None)
    return named or next((tab for tab in desk.tabs if numbers[tab.key]), desk.tabs[0])


def _papers(request: AuthedRequest) -> HttpResponse:
    """What the registry has to read, review and release, oldest first."""
    waiting = (DirectiveState.PARSED, DirectiveState.REVIEWED, DirectiveState.REGISTERED)
    visible = Directive.objects.visible_to(request.user, today())
    numbers = dict(visible.order_by().values_list("state").annotate(n=Count("pk")))
    papers = (
        visible.filter(state__in=waiting)
        .defer("text", "search_text", "warnings")
        .annotate(draft_count=Count("drafts"))
        .order_by("pk")[:PAPERS_SHOWN]
    )
    states = [(label, numbers.get(state, 0)) for state, label in DirectiveState.choices]
    return render(request, "tasks/home_papers.html", {"papers": papers, "states": states})
