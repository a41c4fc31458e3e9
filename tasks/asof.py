"""Reading tasks as they stood at the end of a past day, and playing a past day.

    with as_it_stood(date(2026, 6, 30), today):
        board = overdue_board(tasks, ..., today=date(2026, 6, 30))

Inside, every query on tasks, coordinating bodies, reports, requests for more time, urgings, instructions with their
answers, decisions on changed papers and the steps of tasks reads how they were then; nothing can be written to them.
What follows from it: evaluate inside (a lazy queryset, a server-side cursor or a template drawn later reads today), and
never keep a figure of one day for another.

As they are today stay: names of people, fields and papers, of bodies under the map of today (under the map of then a
body is called as on that day, see `former_names`), the text of a task, its files, recurring duties, and
how many days before a deadline are "soon". Ageing bands and weights of the index are those of the day (`tasks.ageing`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.forms import DateField
from django.utils.translation import gettext as _

from accounts import lineage
from accounts.errors import DomainError
from tasks.history import DAY, PLAYED, SCHEMA

PARAMETER: Final = "as_of"
"""The day in an address: `as_of=2026-06-30`, or as people type it."""
_FIRST_REBUILT: Final = "SELECT min(from_day) FROM public.tasks_taskstate WHERE is_rebuilt"
_FIRST_KEPT: Final = "SELECT min(from_day) FROM public.tasks_taskstate WHERE NOT is_rebuilt"
"""Each has an index of its own; both together would read every row that was rebuilt."""
_standing: ContextVar[date | None] = ContextVar("as_of", default=None)
"""The past day that queries read, None for today."""
_former: ContextVar[tuple[date, Mapping[int, str]] | None] = ContextVar("former_names", default=None)
"""The former names of that day, once somebody has asked for them."""


@contextmanager
def as_it_stood(day: date, today: date) -> Iterator[None]:
    """Let every query inside read the end of `day`; today's own day changes nothing.

    It is a transaction (or a savepoint of one) with settings of its own, so it holds behind a pool of connections too,
    and ends with the block, whatever happens in it. Blocks may stand in each other, for a comparison of days.

    Raises:
        DomainError: `day` lies ahead, or before the first day of which anything is known.
    """
    if day == today and _standing.get() is None:
        yield
        return
    if day != today:
        require_known(day, today)
    token = _standing.set(None if day == today else day)
    listed = connection.features.allows_group_by_selected_pks
    try:
        with transaction.atomic():
            before = _settings()
            # A view has no key that the other columns of a row would follow from.
            connection.features.allows_group_by_selected_pks = False
            _set("public" if day == today else f"{SCHEMA}, public", day.isoformat())
            yield
            # After an error the savepoint takes the settings back, and no statement would be heard any more.
            _set(*before)
    finally:
        _former.set(None)
        connection.features.allows_group_by_selected_pks = listed
        _standing.reset(token)


def standing() -> date | None:
    """The past day that queries read now, None for today."""
    return _standing.get()


def former_names() -> Mapping[int, str]:
    """How bodies were called on the past day that is read, where they are called otherwise today; none for today.

    Asked once in a block; a board or report under the map of then names bodies so.
    """
    day = standing()
    if day is None:
        return {}
    known = _former.get()
    if known is None or known[0] != day:
        known = (day, lineage.former_names(day))
        _former.set(known)
    return known[1]


def day_asked(query: Mapping[str, str], today: date) -> date:
    """The day that `as_of` in an address names, today without one.

    Raises:
        DomainError: no day, one ahead, or one before the first of which anything is known (status 400).
    """
    text = query.get(PARAMETER, "").strip()
    if not text:
        return today
    day = None
    with suppress(ValidationError):
        day = DateField().to_python(text)
    if day is None:
        sentence = _("“%(text)s” không phải là ngày; hãy ghi ngày/tháng/năm.") % {"text": text[:40]}
        raise DomainError(sentence, code="bad_day", status=400)
    if day != today:
        require_known(day, today)
    return day


def require_known(day: date, today: date) -> None:
    """Refuse a day of which nothing can be said.

    Raises:
        DomainError: `day` lies ahead, or before the first day of the history.
    """
    if day > today:
        words = {"day": f"{day:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"}
        sentence = _("Ngày %(day)s chưa tới; số liệu chỉ xem được đến hết ngày %(today)s.") % words
        raise DomainError(sentence, code="day_ahead", status=400)
    first = first_day()
    if first is None:
        raise DomainError(_("Chưa có số liệu của ngày nào trước hôm nay."), code="day_unknown", status=400)
    if day < first:
        words = {"day": f"{day:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}"}
        sentence = _("Không có số liệu của ngày %(day)s; lịch sử được ghi từ ngày %(first)s.") % words
        raise DomainError(sentence, code="day_unknown", status=400)


def first_day() -> date | None:
    """The first day of which anything is known, None without any task."""
    return _one(f"SELECT least(({_FIRST_REBUILT}), ({_FIRST_KEPT}))")


def rebuilt_before(day: date) -> date | None:
    """The first day kept as it happened, when what is known of `day` was partly put together from dates of tasks.

    None when everything of that day was kept as it happened.
    """
    rebuilt, kept = _one(_FIRST_REBUILT), _one(_FIRST_KEPT)
    return kept if rebuilt is not None and kept is not None and rebuilt <= day < kept else None


def rebuilt_words(day: date) -> str:
    """The sentence of papers and pages that show `day`, where some of it was put together from dates; else nothing."""
    kept = rebuilt_before(day)
    if kept is None:
        return ""
    sentence = _("Trước ngày %(day)s lịch sử được dựng lại từ ngày tháng ghi ở nhiệm vụ.")
    return sentence % {"day": f"{kept:%d/%m/%Y}"}


@contextmanager
def played_on(day: date) -> Iterator[None]:
    """What is done inside is kept as done on `day`: for a story of past days, never for what people do.

    It is a transaction, or a savepoint of one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [PLAYED])
            before = cursor.fetchone()[0] or ""
            cursor.execute("SELECT set_config(%s, %s, true)", [PLAYED, day.isoformat()])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [PLAYED, before])


def _settings() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path'), coalesce(current_setting(%s, true), '')", [DAY])
        path, day = cursor.fetchone()
    return str(path), str(day)


def _set(path: str, day: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true), set_config(%s, %s, true)", [path, DAY, day])


def _one(query: str) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found: date | None = cursor.fetchone()[0]
    return found
