"""Pages by deadline show every task once, in order, those without a deadline last."""

import pytest

from tasks.keyset import by_deadline
from tasks.models import Task

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_without_gap_or_repetition(every_task):
    whole = list(every_task.order_by("counts_until", "pk").values_list("pk", flat=True))
    for size in (7, 50, len(whole)):
        seen, cursor, pages = [], "", 0
        while cursor or not pages:
            page = by_deadline(Task.objects.filter(pk__in=whole), cursor, size)
            seen += [task.pk for task in page.rows]
            cursor, pages = page.next_cursor, pages + 1
        assert seen == whole
        assert pages == -(-len(whole) // size)


def test_an_unreadable_cursor_starts_over(every_task):
    first = [task.pk for task in by_deadline(every_task, "", 5).rows]
    for cursor in ("x", "2026-13-01_5", "none_", "2026-01-01_x"):
        assert [task.pk for task in by_deadline(every_task, cursor, 5).rows] == first
