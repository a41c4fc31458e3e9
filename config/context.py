"""What every page needs: who is acting, what the menu holds, today."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import context
from accounts.clock import today
from accounts.models import User
from config.menu import DECIDERS, DELIVERY, STANDS_IN, menu
from tasks import deciders
from tasks.mail import health
from tasks.models import Notice

MOST_UNREAD = 100
"""Counting stops here; the bell shows `99+`."""


def page(request: HttpRequest) -> dict[str, object]:
    """Template variables of the frame around each page."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"office_name": settings.OFFICE_NAME}
    day = today()
    posts = user.posts(day)
    acting = context.current().membership_id
    roles = {post.role for post in posts}
    stands_in = not roles & DECIDERS and deciders.stands_in(user, day)
    circumstances = (STANDS_IN,) if stands_in else ()
    return {
        "office_name": settings.OFFICE_NAME,
        "today": day,
        "posts": posts,
        "acting": next((post for post in posts if post.pk == acting), None),
        "roles": roles,
        "menu": menu(roles, request.path, circumstances),
        "unread_notices": cache(lambda: unread(user)),
        "alarms": cache(lambda: health.alarms(timezone.now())) if roles & DELIVERY else (),
    }


def unread(user: User) -> int:
    """How many notices wait for `user`, counted up to `MOST_UNREAD` (one short query on a partial index)."""
    return Notice.objects.filter(recipient=user, read_at=None)[:MOST_UNREAD].count()
