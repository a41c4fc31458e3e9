"""Wrong passwords close an account and a network address for a while, in the cache that all web processes share.

A place is taken before the password is looked at and given back after a right one, so that many requests at once
cannot try more passwords than the limit. Names that no account has are counted in the same way: the answers tell
nobody which accounts exist.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from redis.exceptions import RedisError

from accounts.models import User

log = logging.getLogger(__name__)
LINE: Final = 64
"""Bits of an IPv6 address that belong to one line; its owner picks the rest at will."""


class Locked(Exception):
    """Too many wrong passwords: `seconds` are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        """The time left in whole minutes, rounded up."""
        return -(-self.seconds // 60)


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted: `key` in the cache, `most` wrong passwords before it closes, `what` for the audit trail."""

    key: str
    most: int
    what: str


def account(login: str) -> Counter:
    """The counter of the account that `login` names by sign-in name or address, or of that text when none has it."""
    user = named(login)
    return of_user(user) if user else Counter(f"name:{_hash(login.lower())}", settings.SIGNIN_FAILURES, "account")


def named(login: str) -> User | None:
    """Whose account this sign-in name or address is."""
    return User.objects.filter(Q(username__iexact=login) | ~Q(email="") & Q(email__iexact=login)).first()


def of_user(user: User) -> Counter:
    """The counter of one account."""
    return Counter(f"user:{user.pk}", settings.SIGNIN_FAILURES, "account")


def address(text: str | None) -> Counter:
    """The counter of a network address; of an IPv6 line as a whole."""
    try:
        known = ip_address(text or "")
    except ValueError:
        return Counter("address:unknown", settings.SIGNIN_ADDRESS_FAILURES, "address")
    line = IPv6Network((known, LINE), strict=False) if isinstance(known, IPv6Address) else known
    return Counter(f"address:{line}", settings.SIGNIN_ADDRESS_FAILURES, "address")


def minutes_closed() -> int:
    """For how long a counter closes."""
    minutes: int = settings.SIGNIN_LOCK_MINUTES
    return minutes


def enter(counters: tuple[Counter, ...]) -> None:
    """Take a place at each counter, before the password is looked at; nothing is counted while one is closed.

    Raises:
        Locked: one of them is closed.
    """
    left = max(seconds_left(counter) for counter in counters)
    if left:
        raise Locked(left)
    for counter in counters:
        if _answer(0, _take, counter) > counter.most:
            raise Locked(_close(counter))


def passed(counters: tuple[Counter, ...]) -> None:
    """The password was right: the account begins anew, the address gets back the one place taken.

    An address begins anew only by time, or whoever holds one account could go on trying others from there.
    """
    for counter in counters:
        if counter.what == "account":
            _answer(None, cache.delete, _count(counter))
        else:
            _answer(None, _give_back, counter)


def failed(counters: tuple[Counter, ...]) -> list[Counter]:
    """The password was wrong: close what is full; the answer is what has been closed by this."""
    full = [counter for counter in counters if _answer(0, cache.get, _count(counter), 0) >= counter.most]
    for counter in full:
        _close(counter)
    return full


def release(counter: Counter) -> bool:
    """Open it again before its time; whether it was closed."""
    was_closed = bool(seconds_left(counter))
    _answer(None, cache.delete_many, [_count(counter), _closed(counter)])
    return was_closed


def seconds_left(counter: Counter) -> int:
    """How long it stays closed; 0 when it is open, or when the cache does not answer."""
    until: float = _answer(0, cache.get, _closed(counter), 0)
    return max(0, round(until - time.time()))


def _take(counter: Counter) -> int:
    cache.add(_count(counter), 0, timeout=settings.SIGNIN_LOCK_MINUTES * 60)
    return cache.incr(_count(counter))


def _give_back(counter: Counter) -> None:
    if cache.get(_count(counter), 0) > 0:
        cache.decr(_count(counter))


def _close(counter: Counter) -> int:
    # The count stays: who took a place a moment too late is turned away too. It ends before the closing does.
    seconds: int = settings.SIGNIN_LOCK_MINUTES * 60
    _answer(None, cache.set, _closed(counter), time.time() + seconds, seconds)
    return seconds


def _answer(otherwise: Any, ask: Callable[..., Any], *args: object) -> Any:
    """What the cache says; without it people can still sign in, and the log says that nobody counts."""
    try:
        return ask(*args)
    except (RedisError, OSError, ValueError) as error:
        log.warning("lockout.nobody_counts reason=%s", error)
        return otherwise


def _count(counter: Counter) -> str:
    return f"signin:count:{counter.key}"


def _closed(counter: Counter) -> str:
    return f"signin:closed:{counter.key}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
