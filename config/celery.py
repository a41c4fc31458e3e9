"""The Celery application; jobs live in each app's `jobs.py` and are thin."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


def queue_of(
    name: str, args: object, kwargs: object, options: object, task: object = None, **_: object
) -> dict[str, str] | None:
    """The queue of a job by the `lane` it names itself: `quick`, `mail` or `nightly`.

    Celery 6 takes the attribute `queue` away from jobs, so this function stands in `task_routes` instead.
    """
    lane = getattr(task, "lane", None)
    return {"queue": lane} if isinstance(lane, str) else None


@app.on_after_configure.connect
def load_schedule(sender: Celery, **_: object) -> None:
    """The beat table is code, so that a review sees what runs when.

    Redbeat looks for its options by their bare names only, which a namespace in the settings hides from it.
    """
    from django.conf import settings

    from config.schedule import BEAT

    sender.conf.beat_schedule = BEAT
    sender.conf.redbeat_redis_url = settings.CELERY_REDBEAT_REDIS_URL
    sender.conf.redbeat_redis_options = settings.CELERY_REDBEAT_REDIS_OPTIONS


@setup_logging.connect
def keep_django_logging(**_: object) -> None:
    """Celery leaves logging to Django's settings."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)
