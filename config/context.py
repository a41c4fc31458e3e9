"""What every page needs: who is acting, what the menu holds, today."""

from django.conf import settings
from django.http import HttpRequest

from accounts import context
from accounts.clock import today
from accounts.models import User


def page(request: HttpRequest) -> dict[str, object]:
    """Template variables of the frame around each page."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"office_name": settings.OFFICE_NAME}
    day = today()
    posts = user.posts(day)
    acting = context.current().membership_id
    return {
        "office_name": settings.OFFICE_NAME,
        "today": day,
        "posts": posts,
        "acting": next((post for post in posts if post.pk == acting), None),
        "roles": {post.role for post in posts},
    }
