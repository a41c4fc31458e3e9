"""Filters behind the sums of a board: the year of assignment, a ranking group, and everything but the rows shown."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, OrganisationKind
from tasks.maps import FIRST, Map, led_by
from tasks.models import Task

RANKING_LABELS: Final = {
    "1": _("Sở, ban, ngành"),
    "2": _("Phường"),
    "3": _("Xã, đặc khu"),
    "4": _("Cơ quan khác"),
}
RANKED: Final = {
    "1": (OrganisationKind.DEPARTMENT, OrganisationKind.OTHER_AGENCY),
    "2": (OrganisationKind.WARD,),
    "3": (OrganisationKind.COMMUNE, OrganisationKind.SPECIAL_ZONE),
}
"""Kinds of the groups that are ranked; whatever is of no such kind is in the last one."""
FIRST_YEAR, LAST_YEAR = 1945, 9998
BUT: Final = r"^(lead|directive)(\.\d{1,15}){1,400}$"
"""`lead.7.9`: everything but what these two lead."""


class YearFilter(df.Filter):
    """A year as a whole number."""

    field_class = forms.IntegerField


class ButFilter(df.Filter):
    """What the rows stand for, and their keys."""

    field_class = forms.RegexField


def ranked_in(ranking: str, on_map: Map) -> Q:
    """Tasks that count for a unit of that ranking group."""
    kinds = RANKED.get(ranking)
    if kinds is None:
        return ~_of_kinds([kind for each in RANKED.values() for kind in each], on_map)
    return _of_kinds(list(kinds), on_map)


def _of_kinds(kinds: list[OrganisationKind], on_map: Map) -> Q:
    first = FIRST[on_map]
    bodies = Organisation.objects.order_by()
    if on_map is Map.THEN:
        chosen = bodies.filter(kind__in=kinds).values("pk")
        return Q(**{f"{first}__in": chosen}) | Q(**{first: None}, lead__in=chosen)
    return Q(lead__in=bodies.filter(Q(heir__kind__in=kinds) | Q(heir=None, kind__in=kinds)).values("pk"))


class RestFilters(df.FilterSet):
    """Part of `tasks.filters.TaskFilter`, which knows the map."""

    year = YearFilter(
        field_name="assigned_on",
        lookup_expr="year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        label=_("Năm giao"),
    )
    before = YearFilter(method="given_before", min_value=FIRST_YEAR + 1, max_value=LAST_YEAR, label=_("Giao trước năm"))
    ranking = df.ChoiceFilter(choices=list(RANKING_LABELS.items()), method="in_ranking", label=_("Nhóm đơn vị"))
    but = ButFilter(regex=BUT, method="all_but", label=_("Trừ các dòng đã nêu"))

    if TYPE_CHECKING:

        @property
        def on_map(self) -> Map:
            """By which organisation tasks count."""

    def given_before(self, queryset: QuerySet[Task], name: str, value: int) -> QuerySet[Task]:
        """Given in a year before that one."""
        return queryset.filter(assigned_on__gte=date(FIRST_YEAR, 1, 1), assigned_on__lt=date(value, 1, 1))

    def in_ranking(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Led by a unit of that group, on the chosen map."""
        return queryset.filter(ranked_in(value, self.on_map))

    def all_but(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Without what the named rows of a board hold."""
        what, *keys = value.split(".")
        if what == "directive":
            return queryset.exclude(directive__in=[int(key) for key in keys])
        return queryset.exclude(led_by(self.on_map, list(Organisation.objects.filter(pk__in=keys))))
