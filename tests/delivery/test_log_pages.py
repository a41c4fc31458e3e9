"""The delivery log, the dead addresses and the sweeps as pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from tasks import jobs
from tasks.models import DeadAddress, DeathCause, Mail, MailKind, MailState, MailTry, Notice, SweepRun, TryOutcome
from tests.delivery.conftest import MONDAY


def mail(person, *, state=MailState.DEAD, **fields):
    fields.setdefault("kind", MailKind.DIGEST)
    fields.setdefault("day", MONDAY)
    key = f"digest:{person.pk}:{Mail.objects.count()}"
    return Mail.objects.create(key=key, recipient=person, address=person.email, state=state, **fields)


@pytest.fixture
def hoa(client, people):
    client.force_login(people.hoa)
    return client


def rows(client, **query):
    return client.get(reverse("mail-log"), query).context["rows"]


def test_the_log_is_filtered_by_kind_unit_day_and_words(hoa, people):
    lan, tuan = mail(people.lan), mail(people.tuan, kind=MailKind.RELEASE, day=date(2023, 2, 21))
    unit = mail(people.minh, organisation=people.building)
    assert rows(hoa, kind="release") == [tuan]
    assert rows(hoa, day="21/02/2023") == [tuan]
    assert rows(hoa, unit=people.finance.pk) == [unit, lan]
    assert rows(hoa, unit=people.building.pk) == [unit, tuan]
    assert rows(hoa, q="nguyễn thị") == [lan]
    assert rows(hoa, q="tuan@") == [tuan]
    assert rows(hoa, day="99/99/9999", kind="x", unit="y") == [unit, tuan, lan]


def test_every_try_is_shown_with_its_answer(hoa, overdue, people, smtp):
    smtp.refused[people.lan.email] = "451 4.2.0 Greylisted"
    jobs.send_waiting_mail()
    smtp.refused[people.lan.email] = "550 5.1.1 No such user"
    Mail.objects.filter(state=MailState.FAILED).update(next_try_at=timezone.now() - timedelta(minutes=1))
    jobs.send_waiting_mail()
    page = hoa.get(reverse("mail-detail", args=[Mail.objects.get(recipient=people.lan, reader=None).pk]))
    text = page.content.decode()
    assert "451 4.2.0 Greylisted" in text
    assert "550 5.1.1 No such user" in text
    assert "Tạm thời từ chối" in text
    assert "Đã chuyển tới:" in text
    assert "Trần Văn Minh" in text


def test_a_try_without_an_outcome_says_why(hoa, people):
    row = mail(people.lan, state=MailState.SENT)
    MailTry.objects.create(mail=row, at=timezone.now(), address=row.address)
    text = hoa.get(reverse("mail-detail", args=[row.pk])).content.decode()
    assert "lần gửi sau dùng cùng Message-ID" in text


def test_dead_mails_are_sent_again_by_selection_or_all(hoa, people):
    one, two, three = mail(people.lan), mail(people.minh), mail(people.tuan)
    sent = mail(people.son, state=MailState.SENT)
    hoa.post(reverse("mail-bulk"), {"deed": "retry", "mail": [one.pk, sent.pk]})
    assert set(Mail.objects.filter(state=MailState.QUEUED)) == {one}
    hoa.post(reverse("mail-bulk"), {"deed": "retry_all"})
    assert set(Mail.objects.filter(state=MailState.QUEUED)) == {one, two, three}
    assert AuditEntry.objects.filter(action="mail.retried").count() == 3


def test_giving_up_needs_a_reason_and_leaves_a_trace(hoa, people):
    row = mail(people.lan)
    assert hoa.post(reverse("mail-bulk"), {"deed": "give_up", "mail": [row.pk]}).status_code == 409
    hoa.post(reverse("mail-bulk"), {"deed": "give_up", "mail": [row.pk], "reason": "Đã gọi điện"})
    row.refresh_from_db()
    assert (row.state, row.problem) == (MailState.DROPPED, "Bỏ theo yêu cầu: Đã gọi điện")
    assert AuditEntry.objects.get(action="mail.given_up").actor == people.hoa


def test_retrying_says_that_the_address_works(hoa, people):
    row = mail(people.lan)
    now = timezone.now()
    DeadAddress.objects.create(address=people.lan.email, cause=DeathCause.REFUSED, since=now, last_at=now)
    hoa.post(reverse("mail-retry", args=[row.pk]))
    assert not DeadAddress.objects.open().exists()


@pytest.mark.parametrize("name", ["mail-bulk", "sweep-now"])
def test_an_auditor_reads_and_changes_nothing(client, people, name):
    client.force_login(people.kiem)
    row = mail(people.lan)
    assert client.post(reverse(name), {"deed": "retry", "mail": [row.pk]}).status_code == 403
    row.refresh_from_db()
    assert row.state == MailState.DEAD


@pytest.mark.parametrize("name", ["mail-log", "address-list", "sweep-list"])
def test_units_see_none_of_the_pages(client, people, name):
    client.force_login(people.lan)
    assert client.get(reverse(name)).status_code == 403


def test_a_dead_address_shows_whose_it_is_and_for_how_many_days(hoa, people):
    since = timezone.now() - timedelta(days=12)
    DeadAddress.objects.create(
        address=people.finance.email, cause=DeathCause.BOUNCED, answer="550 5.1.1 gone", since=since, last_at=since
    )
    text = hoa.get(reverse("address-list")).content.decode()
    assert "12 ngày" in text
    assert "Sở Tài chính" in text
    assert "550 5.1.1 gone" in text
    hoa.post(reverse("address-usable", args=[DeadAddress.objects.get().pk]))
    assert "Được xác nhận là dùng được" in hoa.get(reverse("address-list")).content.decode()


def test_missed_sweeps_are_red_and_late_ones_say_since_when(hoa, people, calendar, monkeypatch):
    today = timezone.localtime().date()
    now = timezone.now()
    SweepRun.objects.create(day=today - timedelta(days=20), started_at=now, finished_at=now, runs=1)
    late = now - timedelta(days=2)
    SweepRun.objects.create(day=today, started_at=now, finished_at=now, runs=2, late_since=late)
    text = hoa.get(reverse("sweep-list")).content.decode()
    assert text.count("Bỏ lỡ") >= 10
    assert "Chạy muộn, gộp nhắc việc từ" in text


@pytest.mark.parametrize("name", ["mail-log", "address-list", "sweep-list"])
def test_queries_do_not_grow_with_rows(hoa, people, calendar, name):
    counts = []
    for number in (1, 29):
        for index in range(number):
            row = mail(people.lan, organisation=people.finance)
            MailTry.objects.create(mail=row, at=timezone.now(), address=row.address, outcome=TryOutcome.REFUSED)
            died = {"cause": DeathCause.REFUSED, "since": timezone.now(), "last_at": timezone.now()}
            DeadAddress.objects.create(address=f"a{number}-{index}@x.example", **died)
        with CaptureQueriesContext(connection) as queries:
            hoa.get(reverse(name))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_monitor_hands_a_dead_address_to_the_administrators(client, people, overdue):
    row = DeadAddress.objects.create(
        address="lan@haiphong.example", cause="refused", since=timezone.now(), last_at=timezone.now()
    )
    client.force_login(people.hoa)
    page = client.get(reverse("address-list"))
    assert reverse("person-detail", args=[people.lan.pk]) not in page.text
    assert client.post(reverse("address-ask", args=[row.pk])).status_code == 302
    client.post(reverse("address-ask", args=[row.pk]))
    told = Notice.objects.get(recipient=people.quan, kind="dead_address")
    assert told.sentence == "Phạm Thị Hoa đề nghị sửa địa chỉ hỏng lan@haiphong.example của Nguyễn Thị Lan."
    client.force_login(people.quan)
    assert reverse("person-detail", args=[people.lan.pk]) in client.get(reverse("notice-list")).text
    assert client.get(told.facts["url"]).status_code == 200


def test_whoever_only_reads_the_log_hands_nothing_over(client, people, overdue):
    row = DeadAddress.objects.create(
        address="lan@haiphong.example", cause="refused", since=timezone.now(), last_at=timezone.now()
    )
    client.force_login(people.lan)
    assert client.post(reverse("address-ask", args=[row.pk])).status_code == 403
