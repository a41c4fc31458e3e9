"""Mails that come back: read from a Maildir and by IMAP, believed when they are about a mail of ours, counted once."""

import mailbox
import socketserver
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tasks import jobs
from tasks.mail import bounces, reports
from tasks.mail.boxes import CannotRead
from tasks.models import DeadAddress, Mail, MailState, TryOutcome
from tests.delivery.samples import EXCHANGE, HOLIDAY, POSTFIX, report

FORMS = [POSTFIX, EXCHANGE]


@pytest.fixture
def sent(overdue, people, smtp):
    jobs.send_waiting_mail()
    return Mail.objects.get(recipient=people.lan)


@pytest.fixture
def maildir(tmp_path):
    return mailbox.Maildir(tmp_path / "bounces", create=True)


def read(maildir):
    return bounces.read_box(f"maildir://{maildir._path}", timezone.now())


@pytest.mark.parametrize("form", FORMS)
def test_a_report_names_mail_address_and_reason(form):
    (found,) = reports.read(report(form, address="Lan@haiphong.example", message_id="<digest.1@x>"))
    assert (found.message_id, found.address, found.status) == ("<digest.1@x>", "lan@haiphong.example", "5.1.1")
    assert found.answer == "550 5.1.1 User unknown in virtual mailbox table"
    assert found.is_final


@pytest.mark.parametrize("form", FORMS)
def test_a_returned_mail_goes_to_the_head_and_its_address_is_dead(sent, people, smtp, maildir, form):
    maildir.add(report(form, address=sent.address, message_id=sent.message_id))
    assert read(maildir) == {"returned": 1}
    sent.refresh_from_db()
    assert sent.state == MailState.REROUTED
    assert sent.tries.get(outcome=TryOutcome.BOUNCED).answer.startswith("550 5.1.1 User unknown")
    assert DeadAddress.objects.get().address == sent.address
    assert jobs.send_waiting_mail() == 1
    assert smtp.recipients[-1] == people.minh.email


def test_the_same_report_twice_is_known(sent, maildir):
    for _ in range(2):
        maildir.add(report(POSTFIX, address=sent.address, message_id=sent.message_id))
    assert read(maildir) == {"returned": 1, "known": 1}
    assert read(maildir) == {}
    assert DeadAddress.objects.get().times == 1


def test_a_delay_is_no_news(sent, maildir):
    maildir.add(report(POSTFIX, address=sent.address, message_id=sent.message_id, action="delayed", status="4.4.1"))
    assert read(maildir) == {"delayed": 1}
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize(
    ("address", "message_id"),
    [("lan@haiphong.example", "<not-ours@evil.example>"), ("minh@haiphong.example", None)],
)
def test_a_report_about_another_mail_or_address_is_not_believed(sent, maildir, address, message_id):
    maildir.add(report(POSTFIX, address=address, message_id=message_id or sent.message_id))
    assert read(maildir) == {"foreign": 1}
    assert not DeadAddress.objects.exists()


def test_an_answer_from_holiday_is_no_report(sent, maildir):
    maildir.add(report(HOLIDAY, address=sent.address, message_id=sent.message_id))
    assert read(maildir) == {"foreign": 1}


def test_a_mail_returned_for_its_content_is_dead_and_its_address_is_not(sent, maildir):
    words = {"status": "5.7.1", "words": "Message rejected as spam"}
    maildir.add(report(POSTFIX, address=sent.address, message_id=sent.message_id, **words))
    assert read(maildir) == {"returned": 1}
    sent.refresh_from_db()
    assert sent.state == MailState.DEAD
    assert not DeadAddress.objects.exists()


def test_rubbish_is_marked_and_left_alone(db, maildir):
    maildir.add(b"\xff\xfe no mail at all")
    maildir.add(
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
    )
    assert read(maildir) == {"foreign": 2}
    assert read(maildir) == {}


class Imap(socketserver.StreamRequestHandler):
    """As much of RFC 3501 as reading a mailbox takes, over a real socket."""

    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, words = line.decode().strip().partition(" ")
            verb = words.split()[1 if words.startswith("UID") else 0].upper()
            self.say(*getattr(self, f"do_{verb.lower()}")(words))
            self.say(f"{tag} OK done" if self.server.lets_in or verb != "LOGIN" else f"{tag} NO wrong password")
            if verb == "LOGOUT":
                return

    def say(self, *lines):
        for line in lines:
            self.wfile.write(line if isinstance(line, bytes) else line.encode() + b"\r\n")

    def do_capability(self, words):
        return ["* CAPABILITY IMAP4rev1"]

    def do_login(self, words):
        self.server.login = words
        return []

    def do_select(self, words):
        return [f"* {len(self.server.mails)} EXISTS"]

    def do_search(self, words):
        unseen = [str(uid) for uid in self.server.mails if uid not in self.server.seen]
        return [f"* SEARCH {' '.join(unseen)}".rstrip()]

    def do_fetch(self, words):
        uid = int(words.split()[2])
        content = self.server.mails[uid]
        return [f"* 1 FETCH (UID {uid} BODY[] {{{len(content)}}}".encode() + b"\r\n" + content + b")\r\n"]

    def do_store(self, words):
        self.server.seen.add(int(words.split()[2]))
        return []

    def do_logout(self, words):
        return ["* BYE"]


@pytest.fixture
def imap():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.mails, server.seen, server.lets_in = {}, set(), True
        server.url = f"imap://theodoi%40haiphong.example:bi-mat@127.0.0.1:{server.server_address[1]}/INBOX"
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_mailbox_is_read_by_imap_and_each_mail_once(sent, imap):
    imap.mails = {7: report(POSTFIX, address=sent.address, message_id=sent.message_id), 9: b"Subject: hello\r\n\r\nx"}
    out = StringIO()
    call_command("read_bounces", imap.url, stdout=out)
    assert out.getvalue() == "1 foreign, 1 returned\n"
    assert imap.seen == {7, 9}
    assert 'LOGIN theodoi@haiphong.example "bi-mat"' in imap.login
    call_command("read_bounces", imap.url, stdout=out)
    assert out.getvalue().endswith("nothing new\n")


def test_a_closed_mailbox_is_told(db, imap):
    imap.lets_in = False
    with pytest.raises(CommandError, match="does not open"):
        call_command("read_bounces", imap.url)


@pytest.mark.parametrize("url", ["pop3://x", "maildir:///nowhere/at/all", "imap://127.0.0.1:1/INBOX"])
def test_an_address_that_is_no_mailbox_is_refused(db, url):
    with pytest.raises(CannotRead):
        bounces.read_box(url, timezone.now())


def test_the_job_does_nothing_without_a_mailbox(db):
    assert jobs.read_bounces() == 0
