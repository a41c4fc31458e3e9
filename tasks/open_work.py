"""Everything open on one person, in groups that are handed over alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, ApiToken, Membership, Organisation, User
from accounts.roles import ANSWER, Role
from accounts.scope import same_branch
from tasks.models import (
    ExtensionRequest,
    Instruction,
    InstructionKind,
    InstructionState,
    Series,
    SeriesState,
    Task,
)


class Group(StrEnum):
    """What somebody holds; each is taken over by somebody of the same standing."""

    OFFICER = "officer"
    MONITOR = "monitor"
    LEADER = "leader"
    EXTENSION = "extension"
    DRAFT = "draft"
    EXPLAIN = "explain"
    SERIES_OFFICER = "series_officer"
    SERIES_MONITOR = "series_monitor"
    SERIES_LEADER = "series_leader"
    ABSENCE = "absence"
    TOKEN = "token"  # noqa: S105 - a name of a group, no secret


LABELS: Final[Mapping[Group, Promise]] = {
    Group.OFFICER: _("Nhiệm vụ đang thực hiện"),
    Group.MONITOR: _("Nhiệm vụ đang theo dõi"),
    Group.LEADER: _("Nhiệm vụ đang phụ trách"),
    Group.EXTENSION: _("Đề nghị gia hạn chờ quyết định"),
    Group.DRAFT: _("Dự thảo ý kiến chỉ đạo chờ quyết định"),
    Group.EXPLAIN: _("Yêu cầu giải trình chưa trả lời"),
    Group.SERIES_OFFICER: _("Nhiệm vụ định kỳ đang thực hiện"),
    Group.SERIES_MONITOR: _("Nhiệm vụ định kỳ đang theo dõi"),
    Group.SERIES_LEADER: _("Nhiệm vụ định kỳ đang phụ trách"),
    Group.ABSENCE: _("Đang được cử thay người vắng mặt"),
    Group.TOKEN: _("Mã API còn hiệu lực"),
}
OF_UNIT: Final = frozenset({Group.OFFICER, Group.SERIES_OFFICER})
"""Groups that the head of a unit hands over, as far as the unit leads."""
MAY_RETURN: Final = frozenset({Group.OFFICER, Group.SERIES_OFFICER, Group.ABSENCE})
"""Groups that may be left without anybody, by explicit choice: the head of the unit, or the office, decides later."""
NO_RECEIVER: Final = frozenset({Group.TOKEN})
"""Groups that nobody takes over: they simply end."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody holds: its key within the group, what it is called, the unit it concerns, its page."""

    group: Group
    pk: int
    label: str
    unit: Organisation | None = None
    url: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Everything open on a person."""

    items: Mapping[Group, Sequence[Item]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All items."""
        return sum(len(items) for items in self.items.values())

    def within(self, paths: Iterable[str]) -> "Load":
        """Only what a head of these subtrees may hand over."""
        wanted = tuple(paths)
        return Load(
            {
                group: kept
                for group, items in self.items.items()
                if group in OF_UNIT
                and (kept := [item for item in items if item.unit is not None and item.unit.path.startswith(wanted)])
            }
        )


def load_of(person: User, today: date) -> Load:
    """Everything open on `person` today (one query for each group)."""
    found = {group: list(read(person, today)) for group, read in READERS.items()}
    return Load({group: items for group, items in found.items() if items})


def count(person: User, today: date) -> int:
    """How much has to be handed over before the person leaves; tokens end by themselves."""
    return sum(len(items) for group, items in load_of(person, today).items.items() if group not in NO_RECEIVER)


def _tasks(column: str, group: Group) -> Callable[[User, date], Iterable[Item]]:
    def read(person: User, _today: date) -> Iterable[Item]:
        rows = Task.objects.open().filter(**{column: person}).select_related("lead")
        for task in rows.only("title", "due_on", "lead").order_by("due_on", "pk"):
            yield Item(group, task.pk, task.title, task.lead, task.get_absolute_url(), task.due_on)

    return read


def _series(column: str, group: Group) -> Callable[[User, date], Iterable[Item]]:
    def read(person: User, _today: date) -> Iterable[Item]:
        rows = Series.objects.exclude(state=SeriesState.CLOSED).filter(**{column: person}).select_related("lead")
        for series in rows.order_by("pk"):
            yield Item(group, series.pk, series.title, series.lead, series.get_absolute_url())

    return read


