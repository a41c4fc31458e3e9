"""The working calendar: loading what is known, and the administrator's own entries."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role
from directives.workdays import EXCEPTIONS, SATURDAY
from tasks.models import Workday
from tasks.notify.ledger import insert_new

KEEP_CALENDAR: Final = frozenset({Role.ADMIN})


def may_edit(user: User, today: date) -> Decision:
    """The calendar moves everybody's deadlines, so the administration keeps it."""
    if user.holds(KEEP_CALENDAR, today):
        return ALLOWED
    return denied(_("Chỉ quản trị hệ thống được sửa lịch làm việc."))


def load() -> int:
    """Add the exceptions that this release knows of; counts the new ones. Entries of people stay."""
    return insert_new(
        Workday(day=day, is_working=kind == "worked", source=source, note=note)
        for day, kind, source, note in EXCEPTIONS
    )


@transaction.atomic
def add(*, day: date, source: str, note: str, actor: User, today: date) -> Workday:
    """Enter the exception that `day` can be: a weekday off, or a weekend day that is worked.

    No deadline that was issued moves by it; reminders of later days follow the new calendar.

    Raises:
        Refused: not an administrator.
        DomainError: the day is in the calendar already.
    """
    may_edit(actor, today).require()
    if Workday.objects.filter(day=day).exists():
        raise DomainError(
            _("Ngày %(day)s đã có trong lịch; xóa dòng cũ trước khi nhập lại.") % {"day": f"{day:%d/%m/%Y}"},
            code="workday_exists",
        )
    row = Workday.objects.create(day=day, is_working=day.weekday() >= SATURDAY, source=source, note=note)
    audit.record("workday.added", row, actor=actor, after=_said(row))
    return row


@transaction.atomic
def remove(workday_id: int, *, actor: User, today: date) -> None:
    """Take an exception out of the calendar.

    Raises:
        Refused: not an administrator.
        DomainError: somebody else has removed it.
    """
    may_edit(actor, today).require()
    row = Workday.objects.select_for_update().filter(pk=workday_id).first()
    if row is None:
        raise DomainError(_("Ngày này không còn trong lịch; có thể người khác vừa xóa."), code="workday_gone")
    Workday.objects.filter(pk=row.pk).delete()
    audit.record("workday.removed", row, actor=actor, before=_said(row))


def _said(row: Workday) -> dict[str, object]:
    return {"day": row.day, "is_working": row.is_working, "source": row.source, "note": row.note}
