"""The second factor: set up, asked for, replaced when lost, demanded by role."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts import mfa_demand
from accounts.actions import signin as actions
from accounts.clock import today
from accounts.errors import DomainError, Refused, Stale
from accounts.mfa import SecondFactorAdapter
from accounts.models import AuditEntry, SecondFactorRule, User
from accounts.roles import Role
from tests import factories as make
from tests.ports import silent_port
from tests.signin.conftest import PASSWORD, SECRET, code, give_app, secret_of, trail

SETUP = "/accounts/2fa/"
APP = "/accounts/2fa/totp/activate/"
ASKED = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"


def text(answer):
    return answer.content.decode()


def demand(actor, *roles, since=None, grace=0):
    wish = actions.Wish(tuple(roles), since or today(), grace)
    rule = actions.change_rule(wish, actor=actor, today=today(), seen_version=None)
    mfa_demand.forget()
    return rule


# ── setting it up ─────────────────────────────────────────────────────────────────────────────
def test_an_app_is_paired_and_recovery_codes_are_shown_once(visitor, people):
    visitor.enter("lan")
    page = text(visitor.get(APP))
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)[1]
    shown = visitor.post(APP, {"code": code(secret)}, follow=True)
    codes = re.findall(r"<li><code>(\d{8})</code>", text(shown))
    assert len(set(codes)) == 10
    assert "Còn 10 trên 10 mã" in text(shown)
    again = text(visitor.get(CODES))
    assert not any(one in again for one in codes)
    assert "không hiện lại" in again


def test_a_wrong_first_code_pairs_nothing(visitor, people):
    visitor.enter("lan")
    visitor.get(APP)
    assert "Mã chưa đúng" in text(visitor.post(APP, {"code": "000000"}))
    assert not Authenticator.objects.exists()


def test_what_is_stored_is_sealed_with_the_key_of_the_site(people, settings):
    give_app(people.lan)
    assert SECRET not in str(list(Authenticator.objects.values()))
    assert secret_of(people.lan) == SECRET
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "x" * 60
    assert secret_of(people.lan) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(DomainError, match="quản trị viên đặt lại"):
        secret_of(people.lan)


def test_the_app_on_the_telephone_names_the_office_and_the_person(people, rf, settings):
    url = SecondFactorAdapter().build_totp_url(people.lan, SECRET)
    assert url.startswith("otpauth://totp/lan?secret=")
    assert "issuer=UBND" in url


# ── signing in with it ────────────────────────────────────────────────────────────────────────
def test_the_password_alone_opens_nothing(visitor, people):
    give_app(people.lan)
    assert visitor.enter("lan").url == ASKED
    assert not visitor.is_in
    assert visitor.get("/accounts/profile/").url.startswith("/accounts/login/")
    assert visitor.post(ASKED, {"code": code()}).url == "/"
    assert visitor.is_in
    assert trail("auth.logged_in")[0].after == {"methods": ["password", "totp"]}


def test_a_code_opens_once(visitor, new_visitor, people, still):
    give_app(people.lan)
    visitor.enter("lan")
    used = code()
    visitor.post(ASKED, {"code": used})
    other = new_visitor()
    other.enter("lan")
    assert "đã dùng" in text(other.post(ASKED, {"code": used}))
    assert not other.is_in


def test_a_code_of_half_a_minute_ago_opens_and_an_older_one_does_not(new_visitor, people, still):
    give_app(people.lan)
    for steps, opens in ((-3, False), (-1, True)):
        visitor = new_visitor()
        visitor.enter("lan")
        visitor.post(ASKED, {"code": code(steps=steps)})
        assert visitor.is_in is opens


def test_a_recovery_code_opens_once_and_leaves_nine(new_visitor, people):
    [first, *_others] = give_app(people.lan)
    for opens in (True, False):
        visitor = new_visitor()
        visitor.enter("lan")
        visitor.post(ASKED, {"code": first})
        assert visitor.is_in is opens
    keeper = new_visitor()
    keeper.enter("lan")
    keeper.post(ASKED, {"code": code()})
    assert "Còn 9 mã chưa dùng." in text(keeper.get(SETUP))


def test_wrong_codes_are_noted_and_limited(visitor, people, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    give_app(people.lan)
    visitor.enter("lan")
    answers = [text(visitor.post(ASKED, {"code": "000000"})) for _ in range(6)]
    assert "quá nhiều lần" not in answers[4]
    assert "Nhập sai quá nhiều lần" in answers[5]
    assert "Nhập sai quá nhiều lần" in text(visitor.post(ASKED, {"code": code()}))
    assert len(trail("signin.second_factor_failed")) == 5
    assert trail("signin.second_factor_failed")[0].target_label == str(people.lan)


def test_new_codes_end_the_old_ones(visitor, new_visitor, people):
    [old, *_others] = give_app(people.lan)
    visitor.enter("lan")
    visitor.post(ASKED, {"code": code()})
    assert "10 mã cũ" in text(visitor.get(f"{CODES}generate/"))
    fresh = re.findall(r"<li><code>(\d{8})</code>", text(visitor.post(f"{CODES}generate/", follow=True)))
    assert len(fresh) == 10
    for one, opens in ((old, False), (fresh[0], True)):
        other = new_visitor()
        other.enter("lan")
        other.post(ASKED, {"code": one})
        assert other.is_in is opens


# ── confirming who sits there ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("path", [APP, "/accounts/2fa/webauthn/add/"])
def test_a_change_long_after_signing_in_asks_for_the_password_again(visitor, people, time_machine, path):
    visitor.enter("lan")
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    assert visitor.get(path).url.startswith("/accounts/reauthenticate/")
    answer = visitor.post(f"/accounts/reauthenticate/?next={path}", {"password": PASSWORD})
    assert answer.url == path
    assert visitor.get(path).status_code == 200


def test_a_token_is_made_only_by_who_confirmed_lately(visitor, people, time_machine):
    visitor.enter("lan")
    wish = {"name": "Phần mềm", "scope": "read", "days": 30}
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    assert visitor.post("/accounts/tokens/", wish).url.startswith("/accounts/reauthenticate/")
    assert not people.lan.api_tokens.exists()
    made = visitor.post("/accounts/reauthenticate/?next=/accounts/tokens/", {"password": PASSWORD})
    assert "không hiện lại mã" in text(made)
    assert people.lan.api_tokens.count() == 1


# ── demanded by role ──────────────────────────────────────────────────────────────────────────
def test_nothing_is_demanded_at_first(visitor, people, django_assert_num_queries):
    assert mfa_demand.due(people.quan, today()) is None
    with django_assert_num_queries(0):
        assert mfa_demand.due(people.quan, today()) is None


def test_a_person_of_a_demanded_role_is_led_to_the_setup_and_nowhere_else(visitor, people):
    demand(people.quan, Role.OFFICER)
    assert visitor.enter("lan", follow=True).request["PATH_INFO"] == SETUP
    assert "phải có xác thực hai lớp" in text(visitor.get(SETUP))
    assert visitor.get("/accounts/tokens/").url == SETUP
    assert visitor.get("/", HTTP_HX_REQUEST="true")["HX-Redirect"] == SETUP
    kept = visitor.get("/api/v1/tasks/")
    assert (kept.status_code, kept.json()["code"]) == (403, "second_factor_needed")
    page = text(visitor.get(APP))
    visitor.post(APP, {"code": code(re.search(r'id="totp-secret">([A-Z2-7]+)<', page)[1])})
    assert visitor.get("/").status_code == 200


def test_other_roles_and_tokens_go_on(visitor, client, people):
    demand(people.quan, Role.OFFICER)
    visitor.enter("minh")
    assert visitor.get("/").status_code == 200
    key = make.api_token(people.lan)
    assert client.get("/api/v1/tasks/", HTTP_AUTHORIZATION=f"Token {key}").status_code == 200


def test_days_of_grace_are_shown_and_then_over(visitor, people):
    demand(people.quan, Role.OFFICER, since=today() - timedelta(days=4), grace=7)
    visitor.enter("lan")
    home = visitor.get("/")
    assert home.status_code == 200
    assert "Còn 3 ngày để thiết lập xác thực hai lớp" in text(home)
    assert "còn 3 ngày để thiết lập" in text(visitor.get(SETUP))
    demand(people.quan, Role.OFFICER, since=today() - timedelta(days=7), grace=7)
    assert visitor.get("/").url == SETUP


def test_who_takes_up_a_post_later_has_the_same_days(people):
    demand(people.quan, Role.OFFICER, since=today() - timedelta(days=100), grace=7)
    new = make.user(organisation=people.finance, role=Role.OFFICER, since=today() - timedelta(days=2))
    assert mfa_demand.due(new, today()) == today() + timedelta(days=5)
    assert mfa_demand.due(people.lan, today()) == today() - timedelta(days=93)


def test_the_last_factor_of_a_demanded_role_cannot_be_removed(visitor, people, mailoutbox):
    give_app(people.lan)
    demand(people.quan, Role.OFFICER)
    visitor.enter("lan")
    visitor.post(ASKED, {"code": code()})
    refused = visitor.post("/accounts/2fa/totp/deactivate/", follow=True)
    assert "hãy thêm cách xác thực khác trước" in text(refused)
    assert Authenticator.objects.filter(user=people.lan, type="totp").exists()
    demand(people.quan)
    visitor.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=people.lan).exists()
    assert sorted(entry.after["type"] for entry in trail("factor.removed")) == ["recovery_codes", "totp"]
    assert (mailoutbox[-1].to, mailoutbox[-1].subject) == ([people.lan.email], "Thay đổi bảo mật tài khoản")
    assert "Ứng dụng xác thực của tài khoản đã bị bỏ." in mailoutbox[-1].body


def test_the_rule_is_kept_with_who_changed_it(as_admin, people):
    page = "/accounts/second-factor/"
    assert "Không chọn vai trò nào" in text(as_admin.get(page))
    wish = {"roles": ["admin", "head"], "since": "2026-03-02", "grace_days": 30, "version": ""}
    assert as_admin.post(page, wish).status_code == 302
    rule = SecondFactorRule.current()
    assert (rule.roles, rule.since, rule.grace_days) == (["admin", "head"], date(2026, 3, 2), 30)
    entry = trail("factor.demanded")[0]
    assert (entry.actor, entry.before["roles"], entry.after["roles"]) == (people.quan, [], ["admin", "head"])
    assert str(people.minh) in text(as_admin.get(page))
    assert as_admin.post(page, {**wish, "version": 1}).status_code == 422
    assert as_admin.post(page, {**wish, "grace_days": 400, "version": rule.version}).status_code == 422


def test_only_administrators_demand_reset_and_unlock(visitor, people):
    visitor.enter("hoa")
    assert visitor.get("/accounts/second-factor/").status_code == 403
    for verb in ("factors/reset", "unlock", "sessions/end"):
        assert visitor.post(f"/accounts/people/{people.lan.pk}/{verb}/").status_code == 403
    with pytest.raises(Refused):
        actions.change_rule(actions.Wish((), today(), 0), actor=people.hoa, today=today(), seen_version=None)
    rule = demand(people.quan, Role.HEAD)
    wish = actions.Wish((), today(), 0)
    with pytest.raises(Stale):
        actions.change_rule(wish, actor=people.quan, today=today(), seen_version=rule.version - 1)


def test_who_lost_everything_gets_a_fresh_start_from_the_administrator(as_admin, visitor, people, mailoutbox):
    give_app(people.lan)
    visitor.enter("lan")
    visitor.post(ASKED, {"code": code()})
    as_admin.post(f"/accounts/people/{people.lan.pk}/factors/reset/")
    assert not Authenticator.objects.filter(user=people.lan).exists()
    assert visitor.get("/").url.startswith("/accounts/login/")
    entry = AuditEntry.objects.get(action="factor.reset")
    assert (entry.actor, entry.target_id) == (people.quan, str(people.lan.pk))
    assert entry.before["types"] == ["recovery_codes", "totp"]
    assert mailoutbox[-1].to == [people.lan.email]
    assert "đã bỏ lớp xác thực thứ hai" in mailoutbox[-1].body
    visitor.enter("lan")
    assert visitor.is_in
    with pytest.raises(DomainError, match="chưa thiết lập"):
        actions.reset_factors(people.lan.pk, actor=people.quan, today=today())
    with pytest.raises(DomainError, match="chính mình"):
        actions.reset_factors(people.quan.pk, actor=people.quan, today=today())


def test_the_administration_site_has_no_door_of_its_own(visitor, people):
    give_app(people.quan)
    User.objects.filter(pk=people.quan.pk).update(is_superuser=True)
    visitor.post("/admin/login/?next=/admin/", {"username": "quan", "password": PASSWORD})
    assert not visitor.is_in
    assert visitor.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=%2Fadmin%2F"


def test_without_the_cache_no_code_opens_and_a_sentence_says_so(visitor, people, settings):
    give_app(people.lan)
    visitor.enter("lan")
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{silent_port()}/0"}}
    assert "tạm thời chưa kiểm tra được mã" in text(visitor.post(ASKED, {"code": code()}))
    assert not visitor.is_in
