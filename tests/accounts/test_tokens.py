"""API tokens: hashed, scoped, ended by time, by hand or with the account."""

from datetime import timedelta

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.actions import people as people_actions
from accounts.actions import tokens
from accounts.clock import today as clock_today
from accounts.errors import DomainError
from accounts.models import ApiToken, AuditEntry, Scope
from tests import factories as make

TASKS = "/api/v1/tasks/"


@pytest.fixture
def day():
    return clock_today()


def with_token(key):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


def test_only_the_hash_is_kept(people, day):
    token, key = tokens.make(tokens.Wish("Phần mềm", Scope.READ, 30), actor=people.lan, today=day)
    kept = ApiToken.objects.values().get(pk=token.pk)
    assert key not in str(kept)
    assert kept["digest"] == tokens.digest(key)
    assert kept["expires_on"] == day + timedelta(days=30)
    assert AuditEntry.objects.get(action="token.created").after["scope"] == "read"
    assert key not in str(list(AuditEntry.objects.values()))


def test_reading_token_reads_and_changes_nothing(people, day):
    task = make.task(lead=people.finance, directive=make.directive(number=9))
    client = with_token(make.api_token(people.minh, scope="read"))
    assert client.get(f"{TASKS}{task.pk}/").status_code == 200
    refused = client.post(f"{TASKS}{task.pk}/receive/", {"version": 1}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "token_read_only")
    assert "chỉ được đọc" in refused.json()["message"]
    task.refresh_from_db()
    assert task.status == "assigned"


def test_writing_token_acts_under_the_post_of_its_person(people):
    task = make.task(lead=people.finance, directive=make.directive(number=9))
    client = with_token(make.api_token(people.minh))
    assert client.post(f"{TASKS}{task.pk}/receive/", {"version": 1}, format="json").status_code == 200
    entry = AuditEntry.objects.get(action="task.receive")
    assert (entry.actor, entry.membership.organisation) == (people.minh, people.finance)


@pytest.mark.parametrize(("after", "status"), [(30, 200), (31, 401)])
def test_token_opens_until_its_last_day(people, day, after, status):
    key = make.api_token(people.lan, days=30, today=day - timedelta(days=after))
    answer = with_token(key).get(TASKS)
    assert answer.status_code == status
    if status == 401:
        assert "hết hạn" in answer.json()["message"]


def test_use_is_noted_but_not_at_every_call(people, django_assert_num_queries):
    key = make.api_token(people.lan)
    client = with_token(key)
    client.get(TASKS)
    noted = ApiToken.objects.get()
    assert (noted.last_used_from, noted.last_used_at is None) == ("127.0.0.1", False)
    client.get(TASKS)
    assert ApiToken.objects.get().last_used_at == noted.last_used_at


@pytest.mark.parametrize("days", [0, 366])
def test_no_token_lives_longer_than_a_year(people, day, days):
    with pytest.raises(DomainError, match="từ 1 đến 365 ngày"):
        tokens.make(tokens.Wish("x", Scope.READ, days), actor=people.lan, today=day)


def test_an_eleventh_token_is_refused_until_one_is_revoked(people, day):
    held = [tokens.make(tokens.Wish(f"{n}", Scope.READ, 30), actor=people.lan, today=day)[0] for n in range(10)]
    with pytest.raises(DomainError, match="đã có 10 mã"):
        make.api_token(people.lan)
    tokens.revoke(held[0].pk, actor=people.lan, today=day)
    assert make.api_token(people.lan)


def test_closing_an_account_ends_its_tokens_for_good(people, day):
    key = make.api_token(people.lan)
    people_actions.deactivate(people.lan.pk, actor=people.quan, today=day)
    people_actions.reactivate(people.lan.pk, actor=people.quan, today=day)
    assert with_token(key).get(TASKS).status_code == 401


# ── the page ──────────────────────────────────────────────────────────────────────────────────
def test_new_token_is_shown_once_and_revoking_it_closes_the_api(client, people):
    client.post("/accounts/login/", {"login": "lan", "password": "mat-khau-thu-nghiem"})
    wish = {"name": "Phần mềm văn bản", "scope": "read", "days": "90"}
    key = client.post(reverse("token-list"), wish).context["key"]
    page = client.get(reverse("token-list")).content.decode()
    assert key not in page
    assert "Phần mềm văn bản" in page
    assert with_token(key).get(TASKS).status_code == 200
    client.post(reverse("token-revoke", args=[ApiToken.objects.get().pk]))
    assert with_token(key).get(TASKS).status_code == 401


def test_form_without_a_name_keeps_what_was_chosen(client, people):
    client.post("/accounts/login/", {"login": "lan", "password": "mat-khau-thu-nghiem"})
    answer = client.post(reverse("token-list"), {"name": "", "scope": "write", "days": "365"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()
    assert '<option value="365" selected' in answer.content.decode()


def test_others_do_not_see_or_end_ones_tokens_but_the_administrator_ends_them(client, people):
    make.api_token(people.lan)
    token = ApiToken.objects.get()
    client.force_login(people.tuan)
    assert token.hint not in client.get(reverse("token-list")).content.decode()
    assert client.post(reverse("token-revoke", args=[token.pk])).status_code == 404
    client.force_login(people.quan)
    assert client.post(reverse("token-revoke", args=[token.pk])).status_code == 302
    assert ApiToken.objects.get().revoked_at is not None
    assert AuditEntry.objects.get(action="token.revoked").target_id == str(people.lan.pk)
