"""Two wizards, and a wizard beside somebody at work, each on a connection of its own: nothing interleaves."""

import pytest

from accounts.models import Reorganisation, Succession
from tasks.actions import progress, succession
from tasks.models import Task, TaskEvent
from tests.extensions.test_races import at_once
from tests.reorganisation.conftest import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_wizards_come_one_after_the_other_and_work_goes_on(people, planning, work, merger):
    """Two applications of overlapping decisions and a head who receives a task at that moment."""
    first, second = (succession.prepare(merger, actor=people.quan, today=DAY) for _ in range(2))

    def apply(row):
        return lambda: succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)

    def receive():
        progress.receive(work.shared.pk, actor=planning.head, today=DAY, seen_version=None)

    refused = at_once(apply(first), apply(second), receive)
    assert "blocked" in refused
    assert set(refused) <= {"blocked", "forbidden"}, "the head comes first, or finds the task moved"
    assert Reorganisation.objects.filter(state="applied").count() == 1
    assert Succession.objects.count() == 1
    assert not Task.objects.open().filter(lead=planning.body).exists()
    assert TaskEvent.objects.filter(task=work.shared, move="lead_followed").count() == 1
