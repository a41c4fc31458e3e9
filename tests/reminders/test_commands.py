"""The commands of operators."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directives.workdays import EXCEPTIONS
from tasks.models import Mail, Notice, Workday
from tests import factories as make


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def overdue(people, calendar, no_mailboxes):
    return make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15), officer=people.lan)


def test_sweep_says_what_it_made_and_twice_is_once(overdue):
    line = "2023-02-20: 1 tasks to remind of, {0} new notices, {0} new mails\n"
    assert run("sweep", "--today", "2023-02-20") == line.format(2)
    assert run("sweep", "--today", "2023-02-20") == line.format(0)
    assert (Notice.objects.count(), Mail.objects.count()) == (2, 2)


def test_sweep_can_send_at_once(overdue, smtp):
    assert "mails: 2 sent" in run("sweep", "--today", "2023-02-20", "--send")
    assert "mails: nothing waited" in run("sweep", "--today", "2023-02-20", "--send")
    assert len(smtp.mails) == 2


def test_sweep_says_when_the_mail_server_is_away(overdue, smtp_down):
    assert "mails: 2 queued (the mail server does not answer)" in run("sweep", "--today", "2023-02-20", "--send")


def test_sweep_of_a_day_off_says_so(overdue):
    assert run("sweep", "--today", "2023-02-19") == "2023-02-19: a day off, nothing to remind of\n"


def test_sweep_refuses_what_is_no_day(db):
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        run("sweep", "--today", "20/02/2023")


def test_load_workdays_adds_what_is_missing_and_keeps_entries_of_people(db):
    Workday.objects.all().delete()
    Workday.objects.create(day=date(2026, 8, 31), is_working=False, source="Nhập tay")
    assert run("load_workdays") == f"{len(EXCEPTIONS) - 1} days added to the calendar\n"
    assert run("load_workdays") == "0 days added to the calendar\n"
    assert Workday.objects.get(day=date(2026, 8, 31)).source == "Nhập tay"
