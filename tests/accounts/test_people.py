"""People and posts: who may change them, what is refused, and what stands in the trail."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import people as actions
from accounts.actions.people import Person, Post
from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Field, Membership, User
from accounts.roles import Role
from tests import factories as make

TODAY = date(2026, 3, 2)
NEW = Person("nga.stc", "Đinh Thị Nga", "nga@haiphong.example")


def trail():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "target_label"))


def post_at(organisation, role=Role.OFFICER, **fields):
    return Post(organisation, role, fields.pop("valid_from", TODAY), **fields)


# ── making and changing ───────────────────────────────────────────────────────────────────────
def test_new_person_and_first_post_are_made_together(people):
    user = actions.create_with_post(NEW, post_at(people.finance), actor=people.quan, today=TODAY)
    assert [post.organisation for post in user.posts(TODAY)] == [people.finance]
    assert trail() == [("person.created", "Đinh Thị Nga"), ("post.given", "Đinh Thị Nga")]


def test_new_person_cannot_sign_in_before_setting_a_password(people):
    assert not actions.create(NEW, actor=people.quan, today=TODAY).has_usable_password()


@pytest.mark.parametrize("person", [Person("LAN", "Người khác"), Person("khac", "Người khác", "Lan@HaiPhong.example")])
def test_sign_in_name_and_address_belong_to_one_person_in_any_case(people, person):
    with pytest.raises(DomainError, match="đã có người dùng"):
        actions.create(person, actor=people.quan, today=TODAY)
    assert trail() == []


def test_several_people_may_lack_an_address(people):
    for name in ("a", "b"):
        actions.create(Person(name, name.upper()), actor=people.quan, today=TODAY)
    assert User.objects.filter(email="").count() == 2


@pytest.mark.parametrize("name", ["lan", "minh", "hoa", "thao", "binh", "kiem"])
def test_only_administrators_look_after_people(people, name):
    actor = getattr(people, name)
    for attempt in (
        lambda: actions.create(NEW, actor=actor, today=TODAY),
        lambda: actions.give_post(people.lan.pk, post_at(people.building), actor=actor, today=TODAY),
        lambda: actions.end_post(people.lan.memberships.get().pk, on=TODAY, actor=actor, today=TODAY),
        lambda: actions.deactivate(people.tuan.pk, actor=actor, today=TODAY),
        lambda: actions.reset_link(people.tuan.pk, actor=actor, today=TODAY),
    ):
        with pytest.raises(Refused, match="Chỉ quản trị hệ thống"):
            attempt()
    assert trail() == []


def test_superuser_sets_up_the_first_administrator(db):
    root = User.objects.create_superuser("root", "mat-khau-thu-nghiem", full_name="Gốc")
    city = make.organisation(name="UBND thành phố")
    user = actions.create_with_post(NEW, post_at(city, Role.ADMIN), actor=root, today=TODAY)
    assert user.holds({Role.ADMIN}, TODAY)


def test_change_notes_before_and_after_of_what_differs(people):
    person = Person("lan", "Nguyễn Thị Lan", "lan@haiphong.example", "0225 3 111 222", "vi")
    actions.change(people.lan.pk, person, actor=people.quan, today=TODAY, seen_version=1)
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"phone": ""}, {"phone": "0225 3 111 222"})


def test_change_after_somebody_elses_is_stale(people):
    actions.change_own(actor=people.lan, full_name="Lan", phone="1", language="vi", seen_version=1)
    with pytest.raises(Stale):
        actions.change(people.lan.pk, NEW, actor=people.quan, today=TODAY, seen_version=1)


# ── posts ─────────────────────────────────────────────────────────────────────────────────────
def test_post_is_held_from_its_first_day_until_the_day_before_its_last(people):
    span = {"valid_from": TODAY, "valid_to": TODAY + timedelta(days=2)}
    actions.give_post(people.lan.pk, post_at(people.building, **span), actor=people.quan, today=TODAY)
    held = [
        people.building in [post.organisation for post in User.objects.get(username="lan").posts(day)]
        for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    ]
    assert held == [False, True, True, False]


def test_leaders_post_carries_the_fields_in_charge(people):
    health = Field.objects.create(code="y-te", name="Y tế")
    post = actions.give_post(
        people.lan.pk, post_at(people.city, Role.LEADER, fields=(health,)), actor=people.quan, today=TODAY
    )
    assert list(post.fields_in_charge.all()) == [health]
    assert AuditEntry.objects.get().after["fields"] == ["y-te"]


def test_same_post_is_not_given_twice_at_a_time(people):
    with pytest.raises(DomainError, match="đã giữ vị trí"):
        actions.give_post(people.lan.pk, post_at(people.finance), actor=people.quan, today=TODAY)


def test_post_may_be_given_again_after_it_ended(people):
    actions.end_post(people.lan.memberships.get().pk, on=TODAY, actor=people.quan, today=TODAY)
    actions.give_post(people.lan.pk, post_at(people.finance), actor=people.quan, today=TODAY)
    assert people.lan.memberships.count() == 2


def test_no_post_in_an_organisation_that_has_ended(people):
    people.building.become(valid_to=TODAY)
    with pytest.raises(DomainError, match="đã kết thúc"):
        actions.give_post(people.lan.pk, post_at(people.building), actor=people.quan, today=TODAY)


def test_post_may_be_older_than_the_merged_body_it_is_in(people):
    people.building.become(valid_from=TODAY)
    span = {"valid_from": TODAY - timedelta(days=90)}
    actions.give_post(people.lan.pk, post_at(people.building, **span), actor=people.quan, today=TODAY)
    assert people.lan.memberships.filter(organisation=people.building).exists()


def test_post_cannot_end_before_it_began(people):
    post = people.lan.memberships.get()
    with pytest.raises(DomainError, match="sau ngày bắt đầu"):
        actions.end_post(post.pk, on=post.valid_from, actor=people.quan, today=TODAY)


def test_post_interval_without_a_day_is_refused_by_the_schema(people):
    with pytest.raises(IntegrityError, match="membership_interval_not_empty"), transaction.atomic():
        Membership.objects.filter(user=people.lan).update(valid_to=make.SINCE)


def test_last_administrator_keeps_the_post(people):
    with pytest.raises(DomainError, match="quản trị viên cuối cùng"):
        actions.end_post(people.quan.memberships.get().pk, on=TODAY, actor=people.quan, today=TODAY)


# ── closing accounts ──────────────────────────────────────────────────────────────────────────
def test_closed_account_loses_its_token_and_its_posts_count_no_more(people):
    make.api_token(people.lan)
    actions.deactivate(people.lan.pk, actor=people.quan, today=TODAY)
    assert not people.lan.api_tokens.open(TODAY).exists()
    assert User.objects.get(username="lan").posts(TODAY) == []


def test_nobody_closes_their_own_account(people):
    with pytest.raises(DomainError, match="tự khóa"):
        actions.deactivate(people.quan.pk, actor=people.quan, today=TODAY)


def test_last_administrator_is_not_closed_by_a_superuser(people):
    root = User.objects.create_superuser("root", "mat-khau-thu-nghiem", full_name="Gốc")
    with pytest.raises(DomainError, match="quản trị viên cuối cùng"):
        actions.deactivate(people.quan.pk, actor=root, today=TODAY)


def test_closed_account_can_be_opened_again(people):
    actions.deactivate(people.lan.pk, actor=people.quan, today=TODAY)
    actions.reactivate(people.lan.pk, actor=people.quan, today=TODAY)
    assert User.objects.get(username="lan").is_active
    assert [action for action, _label in trail()] == ["person.deactivated", "person.reactivated"]


def test_no_reset_link_for_a_closed_account(people):
    actions.deactivate(people.lan.pk, actor=people.quan, today=TODAY)
    with pytest.raises(DomainError, match="đang bị khóa"):
        actions.reset_link(people.lan.pk, actor=people.quan, today=TODAY)


def test_trail_never_holds_a_token_or_link(people):
    key = make.api_token(people.lan)
    link = actions.reset_link(people.lan.pk, actor=people.quan, today=TODAY)
    said = str(list(AuditEntry.objects.values()))
    assert key not in said
    assert link.split("/")[-2] not in said
