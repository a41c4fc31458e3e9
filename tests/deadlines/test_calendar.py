"""Changing the working calendar: what is shown first, what moves, and what never does."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.models import AuditEntry
from directives import announcements
from directives.models import TaskDraft
from tasks.actions import workdays
from tasks.actions.workdays import Change
from tasks.models import DeadlinePolicy, Mail, Notice, Task, Workday
from tasks.reports.calendar import effect
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY, SWAP = date(2026, 8, 17), date(2026, 8, 21)
TERM = {"deadline_phrase": "trong 7 ngày làm việc kể từ ngày ký", "precision": "day"}


@pytest.fixture
def paper(people):
    return make.directive(number=5, issued_on=date(2026, 8, 17))


@pytest.fixture
def draft(paper, people):
    return make.draft(directive=paper, leads=[people.finance], due_on=date(2026, 8, 25), **TERM)


@pytest.fixture
def issued(people, paper):
    return make.task(lead=people.finance, directive=paper, due_on=date(2026, 8, 25), deadline_kind="term", **TERM)


@pytest.fixture
def quan(client, people):
    client.force_login(people.quan)
    return client


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_a_preview_names_the_drafts_that_move_and_the_tasks_that_stay(draft, issued):
    found = effect({SWAP: False}, TODAY)
    assert [(each.draft, each.due_on, each.moves_to) for each in found.drafts] == [
        (draft, date(2026, 8, 25), date(2026, 8, 26))
    ]
    assert [(each.task, each.would_be) for each in found.issued] == [(issued, date(2026, 8, 26))]
    assert found.years == [(2026, 250, 249)]
    assert not Workday.objects.filter(day=SWAP).exists()


def test_a_day_typed_by_a_clerk_does_not_move(draft):
    TaskDraft.objects.update(due_on=date(2026, 8, 28))
    assert effect({SWAP: False}, TODAY).drafts == []


def test_applying_moves_drafts_never_issued_tasks_and_sends_nothing(draft, issued, people):
    workdays.apply([Change(SWAP, False, "Công văn 99", "Nghỉ bù")], actor=people.quan, today=TODAY)
    draft.refresh_from_db()
    issued.refresh_from_db()
    assert draft.due_on == date(2026, 8, 26)
    assert (issued.due_on, issued.due_on_as_issued, issued.counts_until) == (date(2026, 8, 25),) * 3
    assert (Mail.objects.count(), Notice.objects.count()) == (0, 0)
    entry = AuditEntry.objects.get(action="workday.added")
    assert (entry.after["drafts_moved"], entry.after["issued_unmoved"]) == ([draft.pk], 1)


def test_grace_that_was_promised_is_not_taken_back_by_a_new_day(people, paper):
    DeadlinePolicy.objects.create(
        valid_from=date(2026, 1, 1), before_is_strict=False, named_rolls=True, grace_days=2, source="x"
    )
    task = make.task(lead=people.finance, directive=paper, due_on=date(2026, 8, 20))
    assert task.counts_until == date(2026, 8, 22)  # a Saturday that is worked
    found = effect({date(2026, 8, 22): None}, TODAY)
    assert found.named == 1
    workdays.apply([Change(date(2026, 8, 22), None)], actor=people.quan, today=TODAY)
    task.refresh_from_db()
    assert task.counts_until == date(2026, 8, 22)


def test_reminders_that_shift_are_counted(people, paper):
    make.task(lead=people.finance, directive=paper, due_on=date(2026, 8, 24))  # three days before is 21 August
    make.task(lead=people.finance, directive=paper, due_on=date(2026, 10, 5))
    assert effect({SWAP: False}, TODAY).reminders == 1


def test_a_preview_reads_a_bounded_number_of_rows(people, paper, django_assert_max_num_queries):
    for number in range(30):
        make.task(lead=people.finance, directive=paper, due_on=date(2026, 8, 25), deadline_kind="term", **TERM)
        make.draft(directive=paper, leads=[people.finance], due_on=date(2026, 8, 25), order=number, **TERM)
    with django_assert_max_num_queries(9):
        found = effect({SWAP: False}, TODAY)
    assert (len(found.drafts), len(found.issued)) == (30, 30)


# ── pages ─────────────────────────────────────────────────────────────────────────────────────
def test_the_first_click_shows_the_second_writes(quan, draft, issued):
    fields = {"day": "2026-08-21", "source": "Công văn 99/VPCP", "note": "Nghỉ bù"}
    page = quan.post(reverse("workday-add"), fields).content.decode()
    assert "26/08/2026" in page
    assert "Hạn đã giao không đổi" in page
    assert not Workday.objects.filter(day=SWAP).exists()
    quan.post(reverse("workday-add"), {**fields, "confirmed": "1"})
    assert Workday.objects.get(day=SWAP).is_working is False


def test_an_announcement_is_pasted_read_and_entered(quan, people):
    Workday.objects.filter(day__year=2026, day__month=8).delete()
    text = "Nghỉ Quốc khánh từ thứ Bảy 29/8/2026 đến hết thứ Tư 02/9/2026, làm bù vào thứ Bảy 22/8/2026."
    fields = {"text": text, "source": "Thông báo 6150/TB-BLĐTBXH", "year": "2026"}
    page = quan.post(reverse("workday-paste"), fields).content.decode()
    assert "làm việc (làm bù)" in page
    quan.post(reverse("workday-paste"), {**fields, "confirmed": "1"})
    assert list(Workday.objects.filter(day__month=8, day__year=2026).values_list("day", "is_working")) == [
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
    ]


def test_words_without_a_day_are_refused_in_one_sentence(quan):
    response = quan.post(reverse("workday-paste"), {"text": "Chúc mừng năm mới.", "source": "x", "year": "2026"})
    assert response.status_code == 422
    assert "Không đọc được ngày nghỉ" in response.content.decode()


def test_a_year_without_a_decision_is_marked_and_can_be_confirmed(quan):
    page = quan.get(reverse("workday-list"), {"year": 2027}).content.decode()
    assert "Nghỉ, dự kiến" in page
    assert "day-expected" in page
    quan.post(reverse("workday-decide", args=[2027]), {"source": "Thông báo 1/TB-BNV"})
    assert set(Workday.objects.filter(day__year=2027).values_list("is_expected", "source")) == {
        (False, "Thông báo 1/TB-BNV")
    }
    again = quan.post(reverse("workday-decide", args=[2027]), {"source": "Thông báo 1/TB-BNV"})
    assert again.status_code == 409


def test_the_missing_plan_of_next_year_is_said_from_october_on(quan, people):
    assert "Năm 2027 chưa có quyết định" not in quan.get(reverse("workday-list")).content.decode()
    with time_machine.travel(date(2026, 10, 1), tick=False):
        quan.force_login(people.quan)
        assert "Năm 2027 chưa có quyết định" in quan.get(reverse("workday-list")).content.decode()


def test_the_source_of_a_day_is_corrected_with_a_trace(quan):
    row = Workday.objects.get(day=date(2026, 1, 2))
    assert "12729/VPCP-KGVX" in row.source
    quan.post(reverse("workday-edit", args=[row.pk]), {"source": "Công văn 12730", "note": row.note})
    row.refresh_from_db()
    assert row.source == "Công văn 12730"
    assert AuditEntry.objects.filter(action="workday.changed").exists()


def test_others_neither_preview_nor_edit(client, people):
    client.force_login(people.hoa)
    row = Workday.objects.first()
    for name, args, fields in (
        ("workday-add", [], {"day": "2026-08-21", "source": "x"}),
        ("workday-paste", [], {"text": "Nghỉ ngày 21/8/2026", "source": "x", "year": "2026"}),
        ("workday-remove", [row.pk], {}),
        ("workday-edit", [row.pk], {"source": "x"}),
        ("workday-decide", [2027], {"source": "x"}),
    ):
        assert client.post(reverse(name, args=args), fields).status_code == 403, name


def test_a_coming_year_gets_what_the_law_lets_expect_once(people):
    Workday.objects.filter(day__year=2028).delete()
    assert workdays.foresee(TODAY) > 8
    assert workdays.foresee(TODAY) == 0
    assert not Workday.objects.filter(day__year=2028, is_expected=False).exists()


# ── reading announcements ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Hoán đổi ngày làm việc từ thứ Sáu, ngày 02/01/2026 sang thứ Bảy, ngày 10/01/2026.",
            [(date(2026, 1, 2), False), (date(2026, 1, 10), True)],
        ),
        (
            "Công chức được nghỉ từ thứ Hai ngày 16 tháng 02 năm 2026 đến hết thứ Sáu ngày 20 tháng 02 năm 2026",
            [(date(2026, 2, number), False) for number in range(16, 21)],
        ),
        ("Nghỉ ngày 24/11.", [(date(2026, 11, 24), False)]),
        ("Nghỉ thứ Bảy 21/11/2026", []),
        ("Báo cáo trước ngày 24/11/2026.", []),
    ],
)
def test_announcements_are_read(text, days):
    assert [(each.day, each.is_working) for each in announcements.read(text, 2026)] == days


def test_no_issued_deadline_can_be_moved_by_anybody(issued):
    with pytest.raises(Exception, match="is frozen"):
        Task.objects.filter(pk=issued.pk).update(due_on_as_issued=date(2026, 8, 26))
