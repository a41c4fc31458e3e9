"""Health of the web process (`/healthz`), of what it needs (`/readyz`) and of the reminders (`/healthz/reminders`).

All three answer before any other middleware.
"""

from collections.abc import Callable

import psycopg
import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponse]
PATIENCE = 2  # seconds for each of the two; whoever asks waits five


def database_answers() -> bool:
    """One round trip to PostgreSQL, past the pool: a pool without a server keeps its callers waiting for 15 s."""
    known = connection.settings_dict
    try:
        with psycopg.connect(
            host=known["HOST"] or None,
            port=known["PORT"] or None,
            user=known["USER"] or None,
            password=known["PASSWORD"] or None,
            dbname=known["NAME"],
            connect_timeout=PATIENCE,
            options=f"-c statement_timeout={PATIENCE}s",
        ) as probe:
            probe.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def broker_answers() -> bool:
    """One round trip to Redis."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def ready() -> JsonResponse:
    """200 when both answer, 503 with what does not."""
    checks = {"database": database_answers(), "broker": broker_answers()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def reminders_work() -> JsonResponse:
    """For whoever watches the product: 503 while a sweep is missing or unfinished, or no mail goes out.

    Apart from `ready`, since a site whose reminders stand still must go on serving its pages.
    """
    from tasks.mail import health

    try:
        alarms = health.alarms(timezone.now()) if database_answers() else ["The database does not answer."]
    except DatabaseError as error:
        alarms = [str(error)]
    return JsonResponse({"ok": not alarms, "alarms": alarms}, status=503 if alarms else 200)


class HealthMiddleware:
    """Answers these addresses itself, so that neither a session nor an allowed host is needed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"ok": True})
        if request.path == "/readyz":
            return ready()
        if request.path == "/healthz/reminders":
            return reminders_work()
        return self.get_response(request)
