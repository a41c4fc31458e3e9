"""Reading delivery status notifications (RFC 3464): which mail did not arrive, at which address, and why. Pure.

A bounce is believed only when it names the Message-ID of a mail of ours; anybody can write to the mailbox.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default as modern
from typing import Final

FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class Returned:
    """One recipient that a report speaks of. `status` is like "5.1.1", `message_id` that of the mail that came back."""

    report_id: str
    message_id: str
    address: str
    action: str
    status: str
    words: str

    @property
    def is_final(self) -> bool:
        """Whether the other side has given up; a delay is no news yet."""
        return self.action == FAILED and not self.status.startswith(("2", "4"))

    @property
    def answer(self) -> str:
        """Status and diagnostic words in one line."""
        return self.words if self.words.startswith(self.status) or self.status in self.words else self._joined

    @property
    def _joined(self) -> str:
        return f"{self.status} {self.words}".strip()


def read(content: bytes) -> list[Returned]:
    """Everything a mail reports; empty for one that is no report, or that does not say which mail it is about."""
    mail = message_from_bytes(content, policy=modern)
    parts = list(mail.walk())
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    message_id = _original(parts)
    if status is None or not message_id:
        return []
    report_id = _text(mail, "Message-ID") or message_id
    return [_returned(block, report_id, message_id) for block in _recipients(status)]


def _recipients(status: Message) -> Iterator[Message]:
    """The blocks of a report; the first one speaks of the whole mail and names no recipient."""
    blocks = status.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and (block["Final-Recipient"] or block["Original-Recipient"]):
            yield block


def _returned(block: Message, report_id: str, message_id: str) -> Returned:
    address = _text(block, "Original-Recipient") or _text(block, "Final-Recipient")
    return Returned(
        report_id=report_id,
        message_id=message_id,
        address=address.rpartition(";")[2].strip().strip("<>").lower(),
        action=_text(block, "Action").lower(),
        status=(_text(block, "Status").split() or [""])[0],
        words=" ".join(_text(block, "Diagnostic-Code").rpartition(";")[2].split()),
    )


def _original(parts: Sequence[Message]) -> str:
    """The Message-ID of the returned mail, whole or as headers only."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            return _text(inner[0], "Message-ID") if isinstance(inner, list) and inner else ""
        if kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            return _text(message_from_bytes(payload, policy=modern), "Message-ID") if isinstance(payload, bytes) else ""
    return ""


def _text(part: object, name: str) -> str:
    return str(part[name] or "").strip() if isinstance(part, Message) else ""
