"""The leadership pack: at its hour, once, to each reader by their own scope, kept as sent, the same when made again."""

from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry
from config.sample import packs as sample
from directives.workdays import WorkingCalendar
from tasks import jobs
from tasks.actions import packs
from tasks.asof import played_on
from tasks.models import Mail, MailState, Pack, PackFile, PackRule, Task
from tasks.reports.papers import Form
from tests import factories as make

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 3, 20)
FORMS = ("docx", "pdf", "xlsx")


@pytest.fixture(autouse=True)
def on_friday_at_four():
    with time_machine.travel(f"{FRIDAY}T16:02:00+07:00", tick=False):
        yield


@pytest.fixture
def late(people):
    """One task of each department, long late, given a month ago."""
    paper = make.directive()
    with played_on(FRIDAY - timedelta(days=30)):
        return [
            make.task(lead=lead, directive=paper, title=f"Việc {lead}", due_on=FRIDAY - timedelta(days=20))
            for lead in (people.finance, people.building)
        ]


def wish(*readers, **changed):
    given = {"name": "Bộ báo cáo thứ Sáu", "weekday": 4, "hour": time(16), "reports": ["overdue", "overdue-list"]}
    return packs.Wish(**{**given, "forms": FORMS, "readers": readers, **changed})


def rule_for(people, *readers, **changed):
    return packs.save_rule(None, wish(*readers, **changed), actor=people.hoa, today=FRIDAY)


def local(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (local(FRIDAY, 15), None),
        (local(FRIDAY, 16), FRIDAY),
        (local(FRIDAY + timedelta(days=2), 9), FRIDAY),
        (local(FRIDAY + timedelta(days=4), 9), None),
    ],
)
def test_a_pack_is_due_at_its_hour_and_made_good_for_three_days(people, now, day):
    assert packs.due_day(PackRule(weekday=4, hour=time(16)), now, WorkingCalendar()) == day


def test_on_a_day_off_it_goes_out_on_the_working_day_before():
    holiday = WorkingCalendar(days_off=frozenset({FRIDAY}), worked=frozenset())
    thursday = FRIDAY - timedelta(days=1)
    assert packs.due_day(PackRule(weekday=4, hour=time(16)), local(thursday, 16), holiday) == thursday
    assert packs.due_day(PackRule(weekday=4, hour=time(16)), local(thursday, 15), holiday) is None


def test_each_reader_gets_one_mail_with_the_files_of_their_own_scope(people, late):
    rule_for(people, people.binh, people.minh)
    assert [jobs.make_packs(), jobs.make_packs()] == [2, 0]
    jobs.send_waiting_mail()
    jobs.send_waiting_mail()
    assert sorted(sent.to[0] for sent in outbox.outbox) == sorted([people.binh.email, people.minh.email])
    leaders = next(sent for sent in outbox.outbox if sent.to == [people.binh.email])
    assert "- Quá hạn: 2" in leaders.body
    assert "- Trong đó quá hạn 8-30 ngày: 2" in leaders.body
    assert len(leaders.attachments) == 6
    heads = next(sent for sent in outbox.outbox if sent.to == [people.minh.email])
    assert "- Quá hạn: 1" in heads.body
    parsed = message_from_bytes(leaders.message().as_bytes(), policy=policy.default)
    assert {part.get_filename().rpartition(".")[2] for part in parsed.iter_attachments()} == set(FORMS)


def test_the_files_of_the_archive_are_made_again_byte_for_byte(people, late):
    rule_for(people, people.binh)
    jobs.make_packs()
    Task.objects.filter(pk=late[0].pk).update(status="withdrawn")
    rows = list(PackFile.objects.select_related("pack__reader"))
    assert len(rows) == 6
    with time_machine.travel("2026-05-04T08:00:00+07:00"):
        for row in rows:
            with row.content.open("rb") as kept:
                assert packs.made_again(row.pack, row.slug, Form(row.form)) == kept.read(), row.name


