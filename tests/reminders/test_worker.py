"""A real Celery worker behind a real broker delivers what waits."""

import time
from datetime import date

import pytest
from celery.contrib.testing.worker import start_worker

from config.celery import app
from tasks import jobs, notify
from tasks.models import Mail
from tests import factories as make

MONDAY = date(2023, 2, 20)
pytestmark = pytest.mark.usefixtures("no_mailboxes")


QUEUES = ["quick", "mail", "nightly"]


def emptied(queues):
    """Nothing that a test before left to do is done in this one."""
    with app.connection_for_write() as connection:
        for queue in queues:
            connection.default_channel.queue_purge(queue)
        connection.default_channel.client.delete("unacked", "unacked_index")
    return queues


def left_to_do():
    """Jobs that wait, and those that a worker has taken and not ended (it confirms them late)."""
    with app.connection_for_read() as connection:
        broker = connection.default_channel.client
        return sum(broker.llen(queue) for queue in QUEUES) + broker.hlen("unacked")


@pytest.fixture
def worker(transactional_db):
    queues = emptied(QUEUES)
    with start_worker(app, queues=queues, pool="solo", perform_ping_check=False, shutdown_timeout=60):
        yield


def wait_for(condition, seconds=60):
    """Whether it came true; the time is for a machine with ten times as much to do."""
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.1)
    return condition()


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


def test_the_same_sweep_delivered_twice_by_the_broker_mails_once(people, calendar, smtp, worker):
    make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15))
    for _ in range(3):
        jobs.sweep_day.delay(MONDAY.isoformat())
    assert wait_for(lambda: not left_to_do())
    assert Mail.objects.filter(state="sent").exists()
    assert smtp.recipients == [people.minh.email]
