"""Handing one mail to the server, and what its answer means for the mail."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext as _

from tasks.mail.answers import TROUBLED, Fate, Reply, Step
from tasks.mail.types import Composed

POSITIVE: Final = 250
IDLE_SECONDS: Final = 5.0
"""An open connection that was silent for so long is asked first whether it still stands."""
_SMTP = (OSError, smtplib.SMTPException)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate, one sentence for people unless it was accepted, and the server's own words where it had some."""

    fate: Fate
    problem: str = ""
    answer: str = ""


class Wire:
    """One connection for many mails; after the server went away it is opened anew for the next mail."""

    def __init__(self) -> None:
        self._connection = get_connection(timeout=settings.EMAIL_TIMEOUT) if _is_smtp() else get_connection()
        self._is_open = False
        self._used = 0.0

    def __enter__(self) -> "Wire":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def ready(self) -> Outcome | None:
        """Connect and sign in where that is not done yet; why no mail can be sent, or None."""
        if self._is_open and monotonic() - self._used > IDLE_SECONDS and not self._still_stands():
            self._close()
        try:
            if not self._is_open:
                self._connection.open()
                self._is_open = True
        except _SMTP as error:
            self._close()
            return _away(error)
        self._used = monotonic()
        return None

    def send(self, composed: Composed, address: str, message_id: str) -> Outcome:
        """Hand it over; every answer of the server becomes an outcome, nothing of it is raised."""
        if (trouble := self.ready()) is not None:
            return trouble
        try:
            self._connection.send_messages([message(composed, address, message_id)])
        except _SMTP as error:
            reply = _reply(error)
            outcome = _broken(error) if reply is None else answered(reply, address)
            if outcome.fate in TROUBLED:
                self._close()
            return outcome
        except ValueError as error:  # a header or an address that no mail can carry
            words = _("Địa chỉ hoặc tiêu đề thư không hợp lệ: %(reason)s") % {"reason": error}
            return Outcome(Fate.INVALID, words)
        finally:
            self._used = monotonic()
        return Outcome(Fate.ACCEPTED)

    def _still_stands(self) -> bool:
        client = getattr(self._connection, "connection", None)
        try:
            return client is None or client.noop()[0] == POSITIVE
        except _SMTP:
            return False

    def _close(self) -> None:
        self._is_open = False
        # A server that is gone cannot be taken leave of; the backend forgets its socket either way.
        with suppress(*_SMTP):
            self._connection.close()


def message(composed: Composed, address: str, message_id: str) -> EmailMultiAlternatives:
    """The mail as it goes out: text and HTML, marked as made by a program, one recipient."""
    made = EmailMultiAlternatives(
        composed.subject,
        composed.text,
        from_email=settings.MAIL_BOUNCES_TO or settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    made.attach_alternative(composed.html, "text/html")
    for file in composed.attachments:
        made.attach(file.name, file.content, file.content_type)
    return made


def message_id(key: str) -> str:
    """The same for every try of one mail, so that a mail accepted twice is shown once: `<key@host of this site>`."""
    return f"<{key.replace(':', '.')}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _is_smtp() -> bool:
    return settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def _reply(error: BaseException) -> Reply | None:
    """The answer that `smtplib` raised, with the step it belongs to; None when there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
        return Reply(Step.RECIPIENT, code, _text(words))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Reply(Step.SENDER, error.smtp_code, _text(error.smtp_error))
    if isinstance(error, smtplib.SMTPDataError):
        return Reply(Step.CONTENT, error.smtp_code, _text(error.smtp_error))
    return None


def answered(reply: Reply, address: str) -> Outcome:
    """What an answer other than yes means, said for people."""
    known = {"address": address, "answer": reply}
    sentences = {
        Fate.NO_MAILBOX: _("Địa chỉ %(address)s bị máy chủ thư từ chối: %(answer)s"),
        Fate.REFUSED: _("Máy chủ thư không nhận thư này: %(answer)s"),
        Fate.SERVER: _("Máy chủ thư không phục vụ: %(answer)s"),
        Fate.BROKEN: _("Máy chủ thư không chuyển tiếp thư tới %(address)s: %(answer)s"),
        Fate.LATER: _("Máy chủ thư hẹn gửi lại sau: %(answer)s"),
    }
    if reply.fate is Fate.LATER and reply.is_full:
        return Outcome(reply.fate, _("Hộp thư %(address)s đã đầy: %(answer)s") % known, str(reply))
    return Outcome(reply.fate, sentences[reply.fate] % known, str(reply))


def _broken(error: BaseException) -> Outcome:
    reason = str(error) or type(error).__name__
    return Outcome(Fate.BROKEN, _("Kết nối với máy chủ thư bị đứt giữa chừng: %(reason)s") % {"reason": reason}, reason)


def _away(error: BaseException) -> Outcome:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        answer = f"{error.smtp_code} {_text(error.smtp_error)}"
        return Outcome(Fate.SERVER, _("Máy chủ thư không nhận tài khoản gửi: %(answer)s") % {"answer": answer}, answer)
    reason = str(error) or type(error).__name__
    return Outcome(Fate.SERVER, _("Không kết nối được máy chủ thư: %(reason)s") % {"reason": reason}, reason)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
