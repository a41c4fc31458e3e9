"""Mails kept as files instead of being sent on: the outgoing box of a development machine."""

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as OutgoingMail
from django.core.mail.backends.base import BaseEmailBackend

ENVELOPE = "X-Envelope-To"


@dataclass(frozen=True, slots=True)
class Kept:
    """One mail of the box."""

    name: str  # of its file, without the ending
    to: str
    sender: str
    subject: str
    kept_at: datetime
    text: str = ""
    html: str = ""
    attachments: tuple[str, ...] = ()


def keep(folder: Path, content: bytes, *, recipients: Sequence[str]) -> Path:
    """Store a mail; names sort by time of arrival, and no reader ever meets half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{uuid.uuid4().hex[:12]}"
    unfinished = folder / f"{name}.unfinished"
    unfinished.write_bytes(f"{ENVELOPE}: {', '.join(recipients)}\r\n".encode() + content)
    return unfinished.rename(folder / f"{name}.eml")


def names(folder: Path) -> list[str]:
    """Names of the kept mails, newest first."""
    return sorted((path.stem for path in folder.glob("*.eml")), reverse=True)


def summaries(folder: Path, chosen: Iterable[str]) -> Iterator[Kept]:
    """The named mails without their bodies."""
    for name in chosen:
        yield _described(name, _message(folder, name))


def read(folder: Path, name: str) -> Kept | None:
    """One mail with its bodies, or None: only a name that stands in the folder is ever opened."""
    if name not in names(folder):
        return None
    message = _message(folder, name)
    return _described(name, message, text=_body(message, "plain"), html=_body(message, "html"))


def _message(folder: Path, name: str) -> EmailMessage:
    return message_from_bytes((folder / f"{name}.eml").read_bytes(), EmailMessage, policy=policy.default)


def _described(name: str, message: EmailMessage, *, text: str = "", html: str = "") -> Kept:
    nanoseconds = name.split("-", 1)[0]
    seconds = int(nanoseconds) / 1e9 if nanoseconds.isdecimal() else 0.0
    return Kept(
        name=name,
        to=str(message.get(ENVELOPE) or message.get("To", "")),
        sender=str(message.get("From", "")),
        subject=str(message.get("Subject", "")),
        kept_at=datetime.fromtimestamp(seconds, tz=UTC),
        text=text,
        html=html,
        attachments=tuple(part.get_filename() or part.get_content_type() for part in message.iter_attachments()),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


class FolderBackend(BaseEmailBackend):
    """Django's way into the box when no SMTP server is given: one file for each mail."""

    def send_messages(self, email_messages: Sequence[OutgoingMail]) -> int:
        """Keep them all; the number of mails is returned."""
        for mail in email_messages:
            keep(Path(settings.MAIL_FOLDER), mail.message().as_bytes(), recipients=mail.recipients())
        return len(email_messages)
