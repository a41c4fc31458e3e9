"""A real SMTP server of the test's own, and clients that are signed in."""

import pytest
from django.test import Client

from tests.ports import MailServer, silent_port


class Inbox:
    """Keeps what the server took, oldest first, as (addresses, decoded text)."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        from email import message_from_bytes, policy

        message = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, message.get_body(("plain",)).get_content()))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    """Mails as they arrive at a server on a free port."""
    kept = Inbox()
    controller = MailServer(kept)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield kept.mails
    controller.stop()


@pytest.fixture
def no_mail_server(settings):
    """Settings that point at a port where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent_port()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@pytest.fixture
def as_user():
    """A browser in which a person is signed in."""

    def sign_in(person):
        client = Client()
        client.force_login(person)
        return client

    return sign_in
