"""The piles of the home page: what each holds, how many are in it, in one query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models import Organisation, User
from tasks.deadlines import Timeliness
from tasks.desk import silent_on
from tasks.filters import CONDITIONS, to_review
from tasks.models import Party, PartyStatus, Task
from tasks.models.task import OPEN_VALUES, OVERDUE_VALUES, TaskQuerySet

MOST_COUNTED: Final = 9_999
"""Counting stops one above; the tab then shows a plus sign."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A pile: `condition` of a day, `query` the same pile in words of `TaskFilter`, `bulk` a move for a selection."""

    key: str
    label: str | Promise
    condition: Callable[[date], Q]
    query: str
    tone: str = ""
    bulk: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose tasks the piles are made of: organisations by key for units, everything for the office."""

    tabs: Sequence[Tab]
    tasks: TaskQuerySet
    helped: TaskQuerySet | None = None

    def pile(self, tab: Tab, today: date) -> TaskQuerySet:
        """The tasks of one tab."""
        base = self.helped if tab.key == COORDINATING and self.helped is not None else self.tasks
        return base.filter(tab.condition(today))


def _status(*statuses: str) -> Callable[[date], Q]:
    return lambda _today: Q(status__in=statuses)


def _open(_today: date) -> Q:
    return Q(status__in=OPEN_VALUES)


COORDINATING: Final = "coordinating"
URGE: Final = "urge"
"""In the place of a move: the selection is urged."""
OVERDUE: Final = Tab("overdue", _("Quá hạn"), CONDITIONS[Timeliness.OVERDUE], "timeliness=overdue", "bad")
UNIT_TABS: Final = (
    Tab("to_receive", _("Chờ tiếp nhận"), _status("assigned"), "status=assigned", "warn", "receive"),
    Tab(
        "in_progress",
        _("Đang thực hiện"),
        _status("received", "in_progress"),
        "status=received&status=in_progress",
    ),
    Tab("due_soon", _("Sắp đến hạn"), CONDITIONS[Timeliness.DUE_SOON], "timeliness=due_soon", "warn"),
    OVERDUE,
    Tab(
        "returned",
        _("Bị trả lại"),
        lambda _today: Q(returned_count__gt=0, status__in=OVERDUE_VALUES),
        "returned=true",
        "bad",
    ),
    Tab("waiting", _("Chờ xác nhận"), _status("submitted"), "status=submitted"),
    Tab(COORDINATING, _("Phối hợp"), _open, "open=true"),
)
OFFICE_TABS: Final = (
    Tab("waiting", _("Chờ xác nhận"), _status("submitted"), "status=submitted", "warn", "accept"),
    Tab("contested", _("Đề nghị giao lại"), _status("contested"), "status=contested", "bad"),
    Tab("silent", _("Lâu không báo cáo"), silent_on, "silent=true", "warn", URGE),
    replace(OVERDUE, bulk=URGE),
    Tab("review", _("Cần rà soát"), to_review, "review=true", "warn"),
    Tab("awaiting", _("Chờ mốc"), CONDITIONS[Timeliness.AWAITING_EVENT], "timeliness=awaiting_event"),
    Tab("open", _("Chưa kết thúc"), _open, "open=true"),
)


def desk_of_unit(user: User, today: date, *, whole_unit: bool) -> Desk:
    """What the units of `user` lead and help with; without `whole_unit` only their own and what nobody has yet."""
    units = unit_keys(user, today)
    mine = Q(lead__in=units) if whole_unit else Q(officer=user) | Q(officer=None, lead__in=units)
    parts = Party.objects.filter(organisation__in=units).exclude(status=PartyStatus.DONE)
    helped = Task.objects.filter(pk__in=parts.values("task"))
    return Desk(UNIT_TABS, Task.objects.filter(mine), helped)


def desk_of_office(user: User, *, only_mine: bool) -> Desk:
    """All tasks, or those that `user` follows as a monitor."""
    return Desk(OFFICE_TABS, Task.objects.filter(monitor=user) if only_mine else Task.objects.all())


def unit_keys(user: User, today: date) -> list[int]:
    """The organisations for which `user` answers, with what stands below them (one query)."""
    below = Q(pk__in=[])
    for path in scope.of(user, today).paths:
        below |= Q(path__startswith=path)
    return list(Organisation.objects.filter(below).order_by().values_list("pk", flat=True))


def counts(desk: Desk, user: User, today: date) -> Mapping[str, int]:
    """How many tasks lie in each tab, counted up to one above `MOST_COUNTED` (one query)."""
    columns = {f"n_{tab.key}": _count(desk.pile(tab, today)) for tab in desk.tabs}
    row = User.objects.filter(pk=user.pk).values_list(*columns.values()).get()
    return dict(zip((tab.key for tab in desk.tabs), row, strict=True))


def _count(pile: TaskQuerySet) -> Func:
    keys = ArraySubquery(pile.order_by().values("pk")[: MOST_COUNTED + 1])
    return Func(keys, function="CARDINALITY", output_field=IntegerField())
