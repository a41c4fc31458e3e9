"""The check that watches the sweep itself: what is missing is made good, and the administrators hear of it."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from tasks.mail import health
from tasks.models import Mail, MailKind


def check(now: datetime) -> date | None:
    """Queue the alerts of what does not work; the day to sweep at once, when the sweep of today is overdue.

    A sweep that a past day misses is not made up by itself: that of the next working day includes its reminders.
    """
    trouble = health.trouble_of_sweep(now)
    if trouble is None:
        return None
    alert_administrators(f"sweep:{trouble.day}", now)
    return trouble.day if trouble.day == timezone.localtime(now).date() else None


def alert_administrators(what: str, now: datetime) -> int:
    """One mail to each administrator about `what`, unique for all time; counts those queued or queued before."""
    day = timezone.localtime(now).date()
    posts = Membership.objects.on(day).filter(role=Role.ADMIN).exclude(user__email="").select_related("user")
    people = {post.user_id: post.user for post in posts}
    mails = [
        Mail(kind=MailKind.ALERT, key=f"alert:{what}:u{pk}", recipient=person, address=person.email, day=day)
        for pk, person in sorted(people.items())
    ]
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)
