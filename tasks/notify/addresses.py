"""Keeping the list of dead addresses true, and telling the monitors of the office: once, then weekly while it lasts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from tasks.mail import dead
from tasks.models import DeadAddress, DeathCause, DeathEnd, Mail, MailState, Notice, NoticeKind, Task
from tasks.notify.ledger import insert_new

STILL_NEWS: Final = timedelta(days=7)
"""Mails that died at an address since corrected are sent again when they are no older than that."""
WEEK: Final = 7


def keep_true(now: datetime) -> int:
    """Close what was corrected, note units without any address, tell the monitors; counts the new notices."""
    day = timezone.localtime(now).date()
    with transaction.atomic():
        _close_corrected(now, day)
        _note_missing(now, day)
    return _tell_monitors(now, day)


def owners(addresses: Collection[str], day: date) -> Mapping[str, list[User | Organisation]]:
    """Active people and bodies in force that use each of `addresses` (two queries)."""
    wanted = {dead.normal(address) for address in addresses if address}
    found: dict[str, list[User | Organisation]] = defaultdict(list)
    people = User.objects.annotate(known=Lower("email")).filter(known__in=wanted, is_active=True)
    for person in people.order_by("pk"):
        found[dead.normal(person.email)].append(person)
    units = Organisation.objects.in_force(day).annotate(known=Lower("email")).filter(known__in=wanted)
    for unit in units.order_by("pk"):
        found[dead.normal(unit.email)].append(unit)
    return found


def _close_corrected(now: datetime, day: date) -> None:
    """Addresses that nobody uses any more; what died there goes to the new address of whoever it was for."""
    noted = list(DeadAddress.objects.open().filter(organisation=None).values_list("address", flat=True))
    used = owners(noted, day)
    left = [address for address in noted if address not in used]
    for address in left:
        dead.revive(address, DeathEnd.CORRECTED, now)
    lost = Mail.objects.filter(state=MailState.DEAD, created_at__gt=now - STILL_NEWS).annotate(known=Lower("address"))
    lost.filter(known__in=left).update(state=MailState.QUEUED, attempts=0, next_try_at=None)


def _note_missing(now: datetime, day: date) -> None:
    """Units that lead open tasks and have neither a mailbox nor a head with an address."""
    heads = Membership.objects.on(day).filter(role=Role.HEAD, organisation=OuterRef("pk")).exclude(user__email="")
    working = Organisation.objects.in_force(day).filter(Exists(Task.objects.open().filter(lead=OuterRef("pk"))))
    missing = set(working.filter(~Exists(heads), email="").values_list("pk", flat=True))
    noted = DeadAddress.objects.open().filter(organisation__isnull=False)
    noted.exclude(organisation__in=missing).update(ended_at=now, ending=DeathEnd.CORRECTED)
    rows = [
        DeadAddress(organisation_id=unit, cause=DeathCause.MISSING, since=now, last_at=now) for unit in sorted(missing)
    ]
    DeadAddress.objects.bulk_create(rows, ignore_conflicts=True)


def _tell_monitors(now: datetime, day: date) -> int:
    """One notice for each monitor, address and week of its trouble; unique by key."""
    rows = list(DeadAddress.objects.open().select_related("organisation"))
    used = owners([row.address for row in rows], day)
    monitors = Membership.objects.on(day).filter(role=Role.MONITOR).values_list("user_id", flat=True).distinct()
    made = [_notice(row, person, used, day) for row in rows for person in sorted(set(monitors))]
    before = Notice.objects.filter(kind=NoticeKind.DEAD_ADDRESS).count()
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    return Notice.objects.filter(kind=NoticeKind.DEAD_ADDRESS).count() - before


def _notice(row: DeadAddress, person: int, used: Mapping[str, list[User | Organisation]], day: date) -> Notice:
    since = timezone.localtime(row.since).date()
    days = (day - since).days
    names = [str(owner) for owner in used.get(row.address, [])] or [str(row.organisation or row.address)]
    return Notice(
        recipient_id=person,
        key=f"dead_address:{row.pk}:{days // WEEK}",
        kind=NoticeKind.DEAD_ADDRESS,
        day=day,
        facts={
            "address": row.address,
            "owner": ", ".join(names),
            "answer": row.answer[:200],
            "days": days,
            "since": since.isoformat(),
        },
    )


def ask_administrators(row: DeadAddress, owner: User, *, actor: User, today: date) -> int:
    """A notice for each administrator, with the page on which they correct the address; counts the new ones."""
    posts = Membership.objects.on(today).filter(role=Role.ADMIN).exclude(user=actor)
    facts = {
        "address": row.address,
        "owner": str(owner),
        "by": str(actor),
        "url": reverse("person-detail", args=[owner.pk]),
    }
    return insert_new(
        Notice(
            recipient_id=person,
            key=f"dead_address:{row.pk}:asked:{today}",
            kind=NoticeKind.DEAD_ADDRESS,
            day=today,
            facts=facts,
            for_mail=True,
        )
        for person in sorted(set(posts.values_list("user_id", flat=True)))
    )
