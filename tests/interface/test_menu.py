"""The navigation of each role, and the values every page gets."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from config import context
from config.menu import MENU, Entry, address, is_within, menu
from directives.models import NameState, RememberedName
from tasks.models import Notice
from tests import factories as make

TODAY = date(2023, 2, 20)


def names(*roles):
    return {str(link.href) for section in menu(roles, "/") for link in section.links}


def test_an_entry_whose_page_does_not_exist_is_left_out():
    assert address(Entry("Không có", "khong-co-trang-nay", "x")) == ""
    assert all(link.href for section in menu(Role.values, "/") for link in section.links)


@pytest.mark.parametrize(
    ("url_name", "roles"),
    [
        ("person-list", {Role.ADMIN}),
        ("audit-log", {Role.ADMIN, Role.AUDITOR}),
        ("directive-upload", {Role.CLERK, Role.MONITOR}),
        ("help", set(Role)),
        ("reading-list", {Role.CLERK, Role.MONITOR}),
        ("name-list", {Role.CLERK, Role.MONITOR, Role.ADMIN}),
        ("extension-queue", {Role.CLERK, Role.MONITOR, Role.LEADER}),
    ],
)
def test_an_entry_is_for_its_roles_only(url_name, roles):
    entry = next(entry for group in MENU for entry in group.entries if entry.url_name == url_name)
    assert {role for role in Role if address(entry) in names(role)} == roles


def test_the_longest_address_that_fits_is_current():
    sections = menu([Role.CLERK], "/directives/upload/files/")
    current = [link.href for section in sections for link in section.links if link.current]
    assert current == ["/directives/upload/"]


def test_a_long_menu_folds_what_is_seldom_needed_but_never_the_current_page():
    def folded(role, path):
        return {str(section.label) for section in menu([role], path) if section.folded}

    assert folded(Role.OFFICER, "/") == set()
    assert folded(Role.LEADER, "/") == {"Danh mục"}
    assert folded(Role.CLERK, "/") == {"Danh mục", "Hệ thống"}
    assert folded(Role.CLERK, "/workdays/") == {"Hệ thống"}


@pytest.mark.parametrize(
    ("role", "path", "current"),
    [
        (Role.CLERK, "/directives/3/review/", "/directives/review/"),
        (Role.OFFICER, "/directives/3/review/", "/directives/"),
        (Role.CLERK, "/directives/3/", "/directives/"),
        (Role.CLERK, "/directives/3/chain/", "/directives/"),
    ],
)
def test_the_review_of_one_paper_belongs_to_the_queue_of_whoever_has_it(role, path, current):
    links = [link for section in menu([role], path) for link in section.links]
    assert [link.href for link in links if link.current] == [current]


def test_a_substitute_finds_the_queue_of_whom_they_stand_in_for_while_they_do(client, people):
    from accounts.actions import absences
    from accounts.clock import today

    office = people.binh.memberships.get().organisation
    people.tuan.memberships.create(organisation=office, role=Role.OFFICER, valid_from=make.SINCE)
    client.force_login(people.tuan)
    assert reverse("extension-queue") not in client.get("/help/").content.decode()
    days = absences.Leave(today(), today(), substitute=people.tuan)
    leave = absences.enter(people.binh.pk, days, actor=people.thao, today=today())
    assert reverse("extension-queue") in client.get("/help/").content.decode()
    absences.call_off(leave.pk, actor=people.thao, today=today(), seen_version=None)
    assert reverse("extension-queue") not in client.get("/help/").content.decode()


def test_the_menu_counts_names_that_wait(client, people):
    for state in (NameState.PROPOSED, NameState.PROPOSED, NameState.DECLINED):
        key = f"so tc {RememberedName.objects.count()}"
        RememberedName.objects.create(name="Sở TC", key=key, organisation=people.finance, state=state)
    client.force_login(people.thao)
    shown = client.get("/help/").content.decode()
    assert '<span>Cách gọi cơ quan</span><span class="count">2</span>' in shown


def test_nothing_is_within_the_root_but_itself():
    assert is_within("/", "/")
    assert not is_within("/tasks/", "/")


def test_the_bell_counts_unread_notices_of_the_person(client, people):
    for number in range(3):
        Notice.objects.create(recipient=people.lan, key=f"k{number}", kind="x", day=TODAY, text="Nhắc hạn")
    Notice.objects.create(recipient=people.tuan, key="k", kind="x", day=TODAY, text="Của người khác")
    client.force_login(people.lan)
    assert "Thông báo, 3 chưa đọc" in client.get("/help/").content.decode()


def test_counting_unread_notices_stops_at_a_hundred(people, django_assert_num_queries):
    rows = [Notice(recipient=people.lan, key=f"k{n}", kind="x", day=TODAY, text="Nhắc") for n in range(130)]
    Notice.objects.bulk_create(rows)
    with django_assert_num_queries(1):
        assert context.unread(people.lan) == context.MOST_UNREAD


def test_somebody_with_two_posts_can_choose_between_them(client, people):
    people.lan.memberships.create(organisation=people.office, role=Role.CLERK, valid_from=make.SINCE)
    client.force_login(people.lan)
    shown = client.get("/help/").content.decode()
    assert shown.count('name="membership"') == 2
    assert shown.count('aria-current="true"') == 2  # the post and the language in use
