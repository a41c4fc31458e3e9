"""Who may take which step on a task: one table, readable aloud.

Each line of `TABLE` says: the step, the columns (`tasks.relations`) of which one suffices, the sentence for everybody
else, the statuses, and what must hold beside. Requests for more time stand in `tasks.policy_extensions`, urging in
`tasks.policy_urging`, what belongs to an office whatever the task is in `tasks.policy_office`; all have this form, and
the page "Quyền hạn" shows them all.

To add a step: for a move, a line in `lifecycle.MOVES` and one here by `_move`; for anything else a `Line` here. Then a
row in tests/matrix/expected.py, which is held against this table cell by cell.

Nothing here asks the database but for the posts of `user` (once per day and instance), for `task.lead` and
`task.officer` where the caller did not join them, and for what a column or a condition says it needs.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from directives.models import Directive, DirectiveState
from tasks import policy_office, signers
from tasks.deadlines import is_overdue
from tasks.lifecycle import MOVES, OPEN, WORKING, Status
from tasks.models import Party, Task
from tasks.permits import (
    Condition,
    Line,
    Sentence,
    decide,
    decide_side,
    ended,
    head_only,
    lead_only,
    monitor_only,
    office_only,
    signer_only,
)
from tasks.practice import may_still_contest
from tasks.relations import AT_LEAD, OFFICE, Case, Relation, case_of
from tasks.words import MOVE_LABELS

HEAD: Final = frozenset({Relation.HEAD})
MONITOR: Final = frozenset({Relation.MONITOR})
REGISTRY: Final = frozenset({Relation.CLERK, Relation.MONITOR})
HELPER: Final = frozenset({Relation.HELPER})
GIVER: Final = frozenset({Relation.GIVER})
SIGNER: Final = frozenset({Relation.SIGNER})


def _own_work(case: Case) -> Decision:
    return may_judge(case.user, case.task.officer_id)


def _is_overdue(case: Case) -> Decision:
    if is_overdue(Status(case.task.status), case.task.counts_until, case.today):
        return ALLOWED
    return denied(_now("Nhiệm vụ chưa quá hạn nên chưa cần xác nhận đã biết."))


def _awaits_event(case: Case) -> Decision:
    return ALLOWED if case.task.awaits_event else denied(_now("Nhiệm vụ này không chờ mốc nào."))


def _has_no_deadline(case: Case) -> Decision:
    if case.task.due_on is None:
        return ALLOWED
    return denied(_now("Nhiệm vụ đã có hạn nên không cần ngày rà soát."))


def _contested_in_time(case: Case) -> Decision:
    """What a city gave has its limit; inside a unit people talk to each other."""
    return ALLOWED if case.task.is_inside else may_still_contest(case.task, case.today)


def _is_inside(case: Case) -> Decision:
    return ALLOWED if case.task.is_inside else denied(_now("Đây là nhiệm vụ được giao, không phải việc nội bộ."))


def _not_the_signer(case: Case) -> Decision:
    """A head sends a result back with a reason; taking back is for those who brought it."""
    if not signers.is_head_over(case.posts, case.task.giver or case.task.lead):
        return ALLOWED
    return denied(_now("Bạn là người ký duyệt kết quả này; hãy ký hoặc trả lại chuyên viên."))


def _not_ones_own_result(case: Case) -> Decision:
    """Who stands in for a head does not sign what they brought themselves (one query, for substitutes only)."""
    if signers.is_head_over(case.posts, case.task.giver or case.task.lead):
        return ALLOWED
    authors = case.task.reports.filter(is_result=True).order_by("-pk").values_list("author", flat=True)
    if case.user.pk not in {case.task.officer_id, authors.first()}:
        return ALLOWED
    return denied(_now("Người ký thay không ký kết quả do chính mình thực hiện; kết quả này chờ lãnh đạo đơn vị."))


CONTESTED_IN_TIME: Final = Condition(_("trong thời hạn đề nghị giao lại của thành phố"), _contested_in_time)
INSIDE: Final = Condition(_("việc phân công nội bộ"), _is_inside)
NOT_OWN_WORK: Final = Condition(_("không phải là người thực hiện nhiệm vụ"), _own_work)
NOT_THE_SIGNER: Final = Condition(_("không phải là người ký duyệt"), _not_the_signer)
NOT_OWN_RESULT: Final = Condition(_("người ký thay không ký kết quả của chính mình"), _not_ones_own_result)
OVERDUE: Final = Condition(_("nhiệm vụ đã quá hạn"), _is_overdue)
AWAITING: Final = Condition(_("nhiệm vụ chờ một mốc chưa có ngày"), _awaits_event)
WITHOUT_DEADLINE: Final = Condition(_("nhiệm vụ không có hạn"), _has_no_deadline)


def _move(
    name: str,
    who: frozenset[Relation],
    refusal: Sentence,
    *,
    unless: tuple[Condition, ...] = (),
    provided: tuple[Condition, ...] = (),
) -> Line:
    return Line(MOVE_LABELS[name], who, refusal, MOVES[name].source, unless, provided)


def _helpers_only(case: Case) -> str:
    unit = case.party.organisation.short_name if case.party else ""
    return _now("Chỉ người của %(unit)s, cơ quan phối hợp, được cập nhật phần việc này.") % {"unit": unit}


def _arrangers_only(_case: Case) -> str:
    return _now("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được thay đổi phân công theo dõi, phối hợp.")


def _daters_only(_case: Case) -> str:
    return _now("Chỉ văn thư, chuyên viên tổng hợp hoặc chuyên viên theo dõi được ghi ngày của mốc.")


TABLE: Final[dict[str, Line]] = {
    "receive": _move("receive", AT_LEAD, lead_only),
    "contest": _move("contest", HEAD, head_only, provided=(CONTESTED_IN_TIME,)),
    "reassign": _move("reassign", MONITOR | GIVER, monitor_only),
    "reject_contest": _move("reject_contest", MONITOR | GIVER, monitor_only, unless=(NOT_OWN_WORK,)),
    "delegate": _move("delegate", HEAD, head_only),
    "report": _move("report", AT_LEAD, lead_only),
    "submit": _move("submit", AT_LEAD, lead_only),
    "take_back": _move("take_back", AT_LEAD, lead_only, unless=(NOT_THE_SIGNER,)),
    "sign_off": _move("sign_off", SIGNER, signer_only, provided=(NOT_OWN_RESULT,)),
    "send_back": _move("send_back", SIGNER, signer_only, provided=(NOT_OWN_RESULT,)),
    "accept": _move("accept", MONITOR, monitor_only, unless=(NOT_OWN_WORK,)),
    "return": _move("return", MONITOR, monitor_only, unless=(NOT_OWN_WORK,)),
    "suspend": _move("suspend", OFFICE | GIVER, office_only),
    "resume": _move("resume", OFFICE | GIVER, office_only),
    "withdraw": _move("withdraw", OFFICE | GIVER, office_only),
    # ── what is not a move ──
    "hand_out_part": Line(_("Phân công nội bộ"), HEAD, head_only, WORKING),
    "change_part": Line(_("Sửa việc phân công"), GIVER, signer_only, OPEN, provided=(INSIDE,), closed=ended),
    "remind_party": Line(_("Nhắc cơ quan phối hợp"), AT_LEAD | OFFICE, lead_only, OPEN, closed=ended),
    "acknowledge": Line(
        _("Xác nhận đã biết là quá hạn"), AT_LEAD, lead_only, MOVES["report"].source, provided=(OVERDUE,)
    ),
    "supervise": Line(
        _("Phân công người theo dõi, lãnh đạo phụ trách, cơ quan phối hợp"),
        OFFICE,
        _arrangers_only,
        OPEN,
        closed=ended,
    ),
    "update_party": Line(_("Cập nhật phần việc phối hợp"), HELPER, _helpers_only, OPEN, closed=ended),
    "event_date": Line(_("Ghi ngày của mốc"), REGISTRY, _daters_only, OPEN, provided=(AWAITING,), closed=ended),
    "review": Line(
        _("Rà soát nhiệm vụ không có hạn"), OFFICE, office_only, OPEN, provided=(WITHOUT_DEADLINE,), closed=ended
    ),
}
"""Every step on a task but those of `policy_extensions` and `policy_urging`."""


def may(user: User, name: str, task: Task, today: date, *, party: Party | None = None) -> Decision:
    """Whether `user` may take the step `name` of the table on `task` today, with the reason when not.

    Raises:
        KeyError: the table has no such line.
    """
    return decide(TABLE[name], case_of(user, task, today, party=party))


def may_by_side(user: User, name: str, task: Task, today: date) -> Decision:
    """Whether the step belongs to somebody who stands to the task as `user` does, whatever its status."""
    return decide_side(TABLE[name], case_of(user, task, today))


def may_judge(user: User, worker_id: int | None) -> Decision:
    """Nobody gives a verdict on work of their own, whatever posts they hold beside it."""
    if worker_id == user.pk:
        return denied(_("Bạn là người thực hiện nhiệm vụ này nên không tự quyết định kết quả được."))
    return ALLOWED


def moves_for(user: User, task: Task, today: date) -> list[tuple[str, Decision]]:
    """Every move of the lifecycle in its order, each with the decision for its button."""
    return [(move, may(user, move, task, today)) for move in MOVES]


def may_supervise(user: User, task: Task, today: date) -> Decision:
    """Monitors and leaders choose who follows a task and which organisations coordinate, while it is open."""
    return may(user, "supervise", task, today)


def may_update_party(user: User, party: Party, today: date) -> Decision:
    """People of the coordinating organisation keep its part up to date, while the task is open."""
    return may(user, "update_party", party.task, today, party=party)


def may_hand_out(user: User, today: date) -> Decision:
    """Clerks and monitors of the office turn papers, or an oral order under a paper, into tasks."""
    return policy_office.may(user, "hand_out", today)


def may_release(user: User, directive: Directive, today: date) -> Decision:
    """Whether the button stands: the role, and a paper not yet released; what it lacks is the action's question."""
    decision = may_hand_out(user, today)
    if decision and directive.state == DirectiveState.RELEASED:
        return denied(_("Nhiệm vụ của văn bản này đã được giao."))
    return decision
