"""The rules on their page: trying, keeping, what is refused; units that nobody can be told of."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Absence, AuditEntry
from tasks import notify
from tasks.ladder import SHIPPED
from tasks.models import LadderPolicy, LadderRule, Mail, Notice
from tests import factories as make

MONDAY = date(2023, 2, 20)


@pytest.fixture
def monday():
    with time_machine.travel("2023-02-20 09:00+07:00", tick=False):
        yield MONDAY


@pytest.fixture
def overdue(people, calendar):
    return make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15), officer=people.lan)


def filled(page, **changes):
    """The form of the page as a browser would send it, with `changes`."""
    rules, general = page.context["rules"], page.context["general"]
    data = {f"form-{name}": value for name, value in rules.management_form.initial.items()}
    for form in rules.initial_forms:
        for name, value in form.initial.items():
            if value is not None and value is not False:
                data[form.add_prefix(name)] = value
    for form in rules.extra_forms:
        data[form.add_prefix("is_active")] = "on"  # as the empty row stands there
    for name in ("pause_days", "urgent_pause_days", "acks_in_row", "version"):
        data[name] = getattr(general.instance, name)
    return data | changes


def number(page, anchor, audience):
    """The prefix of one rule's row."""
    return next(
        form.prefix
        for form in page.context["rules"].initial_forms
        if (form.initial["anchor"], form.initial["audience"]) == (anchor, audience)
    )


def test_the_administrator_tries_rules_before_keeping_them(client, people, overdue, monday):
    client.force_login(people.quan)
    page = client.get(reverse("ladder"))
    row = number(page, "late", "monitor")
    changes = {f"{row}-days": 3, f"{row}-urgent_days": 1}
    tried = client.post(reverse("ladder"), {**filled(page, **changes), "try": "1"})
    assert "Nếu áp dụng hôm nay: 3 thông báo cho 3 người" in tried.content.decode()
    assert LadderRule.objects.ladder() == SHIPPED
    assert Notice.objects.count() == 0
    assert client.post(reverse("ladder"), filled(page, **changes)).status_code == 302
    assert LadderRule.objects.get(anchor="late", audience="monitor").days == 3
    assert AuditEntry.objects.filter(action="ladder.changed").count() == 1
    assert notify.sweep(MONDAY).notices == 3


@pytest.mark.parametrize(
    ("audience", "changes", "sentence"),
    [
        ("officer", {"drop": "on"}, "Không tắt được việc nhắc chuyên viên"),
        ("officer", {"every": ""}, "Không tắt được việc nhắc chuyên viên"),
        ("leader", {"days": 2}, "Bậc sau phải được báo muộn hơn bậc trước"),
    ],
)
def test_rules_that_would_silence_or_confuse_are_refused(client, people, calendar, audience, changes, sentence):
    client.force_login(people.quan)
    page = client.get(reverse("ladder"))
    row = number(page, "late", audience)
    answer = client.post(reverse("ladder"), filled(page, **{f"{row}-{name}": value for name, value in changes.items()}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert LadderRule.objects.ladder() == SHIPPED


def test_two_administrators_do_not_overwrite_each_other(client, people, calendar):
    client.force_login(people.quan)
    page = client.get(reverse("ladder"))
    LadderPolicy.objects.update(version=7)
    assert client.post(reverse("ladder"), filled(page)).status_code == 422


@pytest.mark.parametrize(("who", "reads", "edits"), [("quan", 200, 302), ("hoa", 200, 403), ("minh", 403, 403)])
def test_the_office_reads_the_rules_and_the_administrator_changes_them(client, people, calendar, who, reads, edits):
    client.force_login(people.quan)
    data = filled(client.get(reverse("ladder")))
    client.force_login(getattr(people, who))
    assert client.get(reverse("ladder")).status_code == reads
    assert client.post(reverse("ladder"), data).status_code == edits


def test_units_that_nobody_can_be_told_of_are_listed(client, people, overdue, monday):
    client.force_login(people.hoa)
    assert "Mọi đơn vị có nhiệm vụ đều có người nhận" in client.get(reverse("unreachable")).content.decode()
    Absence.objects.create(person=people.minh, first_on=MONDAY, last_on=MONDAY, entered_by=people.thao)
    page = client.get(reverse("unreachable")).content.decode()
    assert "Sở Tài chính" in page
    assert "Vắng mặt, không có người thay: Trần Văn Minh" in page


def test_substitutes_receive_in_place_and_the_absent_keep_the_notice(people, overdue):
    Absence.objects.create(
        person=people.lan, substitute=people.minh, first_on=MONDAY, last_on=MONDAY, entered_by=people.thao
    )
    notify.sweep(MONDAY)
    told = {notice.recipient: notice for notice in Notice.objects.filter(kind="overdue")}
    assert set(told) == {people.lan, people.minh}
    assert not told[people.lan].for_mail
    assert set(Mail.objects.filter(kind="digest").values_list("recipient", flat=True)) == {people.minh.pk}


def test_what_a_substitute_gets_says_for_whom(people, overdue):
    deputy = make.user(name="Phó Giám đốc", username="pho", organisation=people.finance)
    Absence.objects.create(
        person=people.lan, substitute=deputy, first_on=MONDAY, last_on=MONDAY, entered_by=people.thao
    )
    notify.sweep(MONDAY)
    assert Notice.objects.get(recipient=deputy).sentence.startswith("Thay Nguyễn Thị Lan: Quá hạn 3 ngày làm việc")
