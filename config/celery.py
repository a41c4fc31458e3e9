"""The Celery application; jobs live in each app's `jobs.py` and are thin."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


@app.on_after_configure.connect
def load_schedule(sender: Celery, **_: object) -> None:
    """The beat table is code, so that a review sees what runs when."""
    from config.schedule import BEAT

    sender.conf.beat_schedule = BEAT


@setup_logging.connect
def keep_django_logging(**_: object) -> None:
    """Celery leaves logging to Django's settings."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)
