"""One filter of requests for more time for queue, list, statistics, file and API, so that their numbers agree."""

from datetime import date, timedelta
from typing import cast

import django_filters as df
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tasks.filters_instructions import asked
from tasks.models import ExtensionReason, ExtensionRequest, ExtensionState, InstructionKind, Task
from tasks.models.extension import ExtensionQuerySet

Requests = QuerySet[ExtensionRequest]


def at_last_moment() -> Q:
    """Asked within the last days before expiry (the day of expiry is day 0)."""
    return Q(asked_on__gte=F("until_before") - timedelta(days=settings.EXTENSION_LAST_DAYS))


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
        field_name="task__lead", queryset=Organisation.objects.all(), label=_("Cơ quan xin gia hạn")
    )
    task = df.ModelChoiceFilter(queryset=Task.objects.all(), label=_("Nhiệm vụ"))
    decider = df.ModelChoiceFilter(queryset=User.objects.all(), label=_("Người quyết định"))
    asked_from = df.DateFilter(field_name="asked_on", lookup_expr="gte", label=_("Đề nghị từ ngày"))
    asked_to = df.DateFilter(field_name="asked_on", lookup_expr="lte", label=_("Đề nghị đến ngày"))
    last_moment = df.BooleanFilter(method="by_last_moment", label=_("Xin sát hạn"))
    late = df.BooleanFilter(method="by_late_decision", label=_("Quyết định chậm"))

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


class FollowUpFilters(df.FilterSet):
    """The part of the filter of tasks that asks about more time and urging."""

    extended = df.BooleanFilter(method="was_extended", label=_("Đã gia hạn"))
    extension = df.MultipleChoiceFilter(
        choices=ExtensionState.choices, method="by_extension", label=_("Đề nghị gia hạn")
    )
    urged = df.NumberFilter(field_name="urged_times", lookup_expr="gte", label=_("Đôn đốc từ … lần"), min_value=0)

    asked = df.ChoiceFilter(
        choices=[
            (InstructionKind.EXPLAIN.value, _("Cần giải trình")),
            (InstructionKind.INSTRUCT.value, _("Chỉ đạo mới")),
        ],
        method="by_words_to_answer",
        label=_("Ý kiến chờ trả lời"),
    )

    def by_words_to_answer(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """With words of a leader of that kind that the unit has not answered."""
        return queryset.filter(asked(value)(date.min))

    def was_extended(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - as above
        """At least one extension was granted, or none."""
        return queryset.filter(extended_times__gt=0) if value else queryset.filter(extended_times=0)

    def by_extension(self, queryset: QuerySet[Task], name: str, value: list[str]) -> QuerySet[Task]:
        """With a request in one of these states."""
        if not value:
            return queryset
        return queryset.filter(pk__in=ExtensionRequest.objects.filter(state__in=value).order_by().values("task"))
