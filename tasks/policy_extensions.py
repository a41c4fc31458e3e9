"""Who may ask for more time, when, and who may decide; every refusal states the rule and what to do instead."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from accounts.roles import OVERSEE
from tasks import deciders, policy
from tasks.lifecycle import WORKING, Status
from tasks.models import ExtensionRequest, ExtensionState, Task


def requests_of(task: Task) -> list[ExtensionRequest]:
    """Every request of the task, newest first (one query, then kept on the instance)."""
    kept: list[ExtensionRequest] | None = task.__dict__.get("_extensions")
    if kept is None:
        people = ("asked_by", "asked_under__organisation", "decider", "decided_by", "decided_for")
        found = task.extensions.select_related(*people).prefetch_related("evidence").order_by("-pk")
        kept = task.__dict__["_extensions"] = list(found)
    for request in kept:
        request.task = task
    return kept


def pending_of(task: Task) -> ExtensionRequest | None:
    """The request that waits for a decision."""
    return next((each for each in requests_of(task) if each.state == ExtensionState.PENDING), None)


def may_ask(user: User, task: Task, today: date) -> Decision:
    """People of the lead ask before expiry, once at a time, up to the cap; the clock runs until somebody grants."""
    side = may_ask_by_side(user, task, today)
    if not side:
        return side
    for rule in (_time_permits(task, today), _none_waits(task), cap_permits(task)):
        if not rule:
            return rule
    return ALLOWED


def may_ask_by_side(user: User, task: Task, today: date) -> Decision:
    """Those who report on the task ask for it."""
    return policy.may_by_side(user, "report", task, today)


def _time_permits(task: Task, today: date) -> Decision:
    if Status(task.status) not in WORKING:
        return denied(
            _("Không thể xin gia hạn khi nhiệm vụ ở trạng thái “%(status)s”.") % {"status": task.get_status_display()}
        )
    until = task.counts_until
    if until is None:
        return denied(_("Nhiệm vụ không có hạn nên không cần gia hạn."))
    if until < today:
        return denied(
            _(
                "Chỉ được xin gia hạn trước khi hết hạn; nhiệm vụ này đã hết hạn ngày %(due)s. "
                "Hãy báo cáo tiến độ, nêu vướng mắc và ngày dự kiến xong."
            )
            % {"due": f"{until:%d/%m/%Y}"}
        )
    return ALLOWED


def _none_waits(task: Task) -> Decision:
    waiting = pending_of(task)
    if waiting is None:
        return ALLOWED
    return denied(
        _(
            "Đề nghị gia hạn gửi ngày %(day)s đang chờ quyết định; mỗi lúc chỉ có một đề nghị. "
            "Muốn sửa thì rút rồi gửi lại."
        )
        % {"day": f"{waiting.asked_on:%d/%m/%Y}"}
    )


def cap_permits(task: Task) -> Decision:
    """The number of extensions granted so far against the office's cap."""
    if task.extended_times < settings.EXTENSIONS_PER_TASK:
        return ALLOWED
    if settings.EXTENSIONS_PER_TASK == 0:
        return denied(_("Cơ quan quy định không gia hạn nhiệm vụ. Hãy báo cáo vướng mắc và ngày dự kiến xong."))
    return denied(
        _(
            "Mỗi nhiệm vụ được gia hạn tối đa %(cap)s lần; nhiệm vụ này đã được gia hạn đến %(due)s. "
            "Hãy báo cáo vướng mắc để lãnh đạo cho ý kiến."
        )
        % {"cap": settings.EXTENSIONS_PER_TASK, "due": f"{task.due_on:%d/%m/%Y}" if task.due_on else "…"}
    )


def may_withdraw(user: User, task: Task, today: date) -> Decision:
    """The unit takes back its own request while nobody has decided it."""
    waiting = pending_of(task)
    if waiting is None:
        return denied(_("Không có đề nghị gia hạn nào đang chờ quyết định."))
    if waiting.asked_by_id == user.pk:
        return ALLOWED if user.posts(today) else denied(_("Bạn không giữ vị trí công tác nào vào ngày này."))
    return may_ask_by_side(user, task, today)


def may_decide_on(user: User, task: Task, today: date) -> Decision:
    """As `may_decide`, for the request that waits on the task."""
    waiting = pending_of(task)
    if waiting is None:
        return denied(_("Không có đề nghị gia hạn nào đang chờ quyết định."))
    return may_decide(user, waiting, today)


def may_see_decision(user: User, task: Task, today: date) -> Decision:
    """Whether the button stands at all: something waits, and the person is of those who assign tasks."""
    decision = may_decide_on(user, task, today)
    if decision or (pending_of(task) is not None and user.holds(deciders.DECIDING, today)):
        return ALLOWED
    return decision


def may_decide(user: User, request: ExtensionRequest, today: date) -> Decision:
    """Whom the request is addressed to, or who stands in for them; never who asked nor anybody of that unit."""
    posts = user.posts(today)
    if not posts:
        return denied(_("Bạn không giữ vị trí công tác nào vào ngày này nên chỉ được xem."))
    if request.asked_by_id == user.pk:
        return denied(_("Người đề nghị không được tự quyết định việc gia hạn."))
    if deciders.is_of_unit(posts, request.task.lead):
        return denied(
            _("Người của %(unit)s không được quyết định đề nghị gia hạn của chính đơn vị mình.")
            % {"unit": request.task.lead.short_name}
        )
    if request.state != ExtensionState.PENDING:
        return denied(
            _("Đề nghị này đã có kết quả: %(state)s.") % {"state": request.get_state_display().lower()},
        )
    return _is_in_charge(user, request, today)


def _is_in_charge(user: User, request: ExtensionRequest, today: date) -> Decision:
    named = deciders.in_charge(request, today)
    if user in named:
        return ALLOWED
    if not named and user.holds(OVERSEE, today):
        return ALLOWED
    if not named:
        return denied(_("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được quyết định đề nghị này."))
    return denied(
        _("Đề nghị này gửi %(decider)s; chỉ người này hoặc người được cử thay khi vắng mặt được quyết định.")
        % {"decider": request.decider}
    )
