"""Filters that a digest links to: what lies on a desk, silence, and the last day in time."""

from datetime import date
from typing import TYPE_CHECKING

import django_filters as df
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks import desk
from tasks.models import Task


class DeskFilters(df.FilterSet):
    """Part of `tasks.filters.TaskFilter`, which knows the day."""

    desk = df.ModelChoiceFilter(queryset=User.objects.all(), method="on_the_desk", label=_("Thuộc trách nhiệm của"))
    officer_none = df.BooleanFilter(field_name="officer", lookup_expr="isnull", label=_("Chưa giao chuyên viên"))
    until_from = df.DateFilter(method="ending_from", label=_("Ngày cuối từ"))
    until_to = df.DateFilter(method="ending_by", label=_("Ngày cuối đến"))
    silent = df.BooleanFilter(method="is_silent", label=_("Lâu không báo cáo"))

    if TYPE_CHECKING:
        today: date

        @property
        def until(self) -> str:
            """The column with the last day in time."""

    def ending_from(self, queryset: QuerySet[Task], name: str, value: date) -> QuerySet[Task]:
        """In time until that day or later, by the deadline that counts."""
        return queryset.filter(**{f"{self.until}__gte": value})

    def ending_by(self, queryset: QuerySet[Task], name: str, value: date) -> QuerySet[Task]:
        """In time until that day or earlier, by the deadline that counts."""
        return queryset.filter(**{f"{self.until}__lte": value})

    def on_the_desk(self, queryset: QuerySet[Task], name: str, value: User) -> QuerySet[Task]:
        """As the mail of that person counts: own, of units headed, watched, under charge, and of those away."""
        return queryset.filter(desk.desks([value.pk], self.today)[value.pk].condition())

    def is_silent(self, queryset: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:  # noqa: FBT001 - django-filter calls it so
        """Running and without a report for as many working days as the ladder's rule of silence says."""
        quiet = desk.silent_on(self.today)
        return queryset.filter(quiet if value else ~quiet)
