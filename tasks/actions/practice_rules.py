"""The rules of the process as the office enters them, and units that do without the signature of their head."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import Organisation, User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role
from accounts.scope import covers
from tasks import policy_office
from tasks.models import PracticeRule, SignOffWaiver

COLUMNS = ("valid_from", "receive_days", "contest_days", "units_may_waive", "source", "note")


def may_edit(user: User, today: date) -> Decision:
    """As the rules for counting deadlines: the administration enters what the city has decided."""
    return policy_office.may(user, "keep_rules", today)


def may_waive(user: User, unit: Organisation, today: date) -> Decision:
    """The head of the unit, where the city lets units choose."""
    if not any(post.role == Role.HEAD and covers(post.organisation, unit) for post in user.posts(today)):
        return denied(_("Chỉ lãnh đạo %(unit)s được chọn cách ký duyệt của đơn vị.") % {"unit": unit.short_name})
    if not PracticeRule.objects.on(today).units_may_waive:
        return denied(_("Quy tắc của thành phố không cho đơn vị bỏ bước ký duyệt nội bộ."))
    return ALLOWED


@transaction.atomic
def adopt(rule: PracticeRule, *, actor: User, today: date) -> PracticeRule:
    """Enter a new row; older ones stay as they were."""
    acting.require(may_edit, actor, today=today)
    rule.created_by = actor
    rule.save(force_insert=True)
    audit.record("practice.rule_added", rule, actor=actor, after={name: getattr(rule, name) for name in COLUMNS})
    return rule


@transaction.atomic
def waive(unit_id: int, *, actor: User, today: date, reason: str) -> SignOffWaiver:
    """From today on results of the unit go to the office without the signature of its head.

    Raises:
        DomainError: `reason_required`, or `waived_already`.
    """
    unit = Organisation.objects.select_for_update().get(pk=unit_id)
    acting.require(may_waive, actor, unit, today=today)
    if not reason.strip():
        raise DomainError(_("Hãy nêu lý do."), code="reason_required", status=400)
    if SignOffWaiver.objects.filter(organisation=unit, until=None).exists():
        raise DomainError(_("Đơn vị đang bỏ bước ký duyệt nội bộ."), code="waived_already")
    row = SignOffWaiver.objects.create(organisation=unit, since=today, reason=reason.strip(), by=actor)
    audit.record("practice.waived", row, actor=actor, after={"unit": unit, "reason": row.reason})
    return row


@transaction.atomic
def restore(unit_id: int, *, actor: User, today: date) -> None:
    """The head signs again; whoever heads the unit may always go back to that."""
    row = locked(SignOffWaiver.objects.select_related("organisation").filter(organisation=unit_id, until=None)).get()
    if not any(post.role == Role.HEAD and covers(post.organisation, row.organisation) for post in actor.posts(today)):
        acting.require(may_waive, actor, row.organisation, today=today)
    row.until = today
    row.save(update_fields=["until"])
    audit.record("practice.restored", row, actor=actor, after={"unit": row.organisation})
