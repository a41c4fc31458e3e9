"""Making and ending the tokens with which programs act for a person."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, people_policy
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import ApiToken, Scope, User

LONGEST_DAYS: Final = 365
MOST: Final = 10
HINT: Final = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: a name to know it by, a scope, and for how many days."""

    name: str
    scope: Scope
    days: int


def digest(key: str) -> str:
    """All that is kept of a token."""
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def make(wish: Wish, *, actor: User, today: date) -> tuple[ApiToken, str]:
    """A new token of the actor's own and its text, which can be read this once.

    Raises:
        DomainError: too long a time, or the person has too many already.
    """
    if not 1 <= wish.days <= LONGEST_DAYS:
        raise DomainError(_("Mã API có hiệu lực từ 1 đến %(most)s ngày.") % {"most": LONGEST_DAYS}, code="token_days")
    User.objects.select_for_update().get(pk=actor.pk)
    if ApiToken.objects.open(today).filter(user=actor).count() >= MOST:
        sentence = _("Bạn đã có %(most)s mã API; hãy thu hồi mã không còn dùng trước khi tạo mã mới.")
        raise DomainError(sentence % {"most": MOST}, code="too_many_tokens")
    key = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=actor,
        name=wish.name,
        scope=wish.scope,
        digest=digest(key),
        hint=key[:HINT],
        expires_on=today + timedelta(days=wish.days),
    )
    said = {"token": token.pk, "name": wish.name, "scope": wish.scope, "expires_on": token.expires_on}
    audit.record("token.created", actor, actor=actor, after=said)
    return token, key


@transaction.atomic
def revoke(token_id: int, *, actor: User, today: date) -> ApiToken:
    """End a token at once: one's own, or as administrator anybody's.

    Raises:
        ApiToken.DoesNotExist: it is neither.
    """
    token = locked(ApiToken.objects.select_related("user").filter(pk=token_id)).get()
    if token.user_id != actor.pk and not people_policy.may_manage(actor, today).allowed:
        raise ApiToken.DoesNotExist
    if ApiToken.objects.filter(pk=token.pk).revoke(timezone.now()):
        audit.record("token.revoked", token.user, actor=actor, after={"token": token.pk, "name": token.name})
    return token
