"""Filters that the page of a paper links to: a whole chain of papers, and one clause."""

import re
from typing import Final

import django_filters as df
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directives.chain import carried_out_by
from directives.models import Directive
from tasks.models import Task

CLAUSE: Final = re.compile(r"(?P<start>\d{1,9})-(?P<end>\d{1,9})(?: (?P<path>.{1,120}))?")
"""`120-480` are proposals that begin there; a place behind it adds tasks without a proposal that name that place."""


class ChainFilters(df.FilterSet):
    """Part of `tasks.filters.TaskFilter`."""

    chain = df.ModelChoiceFilter(
        queryset=Directive.objects.all(), method="in_chain", label=_("Văn bản và các văn bản thực hiện")
    )
    clause = df.CharFilter(method="of_clause", label=_("Điều khoản"))

    def in_chain(self, queryset: QuerySet[Task], name: str, value: Directive) -> QuerySet[Task]:
        """Tasks of the paper and of every paper below it that carries it out (`directives.chain`)."""
        return queryset.filter(directive__in=[value.pk, *carried_out_by(value.pk)])

    def of_clause(self, queryset: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        """Tasks of one clause, together with `directive`; nothing for what is no span."""
        span = CLAUSE.fullmatch(value)
        if span is None:
            return queryset.none()
        wanted = Q(draft__start__gte=int(span["start"]), draft__start__lt=int(span["end"]))
        return queryset.filter(wanted | Q(draft=None, path=span["path"]) if span["path"] else wanted)
