"""The ageing bands of the city on a day: as its administrator entered them, before that `AGEING_BANDS`."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from tasks.deadlines import Band, bands
from tasks.models import AgeingRule


def bands_on(day: date) -> tuple[Band, ...]:
    """The bands in force on `day`, which is the day that a page or report counts (one query)."""
    rule = AgeingRule.on(day)
    return bands(rule.edges if rule else settings.AGEING_BANDS)


def edges_of(ages: Sequence[Band]) -> list[int]:
    """The last days of these bands, the open one left out."""
    return [band.most for band in ages if band.most is not None]
