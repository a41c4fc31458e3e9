"""Where the servers listen: noted for other commands, and put into the settings of this process."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from config import env

Addresses = Mapping[str, str]


def given() -> dict[str, str]:
    """What the environment names; such a server is used as it is and never started or stopped."""
    found = {name: env.text(name) for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")}
    return {name: address for name, address in found.items() if address}


def write(note: Path, addresses: Addresses) -> None:
    """Note the embedded servers in one step, so that nobody ever reads half of it (see settings.embedded)."""
    unfinished = note.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(addresses, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(note)


def point_settings_at(addresses: Addresses) -> None:
    """Settings were read before the servers were up, so their one dictionary is filled in before the first connection.

    The environment gets them too, for what this process starts with `exec`.
    """
    os.environ.update(addresses)
    if database := addresses.get("DATABASE_URL"):
        settings.DATABASES["default"].update(env.database(database))
    if broker := addresses.get("REDIS_URL"):
        _point_at_broker(broker)
    if mail := addresses.get("EMAIL_URL"):
        smtp = env.smtp(mail)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = mail, smtp.host, smtp.port


def _point_at_broker(broker: str) -> None:
    from config.celery import app

    settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CELERY_REDBEAT_REDIS_URL = broker
    settings.CACHES["default"]["LOCATION"] = broker
    app.conf.update(broker_url=broker, redbeat_redis_url=broker)
