"""Inviting: the mail, the link that works once, and the account that begins with it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions import invitations
from accounts.actions.people import Person, Post
from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry, Invitation, User
from accounts.roles import Role
from tasks.mail import composers
from tasks.mail import people as mail_people
from tasks.models import Mail
from tests import factories as make
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 1)
PASSWORD = "sông-Cấm-về-đêm-2023"
LIST = reverse("invitation-list")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-03-01T09:30:00+07:00", tick=False):
        yield


@pytest.fixture
def invite(people):
    def run(name="Mai Thị Hạnh", username="hanh", *, by=None, role=Role.OFFICER, **post):
        person = Person(username, name, f"{username}@haiphong.example")
        wanted = Post(people.finance, role, post.pop("valid_from", TODAY), **post)
        return invitations.invite(person, wanted, actor=by or people.quan, today=TODAY, now=timezone.now())

    return run


def join(row, password=PASSWORD, client=None):
    return (client or Client()).post(invitations.link(row), {"password1": password, "password2": password})


def test_the_invited_set_a_password_and_are_in(people, invite):
    row = invite(title="Chuyên viên chính")
    assert not User.objects.filter(username="hanh").exists(), "no account before they accept"
    client = Client()
    page = text(client.get(invitations.link(row)))
    assert "Mai Thị Hạnh" in page
    assert "Sở Tài chính" in page
    assert join(row, client=client).url == "/"
    user = User.objects.get(username="hanh")
    assert user.is_active
    assert user.check_password(PASSWORD)
    assert user.memberships.get().title == "Chuyên viên chính"
    assert client.get("/").status_code == 200
    assert AuditEntry.objects.get(action="invitation.accepted").actor == user


def test_passwords_are_kept_by_argon2(settings):
    from config import settings as shipped

    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_a_link_works_once_and_not_when_replaced_revoked_forged_or_old(people, invite):
    row = invite()
    old = invitations.link(row)
    row = invitations.resend(row.pk, actor=people.quan, today=TODAY, now=timezone.now())
    assert Client().get(old).status_code == 410
    assert Client().get(invitations.link(row)[:-3] + "x/").status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert Client().get(invitations.link(row)).status_code == 410
    assert join(row).status_code == 302
    used = join(row)
    assert used.status_code == 410
    assert "không còn dùng được" in text(used)
    assert User.objects.filter(username="hanh").count() == 1
    second = invite("Lê Văn Khoa", "khoa")
    invitations.revoke(second.pk, actor=people.quan, today=TODAY, now=timezone.now())
    assert join(second).status_code == 410
    with pytest.raises(DomainError):
        invitations.resend(second.pk, actor=people.quan, today=TODAY, now=timezone.now())


def test_weak_or_different_passwords_are_refused(people, invite):
    row = invite()
    assert join(row, "12345678").status_code == 422
    differ = Client().post(invitations.link(row), {"password1": PASSWORD, "password2": PASSWORD + "x"})
    assert "chưa giống nhau" in text(differ)
    assert not User.objects.filter(username="hanh").exists()


def test_the_mail_goes_through_the_outbox_and_its_link_is_not_kept(people, invite):
    row = invite()
    mail = Mail.objects.get(kind="invite")
    assert (mail.address, mail.recipient) == ("hanh@haiphong.example", None)
    with translation.override("vi"):
        said = composers.load([mail], timezone.now())(mail)
    assert invitations.link(row) in said.text
    assert invitations.link(row) in said.html
    assert not any("/invitations/accept/" in value for value in said.kept().values())
    assert mail_people.reroute(mail, timezone.now()) == [], "nobody else may open the account"
    invitations.revoke(row.pk, actor=people.quan, today=TODAY, now=timezone.now())
    with translation.override("vi"):
        assert "Lời mời đã được nhận, thu hồi" in composers.load([mail], timezone.now())(mail)


def test_who_may_invite_whom(people, invite):
    assert invite("A", "a1", by=people.thao, role=Role.HEAD)
    with pytest.raises(Refused, match="quản trị hệ thống mời"):
        invite("B", "b1", by=people.thao, role=Role.ADMIN)
    for who in (people.minh, people.hoa, people.binh, people.kiem):
        with pytest.raises(Refused):
            invite("C", "c1", by=who)
        assert browser(who).get(LIST).status_code == 403


def test_nobody_is_invited_twice_or_under_a_name_that_is_taken(people, invite):
    invite()
    with pytest.raises(DomainError) as refused:
        invite()
    assert refused.value.code == "invited_already"
    with pytest.raises(DomainError) as refused:
        invite("Lan khác", "LAN")
    assert refused.value.code == "identity_taken"
    gone = make.organisation(name="Sở cũ", parent=people.city, valid_to=date(2022, 1, 1))
    person = Person("moi", "Mới", "moi@haiphong.example")
    with pytest.raises(DomainError):
        invitations.invite(person, Post(gone, Role.OFFICER, TODAY), actor=people.quan, today=TODAY, now=timezone.now())


def test_a_name_taken_meanwhile_is_said_on_the_page(people, invite):
    row = invite()
    make.user(name="Người khác", username="hanh")
    refused = join(row)
    assert refused.status_code == 422
    assert "đã có người dùng" in text(refused)


def test_the_pages_invite_resend_revoke_and_cost_the_same_for_thirty(people, invite):
    client = browser(people.quan)
    sent = {
        "full_name": "Mai Thị Hạnh",
        "username": "hanh",
        "email": "hanh@haiphong.example",
        "organisation": people.finance.pk,
        "role": "officer",
        "valid_from": "2023-03-01",
    }
    assert client.post(reverse("invitation-new"), {**sent, "email": ""}).status_code == 422
    assert client.post(reverse("invitation-new"), sent).url == LIST
    row = Invitation.objects.get()
    client.post(reverse("invitation-resend", args=[row.pk]))
    assert Mail.objects.filter(kind="invite").count() == 2
    one = cost(client, LIST)
    for number in range(29):
        invite(f"Người {number}", f"nguoi{number}")
    assert cost(client, LIST) == one
    client.post(reverse("invitation-revoke", args=[row.pk]))
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert len(re.findall("Thu hồi</button>", text(client.get(LIST)))) == 29
