"""What the frame around each page shows of the tasks app."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import counting, kept_sql
from accounts.clock import today
from accounts.models import User
from tasks import deciders
from tasks.asof import as_it_stood
from tasks.models import Instruction, InstructionReceipt, InstructionState, Notice

Counted = TypeVar("Counted")
MOST_COUNTED = 100
"""The bell counts no further, so it costs the same for everybody."""


def bell(request: HttpRequest) -> dict[str, object]:
    """`unread_notices`, `to_decide`, `words_to_see`, up to `MOST_COUNTED`, each counted only where it is shown."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    numbers = cache(lambda: _now(count_news, user))
    return {
        "unread_notices": SimpleLazyObject(lambda: numbers()["unread"]),
        "words_to_see": SimpleLazyObject(lambda: numbers()["words"]),
        "to_decide": SimpleLazyObject(lambda: _now(count_to_decide, user, today())),
    }


def _now(count: Callable[..., Counted], *asked: object) -> Counted:
    """The frame tells of today, also around a page that shows a past day."""
    with as_it_stood(today(), today()):
        return count(*asked)


def count_to_decide(user: User, day: date) -> int:
    """Requests for more time that wait for `user`, at most `MOST_COUNTED` (over the partial index of those waiting)."""
    return deciders.count_waiting(user, day, MOST_COUNTED)


def count_unread(user: User) -> int:
    """Unread notices of `user`, at most `MOST_COUNTED` (one query over a partial index)."""
    return Notice.objects.filter(recipient=user, read_at=None).order_by()[:MOST_COUNTED].count()


def count_news(user: User) -> Mapping[str, int]:
    """`unread` notices and `words` that wait for `user`, each at most `MOST_COUNTED` (one query over partial indexes).

    Words are drafts and answers that wait for a leader, and words to the person that they have not opened.
    """
    counted = kept_sql.rows(("news", user.pk), lambda: _news(user))
    return dict(zip(("unread", "words"), *counted, strict=True))


def _news(user: User) -> QuerySet[User, tuple[int, ...]]:
    """Both piles beside the row of the user."""
    waiting = Q(leader=user, state__in=[InstructionState.PROPOSED, InstructionState.ANSWERED])
    unread = InstructionReceipt.objects.filter(person=user, read_at=None).order_by().values("instruction")
    words = Instruction.objects.filter(waiting | Q(pk__in=unread, state__in=[InstructionState.OPEN]))
    notices = Notice.objects.filter(recipient=user, read_at=None)
    columns = (counting.capped(pile, MOST_COUNTED) for pile in (notices, words))
    return User.objects.filter(pk=user.pk).values_list(*columns)
