"""Releases and moves: who is told, once, and never who did it."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware

from accounts.roles import Role
from tasks import notify
from tasks.models import Mail, Notice, TaskEvent
from tests import factories as make

MONDAY = date(2023, 2, 20)
AT = make_aware(datetime(2023, 2, 20, 8, 30))


@pytest.fixture
def paper(people):
    return make.directive()


def told():
    return sorted(Notice.objects.values_list("recipient__username", "kind"))


def event(task, move, *, actor, reason=""):
    return TaskEvent.objects.create(
        task=task, at=AT, on=MONDAY, move=move, to_status=task.status, actor=actor, reason=reason
    )


def test_a_release_mails_each_unit_once_and_tells_its_heads(people, paper):
    tasks = [
        make.task(lead=people.finance, directive=paper, title=str(number), helped_by=[people.building])
        for number in range(3)
    ]
    assert notify.released(paper, tasks, actor=people.thao, today=MONDAY) == 2
    assert sorted(Mail.objects.values_list("key", "address")) == sorted(
        [
            (f"release:{paper.pk}:{people.finance.pk}", "stc@haiphong.example"),
            (f"release:{paper.pk}:{people.building.pk}", "sxd@haiphong.example"),
        ]
    )
    assert told() == [("minh", "release"), ("son", "release")]
    assert (
        Notice.objects.get(recipient=people.minh).sentence
        == "Sở Tài chính được giao chủ trì 3 nhiệm vụ tại 02/CT-UBND."
    )
    assert (
        Notice.objects.get(recipient=people.son).sentence == "Sở Xây dựng được giao phối hợp 3 nhiệm vụ tại 02/CT-UBND."
    )


def test_a_unit_without_mailbox_is_mailed_through_its_heads(people, paper):
    people.finance.email = ""
    people.finance.save(update_fields=["email"])
    deputy = make.user(name="Phó Giám đốc", username="pho", organisation=people.finance, role=Role.HEAD)
    notify.released(paper, [make.task(lead=people.finance, directive=paper)], actor=people.thao, today=MONDAY)
    assert set(Mail.objects.values_list("address", flat=True)) == {people.minh.email, deputy.email}


def test_told_twice_is_told_once(people, paper):
    tasks = [make.task(lead=people.finance, directive=paper)]
    assert [notify.released(paper, tasks, actor=people.thao, today=MONDAY) for _ in range(2)] == [1, 0]
    assert (Mail.objects.count(), Notice.objects.count()) == (1, 1)


def test_more_work_out_of_the_same_paper_is_told_again(people, paper):
    first = make.task(lead=people.finance, directive=paper)
    notify.released(paper, [first], actor=people.thao, today=MONDAY)
    second = make.task(lead=people.finance, directive=paper)
    assert notify.released(paper, [second], actor=people.thao, today=MONDAY) == 1
    assert (Mail.objects.count(), Notice.objects.count()) == (2, 2)


def test_queries_of_a_release_do_not_depend_on_its_size(people):
    counts = []
    for number, size in ((3, 1), (4, 30)):
        paper = make.directive(number=number)
        tasks = [
            make.task(lead=people.finance, directive=paper, title=str(index), helped_by=[people.building])
            for index in range(size)
        ]
        with CaptureQueriesContext(connection) as queries:
            notify.released(paper, tasks, actor=people.thao, today=MONDAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ("delegate", ["lan"]),
        ("submit", ["hoa"]),
        ("contest", ["hoa"]),
        ("accept", ["lan"]),
        ("return", ["lan", "minh"]),
        ("withdraw", ["lan", "minh"]),
        ("suspend", ["lan", "minh"]),
        ("report", []),
        ("receive", []),
    ],
)
def test_who_hears_of_a_move(people, paper, move, expected):
    task = make.task(lead=people.finance, directive=paper, officer=people.lan, monitor=people.hoa)
    notify.moved(task, event(task, move, actor=people.thao), actor=people.thao, today=MONDAY)
    assert told() == [(name, move) for name in expected]


def test_nobody_is_told_what_they_did_themselves(people, paper):
    task = make.task(lead=people.finance, directive=paper, officer=people.lan)
    assert notify.moved(task, event(task, "delegate", actor=people.lan), actor=people.lan, today=MONDAY) == 0


def test_without_a_monitor_on_the_task_every_monitor_hears_of_a_submission(people, paper):
    second = make.user(name="Người theo dõi 2", username="theodoi2", organisation=people.office, role=Role.MONITOR)
    task = make.task(lead=people.finance, directive=paper, officer=people.lan)
    notify.moved(task, event(task, "submit", actor=people.lan), actor=people.lan, today=MONDAY)
    assert told() == [("hoa", "submit"), (second.username, "submit")]


def test_the_reason_stands_in_the_notice_in_the_office_language(people, paper):
    from django.utils import translation

    task = make.task(lead=people.finance, directive=paper, officer=people.lan)
    with translation.override("en"):
        returned = event(task, "return", actor=people.hoa, reason="Thiếu bảng số liệu")
        notify.moved(task, returned, actor=people.hoa, today=MONDAY)
    text = Notice.objects.get(recipient=people.lan).sentence
    assert text == "Trả lại kết quả: Xây dựng kế hoạch hành động – lý do: Thiếu bảng số liệu"


def test_one_event_is_told_once_and_the_next_one_again(people, paper):
    task = make.task(lead=people.finance, directive=paper, officer=people.lan)
    first = event(task, "return", actor=people.hoa)
    counts = [notify.moved(task, first, actor=people.hoa, today=MONDAY) for _ in range(2)]
    counts.append(notify.moved(task, event(task, "return", actor=people.hoa), actor=people.hoa, today=MONDAY))
    assert counts == [2, 0, 2]


def test_a_reassigned_task_mails_its_new_unit(people, paper):
    task = make.task(lead=people.building, directive=paper)
    notify.moved(task, event(task, "reassign", actor=people.hoa), actor=people.hoa, today=MONDAY)
    assert told() == [("son", "reassign")]
    assert Mail.objects.get().address == "sxd@haiphong.example"


@pytest.mark.parametrize(("move", "unread"), [("submit", 0), ("withdraw", 0), ("delegate", 1)])
def test_reminders_end_when_the_task_leaves_the_hands_of_the_unit(people, paper, calendar, move, unread):
    task = make.task(lead=people.finance, directive=paper, officer=people.lan, due_on=MONDAY, monitor=people.hoa)
    notify.sweep(MONDAY)
    notify.moved(task, event(task, move, actor=people.minh), actor=people.minh, today=MONDAY)
    assert Notice.objects.filter(recipient=people.lan, kind="due", read_at=None).count() == unread
