"""People as they stand to tasks, and tasks in every relation that a line of the tables can speak of.

All rows are made once; a case is then only looked at, its status changed in memory.
"""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from accounts.models import Absence, Membership
from accounts.roles import Role
from tasks.models import ExtensionRequest, ExtensionState, Party, PracticeRule, Task
from tests import factories as make

TODAY = date(2023, 2, 20)
PAST, AHEAD = date(2023, 2, 17), date(2023, 3, 31)
JUST_NOW = date(2023, 2, 16)
DAYS_TO_CONTEST = 3
PEOPLE = (
    "minh",  # head of Sở Tài chính
    "lan",  # officer there
    "mai",  # her colleague
    "ha",  # head of Phòng Ngân sách, below Sở Tài chính
    "dung",  # officer of that division
    "son",  # head of Sở Xây dựng
    "tuan",  # officer there
    "hoa",  # monitor
    "my",  # monitor, and officer of Sở Tài chính
    "binh",  # leader
    "chau",  # another leader
    "thao",  # clerk
    "quan",  # admin
    "kiem",  # auditor
    "cuu",  # held a post once
)


def cast(people):
    """The fixed cast and seven more; a second head of Sở Tài chính is away and Lan was named in her place."""
    more = people
    more.division = make.organisation(name="Phòng Ngân sách", parent=people.finance)
    more.mai = make.user(name="Đinh Thị Mai", organisation=people.finance, role=Role.OFFICER)
    more.ha = make.user(name="Tạ Thị Hà", organisation=more.division, role=Role.HEAD)
    more.dung = make.user(name="Lý Văn Dũng", organisation=more.division, role=Role.OFFICER)
    more.my = make.user(name="Đào Thị My", organisation=people.office, role=Role.MONITOR)
    Membership.objects.create(
        user=more.my, organisation=people.finance, role=Role.OFFICER, valid_from=make.SINCE, title=""
    )
    loan = make.user(name="Vũ Thị Loan", organisation=people.finance, role=Role.HEAD)
    Absence.objects.create(person=loan, first_on=TODAY, last_on=TODAY, substitute=people.lan, entered_by=people.hoa)
    more.chau = make.user(name="Đoàn Minh Châu", organisation=people.city, role=Role.LEADER)
    more.cuu = make.user(name="Hồ Văn Cừu", organisation=people.finance, role=Role.OFFICER)
    Membership.objects.filter(user=more.cuu).update(valid_to=TODAY)
    return more


def tasks(people):
    """One task per column of steps.txt, each loaded with what rules read of it."""
    paper = make.directive()
    PracticeRule.objects.create(valid_from=make.SINCE, contest_days=DAYS_TO_CONTEST)

    def city(name, **fields):
        fields.setdefault("lead", people.finance)
        fields.setdefault("due_on", AHEAD)
        return make.task(directive=paper, title=name, **fields)

    made = {
        "named": city("named", officer=people.lan, due_on=PAST, assigned_on=JUST_NOW, helped_by=[people.building]),
        "unnamed": city("unnamed", assigned_on=JUST_NOW),
        "own": city("own", officer=people.my, helped_by=[people.building]),
        "event": city("event", due_on=None, event="khi có quyết định", helped_by=[people.building]),
        "capped": city("capped", officer=people.lan, extended_times=1),
        "asked": city("asked", helped_by=[people.building]),
    }
    inside = {"giver": people.finance, "root": made["named"], "parent": made["named"]}
    made["inside"] = city(
        "inside", lead=people.division, officer=people.dung, due_on=None, event="khi có quyết định", **inside
    )
    made["lent"] = city("lent", lead=people.building, officer=people.tuan, helped_by=[people.division], **inside)
    made["spare"] = city("spare", lead=people.building, due_on=PAST, helped_by=[people.division], **inside)
    for name in ("named", "asked", "spare"):
        _ask(made[name], by=people.tuan, decider=people.binh)
    joined = Task.objects.select_related("lead", "officer", "giver", "parent__lead").prefetch_related("parties")
    return SimpleNamespace(**{task.title: task for task in joined.filter(directive=paper)})


def _ask(task, *, by, decider):
    return ExtensionRequest.objects.create(
        task=task,
        asked_by=by,
        asked_at=datetime(2023, 2, 20, tzinfo=UTC),
        asked_on=JUST_NOW,
        due_before=task.due_on,
        until_before=task.due_on,
        asked_due_on=task.due_on + timedelta(days=20),
        reason="Chờ ý kiến của Bộ",
        decider=decider,
        answer_by=AHEAD,
    )


def requests(people, made):
    """Requests for more time that only differ in whose they are and whom they are addressed to (not saved)."""

    def request(task="asked", state=ExtensionState.PENDING, **fields):
        return ExtensionRequest(task=getattr(made, task), state=state, asked_on=TODAY, **fields)

    return {
        "to_leader": request(asked_by=people.lan, decider=people.binh),
        "to_nobody": request(asked_by=people.lan, decider=None),
        "to_the_asker": request(asked_by=people.chau, decider=people.chau),
        "to_the_unit": request(asked_by=people.lan, decider=people.my),
        "decided": request(asked_by=people.lan, decider=people.binh, state=ExtensionState.GRANTED),
        "of_lent_work": request("lent", asked_by=people.tuan, decider=people.binh),
    }


def party_of(task, people):
    """The part of Sở Xây dựng, on a task that has none too."""
    return Party(task=task, organisation=people.building)
