"""The piles of the home page: what each holds, how many are in it, in one query."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Func, Q, Subquery, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import counting, scope
from accounts.models import Organisation, User
from accounts.roles import Role
from directives.workdays import WorkingCalendar
from tasks import signers, tally
from tasks.deadlines import Basis, Timeliness
from tasks.desk import silent_on
from tasks.filters import CONDITIONS, to_review
from tasks.filters_instructions import asked
from tasks.maps import Map
from tasks.models import Level, Party, PartyStatus, Task, Workday
from tasks.models.task import OPEN_VALUES, OVERDUE_VALUES, UNSETTLED_VALUES, TaskQuerySet
from tasks.practice import unreceived

MOST_COUNTED: Final = 9_999
"""Counting stops one above; the tab then shows a plus sign."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A pile: `condition` of a day, `query` the same pile in words of `TaskFilter`, `bulk` steps for a selection.

    `worked` is asked instead of `condition` where working days decide. `is_open` says that it holds nothing but open
    tasks, so that one look at those counts it; `kinds` are the classes of the summary that make it up, if any do, once
    the statuses `less` are taken off.
    """

    key: str
    label: str | Promise
    condition: Callable[[date], Q]
    query: str
    tone: str = ""
    bulk: tuple[str, ...] = ()
    worked: Callable[[date, WorkingCalendar], Q] | None = None
    is_open: bool = False
    kinds: tuple[Timeliness, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose tasks the piles are made of: organisations by key for units, everything for the office.

    `others` are the tabs made of other tasks than the rest. What a tab holds on a day is asked once. `is_city` says
    that these are all duties of the city, which the summary counts; `units` that they are all that these units lead
    but for what they handed out themselves.
    """

    tabs: Sequence[Tab]
    tasks: TaskQuerySet
    others: Mapping[str, TaskQuerySet] = field(default_factory=dict)
    is_city: bool = False
    units: Sequence[int] = ()
    _asked: dict[tuple[str, date], Q] = field(default_factory=dict)
    _calendars: list[WorkingCalendar] = field(default_factory=list)

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar in force, read once for the desk (one query)."""
        if not self._calendars:
            self._calendars.append(Workday.objects.calendar())
        return self._calendars[0]

    def base(self, tab: Tab) -> TaskQuerySet:
        """The tasks that a tab chooses from."""
        return self.others.get(tab.key, self.tasks)

    def pile(self, tab: Tab, today: date) -> TaskQuerySet:
        """The tasks of one tab."""
        return self.base(tab).filter(self.condition(tab, today))

    def condition(self, tab: Tab, today: date) -> Q:
        """What makes a task belong to the tab."""
        if (tab.key, today) not in self._asked:
            found = tab.worked(today, self.calendar) if tab.worked else tab.condition(today)
            self._asked[tab.key, today] = found
        return self._asked[tab.key, today]


def _status(*statuses: str) -> Callable[[date], Q]:
    return lambda _today: Q(status__in=statuses)


def _open(_today: date) -> Q:
    return Q(status__in=OPEN_VALUES)


OPEN_KINDS: Final = tuple(
    kind
    for kind in Timeliness
    if kind not in {Timeliness.DONE_ON_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DEADLINE, Timeliness.WITHDRAWN}
)
"""Classes of the summary that hold open tasks."""
RUNNING_KINDS: Final = tuple(kind for kind in OPEN_KINDS if kind not in {Timeliness.WAITING, Timeliness.SUSPENDED})
"""Classes that hold what the unit still has to do."""
COORDINATING: Final = "coordinating"
SIGNING: Final = "signing"
HANDED_OUT: Final = "handed_out"
URGE: Final = "urge"
"""In the place of a move: the selection is urged."""
OVERDUE: Final = Tab(
    "overdue",
    _("Quá hạn"),
    CONDITIONS[Timeliness.OVERDUE],
    "timeliness=overdue",
    "bad",
    is_open=True,
    kinds=(Timeliness.OVERDUE,),
)
UNIT_TABS: Final = (
    Tab(
        "to_receive",
        _("Chờ tiếp nhận"),
        _status("assigned"),
        "level=all&status=assigned",
        "warn",
        ("receive",),
        is_open=True,
    ),
    Tab("explain", _("Cần giải trình"), asked("explain"), "level=all&asked=explain", "bad"),
    Tab("instruct", _("Chỉ đạo mới"), asked("instruct"), "level=all&asked=instruct", "warn"),
    Tab(
        "in_progress",
        _("Đang thực hiện"),
        _status("received", "in_progress"),
        "level=all&status=received&status=in_progress",
        bulk=("unchanged", "delegate"),
        is_open=True,
        kinds=RUNNING_KINDS,
        less=tuple(UNSETTLED_VALUES),
    ),
    Tab(
        "due_soon",
        _("Sắp đến hạn"),
        CONDITIONS[Timeliness.DUE_SOON],
        "level=all&timeliness=due_soon",
        "warn",
        is_open=True,
        kinds=(Timeliness.DUE_SOON,),
    ),
    replace(OVERDUE, query="level=all&timeliness=overdue"),
    Tab(SIGNING, _("Chờ ký duyệt"), _status("signing"), "level=all&status=signing", "warn", ("sign_off",)),
    Tab(
        "returned",
        _("Bị trả lại"),
        lambda _today: Q(returned_count__gt=0, status__in=OVERDUE_VALUES),
        "level=all&returned=true",
        "bad",
        is_open=True,
    ),
    Tab(
        "waiting",
        _("Chờ xác nhận"),
        _status("submitted"),
        "level=all&status=submitted",
        is_open=True,
        kinds=(Timeliness.WAITING,),
    ),
    Tab(HANDED_OUT, _("Đã phân công"), _open, "level=inside&open=true"),
    Tab(COORDINATING, _("Phối hợp"), _open, "level=all&open=true"),
)
OFFICE_TABS: Final = (
    Tab(
        "waiting",
        _("Chờ xác nhận"),
        _status("submitted"),
        "status=submitted",
        "warn",
        ("accept",),
        is_open=True,
        kinds=(Timeliness.WAITING,),
    ),
    Tab(
        "not_received",
        _("Chưa tiếp nhận"),
        unreceived,
        "not_received=true",
        "warn",
        (URGE, "supervise"),
        worked=unreceived,
        is_open=True,
    ),
    Tab("contested", _("Đề nghị giao lại"), _status("contested"), "status=contested", "bad", is_open=True),
    Tab("silent", _("Lâu không báo cáo"), silent_on, "silent=true", "warn", (URGE,), worked=silent_on, is_open=True),
    replace(OVERDUE, bulk=(URGE,)),
    Tab("review", _("Cần rà soát"), to_review, "review=true", "warn", is_open=True),
    Tab(
        "awaiting",
        _("Chờ mốc"),
        CONDITIONS[Timeliness.AWAITING_EVENT],
        "timeliness=awaiting_event",
        is_open=True,
        kinds=(Timeliness.AWAITING_EVENT,),
    ),
    Tab("open", _("Chưa kết thúc"), _open, "open=true", bulk=("supervise", URGE), is_open=True, kinds=OPEN_KINDS),
)


def desk_of_unit(user: User, today: date, *, whole_unit: bool) -> Desk:
    """What the units of `user` lead and help with; without `whole_unit` only their own and what nobody has yet.

    What these units handed out inside lies in a pile of its own, and on the desks of those who got it. A head, or who
    stands in for one, signs for the whole unit, however the desk is narrowed.
    """
    units = unit_keys(user, today)
    given = Q(lead__in=units) & (Q(giver=None) | ~Q(giver__in=units))
    mine = given if whole_unit else Q(officer=user) | Q(officer=None) & given
    parts = Party.objects.filter(organisation__in=units).exclude(status=PartyStatus.DONE)
    others = {
        COORDINATING: Task.objects.filter(pk__in=parts.values("task")),
        HANDED_OUT: Task.objects.filter(giver__in=units),
    }
    if signed := _signed_by(user, units, today):
        own = Q() if user.holds({Role.HEAD}, today) else mine
        others[SIGNING] = Task.objects.filter(Q(giver=None, lead__in=signed) | Q(giver__in=signed) | own)
    return Desk(UNIT_TABS, Task.objects.filter(mine), others, units=units if whole_unit else ())


def desk_of_office(user: User, *, only_mine: bool) -> Desk:
    """All duties of the city, or those that `user` follows as a monitor."""
    city = Task.objects.of_level(Level.CITY)
    return Desk(OFFICE_TABS, city.filter(monitor=user) if only_mine else city, is_city=not only_mine)


def _signed_by(user: User, units: list[int], today: date) -> list[int]:
    """Units whose results `user` signs: as their head all of `units`, else those of heads who are away."""
    if user.holds({Role.HEAD}, today):
        return units
    posts = signers.covered_posts(user, today)
    below = Organisation.objects.below(tuple(post.organisation.path for post in posts))
    return list(below.order_by().values_list("pk", flat=True)) if posts else []


def unit_keys(user: User, today: date) -> list[int]:
    """The organisations for which `user` answers, with what stands below them (one query)."""
    below = Q(pk__in=[])
    for path in scope.of(user, today).paths:
        below |= Q(path__startswith=path)
    return list(Organisation.objects.filter(below).order_by().values_list("pk", flat=True))


def counts(desk: Desk, user: User, today: date) -> Mapping[str, int]:
    """How many tasks lie in each tab, counted up to one above `MOST_COUNTED`.

    One query; two more where the summary knows of the tasks, and two to see what it knows of units.
    """
    known = _summed(desk, today)
    whole = desk.is_city or bool(desk.units)
    together = [] if whole else [tab for tab in desk.tabs if tab.is_open and tab.key not in desk.others]
    alone = [tab for tab in desk.tabs if tab not in together and tab.key not in known]
    wanted: dict[str, Func | Subquery] = {tab.key: _capped(desk.pile(tab, today)) for tab in alone}
    if desk.units and known:
        wanted |= _beside(desk, today)
    if together:
        wanted[TOGETHER] = _in_one_look(desk, together, today)
    found = counting.columns(user, wanted)
    several = found.pop(TOGETHER, None) or [0] * len(together)
    looked = dict(zip((tab.key for tab in together), several, strict=True))
    numbers = {**found, **looked, **known}
    for tab in desk.tabs:
        if tab.key in known:
            numbers[tab.key] += found.get(f"{INSIDE}{tab.key}", 0) - found.get(f"{LESS}{tab.key}", 0)
            if found.get(f"{LESS}{tab.key}", 0) > MOST_COUNTED:
                numbers[tab.key] = counting.columns(user, {tab.key: _capped(desk.pile(tab, today))})[tab.key]
    return {tab.key: min(numbers[tab.key], MOST_COUNTED + 1) for tab in desk.tabs}


def _capped(pile: TaskQuerySet) -> Func:
    return counting.capped(pile, MOST_COUNTED + 1)


INSIDE: Final = "inside "
LESS: Final = "less "
"""Columns beside what the summary says of a tab of units."""


def _beside(desk: Desk, today: date) -> dict[str, Func | Subquery]:
    """What the summary does not know of units: work that came from units above them, and what is in what state."""
    given = Task.objects.filter(lead__in=desk.units, giver__isnull=False).exclude(giver__in=desk.units).open()
    duties = Task.objects.filter(lead__in=desk.units, giver=None)
    kept = [tab for tab in desk.tabs if tab.kinds]
    inside: dict[str, Func | Subquery] = {}
    if given.exists():  # each column more takes longer to plan than this takes to ask
        inside = {f"{INSIDE}{tab.key}": _capped(given.filter(desk.condition(tab, today))) for tab in kept}
    return inside | {f"{LESS}{tab.key}": _capped(duties.filter(status__in=tab.less)) for tab in kept if tab.less}


TOGETHER: Final = "together"
"""The column of the tabs that are counted in one look."""


def _in_one_look(desk: Desk, tabs: Sequence[Tab], today: date) -> Subquery:
    """A number per tab, all out of one reading of the open tasks; no array where there are none."""
    numbers = [Count("pk", filter=desk.condition(tab, today)) for tab in tabs]
    array = Func(*numbers, template="ARRAY[%(expressions)s]", output_field=ArrayField(BigIntegerField()))
    looked = desk.tasks.open().order_by().annotate(whole=Value(1)).values("whole").annotate(numbers=array)
    return Subquery(looked.values("numbers"))


def _summed(desk: Desk, today: date) -> Mapping[str, int]:
    """What the summary knows of the tabs; nothing while it is not of that day (two queries, of units three)."""
    total = _kept(desk, today)
    if total is None:
        return {}
    return {tab.key: sum(total[kind] for kind in tab.kinds) for tab in desk.tabs if tab.kinds}


def _kept(desk: Desk, today: date) -> Counter[str] | None:
    if desk.is_city:
        groups = [(tally.GROUPS[Map.NOW], ranking) for ranking in tally.RANKINGS]
        kept = tally.read(groups, day=today, basis=Basis.CURRENT)
        return None if kept is None else sum((entry.counts for entry in kept), Counter[str]())
    if not desk.units or _counted_elsewhere(desk.units):
        return None
    return tally.of_units(desk.units, today)


def _counted_elsewhere(units: Sequence[int]) -> bool:
    """Whether open tasks of an ended body stand with one of these units here and with another in the summary."""
    own = set(units)
    ended = Organisation.objects.filter(Q(pk__in=own) | Q(heir__in=own), heir__isnull=False).order_by()
    apart = [key for key, heir in ended.values_list("pk", "heir_id") if (key in own) != (heir in own)]
    return bool(apart) and Task.objects.filter(lead__in=apart).open().exists()
