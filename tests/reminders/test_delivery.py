"""Mails over a real SMTP server: each once, whatever goes wrong."""

import smtplib
from collections import Counter
from datetime import date, timedelta
from email.message import EmailMessage
from functools import partial
from threading import Barrier, Thread, local

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks import jobs, notify
from tasks.mail import delivery, wire
from tasks.models import DeadAddress, Mail, MailOutage, MailState, MailTry, Task
from tests import factories as make
from tests.reminders.conftest import Server, Sink, use_smtp

MONDAY = date(2023, 2, 20)
pytestmark = pytest.mark.usefixtures("no_mailboxes")


@pytest.fixture
def overdue(people, calendar):
    """One task of Lan's, five working days overdue, so that Lan, Minh and Hoa have a digest waiting."""
    task = make.task(
        lead=people.finance,
        directive=make.directive(),
        due_on=date(2023, 2, 13),
        officer=people.lan,
        monitor=people.hoa,
        helped_by=[people.building],
    )
    notify.sweep(MONDAY)
    return task


def states():
    return Counter(Mail.objects.values_list("state", flat=True))


def pass_time(minutes):
    """As if `minutes` had gone by for the rows that wait."""
    for mail in Mail.objects.all():
        for name in ("next_try_at", "claimed_at"):
            if at := getattr(mail, name):
                Mail.objects.filter(pk=mail.pk).update(**{name: at - timedelta(minutes=minutes)})
    MailOutage.objects.update(next_probe_at=F("next_probe_at") - timedelta(minutes=minutes))


def test_each_digest_arrives_once(overdue, people, smtp):
    assert jobs.send_waiting_mail() == 3
    assert jobs.send_waiting_mail() == 0
    assert sorted(smtp.recipients) == sorted([people.lan.email, people.minh.email, people.hoa.email])
    assert states() == {"sent": 3}
    assert smtp.connections == 1


def test_a_mail_is_vietnamese_text_and_html_with_a_lasting_id(overdue, people, smtp):
    jobs.send_waiting_mail()
    mail = dict(smtp.mails)[people.lan.email]
    assert mail["Subject"] == "1 nhiệm vụ quá hạn – 20/02/2023"
    assert mail["Message-ID"] == f"<digest.{people.lan.pk}.2023-02-20@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "quá hạn 5 ngày làm việc" in text
    assert f"http://localhost:8000{overdue.get_absolute_url()}" in text
    assert "Quá hạn 5 ngày làm việc" in html
    assert "<script" not in html


def test_what_was_sent_is_kept(overdue, people, smtp):
    jobs.send_waiting_mail()
    mail = Mail.objects.get(recipient=people.lan)
    assert (mail.state, mail.attempts, mail.problem) == (MailState.SENT, 1, "")
    assert mail.subject == "1 nhiệm vụ quá hạn – 20/02/2023"
    assert overdue.title in mail.text
    assert mail.html.startswith("<!DOCTYPE html>")


def test_a_server_that_is_down_keeps_the_mails_and_each_goes_out_once_later(overdue, settings, smtp_down):
    assert jobs.send_waiting_mail() == 0
    assert states() == {"queued": 3}
    assert "Không kết nối được máy chủ thư" in MailOutage.objects.get(ended_at=None).problem
    assert jobs.send_waiting_mail() == 0  # the pause is not over
    sink = Sink()
    server = Server(sink)
    server.start()
    use_smtp(settings, server.port)
    try:
        pass_time(minutes=2)
        assert jobs.send_waiting_mail() == 3
        assert jobs.send_waiting_mail() == 0
    finally:
        server.stop()
    assert len(set(sink.recipients)) == len(sink.recipients) == 3


def test_no_mail_loses_a_try_by_an_outage_however_long(overdue, smtp_down):
    for _ in range(20):
        jobs.send_waiting_mail()
        pass_time(minutes=61)
    assert states() == {"queued": 3}
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
    assert MailOutage.objects.get().probes == 19
    assert not MailTry.objects.exists()


def test_a_refused_address_is_noted_and_the_mail_goes_to_the_head(overdue, people, smtp):
    smtp.refused[people.lan.email] = "550 No such mailbox"
    assert jobs.send_waiting_mail() == 3
    mail = Mail.objects.get(recipient=people.lan, reader=None)
    assert mail.state == MailState.REROUTED
    assert mail.problem == (
        "Địa chỉ lan@haiphong.example bị máy chủ thư từ chối: 550 No such mailbox; thư đã chuyển tới Trần Văn Minh."
    )
    assert Counter(smtp.recipients) == {people.minh.email: 2, people.hoa.email: 1}
    assert DeadAddress.objects.get().address == "lan@haiphong.example"


