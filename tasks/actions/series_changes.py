"""What the office changes about a recurring duty: one occurrence, the rule, the lead, or its end."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Organisation, User
from tasks.actions.series import LOOK_AHEAD, LOOK_BACK, Pattern, Planned, check, lock, plan
from tasks.models import ChangeKind, Series, SeriesChange, SeriesRule, SeriesState

MOST_AHEAD: Final = 60
"""Days of warning with which an occurrence can be made."""


@transaction.atomic
def skip(series_id: int, period: str, *, actor: User, today: date, seen_version: int | None, reason: str) -> Series:
    """Leave one coming occurrence out.

    Raises:
        DomainError: no reason, no such period, or its task exists already.
    """
    series = lock(series_id, actor=actor, today=today, seen_version=seen_version)
    _demand(reason, _("Hãy nêu lý do."))
    _coming(series, period, today)
    return _change(series, period, ChangeKind.SKIP, None, actor=actor, reason=reason)


@transaction.atomic
def move(
    series_id: int, period: str, *, actor: User, today: date, seen_version: int | None, reason: str, due_on: date
) -> Series:
    """Give one coming occurrence another deadline.

    Raises:
        DomainError: as `skip`, or a day that is over.
    """
    series = lock(series_id, actor=actor, today=today, seen_version=seen_version)
    _demand(reason, _("Hãy nêu lý do."))
    _coming(series, period, today)
    if due_on < today:
        raise DomainError(_("Hạn mới không được trước hôm nay."), code="due_in_past", status=400)
    return _change(series, period, ChangeKind.MOVE, due_on, actor=actor, reason=reason)


@transaction.atomic
def change_rule(
    series_id: int, pattern: Pattern, *, actor: User, today: date, seen_version: int | None, from_on: date
) -> Series:
    """Another rule for deadlines from `from_on` on; tasks that exist stay as they are.

    Raises:
        DomainError: a rule that cannot be expanded, no source, or a day that is over.
    """
    series = lock(series_id, actor=actor, today=today, seen_version=seen_version)
    _demand(pattern.source, _("Hãy nêu căn cứ thay đổi chu kỳ."))
    if from_on < today:
        raise DomainError(_("Chu kỳ mới chỉ áp dụng từ hôm nay trở đi."), code="rule_in_past", status=400)
    before = series.rules.order_by("from_on", "pk").last()
    row = SeriesRule.objects.create(
        series=series,
        from_on=from_on,
        rule=check(pattern.rule),
        timing=pattern.timing,
        kind=pattern.kind,
        source=pattern.source,
        created_by=actor,
    )
    _touch(series)
    after = {"rule": row.rule, "timing": row.timing, "from_on": from_on, "source": pattern.source}
    audit.record(
        "series.rule_changed", series, actor=actor, before={"rule": before.rule if before else ""}, after=after
    )
    return series


@transaction.atomic
def hand_over(
    series_id: int, lead: Organisation, *, actor: User, today: date, seen_version: int | None, reason: str
) -> Series:
    """Another lead for the occurrences to come; a stalled series runs again. Tasks that exist keep their lead.

    Raises:
        DomainError: no reason, or a lead that has ended.
    """
    series = lock(series_id, actor=actor, today=today, seen_version=seen_version)
    _demand(reason, _("Hãy nêu lý do."))
    if lead.valid_to is not None and lead.valid_to <= today:
        raise DomainError(
            _("%(unit)s không còn hoạt động, hãy chọn đơn vị kế thừa.") % {"unit": lead.short_name}, code="lead_ended"
        )
    before = series.lead_id
    series.lead, series.officer, series.state = lead, None, SeriesState.OPEN
    series.coordinating.remove(lead)
    _touch(series, "lead", "officer", "state")
    after = {"lead": lead.pk, "reason": reason}
    audit.record("series.handed_over", series, actor=actor, before={"lead": before}, after=after)
    return series


@transaction.atomic
def close(
    series_id: int, *, actor: User, today: date, seen_version: int | None, reason: str, document: str = ""
) -> Series:
    """No further occurrence is made; tasks that exist go on.

    Raises:
        DomainError: no reason.
    """
    series = lock(series_id, actor=actor, today=today, seen_version=seen_version)
    _demand(reason, _("Hãy nêu lý do."))
    series.state, series.closed_on = SeriesState.CLOSED, today
    series.close_reason, series.close_document = reason.strip()[:500], document.strip()[:80]
    _touch(series, "state", "closed_on", "close_reason", "close_document")
    audit.record("series.closed", series, actor=actor, after={"reason": reason, "document": document})
    return series


def _demand(given: str, sentence: str) -> None:
    if not given.strip():
        raise DomainError(sentence, code="reason_required", status=400)


def _coming(series: Series, period: str, today: date) -> Planned:
    if series.occurrences.filter(period=period).exists():
        raise DomainError(
            _("Kỳ này đã có nhiệm vụ; hãy gia hạn hoặc thu hồi ngay trên nhiệm vụ đó."), code="period_has_task"
        )
    found = plan(series, today - LOOK_BACK, today + LOOK_AHEAD)
    wanted = next((each for each in found if each.occurrence.key == period), None)
    if wanted is None:
        raise DomainError(_("Nhiệm vụ định kỳ này không có kỳ như vậy."), code="no_such_period")
    return wanted


def _change(series: Series, period: str, kind: ChangeKind, due_on: date | None, *, actor: User, reason: str) -> Series:
    row, _created = SeriesChange.objects.update_or_create(
        series=series,
        period=period,
        defaults={"kind": kind, "due_on": due_on, "reason": reason.strip()[:500], "created_by": actor},
    )
    _touch(series)
    after = {"period": period, "kind": row.kind, "due_on": due_on, "reason": reason}
    audit.record("series.occurrence_changed", series, actor=actor, after=after)
    return series


def _touch(series: Series, *columns: str) -> None:
    series.version += 1
    series.save(update_fields=[*columns, "version"])


def horizon(today: date) -> tuple[date, date]:
    """The days between which a page shows what is coming."""
    return today - timedelta(days=62), today + timedelta(days=400)
