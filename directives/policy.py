"""Who may do what with directives; the reason of a refusal is the sentence that people read."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import KEEP_REGISTRY
from directives.models import Directive, DirectiveState

CHANGES_THE_PAPER: Final = frozenset({"edit", "review"})
"""Verbs that are over once the tasks of a paper have been released."""


def may(user: User, action: str, directive: Directive | None, today: date) -> Decision:
    """Whether `user` may `register`, `edit` or `review` on that day (`directive` None: not about one paper)."""
    if not user.holds(KEEP_REGISTRY, today):
        return denied(_("Chỉ văn thư và chuyên viên theo dõi của văn phòng được đăng ký, rà soát văn bản."))
    if directive is not None and action in CHANGES_THE_PAPER and directive.state == DirectiveState.RELEASED:
        return denied(_("Văn bản này đã giao việc nên không sửa được nữa; hãy chỉnh trên từng nhiệm vụ."))
    return ALLOWED
