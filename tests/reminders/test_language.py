"""A mail speaks the language of the person who gets it, whoever's request or worker sends it."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import trans_real

from tasks import jobs, notify
from tests import factories as make

MONDAY = date(2023, 2, 20)


@pytest.fixture
def two_readers(people, calendar):
    """Lan reads English, Minh Vietnamese; both have the same digest waiting."""
    call_command("compile_catalogues")
    trans_real._translations.pop("en", None)
    people.lan.language = "en"
    people.lan.save()
    make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15), officer=people.lan)
    notify.sweep(MONDAY)


def test_each_reader_gets_the_digest_in_their_own_language(two_readers, people, smtp):
    with translation.override("en"):
        jobs.send_waiting_mail()

    subjects = {recipient: mail["Subject"] for recipient, mail in smtp.mails}
    assert subjects[people.lan.email] == "Tasks: overdue 1 – 20/02/2023"
    assert subjects[people.minh.email] == "1 nhiệm vụ quá hạn – 20/02/2023"


def test_the_whole_digest_is_in_the_language_of_the_reader(two_readers, people, smtp):
    jobs.send_waiting_mail()

    text = dict(smtp.mails)[people.lan.email].get_body(("plain",)).get_content()
    assert f"Dear {people.lan}," in text
    assert "OVERDUE (1)" in text
    assert "Lead: Sở Tài chính" in text
    assert "overdue, working days: 3" in text
