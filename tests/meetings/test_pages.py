"""Meetings in the client: who sees what, the page while people sit, the minutes, the number of queries."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.urls import reverse

from accounts.clock import today
from tasks.actions import meetings
from tasks.actions.meetings import Plan, Ruling
from tasks.models import Meeting, MeetingDecision
from tests import factories as make
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(people):
    paper = make.directive()
    make.task(lead=people.finance, directive=paper, title="Việc quá hạn", due_on=date(2023, 2, 1))
    return meetings.plan(Plan("Họp giao ban", today(), people.binh), actor=people.hoa, today=today())


def page_of(meeting):
    return reverse("meeting-detail", args=[meeting.pk])


def test_planned_held_and_closed_in_the_browser_of_a_monitor(people):
    make.task(lead=people.finance, directive=make.directive(), title="Việc quá hạn", due_on=date(2023, 2, 1))
    client = browser(people.hoa)
    typed = {"title": "Họp giao ban", "held_on": f"{today():%d/%m/%Y}", "chair": people.binh.pk}
    client.post(reverse("meeting-new"), typed)
    meeting = Meeting.objects.get()
    client.post(reverse("meeting-step", args=[meeting.pk, "begin"]), {"version": meeting.version})
    shown = text(client.get(page_of(meeting)))
    assert "Đang bàn:" in shown
    item = meeting.items.get()
    wrong = client.post(reverse("agenda-decide", args=[meeting.pk, item.pk]), {"words": "", "until": "30/2/2030"})
    assert wrong.status_code == 422
    done = client.post(reverse("agenda-decide", args=[meeting.pk, item.pk]), {"words": "Báo cáo", "until": "30/6/2030"})
    assert done.status_code == 302
    assert MeetingDecision.objects.get().until == date(2030, 6, 30)
    meeting.refresh_from_db()
    client.post(reverse("meeting-step", args=[meeting.pk, "close"]), {"version": meeting.version})
    assert "Đã kết thúc" in text(client.get(page_of(meeting)))


def test_a_stale_click_changes_nothing(people, meeting):
    client = browser(people.hoa)
    client.post(reverse("meeting-step", args=[meeting.pk, "begin"]), {"version": meeting.version - 1})
    meeting.refresh_from_db()
    assert meeting.state == "planned"


@pytest.mark.parametrize(("name", "status"), [("hoa", 200), ("thao", 200), ("kiem", 200), ("binh", 200)])
def test_the_office_reads_meetings(people, meeting, name, status):
    assert browser(getattr(people, name)).get(page_of(meeting)).status_code == status


@pytest.mark.parametrize("name", ["lan", "minh", "quan"])
def test_others_are_told_why_not(people, meeting, name):
    refused = browser(getattr(people, name)).get(page_of(meeting))
    assert refused.status_code == 403
    assert "Chương trình họp dành cho lãnh đạo UBND và Văn phòng" in text(refused)


def test_the_minutes_hold_every_decision(people, meeting):
    client = browser(people.hoa)
    early = client.get(reverse("meeting-minutes", args=[meeting.pk]))
    assert early.status_code == 400
    meetings.begin(meeting.pk, actor=people.binh, today=today(), seen_version=None)
    ruling = Ruling("instruct", "Báo cáo phương án trước ngày họp sau", until=date(2030, 6, 30))
    meetings.decide(meeting.items.get().pk, ruling, actor=people.binh, today=today())
    (left,) = meetings.add(meeting.pk, actor=people.hoa, today=today(), title="Bố trí trụ sở")
    meetings.settle(left.pk, "postponed", "chờ số liệu", actor=people.hoa, today=today())
    task = make.task(lead=people.building, directive=make.directive(number=3), title="Việc để lại")
    meetings.add(meeting.pk, actor=people.hoa, today=today(), task_ids=[task.pk])
    paper = docx.Document(io.BytesIO(client.get(reverse("meeting-minutes", args=[meeting.pk])).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert {"Báo cáo phương án trước ngày họp sau", "Sở Tài chính", "30/06/2030", "Bố trí trụ sở"} <= set(cells)
    assert "Việc để lại (Sở Xây dựng)" in cells
    assert "BIÊN BẢN" in [paragraph.text for paragraph in paper.paragraphs]


def test_pages_cost_the_same_for_one_and_thirty(people, meeting):
    client = browser(people.hoa)
    listing = reverse("meeting-list")
    few = cost(client, page_of(meeting)), cost(client, listing)
    paper = make.directive(number=3)
    for number in range(30):
        task = make.task(lead=people.building, directive=paper, title=f"Việc {number}", due_on=date(2030, 1, 1))
        meetings.add(meeting.pk, actor=people.hoa, today=today(), task_ids=[task.pk])
        meetings.plan(Plan(f"Họp {number}", today(), people.binh), actor=people.hoa, today=today())
    assert (cost(client, page_of(meeting)), cost(client, listing)) == few


def test_an_item_that_is_moved_or_removed_leaves_the_page_at_its_place(people, meeting):
    client, page = browser(people.hoa), page_of(meeting)
    meeting.items.all().delete()
    for title in ("Một", "Hai", "Ba"):
        meetings.add(meeting.pk, title=title, actor=people.hoa, today=today())
    first, second, third = meeting.items.all()
    assert f'id="item-{second.pk}"' in text(client.get(page))
    up = client.post(reverse("agenda-move", args=[meeting.pk, second.pk, "up"]))
    assert up.url == f"{page}#item-{second.pk}"
    off = client.post(reverse("agenda-remove", args=[meeting.pk, first.pk]))
    assert off.url == f"{page}#item-{third.pk}"
    assert client.post(reverse("agenda-remove", args=[meeting.pk, third.pk])).url == f"{page}#now"


def test_the_latest_meeting_stands_first(people, meeting):
    days = [today() + timedelta(days=number) for number in (3, 9, 6)]
    for day in days:
        meetings.plan(Plan("Họp", day, people.binh), actor=people.hoa, today=today())
    rows = browser(people.hoa).get(reverse("meeting-list")).context["page_obj"].object_list
    assert [row.held_on for row in rows] == [*sorted(days, reverse=True), meeting.held_on]


def test_tasks_of_a_list_go_on_the_agenda(people, meeting):
    task = make.task(lead=people.building, directive=make.directive(number=3), due_on=date(2030, 1, 1))
    gone = browser(people.hoa).post(reverse("meeting-put-on"), {"task": [task.pk]})
    assert gone["Location"] == page_of(meeting)
    assert meeting.items.filter(task=task).exists()
