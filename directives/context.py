"""What the frame around each page shows of the directives app."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import counting
from accounts.clock import today
from accounts.models import User
from directives.models import Directive, NameState, Reading, ReadingState, RememberedName

MOST_COUNTED = 100
"""The menu counts no further, so it costs the same for everybody."""


def desk(request: HttpRequest) -> dict[str, object]:
    """`readings_to_decide` and `names_to_decide`, each counted only where a template shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    numbers = cache(lambda: count_waiting(user, today()))
    return {
        "readings_to_decide": SimpleLazyObject(lambda: numbers()["readings"]),
        "names_to_decide": SimpleLazyObject(lambda: numbers()["names"]),
    }


def count_waiting(user: User, day: date) -> Mapping[str, int]:
    """What waits to be decided, each at most `MOST_COUNTED` (one query over partial indexes).

    `readings`: papers of `user` that a newer reading reads differently; `names`: ways of naming a body.
    """
    seen = Directive.objects.visible_to(user, day)
    readings = Reading.objects.filter(state=ReadingState.COMPARED, directive__in=seen)
    names = RememberedName.objects.filter(state=NameState.PROPOSED)
    wanted = {"readings": readings, "names": names}
    return counting.columns(user, {name: counting.capped(pile, MOST_COUNTED) for name, pile in wanted.items()})
