"""Signing in and out leave a trace in the audit trail, whichever page or client did it."""

from typing import Any

from allauth.account import signals as allauth_signals
from django.contrib.auth import signals
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver

from accounts import audit
from accounts.models import User


@receiver(signals.user_logged_in, dispatch_uid="audit.logged_in")
def note_login(user: User, **_details: Any) -> None:
    """Somebody signed in."""
    _note("auth.logged_in", user)


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
def note_password_change(user: User, **_details: Any) -> None:
    """Somebody changed their own password."""
    _note("auth.password_changed", user)


@receiver(allauth_signals.password_reset, dispatch_uid="audit.password_reset")
def note_password_reset(user: User, **_details: Any) -> None:
    """Somebody set a new password through a link sent by mail."""
    _note("auth.password_reset", user)


def _note(action: str, user: User | None, *, known: bool = True) -> None:
    with transaction.atomic():
        audit.record(action, user or User(full_name="–"), actor=user if known else None)
