"""What the frame around each page shows of the directives app."""

from datetime import date

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

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
    return {
        "readings_to_decide": SimpleLazyObject(lambda: count_readings(user, today())),
        "names_to_decide": SimpleLazyObject(count_names),
    }


def count_readings(user: User, day: date) -> int:
    """Papers of `user` that a newer reading reads differently, at most `MOST_COUNTED` (over a partial index)."""
    compared = Reading.objects.filter(
        state=ReadingState.COMPARED, directive__in=Directive.objects.visible_to(user, day)
    )
    return compared.order_by()[:MOST_COUNTED].count()


def count_names() -> int:
    """Ways of naming a body that wait to be confirmed, at most `MOST_COUNTED`."""
    return RememberedName.objects.filter(state=NameState.PROPOSED).order_by()[:MOST_COUNTED].count()
