"""Inviting people by mail: a signed link that works once and for some days; the account begins with its acceptance."""

import secrets
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import acting, audit, people_policy
from accounts.actions import people
from accounts.actions.people import Person, Post
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import Invitation, User
from accounts.roles import Role

SALT: Final = "accounts.invitation"
sent = Signal()
"""Whoever keeps the outbox listens: `invitation` and `day`; it is called inside the transaction."""


@transaction.atomic
def invite(person: Person, post: Post, *, actor: User, today: date, now: datetime) -> Invitation:
    """Ask somebody to join with that post. Nothing exists of them but this invitation until they accept.

    Raises:
        Refused: the actor may not invite, or not with that role.
        DomainError: no address, the name or the address belongs to somebody or is invited already, or the organisation
            has ended by the first day of the post.
    """
    acting.require(people_policy.may_invite, actor, post.role, today=today)
    if not person.email:
        raise DomainError(_("Hãy nhập địa chỉ thư để gửi lời mời."), code="email_required", status=400)
    taken = Q(username__iexact=person.username) | Q(email__iexact=person.email)
    if User.objects.filter(taken).exists():
        raise DomainError(_("Tên đăng nhập hoặc thư điện tử này đã có người dùng."), code="identity_taken")
    people.require_in_force(post)
    row = Invitation(
        username=person.username,
        full_name=person.full_name,
        email=person.email,
        organisation=post.organisation,
        role=post.role,
        title=post.title,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        invited_by=actor,
        invited_at=now,
    )
    try:
        with transaction.atomic():
            _renew(row, now)
    except IntegrityError as error:
        words = _("Người này đã được mời; hãy gửi lại hoặc thu hồi lời mời cũ.")
        raise DomainError(words, code="invited_already") from error
    row.fields_in_charge.set(post.fields)
    sent.send(Invitation, invitation=row, day=today)
    audit.record("invitation.sent", row, actor=actor, after=_said(row))
    return row


@transaction.atomic
def resend(pk: int, *, actor: User, today: date, now: datetime) -> Invitation:
    """A new link with a new end; the one sent before stops working.

    Raises:
        Refused: the actor may not invite with that role.
        DomainError: it was accepted or revoked.
    """
    row = _pending(pk)
    acting.require(people_policy.may_invite, actor, Role(row.role), today=today)
    _renew(row, now)
    sent.send(Invitation, invitation=row, day=today)
    audit.record("invitation.resent", row, actor=actor, after={"times": row.sent_times, "expires_at": row.expires_at})
    return row


@transaction.atomic
def revoke(pk: int, *, actor: User, today: date, now: datetime) -> Invitation:
    """The link stops working at once; a mail that still waits is not sent any more.

    Raises:
        Refused: the actor may not invite with that role.
        DomainError: it was accepted or revoked already.
    """
    row = _pending(pk)
    acting.require(people_policy.may_invite, actor, Role(row.role), today=today)
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    audit.record("invitation.revoked", row, actor=actor)
    return row


def link(row: Invitation) -> str:
    """The path that the mail carries; it names the row and its present nonce, signed with the key of the site."""
    token = signing.dumps([row.pk, row.nonce], salt=SALT)
    return reverse("invitation-accept", args=[token])


def find(token: str, now: datetime) -> Invitation:
    """The invitation behind a link that still works at `now`.

    Raises:
        DomainError: `invitation_void`: forged, replaced by a newer link, expired, revoked or used.
    """
    try:
        pk, nonce = signing.loads(token, salt=SALT, max_age=timedelta(days=settings.INVITATION_DAYS + 1))
    except (signing.BadSignature, ValueError, TypeError):
        raise _void() from None
    row = Invitation.objects.select_related("organisation", "invited_by").filter(pk=pk, nonce=nonce).first()
    if row is None or not row.is_open(now):
        raise _void()
    return row


@transaction.atomic
def accept(token: str, password: str, *, today: date, now: datetime) -> User:
    """The person joins: account and post come into being together, and the link is used up.

    Raises:
        DomainError: `invitation_void` as `find`; the name or address was given to somebody else meanwhile; the
            organisation has ended.
    """
    known = find(token, now)
    row = locked(Invitation.objects.select_related("organisation", "invited_by").filter(pk=known.pk)).get()
    if not row.is_open(now) or row.nonce != known.nonce:
        raise _void()
    person = Person(row.username, row.full_name, row.email)
    user = people.create(person, actor=None, today=today, password=password)
    fields = tuple(row.fields_in_charge.all())
    post = Post(row.organisation, Role(row.role), row.valid_from, row.title, row.valid_to, fields)
    people.give_post(user.pk, post, actor=None, today=today)
    row.accepted_at, row.user = now, user
    row.save(update_fields=["accepted_at", "user"])
    audit.record("invitation.accepted", row, actor=user, after={"invited_by": str(row.invited_by)})
    return user


def _renew(row: Invitation, now: datetime) -> None:
    row.nonce = secrets.token_hex(16)
    row.sent_times += 1
    row.expires_at = now + timedelta(days=settings.INVITATION_DAYS)
    row.save()


def _pending(pk: int) -> Invitation:
    row = Invitation.objects.select_for_update().get(pk=pk)
    if row.accepted_at is not None or row.revoked_at is not None:
        raise DomainError(_("Lời mời này đã được nhận hoặc đã thu hồi."), code="invitation_over")
    return row


def _void() -> DomainError:
    words = _("Liên kết mời không còn dùng được: đã dùng, hết hạn, bị thu hồi hoặc có thư mời mới hơn.")
    return DomainError(words, code="invitation_void", status=410)


def _said(row: Invitation) -> dict[str, object]:
    names = ("username", "full_name", "email", "role", "title", "valid_from", "valid_to", "expires_at")
    return {**{name: getattr(row, name) for name in names}, "organisation": row.organisation.code}
