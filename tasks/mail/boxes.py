"""The mailbox that bounces come back to: read by IMAP, or from a Maildir folder on this machine."""

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE: Final = 30  # seconds an IMAP server may take to answer


class CannotRead(Exception):
    """The mailbox cannot be read; the sentence says why."""


class Box(Protocol):
    """Mails not seen before, each to be marked once it has been dealt with."""

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """Key and content of every mail that was not marked."""

    def mark(self, key: str) -> None:
        """Do not give this one again."""


def opened(url: str) -> "AbstractContextManager[Box]":
    """The mailbox behind `imaps://user:password@host:993/INBOX`, `imap://…` or `maildir:///folder`.

    Raises:
        CannotRead: the address is not understood, or the server does not let us in.
    """
    parts = urlsplit(url)
    if parts.scheme == "maildir" and parts.path:
        return closing(Maildir(Path(parts.path)))
    if parts.scheme in {"imap", "imaps"} and parts.hostname:
        return Imap(parts)
    raise CannotRead("BOUNCE_BOX_URL must look like imaps://user:password@host/INBOX or maildir:///folder.")


class Maildir:
    """A folder that a mail server on this machine delivers to; seen mails carry the flag S, as mail programs set it."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "new").is_dir():
            raise CannotRead(f"{folder} is no Maildir: it has no folder `new`.")
        self._box = mailbox.Maildir(folder, create=False)

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """Mails without the flag."""
        for key in self._box.iterkeys():
            mail = self._box.get_message(key)
            if "S" not in mail.get_flags():
                yield key, mail.as_bytes()

    def mark(self, key: str) -> None:
        """Move it among the seen ones."""
        mail = self._box.get_message(key)
        mail.set_subdir("cur")
        mail.add_flag("S")
        self._box[key] = mail

    def close(self) -> None:
        """Let go of the folder."""
        self._box.close()


class Imap:
    """One folder of an IMAP server; seen mails carry the flag \\Seen."""

    def __init__(self, parts: SplitResult) -> None:
        self._parts = parts
        self._client: imaplib.IMAP4 | None = None

    def __enter__(self) -> "Imap":
        parts = self._parts
        host = parts.hostname or ""
        try:
            if parts.scheme == "imaps":
                context = ssl.create_default_context()
                self._client = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=PATIENCE)
            else:
                self._client = imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE)
            self._client.login(unquote(parts.username or ""), unquote(parts.password or ""))
            folder = unquote(parts.path.strip("/")) or "INBOX"
            kind, answer = self._client.select(f'"{folder}"')
        except (OSError, imaplib.IMAP4.error) as error:
            raise CannotRead(f"The mailbox on {host} does not open: {error}") from error
        if kind != "OK":
            raise CannotRead(f"The folder {folder!r} on {host} does not open: {answer!r}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.logout()

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """Mails without the flag, by their UID; fetching does not set it."""
        for uid in self._ask("SEARCH", "UNSEEN")[0].split():
            key = uid.decode()
            for item in self._ask("FETCH", key, "(BODY.PEEK[])"):
                if isinstance(item, tuple):
                    yield key, item[1]

    def mark(self, key: str) -> None:
        """Set the flag."""
        self._ask("STORE", key, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, *words: str) -> list[Any]:
        if self._client is None:
            raise CannotRead("The mailbox is not open.")
        try:
            kind, answer = self._client.uid(*words)
        except (OSError, imaplib.IMAP4.error) as error:
            raise CannotRead(f"The mailbox does not answer {words[0]}: {error}") from error
        if kind != "OK":
            raise CannotRead(f"The mailbox refuses {words[0]}: {answer!r}")
        return [item for item in answer if item is not None]
