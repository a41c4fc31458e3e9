"""Tasks as the lines of an urging letter, grouped by unit and by what time did to them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db.models import Q

from tasks.deadlines import Timeliness
from tasks.filters import CONDITIONS
from tasks.letters.types import Line, UnitLines
from tasks.models import ObstacleCode, Task
from tasks.models.task import TaskQuerySet
from tasks.reports.columns import with_columns

PRESSING = (Timeliness.OVERDUE, Timeliness.DUE_SOON, Timeliness.NO_DEADLINE)
"""What a letter lists when it is to hold everything of a unit that presses."""
GROUPS = {
    Timeliness.OVERDUE: "overdue",
    Timeliness.DUE_SOON: "soon",
    Timeliness.NO_DEADLINE: "undated",
    Timeliness.AWAITING_EVENT: "undated",
    Timeliness.IN_TERM: "in_term",
}


def pressing_of(units: Collection[int], today: date) -> Q:
    """Tasks of these units that are overdue, due soon or without a deadline, as the list filters them."""
    found = Q()
    for kind in PRESSING:
        found |= CONDITIONS[kind](today)
    return found & Q(lead__in=units)


def unit_lines(tasks: TaskQuerySet, today: date) -> tuple[UnitLines, ...]:
    """The open tasks of `tasks` whose unit has the ball, units in their official order (three queries)."""
    groups: dict[str, dict[str, list[Line]]] = {}
    ordered = with_columns(tasks).order_by("lead__rank", "lead__short_name", "due_on", "pk")
    for task in ordered:
        name = GROUPS.get(task.timeliness(today, settings.DUE_SOON_DAYS))
        if name is not None:
            unit = groups.setdefault(task.lead.short_name, defaultdict(list))
            unit[name].append(_line(task, today))
    return tuple(
        UnitLines(unit, **{name: tuple(lines) for name, lines in found.items()}) for unit, found in groups.items()
    )


def _line(task: Task, today: date) -> Line:
    last = task.last_day
    code = getattr(task, "last_obstacle", "") or ""
    return Line(
        title=task.title,
        paper=f"{task.directive}, {task.path}" if task.path else str(task.directive),
        due_on=task.due_on,
        days=abs((today - last).days) if last else 0,
        cause=str(ObstacleCode(code).label) if code and code != ObstacleCode.NONE else "",
        urged=task.urged_times,
        assigned_on=task.assigned_on,
        reported_on=task.reported_on,
    )
