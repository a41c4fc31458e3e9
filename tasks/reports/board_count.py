"""What the board counts: live over the tasks asked for, or out of the maintained summary where that says the same."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Field, Organisation, User
from directives.models import Directive
from tasks import tally
from tasks.deadlines import Band, Basis, Timeliness
from tasks.filters import TaskFilter, conditions, timeliness_case
from tasks.filters_rest import RANKING_LABELS
from tasks.maps import Map
from tasks.models import Dimension, Task
from tasks.models.tally import EVERY_YEAR, NOBODY
from tasks.models.task import TaskQuerySet
from tasks.reports.units import ranking_group, unit_columns, unit_label

MOST_ROWS: Final = 100
MOST_OPENED: Final = 250
"""A page shows so many rows of one group, of the opened one more; nobody reads on, and the page would be slow."""
ALWAYS_OPEN: Final = "1"
"""The departments, which a board is mostly about: their worst are shown unasked."""


class GroupBy(StrEnum):
    """What a row of the board stands for."""

    LEAD = "lead"
    DIRECTIVE = "directive"
    FIELD = "field"
    LEADER = "leader"


LABEL_PATHS: Final[Mapping[GroupBy, tuple[str, ...]]] = {
    GroupBy.LEAD: ("unit_name", "unit_kind", "unit_rank", "unit_divided"),
    GroupBy.DIRECTIVE: ("directive__number_text", "directive__subject"),
    GroupBy.FIELD: ("field__name",),
    GroupBy.LEADER: ("leader__full_name",),
}
KEYS: Final[Mapping[GroupBy, str]] = {**{by: by.value for by in GroupBy}, GroupBy.LEAD: "unit_key"}
"""The column that tells the rows apart."""


class Stands(StrEnum):
    """For what a part stands: itself, a whole group that is not opened, or what is left of a long list."""

    ITSELF = "itself"
    GROUP = "group"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Part:
    """Counts by class, and by band as `band:8-30`; `but` are the keys that a rest leaves out."""

    key: int | None
    label: str
    counts: Counter[str]
    detail: str = ""
    group: str = ""
    stands: Stands = Stands.ITSELF
    but: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted: `tasks` by `by` on `day`.

    `ages` are the ageing bands of the day. `whole` says that `tasks` are all duties of the city, of `years` where they
    are named, so that the summary knows them. `opened` None wants every row; else long lists are cut, groups of units
    but the opened one become one row.
    """

    tasks: TaskQuerySet
    by: GroupBy
    day: date
    basis: Basis
    on_map: Map
    ages: tuple[Band, ...]
    whole: bool = False
    years: tuple[int, ...] = (EVERY_YEAR,)
    opened: str | None = None
    most: int = field(default=MOST_ROWS)
    most_opened: int = field(default=MOST_OPENED)

    def limit(self, group: str) -> int:
        """How many rows of a group are shown."""
        return self.most_opened if group and group == self.opened else self.most


def parts(asked: Question) -> list[Part]:
    """The rows of the board, worst first within their group."""
    if asked.by is GroupBy.DIRECTIVE and asked.opened is not None:
        return _papers(asked)
    found = (_kept(asked) if asked.whole else None) or _live(asked)
    return found if asked.opened is None else _folded(found, asked)


def _folded(found: Sequence[Part], asked: Question) -> list[Part]:
    """Long groups as one sum; of the opened one, of departments and where there are no groups, the worst and a rest."""
    groups: dict[str, list[Part]] = defaultdict(list)
    for part in found:
        groups[part.group].append(part)
    shown: list[Part] = []
    for group, members in groups.items():
        most = asked.limit(group)
        if len(members) <= most:
            shown += members
        elif group in {asked.opened, ALWAYS_OPEN, ""}:
            shown += [*members[:most], _rest(members[:most], members[most:])]
        else:
            shown.append(_whole_group(group, _sum(members)))
    return shown


def _worst_first(part: Part) -> tuple[str, int, int, str]:
    ended = sum(part.counts[kind] for kind in (*_DONE, Timeliness.WITHDRAWN))
    classes = sum(part.counts[kind] for kind in Timeliness)
    return part.group, -part.counts[Timeliness.OVERDUE], ended - classes, part.label


_DONE: Final = (Timeliness.DONE_ON_TIME, Timeliness.DONE_LATE, Timeliness.DONE_NO_DEADLINE)


