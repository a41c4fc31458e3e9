"""The body a task counts for: its columns, its words, and the group that the city ranks it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import OrganisationKind
from tasks.maps import Map, unit_column

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


def unit_columns(on_map: Map, via: str = "") -> dict[str, Coalesce]:
    """`unit_key` and what is shown of the body; `via` leads to the task (`task__`)."""
    labels = {f"unit_{key}": unit_column(on_map, name, via) for key, name in _NAMED.items()}
    return {"unit_key": unit_column(on_map, via=via), **labels}


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
