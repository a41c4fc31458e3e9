"""Handing over all open work of somebody: what moves to whom, what is refused, and what leads there."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.actions import people as accounts
from accounts.errors import DomainError, Refused
from accounts.models import Absence, ApiToken, AuditEntry, Membership, User
from accounts.roles import Role
from tasks.actions import handover, instruct
from tasks.actions.handover import NOBODY, Choice
from tasks.models import ExtensionRequest, HandOver, Notice, Series, Task, TaskEvent
from tasks.notify import posts
from tasks.open_work import Group, load_of
from tests import factories as make
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 1)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-03-01T09:30:00+07:00", tick=False):
        yield


@pytest.fixture
def paper(people):
    return make.directive()


@pytest.fixture
def vy(people):
    return make.user(name="Trịnh Thị Vy", username="vy", organisation=people.finance)


@pytest.fixture
def task(people, paper):
    return make.task(lead=people.finance, directive=paper, officer=people.lan, due_on=date(2023, 3, 20))


def give(person, group, receiver, *, actor, **more):
    key = receiver.pk if receiver is not None else NOBODY
    return handover.hand_over(person.pk, Choice({group: key}), actor=actor, today=TODAY, **more)


def test_everything_open_moves_in_one_step_with_one_entry_and_a_line_on_each_task(people, paper, task, vy):
    others = [make.task(lead=people.finance, directive=paper, title=f"Việc {n}", officer=people.lan) for n in range(2)]
    series = Series.objects.create(
        directive=paper, title="Báo cáo tháng", text="…", lead=people.finance, officer=people.lan, starts_on=TODAY
    )
    away = Absence.objects.create(
        person=people.minh, substitute=people.lan, first_on=TODAY, last_on=TODAY, entered_by=people.thao
    )
    make.api_token(people.lan, today=TODAY)
    choice = Choice(
        {Group.OFFICER: vy.pk, Group.SERIES_OFFICER: vy.pk, Group.ABSENCE: vy.pk},
        {(Group.OFFICER, others[1].pk): people.minh.pk},
    )
    made = handover.hand_over(people.lan.pk, choice, actor=people.quan, today=TODAY, reason="Nghỉ thai sản")
    assert dict(Task.objects.values_list("pk", "officer")) == {
        task.pk: vy.pk,
        others[0].pk: vy.pk,
        others[1].pk: people.minh.pk,
    }
    series.refresh_from_db()
    away.refresh_from_db()
    assert (series.officer, away.substitute) == (vy, vy)
    assert not ApiToken.objects.open(TODAY).exists()
    assert len(made.lines) == 6
    assert AuditEntry.objects.filter(action="person.handed_over").count() == 1
    assert TaskEvent.objects.filter(move="hand_over").count() == 3
    told = dict(Notice.objects.filter(kind="hand_over").values_list("recipient", "facts__count"))
    assert told == {vy.pk: 4, people.minh.pk: 1}
    assert not load_of(people.lan, TODAY).count
    assert {task.version for task in Task.objects.all()} == {2}, "a form opened before is told"


def test_a_leader_a_monitor_and_a_head_pass_on_what_is_theirs(people, task):
    leader = make.user(name="Chu Văn An", organisation=people.city, role=Role.LEADER)
    monitor = make.user(name="Lý Thị Mai", organisation=people.office, role=Role.MONITOR)
    head = make.user(name="Phó giám đốc", organisation=people.finance, role=Role.HEAD)
    Task.objects.update(leader=people.binh, monitor=people.hoa)
    wish = instruct.Wish("explain", "Vì sao?", date(2023, 3, 6))
    (demand,) = instruct.about_tasks([task.pk], wish, actor=people.binh, today=TODAY).said
    draft = instruct.Wish("instruct", "Dự thảo", leader=people.binh)
    (draft,) = instruct.about_tasks([task.pk], draft, actor=people.hoa, today=TODAY).said
    request = ExtensionRequest.objects.create(
        task=task, asked_by=people.minh, asked_at="2023-03-01T02:00Z", asked_on=TODAY, due_before=date(2023, 3, 20),
        until_before=date(2023, 3, 20), asked_due_on=date(2023, 4, 1), decider=people.binh, answer_by=TODAY,
        code="other", reason="x", progress="y",
    )  # fmt: skip
    choice = Choice({Group.LEADER: leader.pk, Group.DRAFT: leader.pk, Group.EXTENSION: leader.pk})
    handover.hand_over(people.binh.pk, choice, actor=people.thao, today=TODAY)
    give(people.hoa, Group.MONITOR, monitor, actor=people.quan)
    give(people.minh, Group.EXPLAIN, head, actor=people.quan)
    task.refresh_from_db()
    draft.refresh_from_db()
    request.refresh_from_db()
    assert (task.leader, task.monitor, draft.leader, request.decider) == (leader, monitor, leader, leader)
    assert head.pk in demand.receipts.values_list("person", flat=True)


def test_nothing_is_left_out_and_nobody_gets_what_they_cannot_hold(people, task, vy):
    with pytest.raises(DomainError) as refused:
        handover.hand_over(people.lan.pk, Choice(), actor=people.quan, today=TODAY)
    assert refused.value.code == "receiver_missing"
    for unfit in (people.tuan, people.hoa, people.kiem):
        with pytest.raises(DomainError) as refused:
            give(people.lan, Group.OFFICER, unfit, actor=people.quan)
        assert refused.value.code == "receiver_unfit"
    closed = make.user(name="Đã nghỉ", organisation=people.finance, is_active=False)
    with pytest.raises(DomainError):
        give(people.lan, Group.OFFICER, closed, actor=people.quan)
    task.refresh_from_db()
    assert task.officer == people.lan
    assert not HandOver.objects.exists()


def test_a_head_hands_over_only_what_the_unit_leads(people, paper, task, vy):
    Membership.objects.create(user=people.lan, organisation=people.building, role=Role.OFFICER, valid_from=TODAY)
    theirs = make.task(lead=people.building, directive=paper, officer=people.lan)
    made = give(people.lan, Group.OFFICER, vy, actor=people.minh)
    assert [line["pk"] for line in made.lines] == [task.pk]
    theirs.refresh_from_db()
    assert theirs.officer == people.lan
    for stranger in (people.tuan, people.hoa, people.lan):
        with pytest.raises(Refused):
            give(people.minh, Group.OFFICER, vy, actor=stranger)


# ── what leads there ──────────────────────────────────────────────────────────────────────────
def test_closing_an_account_with_open_work_leads_to_the_hand_over_which_closes_it(people, task, vy):
    admin = browser(people.quan)
    answer = admin.post(reverse("person-deactivate", args=[people.lan.pk]))
    where = reverse("person-hand-over", args=[people.lan.pk])
    assert answer.url == f"{where}?then=close"
    page = text(admin.get(answer.url))
    assert task.title in page
    assert "tài khoản bị khóa ngay trong cùng một bước" in page
    assert User.objects.get(pk=people.lan.pk).is_active
    done = admin.post(where, {"then": "close", "g-officer": vy.pk, "reason": "Chuyển công tác"}, follow=True)
    assert "Trịnh Thị Vy" in text(done)
    closed = User.objects.get(pk=people.lan.pk)
    assert (closed.is_active, closed.closed_on) == (False, TODAY)
    assert Task.objects.get().officer == vy


def test_going_back_to_the_unit_is_an_explicit_choice(people, task):
    made = give(people.lan, Group.OFFICER, None, actor=people.quan, ending="close")
    task.refresh_from_db()
    assert task.officer is None
    assert made.lines[0]["to_name"] == ""
    page = text(browser(people.quan).get(reverse("hand-over-done", args=[made.pk])))
    assert "chưa có chuyên viên" in page
    assert "chưa có chuyên viên" in text(browser(people.minh).get(task.get_absolute_url()))


def test_sessions_of_a_closed_account_end_at_once(people, task):
    client = browser(people.lan)
    assert client.get("/").status_code == 200
    give(people.lan, Group.OFFICER, None, actor=people.quan, ending="close")
    assert client.get("/").status_code == 302


def test_ending_the_last_post_in_the_unit_leads_there_but_not_a_second_one(people, task, vy):
    post = people.lan.memberships.get()
    admin = browser(people.quan)
    answer = admin.post(reverse("post-end", args=[post.pk]), {"on": "2023-03-01"})
    assert answer.url.endswith(f"?then=post%3A{post.pk}")
    second = Membership.objects.create(user=people.lan, organisation=people.finance, role=Role.HEAD, valid_from=TODAY)
    assert accounts.end_post(post.pk, on=TODAY, actor=people.quan, today=TODAY).valid_to == TODAY
    with pytest.raises(DomainError, match="bàn giao trước"):
        accounts.end_post(second.pk, on=TODAY + timedelta(days=1), actor=people.quan, today=TODAY + timedelta(days=1))


def test_an_end_ahead_is_allowed_and_told_before_and_when_it_comes(people, task):
    post = people.lan.memberships.get()
    ends = date(2023, 3, 7)
    accounts.end_post(post.pk, on=ends, actor=people.quan, today=TODAY)
    assert posts.tell_of_ending(date(2023, 2, 20)) == 0
    assert posts.tell_of_ending(TODAY) == 2
    assert posts.tell_of_ending(TODAY) == 0
    told = Notice.objects.filter(kind="post_end").values_list("recipient__username", flat=True)
    assert sorted(told) == ["minh", "quan"]
    assert "thôi giữ vị trí tại Sở Tài chính từ ngày 07/03/2023 mà còn 1 việc" in Notice.objects.first().sentence
    assert posts.tell_of_ending(ends) == 2
    page = text(browser(people.minh).get(reverse("leaving")))
    assert "Nguyễn Thị Lan" in page
    assert "Nguyễn Thị Lan" not in text(browser(people.son).get(reverse("leaving")))


def test_pages_are_for_those_who_may(people, task):
    where = reverse("person-hand-over", args=[people.lan.pk])
    allowed = {"quan", "thao", "minh"}
    for name in ("quan", "thao", "minh", "lan", "hoa", "son", "binh", "kiem"):
        assert browser(getattr(people, name)).get(where).status_code == (200 if name in allowed else 403), name
    assert browser(people.lan).get(reverse("leaving")).status_code == 403


def test_the_preview_costs_the_same_for_one_task_and_for_thirty(people, paper, task, vy):
    client, where = browser(people.quan), reverse("person-hand-over", args=[people.lan.pk])
    one = [cost(client, where), cost(client, reverse("leaving"))]
    for number in range(29):
        make.task(lead=people.finance, directive=paper, title=f"Việc {number}", officer=people.lan)
    assert [cost(client, where), cost(client, reverse("leaving"))] == one
