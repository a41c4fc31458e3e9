"""Nobody sees anything without signing in, but for exactly the addresses listed here."""

from contextlib import suppress
from itertools import product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from rest_framework.permissions import IsAuthenticated

PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that nobody signs up
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "admin:login",  # leads to the one sign-in page
    "mfa_authenticate",  # after a right password
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "provider-logout",
    "invitation-accept",  # whoever holds the signed link of an invitation
}
BEFORE_EVERYTHING = ("/healthz", "/readyz")  # answered by the first middleware, of no address table


def patterns(resolver=None, namespace=""):
    """(full name, pattern) of every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name or ''}", entry


def is_api(pattern: URLPattern) -> bool:
    return hasattr(pattern.callback, "cls")


def address(name: str, pattern: URLPattern) -> str:
    """The address with a number or a word in each of its open parts."""
    converters = getattr(pattern.pattern, "converters", {})
    parts = pattern.pattern.regex.groupindex
    numbers = {part: 1 for part in parts if part == "pk" or isinstance(converters.get(part), IntConverter)}
    for word, above in product(("x", "1-a"), ({}, {"pk": 1})):  # `above`: the open part of an address it hangs below
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=dict.fromkeys(parts, word) | numbers | above)
    raise AssertionError(f"no address for {name}")


PAGES = {
    name: pattern
    for name, pattern in patterns()
    if name.split(":")[-1] and name not in PUBLIC and not name.startswith("admin:")
}


def test_pages_open_to_everybody_are_exactly_the_listed_ones():
    pages = [(name, pattern.callback) for name, pattern in patterns() if not is_api(pattern)]
    assert {name for name, view in pages if not getattr(view, "login_required", True)} == PUBLIC


def test_every_page_has_a_name_so_that_this_guard_can_ask_it():
    nameless = [str(pattern.pattern) for name, pattern in patterns() if not name]
    assert nameless == []


def test_the_api_asks_for_a_signed_in_user_everywhere():
    views = [(name, pattern.callback.cls) for name, pattern in patterns() if is_api(pattern)]
    assert views
    assert [name for name, view in views if IsAuthenticated not in view.permission_classes] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PAGES))
def test_visitor_is_turned_away(name):
    url = address(name, PAGES[name])
    for answer in (Client().get(url), Client().post(url)):
        if is_api(PAGES[name]):
            assert answer.status_code == 401, url
        else:
            assert answer.status_code == 302, url
            assert answer.url.startswith("/accounts/login/"), url


@pytest.mark.django_db
def test_visitor_is_sent_to_the_sign_in_page_of_the_administration():
    answer = Client().get("/admin/accounts/auditentry/")
    assert answer.status_code == 302
    assert "/login/" in answer.url


@pytest.mark.django_db
@pytest.mark.parametrize("url", BEFORE_EVERYTHING)
def test_health_needs_no_session(url):
    assert Client(HTTP_HOST="no-such-host.example").get(url).status_code == 200


@pytest.mark.django_db
def test_signed_in_person_who_is_no_staff_stays_out_of_the_administration(people):
    client = Client()
    client.force_login(people.lan)
    assert client.get("/admin/").status_code == 302
