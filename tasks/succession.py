"""What a reorganisation would move, item by item, and to whom: read only, the same for the preview and for applying."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import zip_longest
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Reorganisation, ReorganisationKind, User
from directives.models import DraftState, TaskDraft
from tasks.models import Party, Series, SeriesState, Task

END: Final = "end"
"""The reference of nobody: a post that ends with its body."""
NEW: Final = "new-"
WAITING_DRAFTS: Final = (DraftState.PROPOSED.value, DraftState.ACCEPTED.value)


class Sort(StrEnum):
    """Sorts of items that go to one receiver or another, in the order in which they are asked for."""

    UNIT = "unit"
    POST = "post"
    TASK = "task"
    PARTY = "party"
    SERIES = "series"
    DRAFT = "draft"


SORT_LABELS: Final[Mapping[Sort, str | Promise]] = {
    Sort.UNIT: _("Đơn vị trực thuộc"),
    Sort.POST: _("Người, vị trí công tác"),
    Sort.TASK: _("Nhiệm vụ đang mở"),
    Sort.PARTY: _("Phần việc phối hợp"),
    Sort.SERIES: _("Nhiệm vụ định kỳ"),
    Sort.DRAFT: _("Đề xuất đang rà soát"),
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """A body that takes over; `key` is None while it does not exist yet."""

    ref: str
    name: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of one source; `ref` names who gets it ("" when undecided), `chosen` whether somebody said so.

    `person` is the officer who does the work, for tasks and series.
    """

    sort: Sort
    key: int
    source: int
    label: str
    detail: str
    href: str = ""
    ref: str = ""
    chosen: bool = False
    person: int | None = None


@dataclass(frozen=True)
class Outline:
    """A reorganisation with its bodies loaded."""

    row: Reorganisation
    sources: Sequence[Organisation]
    receivers: Mapping[str, Receiver] = field(default_factory=dict)
    kept: dict[Sort, "list[Item]"] = field(default_factory=dict, compare=False, repr=False)

    @property
    def source_keys(self) -> list[int]:
        """Keys of the bodies that end or move."""
        return [source.pk for source in self.sources]

    @property
    def moves_only(self) -> bool:
        """Whether bodies go on as they are under another parent."""
        return self.row.kind == ReorganisationKind.MOVE

    @cached_property
    def only(self) -> str:
        """The one receiver, or an empty text where there are several."""
        return next(iter(self.receivers)) if len(self.receivers) == 1 else ""

    @property
    def fallback(self) -> str:
        """Who gets what nobody decided about: the only receiver, or the one named for that."""
        return self.only or (self.row.fallback if self.row.fallback in self.receivers else "")

    def chosen(self, sort: Sort, key: int) -> str:
        """What was said about that item, when it still names a receiver."""
        ref = str(self.row.choices.get(sort, {}).get(str(key), ""))
        return ref if ref in self.receivers or (ref == END and sort is Sort.POST) else ""

    @cached_property
    def by_person(self) -> dict[int, str]:
        """Where each person of the sources goes."""
        return {item.person: item.ref for item in items(self, Sort.POST) if item.person and item.ref not in {"", END}}

    def settled(self, item: Item) -> Item:
        """The item with its receiver: as chosen, else with the officer, else the fallback."""
        if ref := self.chosen(item.sort, item.key):
            return replace(item, ref=ref, chosen=True)
        follows = self.row.follows_people and item.sort in {Sort.TASK, Sort.SERIES} and item.person is not None
        with_person = self.by_person.get(item.person or 0, "") if follows and not self.only else ""
        return replace(item, ref=with_person or self.fallback)


def outline(row: Reorganisation) -> Outline:
    """The reorganisation with its bodies (one query)."""
    bodies = Organisation.objects.select_related("parent").in_bulk([*row.sources, *row.receivers])
    receivers = {
        str(key): Receiver(str(key), bodies[key].short_name, key) for key in row.receivers if key in bodies
    } | {
        f"{NEW}{index}": Receiver(f"{NEW}{index}", body["short_name"] or body["name"], key)
        for index, (body, key) in enumerate(zip_longest(row.founded, row.founded_keys))
    }
    return Outline(row, [bodies[key] for key in row.sources if key in bodies], receivers)


# ── items ─────────────────────────────────────────────────────────────────────────────────────
def items(plan: Outline, sort: Sort) -> list[Item]:
    """Everything of that sort that the sources have, each with its receiver (at most two queries, then kept)."""
    if plan.moves_only:
        return []
    if sort not in plan.kept:
        plan.kept[sort] = [plan.settled(MAKERS[sort](row)) for row in rows_of(plan, sort)]
    return plan.kept[sort]


