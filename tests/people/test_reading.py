"""Whoever takes a list, opens a mail or the file of an explanation is named in the trail."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import AuditEntry
from tasks.models import Mail
from tests.tasks.pages import browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["task-list", "report-overdue", "extension-list", "instruction-list"])
def test_every_list_that_is_taken_is_noted_each_time_with_its_filter(people, name):
    client = browser(people.binh)
    for _again in range(2):
        assert client.get(reverse(name), {"format": "xlsx"}).status_code == 200
    noted = AuditEntry.objects.filter(action="list.exported", actor=people.binh)
    assert noted.count() == 2
    assert noted[0].after["query"] == "format=xlsx"
    assert noted[0].after["name"].endswith(".xlsx")


def test_opening_a_mail_is_noted_once_in_a_while(people):
    cache.clear()
    mail = Mail.objects.create(kind="digest", key="k", recipient=people.lan, address="a@b.example", day="2023-03-01")
    for _again in range(2):
        browser(people.kiem).get(reverse("mail-detail", args=[mail.pk]))
    assert AuditEntry.objects.filter(action="mail.read", target_id=str(mail.pk)).count() == 1
