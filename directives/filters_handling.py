"""Filters that numbers about the handling of papers open: entered since when, by whom, released or not."""

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directives.models import Directive, DirectiveState


class HandlingFilters(df.FilterSet):
    """Part of `directives.filters.DirectiveFilter`."""

    entered_from = df.DateFilter(field_name="registered_at", lookup_expr="date__gte", label=_("Vào sổ từ ngày"))
    entered_to = df.DateFilter(field_name="registered_at", lookup_expr="date__lte", label=_("Vào sổ đến ngày"))
    clerk = df.ModelChoiceFilter(queryset=User.objects.all(), method="handled_by", label=_("Người xử lý"))
    unreleased = df.BooleanFilter(method="is_unreleased", label=_("Chưa giao việc"))
    among = df.CharFilter(method="is_among", label=_("Các văn bản"))

    def handled_by(self, queryset: QuerySet[Directive], name: str, value: User) -> QuerySet[Directive]:
        """Released by that person, or entered by that person and not released."""
        return queryset.filter(Q(released_by=value) | Q(released_by=None, registered_by=value))

    def is_unreleased(self, queryset: QuerySet[Directive], name: str, value: bool) -> QuerySet[Directive]:  # noqa: FBT001 - django-filter calls it so
        """Its tasks are not given yet, or they are."""
        released = Q(state=DirectiveState.RELEASED)
        return queryset.filter(~released if value else released)

    def is_among(self, queryset: QuerySet[Directive], name: str, value: str) -> QuerySet[Directive]:
        """One of these keys, parted by commas."""
        return queryset.filter(pk__in=[int(key) for key in value.split(",") if key.isdecimal()])