def rows_of(plan: Outline, sort: Sort) -> QuerySet[Any]:
    """The rows behind the items of that sort."""
    keys, day = plan.source_keys, plan.row.effective_on
    if sort is Sort.UNIT:
        return Organisation.objects.in_force(day).filter(parent__in=keys).exclude(pk__in=keys).order_by("rank", "pk")
    if sort is Sort.POST:
        posts = Membership.objects.filter(organisation__in=keys).exclude(valid_to__lte=day)
        return posts.select_related("user", "organisation").order_by("organisation", "pk")
    if sort is Sort.TASK:
        tasks = Task.objects.open().filter(lead__in=keys).select_related("directive", "officer")
        return tasks.defer("text", "search_text", "directive__text", "directive__search_text").order_by("pk")
    if sort is Sort.PARTY:
        parts = Party.objects.filter(organisation__in=keys, task__in=Task.objects.open())
        return parts.select_related("task__lead").defer("task__text", "task__search_text").order_by("pk")
    if sort is Sort.SERIES:
        running = Series.objects.filter(lead__in=keys).exclude(state=SeriesState.CLOSED)
        return running.select_related("officer").order_by("pk")
    return drafts_of(keys).select_related("directive").defer("directive__text", "directive__search_text")


def drafts_of(keys: Sequence[int]) -> QuerySet[TaskDraft]:
    """Proposals still in review that name one of these bodies."""
    waiting = TaskDraft.objects.filter(state__in=WAITING_DRAFTS)
    leads = TaskDraft.leads.through.objects.filter(organisation__in=keys).values("taskdraft")
    helpers = TaskDraft.coordinating.through.objects.filter(organisation__in=keys).values("taskdraft")
    return waiting.filter(pk__in=leads.union(helpers)).order_by("pk")


def _unit(row: Organisation) -> Item:
    return Item(Sort.UNIT, row.pk, row.parent_id or 0, row.short_name, str(row.get_kind_display()))


def _post(row: Membership) -> Item:
    detail = " · ".join(filter(None, [row.get_role_display(), row.title]))
    return Item(Sort.POST, row.pk, row.organisation_id, row.user.full_name, detail, person=row.user_id)


def _task(row: Task) -> Item:
    who = row.officer.full_name if row.officer else _now("chưa giao chuyên viên")
    detail = f"{row.get_status_display()} · {who} · {row.directive}"
    return Item(Sort.TASK, row.pk, row.lead_id, row.title, detail, row.get_absolute_url(), person=row.officer_id)


def _party(row: Party) -> Item:
    detail = _now("%(lead)s chủ trì") % {"lead": row.task.lead.short_name}
    words = f"{detail} · {row.get_status_display()}"
    return Item(Sort.PARTY, row.pk, row.organisation_id, row.task.title, words, row.task.get_absolute_url())


def _series(row: Series) -> Item:
    who = row.officer.full_name if row.officer else ""
    return Item(Sort.SERIES, row.pk, row.lead_id, row.title, who, row.get_absolute_url(), person=row.officer_id)


def _draft(row: TaskDraft) -> Item:
    return Item(Sort.DRAFT, row.pk, 0, row.text[:200], str(row.directive), row.directive.get_absolute_url())


MAKERS: Final[Mapping[Sort, Any]] = {
    Sort.UNIT: _unit,
    Sort.POST: _post,
    Sort.TASK: _task,
    Sort.PARTY: _party,
    Sort.SERIES: _series,
    Sort.DRAFT: _draft,
}


def undecided(plan: Outline, sorts: Iterable[Sort] = tuple(Sort)) -> dict[Sort, int]:
    """How many items of each sort have no receiver; sorts without any are left out."""
    if plan.moves_only or (plan.fallback and plan.receivers):
        return {}
    counts = {sort: sum(not item.ref for item in items(plan, sort)) for sort in sorts}
    return {sort: count for sort, count in counts.items() if count}


def model_of(sort: Sort) -> type[Model]:
    """The table behind a sort of items."""
    tables: dict[Sort, type[Model]] = {
        Sort.UNIT: Organisation,
        Sort.POST: Membership,
        Sort.TASK: Task,
        Sort.PARTY: Party,
        Sort.SERIES: Series,
        Sort.DRAFT: TaskDraft,
    }
    return tables[sort]


def people_of(plan: Outline) -> list[User]:
    """Everybody who holds a post in one of the sources on the day or later."""
    posts = rows_of(plan, Sort.POST)
    return list(dict.fromkeys(post.user for post in posts))
