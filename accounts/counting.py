"""Counting rows up to a cap, several piles in one query."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, IntegerField, QuerySet
from django.db.models.functions import Cast, Coalesce

from accounts.models import User


def capped(pile: QuerySet[Any], most: int) -> Func:
    """How many rows the pile holds, counted no further than `most`, as a column."""
    keys = ArraySubquery(pile.order_by().values("pk")[:most])
    # A pile that Django knows to be empty comes as '{}' or NULL, whose type PostgreSQL cannot tell without the cast.
    number = Func(Cast(keys, ArrayField(BigIntegerField())), function="CARDINALITY", output_field=IntegerField())
    return Coalesce(number, 0)


def columns(user: User, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The value of each expression by its name (one query, over the row of that user)."""
    row = User.objects.filter(pk=user.pk).values_list(*wanted.values()).get()
    return dict(zip(wanted, row, strict=True))
