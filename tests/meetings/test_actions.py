"""Meetings: what comes on the agenda, what a decision does, what the next meeting starts from."""

from datetime import date, timedelta

import pytest

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry, Field
from tasks.actions import extensions, meetings
from tasks.actions.meetings import Plan, Ruling
from tasks.models import AgendaState, ExtensionRequest, Instruction, InstructionState, Meeting, MeetingState, Task
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2023, 2, 20)


@pytest.fixture
def paper():
    return make.directive()


@pytest.fixture
def late(people, paper):
    return make.task(lead=people.finance, directive=paper, title="Việc quá hạn", due_on=date(2023, 2, 1))


@pytest.fixture
def contested(people, paper):
    return make.task(lead=people.building, directive=paper, title="Việc xin giao lại", status="contested")


def planned(people, actor=None, **other):
    wish = Plan("Họp giao ban", other.pop("held_on", TODAY), people.binh, **other)
    return meetings.plan(wish, actor=actor or people.hoa, today=TODAY)


def running(people, **other):
    meeting = planned(people, **other)
    return meetings.begin(meeting.pk, actor=people.binh, today=TODAY, seen_version=None)


def titles(meeting):
    return [(item.reason, str(item)) for item in meeting.items.all()]


def item_of(meeting, task):
    return meeting.items.get(task=task)


def test_the_agenda_holds_what_presses_the_oldest_first(people, paper, late, contested):
    older = make.task(lead=people.building, directive=paper, title="Việc quá hạn lâu", due_on=date(2022, 12, 1))
    make.task(lead=people.finance, directive=paper, title="Việc đã xong", status="withdrawn")
    meeting = planned(people)
    found = titles(meeting)
    assert found[:3] == [("contested", str(contested)), ("overdue", str(older)), ("overdue", str(late))]
    assert not any("đã xong" in title for _reason, title in found)


def test_a_leader_of_a_field_talks_about_that_field_only(people, paper, late):
    field = Field.objects.create(code="tai-chinh-thu", name="Tài chính thử")
    mine = make.task(lead=people.finance, directive=paper, title="Của lĩnh vực", due_on=date(2023, 2, 1), field=field)
    people.binh.memberships.get().fields_in_charge.set([field])
    meeting = planned(people)
    assert [item.task for item in meeting.items.all()] == [mine]


def test_a_decision_of_the_leader_is_an_instruction_at_once(people, late):
    meeting = running(people)
    until = TODAY + timedelta(days=7)
    ruling = Ruling("instruct", "Báo cáo phương án xử lý", until=until)
    made = meetings.decide(item_of(meeting, late).pk, ruling, actor=people.binh, today=TODAY)
    said = made.instruction
    assert (said.task, said.unit, said.words, said.answer_by) == (late, people.finance, ruling.words, until)
    assert (said.state, said.leader) == (InstructionState.OPEN, people.binh)
    assert item_of(meeting, late).state == AgendaState.DECIDED
    assert AuditEntry.objects.filter(action="meeting.decided").count() == 1


def test_what_a_monitor_writes_down_waits_for_the_chair_who_closes(people, late):
    meeting = running(people)
    made = meetings.decide(item_of(meeting, late).pk, Ruling("instruct", "Làm ngay"), actor=people.hoa, today=TODAY)
    assert made.instruction.state == InstructionState.PROPOSED
    meetings.close(meeting.pk, actor=people.binh, today=TODAY, seen_version=None)
    said = Instruction.objects.get()
    assert (said.state, said.leader, said.given_on) == (InstructionState.OPEN, people.binh, TODAY)


def test_closed_by_a_monitor_drafts_stay_with_the_chair(people, late):
    meeting = running(people)
    meetings.decide(item_of(meeting, late).pk, Ruling("instruct", "Làm ngay"), actor=people.hoa, today=TODAY)
    meetings.close(meeting.pk, actor=people.hoa, today=TODAY, seen_version=None)
    assert Instruction.objects.get().state == InstructionState.PROPOSED


def test_a_request_for_more_time_is_settled_in_the_meeting(people, paper):
    task = make.task(
        lead=people.finance, directive=paper, officer=people.lan, leader=people.binh, due_on=date(2023, 2, 24)
    )
    wish = extensions.Ask(date(2023, 3, 10), "other", "Chờ ý kiến của Bộ", "Đã xong một nửa")
    extensions.ask(task.pk, actor=people.lan, today=TODAY, seen_version=None, wish=wish)
    asked = ExtensionRequest.objects.get()
    meeting = running(people)
    meetings.decide(item_of(meeting, task).pk, Ruling("grant", "Đồng ý"), actor=asked.decider, today=TODAY)
    task.refresh_from_db()
    assert (task.due_on, task.extended_times) == (date(2023, 3, 10), 1)
    assert not Instruction.objects.exists()


