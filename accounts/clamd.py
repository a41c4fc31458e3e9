"""Asking ClamAV's daemon about bytes, over TCP or a Unix socket, by its INSTREAM command.

The protocol (manual page of clamd): `zINSTREAM\\0`, then chunks, each behind its length in four bytes, big-endian, an
empty chunk at the end; the answer is `stream: OK` or `stream: <signature> FOUND`.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

CHUNK: Final = 64 * 1024
SECONDS: Final = 20
LONGEST_ANSWER: Final = 4096


class State(StrEnum):
    """What is known of a content."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` is the name of the signature, or why nobody could look."""

    state: State
    found: str = ""


class Stream:
    """One content on its way to the scanner; whatever goes wrong with the line, the verdict is UNSCANNED."""

    def __init__(self, address: str) -> None:
        self.problem = ""
        self.line: socket.socket | None = None
        try:
            self.line = _connect(address)
            self.line.sendall(b"zINSTREAM\0")
        except OSError as error:
            self._give_up(error)

    def send(self, data: bytes) -> None:
        """Pass on some bytes."""
        if self.line is None:
            return
        try:
            for start in range(0, len(data), CHUNK):
                piece = data[start : start + CHUNK]
                self.line.sendall(struct.pack(">I", len(piece)) + piece)
        except OSError as error:
            self._give_up(error)

    def verdict(self) -> Verdict:
        """End the content and read the answer; the line is closed then."""
        if self.line is None:
            return Verdict(State.UNSCANNED, self.problem)
        try:
            self.line.sendall(struct.pack(">I", 0))
            return _read(_answer(self.line))
        except OSError as error:
            self._give_up(error)
            return Verdict(State.UNSCANNED, self.problem)
        finally:
            self.close()

    def close(self) -> None:
        """Hang up; nothing happens when that was done."""
        if self.line is not None:
            self.line.close()
            self.line = None

    def _give_up(self, error: OSError) -> None:
        self.problem = f"{type(error).__name__}: {error}"[:200]
        self.close()


def scan(address: str, pieces: Iterable[bytes]) -> Verdict:
    """What the scanner at `address` (`tcp://host:port` or `unix:///path`) says of these bytes."""
    stream = Stream(address)
    for piece in pieces:
        stream.send(piece)
    return stream.verdict()


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(parts.path)
        return line
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)


def _answer(line: socket.socket) -> str:
    got = b""
    while b"\0" not in got and len(got) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        got += piece
    return got.split(b"\0", 1)[0].decode("utf-8", "replace").strip()


def _read(answer: str) -> Verdict:
    if answer.endswith(" OK"):
        return Verdict(State.CLEAN)
    if answer.endswith(" FOUND"):
        return Verdict(State.INFECTED, answer.removeprefix("stream: ").removesuffix(" FOUND")[:200])
    return Verdict(State.UNSCANNED, answer[:200])
