"""One line of a table of permissions, and how it is read: who stands how, in which statuses, provided what.

A line is data; `decide` is the only reader. The page "Quyền hạn" and the matrix of the tests read the same lines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.policy import ALLOWED, Decision, denied
from accounts.powers import Power
from tasks.lifecycle import OPEN, Status
from tasks.relations import READ_ONLY, Case, Relation, of_the_unit, stands

Sentence = Callable[[Case], str]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold beside: `words` for the reader of the table, `test` with the reason when it does not."""

    words: str | Promise
    test: Callable[[Case], Decision]


@dataclass(frozen=True, slots=True)
class Line:
    """Who may take one step.

    `who` are the columns of which one suffices, `refusal` the sentence for everybody else. `unless` excludes people
    whatever posts they hold, `statuses` are those in which the step stands (`closed` says it in the others) and
    `provided` what must hold beside, asked in this order.
    """

    label: str | Promise
    who: frozenset[Relation]
    refusal: Sentence
    statuses: frozenset[Status] = frozenset(Status)
    unless: tuple[Condition, ...] = ()
    provided: tuple[Condition, ...] = ()
    closed: Sentence | None = None


Lines = Mapping[str, Line]


def decide(line: Line, case: Case) -> Decision:
    """Whether the person may take the step now; a refusal names the person's role, the unit, the status or the rule."""
    side = decide_side(line, case)
    if not side:
        return side
    if Status(case.task.status) not in line.statuses:
        return denied(line.closed(case) if line.closed else wrong_status(line, case))
    return first_refusal(line.provided, case)


def decide_side(line: Line, case: Case) -> Decision:
    """Whether the step belongs to somebody who stands to the task so, whatever its status."""
    if not case.posts:
        return denied(no_post())
    excluded = first_refusal(line.unless, case)
    if not excluded:
        return excluded
    if stands(case, line.who):
        return ALLOWED
    return denied(read_only() if only_reads(case.posts) else line.refusal(case))


def permits(power: Power, user: User, today: date) -> Decision:
    """As `Power.permits`; those without a post are told so."""
    decision = power.permits(user, today)
    return decision if decision or user.posts(today) else denied(no_post())


def first_refusal(conditions: tuple[Condition, ...], case: Case) -> Decision:
    """The first condition that does not hold, else ALLOWED."""
    return next((decision for each in conditions if not (decision := each.test(case))), ALLOWED)


def only_reads(posts: list[Membership]) -> bool:
    """Whether all posts are of roles that change no task."""
    return all(post.role in READ_ONLY for post in posts)


# ── the sentences of refusals ─────────────────────────────────────────────────────────────────
def no_post() -> str:
    """For people without a post today."""
    return _("Bạn không giữ vị trí công tác nào vào ngày này nên chỉ được xem.")


def read_only() -> str:
    """For administrators and auditors."""
    return _("Vai trò của bạn chỉ được xem, không thay đổi nhiệm vụ.")


def wrong_status(line: Line, case: Case) -> str:
    """The step and the status in which the task is."""
    label = str(line.label)
    words = {"move": label[:1].lower() + label[1:], "status": case.task.get_status_display()}
    return _("Không thể %(move)s khi nhiệm vụ ở trạng thái “%(status)s”.") % words


def ended(case: Case) -> str:
    """Nothing is rearranged on a task that is over."""
    return _("Nhiệm vụ đã kết thúc (%(status)s) nên không thay đổi được nữa.") % {
        "status": case.task.get_status_display()
    }


def head_only(case: Case) -> str:
    """For everybody but the head of the lead organisation."""
    return _("Chỉ lãnh đạo %(lead)s, cơ quan chủ trì, được làm việc này.") % {"lead": case.task.lead.short_name}


def lead_only(case: Case) -> str:
    """For those outside of the lead organisation, and for colleagues of the officer on the task."""
    officer = case.task.officer
    if officer is not None and of_the_unit(case):
        return _("Nhiệm vụ đã giao cho %(officer)s; chỉ người này hoặc lãnh đạo đơn vị được làm việc này.") % {
            "officer": officer
        }
    return _("Chỉ lãnh đạo hoặc chuyên viên của %(lead)s, cơ quan chủ trì, được làm việc này.") % {
        "lead": case.task.lead.short_name
    }


def inside_only(case: Case) -> str:
    """For everybody but the heads of the unit that handed the work out; empty for duties of the city."""
    if case.task.giver is None:
        return ""
    unit = {"unit": case.task.giver.short_name}
    return _("Việc phân công nội bộ của %(unit)s: chỉ lãnh đạo đơn vị này được làm việc này.") % unit


def signer_only(case: Case) -> str:
    """For everybody but who signs the result."""
    return inside_only(case) or head_only(case)


def monitor_only(case: Case) -> str:
    """For everybody but the monitors of the office."""
    return inside_only(case) or _("Chỉ chuyên viên theo dõi của văn phòng được làm việc này.")


def office_only(case: Case) -> str:
    """For everybody but monitors and leaders."""
    return inside_only(case) or _("Chỉ chuyên viên theo dõi hoặc lãnh đạo UBND được làm việc này.")


NOT_OPEN: Final = frozenset(Status) - OPEN
"""Statuses of a task that is over."""
