"""What the frame around each page shows of the tasks app."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.clock import today
from accounts.models import User
from tasks import deciders
from tasks.asof import as_it_stood
from tasks.models import Instruction, InstructionReceipt, InstructionState, Notice

MOST_COUNTED = 100
"""The bell counts no further, so it costs the same for everybody."""


def bell(request: HttpRequest) -> dict[str, object]:
    """`unread_notices`, `to_decide`, `words_to_see`, up to `MOST_COUNTED`, each counted only where it is shown."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "unread_notices": SimpleLazyObject(lambda: count_unread(user)),
        "words_to_see": SimpleLazyObject(lambda: _now(count_words_to_see, user)),
        "to_decide": SimpleLazyObject(lambda: _now(count_to_decide, user, today())),
    }


def _now(count: Callable[..., int], *asked: object) -> int:
    """The frame tells of today, also around a page that shows a past day."""
    with as_it_stood(today(), today()):
        return count(*asked)


def count_to_decide(user: User, day: date) -> int:
    """Requests for more time that wait for `user`, at most `MOST_COUNTED` (over the partial index of those waiting)."""
    return deciders.waiting_for(user, day).order_by()[:MOST_COUNTED].count()


def count_words_to_see(user: User) -> int:
    """Drafts and answers that wait for `user` as a leader, and words to them that they have not opened."""
    waiting = Q(leader=user, state__in=[InstructionState.PROPOSED, InstructionState.ANSWERED])
    unread = InstructionReceipt.objects.filter(person=user, read_at=None).order_by().values("instruction")
    found = Instruction.objects.filter(waiting | Q(pk__in=unread, state__in=[InstructionState.OPEN]))
    return found.order_by()[:MOST_COUNTED].count()


def count_unread(user: User) -> int:
    """Unread notices of `user`, at most `MOST_COUNTED` (one query over a partial index)."""
    return Notice.objects.filter(recipient=user, read_at=None).order_by()[:MOST_COUNTED].count()