def _sum(found: Iterable[Part]) -> Counter[str]:
    total = Counter[str]()
    for part in found:
        total.update(part.counts)
    return total


def _rest(shown: Sequence[Part], others: Sequence[Part]) -> Part:
    label = _("%(number)d dòng khác") % {"number": len(others)}
    keys = tuple(part.key for part in shown if part.key is not None)
    return Part(None, label, _sum(others), group=others[0].group, stands=Stands.REST, but=keys)


def _whole_group(group: str, counts: Counter[str]) -> Part:
    return Part(None, str(RANKING_LABELS[group]), counts, group=group, stands=Stands.GROUP)


# ── live ──────────────────────────────────────────────────────────────────────────────────────
def _live(asked: Question) -> list[Part]:
    tasks = asked.tasks.order_by()
    if asked.by is GroupBy.LEAD:
        tasks = tasks.annotate(**unit_columns(asked.on_map))
    names = (KEYS[asked.by], "kind", "age", *LABEL_PATHS[asked.by])
    first: dict[int | None, Part] = {}
    for item in _classed(tasks, asked).values(*names).annotate(count=Count("pk")):
        key = item[KEYS[asked.by]]
        part = first.setdefault(key, _named(key, item, asked.by))
        _count_in(part.counts, item)
    return sorted(first.values(), key=_worst_first)


def _classed(tasks: TaskQuerySet, asked: Question) -> TaskQuerySet:
    age = tally.age_case(asked.day, asked.ages, asked.basis)
    return tasks.annotate(kind=timeliness_case(asked.day, asked.basis), age=age)


def _count_in(counts: Counter[str], item: Mapping[str, Any]) -> None:
    counts[item["kind"]] += item["count"]
    if item["age"]:
        counts[item["age"]] += item["count"]


def _named(key: int | None, item: Mapping[str, Any], by: GroupBy) -> Part:
    if by is GroupBy.LEAD:
        return Part(key, unit_label(item), Counter(), group=ranking_group(item["unit_kind"]))
    words = [item[path] for path in LABEL_PATHS[by]]
    if by is GroupBy.DIRECTIVE:
        return _paper(key, words[0], words[1], Counter())
    return Part(key, str(words[0] or _("(chưa phân)")), Counter())


def _paper(key: int | None, number: str, subject: str, counts: Counter[str]) -> Part:
    """By its number, or by its subject where it has none."""
    if number:
        return Part(key, number, counts, detail=subject[:90])
    return Part(key, str(subject or _("(chưa phân)")), counts)


# ── long lists of papers ──────────────────────────────────────────────────────────────────────
def _papers(asked: Question) -> list[Part]:
    kept = None
    if asked.whole:
        kept = tally.worst_papers(day=asked.day, basis=asked.basis, years=asked.years, most=asked.most, ages=asked.ages)
    if kept is None:
        return _worst_papers(asked) if _are_many_papers(asked) else _live(asked)
    shown = _paper_parts(kept.worst)
    return shown if kept.others is None else [*shown, _other_papers(kept.others, [entry.key for entry in kept.worst])]


def _are_many_papers(asked: Question) -> bool:
    with_tasks = Directive.objects.filter(Exists(asked.tasks.order_by().filter(directive=OuterRef("pk"))))
    return with_tasks.order_by()[: asked.most + 1].count() > asked.most


def _worst_papers(asked: Question) -> list[Part]:
    """Papers with most overdue tasks; the others are the sum of all less these, so that no page counts every paper."""
    overdue = asked.tasks.order_by().filter(conditions(asked.basis)[Timeliness.OVERDUE](asked.day))
    ranked = overdue.values_list("directive").annotate(count=Count("pk")).order_by("-count", "directive")
    keys = [key for key, _count in ranked[: asked.most]]
    shown = _live(_of_papers(asked, keys))
    rest = _total(asked)
    rest.subtract(_sum(shown))
    return [*shown, _other_papers(+rest, keys)]


def _other_papers(counts: Counter[str], shown: Sequence[int]) -> Part:
    return Part(None, _("Các văn bản khác"), counts, stands=Stands.REST, but=tuple(shown))


def _of_papers(asked: Question, keys: Sequence[int]) -> Question:
    tasks = asked.tasks.filter(directive__in=keys)
    return Question(tasks, asked.by, asked.day, asked.basis, asked.on_map, asked.ages)


