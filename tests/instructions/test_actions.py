"""Saying, preparing, answering and judging: who may, what is numbered, what is kept."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.errors import DomainError, Refused, Stale
from accounts.models import Absence, AuditEntry
from tasks.actions import explanations, instruct, pauses
from tasks.models import Instruction, InstructionFile, InstructionState, Mail, Notice, Task, TaskEvent
from tests.instructions.conftest import LIMIT, TODAY

pytestmark = pytest.mark.django_db


def act(row, **more):
    return {"pk": row.pk, "today": TODAY, "seen_version": row.version, **more}


def test_a_leader_instructs_and_it_is_numbered_within_its_kind(people, task, say):
    (first,) = say("instruct", task, words="Tập trung hoàn thành trong tuần.")
    (second,) = say("instruct", task)
    (demand,) = say("explain", task, answer_by=LIMIT)
    assert [first.number, second.number, demand.number] == [1, 2, 1]
    assert {first.state, demand.state} == {InstructionState.OPEN}
    assert first.unit == people.finance
    assert {receipt.person for receipt in first.receipts.all()} == {people.lan, people.minh}
    assert {receipt.person for receipt in demand.receipts.all()} == {people.minh}, "the head explains in person"


def test_what_is_said_stands_in_history_and_trail_but_only_instructions_are_quoted(people, task, say):
    say("instruct", task, words="Nội dung chỉ đạo")
    say("criticise", task, words="Nội dung phê bình", document_number="12/UBND-VP", document_on=TODAY)
    told = dict(TaskEvent.objects.filter(task=task).values_list("move", "reason"))
    assert told == {"instruct": "Nội dung chỉ đạo", "commend": ""}
    entries = AuditEntry.objects.filter(action="instruction.given").order_by("pk")
    assert [entry.after["words"] for entry in entries] == ["Nội dung chỉ đạo", "Nội dung phê bình"]
    assert entries[0].membership_id is None  # outside of a request nobody acts under a post


def test_many_at_once_get_one_mail_per_person_and_a_form_sent_twice_says_it_once(people, task, other, say, paper):
    from tests import factories as make

    more = make.task(lead=people.finance, directive=paper, title="Việc thứ ba", officer=people.lan)
    key = uuid.uuid4()
    said = say("explain", task, other, more, answer_by=LIMIT, batch=key)
    again = say("explain", task, other, more, answer_by=LIMIT, batch=key)
    assert [row.pk for row in again] == [row.pk for row in said]
    assert Instruction.objects.count() == 3
    mails = Mail.objects.filter(kind="instruct").values_list("recipient__username", flat=True)
    assert sorted(mails) == ["minh", "son"]


def test_words_that_can_wait_go_into_the_digest(people, task, say):
    say("instruct", task)
    assert not Mail.objects.exists()
    assert set(Notice.objects.filter(for_mail=True).values_list("recipient__username", flat=True)) == {"lan", "minh"}
    say("instruct", task, answer_by=LIMIT)
    assert Mail.objects.filter(kind="instruct").count() == 2, "an answer due within three working days does not wait"


def test_a_monitor_prepares_and_the_leader_issues_in_words_of_their_own(people, task, say):
    (draft,) = say("instruct", task, by=people.hoa, leader=people.binh)
    assert (draft.state, draft.number) == ("proposed", 0)
    assert not Instruction.objects.visible_to(people.minh, TODAY).exists(), "units do not see drafts"
    assert Notice.objects.get().recipient == people.binh
    with pytest.raises(Refused):
        instruct.issue(**act(draft), actor=people.hoa)
    issued = instruct.issue(**act(draft), actor=people.binh, words="Lời của lãnh đạo")
    assert (issued.state, issued.number, issued.words, issued.leader) == ("open", 1, "Lời của lãnh đạo", people.binh)
    assert Notice.objects.filter(kind="instruct").count() == 2
    with pytest.raises(Stale):
        instruct.decline(**act(draft), actor=people.binh)


def test_a_draft_that_is_not_used_says_why_to_who_prepared_it(people, task, say):
    (draft,) = say("remind", task, by=people.hoa, leader=people.binh)
    instruct.decline(**act(draft), actor=people.binh, words="Chưa cần.")
    told = Notice.objects.get(kind="answer_ruled")
    assert told.recipient == people.hoa
    assert "không dùng dự thảo" in told.sentence
    assert not Instruction.objects.visible_to(people.minh, TODAY).exists()


def test_a_monitor_records_a_signed_paper_at_once_but_needs_its_leader(people, task, say):
    with pytest.raises(DomainError, match="Hãy chọn lãnh đạo"):
        say("criticise", task, by=people.hoa, document_number="15/UBND-VP", document_on=TODAY)
    (row,) = say("criticise", task, by=people.hoa, leader=people.binh, document_number="15/UBND-VP", document_on=TODAY)
    assert (row.state, row.number, row.leader) == ("recorded", 1, people.binh)


@pytest.mark.parametrize("who", ["lan", "minh", "thao", "quan", "kiem"])
def test_nobody_else_speaks(people, task, say, who):
    with pytest.raises(Refused, match=r"lãnh đạo UBND|chỉ được xem"):
        say("instruct", task, by=getattr(people, who))


@pytest.mark.parametrize(
    ("kind", "wish", "code"),
    [
        ("explain", {}, "limit_required"),
        ("instruct", {"answer_by": date(2023, 2, 28)}, "answer_past"),
        ("instruct", {"words": "  "}, "words_required"),
        ("praise", {"document_on": date(2023, 3, 2)}, "date_ahead"),
    ],
)
def test_what_is_missing_is_said(task, say, kind, wish, code):
    with pytest.raises(DomainError) as refused:
        say(kind, task, **wish)
    assert refused.value.code == code


def test_a_finished_task_may_be_explained_but_not_instructed(people, task, say):
    Task.objects.filter(pk=task.pk).update(status="done", submitted_on=TODAY, completed_on=TODAY)
    wish = instruct.Wish("instruct", "Nội dung")
    outcome = instruct.about_tasks([task.pk], wish, actor=people.binh, today=TODAY)
    assert not outcome.said
    assert "đã kết thúc" in outcome.refused[task.pk]
    assert say("explain", task, answer_by=LIMIT)
    assert say("praise", task)


# ── answering ─────────────────────────────────────────────────────────────────────────────────
def test_the_head_explains_with_a_file_and_the_leader_accepts(people, task, say):
    (row,) = say("explain", task, answer_by=LIMIT)
    upload = SimpleUploadedFile("giai-trinh.pdf", b"%PDF-1.7 giai trinh")
    answered = explanations.answer(**act(row), actor=people.minh, words="Do chờ thẩm định.", uploads=[upload])
    assert (answered.state, answered.answered_on) == ("answered", TODAY)
    assert InstructionFile.objects.get().name == "giai-trinh.pdf"
    assert set(Notice.objects.filter(kind="answer").values_list("recipient__username", flat=True)) == {"binh", "hoa"}
    closed = explanations.accept(**act(answered), actor=people.binh, words="Đồng ý.")
    assert (closed.state, closed.closed_by, closed.remark) == ("closed", people.binh, "Đồng ý.")
    assert Notice.objects.filter(kind="answer_ruled", recipient=people.minh).exists()


def test_a_returned_explanation_wants_a_new_day_and_is_counted(people, task, say):
    (row,) = say("explain", task, answer_by=LIMIT)
    row = explanations.answer(**act(row), actor=people.minh, words="Do chờ.")
    late = date(2023, 3, 8)
    with pytest.raises(DomainError, match="hạn trả lời mới"):
        explanations.return_(row.pk, actor=people.binh, today=late, seen_version=row.version, words="Chưa rõ.")
    back = explanations.return_(
        row.pk,
        actor=people.binh,
        today=late,
        seen_version=row.version,
        words="Chưa rõ.",
        answer_by=date(2023, 3, 10),
    )
    assert (back.state, back.returned_times, back.answer_by) == ("open", 1, date(2023, 3, 10))
    assert back.answers.get().return_words == "Chưa rõ."
    assert explanations.answer(**act(back), actor=people.minh, words="Bổ sung.").state == "answered"


def test_only_the_head_explains_and_only_a_leader_judges(people, task, say):
    (row,) = say("explain", task, answer_by=LIMIT)
    for who in (people.lan, people.son, people.hoa):
        with pytest.raises(Refused, match="Chỉ lãnh đạo Sở Tài chính"):
            explanations.answer(**act(row), actor=who, words="Thay mặt.")
    row = explanations.answer(**act(row), actor=people.minh, words="Do chờ.")
    for who in (people.minh, people.hoa):
        with pytest.raises(Refused):
            explanations.accept(**act(row), actor=who)


def test_who_stands_in_for_the_head_explains_and_for_the_leader_judges(people, task, say):
    (row,) = say("explain", task, answer_by=LIMIT)
    away = {"first_on": TODAY, "last_on": LIMIT, "entered_by": people.thao}
    Absence.objects.create(person=people.minh, substitute=people.lan, **away)
    Absence.objects.create(person=people.binh, substitute=people.hoa, **away)
    row = explanations.answer(**act(row), actor=people.lan, words="Thay giám đốc trả lời.")
    assert explanations.accept(**act(row), actor=people.hoa).state == "closed"


def test_an_instruction_is_answered_in_steps_by_its_officer(people, task, say):
    (row,) = say("instruct", task)
    row = explanations.answer(**act(row), actor=people.lan, words="Đang làm.", is_final=False)
    assert row.state == "open"
    row = explanations.answer(**act(row), actor=people.lan, words="Đã xong.")
    assert row.state == "answered"
    assert explanations.accept(**act(row), actor=people.hoa).state == "closed"


def test_taking_back_needs_a_reason_and_keeps_the_record(people, task, say):
    (row,) = say("criticise", task)
    with pytest.raises(DomainError, match="Hãy nêu lý do"):
        instruct.withdraw(**act(row), actor=people.binh, words="")
    with pytest.raises(Refused):
        instruct.withdraw(**act(row), actor=people.hoa, words="Nhầm.")
    gone = instruct.withdraw(**act(row), actor=people.binh, words="Nhầm đơn vị.")
    assert (gone.state, gone.remark) == ("withdrawn", "Nhầm đơn vị.")
    (again,) = say("criticise", task)
    assert again.number == 2, "numbers are not given twice"


# ── units, and what overtakes words ───────────────────────────────────────────────────────────
def test_words_to_a_unit_are_numbered_apart_and_seen_by_it_alone(people, task, say):
    say("instruct", task)
    (row,) = say("instruct", people.finance, units=True)
    assert (row.task, row.number) == (None, 1)
    assert Instruction.objects.visible_to(people.minh, TODAY).count() == 2
    assert list(Instruction.objects.visible_to(people.lan, TODAY).filter(task=None)) == [row]
    assert not Instruction.objects.visible_to(people.son, TODAY).filter(task=None).exists()


def test_helpers_read_instructions_but_no_critique(people, task, say):
    (instruction,) = say("instruct", task)
    say("explain", task, answer_by=LIMIT)
    say("criticise", task)
    assert list(Instruction.objects.visible_to(people.son, TODAY)) == [instruction]
    assert Instruction.objects.visible_to(people.kiem, TODAY).count() == 3


def test_a_withdrawn_task_ends_what_waits_and_a_new_lead_takes_the_instruction_over(people, task, other, say):
    (instruction,) = say("instruct", task)
    (demand,) = say("explain", task, answer_by=LIMIT)
    Task.objects.filter(pk=task.pk).update(status="received")
    task.refresh_from_db()
    task.lead = people.building
    instruct.follow(task, "reassign", TODAY)
    units = dict(Instruction.objects.values_list("kind", "unit"))
    assert units == {"instruct": people.building.pk, "explain": people.finance.pk}
    task.refresh_from_db()
    ground = pauses.Ground(reason="Giao nhầm", document="9/UBND", document_on=TODAY)
    pauses.withdraw(task.pk, actor=people.hoa, today=TODAY, seen_version=task.version, ground=ground)
    for row in (instruction, demand):
        row.refresh_from_db()
        assert row.state == "lapsed"


def test_the_schema_refuses_a_demand_without_a_limit_and_two_with_one_number(people, task, say):
    (row,) = say("instruct", task)
    for change in ({"kind": "explain", "number": 1}, {"number": 1}):
        twin = Instruction.objects.get(pk=row.pk)
        twin.pk, twin.batch = None, uuid.uuid4()
        for name, value in change.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)
