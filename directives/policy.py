"""Who may do what with directives; the reason of a refusal is the sentence that people read."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.powers import Power
from accounts.roles import ANSWER, KEEP_REGISTRY, Role
from directives.models import Directive, DirectiveState, Target, TargetState

CHANGES_THE_PAPER: Final = frozenset({"edit", "review"})
"""Verbs that are over once the tasks of a paper have been released."""
NOT_RELEASED: Final = _("văn bản chưa giao việc")
_REFUSAL: Final = _("Chỉ văn thư và chuyên viên theo dõi của văn phòng được đăng ký, rà soát văn bản.")

TABLE: Final[dict[str, Power]] = {
    "register": Power(_("Nhập, đăng ký văn bản"), KEEP_REGISTRY, _REFUSAL),
    "edit": Power(_("Sửa thông tin văn bản"), KEEP_REGISTRY, _REFUSAL, (NOT_RELEASED,)),
    "review": Power(_("Rà soát đề xuất nhiệm vụ"), KEEP_REGISTRY, _REFUSAL, (NOT_RELEASED,)),
    "rule_clauses": Power(_("Đánh dấu điều khoản không phải nhiệm vụ"), KEEP_REGISTRY, _REFUSAL),
    "keep_targets": Power(
        _("Xác nhận, sửa, thêm chỉ tiêu của văn bản"),
        KEEP_REGISTRY,
        _("Chỉ văn thư và chuyên viên theo dõi của văn phòng được sửa chỉ tiêu của văn bản."),
    ),
    "report_targets": Power(
        _("Ghi số liệu thực hiện chỉ tiêu"),
        KEEP_REGISTRY | ANSWER,
        _("Chỉ cơ quan chủ trì chỉ tiêu và văn phòng được ghi số liệu thực hiện."),
        (_("đơn vị chỉ ghi chỉ tiêu mình chủ trì"),),
    ),
    "confirm_names": Power(
        _("Xác nhận cách gọi cơ quan"),
        KEEP_REGISTRY | {Role.ADMIN},
        _("Chỉ văn thư, chuyên viên theo dõi hoặc quản trị được xác nhận cách gọi."),
    ),
}
"""What has to do with papers."""


def may(user: User, action: str, directive: Directive | None, today: date) -> Decision:
    """Whether `user` may do the `action` of the table on that day (`directive` None: not about one paper).

    Raises:
        KeyError: the table has no such line.
    """
    decision = TABLE[action].permits(user, today)
    if not decision:
        return decision
    if directive is not None and action in CHANGES_THE_PAPER and directive.state == DirectiveState.RELEASED:
        return denied(_("Văn bản này đã giao việc nên không sửa được nữa; hãy chỉnh trên từng nhiệm vụ."))
    return ALLOWED


def may_see_coverage(user: User, today: date) -> Decision:
    """Coverage is counted over all tasks of a paper, so it is for those from whom none is hidden."""
    if scope.of(user, today).everything:
        return ALLOWED
    return denied(
        _("Độ bao phủ tính trên mọi nhiệm vụ của văn bản nên chỉ Văn phòng và lãnh đạo phụ trách chung xem được.")
    )


def may_report(user: User, target: Target, today: date) -> Decision:
    """Whether `user` may write down how far a target has come: the office, and the body that leads it."""
    decision = TABLE["report_targets"].permits(user, today)
    if not decision:
        return decision
    if target.state != TargetState.CONFIRMED:
        return denied(_("Chỉ tiêu chưa được xác nhận nên chưa ghi số liệu được."))
    if user.holds(KEEP_REGISTRY, today) or _leads(user, target, today):
        return ALLOWED
    return denied(TABLE["report_targets"].refusal)


def _leads(user: User, target: Target, today: date) -> bool:
    lead = target.unit_in_charge
    return lead is not None and any(scope.covers(unit, lead) for unit in scope.of(user, today).organisations)
