"""Who may do what with directives; the reason of a refusal is the sentence that people read."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.powers import Power
from accounts.roles import KEEP_REGISTRY, Role
from directives.models import Directive, DirectiveState

CHANGES_THE_PAPER: Final = frozenset({"edit", "review"})
"""Verbs that are over once the tasks of a paper have been released."""
NOT_RELEASED: Final = _("văn bản chưa giao việc")
_REFUSAL: Final = _("Chỉ văn thư và chuyên viên theo dõi của văn phòng được đăng ký, rà soát văn bản.")

TABLE: Final[dict[str, Power]] = {
    "register": Power(_("Nhập, đăng ký văn bản"), KEEP_REGISTRY, _REFUSAL),
    "edit": Power(_("Sửa thông tin văn bản"), KEEP_REGISTRY, _REFUSAL, (NOT_RELEASED,)),
    "review": Power(_("Rà soát đề xuất nhiệm vụ"), KEEP_REGISTRY, _REFUSAL, (NOT_RELEASED,)),
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
