"""Who may make which move, as one table that can be read aloud.

Rows are moves, columns people as they stand to a task led by Sở Tài chính with Lan as its officer. Each cell is
checked in every status: allowed exactly where the row says so and the status is one of the row's.
"""

import pytest

from accounts.models import Membership
from accounts.roles import Role
from tasks import policy
from tasks.lifecycle import MOVES, Status
from tasks.models import Party, Task
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY

A, R, P, S, C, Z = "assigned", "received", "in_progress", "submitted", "contested", "suspended"
#                    lead's  its      other    head of  moni-  lead-  clerk  admin  audi-  other   from which statuses
#                    head    officer  officer  its div. tor    er                   tor    unit
TABLE = {
    "receive":        ("yes", "yes",  "no",    "no",    "no",  "no",  "no",  "no",  "no",  "no",  {A}),
    "contest":        ("yes", "no",   "no",    "no",    "no",  "no",  "no",  "no",  "no",  "no",  {A, R}),
    "reassign":       ("no",  "no",   "no",    "no",    "yes", "no",  "no",  "no",  "no",  "no",  {A, R, C}),
    "reject_contest": ("no",  "no",   "no",    "no",    "yes", "no",  "no",  "no",  "no",  "no",  {C}),
    "delegate":       ("yes", "no",   "no",    "no",    "no",  "no",  "no",  "no",  "no",  "no",  {A, R, P}),
    "report":         ("yes", "yes",  "no",    "no",    "no",  "no",  "no",  "no",  "no",  "no",  {A, R, P}),
    "submit":         ("yes", "yes",  "no",    "no",    "no",  "no",  "no",  "no",  "no",  "no",  {A, R, P}),
    "accept":         ("no",  "no",   "no",    "no",    "yes", "no",  "no",  "no",  "no",  "no",  {S}),
    "return":         ("no",  "no",   "no",    "no",    "yes", "no",  "no",  "no",  "no",  "no",  {S}),
    "suspend":        ("no",  "no",   "no",    "no",    "yes", "yes", "no",  "no",  "no",  "no",  {A, R, P, C}),
    "resume":         ("no",  "no",   "no",    "no",    "yes", "yes", "no",  "no",  "no",  "no",  {Z}),
    "withdraw":       ("no",  "no",   "no",    "no",    "yes", "yes", "no",  "no",  "no",  "no",  {A, R, P, S, C, Z}),
}  # fmt: skip
COLUMNS = ("minh", "lan", "colleague", "division_head", "hoa", "binh", "thao", "quan", "kiem", "son")


@pytest.fixture
def standing(people):
    people.colleague = make.user(name="Đinh Văn Đồng", organisation=people.finance, role=Role.OFFICER)
    people.division = make.organisation(name="Phòng Ngân sách", parent=people.finance)
    people.division_head = make.user(name="Tạ Thị Hà", organisation=people.division, role=Role.HEAD)
    people.paper = make.directive()
    return people


@pytest.fixture
def theirs(standing):
    return make.task(lead=standing.finance, directive=standing.paper, due_on=DUE, officer=standing.lan)


def test_the_table_names_every_move():
    assert set(TABLE) == set(MOVES)


@pytest.mark.parametrize("move", TABLE)
def test_each_cell_in_each_status(standing, theirs, move):
    *cells, statuses = TABLE[move]
    found = {}
    for status in Status:
        theirs.status = status.value
        found |= {(who, status.value): policy.may(getattr(standing, who), move, theirs, TODAY) for who in COLUMNS}
    expected = {
        (who, status.value): cell == "yes" and status.value in statuses
        for who, cell in zip(COLUMNS, cells, strict=True)
        for status in Status
    }
    assert {cell: bool(decision) for cell, decision in found.items()} == expected
    assert all(decision.reason for decision in found.values() if not decision)


@pytest.mark.parametrize(
    ("who", "move", "status", "words"),
    [
        ("lan", "receive", "done", "Không thể tiếp nhận khi nhiệm vụ ở trạng thái “Hoàn thành”."),
        ("son", "receive", "assigned", "chuyên viên của Sở Tài chính, cơ quan chủ trì"),
        ("colleague", "report", "assigned", "đã giao cho Nguyễn Thị Lan"),
        ("lan", "contest", "assigned", "Chỉ lãnh đạo Sở Tài chính"),
        ("minh", "accept", "submitted", "Chỉ chuyên viên theo dõi"),
        ("thao", "withdraw", "assigned", "lãnh đạo UBND"),
        ("quan", "accept", "submitted", "chỉ được xem"),
        ("kiem", "withdraw", "assigned", "chỉ được xem"),
    ],
)
def test_a_refusal_says_why(standing, theirs, who, move, status, words):
    theirs.status = status
    assert words in policy.may(getattr(standing, who), move, theirs, TODAY).reason


