"""Who may do what to a task: the table of moves, the posts held today and how the person stands to the task.

Nothing here asks the database but for the posts of `user` (once per day and instance) and for `task.lead` and
`task.officer` where the caller did not join them.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import ANSWER, KEEP_REGISTRY, OVERSEE, Role
from directives.models import Directive, DirectiveState
from tasks.lifecycle import MOVES, OPEN, Side, Status
from tasks.models import Party, Task
from tasks.words import verb

READ_ONLY: Final = frozenset({Role.ADMIN, Role.AUDITOR})
VERDICTS: Final = frozenset({"accept", "return", "reject_contest"})


def may(user: User, move: str, task: Task, today: date) -> Decision:
    """Whether `user` may make `move` on `task` today; a refusal names the role, the unit or the status."""
    side = may_by_side(user, move, task, today)
    return side if not side else _status_permits(move, task)


def may_by_side(user: User, move: str, task: Task, today: date) -> Decision:
    """Whether the move belongs to somebody who stands to the task as `user` does, whatever its status."""
    posts = user.posts(today)
    if (refusal := _cannot_act(posts)) is not None:
        return refusal
    if move in VERDICTS and not (judge := may_judge(user, task.officer_id)):
        return judge
    return SIDES[MOVES[move].by](user, posts, task)


def may_judge(user: User, worker_id: int | None) -> Decision:
    """Nobody gives a verdict on work of their own, whatever posts they hold beside it."""
    if worker_id == user.pk:
        return denied(_("Bạn là người thực hiện nhiệm vụ này nên không tự quyết định kết quả được."))
    return ALLOWED


def moves_for(user: User, task: Task, today: date) -> list[tuple[str, Decision]]:
    """Every move of the table in its order, each with the decision for its button."""
    return [(move, may(user, move, task, today)) for move in MOVES]


def may_hand_out(user: User, today: date) -> Decision:
    """Clerks and monitors of the office turn papers, or an oral order under a paper, into tasks."""
    reason = _("Chỉ văn thư, chuyên viên tổng hợp hoặc chuyên viên theo dõi được giao nhiệm vụ từ văn bản.")
    return _holds(user, KEEP_REGISTRY, today, reason)


def may_release(user: User, directive: Directive, today: date) -> Decision:
    """Whether the button stands: the role, and a paper not yet released; what it lacks is the action's question."""
    decision = may_hand_out(user, today)
    if decision and directive.state == DirectiveState.RELEASED:
        return denied(_("Nhiệm vụ của văn bản này đã được giao."))
    return decision


def may_supervise(user: User, task: Task, today: date) -> Decision:
    """Monitors and leaders choose who follows a task and which organisations coordinate, while it is open."""
    reason = _("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được thay đổi phân công theo dõi, phối hợp.")
    decision = _holds(user, OVERSEE, today, reason)
    return decision if not decision else _still_open(task)


def may_update_party(user: User, party: Party, today: date) -> Decision:
    """People of the coordinating organisation keep its part up to date, while the task is open."""
    posts = user.posts(today)
    if (refusal := _cannot_act(posts)) is not None:
        return refusal
    if not any(post.role in ANSWER and covers(post.organisation, party.organisation) for post in posts):
        return denied(
            _("Chỉ người của %(unit)s, cơ quan phối hợp, được cập nhật phần việc này.")
            % {"unit": party.organisation.short_name}
        )
    return _still_open(party.task)


def covers(organisation: Organisation, unit: Organisation) -> bool:
    """Whether a post in `organisation` answers for `unit`: that very body, or one above it in the same department.

    The root of the tree (the city) is nobody's department: its leaders oversee, they do not carry out.
    """
    if organisation.pk == unit.pk:
        return True
    return organisation.parent_id is not None and unit.path.startswith(organisation.path)


def same_branch(one: Organisation, other: Organisation) -> bool:
    """Whether one of the two stands at or below the other."""
    return one.path.startswith(other.path) or other.path.startswith(one.path)


def _cannot_act(posts: list[Membership]) -> Decision | None:
    if not posts:
        return denied(_("Bạn không giữ vị trí công tác nào vào ngày này nên chỉ được xem."))
    if all(post.role in READ_ONLY for post in posts):
        return denied(_("Vai trò của bạn chỉ được xem, không thay đổi nhiệm vụ."))
    return None


def _holds(user: User, roles: frozenset[Role], today: date, reason: str) -> Decision:
    refusal = _cannot_act(user.posts(today))
    if refusal is not None:
        return refusal
    return ALLOWED if user.holds(roles, today) else denied(reason)


def _still_open(task: Task) -> Decision:
    if Status(task.status) in OPEN:
        return ALLOWED
    return denied(
        _("Nhiệm vụ đã kết thúc (%(status)s) nên không thay đổi được nữa.") % {"status": task.get_status_display()}
    )


def _status_permits(move: str, task: Task) -> Decision:
    if Status(task.status) in MOVES[move].source:
        return ALLOWED
    return denied(
        _("Không thể %(move)s khi nhiệm vụ ở trạng thái “%(status)s”.")
        % {"move": verb(move), "status": task.get_status_display()}
    )


def _heads_lead(posts: list[Membership], task: Task) -> bool:
    return any(post.role == Role.HEAD and covers(post.organisation, task.lead) for post in posts)


def _lead_head(user: User, posts: list[Membership], task: Task) -> Decision:
    if _heads_lead(posts, task):
        return ALLOWED
    return denied(_("Chỉ lãnh đạo %(lead)s, cơ quan chủ trì, được làm việc này.") % {"lead": task.lead.short_name})


def _lead(user: User, posts: list[Membership], task: Task) -> Decision:
    if _heads_lead(posts, task) or _is_officer(user, posts, task):
        return ALLOWED
    ours = any(post.role in ANSWER and same_branch(post.organisation, task.lead) for post in posts)
    if ours and task.officer is not None:
        return denied(
            _("Nhiệm vụ đã giao cho %(officer)s; chỉ người này hoặc lãnh đạo đơn vị được làm việc này.")
            % {"officer": task.officer}
        )
    return denied(
        _("Chỉ lãnh đạo hoặc chuyên viên của %(lead)s, cơ quan chủ trì, được làm việc này.")
        % {"lead": task.lead.short_name}
    )


def _is_officer(user: User, posts: list[Membership], task: Task) -> bool:
    """The officer on the task while holding a post in that branch; with nobody on it, any officer of the lead."""
    if task.officer_id is not None:
        here = any(post.role in ANSWER and same_branch(post.organisation, task.lead) for post in posts)
        return task.officer_id == user.pk and here
    return any(post.role == Role.OFFICER and covers(post.organisation, task.lead) for post in posts)


def _monitor(user: User, posts: list[Membership], task: Task) -> Decision:
    if any(post.role == Role.MONITOR for post in posts):
        return ALLOWED
    return denied(_("Chỉ chuyên viên theo dõi của văn phòng được làm việc này."))


def _office(user: User, posts: list[Membership], task: Task) -> Decision:
    if any(post.role in OVERSEE for post in posts):
        return ALLOWED
    return denied(_("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được làm việc này."))


SIDES: Final[dict[Side, Callable[[User, list[Membership], Task], Decision]]] = {
    Side.LEAD_HEAD: _lead_head,
    Side.LEAD: _lead,
    Side.MONITOR: _monitor,
    Side.OFFICE: _office,
}
