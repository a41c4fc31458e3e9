"""Who may speak for the city's leadership to a unit, who answers, and who says whether the answer will do.

Leaders instruct, demand an explanation, praise and criticise. Monitors prepare the same for a leader; what a signed
paper says already they record themselves. A demand to explain is answered by the head of the unit in person.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, Membership, Organisation, User
from accounts.policy import ALLOWED, Decision, denied
from accounts.powers import Power
from accounts.roles import ANSWER, OVERSEE, Role
from accounts.scope import covers, same_branch
from tasks.lifecycle import OPEN, Status
from tasks.models import Instruction, InstructionKind, InstructionState, Task
from tasks.permits import permits

TABLE: Final[dict[str, Power]] = {
    "instruct": Power(
        _("Cho ý kiến chỉ đạo, yêu cầu giải trình, biểu dương, phê bình; xem xét giải trình"),
        frozenset({Role.LEADER}),
        _("Chỉ lãnh đạo UBND được quyết định việc này; chuyên viên theo dõi soạn dự thảo trình lãnh đạo."),
    ),
    "prepare_instruction": Power(
        _("Soạn dự thảo ý kiến chỉ đạo; ghi biểu dương, phê bình theo văn bản đã ký"),
        OVERSEE,
        _("Chỉ lãnh đạo UBND hoặc chuyên viên theo dõi được cho ý kiến chỉ đạo, biểu dương, phê bình."),
    ),
}
"""What belongs to an office; who answers depends on the unit, see `may_answer`."""


def may_speak(user: User, today: date) -> Decision:
    """Leaders speak, monitors prepare what a leader is to say."""
    return permits(TABLE["prepare_instruction"], user, today)


def may_speak_at_once(user: User, today: date) -> Decision:
    """What a leader says stands at once; the words of others wait for one."""
    return permits(TABLE["instruct"], user, today)


def may_instruct(user: User, task: Task, today: date) -> Decision:
    """An instruction is about work that goes on."""
    decision = may_speak(user, today)
    if decision and Status(task.status) not in OPEN:
        return denied(_now("Nhiệm vụ đã kết thúc nên không còn gì để chỉ đạo; có thể yêu cầu giải trình."))
    return decision


def may_demand(user: User, task: Task, today: date) -> Decision:
    """A task that was taken back needs no explanation; a finished one may."""
    decision = may_speak(user, today)
    if decision and Status(task.status) is Status.WITHDRAWN:
        return denied(_now("Nhiệm vụ đã thu hồi nên không yêu cầu giải trình."))
    return decision


def may_commend(user: User, _task: Task, today: date) -> Decision:
    """Praise and critique are recorded whatever the state of the task."""
    return may_speak(user, today)


def may_say(user: User, kind: str, task: Task, today: date) -> Decision:
    """Whether words of that kind may be said, or prepared, about the task."""
    if kind == InstructionKind.INSTRUCT:
        return may_instruct(user, task, today)
    return may_demand(user, task, today) if kind == InstructionKind.EXPLAIN else may_commend(user, task, today)


def may_answer(user: User, instruction: Instruction, today: date) -> Decision:
    """The head of the unit; an instruction on a task also the officer who does the work."""
    if not _answers(user, instruction, today):
        return denied(_for_whom(instruction))
    if instruction.state == InstructionState.OPEN:
        return ALLOWED
    words = {"state": instruction.get_state_display()}
    return denied(_now("Không cần trả lời: %(state)s.") % words)


def _for_whom(instruction: Instruction) -> str:
    unit = {"unit": instruction.unit.short_name}
    if instruction.kind == InstructionKind.EXPLAIN:
        return _now("Chỉ lãnh đạo %(unit)s được giải trình.") % unit
    return _now("Chỉ lãnh đạo %(unit)s hoặc chuyên viên được giao nhiệm vụ được trả lời.") % unit


def _answers(user: User, instruction: Instruction, today: date) -> bool:
    posts = user.posts(today)
    if any(post.role == Role.HEAD and covers(post.organisation, instruction.unit) for post in posts):
        return True
    if _stands_in_for_head(user, instruction.unit, today):
        return True
    task = instruction.task
    if instruction.kind != InstructionKind.INSTRUCT or task is None or task.officer_id != user.pk:
        return False
    return any(post.role in ANSWER and same_branch(post.organisation, instruction.unit) for post in posts)


def _stands_in_for_head(user: User, unit: Organisation, today: date) -> bool:
    """Whether the office named `user` in the place of a head of the unit who is away (one query, two if so)."""
    covered = Absence.objects.stand_ins(today).covered_by(user.pk)
    return bool(covered) and Membership.objects.on(today).of(unit, Role.HEAD).filter(user__in=covered).exists()


def may_rule(user: User, instruction: Instruction, today: date) -> Decision:
    """Leaders accept an explanation or return it; of an instruction the monitors may say so as well.

    Nobody judges an answer of their own.
    """
    if instruction.answers.filter(is_final=True, returned_on=None, by=user).exists():
        return denied(_now("Bạn là người trả lời nên không tự xem xét câu trả lời được."))
    roles = OVERSEE if instruction.kind == InstructionKind.INSTRUCT else frozenset({Role.LEADER})
    if not user.holds(roles, today) and not _covers_leader(user, instruction, today):
        return may_speak_at_once(user, today)
    if instruction.state == InstructionState.ANSWERED:
        return ALLOWED
    return denied(_now("Chưa có câu trả lời nào chờ xem xét."))


def _covers_leader(user: User, instruction: Instruction, today: date) -> bool:
    """Whether `user` stands in today for the leader in whose name it is."""
    return instruction.leader_id in Absence.objects.stand_ins(today).covered_by(user.pk)


def may_decide_proposal(user: User, instruction: Instruction, today: date) -> Decision:
    """A leader issues what was prepared, or does not use it."""
    decision = may_speak_at_once(user, today)
    if decision and instruction.state != InstructionState.PROPOSED:
        return denied(_now("Dự thảo này đã được xử lý."))
    return decision


def may_withdraw(user: User, instruction: Instruction, today: date) -> Decision:
    """A leader takes back what stands; who prepared a draft, or recorded a paper, takes back their own."""
    gone = (InstructionState.WITHDRAWN, InstructionState.DECLINED, InstructionState.LAPSED, InstructionState.CLOSED)
    if instruction.state in gone:
        return denied(_now("Không còn gì để thu hồi: %(state)s.") % {"state": instruction.get_state_display()})
    own = instruction.prepared_by_id == user.pk and may_speak(user, today)
    if own and instruction.state in (InstructionState.PROPOSED, InstructionState.RECORDED):
        return ALLOWED
    return may_speak_at_once(user, today)
