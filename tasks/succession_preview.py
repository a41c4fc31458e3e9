"""What a reorganisation touches, in numbers that open their lists: by body, and for all of them together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Absence, ApiToken, Organisation
from directives.models import NameState, RememberedName
from tasks.models import Escalation, ExtensionRequest, Task, TaskStatus
from tasks.models.task import OPEN_VALUES
from tasks.succession import SORT_LABELS, Item, Outline, Sort, drafts_of, items, people_of, rows_of
from tasks.succession_conflicts import Conflict, conflicts, counts_by_status

SHOWN: Final = 100
"""Items of one sort shown on a page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words, and the address of the list behind it (empty where there is none)."""

    label: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One source with its figures."""

    body: Organisation
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that the page shows before the decision is carried out."""

    lines: Sequence[Line]
    others: Sequence[Figure]
    conflicts: Sequence[Conflict]

    @property
    def blocked(self) -> bool:
        """Whether something has to be settled first."""
        return any(each.blocks for each in self.conflicts)


def preview(plan: Outline, today: date) -> Preview:
    """Figures and conflicts (a fixed number of queries, however much there is)."""
    return Preview(_lines(plan, today), _others(plan, today), conflicts(plan, today))


def _lines(plan: Outline, today: date) -> list[Line]:
    keys = plan.source_keys
    statuses = counts_by_status(keys)
    overdue = Counter[int](dict(_by_lead(Task.objects.overdue(today).filter(lead__in=keys))))
    asking = ExtensionRequest.objects.pending().filter(task__lead__in=keys).order_by()
    extensions = dict(asking.values_list("task__lead").annotate(count=Count("pk")))
    found = {sort: _tally(plan, sort) for sort in (Sort.UNIT, Sort.POST, Sort.PARTY, Sort.SERIES)}
    return [
        Line(
            body,
            [
                *_task_figures(body.pk, statuses[body.pk], overdue[body.pk]),
                Figure(
                    _("Xin gia hạn đang chờ"),
                    extensions.get(body.pk, 0),
                    _list("extension-list", lead=body.pk, state="pending"),
                ),
                Figure(_("Phối hợp"), found[Sort.PARTY][body.pk], _list(open="true", coordinating=body.pk)),
                Figure(_("Định kỳ"), found[Sort.SERIES][body.pk], _list("series-list")),
                Figure(_("Người"), found[Sort.POST][body.pk], "#item-post"),
                Figure(_("Đơn vị trực thuộc"), found[Sort.UNIT][body.pk], "#item-unit"),
            ],
        )
        for body in plan.sources
    ]


def _task_figures(key: int, statuses: Mapping[str, int], overdue: int) -> list[Figure]:
    running = sum(statuses.get(status, 0) for status in OPEN_VALUES)
    waiting = statuses.get(TaskStatus.SUBMITTED, 0)
    closed = sum(statuses.values()) - running
    return [
        Figure(_("Đang mở"), running, _list(lead=key, open="true")),
        Figure(_("Quá hạn"), overdue, _list(lead=key, timeliness="overdue")),
        Figure(_("Chờ xác nhận"), waiting, _list(lead=key, status="submitted")),
        Figure(_("Đã kết thúc (giữ tên cũ)"), closed, _list(lead=key, open="false")),
    ]


def _tally(plan: Outline, sort: Sort) -> Counter[int]:
    column = {Sort.UNIT: "parent", Sort.SERIES: "lead"}.get(sort, "organisation")
    rows = rows_of(plan, sort).order_by().values_list(column).annotate(count=Count("pk"))
    return Counter[int](dict(rows))


def _by_lead(tasks: object) -> list[tuple[int, int]]:
    return list(tasks.order_by().values_list("lead").annotate(count=Count("pk")))  # type: ignore[attr-defined]  # a queryset of tasks; its annotated rows have no type of their own


def _list(name: str = "task-list", **query: object) -> str:
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)


def _others(plan: Outline, today: date) -> list[Figure]:
    """What is concerned without being moved by itself."""
    keys = plan.source_keys
    people = people_of(plan)
    away = Absence.objects.in_force().filter(person__in=people, last_on__gte=today)
    climbing = Escalation.objects.filter(task__in=Task.objects.open().filter(lead__in=keys)).values("task").distinct()
    names = RememberedName.objects.filter(organisation__in=keys).exclude(state=NameState.DECLINED)
    return [
        Figure(_("Nhiệm vụ đang ở các bậc nhắc"), climbing.count(), _list("ladder")),
        Figure(_("Đề xuất đang rà soát nêu đơn vị cũ"), drafts_of(keys).count(), _list("directive-review-queue")),
        Figure(_("Cách gọi được ghi nhớ (giữ nguyên, dùng theo ngày văn bản)"), names.count(), _list("name-list")),
        Figure(_("Vắng mặt đang ghi (đi theo người)"), away.count(), _list("absence-list")),
        Figure(_("Hộp thư đầu mối thôi nhận thư"), sum(bool(source.email) for source in plan.sources)),
        Figure(
            _("Mã API của người thuộc đơn vị (vẫn dùng, theo vị trí mới)"),
            ApiToken.objects.open(today).filter(user__in=people).count(),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The items of one sort as one page shows them; `count` is all of them, `undecided` those without a receiver."""

    sort: Sort
    label: str
    shown: Sequence[Item]
    count: int
    undecided: int


def bundles(plan: Outline, *, only: Sort | None = None, page: int = 1) -> list[Bundle]:
    """Items by sort; a long sort shows `SHOWN` at a time, undecided ones first."""
    found = []
    for sort in (only,) if only else tuple(Sort):
        some = sorted(items(plan, sort), key=lambda item: (bool(item.ref), item.source, item.key))
        if some:
            first = (page - 1) * SHOWN if only else 0
            open_ones = sum(not item.ref for item in some)
            found.append(Bundle(sort, str(SORT_LABELS[sort]), some[first : first + SHOWN], len(some), open_ones))
    return found


DONE_LABELS: Final = {
    "accounts.organisation": gettext_lazy("Tổ chức"),
    "accounts.membership": gettext_lazy("Vị trí công tác"),
    "accounts.succession": gettext_lazy("Quan hệ kế thừa"),
    "tasks.task": gettext_lazy("Nhiệm vụ"),
    "tasks.party": gettext_lazy("Phần phối hợp"),
    "tasks.series": gettext_lazy("Nhiệm vụ định kỳ"),
    "tasks.series_coordinating": gettext_lazy("Phối hợp trong nhiệm vụ định kỳ"),
    "directives.taskdraft": gettext_lazy("Đề xuất"),
    "directives.taskdraft_leads": gettext_lazy("Chủ trì trong đề xuất"),
    "directives.taskdraft_coordinating": gettext_lazy("Phối hợp trong đề xuất"),
}
"""Words of the tables that an application touches."""
