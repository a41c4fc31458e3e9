"""The watch over the sweep and the mail server: what it says, whom it tells, what it makes good."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tasks import jobs, notify
from tasks.mail import breaker, health
from tasks.models import Mail, MailKind, MailOutage, MailState, Notice, SweepRun, Workday
from tasks.notify import catchup, watch
from tests import factories as make

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day, hour=5, minute=30):
    return datetime(2023, 2, day, hour, minute, tzinfo=HANOI)


def swept(day, *, ended=True):
    return SweepRun.objects.create(
        day=date(2023, 2, day), started_at=at(day), finished_at=at(day, 5, 31) if ended else None, runs=1
    )


def alarm(now):
    found = health.trouble_of_sweep(now)
    return found and (found.day.day, found.state.value)


def test_before_the_first_sweep_ever_nothing_is_missed(people, calendar):
    assert alarm(at(20, 12)) is None


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (at(17, 12), None),  # Friday, swept
        (at(18, 12), None),  # Saturday
        (at(20, 5), None),  # Monday before its time
        (at(20, 6, 29), None),
        (at(20, 6, 31), (20, "missed")),
        (at(21, 4), (20, "missed")),
    ],
)
def test_a_sweep_counts_as_missed_an_hour_after_its_time(people, calendar, now, found):
    swept(17)
    assert alarm(now) == found


def test_a_sweep_that_came_to_no_end_is_told_after_an_hour(people, calendar):
    swept(17)
    swept(20, ended=False)
    assert alarm(at(20, 6, 20)) is None
    assert alarm(at(20, 6, 40)) == (20, "unfinished")


def test_administrators_get_one_alert_and_the_sweep_of_today_is_started(people, calendar):
    swept(17)
    assert [watch.check(at(20, hour)) for hour in (7, 8, 9)] == [date(2023, 2, 20)] * 3
    alerts = Mail.objects.filter(kind=MailKind.ALERT)
    key = f"alert:sweep:2023-02-20:u{people.quan.pk}"
    assert list(alerts.values_list("recipient__username", "key")) == [("quan", key)]


def test_the_alert_says_what_is_wrong_when_it_goes_out(people, calendar, smtp, monkeypatch):
    swept(17)
    monkeypatch.setattr(timezone, "now", lambda: at(20, 7))
    watch.check(at(20, 7))
    assert jobs.send_waiting_mail() == 1
    (address, mail) = smtp.mails[0]
    assert address == people.quan.email
    assert str(mail["Subject"]).strip() == (
        "Cảnh báo: Lượt quét hạn ngày 20/02/2023 chưa chạy, nên chưa có nhắc việc của ngày này."
    )
    assert reverse("sweep-list") in next(mail.iter_parts()).get_content()


def test_an_alert_that_is_no_longer_true_is_not_sent(people, calendar, smtp):
    watch.alert_administrators("sweep:2023-02-20", timezone.now())
    assert jobs.send_waiting_mail() == 0
    assert Mail.objects.get().state == MailState.DROPPED


def check_sweep(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("check_sweep", *arguments, stdout=out, stderr=err)
    except SystemExit as leaving:
        return leaving.code, err.getvalue()
    return 0, out.getvalue()


def test_the_command_for_cron_answers_by_its_exit_code(people, calendar, monkeypatch):
    swept(17)
    monkeypatch.setattr(timezone, "now", lambda: at(18, 9))
    assert check_sweep() == (0, "ok\n")
    monkeypatch.setattr(timezone, "now", lambda: at(20, 9))
    code, said = check_sweep("--mail")
    assert (code, "20/02/2023" in said) == (1, True)
    assert Mail.objects.filter(kind=MailKind.ALERT).count() == 1


def test_the_command_writes_to_the_named_addresses_without_the_outbox(people, calendar, smtp, settings, monkeypatch):
    settings.ALERT_ADDRESSES = ["truc@haiphong.example"]
    swept(17)
    monkeypatch.setattr(timezone, "now", lambda: at(20, 9))
    assert check_sweep("--mail")[0] == 1
    assert smtp.recipients == ["truc@haiphong.example"]


def test_the_health_address_degrades(client, people, calendar):
    assert client.get("/healthz/reminders").json() == {"ok": True, "alarms": []}
    breaker.report_trouble("gone", timezone.now() - timedelta(minutes=20))
    answer = client.get("/healthz/reminders")
    assert answer.status_code == 503
    assert "Máy chủ thư không trả lời từ" in answer.json()["alarms"][0]


def test_the_office_sees_a_banner_and_units_do_not(client, people, calendar):
    breaker.report_trouble("gone", timezone.now() - timedelta(minutes=20))
    for person, sees in ((people.hoa, True), (people.quan, True), (people.lan, False)):
        client.force_login(person)
        assert ("Máy chủ thư không trả lời từ" in client.get(reverse("notice-list")).content.decode()) is sees


def test_missed_days_are_made_good_by_the_next_sweep_once(people, calendar):
    swept(14)
    soon = make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 22), officer=people.lan)
    far = make.task(lead=people.finance, directive=soon.directive, due_on=date(2023, 2, 24), officer=people.lan)
    assert catchup.missed_before(date(2023, 2, 20), Workday.objects.calendar()) == (
        date(2023, 2, 15),
        date(2023, 2, 16),
        date(2023, 2, 17),
    )
    notify.sweep(date(2023, 2, 20))
    assert set(Notice.objects.values_list("task", flat=True)) == {soon.pk, far.pk}
    assert Mail.objects.filter(recipient=people.lan).count() == 1
    assert timezone.localtime(SweepRun.objects.get(day=date(2023, 2, 20)).late_since) == at(15)


def test_a_day_whose_second_sweep_was_cut_off_is_served_by_its_first(people, calendar):
    swept(14)
    run = SweepRun.objects.get(day=date(2023, 2, 14))
    SweepRun.objects.filter(pk=run.pk).update(started_at=run.finished_at + timedelta(seconds=1), runs=2)
    assert catchup.missed_before(date(2023, 2, 16), Workday.objects.calendar()) == (date(2023, 2, 15),)


def test_an_outage_is_one_row_however_often_it_is_told(db):
    now = timezone.now()
    for minutes in range(5):
        breaker.report_trouble(f"gone {minutes}", now + timedelta(minutes=minutes))
    row = MailOutage.objects.get()
    assert (row.started_at, row.problem, row.ended_at) == (now, "gone 4", None)
    breaker.report_answer(now + timedelta(hours=1))
    breaker.report_trouble("again", now + timedelta(hours=2))
    assert MailOutage.objects.count() == 2
