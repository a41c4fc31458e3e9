"""Who is reminded of what on which day, once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from tasks import notify
from tasks.models import LadderRule, Mail, Notice, SweepRun, Workday
from tests import factories as make

MONDAY = date(2023, 2, 20)
WEDNESDAY = date(2023, 2, 22)


@pytest.fixture
def paper(people):
    return make.directive()


def told(day):
    """(user name, kind) of every notice of the day."""
    return sorted(Notice.objects.filter(day=day).values_list("recipient__username", "kind"))


def test_overdue_climbs_from_the_officer_to_the_head_and_the_named_monitor(people, paper, calendar):
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), officer=people.lan, monitor=people.hoa)
    result = notify.sweep(MONDAY)
    assert told(MONDAY) == [("lan", "overdue"), ("minh", "overdue")]
    assert (result.tasks, result.notices, result.mails) == (1, 2, 3)  # Lan, Minh and the mailbox of the unit
    sentences = {notice.recipient.username: notice.sentence for notice in Notice.objects.all()}
    assert sentences["lan"].startswith("Quá hạn 3 ngày làm việc (hạn 15/02/2023)")
    assert sentences["minh"].startswith("Bậc 2 – quá hạn 3 ngày làm việc (hạn 15/02/2023)")
    notify.sweep(WEDNESDAY)
    assert told(WEDNESDAY) == [("hoa", "overdue"), ("lan", "overdue"), ("minh", "overdue")]


def test_a_task_without_officer_goes_to_the_heads(people, paper, calendar):
    make.task(lead=people.building, directive=paper, due_on=MONDAY + timedelta(days=3))
    notify.sweep(MONDAY)
    assert told(MONDAY) == [("son", "due")]


def test_before_the_deadline_only_the_officer_is_told(people, paper, calendar):
    make.task(lead=people.finance, directive=paper, due_on=MONDAY + timedelta(days=7), officer=people.lan)
    notify.sweep(MONDAY)
    assert told(MONDAY) == [("lan", "due")]


@pytest.mark.parametrize(("days", "told_on_monday"), [(0, 1), (1, 1), (2, 0), (3, 1), (4, 0), (7, 1), (8, 0)])
def test_reminders_come_7_3_1_and_0_days_before(people, paper, calendar, days, told_on_monday):
    make.task(lead=people.finance, directive=paper, due_on=MONDAY + timedelta(days=days), officer=people.lan)
    assert notify.sweep(MONDAY).notices == told_on_monday


def test_second_sweep_of_the_day_adds_nothing(people, paper, calendar):
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), officer=people.lan)
    first, second = notify.sweep(MONDAY), notify.sweep(MONDAY)
    assert (first.notices, first.mails, second.notices, second.mails) == (2, 3, 0, 0)
    run = SweepRun.objects.get(day=MONDAY)
    assert (run.runs, run.notices, run.mails) == (2, 2, 3)


def test_one_digest_per_person_and_day_whatever_the_number_of_tasks(people, paper, calendar):
    for number in range(5):
        make.task(lead=people.finance, directive=paper, title=f"Việc {number}", due_on=date(2023, 2, 15))
    notify.sweep(MONDAY)
    assert sorted(Mail.objects.values_list("key", flat=True)) == [
        f"digest:{people.minh.pk}:2023-02-20",
        f"unit:{people.finance.pk}:2023-02-20",
    ]
    notify.sweep(MONDAY + timedelta(days=1))
    assert Mail.objects.count() == 4


@pytest.mark.parametrize("status", ["submitted", "suspended", "done", "withdrawn"])
def test_work_that_waits_for_others_or_is_over_is_not_reminded(people, paper, calendar, status):
    dates = {"submitted_on": date(2023, 2, 16)} if status in {"submitted", "done"} else {}
    ended = {"completed_on": date(2023, 2, 17)} if status == "done" else {}
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), status=status, **dates, **ended)
    assert notify.sweep(MONDAY).notices == 0


def test_people_without_an_account_or_a_post_are_never_told(people, paper, calendar):
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), officer=people.lan)
    people.lan.is_active = False
    people.lan.save(update_fields=["is_active"])
    people.minh.memberships.update(valid_to=MONDAY)
    notify.sweep(MONDAY)
    # Nobody is left in the unit, so the office hears of it, and of that.
    assert told(MONDAY) == [("hoa", "overdue"), ("hoa", "unreachable")]


def test_people_without_an_address_get_the_notice_and_no_mail(people, paper, calendar):
    people.minh.email = ""
    people.minh.save(update_fields=["email"])
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15))
    result = notify.sweep(MONDAY)
    assert (result.notices, Mail.objects.filter(kind="digest").count()) == (1, 0)


def test_overdue_notices_keep_the_distance_in_working_days(people, paper, calendar):
    LadderRule.objects.filter(anchor="late", audience="officer").update(every=3)
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), officer=people.lan)  # a Wednesday
    for number in range(14):
        notify.sweep(date(2023, 2, 16) + timedelta(days=number))
    days = Notice.objects.filter(recipient=people.lan).order_by("day").values_list("day", flat=True)
    assert [day.day for day in days] == [16, 21, 24, 1]


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 8, 22), True),  # a Saturday worked for 31/8
        (date(2026, 8, 29), False),
        (date(2026, 8, 31), False),  # a Monday off for it
        (date(2026, 2, 17), False),  # Tết
        (date(2026, 2, 23), True),
    ],
)
def test_on_a_day_off_nothing_is_made(people, paper, calendar, day, is_working):
    make.task(lead=people.finance, directive=paper, due_on=day - timedelta(days=5))
    result = notify.sweep(day)
    assert (result.is_working, bool(result.notices)) == (is_working, is_working)
    assert SweepRun.objects.get(day=day).finished_at is not None


def test_reminders_that_fall_into_tet_come_on_the_last_working_day_before(people, paper, calendar):
    last_day_before = date(2026, 2, 13)  # a Friday; Tết is off from 16 to 20 February
    expected = {last_day_before + timedelta(days=days) for days in (1, 3, 7, 9, 10, 11, 15, 16)}
    for days in range(1, 30):
        due_on = last_day_before + timedelta(days=days)
        make.task(lead=people.finance, directive=paper, title=str(due_on), due_on=due_on)
    notify.sweep(last_day_before)
    reminded = set(Notice.objects.values_list("task__due_on", flat=True))
    assert expected <= reminded
    # Every deadline has a reminder on that Friday whose distance lands on it or on one of the nine days off behind it.
    off = {last_day_before + timedelta(days=number) for number in range(10)}
    assert reminded == {
        due_on
        for due_on in (last_day_before + timedelta(days=days) for days in range(1, 30))
        if {due_on - timedelta(days=before) for before in (7, 3, 1, 0)} & off
    }


def test_a_deadline_on_a_day_off_is_reminded_on_the_working_day_before(people, paper, calendar):
    make.task(lead=people.finance, directive=paper, due_on=date(2026, 8, 31))
    assert notify.sweep(date(2026, 8, 28)).notices == 1
    assert notify.sweep(date(2026, 9, 3)).notices == 1  # the first working day after 31/8, 1/9 and 2/9
    assert Notice.objects.get(day=date(2026, 9, 3)).sentence.startswith("Quá hạn 1 ngày làm việc")


def test_a_day_the_administration_enters_counts_at_once(people, paper, calendar):
    Workday.objects.create(day=MONDAY, is_working=False, source="Nghỉ chống bão")
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15))
    assert notify.sweep(MONDAY).notices == 0


@pytest.mark.django_db(transaction=True)
def test_killed_between_notices_and_mails_the_next_run_makes_all(people, calendar, monkeypatch):
    paper = make.directive()
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), officer=people.lan)
    with monkeypatch.context() as patch:
        patch.setattr("tasks.notify.nightly.queue_digests", _die)
        with pytest.raises(KeyboardInterrupt):
            notify.sweep(MONDAY)
    assert Mail.objects.filter(kind="digest").count() == 0
    assert SweepRun.objects.get(day=MONDAY).finished_at is None
    result = notify.sweep(MONDAY)
    assert (result.notices, result.mails) == (0, 2)  # the notices were committed before, their share is not done again
    run = SweepRun.objects.get(day=MONDAY)
    assert (run.notices, run.mails) == (2, 3)
    assert Notice.objects.count() == 2
    assert SweepRun.objects.get(day=MONDAY).finished_at is not None


def _die(*_args):
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_time_are_one(people, calendar):
    paper = make.directive()
    for number in range(20):
        make.task(lead=people.finance, directive=paper, title=str(number), due_on=date(2023, 2, 15))
    start, results = Barrier(4), []

    def run():
        start.wait()
        results.append(notify.sweep(MONDAY))
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.notices for result in results) == [0, 0, 0, 20]
    assert sum(result.mails for result in results) == 2
    assert (Notice.objects.count(), Mail.objects.count()) == (20, 2)


def test_the_number_of_queries_does_not_depend_on_the_number_of_tasks(people, paper, calendar):
    counts = []
    for day, number in ((MONDAY, 1), (MONDAY + timedelta(days=1), 29)):
        for index in range(number):
            make.task(lead=people.finance, directive=paper, title=f"{day} {index}", due_on=date(2023, 2, 15))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            notify.sweep(day)
        counts.append(len(queries))
    # The first day also writes that the rungs were reached.
    assert counts[1] <= counts[0]


def test_a_monitor_without_post_is_no_addressee(people, paper, calendar):
    outsider = make.user(name="Người đã chuyển công tác")
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15), monitor=outsider)
    deputy = make.user(name="Phó Giám đốc", username="pho", organisation=people.finance, role=Role.HEAD)
    notify.sweep(MONDAY)
    assert told(MONDAY) == [("minh", "overdue"), (deputy.username, "overdue")]


def test_a_task_stands_on_the_unread_list_once(people, paper, calendar):
    make.task(lead=people.finance, directive=paper, due_on=date(2023, 2, 15))
    for day in (16, 20, 17):  # the 17th is caught up on later
        notify.sweep(date(2023, 2, day))
    assert list(Notice.objects.filter(read_at=None).values_list("day", flat=True)) == [MONDAY]
    assert list(Notice.objects.order_by("day").values_list("obsolete_on", flat=True)) == [
        MONDAY,
        date(2023, 2, 17),
        None,
    ]


def test_the_newest_notice_is_that_of_the_task_most_overdue(people, paper, calendar):
    for day in (14, 20, 9, 23):
        make.task(lead=people.finance, directive=paper, title=str(day), due_on=date(2023, 2, day))
    notify.sweep(MONDAY)
    told_minh = Notice.objects.filter(recipient=people.minh).order_by("-pk")
    assert list(told_minh.values_list("task__title", flat=True)) == ["9", "14", "20", "23"]
