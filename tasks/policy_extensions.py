"""Who may ask for more time, when, and who may decide; every refusal states the rule and what to do instead."""

from datetime import date
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from tasks import deciders
from tasks.lifecycle import WORKING
from tasks.models import ExtensionRequest, ExtensionState, Task
from tasks.permits import Condition, Line, decide, decide_side, lead_only
from tasks.relations import AT_LEAD, Case, Relation, case_of


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


def _time_permits(case: Case) -> Decision:
    until = case.task.counts_until
    if until is None:
        return denied(_("Nhiệm vụ không có hạn nên không cần gia hạn."))
    if until < case.today:
        return denied(
            _(
                "Chỉ được xin gia hạn trước khi hết hạn; nhiệm vụ này đã hết hạn ngày %(due)s. "
                "Hãy báo cáo tiến độ, nêu vướng mắc và ngày dự kiến xong."
            )
            % {"due": f"{until:%d/%m/%Y}"}
        )
    return ALLOWED


def _none_waits(case: Case) -> Decision:
    waiting = pending_of(case.task)
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


def _not_the_asker(case: Case) -> Decision:
    if case.request is not None and case.request.asked_by_id == case.user.pk:
        return denied(_("Người đề nghị không được tự quyết định việc gia hạn."))
    return ALLOWED


def _not_of_the_unit(case: Case) -> Decision:
    if not deciders.is_of_unit(case.posts, case.task.lead):
        return ALLOWED
    return denied(
        _("Người của %(unit)s không được quyết định đề nghị gia hạn của chính đơn vị mình.")
        % {"unit": case.task.lead.short_name}
    )


def _still_waits(case: Case) -> Decision:
    if case.request is None or case.request.state == ExtensionState.PENDING:
        return ALLOWED
    return denied(_("Đề nghị này đã có kết quả: %(state)s.") % {"state": case.request.get_state_display().lower()})


def _decider_only(case: Case) -> str:
    if case.request is None or not deciders.in_charge(case.request, case.today):
        return _("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được quyết định đề nghị này.")
    return _("Đề nghị này gửi %(decider)s; chỉ người này hoặc người được cử thay khi vắng mặt được quyết định.") % {
        "decider": case.request.decider
    }


def _of_the_city(case: Case) -> Decision:
    if case.task.giver is None:
        return ALLOWED
    unit = {"unit": case.task.giver.short_name}
    return denied(_("Hạn của việc nội bộ do lãnh đạo %(unit)s, đơn vị phân công, điều chỉnh.") % unit)


TABLE: Final[dict[str, Line]] = {
    "ask": Line(
        gettext_lazy("Xin gia hạn"),
        AT_LEAD,
        lead_only,
        WORKING,
        provided=(
            Condition(gettext_lazy("nhiệm vụ được giao, không phải việc nội bộ"), _of_the_city),
            Condition(gettext_lazy("nhiệm vụ có hạn và chưa hết hạn"), _time_permits),
            Condition(gettext_lazy("không có đề nghị nào đang chờ"), _none_waits),
            Condition(gettext_lazy("chưa hết số lần được gia hạn"), lambda case: cap_permits(case.task)),
        ),
    ),
    "withdraw": Line(gettext_lazy("Rút đề nghị gia hạn đang chờ"), AT_LEAD | {Relation.ASKER}, lead_only),
    "decide": Line(
        gettext_lazy("Quyết định đề nghị gia hạn"),
        frozenset({Relation.DECIDER}),
        _decider_only,
        unless=(
            Condition(gettext_lazy("không phải là người đề nghị"), _not_the_asker),
            Condition(gettext_lazy("không phải là người của đơn vị đề nghị"), _not_of_the_unit),
            Condition(gettext_lazy("đề nghị chưa có kết quả"), _still_waits),
        ),
    ),
}
"""More time, in the form of `policy.TABLE`."""


def may_ask(user: User, task: Task, today: date) -> Decision:
    """People of the lead ask before expiry, once at a time, up to the cap; the clock runs until somebody grants."""
    return decide(TABLE["ask"], case_of(user, task, today))


def may_ask_by_side(user: User, task: Task, today: date) -> Decision:
    """Those who report on the task ask for it."""
    return decide_side(TABLE["ask"], case_of(user, task, today))


def may_withdraw(user: User, task: Task, today: date) -> Decision:
    """The unit takes back its own request while nobody has decided it."""
    waiting = pending_of(task)
    if waiting is None:
        return denied(_("Không có đề nghị gia hạn nào đang chờ quyết định."))
    return decide(TABLE["withdraw"], case_of(user, task, today, request=waiting))


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
    return decide(TABLE["decide"], case_of(user, request.task, today, request=request))
