"""How a person stands to a task: the columns of the tables of `tasks.policy`.

A column is a role together with a relation, e.g. "head of the lead organisation". Each has its words for people and
one function that says whether somebody stands so; only the columns that a line names are asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.roles import ANSWER, OVERSEE, Role
from accounts.scope import covers, leads, same_branch
from tasks import deciders, signers
from tasks.models import ExtensionRequest, Party, Task


class Relation(StrEnum):
    """A role standing in a relation to one task."""

    HEAD = "head"
    OFFICER = "officer"
    COLLEAGUE = "colleague"
    GIVER = "giver"
    SIGNER = "signer"
    HELPER = "helper"
    MONITOR = "monitor"
    LEADER = "leader"
    CLERK = "clerk"
    ASKER = "asker"
    DECIDER = "decider"
    ADMIN = "admin"
    AUDITOR = "auditor"


WORDS: Final[Mapping[Relation, Promise]] = {
    Relation.HEAD: _("Lãnh đạo cơ quan chủ trì"),
    Relation.OFFICER: _("Chuyên viên được giao nhiệm vụ"),
    Relation.COLLEAGUE: _("Chuyên viên cơ quan chủ trì, khi chưa giao ai"),
    Relation.GIVER: _("Lãnh đạo đơn vị đã phân công (việc nội bộ)"),
    Relation.SIGNER: _("Lãnh đạo ký duyệt hoặc người thay: của cơ quan chủ trì, việc nội bộ là của đơn vị phân công"),
    Relation.HELPER: _("Người của cơ quan phối hợp"),
    Relation.MONITOR: _("Chuyên viên theo dõi của Văn phòng"),
    Relation.LEADER: _("Lãnh đạo UBND phụ trách lĩnh vực hoặc nhiệm vụ"),
    Relation.CLERK: _("Văn thư, chuyên viên tổng hợp"),
    Relation.ASKER: _("Người đã gửi đề nghị"),
    Relation.DECIDER: _("Người được gửi đề nghị hoặc người thay"),
    Relation.ADMIN: _("Quản trị hệ thống"),
    Relation.AUDITOR: _("Kiểm tra, kiểm toán"),
}
"""Headings of the columns."""

AT_LEAD: Final = frozenset({Relation.HEAD, Relation.OFFICER, Relation.COLLEAGUE})
"""Those who carry a task out."""
OFFICE: Final = frozenset({Relation.MONITOR, Relation.LEADER})
"""Those who oversee it."""
READ_ONLY: Final = frozenset({Role.ADMIN, Role.AUDITOR})
"""Roles that change no task."""


@dataclass(frozen=True, slots=True)
class Case:
    """Who, with the posts held on the day, and what it is about; `party` and `request` where a line is about one."""

    user: User
    posts: list[Membership]
    task: Task
    today: date
    party: Party | None = None
    request: ExtensionRequest | None = None


def case_of(
    user: User, task: Task, today: date, *, party: Party | None = None, request: ExtensionRequest | None = None
) -> Case:
    """The case with the user's posts (one query, kept on the user)."""
    return Case(user, user.posts(today), task, today, party, request)


def stands(case: Case, relations: Iterable[Relation]) -> bool:
    """Whether the person stands to the task in one of these ways."""
    return any(TESTS[relation](case) for relation in relations)


def all_of(case: Case) -> frozenset[Relation]:
    """Every way in which the person stands to the task."""
    return frozenset(relation for relation, test in TESTS.items() if test(case))


def of_the_unit(case: Case) -> bool:
    """Whether the person works in the branch of the lead organisation."""
    return any(post.role in ANSWER and same_branch(post.organisation, case.task.lead) for post in case.posts)


def _holds(*roles: Role) -> Callable[[Case], bool]:
    return lambda case: any(post.role in roles for post in case.posts)


def _answers(case: Case, unit: Organisation, *roles: Role) -> bool:
    return any(post.role in roles and covers(post.organisation, unit) for post in case.posts)


def _head(case: Case) -> bool:
    return _answers(case, case.task.lead, Role.HEAD)


def _officer(case: Case) -> bool:
    """The officer on the task, while holding a post in that branch."""
    return case.task.officer_id == case.user.pk and of_the_unit(case)


def _colleague(case: Case) -> bool:
    return case.task.officer_id is None and _answers(case, case.task.lead, Role.OFFICER)


def _giver(case: Case) -> bool:
    """Heads of the unit that handed the work out inside; costs a query where the caller did not join `giver`."""
    giver = case.task.giver
    return giver is not None and _answers(case, giver, Role.HEAD)


def _signer(case: Case) -> bool:
    """The head, or who was named in the place of one who is away; substitutes are of the same body."""
    unit = case.task.giver or case.task.lead
    if signers.is_head_over(case.posts, unit):
        return True
    if not any(post.role in ANSWER and same_branch(post.organisation, unit) for post in case.posts):
        return False
    return signers.absent_head(case.user, unit, case.today) is not None


def _leader(case: Case) -> bool:
    """In charge of the task's field, or named on it; of work inside a unit nobody is."""
    task = case.task
    named = task.leader_id == case.user.pk and any(post.role == Role.LEADER for post in case.posts)
    return not task.is_inside and (named or any(leads(post, task.field_id) for post in case.posts))


def _overseeing(role: Role) -> Callable[[Case], bool]:
    """The office oversees what the city gave; what a unit hands out inside it only reads."""
    return lambda case: not case.task.is_inside and any(post.role == role for post in case.posts)


def _helper(case: Case) -> bool:
    """Of the party in question, else of any of the task (one query then)."""
    units = [case.party.organisation] if case.party else [row.organisation for row in _parties(case.task)]
    return any(_answers(case, unit, *ANSWER) for unit in units)


def _parties(task: Task) -> Iterable[Party]:
    return task.parties.select_related("organisation")


def _asker(case: Case) -> bool:
    return case.request is not None and case.request.asked_by_id == case.user.pk


def _decider(case: Case) -> bool:
    """By name; with nobody named any leader or monitor."""
    if case.request is None:
        return False
    named = deciders.in_charge(case.request, case.today)
    return case.user in named if named else case.user.holds(OVERSEE, case.today)


TESTS: Final[Mapping[Relation, Callable[[Case], bool]]] = {
    Relation.HEAD: _head,
    Relation.OFFICER: _officer,
    Relation.COLLEAGUE: _colleague,
    Relation.GIVER: _giver,
    Relation.SIGNER: _signer,
    Relation.HELPER: _helper,
    Relation.MONITOR: _overseeing(Role.MONITOR),
    Relation.LEADER: _leader,
    Relation.CLERK: _holds(Role.CLERK),
    Relation.ASKER: _asker,
    Relation.DECIDER: _decider,
    Relation.ADMIN: _holds(Role.ADMIN),
    Relation.AUDITOR: _holds(Role.AUDITOR),
}
"""What each column means."""
