"""Silence beside the board: how many running tasks of each row nobody has reported on for long."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Count, F

from tasks.desk import silent_on
from tasks.maps import Map
from tasks.models.task import TaskQuerySet
from tasks.reports.board import Board, Cell, GroupBy, Row
from tasks.reports.units import ranking_group, unit_columns

COUNTED_AT_ONCE: Final = 20_000
"""Open tasks up to which silence is counted without being asked for: no summary keeps it, every task is read."""
Key = tuple[str, int | None]
Silent = Mapping[Key, int]
"""Silent tasks by group and key of the rows."""


def counts_silence(board: Board, asked: bool) -> bool:  # noqa: FBT001 - one answer out of two
    """Whether silence is counted now: on demand, or where it costs little."""
    return asked or board.total.open.count <= COUNTED_AT_ONCE


def silence(tasks: TaskQuerySet, by: GroupBy, today: date, on_map: Map) -> Silent:
    """Running tasks that nobody has reported on for long, by group and key of the rows (three queries)."""
    quiet = tasks.order_by().filter(silent_on(today))
    if by is not GroupBy.LEAD:
        named = quiet.annotate(row=F(f"{by.value}_id")).values("row").annotate(number=Count("pk"))
        return {("", item["row"]): item["number"] for item in named}
    columns = unit_columns(on_map)
    units = quiet.annotate(kind=columns["unit_kind"], row=columns["unit_key"]).values("row", "kind")
    counted = units.annotate(number=Count("pk"))
    return {(ranking_group(item["kind"]), item["row"]): item["number"] for item in counted}


def keys_of(board: Board) -> set[Key]:
    """What the rows of the board stand for."""
    return {(row.group, row.key) for row in board.rows if row.key is not None}


def silent_cell(row: Row, silent: Silent, kept: set[Key]) -> Cell:
    """Silent tasks of a row with their list: its own, all of a group it stands for, or what the rows kept leave."""
    return Cell(_number(row, silent, kept), {**row.query, "silent": "true"})


def silent_total(board: Board, silent: Silent) -> Cell:
    """Every silent task of the board."""
    return Cell(sum(silent.values()), {**board.total.query, "silent": "true"})


def silent_column(board: Board, silent: Silent) -> list[Cell]:
    """A cell for each row of the board and one for its sum."""
    kept = keys_of(board)
    return [*(silent_cell(row, silent, kept) for row in board.rows), silent_total(board, silent)]


def _number(row: Row, silent: Silent, kept: set[Key]) -> int:
    if "but" in row.query:
        rest = ((place, number) for place, number in silent.items() if place[0] == row.group and place not in kept)
        return sum(number for place, number in rest)
    if row.opens:
        return sum(number for (group, _key), number in silent.items() if group == row.group)
    return silent.get((row.group, row.key), 0)
