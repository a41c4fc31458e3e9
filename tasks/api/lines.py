"""The rows of a list of tasks, written straight from columns: objects and fields of serializers cost more than reading.

`TaskOut` says what a row holds, writes a single task and describes both; a test holds the two against each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value

from accounts import kept_sql
from accounts.api import NewestFirst
from tasks.api.serializers import Nothing, OrganisationName, PartyOut, TaskOut
from tasks.deadlines import Basis, Facts, Timeliness, days_late, timeliness
from tasks.filters import UNTIL
from tasks.lifecycle import Status
from tasks.models import Level, Party, Task
from tasks.seen import Seen

COMPUTED: Final = frozenset({"lead", "parties", "directive_number", "officer_name", "level", "timeliness", "days_late"})
"""What a row of a list holds beside columns of the task."""
UNIT: Final = tuple(OrganisationName.Meta.fields)
COLUMNS: Final = (
    *(name for name in TaskOut.Meta.fields if name not in COMPUTED),
    *("directive__number_text", "officer__full_name", *(f"lead__{name}" for name in UNIT)),
)
COLUMNS_OF_PARTIES: Final = (
    *(name for name in PartyOut.Meta.fields if name != "organisation"),
    *("task", *(f"organisation__{name}" for name in UNIT)),
)
ARRAY: Final = Value([], ArrayField(BigIntegerField()))
"""Stands for the keys in the text of a question that is kept."""


class NewestLine(NewestFirst):
    """The paging of all lists, over rows that call their key by the name of its column."""

    ordering = "-id"


@dataclass(frozen=True, slots=True)
class Lines:
    """The tasks of a list in order, read as rows of the answer: as much of a queryset as the paging needs."""

    found: Seen
    basis: Basis
    day: date

    def order_by(self, *names: str) -> "Lines":
        """The same in another order."""
        return replace(self, found=self.found.order_by(*names))

    def filter(self, *conditions: Q, **lookups: object) -> "Lines":
        """Those that meet these too."""
        return replace(self, found=self.found.filter(*conditions, **lookups))

    def __getitem__(self, wanted: slice) -> list[Nothing]:
        """The rows of a page (three queries)."""
        keys = self.found.keys(wanted.start or 0, wanted.stop)
        return _lines(keys, self.basis, self.day) if keys else []


def _lines(keys: Sequence[int], basis: Basis, day: date) -> list[Nothing]:
    parties = _parties(keys)
    rows = (_read(COLUMNS, found) for found in _asked("lines of tasks", Task.objects.all(), COLUMNS, "pk", keys))
    lines = {row["id"]: _line(row, parties.get(row["id"], []), basis, day) for row in rows}
    return [lines[key] for key in keys if key in lines]


def _parties(keys: Sequence[int]) -> Mapping[int, list[Nothing]]:
    """The coordinating organisations of these tasks, by task, in their order."""
    found: dict[int, list[Nothing]] = defaultdict(list)
    for values in _asked("lines of parties", Party.objects.order_by("pk"), COLUMNS_OF_PARTIES, "task", keys):
        row = _read(COLUMNS_OF_PARTIES, values)
        row["organisation"] = _unit(row, "organisation")
        found[row["task"]].append({name: row[name] for name in PartyOut.Meta.fields})
    return found


def _asked(
    name: str, rows: QuerySet[Any], columns: Sequence[str], key: str, keys: Sequence[int]
) -> Iterable[tuple[Any, ...]]:
    """Columns of the rows whose key is one of these."""
    some = Func(F(key), ARRAY, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    return kept_sql.rows(name, lambda: rows.filter(some).values_list(*columns), [list(keys)])


def _read(columns: Sequence[str], values: Iterable[Any]) -> dict[str, Any]:
    """Values by column, days as texts."""
    plain = (value.isoformat() if isinstance(value, date) else value for value in values)
    return dict(zip(columns, plain, strict=True))


def _line(row: dict[str, Any], parties: list[Nothing], basis: Basis, day: date) -> Nothing:
    until = _day(row[UNTIL[basis]])
    facts = Facts(Status(row["status"]), until, _day(row["submitted_on"]), bool(row["event"]) and not row["event_on"])
    kind = timeliness(facts, day, soon_days=settings.DUE_SOON_DAYS)
    row["timeliness"] = kind.value
    row["days_late"] = days_late(until, day) if kind is Timeliness.OVERDUE else 0
    row["level"] = Level.CITY.value if row["giver"] is None else Level.INSIDE.value
    row["directive_number"], row["officer_name"] = row["directive__number_text"], row["officer__full_name"] or ""
    row["lead"], row["parties"] = _unit(row, "lead"), parties
    return {name: row[name] for name in TaskOut.Meta.fields}


def _unit(row: Mapping[str, Any], name: str) -> Nothing:
    return {column: row[f"{name}__{column}"] for column in UNIT}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
