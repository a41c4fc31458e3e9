"""Cells that open their list, and shares counted from numbers that are shown."""

from collections.abc import Mapping

from tasks.reports.asked import Asked
from tasks.reports.paper import Cell

Query = Mapping[str, str | list[str]]
"""Conditions of a list, by their names in its address."""


def linked(asked: Asked, number: int, query: Query, tone: str = "") -> Cell:
    """A number with the list of what it counts."""
    return Cell(number, asked.href(**query) if number else "", tone if number else "")


def share(part: int, whole: int) -> float | None:
    """A share out of two numbers that stand in the report, None of nothing."""
    return part / whole if whole else None
