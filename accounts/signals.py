"""Signing in and out leave a trace in the audit trail, whichever page or client did it."""

from collections.abc import Mapping
from typing import Any

from allauth.account import signals as allauth_signals
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import audit, sessions
from accounts.models import User


@receiver(signals.user_logged_in, dispatch_uid="audit.logged_in")
def note_login(user: User, request: HttpRequest | None = None, **_details: Any) -> None:
    """Somebody signed in: by what, and when the session was first used."""
    used = get_authentication_records(request, user) if request is not None else []
    methods = list(dict.fromkeys(record.get("type") or record["method"] for record in used))
    _note("auth.logged_in", user, after={"methods": methods} if methods else {})
    if request is not None:
        sessions.begin(request)


@receiver(signals.user_logged_out, dispatch_uid="audit.logged_out")
def note_logout(user: User | None, **_details: Any) -> None:
    """Somebody signed out; a visitor who was not signed in leaves nothing."""
    if user is not None:
        _note("auth.logged_out", user)


@receiver(signals.user_login_failed, dispatch_uid="audit.login_failed")
def note_failure(credentials: dict[str, Any], **_details: Any) -> None:
    """A wrong password for an account; what was typed for no account is not kept, it may be a password."""
    typed = str(credentials.get("username") or credentials.get("email") or "")
    user = User.objects.filter(Q(username__iexact=typed) | ~Q(email="") & Q(email__iexact=typed)).first()
    _note("auth.login_failed", user, known=False)


@receiver(allauth_signals.password_changed, dispatch_uid="audit.password_changed")
def note_password_change(user: User, request: HttpRequest, **_details: Any) -> None:
    """Somebody changed their own password; whoever else is signed in with the old one is out."""
    _note("auth.password_changed", user)
    sessions.end_all(user, but=request.session.session_key)


@receiver(allauth_signals.password_reset, dispatch_uid="audit.password_reset")
def note_password_reset(user: User, **_details: Any) -> None:
    """Somebody set a new password through a link sent by mail; every session with the old one is out."""
    _note("auth.password_reset", user)
    sessions.end_all(user)


@receiver(mfa_signals.authenticator_added, dispatch_uid="audit.factor_added")
def note_factor_added(user: User, authenticator: Authenticator, **_details: Any) -> None:
    """An app, a key or the first recovery codes."""
    _note("factor.added", user, after={"type": authenticator.type})


@receiver(mfa_signals.authenticator_removed, dispatch_uid="audit.factor_removed")
def note_factor_removed(user: User, authenticator: Authenticator, **_details: Any) -> None:
    """Somebody took away a factor of their own."""
    _note("factor.removed", user, after={"type": authenticator.type})


@receiver(mfa_signals.authenticator_reset, dispatch_uid="audit.codes_renewed")
def note_codes_renewed(user: User, **_details: Any) -> None:
    """New recovery codes, which end the old ones."""
    _note("factor.codes_renewed", user)


@receiver(mfa_signals.authentication_failed, dispatch_uid="audit.second_factor_failed")
def note_wrong_code(user: User, **_details: Any) -> None:
    """A right password and a wrong code: somebody may know the password who should not."""
    with transaction.atomic():
        audit.record("signin.second_factor_failed", user, actor=None)


def _note(action: str, user: User | None, *, known: bool = True, after: Mapping[str, object] | None = None) -> None:
    with transaction.atomic():
        audit.record(action, user or User(full_name="–"), actor=user if known else None, after=after)
