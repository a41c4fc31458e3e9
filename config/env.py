"""Typed reading of the environment: a wrong value stops the start with one clear sentence."""

import os
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The value of `name`; `NAME_FILE` names a file that holds it (for secrets mounted by a container engine)."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path!r}, which cannot be read.") from error


def boolean(name: str, *, default: bool) -> bool:
    """`name` as a yes or no."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be one of true/false, yes/no, on/off, 1/0; it is {value!r}.")
    return value in TRUE


def integer(name: str, default: int, *, least: int = 0) -> int:
    """`name` as a whole number not below `least`."""
    value = text(name).strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}; it is {value!r}.")
    return int(value)


def listing(name: str, default: str = "") -> list[str]:
    """`name` as a comma-separated list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def ascending(name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """`name` as whole numbers above 0, each greater than the one before: `7,30,120`."""
    items = listing(name)
    if not items:
        return default
    numbers = tuple(int(item) for item in items if item.isdecimal())
    if len(numbers) < len(items) or list(numbers) != sorted({*numbers} - {0}):
        raise ImproperlyConfigured(f"{name} must be ascending whole numbers such as 7,30,120; it is {text(name)!r}.")
    return numbers


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """`name` as one of `allowed`."""
    value = text(name, default).strip()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}; it is {value!r}.")
    return value


def clock(name: str, default: str) -> str:
    """`name` as a time of day, HH:MM."""
    value = text(name).strip() or default
    try:
        return f"{time.fromisoformat(value):%H:%M}"
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a time of day such as 05:30; it is {value!r}.") from error


def database(url: str) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name`; `?host=/folder` names a socket folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail is handed over."""

    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    use_ssl: bool


def smtp(url: str) -> Smtp:
    """`smtp://user:password@host:587?tls=1` (STARTTLS) or `smtps://user:password@host:465`."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587?tls=1 or smtps://host:465.")
    secure = parts.scheme == "smtps"
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if secure else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=not secure and parse_qs(parts.query).get("tls", ["0"])[0] in TRUE,
        use_ssl=secure,
    )
