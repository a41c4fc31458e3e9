"""Signing in and out, and a forgotten password, as a browser and a real mail server see them."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user

from accounts.actions import people as actions
from accounts.models import AuditEntry, User

PASSWORD = "mat-khau-thu-nghiem"
NEW_PASSWORD = "mot-mat-khau-moi-2026"
LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
TODAY = date(2026, 3, 2)


def sign_in(client, login, password=PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def trail():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor__username", "target_label"))


def follow(client, link):
    """The page that a link of a mail finally shows."""
    return client.get(link, follow=True)


# ── in and out ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("login", ["lan", "LAN", "lan@haiphong.example", "Lan@Haiphong.example"])
def test_sign_in_by_name_or_address_in_any_case(client, people, login):
    answer = sign_in(client, login)
    assert answer.status_code == 302
    assert get_user(client) == people.lan
    assert trail() == [("auth.logged_in", "lan", "Nguyễn Thị Lan")]


def test_wrong_password_is_refused_and_noted(client, people):
    answer = sign_in(client, "lan", "sai-mat-khau")
    assert answer.status_code == 200
    assert not get_user(client).is_authenticated
    assert trail() == [("auth.login_failed", None, "Nguyễn Thị Lan")]


def test_what_was_typed_for_no_account_is_not_kept(client, people):
    sign_in(client, "mat-khau-go-nham", "x")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target_id) == ("auth.login_failed", "")
    assert "mat-khau-go-nham" not in str(AuditEntry.objects.values())


def test_closed_account_cannot_sign_in(client, people):
    actions.deactivate(people.lan.pk, actor=people.quan, today=TODAY)
    sign_in(client, "lan")
    assert not get_user(client).is_authenticated


def test_closing_an_account_ends_its_sessions(client, people):
    sign_in(client, "lan")
    actions.deactivate(people.lan.pk, actor=people.quan, today=TODAY)
    assert client.get("/accounts/profile/").url.startswith(LOGIN)


def test_sign_out_ends_the_session_and_is_noted(client, people):
    sign_in(client, "lan")
    client.post("/accounts/logout/")
    assert not get_user(client).is_authenticated
    assert trail()[-1] == ("auth.logged_out", "lan", "Nguyễn Thị Lan")


def test_a_link_alone_signs_nobody_out(client, people):
    sign_in(client, "lan")
    client.get("/accounts/logout/")
    assert get_user(client).is_authenticated


def test_page_asked_for_opens_after_signing_in(client, people):
    asked = client.get("/accounts/organisations/").url
    answer = client.post(asked, {"login": "lan", "password": PASSWORD, "next": "/accounts/organisations/"})
    assert answer.url == "/accounts/organisations/"


def test_nobody_signs_up(client, people):
    users = User.objects.count()
    client.post("/accounts/signup/", {"username": "ai-do", "email": "ai@do.example", "password1": NEW_PASSWORD})
    assert User.objects.count() == users


def test_address_page_of_the_library_leads_to_the_profile(client, people):
    client.force_login(people.lan)
    assert client.get("/accounts/email/").url == "/accounts/profile/"


# ── passwords ─────────────────────────────────────────────────────────────────────────────────
def test_password_change_needs_the_old_one_and_is_noted(client, people):
    client.force_login(people.lan)
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", {**form, "oldpassword": "sai"})
    assert User.objects.get(username="lan").check_password(PASSWORD)
    client.post("/accounts/password/change/", form)
    assert User.objects.get(username="lan").check_password(NEW_PASSWORD)
    assert "auth.password_changed" in [action for action, _actor, _target in trail()]


def test_forgotten_password_is_set_anew_through_the_mail(client, people, inbox):
    client.post(RESET, {"email": "lan@haiphong.example"})
    (addresses, text) = inbox[0]
    assert addresses == ["lan@haiphong.example"]
    page = follow(client, re.search(r"http://testserver(/\S+)", text)[1])
    client.post(page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert ("auth.password_reset", "lan", "Nguyễn Thị Lan") in trail()
    client.logout()
    sign_in(client, "lan", NEW_PASSWORD)
    assert get_user(client) == people.lan


def test_link_works_once(client, people, inbox):
    client.post(RESET, {"email": "lan@haiphong.example"})
    link = re.search(r"http://testserver(/\S+)", inbox[0][1])[1]
    page = follow(client, link)
    client.post(page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    client.logout()
    client.session.flush()
    again = follow(client, link)
    client.post(again.request["PATH_INFO"], {"password1": "ke-xau-2026-abc", "password2": "ke-xau-2026-abc"})
    assert User.objects.get(username="lan").check_password(NEW_PASSWORD)


def test_unknown_address_gets_the_same_answer(client, people, inbox):
    known = client.post(RESET, {"email": "lan@haiphong.example"})
    unknown = client.post(RESET, {"email": "khong-co@haiphong.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_mail_server_down_is_one_sentence(client, people, no_mail_server):
    answer = client.post(RESET, {"email": "lan@haiphong.example"})
    assert answer.status_code == 503
    assert "Máy chủ thư đang không nhận thư" in answer.content.decode()


def test_administrator_sends_the_link_by_mail(as_user, people, inbox):
    answer = as_user(people.quan).post(f"/accounts/people/{people.lan.pk}/reset/")
    assert answer.status_code == 302
    assert inbox[0][0] == ["lan@haiphong.example"]
    assert "/accounts/password/reset/key/" in inbox[0][1]


def test_administrator_sees_the_link_when_no_mail_can_go(as_user, client, people, no_mail_server):
    page = as_user(people.quan).post(f"/accounts/people/{people.lan.pk}/reset/").content.decode()
    link = re.search(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", page)[1]
    form = follow(client, link)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert User.objects.get(username="lan").check_password(NEW_PASSWORD)
