"""Work handed out inside a unit: who gets it, deadlines, shares of progress, who signs, what it does not count in."""

import threading
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from accounts.errors import DomainError, Refused
from accounts.roles import Role
from tasks.actions import assign, parts, pauses, progress, results
from tasks.filters import TaskFilter
from tasks.models import Notice, Task
from tasks.notify import sweep
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, days
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(people):
    """Sở Tài chính with a division, its head and one officer of it."""
    people.division = make.organisation(name="Phòng Ngân sách", parent=people.finance)
    people.ha = make.user(name="Tạ Thị Hà", username="ha", organisation=people.division, role=Role.HEAD)
    people.thu = make.user(name="Phan Thu", username="thu", organisation=people.division)
    return people


def hand_out(task, actor, terms, seen=None):
    whole = Task.objects.get(pk=task.pk)
    return parts.hand_out(whole.pk, actor=actor, today=TODAY, seen_version=seen or whole.version, terms=terms)


def seen(task, actor, today=TODAY):
    return {"actor": actor, "today": today, "seen_version": Task.objects.get(pk=task.pk).version}


def report(task, actor, percent):
    said = progress.Progress(done="Đã làm một phần", percent=percent)
    return progress.report(task.pk, **seen(task, actor), progress=said)


def test_a_part_has_its_own_words_day_person_and_giver(unit, task):
    terms = parts.Terms("Tổng hợp số liệu", officer=unit.lan, due_on=DUE - days(5), product="Bảng số liệu")
    part = hand_out(task, unit.minh, terms)
    assert (part.parent, part.root, part.giver, part.lead) == (task, task, unit.finance, unit.finance)
    assert (part.officer, part.due_on, part.due_on_as_issued, part.product) == (
        unit.lan,
        DUE - days(5),
        DUE - days(5),
        "Bảng số liệu",
    )
    assert Notice.objects.get(kind="part").recipient == unit.lan


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " "}, "text_required"),
        ({"due_on": DUE + days(1)}, "part_due"),
        ({"due_on": TODAY - days(1)}, "due_past"),
        ({"weight": 0}, "weight_range"),
        ({"officer": "tuan"}, "not_of_the_lead"),
        ({"unit": "building"}, "not_of_the_lead"),
        ({"officer": None}, "nobody_named"),
    ],
)
def test_a_part_that_cannot_be_is_refused(unit, task, given, code):
    named = {
        key: getattr(unit, value) if isinstance(value, str) and hasattr(unit, value) else value
        for key, value in given.items()
    }
    terms = replace(parts.Terms("Tổng hợp", officer=unit.lan), **named)
    with pytest.raises(DomainError) as refusal:
        hand_out(task, unit.minh, terms)
    assert refusal.value.code == code
    assert Task.objects.count() == 1


def test_only_the_head_hands_out(unit, task):
    with pytest.raises(Refused, match="Chỉ lãnh đạo Sở Tài chính"):
        hand_out(task, unit.lan, parts.Terms("Việc", officer=unit.thu))


def test_shares_climb_by_weight_through_any_depth(unit, task):
    division = hand_out(task, unit.minh, parts.Terms("Phần của phòng", unit=unit.division, weight=3))
    own = hand_out(task, unit.minh, parts.Terms("Phần của Lan", officer=unit.lan, weight=1))
    deep = hand_out(division, unit.ha, parts.Terms("Phần của Thu", officer=unit.thu))
    assert (deep.root, deep.giver) == (task, unit.division)
    report(deep, unit.thu, 40)
    report(own, unit.lan, 80)
    assert Task.objects.get(pk=division.pk).percent == 40
    assert Task.objects.get(pk=task.pk).percent == (3 * 40 + 80) // 4
    pauses.withdraw(own.pk, **seen(own, unit.minh), ground=pauses.Ground("Không cần nữa"))
    assert Task.objects.get(pk=task.pk).percent == 40
    after = report(task, unit.minh, 99)
    assert after.percent == 40


