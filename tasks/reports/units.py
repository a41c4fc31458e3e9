"""The body a task counts for: its columns, its words, and the group that the city ranks it in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import OrganisationKind
from tasks.asof import former_names
from tasks.maps import Map, unit_column
from tasks.models import Task

_GROUPS: Final = {
    OrganisationKind.DEPARTMENT.value: "1",
    OrganisationKind.OTHER_AGENCY.value: "1",
    OrganisationKind.WARD.value: "2",
    OrganisationKind.COMMUNE.value: "3",
    OrganisationKind.SPECIAL_ZONE.value: "3",
}
_NAMED: Final = {"name": "short_name", "kind": "kind", "rank": "rank", "divided": "divided"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that tasks count for, with the group that it is ranked in."""

    key: int
    label: str
    group: str


def unit_columns(on_map: Map, via: str = "") -> dict[str, Coalesce | Case]:
    """`unit_key` and what is shown of the body; `via` leads to the task (`task__`)."""
    labels: dict[str, Coalesce | Case] = {f"unit_{key}": unit_column(on_map, name, via) for key, name in _NAMED.items()}
    former = former_names() if on_map is Map.THEN else {}
    if former:
        whens = [When(unit_key=key, then=Value(name)) for key, name in former.items()]
        labels["unit_name"] = Case(*whens, default=labels["unit_name"], output_field=CharField())
    return {"unit_key": unit_column(on_map, via=via), **labels}


def unit_name(task: Task) -> str:
    """The body that a task counts for (read `with_columns`), called as on the day that is read."""
    body = task.unit
    is_then = getattr(task, "mapped_by", Map.NOW) == Map.THEN
    return former_names().get(body.pk, body.short_name) if is_then else body.short_name


def call_as_then(tasks: Iterable[Task]) -> None:
    """Let each task name the body that it counts for as `unit_name` does; for pages that show rows of tasks."""
    if former_names():
        for task in tasks:
            task.unit.short_name = unit_name(task)


def unit_of(row: Mapping[str, Any]) -> Unit:
    """The body out of these columns."""
    return Unit(int(row["unit_key"]), unit_label(row), ranking_group(row["unit_kind"]))


def unit_label(row: Mapping[str, Any]) -> str:
    """The name out of these columns; a body that went to several says so."""
    name = str(row["unit_name"])
    return _("%(unit)s (đã chia tách)") % {"unit": name} if row["unit_divided"] else name


def ranking_group(kind: str) -> str:
    """Departments and agencies "1", wards "2", communes and zones "3", whatever is not ranked "4"."""
    return _GROUPS.get(kind, "4")
