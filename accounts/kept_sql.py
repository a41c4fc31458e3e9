"""Questions of the frame around every page: Django writes their SQL once and not for each page.

Writing it takes several times as long as PostgreSQL takes to answer. Only the text is kept, never an answer.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST_KEPT: Final = 2_000
"""Questions of one process, a few for each person; then all are forgotten."""
Asked = tuple[str, tuple[Any, ...]]
"""A statement with its values."""
NOTHING: Final[Asked] = ("", ())
_kept: dict[Hashable, Asked] = {}


def rows(
    key: Hashable, build: Callable[[], QuerySet[Any, Any]], values: Sequence[Any] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of the query set that `build` makes (one query, none where Django knows that there are none).

    `key` has to hold everything that `build` puts into it: who asks, the day, the posts. `values` take the place of all
    that it put in, where they are others each time.
    """
    asked = _kept.get(key)
    if asked is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = asked = _written(build())
    if asked == NOTHING:
        return []
    with connection.cursor() as cursor:
        cursor.execute(asked[0], asked[1] if values is None else values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _written(question: QuerySet[Any, Any]) -> Asked:
    try:
        return question.query.sql_with_params()
    except EmptyResultSet:
        return NOTHING
