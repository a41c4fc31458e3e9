"""The mail of an invitation goes through the same outbox and delivery log as every other."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from accounts.actions.invitations import sent
from accounts.models import Invitation
from tasks.models import Mail, MailKind


@receiver(sent, dispatch_uid="outbox.invitation")
def queue(invitation: Invitation, day: date, **_details: Any) -> None:
    """One mail for each time it is sent; the link is made when the mail goes out and is not kept."""
    Mail.objects.create(
        kind=MailKind.INVITE,
        key=f"invite:{invitation.pk}:{invitation.sent_times}",
        address=invitation.email,
        day=day,
        facts={"invitation": invitation.pk, "times": invitation.sent_times},
    )
