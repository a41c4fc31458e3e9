"""Who may share a kept view with whom, and who may change one."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import Role
from tasks import policy_office
from tasks.models import SavedView, ViewAudience
from tasks.permits import no_post

WIDELY = frozenset({ViewAudience.OFFICE.value, ViewAudience.ROLE.value})


def may_share(user: User, audience: str, today: date) -> Decision:
    """Anybody keeps views and shows them to their unit; the office shares with everybody or with a role."""
    if audience in WIDELY:
        return policy_office.may(user, "share_view", today)
    if audience == ViewAudience.UNIT and not user.posts(today):
        return denied(no_post())
    return ALLOWED


def may_change(user: User, view: SavedView, today: date) -> Decision:
    """Who kept it; an administrator also clears away what somebody shared and left behind."""
    if view.owner_id == user.pk or (view.is_shared and user.holds({Role.ADMIN}, today)):
        return ALLOWED
    return denied(_("Chỉ người đã lưu góc nhìn này được đổi tên, chia sẻ hoặc xóa; bạn có thể lưu một bản của mình."))
