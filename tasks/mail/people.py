"""Whom a mail is for and where it goes now; and who gets it when nothing arrives there."""

import copy
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from tasks.models import DeadAddress, Mail, MailKind, MailState


def address_of(mail: Mail) -> str:
    """Where its reader is reached now, which may have been put right since the mail was queued."""
    reader = mail.reader or mail.recipient
    if reader is not None:
        return reader.email
    return mail.organisation.email if mail.organisation is not None else mail.address


def addressee_of(mail: Mail) -> str:
    """The name of the person or unit that the mail is for, also when somebody else reads it."""
    return str(mail.recipient or mail.organisation or mail.address)


def language_of(mail: Mail) -> str:
    """The language of whoever reads it; units read the office's."""
    reader = mail.reader or mail.recipient
    return reader.language if reader is not None else settings.LANGUAGE_CODE


def reroute(mail: Mail, now: datetime) -> list[Mail]:
    """Queue `mail` for those who stand in for its addressee; empty when there is nobody, or when it is one already.
    An invitation opens an account and a pack shows what its reader may see, so nobody else may read them.

    A mail to a unit goes to each of its heads; one to a person goes to one head of their unit. Without such a head with
    an address that works it goes to one monitor of the office. Unique by key, so that doing it twice adds nothing.
    """
    if mail.instead_of_id is not None or mail.kind in {MailKind.INVITE, MailKind.PACK}:
        return []
    made = [_copy_for(reader, mail) for reader in _stand_ins(mail, now)]
    Mail.objects.bulk_create(made, ignore_conflicts=True)
    return made


def _stand_ins(mail: Mail, now: datetime) -> list[User]:
    day = timezone.localtime(now).date()
    posts = Membership.objects.on(day).exclude(user=mail.recipient_id).select_related("user").order_by("pk")
    if mail.recipient_id is None:
        return (
            _reachable(posts.filter(role=Role.HEAD, organisation=mail.organisation_id), now)
            or _reachable(posts.filter(role=Role.MONITOR), now)[:1]
        )
    units = Membership.objects.on(day).filter(user=mail.recipient_id).values("organisation")
    heads = _reachable(posts.filter(role=Role.HEAD, organisation__in=units), now)
    return (heads or _reachable(posts.filter(role=Role.MONITOR), now))[:1]


def _reachable(posts: Iterable[Membership], now: datetime) -> list[User]:
    """Each person once, those without a working address left out."""
    people = {post.user_id: post.user for post in posts if post.user.email}
    dead = set(
        DeadAddress.objects.avoided(now)
        .filter(address__in=[person.email.lower() for person in people.values()])
        .values_list("address", flat=True)
    )
    return [person for person in people.values() if person.email.lower() not in dead]


def _copy_for(reader: User, mail: Mail) -> Mail:
    made = copy.copy(mail)
    made._state = copy.copy(mail._state)
    made.pk, made.key = None, f"{mail.key}:f{reader.pk}"
    made.instead_of, made.reader, made.address = mail, reader, reader.email
    for name, value in _FRESH:
        setattr(made, name, value)
    return made


_FRESH: tuple[tuple[str, object], ...] = (
    ("state", MailState.QUEUED),
    ("attempts", 0),
    ("problem", ""),
    ("message_id", ""),
    ("subject", ""),
    ("text", ""),
    ("html", ""),
    ("claimed_at", None),
    ("next_try_at", None),
    ("sent_at", None),
)
"""Columns of a mail that tell its own story and not what it is about."""
