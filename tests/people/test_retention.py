"""What is removed when its time is over, what stays for ever, and that looking changes nothing."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from accounts.actions import people as accounts
from accounts.models import AuditEntry, Invitation, User
from directives.models import DirectiveFile
from tasks import jobs, retention
from tasks.models import Mail, MailTry, Notice, Task
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
DAYS = retention.days_of("")


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2026-06-01T02:00:00+07:00", tick=False):
        yield


def ago(days):
    return timezone.now() - timedelta(days=days)


def mail(person, age, **fields):
    fields = {"state": "sent", "text": "nội dung", "html": "<p>", "subject": "Nhắc hạn", **fields}
    made = Mail.objects.create(
        kind="digest", key=f"digest:{person.pk}:{age}", recipient=person, address=person.email, day=TODAY, **fields
    )
    Mail.objects.filter(pk=made.pk).update(created_at=ago(age))
    return made


def notice(person, age, *, read=True):
    made = Notice.objects.create(
        recipient=person, key=f"k{age}{read}", kind="due", day=TODAY, read_at=timezone.now() if read else None
    )
    Notice.objects.filter(pk=made.pk).update(created_at=ago(age))


@pytest.fixture
def old_and_new(people):
    """Of each sort one row whose time is over and one whose time is not."""
    for age in (100, 200, 800):
        MailTry.objects.create(mail=mail(people.lan, age), at=ago(age), address=people.lan.email)
    mail(people.minh, 900, state="queued")
    notice(people.lan, 30)
    notice(people.lan, 400)
    notice(people.lan, 500, read=False)
    for key, age in (("old", 3), ("new", -3)):
        Session.objects.create(session_key=key, session_data="x", expire_date=ago(age))
    for name, age in (("cu", 100), ("moi", 10)):
        Invitation.objects.create(
            username=name, full_name=name, email=f"{name}@haiphong.example", organisation=people.finance,
            role="officer", valid_from=TODAY, nonce=name, expires_at=ago(age), invited_by=people.quan,
            invited_at=ago(age + 7),
        )  # fmt: skip
    for name, state, age in (("hong.pdf", "failed", 100), ("moi.pdf", "failed", 1), ("doc.pdf", "read", 900)):
        file = DirectiveFile(
            name=name, sha256=name, size=3, state=state, directive=make.directive() if age == 900 else None
        )
        file.content.save(name, ContentFile(b"abc"), save=True)
        DirectiveFile.objects.filter(pk=file.pk).update(uploaded_at=ago(age))


EXPECTED = {
    "mail_bodies": 2, "mail_tries": 1, "mails": 1, "notices": 1, "sweeps": 0,
    "sessions": 1, "tokens": 0, "invitations": 1, "uploads": 1, "contacts": 0, "exports": 0,
}  # fmt: skip


def test_looking_counts_and_changes_nothing(old_and_new):
    before = AuditEntry.objects.count()
    assert retention.apply(DAYS, TODAY, dry_run=True) == EXPECTED
    assert retention.apply(DAYS, TODAY, dry_run=True) == EXPECTED
    assert Mail.objects.exclude(text="").count() == 4
    assert AuditEntry.objects.count() == before


def test_what_is_over_goes_what_is_not_stays_and_a_second_run_finds_nothing(people, old_and_new):
    assert retention.apply(DAYS, TODAY) == EXPECTED
    assert set(retention.apply(DAYS, TODAY).values()) == {0}
    kept = dict(Mail.objects.filter(recipient=people.lan).values_list("key", "text"))
    assert kept == {f"digest:{people.lan.pk}:100": "nội dung", f"digest:{people.lan.pk}:200": ""}
    assert Mail.objects.filter(state="queued").exists(), "what is not sent yet is never touched"
    assert Notice.objects.filter(read_at=None).exists(), "what nobody has read stays"
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    gone = DirectiveFile.objects.get(name="hong.pdf")
    assert not gone.content
    for kept in DirectiveFile.objects.exclude(pk=gone.pk):
        assert kept.content.storage.exists(kept.content.name)


def test_bytes_that_another_upload_shares_stay(people, old_and_new):
    first, second = DirectiveFile.objects.get(name="hong.pdf"), DirectiveFile.objects.get(name="doc.pdf")
    DirectiveFile.objects.filter(pk=first.pk).update(content=second.content.name)
    retention.apply(DAYS, TODAY)
    assert second.content.storage.exists(second.content.name)


def test_who_left_long_ago_keeps_a_name_but_no_address(people):
    accounts.deactivate(people.lan.pk, actor=people.quan, today=date(2023, 1, 10))
    accounts.deactivate(people.tuan.pk, actor=people.quan, today=date(2026, 1, 10))
    letter = mail(people.lan, 100)
    assert retention.apply(DAYS, TODAY)["contacts"] == 1
    gone, still = User.objects.get(pk=people.lan.pk), User.objects.get(pk=people.tuan.pk)
    assert (gone.full_name, gone.email, gone.phone, gone.contact_erased_on) == ("Nguyễn Thị Lan", "", "", TODAY)
    assert still.email
    letter.refresh_from_db()
    assert letter.address == ""
    assert AuditEntry.objects.filter(action="person.contact_erased", target_id=str(gone.pk)).exists()


def test_nothing_touches_tasks_papers_or_the_trail(people, old_and_new):
    task = make.task(lead=people.finance, directive=make.directive(number=9), officer=people.lan)
    Task.objects.filter(pk=task.pk).update(assigned_on=date(2001, 1, 1))
    accounts.deactivate(people.tuan.pk, actor=people.quan, today=date(2020, 1, 2))
    with time_machine.travel(datetime(2060, 1, 1, tzinfo=timezone.get_current_timezone()), tick=False):
        retention.apply(DAYS, date(2060, 1, 1))
    assert Task.objects.filter(pk=task.pk).exists()
    assert AuditEntry.objects.filter(action="person.deactivated").exists()


def test_the_office_sets_its_own_days_and_a_wrong_one_stops(people, old_and_new, settings, capsys):
    assert retention.apply(retention.days_of("notices=0,mail_bodies=50"), TODAY, dry_run=True)["notices"] == 0
    assert retention.days_of("notices=0")["mails"] == DAYS["mails"]
    for wrong in ("tasks=1", "notices=soon"):
        with pytest.raises(ImproperlyConfigured):
            retention.days_of(wrong)
    settings.RETENTION = "notices=0"
    call_command("apply_retention", "--dry-run")
    said = capsys.readouterr().out
    assert "Thông báo đã đọc" in said
    assert "off" in said
    assert jobs.apply_retention()["mails"] == 1
