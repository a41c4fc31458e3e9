"""The city's own rules for counting deadlines: previewed, adopted with a source, and counted through in batches."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.policy import Decision
from tasks import policy_office
from tasks.deadlines import DeadlineKind, Rules, last_day
from tasks.models import DeadlinePolicy, Task, Workday
from tasks.models.task import OPEN_VALUES, OVERDUE_VALUES

BATCH: Final = 5000
"""Tasks counted anew in one transaction, so that nobody waits long for a row."""

_EFFECT: Final = """
    SELECT count(*) FILTER (WHERE status = ANY(%(open)s)),
           count(*) FILTER (WHERE status = ANY(%(running)s) AND counts_until < %(today)s),
           count(*) FILTER (WHERE status = ANY(%(running)s) AND v.last < %(today)s),
           count(*) FILTER (WHERE status = 'done' AND submitted_on > counts_until),
           count(*) FILTER (WHERE status = 'done' AND submitted_on > v.last)
    FROM tasks_task t
    JOIN unnest(%(days)s::date[], %(kinds)s::text[], %(lasts)s::date[]) AS v(day, kind, last)
      ON t.due_on = v.day AND task_kind_now(t.due_on, t.due_on_as_issued, t.deadline_kind) = v.kind
    WHERE t.counts_until IS DISTINCT FROM v.last
"""
_RECOUNT: Final = """
    UPDATE tasks_task t
    SET counts_until = n.current, counts_until_as_issued = n.issued
    FROM (
        SELECT id,
               task_last_day(due_on, task_kind_now(due_on, due_on_as_issued, deadline_kind)) AS current,
               task_last_day(due_on_as_issued, deadline_kind) AS issued
        FROM tasks_task
        WHERE id > %s AND id <= %s AND greatest(due_on, due_on_as_issued) >= %s
        ORDER BY id FOR UPDATE
    ) n
    WHERE t.id = n.id
      AND (t.counts_until, t.counts_until_as_issued) IS DISTINCT FROM (n.current, n.issued)
"""
_RECOUNT_PARTS: Final = """
    UPDATE tasks_party p
    SET counts_until = n.last
    FROM (
        SELECT id, task_last_day(due_on, deadline_kind) AS last
        FROM tasks_party
        WHERE task_id > %s AND task_id <= %s AND due_on >= %s
        ORDER BY id FOR UPDATE
    ) n
    WHERE p.id = n.id AND p.counts_until IS DISTINCT FROM n.last
"""


@dataclass(frozen=True, slots=True)
class NewRules:
    """A row of rules as the administrator types it."""

    valid_from: date
    before_is_strict: bool
    named_rolls: bool
    grace_days: int
    review_days: int
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RulesEffect:
    """Open tasks that would be counted otherwise, and how many of all those concerned are late before and after."""

    open_changed: int
    overdue_now: int
    overdue_then: int
    done_late_now: int
    done_late_then: int


def may_edit(user: User, today: date) -> Decision:
    """Rules change everybody's figures, so the administration enters what the city has decided."""
    return policy_office.may(user, "keep_rules", today)


def preview(new: NewRules, *, actor: User, today: date) -> RulesEffect:
    """What the rules would change (two queries); nothing is written."""
    acting.require(may_edit, actor, today=today)
    rules = Rules(new.before_is_strict, new.named_rolls, new.grace_days)
    calendar = Workday.objects.calendar()
    until = DeadlinePolicy.objects.filter(valid_from__gt=new.valid_from).order_by("valid_from").first()
    days = Task.objects.filter(due_on__gte=new.valid_from).order_by()
    if until:
        days = days.filter(due_on__lt=until.valid_from)
    wanted = [
        (day, kind.value, last_day(day, kind, rules, calendar))
        for day in days.values_list("due_on", flat=True).distinct()
        for kind in DeadlineKind
    ]
    return _effect(wanted, today)


def _effect(wanted: list[tuple[date | None, str, date | None]], today: date) -> RulesEffect:
    given: dict[str, Any] = {
        "open": OPEN_VALUES,
        "running": OVERDUE_VALUES,
        "today": today,
        "days": [day for day, _kind, _last in wanted],
        "kinds": [kind for _day, kind, _last in wanted],
        "lasts": [last for _day, _kind, last in wanted],
    }
    with connection.cursor() as cursor:
        cursor.execute(_EFFECT, given)
        return RulesEffect(*cursor.fetchone())


@transaction.atomic
def adopt(new: NewRules, *, actor: User, today: date) -> DeadlinePolicy:
    """Enter the rules for deadlines from `valid_from` on; `recount` brings the tasks in line.

    Raises:
        Refused: not an administrator.
        DomainError: the same rules hold on that day already.
    """
    acting.require(may_edit, actor, today=today)
    before = DeadlinePolicy.objects.on(new.valid_from)
    said = asdict(new)
    compared = ("before_is_strict", "named_rolls", "grace_days", "review_days")
    if before and all(getattr(before, name) == said[name] for name in compared):
        raise DomainError(_("Quy tắc này đang áp dụng vào ngày đó; không có gì thay đổi."), code="same_rules")
    row = DeadlinePolicy.objects.create(**said, created_by=actor)
    was = {name: getattr(before, name) for name in compared} if before else {}
    audit.record("rules.adopted", row, actor=actor, before=was, after=said)
    return row


def recount_waiting() -> int:
    """Count through every row of rules that has not been, tasks and their parts; how many tasks changed."""
    return sum(recount(row) for row in DeadlinePolicy.objects.filter(recounted_at=None).order_by("pk"))


def recount(row: DeadlinePolicy) -> int:
    """Bring the last days in time of the deadlines concerned in line, batch by batch; killed anywhere, run it again."""
    most = Task.objects.aggregate(most=Max("pk"))["most"] or 0
    changed = sum(_recount_batch(after, row.valid_from) for after in range(0, most, BATCH))
    DeadlinePolicy.objects.filter(pk=row.pk).update(recounted_at=timezone.now())
    return changed


def _recount_batch(after: int, valid_from: date) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [after, after + BATCH, valid_from])
        changed = int(cursor.rowcount)
        cursor.execute(_RECOUNT_PARTS, [after, after + BATCH, valid_from])
    return changed