def test_nothing_is_granted_that_nobody_asked_for(people, late):
    meeting = running(people)
    with pytest.raises(DomainError, match="không có đề nghị gia hạn"):
        meetings.decide(item_of(meeting, late).pk, Ruling("grant", "Đồng ý"), actor=people.binh, today=TODAY)


def test_the_next_meeting_starts_from_what_is_open(people, paper, late, contested):
    meeting = running(people)
    meetings.decide(item_of(meeting, late).pk, Ruling("instruct", "Báo cáo"), actor=people.binh, today=TODAY)
    meetings.settle(item_of(meeting, contested).pk, "postponed", "chờ Sở Nội vụ", actor=people.hoa, today=TODAY)
    meetings.add(meeting.pk, actor=people.hoa, today=TODAY, title="Bố trí trụ sở")
    meetings.close(meeting.pk, actor=people.binh, today=TODAY, seen_version=None)
    following = planned(people, held_on=TODAY + timedelta(days=7))
    assert titles(following)[:3] == [
        ("carried", str(late)),
        ("postponed", str(contested)),
        ("postponed", "Bố trí trụ sở"),
    ]


def test_something_that_is_no_task_names_its_body(people):
    meeting = running(people)
    (item,) = meetings.add(meeting.pk, actor=people.hoa, today=TODAY, title="Bố trí trụ sở")
    with pytest.raises(DomainError, match="cơ quan thực hiện"):
        meetings.decide(item.pk, Ruling("instruct", "Bố trí xong"), actor=people.binh, today=TODAY)
    ruling = Ruling("instruct", "Bố trí xong", people.building, TODAY + timedelta(days=3))
    made = meetings.decide(item.pk, ruling, actor=people.binh, today=TODAY)
    assert (made.instruction.task, made.instruction.unit) == (None, people.building)


def test_order_and_removal(people, late, contested):
    meeting = planned(people)
    meetings.move(item_of(meeting, late).pk, up=True, actor=people.hoa, today=TODAY)
    assert [item.task for item in meeting.items.all()] == [late, contested]
    meetings.remove(item_of(meeting, contested).pk, actor=people.hoa, today=TODAY)
    assert [item.task for item in meeting.items.all()] == [late]
    assert meetings.refill(meeting.pk, actor=people.hoa, today=TODAY) == 1


def test_what_was_decided_about_stays(people, late):
    meeting = running(people)
    meetings.decide(item_of(meeting, late).pk, Ruling("instruct", "Báo cáo"), actor=people.binh, today=TODAY)
    with pytest.raises(DomainError, match="đã có kết luận"):
        meetings.remove(item_of(meeting, late).pk, actor=people.hoa, today=TODAY)


@pytest.mark.parametrize("name", ["lan", "minh", "thao", "quan", "kiem"])
def test_units_and_others_hold_no_meeting(people, name):
    with pytest.raises(Refused):
        planned(people, getattr(people, name))


def test_nothing_is_decided_before_it_begins_or_after_it_ended(people, late):
    meeting = planned(people)
    item = item_of(meeting, late)
    with pytest.raises(Refused, match="Bắt đầu họp"):
        meetings.decide(item.pk, Ruling("instruct", "Báo cáo"), actor=people.binh, today=TODAY)
    meetings.begin(meeting.pk, actor=people.hoa, today=TODAY, seen_version=None)
    meetings.close(meeting.pk, actor=people.hoa, today=TODAY, seen_version=None)
    with pytest.raises(Refused, match="đã kết thúc"):
        meetings.add(meeting.pk, actor=people.hoa, today=TODAY, title="Việc khác")


def test_a_task_goes_on_the_next_agenda(people, paper, late):
    task = make.task(
        lead=people.building, directive=paper, title="Việc cần bàn", due_on=date(2023, 4, 1), reported_on=TODAY
    )
    with pytest.raises(DomainError, match="Chưa có cuộc họp nào"):
        meetings.put_on([task.pk], actor=people.hoa, today=TODAY)
    meeting, count = meetings.put_on([task.pk], actor=people.binh, today=TODAY)
    assert (meeting.chair, count) == (people.binh, 1)
    assert item_of(meeting, task).reason == "by_hand"
    assert meetings.put_on([task.pk, late.pk], actor=people.hoa, today=TODAY) == (Meeting.objects.get(), 0)
    assert Task.objects.filter(agenda_items__meeting=meeting).count() == 2
    assert Meeting.objects.get().state == MeetingState.PLANNED
