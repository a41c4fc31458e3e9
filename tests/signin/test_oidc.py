"""OpenID Connect against a real provider: the whole code flow, every lie of a token, and whose account it opens."""

import json
import os
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured

from accounts import mfa_demand
from accounts.actions import signin as actions
from accounts.clock import today
from accounts.models import AuditEntry, User
from accounts.roles import Role
from config import signin
from config.embedded.binaries import free_port
from tests.ports import silent_port
from tests.signin.conftest import give_app, trail
from tests.signin.provider.serve import BACK, CLIENT, SECRET

START = "/accounts/oidc/sso/login/"
LAN = {"email": "lan@haiphong.example", "email_verified": True, "preferred_username": "lan", "name": "Nguyễn Thị Lan"}


class Provider:
    """The running provider: `told` says what it tells of whom, and how it lies."""

    def __init__(self, folder, port):
        self.folder, self.issuer = folder, f"http://127.0.0.1:{port}/o"

    def told(self, person="lan", claims=LAN, **lie):
        (self.folder / "told.json").write_text(json.dumps({"people": {person: claims}, "lie": lie}))

    def walk(self, visitor, person="lan", start=START):
        """What the site answers to somebody who comes back from the provider."""
        asked = visitor.get(start).url
        answer = requests.get(asked, headers={"X-Person": person}, allow_redirects=False, timeout=30)
        assert answer.headers["Location"].startswith(BACK), answer.text[:300]
        return visitor.get(answer.headers["Location"].removeprefix("http://testserver"))


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("provider"), free_port()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    environment = {**os.environ, "PROVIDER_FOLDER": str(folder), "PROVIDER_KEY": pem}
    program = [sys.executable, "-m", "tests.signin.provider.serve", str(port)]
    process = subprocess.Popen(program, env=environment)
    provider = Provider(folder, port)
    provider.told()
    for _ in range(600):
        try:
            requests.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=30)
            break
        except requests.RequestException:
            assert process.poll() is None, "the provider ended"
            time.sleep(0.1)
    yield provider
    process.kill()
    process.wait()


@pytest.fixture
def configure(settings, monkeypatch):
    """Read the settings of a provider as the site does, from the environment."""

    def configured(issuer, **more):
        given = {"ISSUER": issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "LABEL": "Cổng thành phố", **more}
        for name, value in given.items():
            monkeypatch.setenv(f"OIDC_{name}", value)
        settings.OIDC = signin.providers(production=False)
        settings.SOCIALACCOUNT_PROVIDERS = signin.allauth_apps(settings.OIDC)

    return configured


@pytest.fixture
def provider(running, configure, people):
    running.told()
    configure(running.issuer)
    return running


def text(answer):
    return answer.content.decode()


# ── the flow ──────────────────────────────────────────────────────────────────────────────────
def test_the_sign_in_page_offers_the_provider_by_its_label_and_keeps_the_page_asked_for(visitor, provider):
    page = text(visitor.get("/accounts/login/?next=/accounts/tokens/"))
    assert "Đăng nhập bằng Cổng thành phố" in page
    assert f'href="{START}?next=%2Faccounts%2Ftokens%2F"' in page
    assert provider.walk(visitor, start=f"{START}?next=/accounts/tokens/").url == "/accounts/tokens/"


def test_the_question_carries_state_nonce_and_a_proof_key(visitor, provider):
    asked = parse_qs(urlsplit(visitor.get(f"{START}?auth_params=nonce%3D1%26prompt%3Dnone&scope=admin").url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["client_id"], asked["redirect_uri"]) == ([CLIENT], [BACK])
    assert len(asked["nonce"][0]) >= 32
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert (len(asked["state"]), "prompt" in asked) == (1, False)


def test_a_person_with_a_verified_address_gets_in_and_is_linked_once(visitor, new_visitor, provider, people):
    assert provider.walk(visitor).url == "/"
    assert visitor.is_in
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.extra_data) == (people.lan, "sso", {})
    again = new_visitor()
    provider.told(claims={**LAN, "email": "ten-moi@haiphong.example", "preferred_username": "doi-ten"})
    assert provider.walk(again).url == "/"
    assert SocialAccount.objects.count() == 1
    assert trail() == [
        "signin.linked",
        "auth.logged_in",
        "auth.logged_in",
    ]
    assert AuditEntry.objects.get(action="signin.linked").actor == people.lan


