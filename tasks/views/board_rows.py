"""Rows of the board as its page shows them: sums at the head, silence beside, what can be done about a whole row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from tasks.deadlines import Timeliness
from tasks.desk import silent_on
from tasks.maps import Map
from tasks.models import InstructionKind
from tasks.models.task import TaskQuerySet
from tasks.policy_instructions import may_speak
from tasks.policy_urging import may_urge_at_all
from tasks.reports.board import Board, Cell, GroupBy, Row, group_label
from tasks.reports.units import ranking_group, unit_columns
from tasks.views.verbs import Verb

COUNTED_AT_ONCE: Final = 20_000
"""Open tasks up to which silence is counted without being asked for: no summary keeps it, every task is read."""
Keys = set[tuple[str, int | None]]
Tally = Mapping[tuple[str, int | None], int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its silent tasks (None: not counted) and the verbs about all of it."""

    row: Row
    silent: Cell | None
    verbs: tuple[Verb, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are ranked together, under their sum; a board without groups has one without a sum."""

    total: Shown | None
    rows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the board: whether they may act about rows, which they may not on a past day."""

    urge: Decision
    speak: Decision
    acts: bool


def reader_of(user: User, today: date, *, is_past: bool) -> Reader:
    """What the person may do about a row."""
    urge = may_urge_at_all(user, today)
    return Reader(urge, may_speak(user, today), acts=bool(urge) and not is_past)


def counts_silence(board: Board, asked: bool) -> bool:  # noqa: FBT001 - one answer out of two
    """Whether silence is counted now: on demand, or where it costs little."""
    return asked or board.total.open.count <= COUNTED_AT_ONCE


def silence(tasks: TaskQuerySet, by: GroupBy, today: date, on_map: Map) -> Tally:
    """Running tasks that nobody has reported on for long, by group and key of the rows (three queries)."""
    quiet = tasks.order_by().filter(silent_on(today))
    if by is not GroupBy.LEAD:
        named = quiet.annotate(row=F(f"{by.value}_id")).values("row").annotate(number=Count("pk"))
        return {("", item["row"]): item["number"] for item in named}
    columns = unit_columns(on_map)
    units = quiet.annotate(kind=columns["unit_kind"], row=columns["unit_key"]).values("row", "kind")
    counted = units.annotate(number=Count("pk"))
    return {(ranking_group(item["kind"]), item["row"]): item["number"] for item in counted}


def shown_groups(board: Board, tally: Tally | None, reader: Reader) -> list[Group]:
    """The rows of the board by group, each group under its sum where there are several."""
    kept: Keys = {(row.group, row.key) for row in board.rows if row.key is not None}
    found = [(group, list(rows)) for group, rows in groupby(board.rows, key=lambda row: row.group)]
    groups = []
    for group, rows in found:
        is_one = len(found) == 1 or (len(rows) == 1 and bool(rows[0].opens))
        whole = None if is_one or not group else _group_sum(board, group, rows)
        total = _shown(whole, board.by, tally, kept, reader) if whole else None
        groups.append(Group(total, tuple(_shown(row, board.by, tally, kept, reader) for row in rows)))
    return groups


def shown_total(board: Board, tally: Tally | None) -> Shown:
    """The sum of everything, which stands at the head."""
    number = None if tally is None else sum(tally.values())
    return Shown(board.total, _silent_cell(board.total, number))


def _group_sum(board: Board, group: str, rows: Iterable[Row]) -> Row:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.counts)
    return Row(None, group_label(group), "", group, counts, {**board.total.query, "ranking": group}, board.ages, group)


def _shown(row: Row, by: GroupBy, tally: Tally | None, kept: Keys, reader: Reader) -> Shown:
    number = None if tally is None else _number(row, tally, kept)
    return Shown(row, _silent_cell(row, number), tuple(_verbs(row, by, reader)) if reader.acts else ())


def _number(row: Row, tally: Tally, kept: Keys) -> int:
    """Silent tasks of a row: its own, all of a group that it stands for, or what the rows shown leave of it."""
    if "but" in row.query:
        rest = ((place, number) for place, number in tally.items() if place[0] == row.group and place not in kept)
        return sum(number for place, number in rest)
    if row.opens:
        return sum(number for (group, _key), number in tally.items() if group == row.group)
    return tally.get((row.group, row.key), 0)


def _silent_cell(row: Row, number: int | None) -> Cell | None:
    return None if number is None else Cell(number, {**row.query, "silent": "true"})


def _verbs(row: Row, by: GroupBy, reader: Reader) -> Iterator[Verb]:
    """Urge all that is overdue in the row; of a unit also demand an explanation."""
    late = row.cell(Timeliness.OVERDUE.value, timeliness=Timeliness.OVERDUE.value)
    none = denied(_("Không có nhiệm vụ quá hạn nên không có gì để đôn đốc."))
    href = f"{reverse('urging-new')}?{urlencode({**late.query, 'all': '1'}, doseq=True)}"
    words = _("Đôn đốc %(n)s") % {"n": late.count} if late.count else _("Đôn đốc")
    yield Verb("urge", words, "megaphone", "u", href, ALLOWED if late.count else none)
    if by is GroupBy.LEAD and row.key is not None:
        query = urlencode({"kind": InstructionKind.EXPLAIN.value, "unit": row.key})
        say = f"{reverse('instruction-new')}?{query}"
        yield Verb("explain", _("Giải trình"), "circle-question-mark", "e", say, reader.speak)
