"""One filter of requests for more time for queue, list, statistics, file and API, so that their numbers agree."""

from datetime import date, timedelta
from typing import cast

import django_filters as df
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tasks.filters import TaskFilter
from tasks.maps import MAP_LABELS, Map, led_by
from tasks.models import ExtensionReason, ExtensionRequest, ExtensionState, Task
from tasks.models.extension import ExtensionQuerySet

Requests = QuerySet[ExtensionRequest]


def at_last_moment() -> Q:
    """Asked within the last days before expiry (the day of expiry is day 0)."""
    return Q(asked_on__gte=F("until_before") - timedelta(days=settings.EXTENSION_LAST_DAYS))


def asked_before() -> Exists:
    """Whether more time was asked for the same task before."""
    return Exists(ExtensionRequest.objects.filter(task=OuterRef("task"), pk__lt=OuterRef("pk")))


def decided_late(today: date) -> Q:
    """Decided after the limit, or not decided though the limit has passed."""
    return Q(state=ExtensionState.PENDING, answer_by__lt=today) | Q(
        state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED], decided_on__gt=F("answer_by")
    )


class ExtensionFilter(df.FilterSet):
    """Narrows requests by the query string; unknown values are form errors, never silently everything."""

    state = df.MultipleChoiceFilter(choices=ExtensionState.choices, label=_("Kết quả"))
    code = df.MultipleChoiceFilter(choices=ExtensionReason.choices, label=_("Lý do"))
    lead = df.ModelMultipleChoiceFilter(
        queryset=Organisation.objects.all(), method="by_lead", label=_("Cơ quan xin gia hạn")
    )
    map = df.ChoiceFilter(
        choices=[(each.value, label) for each, label in MAP_LABELS.items()], method="as_it_is", label=_("Theo tổ chức")
    )
    task = df.ModelChoiceFilter(queryset=Task.objects.all(), label=_("Nhiệm vụ"))
    decider = df.ModelChoiceFilter(queryset=User.objects.all(), label=_("Người quyết định"))
    asked_from = df.DateFilter(field_name="asked_on", lookup_expr="gte", label=_("Đề nghị từ ngày"))
    asked_to = df.DateFilter(field_name="asked_on", lookup_expr="lte", label=_("Đề nghị đến ngày"))
    last_moment = df.BooleanFilter(method="by_last_moment", label=_("Xin sát hạn"))
    late = df.BooleanFilter(method="by_late_decision", label=_("Quyết định chậm"))
    decider_none = df.BooleanFilter(field_name="decider", lookup_expr="isnull", label=_("Chưa rõ người quyết định"))
    repeat = df.BooleanFilter(method="by_repetition", label=_("Xin lần thứ hai trở đi"))
    of_tasks = df.CharFilter(method="by_tasks", label=_("Nhiệm vụ theo bộ lọc của báo cáo"))

    class Meta:
        model = ExtensionRequest
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        self.today = today
        super().__init__(data, queryset=ExtensionRequest.objects.none())

    def narrow(self, queryset: ExtensionQuerySet) -> ExtensionQuerySet:
        """`queryset` by the query string; nothing at all when the query string has an error (see `errors`)."""
        self.queryset = queryset
        return cast(ExtensionQuerySet, self.filter_queryset(queryset)) if self.is_valid() else queryset.none()

    def by_last_moment(self, queryset: Requests, name: str, value: bool) -> Requests:  # noqa: FBT001 - django-filter calls it so
        """Asked in the last days before expiry, or earlier."""
        return queryset.filter(at_last_moment() if value else ~at_last_moment())

    def by_late_decision(self, queryset: Requests, name: str, value: bool) -> Requests:  # noqa: FBT001 - as above
        """Decided, or still waiting, after the limit."""
        late = decided_late(self.today)
        return queryset.filter(late if value else ~late)

    def as_it_is(self, queryset: Requests, name: str, value: str) -> Requests:
        """The map narrows nothing; the filter by agency asks for it."""
        return queryset

    def by_lead(self, queryset: Requests, name: str, value: list[Organisation]) -> Requests:
        """Of tasks that count for one of these agencies on the chosen map."""
        chosen = Map(self.form.cleaned_data.get("map") or Map.NOW)
        return queryset.filter(task__in=Task.objects.filter(led_by(chosen, value))) if value else queryset

    def by_repetition(self, queryset: Requests, name: str, value: bool) -> Requests:  # noqa: FBT001 - as above
        """Not the first request of its task, or the first."""
        return queryset.filter(asked_before() if value else ~asked_before())

    def by_tasks(self, queryset: Requests, name: str, value: str) -> Requests:
        """Of tasks that a filter of tasks leaves, given as the query string of that filter."""
        tasks = TaskFilter(QueryDict(value), today=self.today).narrow(Task.objects.all())
        return queryset.filter(task__in=tasks.order_by().values("pk"))
