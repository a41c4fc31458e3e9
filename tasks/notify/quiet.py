"""Hours in which somebody wants no mail: what is not very urgent waits until they end."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import MailPreference
from tasks.mail.rows import AT_ONCE
from tasks.models import Task


def ends(people: Collection[int]) -> Mapping[int, datetime]:
    """When mail may go out again, for those of `people` whose quiet hours it is now (one query)."""
    now = timezone.localtime()
    wishes = MailPreference.objects.filter(user__in=people, quiet_until__isnull=False)
    found = {wish.user_id: until(wish, now) for wish in wishes}
    return {person: at for person, at in found.items() if at is not None}


def ends_for(task: Task, people: Collection[int]) -> Mapping[int, datetime]:
    """As `ends` about a mail on `task`: hỏa tốc and thượng khẩn wake people up."""
    return {} if task.urgency in AT_ONCE else ends(people)


def until(wish: MailPreference | None, now: datetime) -> datetime | None:
    """The end of the quiet hours in which `now` lies, None when mail may go out."""
    if wish is None or wish.quiet_until is None or not wish.is_quiet(now.time()):
        return None
    at = now.replace(hour=wish.quiet_until.hour, minute=wish.quiet_until.minute, second=0, microsecond=0)
    return at if at > now else at + timedelta(days=1)
