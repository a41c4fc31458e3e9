"""Which recurring duties a person may see; one rule for pages and API."""

from datetime import date

from django.db.models import Q

from accounts import scope
from accounts.models import User


def seen_by(user: User, day: date) -> Q:
    """All for the office, those of their fields for leaders, those their units lead for the others."""
    reach = scope.of(user, day)
    if reach.everything:
        return Q()
    mine = Q(leader=user) | Q(field__in=reach.fields) if reach.leads else Q(pk__in=[])
    for path in reach.paths:
        mine |= Q(lead__path__startswith=path)
    return mine
