"""Urging: numbered per task, addressed to officer and heads, never twice by accident, read when it is opened."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry, Membership
from tasks.actions import outbox, urgings
from tasks.mail import delivery
from tasks.models import Mail, Notice, ReadVia, Task, TaskEvent, Urging, UrgingReceipt
from tests.urging.conftest import DUE, TODAY

pytestmark = pytest.mark.django_db


def test_an_urging_is_numbered_per_task(task, other, urge):
    urge(task)
    urge(task, other, on=TODAY + timedelta(days=1))
    assert list(Urging.objects.order_by("pk").values_list("task", "number")) == [
        (task.pk, 1),
        (task.pk, 2),
        (other.pk, 1),
    ]
    assert dict(Task.objects.values_list("pk", "urged_times")) == {task.pk: 2, other.pk: 1}


def test_it_keeps_how_things_stood(task, urge):
    urging = urge(task).urged[0]
    assert (urging.due_on, urging.days_late, urging.lead) == (DUE, 14, task.lead)


def test_officer_and_heads_are_told_in_the_app_and_by_one_mail_each(people, task, urge):
    urge(task, words="Báo cáo gấp", answer_by=date(2023, 3, 3))
    told = {"lan", "minh"}
    assert set(UrgingReceipt.objects.values_list("person__username", flat=True)) == told
    assert set(Notice.objects.filter(kind="urge").values_list("recipient__username", flat=True)) == told
    assert set(Mail.objects.filter(kind="urge").values_list("recipient__username", flat=True)) == told
    sentence = Notice.objects.filter(kind="urge").first().sentence
    assert "Đôn đốc lần 1 (Phạm Thị Hoa)" in sentence
    assert "trước hết ngày 03/03/2023" in sentence


def test_a_person_gets_one_mail_for_the_whole_round(people, task, paper, urge):
    second = Task.objects.create(lead=people.finance, directive=paper, title="Việc hai", text="x", assigned_on=DUE)
    urge(task, second)
    assert Mail.objects.filter(kind="urge", recipient=people.minh).count() == 1
    assert Notice.objects.filter(kind="urge", recipient=people.minh).count() == 2


def test_the_mail_lists_the_tasks_with_number_and_answer_day(settings, task, urge):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    urge(task, words="Báo cáo gấp", answer_by=date(2023, 3, 3))
    report = delivery.deliver(delivery.claim(timezone.now()))
    mail = Mail.objects.filter(kind="urge").first()
    assert report.states["sent"] == 2
    assert mail.subject == "Đôn đốc lần 1: Xây dựng kế hoạch hành động, trả lời trước hết ngày 03/03/2023"
    for words in ("Báo cáo gấp", "02/CT-UBND", "15/02/2023", "Đôn đốc lần 1: báo cáo tiến độ"):
        assert words in mail.text


def test_a_mail_about_what_has_been_reported_meanwhile_is_dropped(settings, task, urge):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    urge(task)
    Task.objects.filter(pk=task.pk).update(status="submitted", submitted_on=TODAY)
    delivery.deliver(delivery.claim(timezone.now()))
    assert set(Mail.objects.filter(kind="urge").values_list("state", flat=True)) == {"dropped"}


def test_a_double_click_urges_once(task, urge):
    urge(task, seen={task.pk: 0})
    again = urge(task, seen={task.pk: 0}, again=True)
    assert again.round is None
    assert "vừa được đôn đốc lần 1" in again.refused[task.pk].sentence
    assert (Urging.objects.count(), Mail.objects.filter(kind="urge").count()) == (1, 2)


def test_a_second_time_on_the_same_day_wants_a_word(people, task, urge):
    urge(task)
    with pytest.raises(DomainError, match="Hôm nay đã đôn đốc lần 1") as refusal:
        urgings.urge_one(task.pk, actor=people.hoa, today=TODAY, seen=1, message=urgings.Message())
    assert refusal.value.code == "urged_today"
    urge(task, again=True)
    assert Urging.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("done", "đã hoàn thành"),
        ("withdrawn", "đã thu hồi"),
        ("submitted", "chờ Văn phòng xác nhận"),
        ("suspended", "đang tạm dừng"),
        ("contested", "đề nghị giao lại"),
    ],
)
def test_what_cannot_be_urged_says_why(task, urge, status, words):
    dates = {"submitted_on": TODAY} if status in {"submitted", "done"} else {}
    done = {"completed_on": TODAY} if status == "done" else {}
    Task.objects.filter(pk=task.pk).update(status=status, **dates, **done)
    outcome = urge(task)
    assert words in outcome.refused[task.pk].sentence
    assert not Urging.objects.exists()


@pytest.mark.parametrize("who", ["lan", "minh", "thao", "quan", "kiem"])
def test_only_monitors_and_leaders_urge(people, task, urge, who):
    with pytest.raises(Refused, match="Chỉ chuyên viên theo dõi hoặc lãnh đạo"):
        urge(task, by=getattr(people, who))


def test_a_leader_may(people, task, urge):
    assert urge(task, by=people.binh).urged


def test_one_that_cannot_be_urged_holds_up_no_other(task, other, urge):
    Task.objects.filter(pk=task.pk).update(status="submitted", submitted_on=TODAY)
    outcome = urge(task, other)
    assert [urging.task_id for urging in outcome.urged] == [other.pk]
    assert list(outcome.refused) == [task.pk]


def test_a_unit_without_anybody_gets_it_in_its_mailbox(people, task, urge):
    Membership.objects.filter(organisation=people.finance).update(valid_to=TODAY)
    urge(task)
    assert list(Mail.objects.values_list("address", "organisation")) == [("stc@haiphong.example", people.finance.pk)]


def test_a_unit_that_cannot_be_reached_is_named(people, task, urge):
    Membership.objects.filter(organisation=people.finance).update(valid_to=TODAY)
    people.finance.email = ""
    people.finance.save()
    assert "chưa có lãnh đạo" in urge(task).refused[task.pk].sentence


def test_history_and_trail_know_the_number(people, task, urge):
    urge(task, words="Báo cáo gấp")
    event, entry = TaskEvent.objects.get(), AuditEntry.objects.get()
    assert (event.move, event.details["number"], event.reason) == ("urge", 1, "Báo cáo gấp")
    assert (entry.action, entry.after["number"], entry.actor) == ("task.urge", 1, people.hoa)


def test_a_form_of_the_unit_stays_good_while_it_is_urged(task, urge):
    before = Task.objects.get(pk=task.pk).version
    urge(task)
    assert Task.objects.get(pk=task.pk).version == before


def test_the_schema_itself_numbers_once(task, urge):
    urging = urge(task).urged[0]
    urging.pk = None
    with pytest.raises(IntegrityError, match="urging_"), transaction.atomic():
        urging.save()


def test_an_answer_cannot_be_asked_for_yesterday(task, urge):
    with pytest.raises(DomainError, match="không được trước hôm nay"):
        urge(task, answer_by=TODAY - timedelta(days=1))


# ── read time ─────────────────────────────────────────────────────────────────────────────────
def test_opening_is_noted_once_and_for_that_reader_only(people, task, urge):
    urge(task)
    assert urgings.opened(people.lan, [task.pk], ReadVia.TASK) == 1
    first = UrgingReceipt.objects.get(person=people.lan).read_at
    assert urgings.opened(people.lan, [task.pk], ReadVia.NOTICE) == 0
    assert UrgingReceipt.objects.get(person=people.lan).read_at == first
    assert UrgingReceipt.objects.get(person=people.minh).read_at is None


def test_ticking_off_the_notice_counts_as_reading(people, task, urge):
    urge(task)
    outbox.mark_seen(people.lan, only=Notice.objects.get(recipient=people.lan).pk)
    receipt = UrgingReceipt.objects.get(person=people.lan)
    assert (receipt.read_at is not None, receipt.via) == (True, "notice")


def test_ticking_off_everything_unseen_is_not_reading(people, task, urge):
    urge(task)
    outbox.mark_seen(people.lan)
    assert UrgingReceipt.objects.get(person=people.lan).read_at is None
