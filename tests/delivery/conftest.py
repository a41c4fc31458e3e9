"""The SMTP server and the calendar of the reminder tests, and a digest that waits for Lan, Minh and Hoa."""

from datetime import date

import pytest

from tasks import notify
from tests import factories as make
from tests.reminders.conftest import calendar, smtp, smtp_down  # noqa: F401 - fixtures

MONDAY = date(2023, 2, 20)


@pytest.fixture
def overdue(people, calendar):  # noqa: F811 - the fixture imported above
    task = make.task(
        lead=people.finance,
        directive=make.directive(),
        due_on=date(2023, 2, 13),
        officer=people.lan,
        monitor=people.hoa,
    )
    notify.sweep(MONDAY)
    return task