def test_a_pack_without_anything_in_it_is_noted_and_not_sent(people, late):
    ward = make.organisation(name="UBND phường Hồng Bàng", parent=people.city)
    head = make.user(name="Phạm Văn Đức", organisation=ward, role="head")
    rule_for(people, head)
    assert jobs.make_packs() == 1
    pack = Pack.objects.get()
    assert (pack.is_empty, pack.files.count(), Mail.objects.count()) == (True, 0, 0)
    assert AuditEntry.objects.get(action="pack.made").after["empty"] is True


def test_a_trial_goes_to_who_asks_and_does_not_replace_the_pack(people, late, client):
    rule = rule_for(people, people.hoa, reports=["overdue-list"], forms=["csv"])
    client.force_login(people.hoa)
    response = client.post(reverse("pack-trial", args=[rule.pk]), follow=True)
    assert "Đã gửi thử" in response.content.decode()
    jobs.send_waiting_mail()
    assert outbox.outbox[-1].subject.startswith("[Gửi thử]")
    assert "- Quá hạn: 2" in outbox.outbox[-1].body
    assert jobs.make_packs() == 1


def test_a_dead_mail_keeps_its_files_for_the_next_try(people, late):
    rule_for(people, people.binh, reports=["overdue"], forms=["csv"])
    jobs.make_packs()
    Mail.objects.update(state=MailState.FAILED, attempts=1, next_try_at=timezone.now())
    jobs.send_waiting_mail()
    (name, _content, _type) = outbox.outbox[-1].attachments[0]
    assert name == "tinh-hinh-thuc-hien-nhiem-vu-20260319.csv"


def test_only_those_who_keep_the_rules_change_them_and_readers_must_be_allowed(people, client):
    with pytest.raises(Refused):
        packs.save_rule(None, wish(people.binh), actor=people.minh, today=FRIDAY)
    with pytest.raises(DomainError, match="Nguyễn Thị Lan không được xem"):
        rule_for(people, people.lan)
    client.force_login(people.minh)
    assert client.get(reverse("pack-rule-new")).status_code == 403
    client.force_login(people.hoa)
    given = {"version": 1, "name": "Tuần", "weekday": 4, "hour": "16:00", "reports": ["overdue"], "forms": ["pdf"]}
    response = client.post(reverse("pack-rule-new"), {**given, "readers": [people.binh.pk], "is_active": "on"})
    assert response.status_code == 302
    rule = PackRule.objects.get()
    assert list(rule.readers.all()) == [people.binh]
    again = client.post(reverse("pack-rule", args=[rule.pk]), {**given, "readers": [people.binh.pk], "version": 7})
    assert again.status_code == 409


def test_the_archive_shows_each_reader_their_own_packs_only(people, late, client):
    rule_for(people, people.binh, reports=["overdue-list"], forms=["csv"])
    jobs.make_packs()
    pack, file = Pack.objects.get(), PackFile.objects.get()
    client.force_login(people.binh)
    assert file.name in client.get(reverse("pack", args=[pack.pk])).content.decode()
    content = b"".join(client.get(reverse("pack-file", args=[file.pk])).streaming_content)
    assert "Việc Sở Tài chính" in content.decode()
    client.force_login(people.minh)
    for name, key in (("pack", pack.pk), ("pack-file", file.pk)):
        assert client.get(reverse(name, args=[key])).status_code == 404
    assert "Chưa có bộ báo cáo" in client.get(reverse("pack-list")).content.decode()


def test_the_sample_city_has_a_rule_and_the_pack_of_last_friday(people, late):
    assert [sample.tell(people.hoa, FRIDAY), sample.tell(people.hoa, FRIDAY)] == [2, 0]
    pack = Pack.objects.get()
    assert (pack.reader, pack.day) == (people.binh, FRIDAY - timedelta(days=7))
    assert pack.files.count() == 6
