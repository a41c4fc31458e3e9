"""The one mail of a day for each person and each unit, out of the notices that wait for it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Cadence, MailPreference, Membership, Organisation, User
from accounts.roles import Role
from directives.workdays import WorkingCalendar
from tasks.models import REMINDERS, Mail, MailKind, MailState, Notice, NoticeKind, Task
from tasks.notify import quiet
from tasks.notify.ledger import insert_new, retire
from tasks.notify.plan import Plan

REPEATED: Final = (
    REMINDERS,
    *((kind,) for kind in (NoticeKind.WAITING, NoticeKind.EXTENSION_DUE, NoticeKind.REVIEW, NoticeKind.EVENT_DATE)),
)
"""Groups of kinds within which a newer notice about the same task says all that the older one did."""
NOT_SENT: Final = (MailState.QUEUED, MailState.FAILED)
WEEK: Final = timedelta(days=7)


def queue_digests(plan: Plan, first: int, last: int) -> int:
    """Queue the digest of the day for people with keys from `first` to `last`; counts the new mails.

    Their older reminders leave the unread list, notices that wait are given to the digest of the day, unless it went
    out already; then they wait for the next one.
    """
    for group in REPEATED:
        _retire_older(plan.day, group, first, last)
    waiting = Notice.objects.filter(
        for_mail=True, digest_on=None, read_at=None, recipient__gte=first, recipient__lte=last
    )
    people = set(waiting.order_by().values_list("recipient", flat=True).distinct())
    readers = _readers(people, plan)
    if not plan.is_working or not readers:
        return 0
    new = insert_new(_digests(readers, plan.day))
    mails = Mail.objects.filter(key__in=[_key(reader, plan.day) for reader in readers], state__in=NOT_SENT)
    open_for = set(mails.select_for_update().values_list("recipient", flat=True))
    waiting.filter(recipient__in=open_for).update(digest_on=plan.day)
    return new


def _retire_older(day: date, kinds: Collection[NoticeKind], first: int, last: int) -> None:
    """What a later reminder repeats need not be read twice, also when it is a past day that this sweep serves."""
    later = Notice.objects.filter(
        recipient=OuterRef("recipient"), task=OuterRef("task"), day__gt=OuterRef("day"), kind__in=kinds
    )
    older = Notice.objects.filter(Exists(later), recipient__gte=first, recipient__lte=last, kind__in=kinds)
    retire(older, day)


def _readers(people: Collection[int], plan: Plan) -> dict[int, tuple[str, datetime | None]]:
    """Address and end of quiet hours of those whose digest is due on the day: active, with an address and a post."""
    posts = Membership.objects.on(plan.day).filter(user__in=people)
    roles: dict[int, set[str]] = {}
    for user, role in posts.values_list("user_id", "role"):
        roles.setdefault(user, set()).add(role)
    found = User.objects.filter(pk__in=roles).exclude(email="").values_list("pk", "email")
    wishes = {wish.user_id: wish for wish in MailPreference.objects.filter(user__in=roles)}
    now = timezone.localtime()
    return {
        person: (address, quiet.until(wishes.get(person), now))
        for person, address in found
        if is_due(wishes.get(person), roles[person], plan.day, plan.calendar)
    }


def is_due(wish: MailPreference | None, roles: Collection[str], day: date, calendar: WorkingCalendar) -> bool:
    """Whether the digest comes on that working day; weekly only for those who are leaders and nothing else.

    A weekly digest whose day is off comes on the next working day.
    """
    if wish is None or wish.cadence == Cadence.DAILY or set(roles) != {Role.LEADER.value}:
        return True
    this_week = day - timedelta(days=day.weekday() - wish.weekday)
    return any(calendar.next_working(chosen) == day for chosen in (this_week, this_week - WEEK))


def _key(person: int, day: date) -> str:
    return f"digest:{person}:{day}"


def _digests(readers: Mapping[int, tuple[str, datetime | None]], day: date) -> list[Mail]:
    return [
        Mail(
            kind=MailKind.DIGEST,
            key=_key(person, day),
            recipient_id=person,
            address=address,
            day=day,
            next_try_at=quiet_until,
        )
        for person, (address, quiet_until) in sorted(readers.items())
    ]


def queue_unit_mails(day: date, first: int, last: int, tasks: Collection[int]) -> int:
    """The mail of the day to the mailbox of each unit, with keys from `first` to `last`, that leads one of `tasks`."""
    units: QuerySet[Organisation] = Organisation.objects.filter(pk__gte=first, pk__lte=last).exclude(email="")
    spoken_of = Task.objects.filter(pk__in=tasks, lead=OuterRef("pk"))
    return insert_new(
        Mail(kind=MailKind.UNIT, key=f"unit:{pk}:{day}", organisation_id=pk, address=address, day=day)
        for pk, address in units.filter(Exists(spoken_of)).values_list("pk", "email")
    )
