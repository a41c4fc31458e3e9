"""A row whose lead changes while somebody waits for it: it is found again, as it is now."""

import threading
import time

import pytest
from django.db import connection, transaction

from accounts.locking import locked
from tasks.models import Task
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def moved_meanwhile(people):
    """A task whose lead another transaction changes; `read` runs while that transaction holds it."""
    task, seen = make.task(lead=people.finance, directive=make.directive()), []

    def run(read):
        def reader():
            try:
                with transaction.atomic():
                    seen.append(read(task.pk))
            finally:
                connection.close()

        thread = threading.Thread(target=reader)
        with transaction.atomic():
            Task.objects.filter(pk=task.pk).update(lead=people.building)
            thread.start()
            until = time.monotonic() + 300
            while not waits():
                assert time.monotonic() < until, "the reader never waited"
                time.sleep(0.02)
        thread.join()
        return seen

    return run


def test_a_task_is_found_with_its_new_lead(people, moved_meanwhile):
    (found,) = moved_meanwhile(lambda key: Task.objects.lock(key, None))
    assert found.lead == people.building


def test_no_row_of_a_selection_is_left_out(people, moved_meanwhile):
    (found,) = moved_meanwhile(lambda key: list(locked(Task.objects.select_related("lead").filter(pk=key))))
    assert [task.lead for task in found] == [people.building]
