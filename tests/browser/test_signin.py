"""A security key in real Chromium: added, asked for after the password, and used instead of it."""

import pytest
from playwright.sync_api import expect

from accounts.models import AuditEntry
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
PASSWORD = "mat-khau-thu-nghiem"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_password(page):
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def sign_out(page):
    page.goto("/accounts/logout/")
    page.click("main form .btn-primary")
    page.wait_for_url("**/accounts/login/")


def add_key(page):
    """Add a key that replaces the password; the recovery codes that come with it."""
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("input[name=name]", "Khóa ở bàn làm việc")
    page.check("input[name=passwordless]")
    page.click("#key-add")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator("#recovery-codes li").all_inner_texts()
    assert len(set(codes)) == 10
    return codes


def is_in(page):
    return page.request.get("/accounts/profile/", max_redirects=0).status == 200


def test_a_security_key_is_added_asked_for_and_replaces_the_password(open_page, people, problems, mailoutbox):
    page = open_page("/accounts/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    give_password(page)
    page.wait_for_url("**/")
    codes = add_key(page)
    with page.expect_download() as download:
        page.click("a[download]")
    assert download.value.path().read_text().split() == codes
    page.set_viewport_size(PHONE)
    page.goto("/accounts/2fa/")
    expect(page.locator("#second-factor")).to_contain_text("Khóa ở bàn làm việc")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    added = AuditEntry.objects.filter(action="factor.added")
    assert {entry.after["type"] for entry in added} == {"webauthn", "recovery_codes"}
    assert [mail.subject for mail in mailoutbox] == ["Thay đổi bảo mật tài khoản"]

    sign_out(page)
    give_password(page)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.click("#key-authenticate")
    page.wait_for_url(lambda url: "authenticate" not in url)
    assert is_in(page)

    sign_out(page)
    page.click("#passkey-login")
    page.wait_for_url(lambda url: "login" not in url)
    assert is_in(page)
    entries = AuditEntry.objects.filter(action="auth.logged_in").order_by("pk")
    assert [entry.after["methods"] for entry in entries] == [["password"], ["password", "webauthn"], ["webauthn"]]
    assert problems == []
