"""A real SMTP server that counts, and the working calendar."""

from dataclasses import asdict
from email import message_from_bytes
from email.policy import default as modern

import pytest
from aiosmtpd.smtp import SMTP

from accounts.models import Organisation
from tasks.actions import workdays
from tasks.ladder import SHIPPED
from tasks.models import Anchor, LadderPolicy, LadderRule
from tests.ports import MailServer, silent_port


class Sink:
    """Keeps every mail it accepts; refuses the recipients in `refused` with their answer."""

    def __init__(self):
        self.mails = []
        self.refused = {}
        self.connections = 0
        self.port = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        parsed = message_from_bytes(envelope.content, policy=modern)
        self.mails.append((envelope.rcpt_tos[0], parsed))
        return "250 accepted"

    @property
    def recipients(self):
        return [recipient for recipient, _ in self.mails]


class Server(MailServer):
    """aiosmtpd without UTF-8 addresses, as most servers are."""

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False)


@pytest.fixture
def smtp(settings):
    """A server that is up; `smtp.refused` and `smtp.mails` are its handles."""
    sink = Sink()
    server = Server(sink)
    server.start()
    sink.port = server.port
    use_smtp(settings, sink.port)
    yield sink
    server.stop()


@pytest.fixture
def smtp_down(settings):
    """An address nobody listens on."""
    port = silent_port()
    use_smtp(settings, port)
    return port


def use_smtp(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def calendar(db):
    """Days off, worked Saturdays and the rules of the ladder, also where a test before emptied the tables."""
    workdays.load()
    LadderPolicy.objects.get_or_create(pk=1)
    if not LadderRule.objects.exists():
        LadderRule.objects.bulk_create(
            LadderRule(anchor=anchor, **asdict(rung)) for anchor in Anchor for rung in getattr(SHIPPED, anchor.value)
        )


@pytest.fixture
def no_mailboxes(people):
    """Units without a mailbox of their own, so that only people get mail."""
    Organisation.objects.update(email="")
    for unit in (people.finance, people.building, people.office):
        unit.email = ""
