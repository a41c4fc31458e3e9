"""Handing one mail to the server, and what its answer means for the mail."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext as _

from tasks.mail.types import Composed

PERMANENT: Final = 500
GOING_DOWN: Final = 421
_SERVER_IS_AWAY = (
    OSError,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)


class Fate(Enum):
    """What became of one try."""

    ACCEPTED = auto()
    FAILED = auto()  # this mail, this time
    REFUSED = auto()  # this recipient, for good
    UNREACHABLE = auto()  # no server, so no mail
    DROPPED = auto()  # nothing left to say


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate, with one sentence for the delivery log unless it was accepted."""

    fate: Fate
    problem: str = ""


class Wire:
    """One connection for many mails; after the server went away it is opened anew for the next mail."""

    def __init__(self) -> None:
        self._connection = get_connection(timeout=settings.EMAIL_TIMEOUT) if _is_smtp() else get_connection()
        self._is_open = False

    def __enter__(self) -> "Wire":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, composed: Composed, address: str, message_id: str) -> Outcome:
        """Hand it over; every answer of the server becomes an outcome, nothing of it is raised."""
        try:
            self._open()
        except (*_SERVER_IS_AWAY, smtplib.SMTPException) as error:
            self._close()
            return Outcome(Fate.UNREACHABLE, _away(error))
        try:
            self._connection.send_messages([message(composed, address, message_id)])
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(error, address)
        except smtplib.SMTPResponseException as error:
            if error.smtp_code == GOING_DOWN:
                self._close()
            return Outcome(Fate.FAILED, _("Máy chủ thư từ chối: %(answer)s") % {"answer": _answer(error)})
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return Outcome(Fate.FAILED, _away(error))
        return Outcome(Fate.ACCEPTED)

    def _open(self) -> None:
        if not self._is_open:
            self._connection.open()
            self._is_open = True

    def _close(self) -> None:
        self._is_open = False
        # A server that is gone cannot be taken leave of; the backend forgets its socket either way.
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()


def message(composed: Composed, address: str, message_id: str) -> EmailMultiAlternatives:
    """The mail as it goes out: text and HTML, marked as made by a program, one recipient."""
    made = EmailMultiAlternatives(
        composed.subject,
        composed.text,
        to=[address],
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    made.attach_alternative(composed.html, "text/html")
    return made


def message_id(key: str) -> str:
    """The same for every try of one mail, so that a mail accepted twice is shown once: `<key@host of this site>`."""
    return f"<{key.replace(':', '.')}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _is_smtp() -> bool:
    return settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def _refused(error: smtplib.SMTPRecipientsRefused, address: str) -> Outcome:
    code, words = next(iter(error.recipients.values()), (0, b""))
    known = {"address": address, "answer": f"{code} {_text(words)}"}
    problem = _("Địa chỉ %(address)s bị máy chủ thư từ chối: %(answer)s") % known
    return Outcome(Fate.REFUSED if code >= PERMANENT else Fate.FAILED, problem)


def _away(error: BaseException) -> str:
    return _("Không kết nối được máy chủ thư: %(reason)s") % {"reason": str(error) or type(error).__name__}


def _answer(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}"


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
