"""What the frame around each page shows of the tasks app."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from tasks.models import Notice

MOST_COUNTED = 100
"""The bell counts no further, so it costs the same for everybody."""


def bell(request: HttpRequest) -> dict[str, object]:
    """`unread_notices`: unread notices of the user up to `MOST_COUNTED`, counted only where a template shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"unread_notices": SimpleLazyObject(lambda: count_unread(user))}


def count_unread(user: User) -> int:
    """Unread notices of `user`, at most `MOST_COUNTED` (one query over a partial index)."""
    return Notice.objects.filter(recipient=user, read_at=None).order_by()[:MOST_COUNTED].count()
