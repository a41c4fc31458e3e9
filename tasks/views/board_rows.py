"""Rows of the board as its page shows them: sums at the head, silence beside, what can be done about a whole row."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from tasks.deadlines import Timeliness
from tasks.models import InstructionKind
from tasks.policy_instructions import may_speak
from tasks.policy_urging import may_urge_at_all
from tasks.reports.board import Board, Cell, GroupBy, Row, group_label
from tasks.reports.board_silence import Key, Silent, keys_of, silent_cell, silent_total
from tasks.views.verbs import Verb


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
    """Who reads the board: whether they may act about rows, which they may not on a past day.

    With what all rows say alike: why there is nothing to urge, and the addresses where one urges and speaks.
    """

    urge: Decision
    speak: Decision
    acts: bool
    nothing_late: Decision
    urging: str
    speaking: str


def reader_of(user: User, today: date, *, is_past: bool) -> Reader:
    """What the person may do about a row."""
    urge = may_urge_at_all(user, today)
    none = denied(_("Không có nhiệm vụ quá hạn nên không có gì để đôn đốc."))
    addresses = reverse("urging-new"), f"{reverse('instruction-new')}?kind={InstructionKind.EXPLAIN.value}"
    return Reader(urge, may_speak(user, today), bool(urge) and not is_past, none, *addresses)


def shown_groups(board: Board, tally: Silent | None, reader: Reader) -> list[Group]:
    """The rows of the board by group, each group under its sum where there are several."""
    kept = keys_of(board)
    found = [(group, list(rows)) for group, rows in groupby(board.rows, key=lambda row: row.group)]
    groups = []
    for group, rows in found:
        is_one = len(found) == 1 or (len(rows) == 1 and bool(rows[0].opens))
        whole = None if is_one or not group else _group_sum(board, group, rows)
        total = _shown(whole, board.by, tally, kept, reader) if whole else None
        groups.append(Group(total, tuple(_shown(row, board.by, tally, kept, reader) for row in rows)))
    return groups


def shown_total(board: Board, tally: Silent | None) -> Shown:
    """The sum of everything, which stands at the head."""
    return Shown(board.total, None if tally is None else silent_total(board, tally))


def _group_sum(board: Board, group: str, rows: Iterable[Row]) -> Row:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.counts)
    return Row(None, group_label(group), "", group, counts, {**board.total.query, "ranking": group}, board.ages, group)


def _shown(row: Row, by: GroupBy, tally: Silent | None, kept: set[Key], reader: Reader) -> Shown:
    silent = None if tally is None else silent_cell(row, tally, kept)
    return Shown(row, silent, tuple(_verbs(row, by, reader)) if reader.acts else ())


def _verbs(row: Row, by: GroupBy, reader: Reader) -> Iterator[Verb]:
    """Urge all that is overdue in the row; of a unit also demand an explanation."""
    late = row.cell(Timeliness.OVERDUE.value, timeliness=Timeliness.OVERDUE.value)
    href = f"{reader.urging}?{Cell(late.count, {**late.query, 'all': '1'}).query_string}"
    words = _("Đôn đốc %(n)s") % {"n": late.count} if late.count else _("Đôn đốc")
    yield Verb("urge", words, "megaphone", "u", href, ALLOWED if late.count else reader.nothing_late)
    if by is GroupBy.LEAD and row.key is not None:
        say = f"{reader.speaking}&unit={row.key}"
        yield Verb("explain", _("Giải trình"), "circle-question-mark", "e", say, reader.speak)
