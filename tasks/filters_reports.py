"""Filters that numbers of the periodical reports open: the books of a year, the work of a period, causes, givers."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters as df
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from tasks.central import of_government
from tasks.deadlines import Basis
from tasks.models import ObstacleCode, ProgressReport, Task

UNSAID: Final = "unsaid"
"""The cause of a task whose last report names no obstacle, or that nobody has reported on."""
CAUSES: Final = [
    *((code, label) for code, label in ObstacleCode.choices if code != ObstacleCode.NONE),
    (UNSAID, _("Không nêu lý do")),
]


def in_books(since: date) -> Q:
    """Tasks of the year that begins on `since`: given from then on, or carried over it; withdrawn ones are left out."""
    ended_before = Q(status="done", completed_on__lt=since)
    return ~Q(status="withdrawn") & (Q(assigned_on__gte=since) | ~ended_before)


def cause_column() -> Coalesce:
    """What the last report of a task says stands in the way, one of CAUSES."""
    last = ProgressReport.objects.filter(task=OuterRef("pk")).order_by("-pk").values("obstacle")[:1]
    return Coalesce(NullIf(NullIf(Subquery(last), Value(ObstacleCode.NONE.value)), Value("")), Value(UNSAID))


class ReportFilters(df.FilterSet):
    """Part of `tasks.filters.TaskFilter`, which knows the basis."""

    since = df.DateFilter(method="of_the_year", label=_("Theo dõi trong năm bắt đầu từ"))
    done_from = df.DateFilter(field_name="completed_on", lookup_expr="gte", label=_("Hoàn thành từ ngày"))
    done_to = df.DateFilter(field_name="completed_on", lookup_expr="lte", label=_("Hoàn thành đến ngày"))
    dated = df.BooleanFilter(method="has_deadline", label=_("Có thời hạn"))
    central = df.BooleanFilter(method="given_by_government", label=_("Chính phủ, Thủ tướng giao"))
    cause = df.MultipleChoiceFilter(choices=CAUSES, method="by_cause", label=_("Vướng mắc nêu gần nhất"))

    if TYPE_CHECKING:

        @property
        def counted_by(self) -> Basis:
            """Which deadline counts."""

    def of_the_year(self, queryset: QuerySet[Task], name: str, value: date) -> QuerySet[Task]:
        """In the books of the year that begins that day, as `in_books`."""
        return queryset.filter(in_books(value))

    def has_deadline(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - django-filter calls it so
        """With a last day in time by the chosen basis, or without."""
        until = "counts_until" if self.counted_by is Basis.CURRENT else "counts_until_as_issued"
        return queryset.filter(**{f"{until}__isnull": not value})

    def given_by_government(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - as above
        """Of the Government or the Prime Minister, or the city's own."""
        theirs = of_government()
        return queryset.filter(theirs if value else ~theirs)

    def by_cause(self, queryset: QuerySet[Task], name: str, value: list[str]) -> QuerySet[Task]:
        """With one of these causes in the last report."""
        return queryset.alias(cause_said=cause_column()).filter(cause_said__in=value) if value else queryset
