"""Every move: the rows it leaves (status, version, history, audit) and what it refuses."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry
from tasks.actions import assign, parties, pauses, progress, results
from tasks.lifecycle import MOVES
from tasks.models import Notice, Party, ProgressReport, Task, TaskEvent
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, days, upload

BEFORE = {
    "receive": "assigned",
    "contest": "received",
    "delegate": "received",
    "report": "received",
    "submit": "in_progress",
    "sign_off": "signing",
    "take_back": "signing",
    "send_back": "signing",
    "accept": "submitted",
    "return": "submitted",
    "suspend": "in_progress",
    "resume": "suspended",
    "withdraw": "in_progress",
}


def put(task, status):
    """The task in that status, as rows may stand."""
    Task.objects.filter(pk=task.pk).update(
        status=status,
        proposed_on=TODAY if status in {"signing", "submitted", "done"} else None,
        submitted_on=TODAY if status in {"submitted", "done"} else None,
    )
    task.refresh_from_db()
    return task


@pytest.mark.parametrize("move", BEFORE)
def test_a_move_sets_status_and_version_and_leaves_history_and_audit(task, go, move):
    put(task, BEFORE[move])
    after = getattr(go, "return_" if move == "return" else move)(task)
    expected = MOVES[move].to or BEFORE[move]
    task.refresh_from_db()
    assert (task.status, task.version, after.version) == (expected, 2, 2)
    event = TaskEvent.objects.get(task=task)
    assert (event.move, event.from_status, event.to_status) == (move, BEFORE[move], expected)
    assert (event.on, event.details["version"]) == (TODAY, 2)
    entry = AuditEntry.objects.get(target_type="tasks.task", target_id=str(task.pk))
    assert (entry.action, entry.actor) == (f"task.{move}", event.actor)


@pytest.mark.parametrize("move", BEFORE)
def test_the_same_form_sent_twice_is_stale_and_harms_nothing(task, go, move):
    put(task, BEFORE[move])
    run = getattr(go, "return_" if move == "return" else move)
    run(task, seen_version=1)
    with pytest.raises(Stale):
        run(task, seen_version=1)
    task.refresh_from_db()
    assert task.version == 2
    assert TaskEvent.objects.count() == AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("move", "given", "code"),
    [
        ("contest", {"reason": "  "}, "reason_required"),
        ("contest", {"code": "nothing"}, "unknown_contest"),
        ("delegate", {"officer": None}, "officer_required"),
        ("report", {"progress": progress.Progress(done=" ")}, "done_required"),
        ("report", {"progress": progress.Progress(done="x", percent=101)}, "percent_range"),
        ("report", {"progress": progress.Progress(done="x", obstacle="laziness")}, "unknown_obstacle"),
        ("report", {"progress": progress.Progress(done="x", forecast_on=TODAY - days(1))}, "forecast_past"),
        ("contest", {"beside": None}, "unit_required"),
        ("contest", {"code": "duplicate"}, "duplicate_required"),
        ("contest", {"code": "already_done"}, "document_required"),
        ("contest", {"code": "no_time", "beside": progress.Beside(day=DUE)}, "day_required"),
        ("submit", {"result": results.Result(words="Đã xong")}, "result_required"),
        ("submit", {"result": results.Result(number="1", issued_on=TODAY + days(1))}, "date_ahead"),
        ("send_back", {"reason": ""}, "reason_required"),
        ("accept", {"mark": results.Mark()}, "quality_required"),
        ("accept", {"mark": results.Mark("brilliant")}, "unknown_quality"),
        ("accept", {"mark": results.Mark("poor", " ")}, "words_required"),
        ("return", {"reason": ""}, "reason_required"),
        ("suspend", {"ground": pauses.Ground(" ")}, "ground_required"),
        ("withdraw", {"ground": pauses.Ground("", "20/UBND-TH")}, "reason_required"),
        ("withdraw", {"ground": pauses.Ground("Không cần", " ")}, "document_required"),
        ("withdraw", {"ground": pauses.Ground("Không cần", "2", TODAY + days(1))}, "date_ahead"),
    ],
)
def test_what_a_move_demands_must_be_there(task, go, move, given, code):
    put(task, BEFORE[move])
    with pytest.raises(DomainError) as refusal:
        getattr(go, "return_" if move == "return" else move)(task, **given)
    assert refusal.value.code == code
    task.refresh_from_db()
    assert (task.status, task.version) == (BEFORE[move], 1)
    assert not TaskEvent.objects.exists()
    assert not ProgressReport.objects.exists()


def test_receiving_notes_the_day(task, go):
    assert go.receive(task).received_on == TODAY


def test_an_officer_of_another_department_can_be_given_nothing(people, task, go):
    with pytest.raises(DomainError, match="không giữ vị trí nào"):
        go.delegate(task, officer=people.tuan)


def test_an_officer_of_a_division_can_be_given_the_task(people, task, go):
    division = make.organisation(name="Phòng Ngân sách", parent=people.finance)
    clerk = make.user(name="Phan Thu", organisation=division)
    assert clerk in progress.delegates(task, TODAY)
    assert go.delegate(task, officer=clerk).officer == clerk
    assert Notice.objects.filter(recipient=clerk, kind="delegate").exists()


def test_a_report_holds_the_five_fields_and_moves_the_share(people, task, go):
    given = progress.Progress("Đã họp", "Soạn thảo", "funding", "Bố trí kinh phí", DUE, 30)
    after = go.report(task, progress=given, uploads=[upload()])
    row = ProgressReport.objects.get()
    assert (row.done, row.next, row.obstacle, row.support) == ("Đã họp", "Soạn thảo", "funding", "Bố trí kinh phí")
    assert (row.forecast_on, row.percent, row.author, row.on) == (DUE, 30, people.lan, TODAY)
    assert (after.percent, after.reported_on, after.received_on) == (30, TODAY, TODAY)
    assert TaskEvent.objects.get().report == row
    assert row.files.get().name == "ket-qua.pdf"


def test_nothing_new_repeats_the_last_report_in_one_tap(people, task, go):
    after = go.report(task, progress=progress.Progress("Đã họp", "Soạn thảo", "staff", "", DUE, 30))
    progress.report_unchanged(task.pk, actor=people.lan, today=TODAY + days(3), seen_version=after.version)
    again = ProgressReport.objects.first()
    assert (again.next, again.obstacle, again.forecast_on, again.percent) == ("Soạn thảo", "staff", DUE, 30)
    assert "Không thay đổi" in again.done
    assert again.on == TODAY + days(3)


def test_nothing_new_is_no_answer_once_the_day_has_passed(people, task):
    with pytest.raises(DomainError, match="quá hạn"):
        progress.report_unchanged(task.pk, actor=people.lan, today=DUE + days(1), seen_version=1)


def test_a_file_alone_is_proof_enough(task, go):
    after = go.submit(task, result=results.Result(), uploads=[upload()])
    assert (after.status, after.proposed_on, after.submitted_on, after.percent) == ("signing", TODAY, None, 100)
    assert ProgressReport.objects.get().is_result


def test_the_day_of_submission_counts_not_the_day_of_acceptance(task, go):
    submitted = go.sign_off(go.submit(task, today=DUE), today=DUE)
    done = go.accept(submitted, today=DUE + days(10))
    assert (done.submitted_on, done.completed_on) == (DUE, DUE + days(10))
    assert done.timeliness(DUE + days(10), 7) == "done_on_time"


def test_a_returned_result_is_counted_and_the_clock_never_stopped(task, go):
    reported = go.report(task)
    back = go.return_(go.sign_off(go.submit(reported)))
    assert (back.status, back.returned_count, back.submitted_on, back.percent) == ("in_progress", 1, None, 40)
    assert back.timeliness(DUE + days(1), 7) == "overdue"
    again = go.return_(go.sign_off(go.submit(back)))
    assert again.returned_count == 2


def test_nobody_accepts_a_result_of_their_own(people, task, go):
    double = make.user(name="Kiêm nhiệm", organisation=people.finance)
    make.Membership.objects.create(user=double, organisation=people.office, role="monitor", valid_from=make.SINCE)
    submitted = go.sign_off(go.submit(task, actor=double))
    with pytest.raises(Refused, match="không tự quyết định"):
        go.accept(submitted, actor=double)


def test_a_withdrawal_names_its_document(task, go):
    go.withdraw(task)
    assert TaskEvent.objects.get().details["document"] == "20/UBND-TH"


# ── contest and reassign ──────────────────────────────────────────────────────────────────────
def reassign(people, task, **given):
    usual = {"actor": people.hoa, "today": TODAY, "seen_version": task.version, "reason": "Đúng chức năng"}
    return assign.reassign(task.pk, **{**usual, "lead": people.building, **given})


def test_a_contested_task_goes_to_another_lead_and_starts_anew(people, task, go):
    delegated = go.delegate(task)
    contested = go.contest(go.receive(delegated))
    after = reassign(people, contested)
    assert (after.lead, after.officer, after.status) == (people.building, None, "assigned")
    assert (after.received_on, after.assigned_on, after.due_on) == (None, TODAY, DUE)
    assert TaskEvent.objects.last().details["lead_before"] == "Sở Tài chính"
    assert Task.objects.visible_to(people.tuan, TODAY).get() == task
    assert not Task.objects.visible_to(people.minh, TODAY).exists()


def test_a_new_lead_that_was_a_party_is_no_party_any_more(people, task, go):
    Party.objects.create(task=task, organisation=people.building)
    reassign(people, go.contest(task))
    assert not Party.objects.exists()


@pytest.mark.parametrize(("unit", "code"), [("finance", "lead_same"), ("ended", "lead_ended"), ("twin", "lead_has_it")])
def test_a_lead_that_cannot_be_is_refused(people, paper, go, unit, code):
    ended = make.organisation(name="Sở cũ", parent=people.city, valid_to=TODAY)
    draft = make.draft(directive=paper)
    task = make.task(lead=people.finance, directive=paper, draft=draft)
    make.task(lead=people.building, directive=paper, draft=draft)
    lead = {"finance": people.finance, "ended": ended, "twin": people.building}[unit]
    with pytest.raises(DomainError) as refusal:
        reassign(people, task, lead=lead)
    assert refusal.value.code == code


def test_the_office_may_hold_on_to_its_choice(people, task, go):
    contested = go.contest(task)
    after = assign.reject_contest(
        task.pk, actor=people.hoa, today=TODAY, seen_version=contested.version, reason="Đúng chức năng của Sở"
    )
    assert (after.status, after.lead) == ("assigned", people.finance)


# ── parties and supervision ───────────────────────────────────────────────────────────────────
def add_party(people, task, **given):
    usual = {"actor": people.hoa, "today": TODAY, "seen_version": task.version, "organisation": people.building}
    return parties.add(task.pk, **{**usual, "terms": parties.Terms("Góp ý dự thảo", DUE - days(5)), **given})


def test_a_coordinating_organisation_has_its_own_part_day_and_status(people, task):
    after = add_party(people, task)
    party = Party.objects.get()
    assert (party.organisation, party.part, party.due_on) == (people.building, "Góp ý dự thảo", DUE - days(5))
    after = parties.update(
        party.pk, actor=people.tuan, today=TODAY, seen_version=after.version, status="done", words="Đã gửi văn bản"
    )
    party.refresh_from_db()
    assert (party.status, party.note, after.version) == ("done", "Đã gửi văn bản", 3)
    after = parties.edit(
        party.pk, actor=people.hoa, today=TODAY, seen_version=after.version, terms=parties.Terms("Thẩm định")
    )
    parties.remove(party.pk, actor=people.hoa, today=TODAY, seen_version=after.version)
    assert not Party.objects.exists()
    moves = list(TaskEvent.objects.values_list("move", flat=True))
    assert moves == ["party_added", "party_updated", "party_edited", "party_removed"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"organisation": "finance"}, "party_is_lead"),
        ({"terms": parties.Terms("", DUE + days(1))}, "party_due"),
        ({"organisation": "twice"}, "party_twice"),
    ],
)
def test_a_party_that_cannot_be_is_refused(people, task, given, code):
    if given.get("organisation") == "twice":
        task = add_party(people, task)
        given = {}
    if "organisation" in given:
        given = {"organisation": people.finance}
    with pytest.raises(DomainError) as refusal:
        add_party(people, task, **given)
    assert refusal.value.code == code


def test_only_the_office_adds_and_only_the_party_updates(people, task):
    with pytest.raises(Refused):
        add_party(people, task, actor=people.minh)
    after = add_party(people, task)
    with pytest.raises(Refused, match="Sở Xây dựng"):
        parties.update(
            Party.objects.get().pk, actor=people.lan, today=TODAY, seen_version=after.version, status="done", words=""
        )


def test_monitor_and_leader_must_hold_their_role(people, task):
    seen = {"actor": people.hoa, "today": TODAY, "seen_version": 1}
    with pytest.raises(DomainError, match="không giữ vai trò"):
        assign.supervise(task.pk, **seen, monitor=people.lan, leader=None)
    after = assign.supervise(task.pk, **seen, monitor=people.hoa, leader=people.binh)
    assert (after.monitor, after.leader, after.version) == (people.hoa, people.binh, 2)


def test_an_oral_order_is_written_down_by_hand(people, paper):
    order = assign.Order("Rà soát các dự án chậm tiến độ.", people.building, DUE, coordinating=[people.finance])
    task = assign.create_task(paper.pk, actor=people.hoa, today=TODAY, order=order)
    assert (task.lead, task.due_on, task.due_on_as_issued, task.draft) == (people.building, DUE, DUE, None)
    assert task.parties.get().organisation == people.finance
    assert TaskEvent.objects.get().move == "create"
    assert Notice.objects.filter(recipient=people.son).exists()


@pytest.mark.parametrize(
    ("text", "due_on", "code"), [(" ", DUE, "text_required"), ("Việc", date(2023, 1, 1), "due_before_issue")]
)
def test_an_order_that_cannot_be_is_refused(people, paper, text, due_on, code):
    with pytest.raises(DomainError) as refusal:
        assign.create_task(paper.pk, actor=people.hoa, today=TODAY, order=assign.Order(text, people.building, due_on))
    assert refusal.value.code == code


# ── two people at once, and what the schema itself refuses ────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_two_people_on_one_task_lose_no_update(people):
    task = make.task(lead=people.finance, directive=make.directive(), due_on=DUE)
    gate, answers = threading.Barrier(2), []

    def send(who, percent):
        gate.wait()
        try:
            given = progress.Progress(done=f"Phần của {who}", percent=percent)
            progress.report(task.pk, actor=who, today=TODAY, seen_version=1, progress=given)
            answers.append("kept")
        except Stale:
            answers.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in ((people.lan, 20), (people.minh, 70))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    task.refresh_from_db()
    assert sorted(answers) == ["kept", "stale"]
    assert task.percent == ProgressReport.objects.get().percent
    assert task.version == 2


@pytest.mark.django_db(transaction=True)
def test_two_tasks_of_one_clause_cannot_go_to_the_same_lead_at_once(people):
    draft = make.draft(directive=make.directive())
    office = make.task(lead=people.office, directive=draft.directive, draft=draft)
    finance = make.task(lead=people.finance, directive=draft.directive, draft=draft)
    gate, answers = threading.Barrier(2), []

    def give(task):
        gate.wait()
        try:
            reassign(people, task)
            answers.append("given")
        except DomainError as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(task,)) for task in (office, finance)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == ["given", "lead_has_it"]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "done"},
        {"status": "submitted"},
        {"completed_on": TODAY},
        {"percent": 101},
        {"due_on_as_issued": DUE + days(1)},
        {"lead_id": None},
    ],
)
def test_the_schema_refuses_the_impossible(task, values):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**values)


def test_the_schema_refuses_the_lead_as_party_and_a_task_twice(people, paper, task):
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(task=task, organisation=people.finance)
    draft = make.draft(directive=paper)
    make.task(lead=people.finance, directive=paper, draft=draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.task(lead=people.finance, directive=paper, draft=draft)
