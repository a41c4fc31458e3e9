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


@pytest.fixture
def worker(transactional_db):
    with start_worker(app, queues=["mail", "nightly"], pool="solo", perform_ping_check=False, shutdown_timeout=20):
        yield


def wait_for(condition, seconds=20):
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
    assert wait_for(lambda: Mail.objects.filter(state="sent").exists())
    time.sleep(1)
    assert smtp.recipients == [people.minh.email]
