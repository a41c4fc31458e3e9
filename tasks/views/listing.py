"""The list behind every number: one filter, one page, the same rows as .xlsx."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import IO, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_filters import FilterSet

from accounts import reading
from accounts.http import AuthedRequest
from accounts.models import User
from accounts.roles import Role
from tasks.deadlines import Basis, band_named
from tasks.filters import BASIS_LABELS, EVERY_LEVEL, LEVELS, OWN_LEVEL, TIMELINESS_LABELS, TaskFilter, band_words
from tasks.filters_oversight import OVERSEEN
from tasks.filters_reports import CAUSES
from tasks.filters_rest import RANKING_LABELS
from tasks.filters_score import PARTS, RISKS
from tasks.maps import MAP_LABELS, Map
from tasks.models import Level, Task, TaskStatus
from tasks.policy_urging import may_urge_at_all
from tasks.reports.columns import with_columns
from tasks.reports.papers import Form
from tasks.reports.units import call_as_then
from tasks.seen import Seen, seen
from tasks.views.home import BulkStep, bulk_steps
from tasks.views.list_files import list_file
from tasks.views.past import Looked, looking
from tasks.views.unit_choices import choices

PER_PAGE: Final = 50
COUNT_CAP: Final = 10_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHIPS: Final = (
    *("directive", "within", "coordinating", "field", "field_none", "leader", "leader_none", "officer", "monitor"),
    *("band", "urgency", "assigned_from", "assigned_to", "open", "returned", "silent", "review", "series"),
    *("extended", "extension", "urged", "asked", "parent", "not_received", "quality"),
    *("attention", "instructed_from"),
    *("since", "done_from", "done_to", "dated", "central", "cause"),
    *("year", "before", "ranking", "but"),
    *("risk", "score", "overseen", "seen_from", "seen_by", "monitor_none"),
)
"""Filters that have no control in the toolbar of the list and are shown as removable words."""
KEPT: Final = (*CHIPS, "map", "as_of")
SHOWN: Final = (
    *("title", "path", "giver", "due_on", "counts_until", "counts_until_as_issued", "event", "event_on", "status"),
    *("submitted_on", "returned_count", "quality", "reported_on", "urged_times", "extended_times"),
    *("directive__number_text", "directive__subject", "officer__full_name", "lead_as_given__short_name"),
    *("lead_as_given__divided", "lead__short_name", "lead__divided", "lead__heir__short_name", "lead__heir__divided"),
)
"""Columns that a row of the list shows; of sixty of a task and as many around it the rest would only be carried."""
CODED: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "cause": dict(CAUSES),
    "risk": RISKS,
    "score": PARTS,
    "overseen": OVERSEEN,
}
"""Filters whose values are codes, with the words of each."""


BULK_OF_OFFICE: Final = ("urge", "supervise", "accept")
BULK_OF_HEADS: Final = ("receive", "delegate", "sign_off")
WORDED: Final[Mapping[str, Callable[[str], str]]] = {
    "band": lambda said: band_words(band_named(said)),
    "ranking": lambda said: str(RANKING_LABELS.get(said, said)),
    "but": lambda said: _("%(number)d dòng đã nêu riêng") % {"number": said.count(".")},
}
"""Filters whose values are codes, and their words."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force: its label, the words of its value, and the address without it."""

    label: str
    words: str
    without: str


class CappedPaginator(Paginator[Task]):
    """Counts at most COUNT_CAP + 1 rows: nobody turns to page 200, and counting a million rows takes seconds."""

    object_list: Seen  # type: ignore[assignment]  # sliced and counted like a list, which is all that pages need

    @cached_property
    def count(self) -> int:
        """Rows found, never more than one above the cap."""
        return self.object_list.count(COUNT_CAP + 1)

    @property
    def capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.count > COUNT_CAP


def task_list_page(request: AuthedRequest) -> HttpResponseBase:
    """Tasks by the filter in the address; `?format=xlsx` is the same list as a file."""
    with looking(request) as looked:
        return _task_list(request, looked)


