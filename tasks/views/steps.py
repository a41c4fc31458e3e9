"""What can be done on the page of a task: each step with its form, its words and who may take it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision
from tasks import (
    forms,
    forms_assign,
    forms_deadlines,
    forms_extensions,
    forms_ladder,
    forms_parts,
    forms_results,
    forms_urgings,
    policy,
    policy_extensions,
    policy_urging,
)
from tasks.actions import event_corrections, events, ladder
from tasks.lifecycle import OPEN, Status
from tasks.models import Task
from tasks.words import MOVE_LABELS

Permission = Callable[[User, Task, date], Decision]


@dataclass(frozen=True, slots=True)
class Look:
    """How the button of a step looks; `key` is its shortcut, `tone` primary, danger or nothing."""

    icon: str
    key: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A move, or a change beside the moves; `done` is said when it has been carried out."""

    name: str
    label: str | Promise
    form: type[forms.StepForm]
    done: str | Promise
    look: Look
    may: Permission
    side: Permission


def _of_table(name: str, user: User, task: Task, today: date) -> Decision:
    return policy.may(user, name, task, today)


def _side_of_table(name: str, user: User, task: Task, today: date) -> Decision:
    return policy.may_by_side(user, name, task, today)


def _move(name: str, form: type[forms.StepForm], done: str | Promise, look: Look) -> Step:
    return Step(name, MOVE_LABELS[name], form, done, look, partial(_of_table, name), partial(_side_of_table, name))


def _line(name: str) -> tuple[Permission, Permission]:
    """Both questions of a line of the table that is no move."""
    return partial(_of_table, name), partial(_side_of_table, name)


def _office(name: str, label: str | Promise, form: type[forms.StepForm], done: str | Promise, look: Look) -> Step:
    return Step(name, label, form, done, look, policy.may_supervise, policy.may_supervise)


_MOVES: Final = (
    _move("receive", forms.ReceiveForm, _("Đã tiếp nhận nhiệm vụ."), Look("inbox", "t", "primary")),
    _move("report", forms.ReportForm, _("Đã gửi báo cáo tiến độ."), Look("square-pen", "r")),
    _move("submit", forms_results.SubmitForm, _("Đã báo cáo hoàn thành."), Look("send", "s", "primary")),
    _move("take_back", forms_results.TakeBackForm, _("Đã rút lại kết quả; sửa xong hãy báo cáo lại."), Look("undo-2")),
    _move("sign_off", forms_results.SignOffForm, _("Đã ký duyệt kết quả."), Look("signature", "y", "primary")),
    _move("send_back", forms_results.SendBackForm, _("Đã trả lại chuyên viên."), Look("undo-2", "l")),
    _move("delegate", forms.DelegateForm, _("Đã giao chuyên viên."), Look("user-plus", "p")),
    _move("contest", forms.ContestForm, _("Đã gửi đề nghị giao lại."), Look("flag", "c")),
    _move("accept", forms_results.AcceptForm, _("Đã xác nhận hoàn thành."), Look("check", "a", "primary")),
    _move("return", forms_results.ReturnForm, _("Đã trả lại kết quả cho đơn vị."), Look("undo-2", "b")),
    _move("reassign", forms_assign.ReassignForm, _("Đã giao cho đơn vị khác."), Look("shuffle", "d")),
    _move("reject_contest", forms_assign.RejectContestForm, _("Đã giữ nguyên cơ quan chủ trì."), Look("shield-check")),
    _move("suspend", forms_results.SuspendForm, _("Đã tạm dừng nhiệm vụ."), Look("pause")),
    _move("resume", forms_results.ResumeForm, _("Nhiệm vụ được thực hiện tiếp."), Look("play", "", "primary")),
    _move("withdraw", forms_results.WithdrawForm, _("Đã thu hồi nhiệm vụ."), Look("trash-2", "", "danger")),
)
_BESIDE: Final = (
    Step(
        "unchanged",
        _("Không thay đổi, vẫn đúng hạn"),
        forms.UnchangedForm,
        _("Đã ghi nhận: không thay đổi, vẫn đúng hạn."),
        Look("equal"),
        partial(_of_table, "report"),
        partial(_side_of_table, "report"),
    ),
    Step(
        "part-add",
        _("Phân công nội bộ"),
        forms_parts.HandOutForm,
        _("Đã phân công nội bộ."),
        Look("git-branch-plus", "n"),
        *_line("hand_out_part"),
    ),
    Step(
        "part-edit",
        _("Sửa việc phân công"),
        forms_parts.ChangePartForm,
        _("Đã sửa việc phân công."),
        Look("pencil"),
        *_line("change_part"),
    ),
    _office(
        "supervise", _("Phân công theo dõi"), forms_assign.SuperviseForm, _("Đã lưu phân công theo dõi."), Look("eye")
    ),
    _office(
        "party-add", _("Thêm cơ quan phối hợp"), forms_assign.AddPartyForm, _("Đã thêm cơ quan phối hợp."), Look("plus")
    ),
)
_REQUESTS: Final = (
    Step(
        "extend",
        _("Xin gia hạn"),
        forms_extensions.AskForm,
        _("Đã gửi đề nghị gia hạn; hạn hiện tại vẫn tính cho đến khi được chấp thuận."),
        Look("calendar-plus", "x"),
        policy_extensions.may_ask,
        policy_extensions.may_ask_by_side,
    ),
    Step(
        "extend-withdraw",
        _("Rút đề nghị gia hạn"),
        forms_extensions.WithdrawForm,
        _("Đã rút đề nghị gia hạn."),
        Look("calendar-x"),
        policy_extensions.may_withdraw,
        policy_extensions.may_withdraw,
    ),
    Step(
        "extend-decide",
        _("Quyết định gia hạn"),
        forms_extensions.DecideForm,
        _("Đã quyết định đề nghị gia hạn."),
        Look("calendar-check", "q", "primary"),
        policy_extensions.may_decide_on,
        policy_extensions.may_see_decision,
    ),
    Step(
        "urge",
        _("Đôn đốc kèm ý kiến"),
        forms_urgings.UrgeForm,
        _("Đã đôn đốc; người nhận và giờ xem ở mục Đôn đốc."),
        Look("megaphone", "u"),
        policy_urging.may_urge,
        policy_urging.may_urge_by_side,
    ),
)
_LADDER: Final = (
    Step(
        "acknowledge",
        _("Tôi đã biết"),
        forms_ladder.AcknowledgeForm,
        _("Đã ghi nhận; việc nhắc ngừng leo bậc cho đến khi im lặng trở lại."),
        Look("hand", "k"),
        ladder.may_acknowledge,
        ladder.may_acknowledge_by_side,
    ),
)
_DEADLINES: Final = (
    Step(
        "event-date",
        _("Ghi ngày của mốc"),
        forms_deadlines.EventForm,
        _("Đã ghi ngày của mốc; hạn được tính và giữ nguyên từ nay."),
        Look("calendar-check-2", "m"),
        events.may_date,
        events.may_date,
    ),
    Step(
        "event-correct",
        _("Sửa ngày của mốc"),
        forms_deadlines.EventCorrectionForm,
        _("Đã sửa ngày của mốc; người thực hiện được báo hạn mới."),
        Look("calendar-clock"),
        event_corrections.may_correct,
        event_corrections.may_correct,
    ),
    Step(
        "review",
        _("Đã rà soát"),
        forms_deadlines.ReviewForm,
        _("Đã ghi kết quả rà soát."),
        Look("list-checks"),
        events.may_review,
        events.may_review,
    ),
)
STEPS: Final[Mapping[str, Step]] = {step.name: step for step in (*_MOVES, *_BESIDE, *_LADDER, *_REQUESTS, *_DEADLINES)}

