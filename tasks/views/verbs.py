"""What a leader can do about a row of a list, each verb with the decision of its policy and the reason when not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision, denied
from tasks import deciders, policy, policy_instructions, policy_meetings, policy_urging
from tasks.models import ExtensionRequest, InstructionKind, Task


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to do: `key` is pressed on the row, `posts` says that it is done at once and not on a page of its own.

    `front` stands beside the row, the others in its menu.
    """

    name: str
    label: str
    icon: str
    key: str
    href: str
    decision: Decision
    posts: bool = False
    front: bool = False


@dataclass(frozen=True, slots=True)
class Requests:
    """Pending requests for more time by task, and those that the reader decides."""

    pending: Mapping[int, ExtensionRequest]
    mine: frozenset[int]

    def decision(self, task: Task) -> Decision:
        """As `policy_extensions.may_decide_on`, without a query for each row."""
        request = self.pending.get(task.pk)
        if request is None:
            return denied(_("Không có đề nghị gia hạn nào đang chờ quyết định."))
        if request.pk in self.mine:
            return ALLOWED
        if request.decider is None:
            return denied(_("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được quyết định đề nghị này."))
        return denied(
            _("Đề nghị này gửi %(decider)s; chỉ người này hoặc người được cử thay khi vắng mặt được quyết định.")
            % {"decider": request.decider}
        )

    def words(self, task: Task) -> str:
        """How much more time is asked for, and who decides; empty when nothing is asked."""
        request = self.pending.get(task.pk)
        if request is None:
            return ""
        day = f"{request.asked_due_on:%d/%m/%Y}"
        if request.pk in self.mine:
            return _("Xin gia hạn đến %(day)s, chờ bạn quyết định") % {"day": day}
        if request.decider is None:
            return _("Xin gia hạn đến %(day)s, chờ quyết định") % {"day": day}
        return _("Xin gia hạn đến %(day)s, chờ %(decider)s quyết định") % {"day": day, "decider": request.decider}


def requests_of(tasks: Iterable[Task], user: User, today: date) -> Requests:
    """What waits on these tasks, in a fixed number of queries."""
    keys = [task.pk for task in tasks]
    pending = ExtensionRequest.objects.pending().filter(task__in=keys).select_related("decider")
    mine = deciders.waiting_for(user, today).filter(task__in=keys).values_list("pk", flat=True)
    return Requests({request.task_id: request for request in pending}, frozenset(mine))


def verbs_of(task: Task, requests: Requests, user: User, today: date) -> list[Verb]:
    """Every verb of the row in the order of the page (no queries, with the joins of `attention.with_reasons`)."""
    say = f"{reverse('instruction-new')}?kind={{}}&task={task.pk}"
    may_instruct = policy_instructions.may_instruct(user, task, today)
    may_demand = policy_instructions.may_demand(user, task, today)
    return [
        Verb(
            "urge",
            _("Đôn đốc lần %(n)s") % {"n": task.urged_times + 1},
            "megaphone",
            "u",
            _step(task, "urge"),
            policy_urging.may_urge(user, task, today),
            posts=True,
            front=True,
        ),
        Verb(
            "instruct",
            _("Chỉ đạo"),
            "message-square-warning",
            "l",
            say.format(InstructionKind.INSTRUCT),
            may_instruct,
            front=True,
        ),
        Verb(
            "explain",
            _("Yêu cầu giải trình"),
            "circle-question-mark",
            "e",
            say.format(InstructionKind.EXPLAIN),
            may_demand,
        ),
        _more_time(task, requests),
        _accept(task, user, today),
        *_agenda(user, today),
    ]


def _agenda(user: User, today: date) -> list[Verb]:
    """On the agenda of the next meeting of who presses it; nothing where there are no meetings."""
    try:
        href = reverse("meeting-put-on")
    except NoReverseMatch:
        return []
    decision = policy_meetings.may_hold(user, today)
    return [Verb("agenda", _("Đưa vào chương trình họp"), "calendar-plus", "h", href, decision, posts=True)]


def _step(task: Task, move: str) -> str:
    return reverse("task-move", args=[task.pk, move])


def _more_time(task: Task, requests: Requests) -> Verb:
    """In front where the reader has something to decide."""
    decision = requests.decision(task)
    href = _step(task, "extend-decide")
    return Verb("grant", _("Quyết định gia hạn"), "calendar-check", "q", href, decision, front=bool(decision))


def _accept(task: Task, user: User, today: date) -> Verb:
    decision = policy.may(user, "accept", task, today)
    return Verb("accept", _("Xác nhận"), "check", "a", _step(task, "accept"), decision, front=bool(decision))
