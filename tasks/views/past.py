"""Pages that show any past day as well as today: which day is asked about, and what the page says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.http import AuthedRequest
from tasks.asof import PARAMETER, as_it_stood, day_asked, rebuilt_before, rebuilt_words

NOT_CARRIED_ON = frozenset({PARAMETER, "page", "format"})


@dataclass(frozen=True, slots=True)
class Looked:
    """The day that a page shows; `today` decides what its reader may see, `day` what is counted.

    `rebuilt` is the first day kept as it happened, where `day` lies before it. `rest` is the rest of the address, for
    the form that asks for another day.
    """

    day: date
    today: date
    rebuilt: date | None
    rest: list[tuple[str, str]]

    @property
    def is_past(self) -> bool:
        """Whether it is not today: nothing can be done on such a page."""
        return self.day != self.today


@contextmanager
def looking(request: AuthedRequest) -> Iterator[Looked]:
    """The day asked for in the address; queries, templates and files inside read it. Draw the page inside.

    Raises:
        DomainError: no day, one ahead, or one of which nothing is known.
    """
    now = today()
    day = day_asked(request.GET, now)
    rebuilt = rebuilt_before(day) if day != now else None
    rest = [(name, value) for name, values in request.GET.lists() for value in values if name not in NOT_CARRIED_ON]
    with as_it_stood(day, now):
        yield Looked(day, now, rebuilt, rest)


def moment_of(request: AuthedRequest, looked: Looked) -> str:
    """As of when, and for whom the figures were counted; of a past day no moment, so that it is always the same."""
    if not looked.is_past:
        return as_of_now(request)
    words = {"day": f"{looked.day:%d/%m/%Y}", "name": request.user.full_name}
    return _("Số liệu đến hết ngày %(day)s, trong phạm vi được xem của %(name)s.") % words


def file_moment(request: AuthedRequest, looked: Looked) -> str:
    """What a file says of its moment: as the page, with the note that the page shows beside its form."""
    rebuilt = rebuilt_words(looked.day) if looked.rebuilt else ""
    return f"{moment_of(request, looked)} {rebuilt}".strip()


def as_of_now(request: AuthedRequest) -> str:
    """When and for whom the figures of today were counted; it stands on every report."""
    words = {"moment": date_format(timezone.localtime(), "H:i d/m/Y"), "name": request.user.full_name}
    return _("Số liệu tính đến %(moment)s, trong phạm vi được xem của %(name)s.") % words
