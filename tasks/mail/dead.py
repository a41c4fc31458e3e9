"""Addresses that are dead: noted when the server or a returned mail says so, alive again when a mail gets through."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from accounts.models import User
from tasks.models import DeadAddress, DeathCause, DeathEnd

SAME_TROUBLE: Final = timedelta(days=30)
"""An address that dies again so soon after somebody said it works counts its days from the first time."""
LONGEST_ANSWER: Final = 500


def normal(address: str) -> str:
    """The form in which addresses are compared."""
    return address.strip().lower()


def mark(address: str, cause: DeathCause, answer: str, now: datetime) -> None:
    """Nothing arrives at `address`; one that is known to be dead keeps its first day."""
    known = normal(address)
    said = answer[:LONGEST_ANSWER]
    latest = _latest(known, now)
    again = DeadAddress.objects.filter(pk=latest) if latest is not None else DeadAddress.objects.none()
    if again.update(ended_at=None, ending="", ended_by=None, last_at=now, times=F("times") + 1, answer=said):
        return
    row = DeadAddress(address=known, cause=cause, answer=said, since=now, last_at=now)
    DeadAddress.objects.bulk_create([row], ignore_conflicts=True)


def _latest(address: str, now: datetime) -> int | None:
    """The row that goes on: the open one, or one that was only believed to be over."""
    last = DeadAddress.objects.filter(address=address, organisation=None).order_by("-pk").first()
    if last is None or last.ended_at is None:
        return last.pk if last else None
    believed = last.ending == DeathEnd.BY_HAND and now - last.ended_at < SAME_TROUBLE
    return last.pk if believed else None


def revive(address: str, ending: DeathEnd, now: datetime, *, by: User | None = None) -> int:
    """The address works again; the answer is 1 when it had been dead."""
    dead = DeadAddress.objects.open().filter(address=normal(address), organisation=None)
    return dead.update(ended_at=now, ending=ending, ended_by=by)


def known(addresses: Collection[str]) -> set[str]:
    """Which of `addresses` are noted as dead, resting or to be asked again (one query)."""
    wanted = {normal(address) for address in addresses}
    return set(DeadAddress.objects.open().filter(address__in=wanted).values_list("address", flat=True))


def avoided(addresses: Collection[str], now: datetime) -> set[str]:
    """Which of `addresses` get no mail at `now` (one query)."""
    wanted = {normal(address) for address in addresses}
    return set(DeadAddress.objects.avoided(now).filter(address__in=wanted).values_list("address", flat=True))
