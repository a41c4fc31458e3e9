"""The working calendar: loading what is known, and the administrator's own entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.policy import Decision
from directives.holidays_expected import SOURCE as EXPECTED
from directives.models import TaskDraft
from directives.workdays import EXCEPTIONS, SATURDAY, CalendarException, expected_exceptions
from tasks import policy_office
from tasks.models import Workday
from tasks.notify.ledger import insert_new
from tasks.reports.calendar import Effect, MovedDraft, effect

YEARS_AHEAD: Final = 2
"""Years after this one that the calendar always holds, were it only as expected."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one day: worked, off, or (None) what Monday to Friday says."""

    day: date
    is_working: bool | None
    source: str = ""
    note: str = ""


def may_edit(user: User, today: date) -> Decision:
    """The calendar moves everybody's deadlines, so the administration keeps it."""
    return policy_office.may(user, "keep_calendar", today)


def load() -> int:
    """Add the exceptions that this release knows of; counts the new ones. Entries of people stay."""
    return _insert(EXCEPTIONS)


def foresee(today: date) -> int:
    """Give each of the coming years that has no day at all what the law lets one expect; counts the new days."""
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    known = {day.year for day in Workday.objects.filter(day__year__in=years).dates("day", "year")}
    return sum(_insert(expected_exceptions(year)) for year in years if year not in known)


def _insert(exceptions: Iterable[CalendarException]) -> int:
    return insert_new(
        Workday(day=day, is_working=kind == "worked", source=source, note=note, is_expected=source.startswith(EXPECTED))
        for day, kind, source, note in exceptions
    )


# ── changing days ─────────────────────────────────────────────────────────────────────────────
def addition(day: date, source: str, note: str) -> Change:
    """The exception that `day` can be: a weekday off, or a weekend day that is worked."""
    return Change(day, day.weekday() >= SATURDAY, source, note)


def preview(changes: Sequence[Change], *, actor: User, today: date) -> Effect:
    """What the changes would do, with the same refusals as `apply`; nothing is written."""
    acting.require(may_edit, actor, today=today)
    _require_new(changes)
    return effect({change.day: change.is_working for change in changes}, today)


@transaction.atomic
def apply(changes: Sequence[Change], *, actor: User, today: date) -> Effect:
    """Enter the changes. Drafts whose deadline is counted move along; no deadline that was issued moves.

    Nothing is sent: the reminders of later days follow the new calendar.

    Raises:
        Refused: not an administrator.
        DomainError: nothing to change, a day is in the calendar already, or the row to remove is gone.
    """
    acting.require(may_edit, actor, today=today)
    _require_new(changes)
    found = effect({change.day: change.is_working for change in changes}, today)
    rows = {row.day: row for row in Workday.objects.select_for_update().filter(day__in=[c.day for c in changes])}
    deeds = [_write(change, rows.get(change.day)) for change in changes]
    _move(found.drafts)
    first, *others = deeds
    moved = [each.draft.pk for each in found.drafts]
    after = {**first.after, "drafts_moved": moved, "issued_unmoved": len(found.issued)}
    audit.record_all([audit.Deed(first.action, first.target, first.before, after), *others], actor=actor)
    return found


def _require_new(changes: Sequence[Change]) -> None:
    if not changes:
        raise DomainError(_("Không có ngày nào để ghi vào lịch."), code="nothing_to_change")
    wanted = [change.day for change in changes]
    known = set(Workday.objects.filter(day__in=wanted, is_expected=False).values_list("day", flat=True))
    gone = [change.day for change in changes if change.is_working is None]
    if any(not Workday.objects.filter(day=day).exists() for day in gone):
        raise DomainError(_("Ngày này không còn trong lịch; có thể người khác vừa xóa."), code="workday_gone")
    twice = [change.day for change in changes if change.is_working is not None and change.day in known]
    if twice:
        raise DomainError(
            _("Ngày %(day)s đã có trong lịch; xóa dòng cũ trước khi nhập lại.") % {"day": f"{twice[0]:%d/%m/%Y}"},
            code="workday_exists",
        )


def _write(change: Change, row: Workday | None) -> audit.Deed:
    """A day that was only expected is replaced by the one decided."""
    before = _said(row) if row else {}
    if change.is_working is None:
        assert row is not None  # noqa: S101 - `_require_new` has looked
        Workday.objects.filter(pk=row.pk).delete()
        return audit.Deed("workday.removed", row, before=before)
    row = row or Workday(day=change.day)
    row.is_working, row.source, row.note = change.is_working, change.source, change.note
    row.is_expected = False
    row.save()
    return audit.Deed("workday.added", row, before=before, after=_said(row))


def _move(drafts: Iterable[MovedDraft]) -> None:
    for each in drafts:
        TaskDraft.objects.filter(pk=each.draft.pk, due_on=each.due_on).update(
            due_on=each.moves_to, version=F("version") + 1
        )


# ── words of a day, and a whole year decided ──────────────────────────────────────────────────
@transaction.atomic
def reword(workday_id: int, *, source: str, note: str, actor: User, today: date) -> Workday:
    """Another source or note of a day; it counts as decided from then on, and moves nothing.

    Raises:
        Refused: not an administrator.
        DomainError: somebody else has removed it.
    """
    acting.require(may_edit, actor, today=today)
    row = Workday.objects.select_for_update().filter(pk=workday_id).first()
    if row is None:
        raise DomainError(_("Ngày này không còn trong lịch; có thể người khác vừa xóa."), code="workday_gone")
    before = _said(row)
    row.source, row.note, row.is_expected = source, note, False
    row.save(update_fields=["source", "note", "is_expected"])
    audit.record("workday.changed", row, actor=actor, before=before, after=_said(row))
    return row


@transaction.atomic
def decide_year(year: int, *, source: str, actor: User, today: date) -> int:
    """The plan of the year has come and confirms every expected day; counts them.

    Raises:
        Refused: not an administrator.
        DomainError: the year holds no expected day.
    """
    acting.require(may_edit, actor, today=today)
    rows = list(Workday.objects.select_for_update().filter(day__year=year, is_expected=True))
    if not rows:
        raise DomainError(_("Năm này không còn ngày nào chờ quyết định."), code="nothing_expected")
    Workday.objects.filter(pk__in=[row.pk for row in rows]).update(source=source, is_expected=False)
    audit.record("workday.year_decided", rows[0], actor=actor, after={"year": year, "source": source, "n": len(rows)})
    return len(rows)


def _said(row: Workday) -> Mapping[str, object]:
    said = {"day": row.day, "is_working": row.is_working, "source": row.source, "note": row.note}
    return {**said, "is_expected": True} if row.is_expected else said
