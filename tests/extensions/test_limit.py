"""The time limit of a decision is itself reminded of, before it and after it, until somebody decides."""

from datetime import date

import pytest

from tasks import notify
from tasks.models import Notice

pytestmark = pytest.mark.django_db
LIMIT = date(2023, 2, 6)  # three working days after the day of asking


def reminded(day):
    notify.sweep(day)
    found = Notice.objects.filter(kind="extension_due", day=day)
    return sorted(found.values_list("recipient__username", flat=True))


def test_before_on_and_after_the_limit(waiting):
    assert waiting.answer_by == LIMIT
    assert reminded(date(2023, 2, 2)) == []
    assert reminded(date(2023, 2, 3)) == ["binh"]  # Friday, the working day before
    assert reminded(LIMIT) == ["binh"]
    assert reminded(date(2023, 2, 7)) == ["binh"]
    assert "Quá hạn quyết định 1 ngày làm việc" in Notice.objects.filter(kind="extension_due").first().sentence


def test_twice_on_a_day_is_once(waiting):
    assert reminded(LIMIT) == reminded(LIMIT) == ["binh"]


def test_a_decision_ends_it(task, go, waiting):
    go.refuse(task)
    assert reminded(LIMIT) == []


def test_asking_stops_no_reminder_of_the_task_itself(people, waiting):
    notify.sweep(date(2023, 2, 14))
    told = Notice.objects.filter(kind="due").values_list("recipient__username", flat=True)
    assert "lan" in told
