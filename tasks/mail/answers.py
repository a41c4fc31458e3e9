"""What the answers of a mail server mean: for this mail, for its address, or for every mail; pure.

Codes by RFC 5321 §4.2, enhanced codes by RFC 3463 and the registry it opened. Servers differ in what they say at which
step, so the enhanced code, where there is one, counts more than the plain one.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_ENHANCED: Final = re.compile(r"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_RELAY: Final = re.compile(r"relay", re.IGNORECASE)

GOING_DOWN: Final = 421
FAILED_FOR_NOW: Final = 400
FAILED_FOR_GOOD: Final = 500
ASKS_FOR_LOGIN: Final = frozenset({432, 454, 530, 534, 535, 538})
NO_SUCH_MAILBOX: Final = frozenset({550, 551, 553})
TOO_LARGE: Final = 552


class Step(Enum):
    """Which command of the conversation was answered."""

    SENDER = auto()
    RECIPIENT = auto()
    CONTENT = auto()


class Fate(Enum):
    """What became of one try."""

    ACCEPTED = auto()
    LATER = auto()  # not now: the mailbox is full, or the server asks to come back
    REFUSED = auto()  # this mail, for good; its address may be fine
    NO_MAILBOX = auto()  # this address, for good
    BROKEN = auto()  # ended in the middle; several in a row mean that the server is in trouble
    SERVER = auto()  # nobody is served: away, closing, or our account is refused
    INVALID = auto()  # no mail can be made of it
    DROPPED = auto()  # nothing left to say
    REROUTED = auto()  # the address is known to be dead, somebody else gets it


ANSWERED: Final = frozenset({Fate.ACCEPTED, Fate.LATER, Fate.REFUSED, Fate.NO_MAILBOX})
"""Fates that show the server at work."""
TROUBLED: Final = frozenset({Fate.BROKEN, Fate.SERVER})
"""Fates that speak against the server."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server: its code, its words, and what was answered."""

    step: Step
    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()

    @property
    def enhanced(self) -> tuple[int, int]:
        """Subject and detail of the enhanced code, e.g. (1, 1) for 5.1.1; (0, 0) without one."""
        found = _ENHANCED.match(self.words)
        return (int(found[2]), int(found[3])) if found else (0, 0)

    @property
    def fate(self) -> Fate:
        """What it means; an answer below 400 where none was expected counts as a broken conversation."""
        if self.code == GOING_DOWN or self.code in ASKS_FOR_LOGIN:
            return Fate.SERVER
        if self.code < FAILED_FOR_NOW or _RELAY.search(self.words):
            return Fate.BROKEN
        if self.step is Step.SENDER:
            return Fate.REFUSED if self._is_too_large else Fate.SERVER
        return Fate.LATER if self.code < FAILED_FOR_GOOD or self.is_full else self._fate_for_good()

    @property
    def is_full(self) -> bool:
        """The mailbox is full, which passes though the code says it does not (RFC 3463, X.2.2)."""
        return self.enhanced == (2, 2) or (self.step is Step.RECIPIENT and self.code == TOO_LARGE)

    @property
    def _is_too_large(self) -> bool:
        return self.code == TOO_LARGE or self.enhanced in {(2, 3), (3, 4)}

    def _fate_for_good(self) -> Fate:
        subject, detail = self.enhanced
        if subject == 1 and detail in {7, 8}:  # the address of the sender
            return Fate.SERVER
        if self._is_too_large:
            return Fate.REFUSED
        if subject:
            return Fate.NO_MAILBOX if subject in {1, 2} or (subject == 4 and self._names_address) else Fate.REFUSED
        return Fate.NO_MAILBOX if self._names_address and self.code in NO_SUCH_MAILBOX else Fate.REFUSED

    @property
    def _names_address(self) -> bool:
        """Whether the answered command was the one that named the recipient."""
        return self.step is Step.RECIPIENT
