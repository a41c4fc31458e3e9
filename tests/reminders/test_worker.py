"""A real Celery worker behind a real broker delivers what waits."""

import time
from datetime import date

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import before_task_publish, task_postrun

from config.celery import app
from tasks import jobs, notify
from tasks.models import Mail
from tests import factories as make

MONDAY = date(2023, 2, 20)
QUEUES = ["quick", "mail", "nightly"]
pytestmark = pytest.mark.usefixtures("no_mailboxes")


def emptied(queues):
    """Nothing that a test before left to do is done in this one."""
    with app.connection_for_write() as connection:
        for queue in queues:
            connection.default_channel.queue_purge(queue)
        connection.default_channel.client.delete("unacked", "unacked_index")
    return queues


@pytest.fixture
def under_way():
    """Jobs handed over and not ended: a job hands over what follows from it before it ends itself."""
    handed, ended = set(), set()

    def hand(headers, **_rest):
        handed.add(headers["id"])

    def end(task_id, **_rest):
        ended.add(task_id)

    before_task_publish.connect(hand)
    task_postrun.connect(end)
    yield lambda: handed - ended
    before_task_publish.disconnect(hand)
    task_postrun.disconnect(end)


@pytest.fixture
def worker(transactional_db):
    queues = emptied(QUEUES)
    with start_worker(app, queues=queues, pool="solo", perform_ping_check=False, shutdown_timeout=300):
        yield


def wait_for(condition, seconds=300):
    """Whether it came true; the time is for a machine with ten times as much to do."""
    until = time.monotonic() + seconds
    while not (came := condition()) and time.monotonic() < until:
        time.sleep(0.1)
    return came


def test_a_queued_mail_is_delivered_by_the_worker(people, calendar, smtp, worker):
    make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15))
    notify.sweep(MONDAY)
    jobs.send_waiting_mail.delay()
    jobs.send_waiting_mail.delay()
    assert wait_for(lambda: Mail.objects.filter(state="sent").count() == 1)
    assert smtp.recipients == [people.minh.email]


def test_the_sweep_job_wakes_the_mail_job(people, calendar, smtp, worker):
    make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15))
    jobs.sweep_day.delay(MONDAY.isoformat())
    assert wait_for(lambda: smtp.recipients == [people.minh.email])


def test_the_same_sweep_delivered_twice_by_the_broker_mails_once(people, calendar, smtp, worker, under_way):
    make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15))
    for _ in range(3):
        jobs.sweep_day.delay(MONDAY.isoformat())
    assert wait_for(lambda: not under_way())
    assert Mail.objects.filter(state="sent").exists()
    assert smtp.recipients == [people.minh.email]