def _total(asked: Question) -> Counter[str]:
    """Of all tasks asked for."""
    total = Counter[str]()
    names: tuple[str, ...] = ("kind", "age")
    for item in _classed(asked.tasks.order_by(), asked).values(*names).annotate(count=Count("pk")):
        _count_in(total, item)
    return total


# ── out of the summary ────────────────────────────────────────────────────────────────────────
def _kept(asked: Question) -> list[Part] | None:
    if asked.by is GroupBy.LEAD:
        return _kept_units(asked)
    entries = _read(asked, [(Dimension(asked.by), "")])
    if entries is None:
        return None
    if asked.by is GroupBy.DIRECTIVE:
        return _paper_parts(entries)
    names = _names(asked.by, [entry.key for entry in entries])
    found = [
        Part(entry.key if entry.key != NOBODY else None, names.get(entry.key) or _("(chưa phân)"), entry.counts)
        for entry in entries
        if any(entry.counts.values())
    ]
    return sorted(found, key=_worst_first)


def _names(by: GroupBy, keys: Sequence[int]) -> dict[int, str]:
    if by is GroupBy.FIELD:
        return dict(Field.objects.filter(pk__in=keys).values_list("pk", "name"))
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "full_name"))


def _paper_parts(entries: Sequence[tally.Entry]) -> list[Part]:
    papers = Directive.objects.filter(pk__in=[entry.key for entry in entries]).order_by()
    words = {key: (number, subject) for key, number, subject in papers.values_list("pk", "number_text", "subject")}
    return sorted((_paper(entry.key, *words[entry.key], entry.counts) for entry in entries), key=_worst_first)


def _kept_units(asked: Question) -> list[Part] | None:
    """Units; of a group that will be one row only its sum is read, and no more units than show that it is long."""
    wanted = [(tally.UNITS[asked.on_map], ranking) for ranking in tally.RANKINGS]
    if asked.opened is None:
        entries = _read(asked, wanted)
        return None if entries is None else _unit_parts(entries)
    sums = [(tally.GROUPS[asked.on_map], ranking) for ranking in tally.RANKINGS]
    open_ones = {asked.opened, ALWAYS_OPEN}
    first = _read(asked, [*(each for each in wanted if each[1] not in open_ones), *sums], asked.most)
    whole = _read(asked, [each for each in wanted if each[1] in open_ones])
    if first is None or whole is None:
        return None
    sizes = Counter(entry.ranking for entry in first if entry.dimension == tally.UNITS[asked.on_map])
    long = {ranking for ranking, size in sizes.items() if size > asked.most}
    units = [entry for entry in first if entry.key != NOBODY and entry.ranking not in long]
    groups = [
        _whole_group(entry.ranking, entry.counts) for entry in first if entry.key == NOBODY and entry.ranking in long
    ]
    return sorted([*_unit_parts([*units, *whole]), *groups], key=_worst_first)


def _read(asked: Question, wanted: list[tuple[Dimension, str]], most: int | None = None) -> list[tally.Entry] | None:
    if not wanted:
        return []
    limit = most if len(asked.years) == 1 else None
    return tally.read(wanted, day=asked.day, basis=asked.basis, years=asked.years, most=limit, ages=asked.ages)


def _unit_parts(entries: Sequence[tally.Entry]) -> list[Part]:
    bodies = Organisation.objects.filter(pk__in=[entry.key for entry in entries]).order_by()
    names = {
        key: unit_label({"unit_name": name, "unit_divided": divided})
        for key, name, divided in bodies.values_list("pk", "short_name", "divided")
    }
    found = [
        Part(entry.key, names[entry.key], entry.counts, group=entry.ranking)
        for entry in entries
        if any(entry.counts.values())
    ]
    return sorted(found, key=_worst_first)


def is_whole(tasks: TaskQuerySet, terms: str, day: date) -> bool:
    """Whether `tasks` are all duties of the city (of the years that `terms` names), by the very SQL that asks for them.

    So nobody can say so by mistake: what somebody sees, a filter, or a new default of the filter makes another SQL.
    """
    everything = TaskFilter(QueryDict(terms), today=day).narrow(Task.objects.all())
    return not tasks.query.is_empty() and _sql(tasks) == _sql(everything)


def _sql(tasks: TaskQuerySet) -> str:
    return str(tasks.order_by().values("pk").query)