@pytest.mark.parametrize(
    "lie",
    [
        {"stranger": True},
        {"alg": "none"},
        {"kid": "mot-khoa-khac"},
        {"forged": {"aud": "phan-mem-khac"}},
        {"forged": {"iss": "http://127.0.0.1:1/o"}},
        {"forged": {"nonce": "cua-nguoi-khac"}},
        {"forged": {"nonce": None}},
        {"forged": {"azp": "phan-mem-khac"}},
        {"forged": {"sub": "999999"}},
        {"late": 3600},
    ],
    ids=str,
)
def test_a_token_that_is_not_right_opens_nothing(visitor, provider, lie):
    provider.told(**lie)
    answer = provider.walk(visitor)
    assert answer.status_code == 403
    assert "Câu trả lời của Cổng thành phố không hợp lệ" in text(answer)
    assert not visitor.is_in
    assert not SocialAccount.objects.exists()


def test_an_answer_works_once_and_only_in_the_browser_that_asked(visitor, new_visitor, provider):
    asked = visitor.get(START).url
    back = requests.get(asked, headers={"X-Person": "lan"}, allow_redirects=False, timeout=30).headers["Location"]
    path = back.removeprefix("http://testserver")
    other = new_visitor()
    assert other.get(path).status_code == 403
    assert not other.is_in
    assert visitor.get(path).status_code == 302
    visitor.post("/accounts/logout/")
    assert visitor.get(path).status_code == 403
    assert not visitor.is_in


# ── whose account ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("claims", [{**LAN, "email": "la@xa.example"}, {**LAN, "email_verified": False}, {}], ids=str)
def test_somebody_unknown_is_told_whom_to_ask_and_gets_no_account(visitor, provider, claims):
    users = User.objects.count()
    provider.told(claims=claims)
    answer = provider.walk(visitor)
    assert answer.status_code == 403
    assert "liên hệ người quản trị hệ thống" in text(answer)
    assert (User.objects.count(), visitor.is_in) == (users, False)
    assert AuditEntry.objects.get().action == "signin.stranger"


@pytest.mark.parametrize(
    ("match", "claims"),
    [
        ("preferred_username", {"preferred_username": "LAN"}),
        ("upn,email", {"upn": "lan@haiphong.example"}),
        (
            "preferred_username,email",
            {"preferred_username": "ai-do", **{k: LAN[k] for k in ("email", "email_verified")}},
        ),
    ],
)
def test_the_office_chooses_by_which_claim_people_are_known(visitor, provider, configure, people, match, claims):
    configure(provider.issuer, MATCH=match)
    provider.told(claims=claims)
    provider.walk(visitor)
    assert SocialAccount.objects.get().user == people.lan


def test_a_closed_account_stays_closed(visitor, provider, people):
    provider.walk(visitor)
    visitor.post("/accounts/logout/")
    User.objects.filter(pk=people.lan.pk).update(is_active=False)
    assert "không còn hoạt động" in text(visitor.get(provider.walk(visitor).url))
    assert not visitor.is_in


def test_accounts_are_made_only_where_that_is_allowed_and_hold_no_post(visitor, provider, configure):
    configure(provider.issuer, CREATE="true")
    provider.told("moi", {"preferred_username": "moi", "name": "Người Mới", "email": "moi@hp.example"})
    provider.walk(visitor, "moi")
    made = User.objects.get(username="moi")
    assert (made.full_name, made.email, made.has_usable_password()) == ("Người Mới", "", False)
    assert not made.memberships.exists()
    assert AuditEntry.objects.filter(action="person.created", target_id=str(made.pk)).exists()


# ── second factor, sign-out, trouble ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("trusted", "claims", "asks"),
    [
        ("", {"amr": ["mfa"]}, True),
        ("mfa", {"amr": ["mfa"]}, False),
        ("mfa", {"amr": ["pwd"]}, True),
        ("gold", {"acr": "gold"}, False),
    ],
)
def test_a_second_factor_at_a_trusted_provider_counts(visitor, provider, configure, people, trusted, claims, asks):
    configure(provider.issuer, TRUSTED_AMR=trusted)
    provider.told(claims={**LAN, **claims})
    give_app(people.lan)
    assert (provider.walk(visitor).url == "/accounts/2fa/authenticate/") is asks
    assert visitor.is_in is not asks


