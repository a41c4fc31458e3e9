"""Gives every request an id, and every signed-in request the post its user acts under."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts import context
from accounts.clock import today
from accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestContextMiddleware:
    """Takes a proxy's X-Request-ID or makes one; it comes back in the answer and stands in every log line."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        token = context.enter(context.RequestContext(request_id, request.META.get("REMOTE_ADDR") or None))
        try:
            response = self.get_response(request)
        finally:
            context.leave(token)
        response["X-Request-ID"] = request_id
        return response


class ActingMembershipMiddleware:
    """Notes the post a signed-in user acts under: the one chosen in the session, else the first held today.

    Also speaks the person's own language, unless this browser chose another (the cookie of the language switch).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        posts = request.user.posts(today())
        chosen = request.session.get("membership")
        post = next((post for post in posts if post.pk == chosen), posts[0] if posts else None)
        known = context.current()
        token = context.enter(context.RequestContext(known.request_id, known.address, post.pk if post else None))
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
        try:
            return self.get_response(request)
        finally:
            context.leave(token)
