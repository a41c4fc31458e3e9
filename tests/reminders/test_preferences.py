"""Quiet hours, weekly digests of leaders, and what nobody can switch off."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import make_aware

from accounts.actions import preferences
from accounts.errors import DomainError
from accounts.models import MailPreference
from directives.workdays import DEFAULT_CALENDAR
from tasks import notify
from tasks.models import Mail, Notice
from tasks.notify.inboxes import is_due
from tests import factories as make

MONDAY = date(2023, 2, 20)
DAYS = [MONDAY + timedelta(days=number) for number in range(12)]


@pytest.fixture
def paper(people, calendar, no_mailboxes):
    return make.directive()


def wish(user, **values):
    return MailPreference.objects.create(user=user, **values)


def digests(user):
    return list(Mail.objects.filter(recipient=user, kind="digest").order_by("day").values_list("day", flat=True))


def test_mail_waits_for_the_end_of_quiet_hours(people, paper):
    wish(people.lan, quiet_from=time(20), quiet_until=time(7))
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 17), officer=people.lan)
    with time_machine.travel("2023-02-20 05:30+07:00", tick=False):
        notify.sweep(MONDAY)
    mail = Mail.objects.get(recipient=people.lan)
    assert mail.next_try_at == make_aware(datetime(2023, 2, 20, 7))
    assert not Mail.objects.waiting(make_aware(datetime(2023, 2, 20, 6, 59))).exists()
    assert list(Mail.objects.waiting(make_aware(datetime(2023, 2, 20, 7)))) == [mail]


def test_a_very_urgent_task_does_not_wait(people, paper):
    wish(people.lan, quiet_from=time(20), quiet_until=time(7))
    make.task(lead=people.finance, directive=paper, due_on=MONDAY, officer=people.lan, urgency="hoa_toc")
    with time_machine.travel("2023-02-20 05:30+07:00", tick=False):
        notify.sweep(MONDAY)
        mail = Mail.objects.get(recipient=people.lan)
        assert (mail.kind, mail.next_try_at) == ("event", None)


def test_a_leader_reads_once_a_week_what_the_week_brought(people, paper):
    wish(people.binh, cadence="weekly", weekday=2)
    for number in range(3):
        due_on = date(2023, 2, 3) + timedelta(days=number * 3)
        make.task(lead=people.finance, directive=paper, title=str(number), due_on=due_on, leader=people.binh)
    for day in DAYS:
        notify.sweep(day)
    assert digests(people.binh) == [date(2023, 2, 22), date(2023, 3, 1)]
    waiting = Notice.objects.filter(recipient=people.binh, for_mail=True, digest_on=None, read_at=None)
    assert {notice.day > date(2023, 3, 1) for notice in waiting} == {True}  # those wait for the next week


def test_weekly_holds_for_leaders_only(people, paper):
    wish(people.lan, cadence="weekly")
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), officer=people.lan)
    for day in DAYS[:5]:
        notify.sweep(day)
    assert digests(people.lan) == DAYS[:5]


def test_a_weekly_day_off_moves_to_the_next_working_day():
    monday_wish = MailPreference(cadence="weekly", weekday=0)
    # Monday 31/8/2026 to Wednesday 2/9 are off.
    days = [date(2026, 8, 24) + timedelta(days=number) for number in range(16)]
    working = [day for day in days if DEFAULT_CALENDAR.is_working(day)]
    due = [day for day in working if is_due(monday_wish, {"leader"}, day, DEFAULT_CALENDAR)]
    assert due == [date(2026, 8, 24), date(2026, 9, 3), date(2026, 9, 7)]


@pytest.mark.parametrize(
    ("who", "values", "code"),
    [
        ("lan", {"quiet_from": time(20)}, "quiet_half"),
        ("lan", {"quiet_from": time(20), "quiet_until": time(20)}, "quiet_always"),
        ("lan", {"cadence": "weekly"}, "weekly_for_leaders"),
        ("minh", {"cadence": "weekly"}, "weekly_for_leaders"),
    ],
)
def test_what_cannot_be_wished_for_is_told_with_the_rule(people, who, values, code):
    with pytest.raises(DomainError) as refused:
        preferences.change(preferences.Wish(**values), actor=getattr(people, who), today=MONDAY)
    assert refused.value.code == code


@pytest.mark.parametrize(("who", "offers"), [("binh", True), ("lan", False)])
def test_the_page_offers_weekly_to_leaders_and_keeps_what_is_chosen(client, people, who, offers):
    client.force_login(getattr(people, who))
    page = client.get(reverse("account-profile")).content.decode()
    assert ("Mỗi tuần một lần" in page) is offers
    assert "Không ai tắt được thư nhắc nhiệm vụ quá hạn của chính mình" in page
    data = {"quiet_from": "19:00", "quiet_until": "06:30", "cadence": "weekly", "weekday": "4"}
    assert client.post(reverse("account-profile-mail"), data).status_code == 302
    kept = MailPreference.objects.get()
    assert (kept.quiet_from, kept.quiet_until) == (time(19), time(6, 30))
    assert (kept.cadence, kept.weekday) == (("weekly", 4) if offers else ("daily", 0))


def test_half_of_the_quiet_hours_is_refused_on_the_page(client, people):
    client.force_login(people.lan)
    answer = client.post(reverse("account-profile-mail"), {"quiet_from": "19:00", "quiet_until": ""})
    assert answer.status_code == 422
    assert "Hãy ghi cả giờ bắt đầu và giờ kết thúc" in answer.content.decode()


def test_a_change_in_another_window_is_not_overwritten_unseen(client, people):
    client.force_login(people.lan)
    seen = client.get(reverse("account-profile")).context["wishes"]["seen"].value()
    hours = {"quiet_from": "20:00", "quiet_until": "07:00", "seen": seen}
    assert client.post(reverse("account-profile-mail"), hours).status_code == 302
    answer = client.post(reverse("account-profile-mail"), {**hours, "quiet_until": "08:00"})
    assert answer.status_code == 409
    assert MailPreference.objects.get(user=people.lan).quiet_until == time(7)
    again = {**hours, "quiet_until": "08:00", "seen": answer.context["wishes"]["seen"].value()}
    assert client.post(reverse("account-profile-mail"), again).status_code == 302
    assert MailPreference.objects.get(user=people.lan).quiet_until == time(8)
