"""Signing in, changing and resetting a password, in Vietnamese throughout."""

import re

import pytest
from django.core.management import call_command
from django.utils.translation import trans_real

PASSWORD = "mat-khau-thu-nghiem"
NEW = "mot-mat-khau-moi-2026"


@pytest.mark.parametrize("login", ["lan", "LAN", "lan@haiphong.example"])
def test_name_or_mail_address_lets_in(client, people, login):
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_a_wrong_password_is_told_in_vietnamese_without_saying_which_part_was_wrong(client, people):
    known = client.post("/accounts/login/", {"login": "lan", "password": "sai-mat-khau"}).content.decode()
    unknown = client.post("/accounts/login/", {"login": "khong-ai", "password": "sai-mat-khau"}).content.decode()
    sentence = "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert sentence in known
    assert sentence in unknown


def test_signing_in_adds_no_message_to_click_away(client, people):
    client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
    assert 'class="toast ' not in client.get("/help/").content.decode()


def test_a_locked_account_is_sent_to_the_administrator(client, people):
    people.lan.is_active = False
    people.lan.save()
    answer = client.post("/accounts/login/", {"login": "lan", "password": PASSWORD}, follow=True)
    assert "người quản trị hệ thống" in answer.content.decode()


def test_nobody_registers_alone(client, db):
    assert "Tài khoản do cơ quan cấp" in client.get("/accounts/signup/").content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"oldpassword": "sai", "password1": NEW, "password2": NEW}, "Mật khẩu hiện tại chưa đúng."),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"}, "chưa giống nhau"),
        ({"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"}, "10"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(client, people, given, sentence):
    client.force_login(people.lan)
    shown = client.post("/accounts/password/change/", given).content.decode()
    assert sentence in re.sub(r"<(div class=\"hint\").*?</div>", "", shown, flags=re.DOTALL)
    people.lan.refresh_from_db()
    assert people.lan.check_password(PASSWORD)


def test_a_changed_password_counts(client, people):
    client.force_login(people.lan)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    people.lan.refresh_from_db()
    assert people.lan.check_password(NEW)
    assert "Đã đổi mật khẩu." in client.get("/help/").content.decode()


def test_a_forgotten_password_is_set_anew_by_mail(client, people, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "lan@haiphong.example"})
    [mail] = mailoutbox
    assert mail.subject == "Đặt lại mật khẩu"
    assert "lan" in mail.body
    assert "Kính gửi" in mail.alternatives[0][0]
    link = re.search(r"http://testserver(/\S+)", mail.body)[1]
    form = client.get(link, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Từ nay bạn đăng nhập bằng mật khẩu mới." in answer.content.decode()
    people.lan.refresh_from_db()
    assert people.lan.check_password(NEW)


def test_a_used_link_says_how_to_get_another(client, db):
    shown = client.get("/accounts/password/reset/key/1-khong-dung/").content.decode()
    assert "Xin đường dẫn mới" in shown


def test_an_unknown_address_learns_nothing_on_the_page_and_all_by_mail(client, db, mailoutbox):
    answer = client.post("/accounts/password/reset/", {"email": "khong-ai@haiphong.example"}, follow=True)
    assert "Hãy xem hộp thư của bạn" in answer.content.decode()
    assert "không thuộc tài khoản nào" in mailoutbox[0].body
    assert "signup" not in mailoutbox[0].body


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/logout/"])
def test_no_english_is_left_on_the_pages_of_the_entrance(client, people, path):
    if "logout" in path:
        client.force_login(people.lan)
    words = re.sub(r"<head>.*?</head>|<[^>]+>", " ", client.get(path).content.decode(), flags=re.DOTALL)
    assert not re.search(r"\b(?:password|sign|email|remember|forgot|login)\b", words, re.IGNORECASE)


@pytest.mark.parametrize(("language", "subject"), [("vi", "Đặt lại mật khẩu"), ("en", "Reset password")])
def test_the_mail_speaks_the_language_of_the_reader_not_of_the_browser(client, people, mailoutbox, language, subject):
    call_command("compile_catalogues")
    trans_real._translations.pop("en", None)
    people.lan.language = language
    people.lan.save()
    client.cookies["django_language"] = "vi" if language == "en" else "en"
    client.post("/accounts/password/reset/", {"email": people.lan.email})
    assert mailoutbox[0].subject.endswith(subject)
