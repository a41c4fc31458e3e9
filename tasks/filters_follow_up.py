"""Filters of tasks by requests for more time, urging, and a leader's words that wait for an answer."""

from datetime import date

import django_filters as df
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tasks.filters_instructions import asked
from tasks.models import ExtensionRequest, ExtensionState, InstructionKind, Task


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
