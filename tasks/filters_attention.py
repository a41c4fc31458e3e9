"""Filters behind a leader's first page: what needs attention, what was instructed about."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import django_filters as df
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tasks.attention import CHOICES, Classes, Watch, watch
from tasks.deadlines import Timeliness
from tasks.models import Instruction, Task
from tasks.models.instruction import ASKING, HIDDEN


class AttentionFilters(df.FilterSet):
    """Part of `tasks.filters.TaskFilter`, which knows the day and the deadline that counts."""

    attention = df.ChoiceFilter(choices=CHOICES, method="needing_attention", label=_("Cần chú ý"))
    instructed_from = df.DateFilter(method="instructed_since", label=_("Được chỉ đạo từ ngày"))

    if TYPE_CHECKING:
        today: date

        @property
        def until(self) -> str:
            """The column with the last day in time."""

        def of_class(self, kind: Timeliness) -> Q:
            """Tasks of that class."""

    def watched(self) -> Watch:
        """Why tasks need attention on the day of this filter, by its deadline (four queries)."""
        overdue, due_soon = self.of_class(Timeliness.OVERDUE), self.of_class(Timeliness.DUE_SOON)
        last_soon = self.today + timedelta(days=settings.DUE_SOON_DAYS)
        return watch(self.today, Classes(overdue, due_soon, self.until, last_soon))

    def needing_attention(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """With any reason, or counting at one warning level."""
        return queryset.filter(self.watched().chosen(value))

    def instructed_since(self, queryset: QuerySet[Task], name: str, value: date) -> QuerySet[Task]:
        """A leader gave instructions about it, or demanded an explanation, on that day or later."""
        return queryset.filter(instructed_since(value))


def instructed_since(day: date) -> Q:
    """Tasks that a leader spoke of on that day or later, so that the unit has to answer."""
    said = Instruction.objects.filter(kind__in=ASKING, given_on__gte=day, task__isnull=False)
    return Q(pk__in=said.exclude(state__in=HIDDEN).order_by().values("task"))