def test_what_was_proved_at_the_provider_meets_the_demand_and_nobody_elses(visitor, provider, configure, people):
    configure(provider.issuer, TRUSTED_AMR="mfa")
    wish = actions.Wish((Role.OFFICER,), today(), 0)
    actions.change_rule(wish, actor=people.quan, today=today(), seen_version=None)
    mfa_demand.forget()
    provider.told(claims={**LAN, "amr": ["mfa"]})
    provider.walk(visitor)
    assert visitor.get("/").status_code == 200
    session = visitor.session
    session["second_factor_at_provider"] = people.tuan.pk
    session.save()
    assert visitor.get("/").url == "/accounts/2fa/"


def test_who_came_through_the_provider_can_sign_out_there_too(visitor, provider):
    provider.walk(visitor)
    page = text(visitor.post("/accounts/logout/", follow=True))
    assert "Đăng xuất cả ở Cổng thành phố" in page
    there = urlsplit(visitor.get("/accounts/oidc/sso/logout/").url)
    assert there.path == "/o/logout/"
    assert parse_qs(there.query)["post_logout_redirect_uri"] == ["http://testserver/accounts/login/"]
    assert requests.get(there.geturl(), timeout=30, allow_redirects=False).status_code in {200, 302}


def test_a_provider_that_is_away_is_one_sentence(visitor, configure, people):
    configure(f"http://127.0.0.1:{silent_port()}/o")
    assert visitor.get("/accounts/login/").status_code == 200
    answer = visitor.get(START)
    assert answer.status_code == 503
    assert "Cổng thành phố đang không trả lời" in text(answer)


def test_a_provider_that_speaks_for_another_is_refused(visitor, provider, configure):
    configure(provider.issuer.replace("127.0.0.1", "localhost"))
    assert visitor.get(START).status_code == 503


def test_a_provider_that_nobody_configured_is_not_found(visitor, provider):
    for path in ("login/", "login/callback/", "logout/"):
        assert visitor.get(f"/accounts/oidc/la/{path}").status_code == 404


def test_a_person_who_changes_their_mind_is_back_at_the_door(visitor, provider):
    state = parse_qs(urlsplit(visitor.get(START).url).query)["state"][0]
    answer = visitor.get(f"{START}callback/?error=access_denied&state={state}", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    assert "đã dừng đăng nhập" in text(answer)


# ── configuration ─────────────────────────────────────────────────────────────────────────────
def test_several_providers_are_read_each_from_its_own_variables(monkeypatch):
    monkeypatch.setenv("OIDC_PROVIDERS", "city,so-tttt")
    for prefix in ("OIDC_CITY", "OIDC_SO_TTTT"):
        monkeypatch.setenv(f"{prefix}_ISSUER", "https://sso.example/realms/x/")
        monkeypatch.setenv(f"{prefix}_CLIENT_ID", prefix)
        monkeypatch.setenv(f"{prefix}_CLIENT_SECRET", "s")
    first, second = signin.providers(production=True)
    assert (first.key, first.issuer, second.client_id) == ("city", "https://sso.example/realms/x", "OIDC_SO_TTTT")
    assert (first.match, first.create, first.trusted) == (("email",), False, frozenset())


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("OIDC_ISSUER", "http://sso.example", "OIDC_ISSUER must begin with https://"),
        ("OIDC_CLIENT_SECRET", "", "OIDC_CLIENT_SECRET must be set"),
        ("OIDC_MATCH", "phone", "OIDC_MATCH may hold"),
        ("OIDC_PROVIDERS", "Thành phố", "OIDC_PROVIDERS lists short names"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_its_name(monkeypatch, name, value, told):
    for key, given in {"ISSUER": "https://sso.example", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}.items():
        monkeypatch.setenv(f"OIDC_{key}", given)
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=told):
        signin.providers(production=True)