PARTY_FORMS: Final[Mapping[str, tuple[Promise, type[forms_assign.PartyForm], Promise]]] = {
    "remind": (_("Nhắc cơ quan phối hợp"), forms_assign.RemindPartyForm, _("Đã nhắc cơ quan phối hợp.")),
    "update": (_("Cập nhật phần phối hợp"), forms_assign.UpdatePartyForm, _("Đã cập nhật phần phối hợp.")),
    "edit": (_("Sửa phần việc phối hợp"), forms_assign.EditPartyForm, _("Đã lưu phần việc phối hợp.")),
    "remove": (_("Bỏ cơ quan phối hợp"), forms_assign.RemovePartyForm, _("Đã bỏ cơ quan phối hợp.")),
}

NEXT: Final[Mapping[Status, str]] = {
    Status.ASSIGNED: "receive",
    Status.RECEIVED: "submit",
    Status.IN_PROGRESS: "submit",
    Status.SIGNING: "sign_off",
    Status.SUBMITTED: "accept",
    Status.CONTESTED: "reassign",
    Status.SUSPENDED: "resume",
}
"""The step that usually comes next."""


@dataclass(frozen=True, slots=True)
class Button:
    """A step as it is offered: with its form opened or, disabled, with the reason beside it."""

    step: Step
    decision: Decision
    next: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """What stands in front, what in the menu; `nothing` says why there is nothing to do at all."""

    front: list[Button] = field(default_factory=list)
    menu: list[Button] = field(default_factory=list)
    nothing: str = ""

    @property
    def extend(self) -> bool:
        """Whether more time can be asked for now."""
        return any(button.step.name == "extend" and button.decision for button in (*self.front, *self.menu))


def buttons(user: User, task: Task, today: date) -> Buttons:
    """Only steps that belong to this person's side are offered; of these, what the status forbids is disabled."""
    if Status(task.status) not in OPEN:
        return Buttons(nothing=_now("Nhiệm vụ đã kết thúc nên không còn thao tác nào."))
    ours = [step for step in STEPS.values() if step.name != "unchanged" and step.side(user, task, today)]
    if not ours:
        return Buttons(nothing=policy.may_by_side(user, "receive", task, today).reason)
    coming = NEXT.get(Status(task.status), "")
    offered = [Button(step, step.may(user, task, today), next=step.name == coming) for step in ours]
    front = sorted(filter(_in_front, offered), key=lambda button: not button.next)
    rest = [button for button in offered if button not in front]
    return Buttons(front, sorted(rest, key=lambda button: not button.decision))


def _in_front(button: Button) -> bool:
    allowed_verdict = button.step.name in {
        "return",
        "send_back",
        "take_back",
        "reject_contest",
        "extend-decide",
        "event-date",
    } and bool(button.decision)
    return button.next or allowed_verdict or button.step.name in {"report", "delegate"}