def test_who_gave_it_signs_it_and_the_office_has_no_say(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của Lan", officer=unit.lan))
    proposed = results.submit(part.pk, **seen(part, unit.lan), result=results.Result(number="Phiếu trình 3"))
    assert proposed.status == "signing"
    with pytest.raises(Refused, match="Việc phân công nội bộ của Sở Tài chính"):
        pauses.withdraw(part.pk, **seen(part, unit.hoa), ground=pauses.Ground("x", "1"))
    done = results.sign_off(part.pk, **seen(part, unit.minh, TODAY + days(9)))
    assert (done.status, done.submitted_on, done.completed_on) == ("done", TODAY, TODAY + days(9))
    assert Task.objects.get(pk=task.pk).percent == 100
    assert Notice.objects.filter(kind="sign_off", recipient=unit.lan).exists()


def test_the_head_of_a_division_does_not_sign_what_the_department_gave(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của phòng", unit=unit.division))
    results.submit(part.pk, **seen(part, unit.ha), result=results.Result(number="Phiếu trình 3"))
    with pytest.raises(Refused, match="Sở Tài chính"):
        results.sign_off(part.pk, **seen(part, unit.ha))
    assert results.sign_off(part.pk, **seen(part, unit.minh)).status == "done"


def test_the_whole_is_not_reported_while_parts_are_open_unless_somebody_says_why(unit, task):
    hand_out(task, unit.minh, parts.Terms("Phần của Lan", officer=unit.lan))
    result = results.Result(number="15/BC")
    with pytest.raises(DomainError) as refusal:
        results.submit(task.pk, **seen(task, unit.minh), result=result)
    assert refusal.value.code == "parts_open"
    why = replace(result, unfinished="Phần còn lại chuyển sang quý sau")
    sent = results.submit(task.pk, **seen(task, unit.minh), result=why)
    assert (sent.status, sent.events.last().reason) == ("submitted", "Phần còn lại chuyển sang quý sau")


@pytest.mark.parametrize(("with_parts", "after"), [(True, "withdrawn"), (False, "assigned")])
def test_withdrawing_the_whole_asks_about_its_parts(unit, task, with_parts, after):
    part = hand_out(task, unit.minh, parts.Terms("Phần của phòng", unit=unit.division))
    deep = hand_out(part, unit.ha, parts.Terms("Phần của Thu", officer=unit.thu))
    ground = pauses.Ground("Không cần", "20/UBND-TH")
    with pytest.raises(DomainError, match="còn 2 việc phân công nội bộ"):
        pauses.withdraw(task.pk, **seen(task, unit.hoa), ground=ground)
    pauses.withdraw(task.pk, **seen(task, unit.hoa), ground=replace(ground, with_parts=with_parts))
    assert {Task.objects.get(pk=each.pk).status for each in (part, deep)} == {after}


def test_what_rested_with_the_whole_goes_on_with_it_and_no_deadline_moves(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của Lan", officer=unit.lan, due_on=DUE))
    ground = pauses.Ground(document="5/UBND", document_on=TODAY, with_parts=True)
    pauses.suspend(task.pk, **seen(task, unit.hoa), ground=ground)
    assert Task.objects.get(pk=part.pk).status == "suspended"
    after = pauses.resume(task.pk, **seen(task, unit.hoa, TODAY + days(20)))
    rested = Task.objects.get(pk=part.pk)
    assert (after.due_on, rested.status, rested.due_on) == (DUE, "in_progress", DUE)


def test_another_lead_takes_nothing_of_what_was_handed_out(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của Lan", officer=unit.lan))
    assign.reassign(task.pk, **seen(task, unit.hoa), lead=unit.building, reason="Đúng chức năng")
    assert Task.objects.get(pk=part.pk).status == "withdrawn"


def test_an_earlier_day_warns_which_parts_would_be_later(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của phòng", unit=unit.division, due_on=DUE))
    hand_out(part, unit.ha, parts.Terms("Phần của Thu", officer=unit.thu, due_on=DUE - days(1)))
    terms = parts.Terms("Phần của phòng", due_on=DUE - days(6))
    with pytest.raises(DomainError, match="Phần của Thu \\(14/02/2023\\)"):
        parts.change(part.pk, **seen(part, unit.minh), terms=terms)
    after = parts.change(part.pk, **seen(part, unit.minh), terms=replace(terms, keep_conflicts=True))
    assert after.due_on == DUE - days(6)
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        assert "sau hạn của việc trên" in text(browser(unit.minh).get(task.get_absolute_url()))


def test_the_giver_sees_the_tree_others_only_what_is_theirs(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của phòng", unit=unit.division))
    hand_out(part, unit.ha, parts.Terms("Phần của Thu", officer=unit.thu))
    Task.objects.get(pk=task.pk).parties.create(organisation=unit.building)
    assert Task.objects.visible_to(unit.minh, TODAY).count() == 3
    assert Task.objects.visible_to(unit.thu, TODAY).count() == 2
    assert list(Task.objects.visible_to(unit.tuan, TODAY)) == [task]
    page = browser(unit.minh).get(task.get_absolute_url())
    assert [node.depth for node in page.context["tree"]] == [0, 1, 2]


def test_no_figure_of_the_city_counts_work_inside(unit, task):
    part = hand_out(task, unit.minh, parts.Terms("Phần của Lan", officer=unit.lan, due_on=DUE - days(9)))

    def listed(query):
        return set(TaskFilter(QueryDict(query), today=DUE + days(1)).narrow(Task.objects.all()))

    assert listed("timeliness=overdue") == {task}
    assert listed("level=inside") == listed(f"officer={unit.lan.pk}") == {part}
    assert listed("level=all") == {task, part}
    late = date(2023, 2, 16)
    with time_machine.travel("2023-02-16T09:00:00+07:00", tick=False):
        board = browser(unit.binh).get(reverse("report-overdue")).context["board"]
    assert board.total.everything.count == 1
    sweep(late)
    reminded = Notice.objects.filter(kind="overdue", task=part)
    assert set(reminded.values_list("recipient__username", flat=True)) <= {"lan", "minh"}
    assert reminded.filter(recipient=unit.lan).exists()


@pytest.mark.django_db(transaction=True)
def test_two_parts_reported_at_once_lose_no_share(people):
    whole = make.task(lead=people.finance, directive=make.directive(), due_on=DUE)
    colleague = make.user(name="Đinh Văn Đồng", organisation=people.finance)
    pair = [(hand_out(whole, people.minh, parts.Terms("Phần", officer=who)), who) for who in (people.lan, colleague)]
    gate = threading.Barrier(2)

    def send(part, who):
        gate.wait()
        try:
            report(part, who, 60)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=each) for each in pair]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert Task.objects.get(pk=whole.pk).percent == 60


def test_the_page_of_a_tree_costs_the_same_with_1_and_30_parts(unit, task):
    client = browser(unit.minh)
    hand_out(task, unit.minh, parts.Terms("Phần", officer=unit.lan))
    one = cost(client, task.get_absolute_url())
    for _ in range(29):
        hand_out(task, unit.minh, parts.Terms("Phần", officer=unit.lan))
    assert cost(client, task.get_absolute_url()) == one