def _extensions(person: User, _today: date) -> Iterable[Item]:
    waiting = ExtensionRequest.objects.pending().filter(decider=person).select_related("task__lead")
    for request in waiting.order_by("answer_by", "pk"):
        task = request.task
        yield Item(Group.EXTENSION, request.pk, task.title, task.lead, task.get_absolute_url(), request.answer_by)


def _words(group: Group, rows: QuerySet[Instruction]) -> Iterable[Item]:
    for row in rows.select_related("unit").order_by("answer_by", "pk"):
        yield Item(group, row.pk, row.words[:200], row.unit, row.get_absolute_url(), row.answer_by)


def _drafts(person: User, _today: date) -> Iterable[Item]:
    return _words(Group.DRAFT, Instruction.objects.filter(leader=person, state=InstructionState.PROPOSED))


def _explanations(person: User, _today: date) -> Iterable[Item]:
    waiting = Instruction.objects.unanswered().filter(kind=InstructionKind.EXPLAIN, receipts__person=person)
    return _words(Group.EXPLAIN, waiting)


def _absences(person: User, today: date) -> Iterable[Item]:
    named = Absence.objects.in_force().filter(substitute=person, last_on__gte=today).select_related("person")
    for row in named.order_by("first_on"):
        yield Item(Group.ABSENCE, row.pk, str(row), due_on=row.last_on)


def _tokens(person: User, today: date) -> Iterable[Item]:
    for token in ApiToken.objects.open(today).filter(user=person).order_by("pk"):
        yield Item(Group.TOKEN, token.pk, str(token), due_on=token.expires_on)


READERS: Final[Mapping[Group, Callable[[User, date], Iterable[Item]]]] = {
    Group.OFFICER: _tasks("officer", Group.OFFICER),
    Group.MONITOR: _tasks("monitor", Group.MONITOR),
    Group.LEADER: _tasks("leader", Group.LEADER),
    Group.EXTENSION: _extensions,
    Group.DRAFT: _drafts,
    Group.EXPLAIN: _explanations,
    Group.SERIES_OFFICER: _series("officer", Group.SERIES_OFFICER),
    Group.SERIES_MONITOR: _series("monitor", Group.SERIES_MONITOR),
    Group.SERIES_LEADER: _series("leader", Group.SERIES_LEADER),
    Group.ABSENCE: _absences,
    Group.TOKEN: _tokens,
}
"""A new sort of work that people hold is one more line here, in `LABELS`, and in `actions.handover`."""


# ── what a post that ends leaves behind ───────────────────────────────────────────────────────
def orphans(post: Membership, on: date) -> Q:
    """Open tasks of the person that nobody may do any more once the post is gone from the day `on`."""
    rest = [each for each in post.user.memberships.on(on).select_related("organisation") if each.pk != post.pk]
    if post.role in ANSWER:
        here = [each for each in rest if each.role in ANSWER and same_branch(each.organisation, post.organisation)]
        if here:
            return Q(pk__in=[])
        return Q(officer=post.user) & _in_branch(post.organisation)
    column = {Role.MONITOR.value: "monitor", Role.LEADER.value: "leader"}.get(post.role)
    if column is None or any(each.role == post.role for each in rest):
        return Q(pk__in=[])
    return Q(**{column: post.user})


def _in_branch(organisation: Organisation) -> Q:
    """Tasks led by the organisation, below it, or above it in its own department."""
    above = Organisation.objects.annotate(below=Value(organisation.path)).filter(
        parent__isnull=False, below__startswith=F("path")
    )
    return Q(lead__path__startswith=organisation.path) | Q(lead__in=above.values("pk"))


def count_of_post(post: Membership, on: date) -> int:
    """How many open tasks the end of the post would leave without anybody."""
    return Task.objects.open().filter(orphans(post, on)).count()


def ending(today: date, until: date) -> QuerySet[Membership]:
    """Posts that ended, or end by `until`, of people who hold open work; the next to end first."""
    mine = Task.objects.open().filter(
        Q(officer=OuterRef("user")) | Q(monitor=OuterRef("user")) | Q(leader=OuterRef("user"))
    )
    posts = Membership.objects.filter(valid_to__isnull=False, valid_to__lte=until, user__is_active=True)
    return posts.filter(Exists(mine)).select_related("user", "organisation").order_by("valid_to", "pk")