def test_a_recipient_refused_for_now_is_tried_eight_times_with_growing_pauses(overdue, people, smtp):
    smtp.refused[people.lan.email] = "451 Try again later"
    pauses, minute = [], timedelta(minutes=1)
    for _ in range(8):
        began = timezone.now()
        jobs.send_waiting_mail()
        ended = timezone.now()
        mail = Mail.objects.get(recipient=people.lan, reader=None)
        if mail.next_try_at:  # the pause began somewhere between the two
            pauses.append(((mail.next_try_at - ended) / minute, (mail.next_try_at - began) / minute))
        pass_time(minutes=481 * 1.2)
    planned = [1, 5, 15, 60, 120, 240, 480]
    for plan, (shortest, longest) in zip(planned, pauses, strict=True):
        assert shortest < 1.21 * plan
        assert longest > 0.79 * plan
    assert any(not shortest <= plan <= longest for plan, (shortest, longest) in zip(planned, pauses, strict=True))
    assert (mail.state, mail.attempts) == (MailState.REROUTED, 8)
    assert [row.answer for row in mail.tries.all()] == ["451 Try again later"] * 8


def test_a_greylisted_mail_arrives_later_once(overdue, people, smtp):
    smtp.refused[people.lan.email] = "451 Greylisted"
    jobs.send_waiting_mail()
    smtp.refused.clear()
    pass_time(minutes=2)
    assert jobs.send_waiting_mail() == 1
    assert Counter(smtp.recipients)[people.lan.email] == 1


def test_the_claim_of_a_dead_worker_is_taken_over_after_ten_minutes(overdue, smtp):
    delivery.claim(timezone.now())  # and then the worker died
    assert jobs.send_waiting_mail() == 0
    pass_time(minutes=11)
    assert jobs.send_waiting_mail() == 3


def test_a_worker_that_lost_its_claim_sends_nothing(overdue, smtp):
    slow = delivery.claim(timezone.now())
    pass_time(minutes=11)
    assert jobs.send_waiting_mail() == 3
    assert not delivery.deliver(slow).states
    assert len(smtp.mails) == 3


def test_tasks_done_meanwhile_are_left_out_and_an_empty_mail_is_dropped(overdue, people, smtp):
    other = make.task(lead=people.finance, directive=overdue.directive, title="Việc còn lại", due_on=date(2023, 2, 16))
    notify.sweep(MONDAY)
    Task.objects.filter(pk=overdue.pk).update(status="submitted", submitted_on=MONDAY)
    jobs.send_waiting_mail()
    assert smtp.recipients == [people.minh.email]
    assert other.title in _text(smtp.mails[0][1])
    assert overdue.title not in _text(smtp.mails[0][1])
    assert states() == {"sent": 1, "dropped": 2}


def _text(mail):
    return next(mail.iter_parts()).get_content()


def test_a_deadline_moved_meanwhile_is_not_called_overdue(overdue, smtp):
    Task.objects.filter(pk=overdue.pk).update(due_on=date(2023, 6, 30))
    jobs.send_waiting_mail()
    assert states() == {"dropped": 3}


def test_an_officer_who_handed_the_task_on_is_not_mailed(overdue, people, smtp):
    Task.objects.filter(pk=overdue.pk).update(officer=people.minh)
    jobs.send_waiting_mail()
    assert people.lan.email not in smtp.recipients


def test_people_deactivated_after_the_sweep_are_not_mailed(overdue, people, smtp):
    people.lan.is_active = False
    people.lan.save(update_fields=["is_active"])
    jobs.send_waiting_mail()
    assert people.lan.email not in smtp.recipients
    assert Mail.objects.get(recipient=people.lan).problem.startswith("Người nhận không còn hoạt động")


def test_after_an_outage_over_two_days_each_task_is_mailed_once(overdue, people, smtp):
    notify.sweep(MONDAY + timedelta(days=1))
    assert Mail.objects.count() == 4  # head and monitor hear again some days later
    jobs.send_waiting_mail()
    assert sorted(smtp.recipients) == sorted([people.lan.email, people.minh.email, people.hoa.email])
    assert states() == {"sent": 3, "dropped": 1}


def test_the_address_of_now_is_used(overdue, people, smtp):
    people.lan.email = "lan.moi@haiphong.example"
    people.lan.save(update_fields=["email"])
    jobs.send_waiting_mail()
    assert "lan.moi@haiphong.example" in smtp.recipients


def test_a_header_break_in_a_name_cannot_leave_the_subject(people, calendar, smtp):
    paper = make.directive(number_text="02/CT-UBND\r\nBcc: gian@diep.example")
    task = make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15))
    notify.released(paper, [task], actor=people.thao, today=MONDAY)
    assert jobs.send_waiting_mail() == 1
    mail = smtp.mails[0][1]
    assert mail["Bcc"] is None
    assert mail["Subject"].strip().startswith("02/CT-UBND Bcc: gian@diep.example: 1 nhiệm vụ giao Sở Tài chính")


def test_an_address_that_no_mail_can_carry_fails_alone(overdue, people, smtp):
    type(people.lan).objects.filter(pk=people.lan.pk).update(email="lan@haiphong.example\nBcc: a@b.example")
    assert jobs.send_waiting_mail() == 2
    assert Mail.objects.get(recipient=people.lan).state == MailState.FAILED


