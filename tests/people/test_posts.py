"""Posts with dates, several posts for one person, and under which of them the trail says somebody acted."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts import acting, context
from accounts.actions import people as actions
from accounts.actions.people import Post, PostDates
from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Membership
from accounts.roles import Role
from tasks.models import TaskEvent
from tests import factories as make
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 1)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-03-01T09:30:00+07:00", tick=False):
        yield


def test_a_post_is_corrected_once_per_version_and_the_trail_keeps_both(people):
    post = people.lan.memberships.get()
    dates = PostDates(date(2021, 5, 1), None, "Phó trưởng phòng")
    corrected = actions.correct_post(post.pk, dates, actor=people.quan, today=TODAY, seen_version=1)
    assert (corrected.valid_from, corrected.title, corrected.version) == (date(2021, 5, 1), "Phó trưởng phòng", 2)
    with pytest.raises(Stale):
        actions.correct_post(post.pk, dates, actor=people.quan, today=TODAY, seen_version=1)
    with pytest.raises(Refused):
        actions.correct_post(post.pk, dates, actor=people.minh, today=TODAY, seen_version=2)
    entry = AuditEntry.objects.get(action="post.corrected")
    assert (entry.before["valid_from"], entry.after["valid_from"]) == ("2020-01-01", "2021-05-01")


def test_the_same_post_does_not_overlap_itself_but_others_do(people):
    later = Post(people.finance, Role.OFFICER, date(2024, 1, 1))
    with pytest.raises(DomainError) as refused:
        actions.give_post(people.lan.pk, later, actor=people.quan, today=TODAY)
    assert refused.value.code == "post_held"
    actions.end_post(people.lan.memberships.get().pk, on=date(2023, 6, 1), actor=people.quan, today=TODAY)
    future = actions.give_post(people.lan.pk, later, actor=people.quan, today=TODAY)
    with pytest.raises(DomainError):
        actions.correct_post(future.pk, PostDates(date(2023, 5, 1)), actor=people.quan, today=TODAY, seen_version=1)
    assert actions.give_post(people.lan.pk, Post(people.building, Role.OFFICER, TODAY), actor=people.quan, today=TODAY)


def test_a_post_ahead_gives_no_right_yet_and_may_be_cancelled_a_begun_one_not(people):
    wanted = Post(people.office, Role.MONITOR, date(2023, 4, 1))
    future = actions.give_post(people.lan.pk, wanted, actor=people.quan, today=TODAY)
    assert not people.lan.holds({Role.MONITOR}, TODAY)
    page = text(browser(people.quan).get(reverse("person-detail", args=[people.lan.pk])))
    assert "chưa bắt đầu" in page
    browser(people.quan).post(reverse("post-cancel", args=[future.pk]))
    assert not Membership.objects.filter(pk=future.pk).exists()
    with pytest.raises(DomainError, match="đã bắt đầu"):
        actions.cancel_post(people.lan.memberships.get().pk, actor=people.quan, today=TODAY)


def test_the_last_administrator_stays(people):
    post = people.quan.memberships.get()
    with pytest.raises(DomainError) as refused:
        actions.correct_post(post.pk, PostDates(post.valid_from, TODAY), actor=people.quan, today=TODAY, seen_version=1)
    assert refused.value.code == "last_admin"


def test_the_page_corrects_and_says_what_is_wrong(people):
    post = people.lan.memberships.get()
    client, where = browser(people.quan), reverse("post-edit", args=[post.pk])
    assert "Sai vai trò hoặc tổ chức" in text(client.get(where))
    wrong = client.post(where, {"valid_from": "2023-02-01", "valid_to": "2023-01-01", "version": 1})
    assert wrong.status_code == 422
    client.post(where, {"valid_from": "2022-02-01", "valid_to": "", "title": "Chuyên viên", "version": 1})
    post.refresh_from_db()
    assert post.valid_from == date(2022, 2, 1)
    assert browser(people.minh).get(where).status_code == 403


# ── several posts: the trail names the one that gave the right ────────────────────────────────
def test_a_step_is_noted_under_the_post_that_permits_it_not_under_the_first(people):
    first = people.tuan.memberships.get()
    second = Membership.objects.create(
        user=people.tuan, organisation=people.finance, role=Role.HEAD, valid_from=date(2022, 1, 1)
    )
    paper = make.directive()
    mine = make.task(lead=people.building, directive=paper)
    theirs = make.task(lead=people.finance, directive=paper)
    client = browser(people.tuan)
    for task in (mine, theirs):
        answer = client.post(reverse("task-move", args=[task.pk, "receive"]), {"version": 1})
        assert answer.status_code == 302
    under = dict(TaskEvent.objects.filter(move="receive").values_list("task", "membership"))
    assert under == {mine.pk: first.pk, theirs.pk: second.pk}
    trail = dict(AuditEntry.objects.filter(action="task.receive").values_list("target_id", "membership"))
    assert trail == {str(mine.pk): first.pk, str(theirs.pk): second.pk}


def test_the_chosen_post_counts_where_both_give_the_right(people):
    second = Membership.objects.create(
        user=people.lan, organisation=people.finance, role=Role.HEAD, valid_from=date(2022, 1, 1)
    )
    task = make.task(lead=people.finance, directive=make.directive())
    client = browser(people.lan)
    client.post(reverse("accounts-switch-post"), {"membership": second.pk})
    client.post(reverse("task-move", args=[task.pk, "receive"]), {"version": 1})
    assert TaskEvent.objects.get(move="receive").membership == second


def test_one_request_about_many_things_asks_anew_each_time(people):
    first = people.tuan.memberships.get()
    second = Membership.objects.create(
        user=people.tuan, organisation=people.finance, role=Role.HEAD, valid_from=date(2022, 1, 1)
    )
    token = context.enter(context.RequestContext(membership_id=first.pk))
    try:
        acting.settle(lambda who: who.holds({Role.HEAD}, TODAY), people.tuan, TODAY)
        assert context.current().membership_id == second.pk
        acting.settle(lambda _who: True, people.tuan, TODAY)
        assert context.current().membership_id == first.pk, "back to the chosen one where it suffices"
    finally:
        context.leave(token)
