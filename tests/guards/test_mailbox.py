"""The development mailbox: what is sent is kept, shown, and never leads out of its folder."""

import smtplib
import time
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from config import mailbox
from config.embedded.binaries import free_port

BACKEND = "config.mailbox.FolderBackend"


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.MAIL_FOLDER


def send(subject="Nhắc việc quá hạn", html="", bcc=()):
    mail = EmailMultiAlternatives(
        subject, "Việc số 41 đã quá hạn.", "a@haiphong.example", ["lan@haiphong.example"], bcc
    )
    if html:
        mail.attach_alternative(html, "text/html")
    get_connection(BACKEND).send_messages([mail])


def test_newest_first_with_the_recipients_of_the_envelope(client, people, folder):
    send("Thư thứ nhất")
    send("Thư thứ hai", bcc=["minh@haiphong.example"])
    client.force_login(people.lan)

    page = client.get("/mailbox/").content.decode()

    assert page.index("Thư thứ hai") < page.index("Thư thứ nhất")
    assert "lan@haiphong.example, minh@haiphong.example" in page


def test_an_empty_box_says_so(client, people, folder):
    client.force_login(people.lan)

    assert "Chưa có thư nào" in client.get("/mailbox/").content.decode()


def test_a_stranger_is_sent_to_the_login_page(client, folder, db):
    send()
    (name,) = mailbox.names(folder)

    for address in ("/mailbox/", f"/mailbox/{name}/", f"/mailbox/{name}/html/"):
        assert client.get(address).status_code == 302


def test_html_of_a_mail_stays_behind_glass(client, people, folder):
    send(html="<script>alert(1)</script><p>Kính gửi</p>")
    (name,) = mailbox.names(folder)
    client.force_login(people.lan)

    page = client.get(f"/mailbox/{name}/")
    body = client.get(f"/mailbox/{name}/html/")

    assert "alert(1)" not in page.content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    policy = body["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert body["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "name", ["../settings", "..%2Fsettings", "1-ab.eml", "1-ab/../../x", "%2e%2e", "1-ffff", "/etc/passwd"]
)
def test_no_address_leads_out_of_the_folder(client, people, folder, name):
    send()
    (folder.parent / "settings.eml").write_text("Subject: outside\n\n", encoding="utf-8")
    client.force_login(people.lan)

    assert client.get(f"/mailbox/{name}/").status_code == 404


def test_only_names_of_the_folder_are_read(folder):
    send()
    (folder.parent / "1-ab.eml").write_text("Subject: outside\n\n", encoding="utf-8")

    assert mailbox.read(folder, "../1-ab") is None


def test_the_smtp_server_keeps_what_it_takes(folder):
    from config.embedded.child import Child
    from config.embedded.smtp import serve

    port = free_port()
    child = Child("mail", lambda: serve(port, folder))
    child.start()
    try:
        _deliver(port, subject="Tiêu đề có dấu")
    finally:
        child.signal(15)
        while child.poll() is None:
            time.sleep(0.05)

    (name,) = mailbox.names(folder)
    kept = mailbox.read(folder, name)
    assert (kept.subject, kept.to, kept.text.strip()) == ("Tiêu đề có dấu", "sxd@haiphong.example", "Nội dung")


def _deliver(port, *, subject):
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "a@haiphong.example", "sxd@haiphong.example"
    mail.set_content("Nội dung")
    for _ in range(1_200):
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
                server.send_message(mail)
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
