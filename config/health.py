"""Health of the web process (`/healthz`) and of what it needs (`/readyz`), before any other middleware."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

Handler = Callable[[HttpRequest], HttpResponse]


def database_answers() -> bool:
    """One round trip to PostgreSQL."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    """One round trip to Redis."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def ready() -> JsonResponse:
    """200 when both answer, 503 with what does not."""
    checks = {"database": database_answers(), "broker": broker_answers()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


class HealthMiddleware:
    """Answers the two addresses itself, so that neither a session nor an allowed host is needed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"ok": True})
        if request.path == "/readyz":
            return ready()
        return self.get_response(request)
