"""Pages whose address can be kept under a name, and what of a kept query still means something."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from tasks.asof import PARAMETER, day_asked
from tasks.filters import TaskFilter

PAGES: Final[Mapping[str, str | Promise]] = {
    "task-list": _("Nhiệm vụ"),
    "report-overdue": _("Bảng quá hạn"),
    "attention": _("Cần chú ý"),
    "report": _("Báo cáo"),
}
"""By the name of the address."""
OWN: Final[Mapping[str, frozenset[str]]] = {
    "task-list": frozenset({PARAMETER}),
    "report-overdue": frozenset({PARAMETER, "by", "group", "silence"}),
    "attention": frozenset({"list"}),
}
"""Names that a page understands beside the filter; a report has options of its own and says itself what it lacks."""
PASSING: Final = frozenset({"page", "after", "format", "view", "csrfmiddlewaretoken"})
"""Names that say where somebody reads, not what."""
PLAIN: Final = "0"
"""`view=0`: the page without any view, also where one is the default."""
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Checked:
    """A query without what means nothing any more, and the labels of what was left out."""

    query: QueryDict
    dropped: tuple[str, ...]


def page_name(path: str) -> str:
    """The name of the address, or an empty text where it is no page that can be kept."""
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return ""
    return name if name in PAGES else ""


def kept_query(query: QueryDict) -> str:
    """What of an address is kept: everything but the place in the list."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        given = [value for value in values if value]
        if name not in PASSING and given:
            kept.setlist(name, given)
    return kept.urlencode()[:LONGEST]


def is_same(one: str, other: str) -> bool:
    """Whether two queries ask the same, in whatever order."""
    return sorted(parse_qsl(one)) == sorted(parse_qsl(other))


def _day(query: QueryDict, today: date) -> date:
    """The day that the view is of: what a value means, ageing bands above all, belongs to it."""
    with suppress(DomainError):
        return day_asked(query, today)
    return today


def checked(path: str, query: str, today: date) -> Checked:
    """The query as the page understands it today: names it does not know and values that no longer exist go."""
    given = QueryDict(query, mutable=True)
    own = OWN.get(page_name(path))
    strange = [] if own is None else [name for name in given if name not in TaskFilter.base_filters and name not in own]
    filters = TaskFilter(given, today=_day(given, today))
    wrong = [] if filters.is_valid() else [name for name in given if name in filters.errors]
    for name in {*strange, *wrong}:
        del given[name]
    labels = [*strange, *(str(filters.filters[name].label) for name in wrong)]
    return Checked(given, tuple(dict.fromkeys(labels)))
