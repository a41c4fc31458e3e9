"""The only place that reads the clock for a day; views, jobs and commands ask here and pass `today` down."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """The day it is in the office's time zone."""
    return timezone.localdate()  # noqa: TID251 - this is the one place