@pytest.mark.parametrize(
    ("status", "officer", "head", "monitor"),
    [
        ("assigned", "Tiếp nhận nhiệm vụ", "Tiếp nhận và phân công", "Đôn đốc đơn vị chủ trì"),
        ("received", "Báo cáo tiến độ", "Báo cáo tiến độ", "Đôn đốc đơn vị chủ trì"),
        ("contested", "Chờ Văn phòng xem xét", "Chờ Văn phòng xem xét", "Xem xét đề nghị giao lại"),
        ("in_progress", "hoặc báo cáo hoàn thành", "hoặc báo cáo hoàn thành", "Đôn đốc đơn vị chủ trì"),
    ],
)
def test_each_reader_is_told_their_own_next_action(overdue, people, smtp, status, officer, head, monitor):
    Task.objects.filter(pk=overdue.pk).update(status=status)
    jobs.send_waiting_mail()
    texts = {recipient: _text(mail) for recipient, mail in smtp.mails}
    assert officer in texts[people.lan.email]
    assert head in texts[people.minh.email]
    assert monitor in texts[people.hoa.email]


def test_only_the_named_mail_is_sent(overdue, people, smtp):
    mail = Mail.objects.get(recipient=people.hoa)
    assert [jobs.send_mail(mail.pk), jobs.send_mail(mail.pk)] == [1, 0]
    assert smtp.recipients == [people.hoa.email]


def test_more_than_thirty_tasks_are_summed_up(people, calendar, smtp):
    paper = make.directive()
    for number in range(207):
        make.task(lead=people.finance, directive=paper, title=f"Việc thứ {number}", due_on=date(2023, 2, 15))
    notify.sweep(MONDAY)
    jobs.send_waiting_mail()
    mail = smtp.mails[0][1]
    assert mail["Subject"] == "207 nhiệm vụ quá hạn – 20/02/2023"
    assert _text(mail).count("Việc thứ") == 30
    exact = f"http://localhost:8000/tasks/?desk={people.minh.pk}&timeliness=overdue"
    assert f"… và 177 nhiệm vụ khác: {exact}" in _text(mail)


def test_queries_of_a_batch_do_not_grow_with_its_tasks(people, calendar, smtp):
    paper, counts = make.directive(), []
    for day, number in ((MONDAY, 1), (MONDAY + timedelta(days=1), 29)):
        for index in range(number):
            make.task(lead=people.finance, directive=paper, title=f"{day} {index}", due_on=date(2023, 2, 15))
        notify.sweep(day)
        with CaptureQueriesContext(connection) as queries:
            assert jobs.send_waiting_mail() == 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_ten_workers_send_a_hundred_mails_once_each(people, calendar, smtp, monkeypatch):
    paper = make.directive()
    task = make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15))
    readers = [
        make.user(name=f"Chuyên viên {number}", organisation=people.finance, role="head") for number in range(99)
    ]
    notify.sweep(MONDAY)
    assert Mail.objects.count() == len(readers) + 1 == 100
    # Five at a time, so that the workers meet at twenty claims; nobody goes on before each has made the first.
    claimed, first, claim = Barrier(10), local(), partial(delivery.claim, most=5)

    def claim_together(*args, **options):
        found = claim(*args, **options)
        if not hasattr(first, "made"):
            first.made = claimed.wait(300)
        return found

    monkeypatch.setattr(delivery, "claim", claim_together)
    sent = []

    def work():
        try:
            sent.append(jobs.send_waiting_mail())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 100
    assert len(sent) == 10
    assert min(sent) >= 5
    assert max(Counter(smtp.recipients).values()) == 1
    assert states() == {"sent": 100}
    assert task.title in _text(smtp.mails[0][1])


def test_a_server_that_is_being_restarted_costs_no_try_and_no_mail(overdue, settings):
    sink = Leaver()
    server = Server(sink)
    server.start()
    use_smtp(settings, server.port)
    try:
        jobs.send_waiting_mail()
        assert states() == {"queued": 3}
        pass_time(minutes=2)
        assert jobs.send_waiting_mail() == 3
    finally:
        server.stop()
    assert len(set(sink.recipients)) == len(sink.recipients) == 3


class Leaver(Sink):
    """Says 421 to the first mail, as a server that is being restarted does."""

    async def handle_MAIL(self, server, session, envelope, address, options):
        if not self.refused:
            self.refused["first"] = address
            return "421 Service shutting down"
        envelope.mail_from = address
        return "250 OK"


def test_the_test_server_takes_mail_by_plain_smtplib(smtp):
    """The fixture is a server and no double: any client can talk to it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "c@d.example", "x"
    with smtplib.SMTP("127.0.0.1", smtp.port) as client:
        client.send_message(mail)
    assert smtp.recipients == ["c@d.example"]
    assert wire.message_id("digest:1:2023-02-20") == "<digest.1.2023-02-20@localhost>"
