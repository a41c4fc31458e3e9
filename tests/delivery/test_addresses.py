"""Dead addresses: noted, avoided, told to the monitors, and alive again."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import AuditEntry
from tasks import jobs, notify
from tasks.actions import deliveries
from tasks.mail import dead
from tasks.models import DeadAddress, DeathCause, DeathEnd, Mail, MailState, Notice, NoticeKind
from tasks.notify import addresses
from tests import factories as make
from tests.delivery.conftest import MONDAY


def refuse(smtp, *people):
    for person in people:
        smtp.refused[person.email] = "550 5.1.1 No such user"


def age(days):
    """As if the addresses had died `days` earlier."""
    past = timedelta(days=days)
    DeadAddress.objects.update(since=F("since") - past, last_at=F("last_at") - past)


@pytest.fixture
def lan_is_dead(overdue, people, smtp):
    refuse(smtp, people.lan)
    jobs.send_waiting_mail()
    smtp.mails.clear()
    return DeadAddress.objects.get()


def test_the_next_mail_to_a_dead_address_asks_no_server_and_goes_to_the_head(lan_is_dead, people, smtp):
    notify.sweep(MONDAY + timedelta(days=1))
    jobs.send_waiting_mail()
    assert people.lan.email not in smtp.recipients
    assert smtp.recipients.count(people.minh.email) == 1
    mail = next(mail for to, mail in smtp.mails if "Nguyễn Thị Lan" in str(mail["Subject"]))
    text = next(mail.iter_parts()).get_content()
    assert "Thư này gửi cho Nguyễn Thị Lan. Địa chỉ lan@haiphong.example đang hỏng" in text
    assert "Kính gửi" in text
    html = list(mail.iter_parts())[1].get_content()
    assert "Địa chỉ lan@haiphong.example đang hỏng" in html


def test_without_a_head_the_monitor_gets_it(overdue, people, smtp):
    refuse(smtp, people.lan, people.minh)
    jobs.send_waiting_mail()
    jobs.send_waiting_mail()
    readers = set(Mail.objects.exclude(reader=None).values_list("recipient__username", "reader__username"))
    assert ("minh", "hoa") in readers
    assert not Mail.objects.filter(state=MailState.QUEUED).exists()


def test_the_mailbox_of_a_unit_falls_back_to_each_of_its_heads(people, calendar, smtp):
    deputy = make.user(name="Phó Giám đốc", username="pho", organisation=people.finance, role="head")
    paper = make.directive()
    notify.released(paper, [make.task(lead=people.finance, directive=paper)], actor=people.thao, today=MONDAY)
    smtp.refused[people.finance.email] = "550 5.1.1 No such user"
    jobs.send_waiting_mail()
    assert sorted(smtp.recipients) == sorted([people.minh.email, deputy.email])


def test_nobody_to_fall_back_to_leaves_a_dead_letter(overdue, people, smtp):
    refuse(smtp, people.lan, people.minh, people.hoa)
    for _ in range(3):
        jobs.send_waiting_mail()
    assert Mail.objects.filter(state=MailState.DEAD).exists()
    assert set(smtp.recipients) <= {people.finance.email}


def test_a_reader_who_was_deactivated_gets_nothing(lan_is_dead, people, smtp):
    notify.sweep(MONDAY + timedelta(days=1))
    Mail.objects.filter(recipient=people.lan, state=MailState.QUEUED).delete()
    people.minh.is_active = False
    people.minh.save(update_fields=["is_active"])
    jobs.send_waiting_mail()
    assert people.minh.email not in smtp.recipients


def test_after_a_week_one_mail_asks_whether_the_address_works_again(lan_is_dead, people, smtp):
    age(8)
    smtp.refused.clear()
    notify.sweep(MONDAY + timedelta(days=1))
    jobs.send_waiting_mail()
    assert people.lan.email in smtp.recipients
    lan_is_dead.refresh_from_db()
    assert lan_is_dead.ending == DeathEnd.DELIVERED


def test_an_address_that_dies_again_keeps_its_first_day(db):
    now = timezone.now()
    for days in (12, 5, 0):
        dead.mark("Lan@haiphong.example", DeathCause.REFUSED, "550", now - timedelta(days=days))
    row = DeadAddress.objects.get()
    assert (row.times, (now - row.since).days) == (3, 12)
    dead.revive(row.address, DeathEnd.BY_HAND, now)
    dead.mark(row.address, DeathCause.REFUSED, "550", now)
    assert (DeadAddress.objects.count(), DeadAddress.objects.get().times) == (1, 4)
    dead.revive(row.address, DeathEnd.DELIVERED, now)
    dead.mark(row.address, DeathCause.REFUSED, "550", now)
    assert DeadAddress.objects.count() == 2


def test_monitors_hear_of_it_once_then_weekly(lan_is_dead, people):
    now = timezone.now()
    assert [addresses.keep_true(now + timedelta(days=days)) for days in (0, 0, 3, 6, 7, 12, 14)] == [
        1,
        0,
        0,
        0,
        1,
        0,
        1,
    ]
    told = Notice.objects.filter(kind=NoticeKind.DEAD_ADDRESS).order_by("pk")
    assert set(told.values_list("recipient", flat=True)) == {people.hoa.pk}
    assert str(told[0]).startswith("Địa chỉ lan@haiphong.example của Nguyễn Thị Lan không nhận được thư: 550 5.1.1")
    assert "đã hỏng 7 ngày" in str(told[1])


def test_a_corrected_address_ends_it_and_what_died_there_goes_out(overdue, people, smtp):
    refuse(smtp, people.lan, people.minh, people.hoa)
    for _ in range(3):
        jobs.send_waiting_mail()
    dead_before = Mail.objects.filter(state=MailState.DEAD, recipient=people.hoa, reader=None).count()
    assert dead_before == 1
    people.hoa.email = "hoa.moi@haiphong.example"
    people.hoa.save(update_fields=["email"])
    addresses.keep_true(timezone.now())
    assert DeadAddress.objects.get(address="hoa@haiphong.example").ending == DeathEnd.CORRECTED
    jobs.send_waiting_mail()
    assert "hoa.moi@haiphong.example" in smtp.recipients


def test_a_unit_at_work_without_any_address_is_on_the_list(people, calendar):
    people.building.email = ""
    people.building.save(update_fields=["email"])
    type(people.son).objects.filter(pk=people.son.pk).update(email="")
    make.task(lead=people.building, directive=make.directive())
    now = timezone.now()
    addresses.keep_true(now)
    row = DeadAddress.objects.get()
    assert (row.organisation, row.address, row.cause) == (people.building, "", DeathCause.MISSING)
    addresses.keep_true(now + timedelta(days=12))
    assert "đã 12 ngày" in str(Notice.objects.filter(kind=NoticeKind.DEAD_ADDRESS).order_by("-pk").first())
    type(people.son).objects.filter(pk=people.son.pk).update(email="son@haiphong.example")
    addresses.keep_true(now)
    row.refresh_from_db()
    assert row.ending == DeathEnd.CORRECTED


def test_declared_usable_by_a_monitor_with_a_trace(lan_is_dead, people):
    deliveries.declare_usable(lan_is_dead.pk, actor=people.hoa, today=MONDAY, now=timezone.now())
    lan_is_dead.refresh_from_db()
    assert (lan_is_dead.ending, lan_is_dead.ended_by) == (DeathEnd.BY_HAND, people.hoa)
    assert AuditEntry.objects.get(action="address.declared_usable").actor == people.hoa
