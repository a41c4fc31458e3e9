"""Ways in that must stay shut: addresses of strangers behind `next`, cheap hashes, a session that outlives a reset."""

import re

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import override_settings

from accounts.models import User
from config import settings as site
from tests.signin.conftest import PASSWORD, code, give_app

OUTSIDE = [
    "https://ke-xau.example/",
    "//ke-xau.example",
    "https:ke-xau.example",
    "/\\ke-xau.example",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("after", OUTSIDE)
def test_nobody_is_led_outside_after_signing_in(visitor, people, after):
    answer = visitor.post(f"/accounts/login/?next={after}", {"login": "lan", "password": PASSWORD, "next": after})
    assert answer.url == "/"


@pytest.mark.parametrize("after", OUTSIDE)
def test_nor_after_confirming_who_they_are(visitor, people, after):
    visitor.enter("lan")
    assert visitor.post(f"/accounts/reauthenticate/?next={after}", {"password": PASSWORD}).url == "/"


def test_the_page_asked_for_survives_the_second_factor(visitor, people):
    give_app(people.lan)
    visitor.post("/accounts/login/", {"login": "lan", "password": PASSWORD, "next": "/accounts/tokens/"})
    assert visitor.post("/accounts/2fa/authenticate/", {"code": code()}).url == "/accounts/tokens/"


def test_secrets_and_sessions_are_no_rows_of_the_administration_site(visitor, people):
    User.objects.filter(pk=people.quan.pk).update(is_superuser=True)
    visitor.enter("quan")
    assert visitor.get("/admin/").status_code == 200
    for path in ("mfa/authenticator", "usersessions/usersession", "socialaccount/socialapp"):
        assert visitor.get(f"/admin/{path}/").status_code == 404


def test_passwords_are_kept_by_argon2():
    with override_settings(PASSWORD_HASHERS=site.PASSWORD_HASHERS):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def test_a_password_set_anew_by_mail_ends_every_session(visitor, new_visitor, people, mailoutbox):
    visitor.enter("lan")
    forgetful = new_visitor()
    forgetful.post("/accounts/password/reset/", {"email": people.lan.email})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]
    form = forgetful.get(link, follow=True).request["PATH_INFO"]
    new = "mot-mat-khau-moi-2026"
    forgetful.post(form, {"password1": new, "password2": new})
    assert visitor.get("/accounts/profile/").url.startswith("/accounts/login/")
    assert "đặt lại qua đường dẫn" in mailoutbox[1].body
    visitor.enter("lan", new)
    assert visitor.is_in
