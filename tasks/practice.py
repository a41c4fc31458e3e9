"""The rules of the process in force on a day, and the codes that people choose from; read by policy, forms, actions."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.models import Membership, Organisation
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role
from directives.workdays import WorkingCalendar
from tasks.lifecycle import Status
from tasks.models import CodeItem, CodeKind, PracticeRule, SignOffWaiver, Task, Workday


# ── codes ─────────────────────────────────────────────────────────────────────────────────────
def items(kind: CodeKind) -> list[CodeItem]:
    """The choices of one list that are in use, in the office's order (one query)."""
    return list(CodeItem.objects.filter(kind=kind, is_active=True))


def choices(kind: CodeKind) -> list[tuple[str, str]]:
    """As a form takes them, in the reader's language where the label was shipped."""
    return [(item.code, _(item.label)) for item in items(kind)]


def item(kind: CodeKind, code: str) -> CodeItem:
    """The choice.

    Raises:
        DomainError: the list has no such code in use (`unknown_<kind>`).
    """
    found = CodeItem.objects.filter(kind=kind, code=code, is_active=True).first()
    if found is None:
        sentence = _("Hãy chọn một mục trong danh sách “%(list)s”.") % {"list": CodeKind(kind).label}
        raise DomainError(sentence, code=f"unknown_{kind}", status=400)
    return found


def words_of(kind: CodeKind) -> dict[str, str]:
    """The words of every code of the list, retired ones included, because old rows hold them (one query)."""
    return {code: _(label) for code, label in CodeItem.objects.filter(kind=kind).values_list("code", "label")}


# ── time limits ───────────────────────────────────────────────────────────────────────────────
def may_still_contest(task: Task, today: date) -> Decision:
    """A unit contests within the time that the city sets (two queries when there is a limit, else one)."""
    rule = PracticeRule.objects.on(today)
    if not rule.contest_days:
        return ALLOWED
    last = rule.contest_by(task.assigned_on, Workday.objects.calendar())
    if last is None or today <= last:
        return ALLOWED
    return denied(
        _("Đã hết thời hạn đề nghị giao lại (%(days)s ngày làm việc, đến hết %(day)s); hãy trao đổi với Văn phòng.")
        % {"days": rule.contest_days, "day": f"{last:%d/%m/%Y}"}
    )


def unreceived(today: date, calendar: WorkingCalendar | None = None) -> Q:
    """Given so long ago that it should have been received before `today` (one query, and one for the calendar)."""
    rule = PracticeRule.objects.on(today)
    if not rule.receive_days:
        return Q(pk__isnull=True)
    first_in_time = (calendar or Workday.objects.calendar()).add_working_days(today, -rule.receive_days)
    return Q(status=Status.ASSIGNED.value, assigned_on__lt=first_in_time)


# ── the signature inside a unit ───────────────────────────────────────────────────────────────
def waives_signature(unit: Organisation, today: date) -> bool:
    """Whether results of `unit` go to the office unsigned: the city lets it, and the unit or one above it chose so.

    A unit without any head in office has nobody to sign; its results go to the office as well (two or three queries).
    """
    steps = unit.path.rstrip("/").split("/")
    above = ["/".join(steps[:length]) + "/" for length in range(1, len(steps) + 1)]
    bodies = Organisation.objects.filter(path__in=above, parent__isnull=False)
    if not Membership.objects.on(today).filter(role=Role.HEAD, organisation__in=bodies).exists():
        return True
    if not PracticeRule.objects.on(today).units_may_waive:
        return False
    return SignOffWaiver.objects.filter(organisation__in=bodies, until=None, since__lte=today).exists()