def _task_list(request: AuthedRequest, looked: Looked) -> HttpResponseBase:
    day = looked.day
    filters = TaskFilter(request.GET, today=day)
    if filters.is_valid() and request.GET.get("format") in set(Form):
        tasks = filters.narrow(Task.objects.visible_to(request.user, looked.today))
        listed = with_columns(tasks, filters.counted_by, filters.on_map)
        return list_file(request, looked, filters, listed, Form(request.GET["format"]))
    shown = with_columns(Task.objects.all(), filters.counted_by, filters.on_map).prefetch_related(None).only(*SHOWN)
    found = seen(filters, request.user, looked.today, shown).order_by(filters.until, "pk")
    paginator = CappedPaginator(found, PER_PAGE)  # type: ignore[arg-type]  # as said there
    page = paginator.get_page(request.GET.get("page"))
    call_as_then(page.object_list)
    chosen_units = [int(key) for key in request.GET.getlist("lead") if key.isdecimal()]
    context = {
        "page": page,
        "capped": paginator.capped,
        "filters": filters,
        "chips": chips(filters, request.GET),
        "kept": [(name, request.GET.getlist(name)) for name in KEPT if request.GET.get(name)],
        "chosen_units": chosen_units,
        "bases": bases(filters.counted_by),
        "maps": maps(filters.on_map),
        "may_urge": not looked.is_past and may_urge_at_all(request.user, day),
        "bulk": [] if looked.is_past else bulk_of(request.user, day),
        "levels": LEVELS[:2] + LEVELS[3:],
        "level": level_in_force(filters),
        "statuses": TaskStatus.choices,
        "timeliness_labels": [(kind.value, label) for kind, label in TIMELINESS_LABELS.items()],
        "units": choices(filters.on_map, day, chosen_units, now=time.monotonic()),
        "looked": looked,
        "today": day,
    }
    return render(request, "tasks/list.html", context)


def bulk_of(user: User, day: date) -> list[BulkStep]:
    """The steps on a selection that belong to somebody with these posts; each task is asked for itself later."""
    names = [*BULK_OF_OFFICE] if may_urge_at_all(user, day) else []
    if user.holds({Role.HEAD}, day):
        names += BULK_OF_HEADS
    return bulk_steps(dict.fromkeys(names))


def level_in_force(filters: TaskFilter) -> str:
    """The level that the list shows; a desk or a person by themselves mean every level."""
    given = filters.form.cleaned_data if filters.is_valid() else {}
    narrowed = any(given.get(name) for name in OWN_LEVEL)
    return given.get("level") or (EVERY_LEVEL if narrowed else Level.CITY.value)


def bases(chosen: Basis) -> list[tuple[str, str, bool]]:
    """Both ways of counting with their words, and which one is in force."""
    return [(basis.value, str(label), basis is chosen) for basis, label in BASIS_LABELS.items()]


def maps(chosen: Map) -> list[tuple[str, str, bool]]:
    """Both maps of the organisation with their words, and which one is in force."""
    return [(each.value, str(label), each is chosen) for each, label in MAP_LABELS.items()]


def chips(filters: FilterSet, query: QueryDict, names: Sequence[str] = CHIPS) -> list[Chip]:
    """Filters in force among `names`, for which the toolbar has no control."""
    if not filters.is_valid():
        return []
    found = []
    for name in names:
        words = _words(name, filters.form.cleaned_data.get(name))
        if words:
            rest = query.copy()
            rest.pop(name, None)
            found.append(Chip(str(filters.filters[name].label), words, f"?{rest.urlencode()}"))
    return found


def _words(name: str, value: object) -> str:
    if isinstance(value, QuerySet):
        value = list(value)
    if value in (None, "", []):
        return ""
    if name in WORDED:
        return WORDED[name](str(value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(str(CODED.get(name, {}).get(item, item)) for item in value)
    if isinstance(value, date):
        return date_format(value, "d/m/Y")
    return str(CODED.get(name, {}).get(str(value), value))


def attachment(request: AuthedRequest, file: IO[bytes], name: str) -> FileResponse:
    """A file for download; that somebody took it, and what it was asked to hold, stands in the trail."""
    about: dict[str, object] = {"name": name, "query": request.GET.urlencode()[:300]}
    reading.note("list.exported", request.user, reader=request.user, about=about, every=True)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
