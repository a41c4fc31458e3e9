"""One filter of tasks for list, board, drill-down, file, mail and API, so that their numbers agree."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Final, cast

import django_filters as df
from django.conf import settings
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Field, Organisation, User
from directives.models import Directive, Urgency
from directives.search import understand
from tasks import practice
from tasks.ageing import bands_on
from tasks.deadlines import Band, Basis, Timeliness
from tasks.desk import GIVEN
from tasks.filters_attention import AttentionFilters
from tasks.filters_chain import ChainFilters
from tasks.filters_desk import DeskFilters
from tasks.filters_follow_up import FollowUpFilters
from tasks.filters_reports import ReportFilters
from tasks.filters_rest import RestFilters
from tasks.filters_score import ScoreFilters, part_choices
from tasks.maps import MAP_LABELS, Map, helped_by, led_by, led_within
from tasks.models import CodeKind, Level, Series, Task, TaskStatus
from tasks.models.task import OPEN_VALUES, OVERDUE_VALUES, TaskQuerySet
from tasks.search import matching_tasks

TIMELINESS_LABELS: Final = {
    Timeliness.OVERDUE: _("Quá hạn"),
    Timeliness.DUE_SOON: _("Sắp đến hạn"),
    Timeliness.IN_TERM: _("Trong hạn"),
    Timeliness.AWAITING_EVENT: _("Chờ mốc"),
    Timeliness.NO_DEADLINE: _("Không có hạn"),
    Timeliness.WAITING: _("Chờ xác nhận"),
    Timeliness.SUSPENDED: _("Tạm dừng"),
    Timeliness.DONE_ON_TIME: _("Hoàn thành đúng hạn"),
    Timeliness.DONE_LATE: _("Hoàn thành quá hạn"),
    Timeliness.DONE_NO_DEADLINE: _("Hoàn thành, không có hạn"),
    Timeliness.WITHDRAWN: _("Đã thu hồi"),
}
BASIS_LABELS: Final = {
    Basis.CURRENT: _("Theo hạn hiện tại (sau gia hạn)"),
    Basis.ISSUED: _("Theo hạn ghi trong văn bản (không tính gia hạn)"),
}
UNTIL: Final[Mapping[Basis, str]] = {Basis.CURRENT: "counts_until", Basis.ISSUED: "counts_until_as_issued"}
"""The column with the last day in time, by basis."""

_RUNNING: Final = Q(status__in=OVERDUE_VALUES)
_AWAITING: Final = Q(event_on=None) & ~Q(event="")


def _last_soon_day(today: date) -> date:
    return today + timedelta(days=settings.DUE_SOON_DAYS)


def conditions(basis: Basis) -> Mapping[Timeliness, Callable[[date], Q]]:
    """The same rules as `deadlines.timeliness`, said in SQL; a test compares the two over every status and date."""
    until = UNTIL[basis]
    done, no_day = Q(status="done", **{f"{until}__isnull": False}), Q(**{until: None})
    return {
        Timeliness.OVERDUE: lambda today: _RUNNING & Q(**{f"{until}__lt": today}),
        Timeliness.DUE_SOON: lambda today: (
            _RUNNING & Q(**{f"{until}__gte": today, f"{until}__lte": _last_soon_day(today)})
        ),
        Timeliness.IN_TERM: lambda today: _RUNNING & Q(**{f"{until}__gt": _last_soon_day(today)}),
        Timeliness.AWAITING_EVENT: lambda today: _RUNNING & no_day & _AWAITING,
        Timeliness.NO_DEADLINE: lambda today: _RUNNING & no_day & ~_AWAITING,
        Timeliness.WAITING: lambda today: Q(status="submitted"),
        Timeliness.SUSPENDED: lambda today: Q(status="suspended"),
        Timeliness.DONE_ON_TIME: lambda today: done & Q(submitted_on__lte=F(until)),
        Timeliness.DONE_LATE: lambda today: done & Q(submitted_on__gt=F(until)),
        Timeliness.DONE_NO_DEADLINE: lambda today: Q(status="done") & no_day,
        Timeliness.WITHDRAWN: lambda today: Q(status="withdrawn"),
    }


CONDITIONS: Final = conditions(Basis.CURRENT)


def to_review(today: date) -> Q:
    """Running without a deadline, and the day to look at it again has come."""
    return _RUNNING & Q(due_on=None, review_on__isnull=False, review_on__lte=today)


def timeliness_case(today: date, basis: Basis = Basis.CURRENT) -> Case:
    """The class of each task as an SQL expression."""
    whens = [When(condition(today), then=Value(kind.value)) for kind, condition in conditions(basis).items()]
    return Case(*whens, output_field=CharField())


def in_band(band: Band, today: date, basis: Basis = Basis.CURRENT) -> Q:
    """Overdue by so many days as the band says."""
    first, last = band.due_range(today)
    late = _RUNNING & Q(**{f"{UNTIL[basis]}__lte": last})
    return late & Q(**{f"{UNTIL[basis]}__gte": first}) if first else late


def band_choices(ages: Sequence[Band]) -> list[tuple[str, str]]:
    """Ageing bands with their words."""
    return [(band.key, band_words(band)) for band in ages]


def band_words(band: Band) -> str:
    """How late, in words."""
    label = _("%(least)d-%(most)d ngày") if band.most else _("Trên %(more)d ngày")
    return str(label % {"least": band.least, "most": band.most or 0, "more": band.least - 1})


def quality_choices() -> list[tuple[str, str]]:
    """The marks of this office."""
    return practice.choices(CodeKind.QUALITY)


GIVEN_LEVEL: Final = "given"
EVERY_LEVEL: Final = "all"
LEVELS: Final = [
    *Level.choices,
    (GIVEN_LEVEL, _("Giao cho đơn vị từ cấp trên")),
    (EVERY_LEVEL, _("Tất cả các cấp")),
]
LEVEL_CONDITIONS: Final[Mapping[str, Q]] = {
    Level.CITY: Q(giver=None),
    Level.INSIDE: Q(giver__isnull=False),
    GIVEN_LEVEL: GIVEN,
    EVERY_LEVEL: Q(),
}
OWN_LEVEL: Final = ("desk", "officer", "parent")
"""Filters that say by themselves whose tasks of which level are meant."""


class TaskFilter(
    AttentionFilters, FollowUpFilters, DeskFilters, ReportFilters, ScoreFilters, ChainFilters, RestFilters
):
    """Narrows tasks by the query string; unknown values are form errors, never silently everything.

    `TaskFilter(request.GET, today=...).narrow(queryset)` is what list, board, export and API call.
    """

    q = df.CharFilter(method="search", label=_("Tìm"))
    timeliness = df.MultipleChoiceFilter(
        choices=[(kind.value, label) for kind, label in TIMELINESS_LABELS.items()],
        method="by_timeliness",
        label=_("Tình trạng hạn"),
    )
    basis = df.ChoiceFilter(
        choices=[(basis.value, label) for basis, label in BASIS_LABELS.items()],
        method="as_it_is",
        label=_("Cách tính hạn"),
    )
    map = df.ChoiceFilter(
        choices=[(each.value, label) for each, label in MAP_LABELS.items()],
        method="as_it_is",
        label=_("Theo tổ chức"),
    )
    as_of = df.DateFilter(method="as_it_is", label=_("Số liệu đến hết ngày"))
    level = df.ChoiceFilter(choices=LEVELS, method="as_it_is", label=_("Cấp giao"))
    parent = df.ModelChoiceFilter(queryset=Task.objects.all(), label=_("Thuộc nhiệm vụ"))
    not_received = df.BooleanFilter(method="unreceived", label=_("Chưa tiếp nhận đúng hạn"))
    quality = df.ChoiceFilter(choices=quality_choices, label=_("Chất lượng kết quả"))
    status = df.MultipleChoiceFilter(choices=TaskStatus.choices, label=_("Trạng thái"))
    open = df.BooleanFilter(method="only_open", label=_("Chưa kết thúc"))
    lead = df.ModelMultipleChoiceFilter(
        queryset=Organisation.objects.all(), method="led_by", label=_("Cơ quan chủ trì")
    )
    within = df.ModelChoiceFilter(
        queryset=Organisation.objects.all(), method="in_subtree", label=_("Thuộc cơ quan (cả cấp dưới)")
    )
    coordinating = df.ModelChoiceFilter(
        queryset=Organisation.objects.all(), method="helped_by", label=_("Cơ quan phối hợp")
    )
    directive = df.ModelChoiceFilter(queryset=Directive.objects.all(), label=_("Văn bản"))
    field = df.ModelChoiceFilter(queryset=Field.objects.all(), label=_("Lĩnh vực"))
    field_none = df.BooleanFilter(field_name="field", lookup_expr="isnull", label=_("Chưa phân lĩnh vực"))
    leader = df.ModelChoiceFilter(queryset=User.objects.all(), label=_("Lãnh đạo phụ trách"))
    leader_none = df.BooleanFilter(field_name="leader", lookup_expr="isnull", label=_("Chưa có lãnh đạo phụ trách"))
    officer = df.ModelChoiceFilter(queryset=User.objects.all(), label=_("Chuyên viên"))
    monitor = df.ModelChoiceFilter(queryset=User.objects.all(), label=_("Người theo dõi"))
    urgency = df.MultipleChoiceFilter(choices=Urgency.choices, label=_("Độ khẩn"))
    band = df.ChoiceFilter(choices=(), method="by_band", label=_("Số ngày quá hạn"))
    due_from = df.DateFilter(field_name="due_on", lookup_expr="gte", label=_("Hạn từ ngày"))
    due_to = df.DateFilter(field_name="due_on", lookup_expr="lte", label=_("Hạn đến ngày"))
    assigned_from = df.DateFilter(field_name="assigned_on", lookup_expr="gte", label=_("Giao từ ngày"))
    assigned_to = df.DateFilter(field_name="assigned_on", lookup_expr="lte", label=_("Giao đến ngày"))
    returned = df.BooleanFilter(method="was_returned", label=_("Bị trả lại"))
    review = df.BooleanFilter(method="needs_review", label=_("Đến ngày rà soát lại"))
    series = df.ModelChoiceFilter(queryset=Series.objects.all(), label=_("Nhiệm vụ định kỳ"))

    class Meta:
        model = Task
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        self.today = today
        if data is not None:
            # Copying eighty filters and making their fields takes longer than a page may; what is not named is empty.
            self.base_filters = OrderedDict((name, made) for name, made in self.base_filters.items() if name in data)
        super().__init__(data, queryset=Task.objects.none())
        for name, choices in (("band", band_choices), ("score", part_choices)):
            if name in self.filters:
                self.filters[name].extra["choices"] = partial(self._of_ages, choices)

    @cached_property
    def ages(self) -> tuple[Band, ...]:
        """The ageing bands of the day that is counted (one query, when somebody asks)."""
        return bands_on(self.today)

    def _of_ages(self, choices: Callable[[Sequence[Band]], list[tuple[str, str]]]) -> list[tuple[str, str]]:
        return choices(self.ages)

    def narrow(self, queryset: TaskQuerySet) -> TaskQuerySet:
        """`queryset` by the query string; nothing at all when the query string has an error (see `errors`)."""
        self.queryset = queryset
        if not self.is_valid():
            return queryset.none()
        return cast(TaskQuerySet, self.filter_queryset(queryset)).filter(self._of_level())

    def _of_level(self) -> Q:
        """Duties of the city, unless the address asks for work inside units, a desk, a person or the parts of a task.

        So no figure of a report counts a duty twice because its unit shared the work out.
        """
        given = self.form.cleaned_data
        if not given.get("level") and any(given.get(name) for name in OWN_LEVEL):
            return Q()
        return LEVEL_CONDITIONS[given.get("level") or Level.CITY]

    def unreceived(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - django-filter calls it so
        """Given so long ago that it should have been received by now."""
        late = practice.unreceived(self.today)
        return queryset.filter(late if value else ~late)

    def statement(self) -> str:
        """Basis and map in words, for the head of every page and file."""
        words = str(BASIS_LABELS[self.counted_by])
        return f"{words}. {MAP_LABELS[self.on_map]}" if self.on_map is not Map.NOW else words

    @property
    def counted_by(self) -> Basis:
        """Which deadline the classes and bands are counted by."""
        said = self.form.cleaned_data.get("basis") if self.is_valid() else ""
        return Basis(said or Basis.CURRENT)

    @property
    def until(self) -> str:
        """The column with the last day in time by that deadline."""
        return UNTIL[self.counted_by]

    def of_class(self, kind: Timeliness) -> Q:
        """Tasks of that class on the day of this filter, by the deadline that it counts by."""
        return conditions(self.counted_by)[kind](self.today)

    @property
    def on_map(self) -> Map:
        """By which organisation tasks count."""
        said = self.form.cleaned_data.get("map") if self.is_valid() else ""
        return Map(said or Map.NOW)

    def as_it_is(self, queryset: QuerySet[Task], name: str, value: object) -> QuerySet[Task]:
        """Basis, map and day narrow nothing; the other filters ask for them, and `tasks.asof` for the day."""
        return queryset

    def needs_review(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - django-filter calls it so
        """To be looked at again by now, or not."""
        return queryset.filter(to_review(self.today) if value else ~to_review(self.today))

    def search(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """What the search page finds among tasks: each word, phrase and number of a paper that was typed."""
        return matching_tasks(cast(TaskQuerySet, queryset), understand(value))

    def by_timeliness(self, queryset: QuerySet[Task], name: str, value: list[str]) -> QuerySet[Task]:
        """Any of the classes."""
        wanted = Q()
        for kind in value:
            wanted |= self.of_class(Timeliness(kind))
        return queryset.filter(wanted)

    def only_open(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - django-filter calls it so
        """Not done and not withdrawn, or the contrary."""
        ended = Q(status__in=["done", "withdrawn"])
        return queryset.filter(Q(status__in=OPEN_VALUES) if value else ended)  # in words of the indexes of open tasks

    def in_subtree(self, queryset: QuerySet[Task], name: str, value: Organisation) -> QuerySet[Task]:
        """Led by the organisation or one below it, on the chosen map."""
        return queryset.filter(led_within(self.on_map, value))

    def led_by(self, queryset: QuerySet[Task], name: str, value: list[Organisation]) -> QuerySet[Task]:
        """Led by one of them, on the chosen map."""
        return queryset.filter(led_by(self.on_map, value)) if value else queryset

    def helped_by(self, queryset: QuerySet[Task], name: str, value: Organisation) -> QuerySet[Task]:
        """With the organisation as a coordinating one, on the chosen map."""
        return queryset.filter(helped_by(self.on_map, value))

    def by_band(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Overdue within one ageing band."""
        band = next(band for band in self.ages if band.key == value)
        return queryset.filter(in_band(band, self.today, self.counted_by))

    def was_returned(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - as above
        """Open and sent back at least once, or never."""
        returned = Q(returned_count__gt=0) & _RUNNING
        return queryset.filter(returned if value else ~returned)
