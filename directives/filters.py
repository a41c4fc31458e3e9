"""One filter of papers for the registry's page and whatever else lists papers."""

from typing import Final, cast

import django_filters as df
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Field
from accounts.search import is_hit
from directives.filters_handling import HandlingFilters
from directives.kinds import KIND_NAMES
from directives.models import Directive, DirectiveState, DirectiveWords, Urgency
from directives.models.directive import DirectiveQuerySet
from directives.search import understand

MOST_ISSUERS: Final = 60


def issuer_choices() -> list[tuple[str, str]]:
    """Issuers that occur in the registry, by name (one query)."""
    rows = Directive.objects.exclude(issuer_key="").order_by("issuer_key").distinct("issuer_key")
    return list(rows.values_list("issuer_key", "issuer_name")[:MOST_ISSUERS])


def year_choices() -> list[tuple[str, str]]:
    """Years of issue that occur in the registry, newest first (one query)."""
    days = Directive.objects.exclude(issued_on=None).dates("issued_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in days]


class DirectiveFilter(HandlingFilters):
    """Narrows papers by the query string; an unknown value finds nothing and says so (`errors`)."""

    q = df.CharFilter(method="search", label=_("Tìm số, ký hiệu, trích yếu"))
    kind = df.ChoiceFilter(choices=list(KIND_NAMES.items()), label=_("Loại văn bản"), empty_label=_("Tất cả"))
    issuer = df.ChoiceFilter(
        choices=issuer_choices, field_name="issuer_key", label=_("Cơ quan ban hành"), empty_label=_("Tất cả")
    )
    state = df.ChoiceFilter(choices=DirectiveState.choices, label=_("Trạng thái"), empty_label=_("Tất cả"))
    year = df.ChoiceFilter(choices=year_choices, method="in_year", label=_("Năm"), empty_label=_("Tất cả"))
    urgency = df.ChoiceFilter(choices=Urgency.choices, label=_("Độ khẩn"), empty_label=_("Tất cả"))
    field = df.ModelChoiceFilter(queryset=Field.objects.all(), label=_("Lĩnh vực"), empty_label=_("Tất cả"))

    class Meta:
        model = Directive
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, queryset=Directive.objects.none())

    def narrow(self, queryset: DirectiveQuerySet) -> DirectiveQuerySet:
        """`queryset` by the query string; nothing at all when the query string has an error."""
        self.queryset = queryset
        return cast("DirectiveQuerySet", self.filter_queryset(queryset)) if self.is_valid() else queryset.none()

    def search(self, queryset: QuerySet[Directive], name: str, value: str) -> QuerySet[Directive]:
        """What was typed must stand in the header, however the number is spelled."""
        return with_header(queryset, value)

    def in_year(self, queryset: QuerySet[Directive], name: str, value: str) -> QuerySet[Directive]:
        """Issued in that year."""
        return queryset.filter(issued_on__year=int(value))


def with_header(papers: QuerySet[Directive], typed: str) -> QuerySet[Directive]:
    """Papers whose number, kind, issuer, signer or subject say what was typed, as `directives.search` understands it.

    The registry looks for a paper; what its text says is found by the search of every page.
    """
    query = understand(typed)
    return papers.filter(is_hit("pk", DirectiveWords, "header", query.tsquery)) if query else papers.none()