def test_any_officer_of_the_lead_acts_while_nobody_is_named(standing, theirs):
    theirs.officer = None
    assert policy.may(standing.colleague, "receive", theirs, TODAY)
    assert not policy.may(standing.tuan, "receive", theirs, TODAY)


def test_the_head_of_the_department_acts_for_its_divisions_but_the_city_is_no_department(standing):
    task = make.task(lead=standing.division, directive=standing.paper)
    mayor = make.user(name="Chủ tịch", organisation=standing.city, role=Role.HEAD)
    assert policy.may(standing.minh, "contest", task, TODAY)
    assert policy.may(standing.division_head, "contest", task, TODAY)
    assert not policy.may(mayor, "contest", task, TODAY)


def test_an_officer_whose_post_has_ended_acts_no_more(standing, theirs):
    Membership.objects.filter(user=standing.lan).update(valid_to=TODAY)
    decision = policy.may(type(standing.lan).objects.get(pk=standing.lan.pk), "report", theirs, TODAY)
    assert "không giữ vị trí công tác" in decision.reason


def test_moves_for_lists_the_whole_table_in_order(standing, theirs):
    found = policy.moves_for(standing.minh, theirs, TODAY)
    assert [move for move, _ in found] == list(MOVES)
    assert [move for move, decision in found if decision] == ["receive", "contest", "delegate", "report", "submit"]


# ── what is not a move ────────────────────────────────────────────────────────────────────────
EVERYBODY = ("lan", "minh", "tuan", "son", "hoa", "thao", "binh", "quan", "kiem")
MAY = {
    "hand_out": {"hoa", "thao"},
    "supervise": {"hoa", "binh"},
    "update_party": {"tuan", "son"},
}


@pytest.mark.parametrize("what", MAY)
def test_releasing_supervising_and_coordinating(people, what):
    paper = make.directive()
    task = make.task(lead=people.finance, directive=paper, helped_by=[people.building])
    party = Party.objects.select_related("task", "organisation").get()
    ask = {
        "hand_out": lambda user: policy.may_release(user, paper, TODAY),
        "supervise": lambda user: policy.may_supervise(user, task, TODAY),
        "update_party": lambda user: policy.may_update_party(user, party, TODAY),
    }[what]
    assert {name for name in EVERYBODY if ask(getattr(people, name))} == MAY[what]
    assert all(ask(getattr(people, name)).reason for name in EVERYBODY if name not in MAY[what])


def test_an_ended_task_is_not_rearranged(people):
    task = make.task(lead=people.finance, directive=make.directive(), status="withdrawn", helped_by=[people.building])
    assert "đã kết thúc" in policy.may_supervise(people.hoa, task, TODAY).reason
    assert "đã kết thúc" in policy.may_update_party(people.tuan, Party.objects.get(), TODAY).reason


def test_a_released_paper_is_not_released_again(people):
    paper = make.directive()
    paper.state = "released"
    assert "đã được giao" in policy.may_release(people.thao, paper, TODAY).reason


# ── who sees what ─────────────────────────────────────────────────────────────────────────────
SEES = {
    "lan": {"led"},
    "minh": {"led"},
    "tuan": {"helped", "other"},
    "hoa": {"led", "helped", "other"},
    "thao": {"led", "helped", "other"},
    "binh": {"led", "helped", "other"},
    "quan": {"led", "helped", "other"},
    "kiem": {"led", "helped", "other"},
}


@pytest.mark.parametrize("who", SEES)
def test_see(people, who):
    paper = make.directive()
    make.task(lead=people.finance, directive=paper, title="led")
    make.task(lead=people.office, directive=paper, title="helped", helped_by=[people.building])
    make.task(lead=people.building, directive=paper, title="other")
    assert {task.title for task in Task.objects.visible_to(getattr(people, who), TODAY)} == SEES[who]
