"""The pages of notices, deliveries and the calendar."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from tasks import notify
from tasks.mail import health
from tasks.models import Mail, MailState, Notice, SweepRun, Workday
from tests import factories as make

MONDAY = date(2023, 2, 20)


def notices(person, *texts, kind="overdue", read=False):
    Notice.objects.bulk_create(
        Notice(
            recipient=person,
            key=f"{kind}:{text}",
            kind=kind,
            day=MONDAY,
            text=text,
            read_at=timezone.now() if read else None,
        )
        for text in texts
    )


def mail(person, *, state=MailState.DEAD, **fields):
    key = f"digest:{person.pk}:{Mail.objects.count()}"
    return Mail.objects.create(
        kind="digest", key=key, recipient=person, address=person.email, day=MONDAY, state=state, **fields
    )


@pytest.fixture
def lan(client, people):
    client.force_login(people.lan)
    return client


@pytest.fixture
def hoa(client, people):
    client.force_login(people.hoa)
    return client


@pytest.fixture
def quan(client, people):
    client.force_login(people.quan)
    return client


def shown(response):
    return [notice.text for notice in response.context["rows"]]


def test_unread_notices_stand_first_and_others_have_their_own(lan, people):
    notices(people.lan, "cũ đã đọc", read=True)
    notices(people.lan, "mới 1", "mới 2")
    notices(people.tuan, "của người khác")
    assert shown(lan.get(reverse("notice-list"))) == ["mới 2", "mới 1", "cũ đã đọc"]


def test_pages_go_on_where_the_last_one_ended(lan, people):
    notices(people.lan, *(f"đọc {number}" for number in range(70)), read=True)
    notices(people.lan, *(f"mới {number}" for number in range(60)))
    address, seen = reverse("notice-list"), []
    before = ""
    while True:
        response = lan.get(address, {"before": before})
        seen += shown(response)
        before = response.context["following"]
        if not before:
            break
    expected = [f"mới {number}" for number in reversed(range(60))] + [f"đọc {number}" for number in reversed(range(70))]
    assert seen == expected


@pytest.mark.parametrize("cursor", ["x9", "u", "u-1", "uabc", "9"])
def test_a_cursor_nobody_made_is_the_beginning(lan, people, cursor):
    notices(people.lan, "mới")
    assert shown(lan.get(reverse("notice-list"), {"before": cursor})) == ["mới"]


def test_notices_are_filtered_by_kind(lan, people):
    notices(people.lan, "trễ")
    notices(people.lan, "trả lại", kind="return")
    assert shown(lan.get(reverse("notice-list"), {"kind": "return"})) == ["trả lại"]


def test_marking_read_works_for_one_and_for_all_but_never_for_others(lan, people):
    notices(people.lan, "a", "b")
    notices(people.tuan, "c")
    one = Notice.objects.get(text="a")
    lan.post(reverse("notice-read", args=[one.pk]))
    assert set(Notice.objects.filter(read_at=None).values_list("text", flat=True)) == {"b", "c"}
    lan.post(reverse("notice-read-all"))
    assert set(Notice.objects.filter(read_at=None).values_list("text", flat=True)) == {"c"}
    assert lan.post(reverse("notice-read", args=[Notice.objects.get(text="c").pk])).status_code == 404
    assert lan.get(reverse("notice-read", args=[one.pk])).status_code == 405


def test_going_back_after_reading_never_leaves_the_site(lan, people):
    notices(people.lan, "a")
    one = Notice.objects.get(text="a")
    response = lan.post(reverse("notice-read", args=[one.pk]), {"next": "https://evil.example/"})
    assert response.url == reverse("notice-list")


def test_the_bell_counts_the_unread(lan, people):
    notices(people.lan, *(str(number) for number in range(3)))
    page = lan.get(reverse("notice-list")).content.decode()
    assert "3 thông báo chưa đọc" in page
    assert "Thông báo, 3 chưa đọc" in page


def test_a_notice_of_a_task_links_to_it(lan, people, calendar):
    task = make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 2, 15), officer=people.lan)
    notify.sweep(MONDAY)
    assert f'href="{task.get_absolute_url()}"' in lan.get(reverse("notice-list")).content.decode()


def test_queries_of_the_notice_page_do_not_grow_with_its_rows(lan, people):
    paper, counts = make.directive(), []
    for number in (1, 29):
        for index in range(number):
            task = make.task(lead=people.finance, directive=paper, title=f"{number} {index}")
            Notice.objects.create(
                recipient=people.lan, key=f"due:{task.pk}:x", kind="due", task=task, day=MONDAY, text=task.title
            )
        with CaptureQueriesContext(connection) as queries:
            lan.get(reverse("notice-list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_log_shows_state_address_and_problem(hoa, people):
    mail(people.lan, problem="Địa chỉ lan@haiphong.example bị máy chủ thư từ chối: 550", attempts=1)
    page = hoa.get(reverse("mail-log")).content.decode()
    assert "lan@haiphong.example" in page
    assert "bị máy chủ thư từ chối" in page
    assert "1 thư không gửi được và sẽ không tự gửi lại" in page


def test_the_log_is_filtered_by_state_and_paged(hoa, people):
    for _ in range(60):
        mail(people.lan, state=MailState.SENT)
    dead = mail(people.lan)
    response = hoa.get(reverse("mail-log"), {"state": "sent"})
    assert len(response.context["rows"]) == 50
    older = hoa.get(reverse("mail-log"), {"state": "sent", "before": response.context["following"]})
    assert len(older.context["rows"]) == 10
    assert hoa.get(reverse("mail-log"), {"state": "dead"}).context["rows"] == [dead]


def test_the_log_is_closed_to_units(lan, people):
    row = mail(people.lan, html="<p>x</p>")
    for name, arguments in (("mail-log", []), ("mail-detail", [row.pk]), ("mail-html", [row.pk])):
        assert lan.get(reverse(name, args=arguments)).status_code == 403


def test_a_dead_mail_is_queued_again_with_a_trace(hoa, people):
    row = mail(people.lan, attempts=8)
    hoa.post(reverse("mail-retry", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.attempts) == (MailState.QUEUED, 0)
    assert AuditEntry.objects.get(action="mail.retried").actor == people.hoa


def test_a_sent_mail_is_not_queued_again(hoa, people):
    row = mail(people.lan, state=MailState.SENT)
    response = hoa.post(reverse("mail-retry", args=[row.pk]))
    row.refresh_from_db()
    assert (response.status_code, row.state) == (409, MailState.SENT)


def test_an_auditor_reads_and_does_not_retry(client, people):
    client.force_login(people.kiem)
    row = mail(people.lan)
    assert client.get(reverse("mail-detail", args=[row.pk])).status_code == 200
    assert client.post(reverse("mail-retry", args=[row.pk])).status_code == 403


def test_the_html_of_a_mail_is_served_in_a_sandbox(hoa, people):
    row = mail(people.lan, html='<p style="color:red">x</p>')
    response = hoa.get(reverse("mail-html", args=[row.pk]))
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_missed_sweeps_show_and_days_off_do_not(people, calendar):
    now = timezone.make_aware(datetime(2023, 2, 17, 5, 30))
    for day in (date(2023, 2, 14), date(2023, 2, 16)):
        SweepRun.objects.create(day=day, started_at=now, finished_at=now, runs=1)
    SweepRun.objects.create(day=date(2023, 2, 17), started_at=now, runs=1)
    morning = timezone.make_aware(datetime(2023, 2, 20, 6, 0))
    days = health.last_sweeps(morning, Workday.objects.calendar(), days=8)
    assert [(day.day.day, day.state.value) for day in days] == [
        (20, "pending"),
        (19, "day_off"),
        (18, "day_off"),
        (17, "unfinished"),
        (16, "done"),
        (15, "missed"),
        (14, "done"),
        (13, "before"),
    ]


def test_the_calendar_shows_a_year_with_its_exceptions(lan, calendar):
    page = lan.get(reverse("workday-list"), {"year": 2026}).content.decode()
    assert "250 ngày làm việc" in page
    assert page.count('class="month"') == 12
    assert page.count("day-worked") == 3  # 10/01, 22/08 and the legend
    assert reverse("workday-add") not in page


@pytest.mark.parametrize("year", ["abc", "0", "99999", "-1", ""])
def test_a_year_nobody_can_mean_is_this_year(lan, calendar, year):
    assert lan.get(reverse("workday-list"), {"year": year}).status_code == 200


def test_the_administrator_adds_and_removes_days_with_a_trace(quan, people, calendar):
    fields = {
        "day": "2026-11-24",
        "source": "Luật sửa đổi Bộ luật Lao động",
        "note": "Ngày Văn hóa Việt Nam",
        "confirmed": "1",
    }
    quan.post(reverse("workday-add"), fields)
    row = Workday.objects.get(day=date(2026, 11, 24))
    assert row.is_working is False
    quan.post(reverse("workday-remove", args=[row.pk]), {"confirmed": "1"})
    assert not Workday.objects.filter(pk=row.pk).exists()
    trail = AuditEntry.objects.filter(target_type="tasks.workday").order_by("pk")
    assert list(trail.values_list("action", "actor")) == [
        ("workday.added", people.quan.pk),
        ("workday.removed", people.quan.pk),
    ]


def test_a_weekend_day_is_entered_as_worked(quan, calendar):
    quan.post(reverse("workday-add"), {"day": "2027-05-08", "source": "Công văn hoán đổi", "confirmed": "1"})
    assert Workday.objects.get(day=date(2027, 5, 8)).is_working is True


def test_a_day_entered_twice_is_told_in_one_sentence(quan, calendar):
    response = quan.post(reverse("workday-add"), {"day": "2026-08-31", "source": "x"})
    assert response.status_code == 409
    assert "Ngày 31/08/2026 đã có trong lịch" in response.content.decode()


def test_a_form_without_a_source_keeps_what_was_typed(quan, calendar):
    response = quan.post(reverse("workday-add"), {"day": "2026-11-24", "note": "Ngày Văn hóa"})
    assert response.status_code == 422
    assert "Ngày Văn hóa" in response.content.decode()


def test_only_the_administrator_changes_the_calendar(hoa, calendar):
    row = Workday.objects.first()
    assert hoa.post(reverse("workday-add"), {"day": "2026-11-24", "source": "x"}).status_code == 403
    assert hoa.post(reverse("workday-remove", args=[row.pk])).status_code == 403
    assert Workday.objects.filter(pk=row.pk).exists()


def test_a_late_task_is_acknowledged_from_the_notices(client, people, calendar):
    task = make.task(
        lead=people.finance,
        directive=make.directive(),
        due_on=date(2023, 2, 13),
        officer=people.lan,
        monitor=people.hoa,
    )
    notify.sweep(date(2023, 2, 20))
    button = reverse("task-move", args=[task.pk, "acknowledge"])
    with time_machine.travel("2023-02-20 09:00 +0700", tick=False):
        for person, has_it in ((people.lan, True), (people.hoa, False)):
            client.force_login(person)
            assert (button in client.get(reverse("notice-list")).text) is has_it
