"""An SMTP server that does what a scenario tells it, and keeps a book of what it accepted, by Message-ID."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as modern
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

STALL_SECONDS = 30  # far longer than a worker waits


@dataclass
class Fault:
    """At `step`, for the next `times` chances (of `only` that recipient): an answer, or "drop" or "stall"."""

    step: str  # ehlo, mail, rcpt, data (before the mail is kept) or accepted (after it is kept)
    answer: str
    times: int = 1
    only: str = ""
    met: int = 0


@dataclass
class Book:
    """What arrived: (Message-ID, recipient) of each accepted mail, with its text, and how often each step was met."""

    accepted: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def doubled(self) -> dict[str, int]:
        """Message-IDs that were accepted more than once, with how often too many."""
        counts = Counter(message_id for message_id, _to in self.accepted)
        return {message_id: number - 1 for message_id, number in counts.items() if number > 1}


class Post:
    """The handler of aiosmtpd."""

    def __init__(self) -> None:
        self.book = Book()
        self._lock = Lock()

    def plan(self, step, answer, *, times=1, only=""):
        """Have the next `times` chances at `step` end with `answer`."""
        fault = Fault(step, answer, times, only)
        with self._lock:
            self.book.faults.append(fault)
        return fault

    def _next(self, step, recipient=""):
        with self._lock:
            for fault in self.book.faults:
                if fault.step == step and fault.met < fault.times and fault.only in {"", recipient}:
                    fault.met += 1
                    return fault.answer
        return ""

    async def _meet(self, server, step, recipient=""):
        """The answer planned for this step, after dropping or stalling the connection where that is planned."""
        answer = self._next(step, recipient)
        if answer == "drop":
            server.transport.abort()
            await asyncio.sleep(STALL_SECONDS)
        if answer == "stall":
            await asyncio.sleep(STALL_SECONDS)
        return answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await self._meet(server, "ehlo")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if answer := await self._meet(server, "mail"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := await self._meet(server, "rcpt", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        if answer := await self._meet(server, "data", recipient):
            return answer
        self._keep(envelope.content, recipient)
        await self._meet(server, "accepted", recipient)
        return "250 accepted"

    def _keep(self, content, recipient):
        mail = message_from_bytes(content, policy=modern)
        message_id = mail["Message-ID"].strip()
        with self._lock:
            self.book.accepted.append((message_id, recipient))
            self.book.texts[message_id] = next(mail.iter_parts()).get_content()
            self.book.subjects[message_id] = str(mail["Subject"])


class Server(Controller):
    """Listens on a port that stays the same over a restart."""

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False)


def listen(post, port):
    """Start serving; `.stop()` ends it."""
    server = Server(post, hostname="127.0.0.1", port=port)
    server.start()
    return server
