"""The tables of permissions as a page shows them: the same lines that decide, with their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts import people_policy, reorganisation_policy
from accounts.models import Organisation, User
from accounts.powers import Power, Powers
from accounts.roles import Role
from directives import policy as directive_policy
from tasks import (
    policy,
    policy_extensions,
    policy_instructions,
    policy_meetings,
    policy_office,
    policy_urging,
)
from tasks.lifecycle import Status
from tasks.models import Task
from tasks.models.task import TaskStatus
from tasks.permits import Line, Lines
from tasks.relations import WORDS, Case, Relation

LINES: Final[Mapping[str | Promise, Lines]] = {
    _("Nhiệm vụ"): policy.TABLE,
    _("Gia hạn"): policy_extensions.TABLE,
    _("Đôn đốc"): policy_urging.TABLE,
}
"""Tables of steps on a task, by their headings."""

POWERS: Final[Mapping[str | Promise, Powers]] = {
    _("Văn bản"): directive_policy.TABLE,
    _("Ý kiến chỉ đạo"): policy_instructions.TABLE,
    _("Họp giao ban"): policy_meetings.TABLE,
    _("Giao việc, theo dõi, quy tắc"): policy_office.TABLE,
    _("Người dùng, tổ chức, nhật ký"): people_policy.TABLE,
    _("Sắp xếp tổ chức"): reorganisation_policy.TABLE,
}
"""Tables of what belongs to an office, by their headings."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a mark per column, what must hold beside, and the sentence for everybody else."""

    label: str
    marks: list[tuple[str, bool]]
    conditions: list[str]
    refusal: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table; its columns are those that some line of it names."""

    title: str | Promise
    columns: list[str]
    rows: list[Row]


def chapters() -> Iterator[Chapter]:
    """Every table in force, steps on tasks first."""
    for title, lines in LINES.items():
        used = [relation for relation in Relation if any(relation in line.who for line in lines.values())]
        rows = [_line(line, used) for line in lines.values()]
        yield Chapter(title, [str(WORDS[relation]) for relation in used], rows)
    for title, powers in POWERS.items():
        yield Chapter(title, [str(role.label) for role in Role], [_power(power) for power in powers.values()])


def _line(line: Line, used: list[Relation]) -> Row:
    marks = [(str(WORDS[relation]), relation in line.who) for relation in used]
    conditions = [str(each.words) for each in (*line.unless, *line.provided)]
    return Row(str(line.label), marks, [*_statuses(line), *conditions], line.refusal(example()))


def _statuses(line: Line) -> list[str]:
    """In which statuses the step stands, told by those that are fewer; nothing when it is all of them."""
    without = frozenset(Status) - line.statuses
    if not without:
        return []
    if len(line.statuses) <= len(without):
        return [_now("khi nhiệm vụ: %(statuses)s") % {"statuses": _names(line.statuses)}]
    return [_now("trừ khi nhiệm vụ: %(statuses)s") % {"statuses": _names(without)}]


def _names(statuses: frozenset[Status]) -> str:
    return ", ".join(f"“{_small(TaskStatus(each).label)}”" for each in Status if each in statuses)


def _small(label: str | Promise) -> str:
    words = str(label)
    return words[:1].lower() + words[1:]


def _power(power: Power) -> Row:
    marks = [(str(role.label), role in power.roles) for role in Role]
    return Row(str(power.label), marks, [str(words) for words in power.conditions], str(power.refusal))


def example() -> Case:
    """A task of nobody in particular (unsaved), so that sentences can be shown that name its lead."""
    lead = Organisation(name=_now("Sở A"), short_name=_now("Sở A"), path="")
    return Case(User(), [], Task(lead=lead, status=Status.ASSIGNED.value), date.min)
