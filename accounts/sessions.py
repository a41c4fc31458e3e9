"""Sessions of people: which devices they are on, when they were last used, and ending them."""

import time
from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import context
from accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]
SEEN: Final = "seen"
"""Session key: when the session was last used, in seconds since 1970, noted once a minute."""

NOTED_EVERY: Final = 60
TOLD_EVERY: Final = 300
"""Seconds after which the list of sessions is brought up to date."""

BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """The browser and system that a browser claims to be, in words; what it says itself when it is unknown."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s trên %(system)s") % {"browser": browser, "system": system}
    return browser or system or user_agent[:60] or _("Thiết bị không rõ")


def of(user: User) -> list[UserSession]:
    """The sessions that are still open, the one used last first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True)


def begin(request: HttpRequest) -> None:
    """Note the first use of a session, as somebody signs in."""
    request.session[SEEN] = time.time()


def end_all(user: User, *, but: str | None = None) -> int:
    """End the sessions of a person at once, but for the one with this key; how many there were."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for row in rows:
        row.end()
    return len(rows)


class SessionClockMiddleware:
    """Ends a session that was not used for SESSION_IDLE_MINUTES, and notes when and from where each is used.

    Pages that ask for news by themselves (`hx-trigger="every …"`) must not keep a session alive; none of those that
    do lasts longer than reading one paper.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            now = time.time()
            seen = request.session.get(SEEN)
            if seen is not None and settings.SESSION_IDLE_MINUTES and now - seen > settings.SESSION_IDLE_MINUTES * 60:
                _end_idle(request)
            elif seen is None or now - seen > NOTED_EVERY:
                _note_use(request, request.user, now)
        return self.get_response(request)


def _end_idle(request: HttpRequest) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    sentence = _("Phiên làm việc đã kết thúc vì không dùng trong %(minutes)s phút. Hãy đăng nhập lại.")
    messages.info(request, sentence % {"minutes": settings.SESSION_IDLE_MINUTES})


def _note_use(request: HttpRequest, user: User, now: float) -> None:
    told = request.session.get("told", 0)
    request.session[SEEN] = now
    if now - told < TOLD_EVERY:
        return
    request.session["told"] = now
    if request.session.session_key:
        note(request, user)


def note(request: HttpRequest, user: User) -> None:
    """Bring the row of this session up to date, or make it for a session that has none yet."""
    known = {
        "user": user,
        "ip": context.current().address or "0.0.0.0",  # noqa: S104 - stands for an unknown address, nothing binds to it
        "user_agent": request.headers.get("User-Agent", "")[:200],
        "last_seen_at": timezone.now(),
    }
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=known)
