"""The request as a signed-in view sees it."""

from django.http import HttpRequest

from accounts.models import User


class AuthedRequest(HttpRequest):
    """A request whose user is signed in (LoginRequiredMiddleware sees to it)."""

    user: User
