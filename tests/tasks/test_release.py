"""Release: complete or refused with one sentence, once however often it is asked for, quick however large."""

import threading
import time
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Field, Membership
from accounts.roles import Role
from directives.models import Directive, DirectiveState, DraftState, bodies
from tasks.actions.issue import blockers, headline, release
from tasks.mail.rows import helpers_of
from tasks.models import Mail, Party, Task, TaskEvent
from tests import factories as make
from tests.slowness import allowed
from tests.tasks.conftest import DUE, TODAY


def hand_out(paper, actor, **given):
    paper.refresh_from_db()
    return release(paper.pk, **{"actor": actor, "today": TODAY, "seen_version": paper.version, **given})


@pytest.fixture
def ready(people, paper):
    make.draft(
        directive=paper,
        leads=[people.finance, people.building],
        coordinating=[people.building],
        due_on=DUE,
        path="1.a",
        text="Xây dựng kế hoạch hành động.",
        precision="day",
        deadline_phrase="trước ngày 15/02/2023",
    )
    make.draft(directive=paper, leads=[people.finance], path="2", recurrence="FREQ=MONTHLY", text="Báo cáo hằng tháng.")
    make.draft(directive=paper, path="3", state=DraftState.REJECTED, text="Nơi nhận.")
    return paper


def test_every_accepted_draft_becomes_one_task_per_lead(people, ready):
    released = hand_out(ready, people.thao)
    assert released.created
    assert [(task.path, task.lead) for task in released.tasks] == [
        ("1.a", people.finance),
        ("1.a", people.building),
        ("2", people.finance),
    ]


def test_a_task_carries_what_the_draft_and_the_paper_say(people, ready):
    ready.field, ready.urgency = Field.objects.create(code="finance", name="Tài chính"), "khan"
    ready.save()
    task = hand_out(ready, people.thao).tasks[0]
    task.refresh_from_db()
    assert (task.due_on, task.due_on_as_issued, task.precision) == (DUE, DUE, "day")
    assert task.deadline_phrase == "trước ngày 15/02/2023"
    assert (task.field, task.urgency, task.status, task.assigned_on) == (ready.field, "khan", "assigned", TODAY)
    assert "ke hoach hanh dong" in task.search_text


def test_the_lead_is_never_its_own_party(people, ready):
    hand_out(ready, people.thao)
    parties = {(party.task.lead, party.organisation) for party in Party.objects.all()}
    assert parties == {(people.finance, people.building)}


@pytest.mark.parametrize("repeats", ["", "FREQ=MONTHLY;BYMONTHDAY=25"], ids=["once", "recurring"])
def test_who_helps_stands_in_the_order_of_the_paper(people, paper, repeats):
    """Organisations have a rank of their own, which must not show here."""
    ranked = [
        make.organisation(name="Sở A", rank=3),
        make.organisation(name="Sở B", rank=1),
        make.organisation(name="Sở C", rank=2),
    ]
    draft = make.draft(directive=paper, leads=[people.finance], due_on=None if repeats else DUE, recurrence=repeats)
    bodies.write(draft, [people.finance.pk], [body.pk for body in ranked])
    task = hand_out(paper, people.thao).tasks[0]
    assert [party.organisation for party in task.parties.all()] == ranked
    assert helpers_of([task.pk])[task.pk] == ("Sở A", "Sở B", "Sở C")


def test_paper_and_drafts_are_closed(people, ready):
    hand_out(ready, people.thao)
    ready.refresh_from_db()
    assert (ready.state, ready.released_by) == (DirectiveState.RELEASED, people.thao)
    assert sorted(ready.drafts.values_list("state", flat=True)) == ["rejected", "released", "released"]


def test_history_and_audit_are_written(people, ready):
    tasks = hand_out(ready, people.thao).tasks
    events = TaskEvent.objects.filter(move="release", actor=people.thao, from_status="", to_status="assigned")
    assert events.count() == len(tasks)
    entry = AuditEntry.objects.get(action="directive.released")
    assert entry.after["tasks"] == [task.pk for task in tasks]


def test_one_mail_waits_for_each_unit(people, ready):
    hand_out(ready, people.thao)
    assert sorted(Mail.objects.values_list("organisation__code", flat=True)) == ["building", "finance"]
    assert mail.outbox == []


def test_a_monitor_who_releases_follows_the_tasks(people, ready):
    assert {task.monitor for task in hand_out(ready, people.hoa).tasks} == {people.hoa}


def test_the_leader_of_the_field_is_in_charge(people, ready):
    ready.field = Field.objects.create(code="finance", name="Tài chính")
    ready.save()
    Membership.objects.get(user=people.binh, role=Role.LEADER).fields_in_charge.add(ready.field)
    assert {task.leader for task in hand_out(ready, people.thao).tasks} == {people.binh}


def test_twice_is_once(people, ready):
    first = hand_out(ready, people.thao)
    second = release(ready.pk, actor=people.thao, today=TODAY, seen_version=1)
    assert not second.created
    assert [task.pk for task in second.tasks] == [task.pk for task in first.tasks]
    assert Task.objects.count() == 3
    assert Mail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_same_moment_make_one_set_of_tasks(people):
    paper = make.directive()
    make.draft(directive=paper, leads=[people.finance, people.building], due_on=DUE)
    answers, gate = [], threading.Barrier(2)

    def press(clerk):
        gate.wait()
        answers.append(release(paper.pk, actor=clerk, today=TODAY, seen_version=1).created)
        connection.close()

    threads = [threading.Thread(target=press, args=(clerk,)) for clerk in (people.thao, people.hoa)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [False, True]
    assert Task.objects.count() == 2


def test_a_changed_paper_is_stale(people, ready):
    with pytest.raises(Stale):
        hand_out(ready, people.thao, seen_version=ready.version + 1)
    assert not Task.objects.exists()


@pytest.mark.parametrize("who", ["lan", "minh", "binh", "quan", "kiem"])
def test_only_the_registry_and_monitors_release(people, ready, who):
    with pytest.raises(Refused):
        hand_out(ready, getattr(people, who))
    assert not Task.objects.exists()


REFUSALS = {
    "no_date": ({"issued_on": None, "period": ""}, {}, "ngày ban hành"),
    "no_number": ({"number": None, "number_text": ""}, {}, "số, ký hiệu"),
    "undecided": ({}, {"state": DraftState.PROPOSED}, "Còn 1 đề xuất"),
    "nothing_accepted": ({}, {"state": DraftState.REJECTED}, "Chưa chấp nhận"),
    "no_lead": ({}, {"leads": []}, "1.a"),
    "no_deadline": ({}, {"due_on": None}, "1.a"),
    "due_before_issue": ({}, {"due_on": date(2023, 1, 9)}, "1.a"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_what_is_missing_is_said_in_one_sentence(people, code):
    of_paper, of_draft, words = REFUSALS[code]
    paper = make.directive(**of_paper)
    make.draft(directive=paper, **{"leads": [people.finance], "due_on": DUE, "path": "1.a", **of_draft})
    with pytest.raises(DomainError) as refusal:
        hand_out(paper, people.thao)
    assert refusal.value.code == code
    assert words in str(refusal.value)
    assert blockers(paper, TODAY) == str(refusal.value)
    paper.refresh_from_db()
    assert paper.state == DirectiveState.PARSED
    assert not Task.objects.exists()


def test_a_lead_that_has_ended_is_named(people, paper):
    old = make.organisation(name="Sở Kế hoạch và Đầu tư", parent=people.city, valid_to=date(2023, 1, 31))
    make.draft(directive=paper, leads=[old], due_on=DUE, path="5")
    with pytest.raises(DomainError, match="không còn hoạt động"):
        hand_out(paper, people.thao)


def test_a_confirmed_absence_of_a_deadline_and_of_a_number_is_enough(people):
    paper = make.directive(number=None, unnumbered=True)
    make.draft(directive=paper, leads=[people.finance], no_deadline_confirmed=True)
    assert hand_out(paper, people.thao).tasks[0].due_on is None
    assert blockers(paper, TODAY) == "Chưa chấp nhận đề xuất nào nên chưa có nhiệm vụ để giao."


def large(leads, drafts, name, helper=None):
    paper = make.directive(number=len(leads) * 100 + drafts, symbol=name)
    rows = [
        make.draft(directive=paper, due_on=DUE, text=f"Nhiệm vụ {n} " + "giao các địa phương " * 20)
        for n in range(drafts)
    ]
    through = rows[0].leads.through
    through.objects.bulk_create(through(taskdraft=row, organisation=lead) for row in rows for lead in leads)
    return paper


@pytest.fixture
def communes(people):
    return [make.organisation(name=f"UBND xã {n}", parent=people.city) for n in range(114)]


def queries_of(paper, actor):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        hand_out(paper, actor)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_tasks(people, communes):
    people.thao.posts(TODAY)
    one = queries_of(large(communes[:1], 1, "A"), people.thao)
    many = queries_of(large(communes[:20], 10, "B"), people.thao)
    assert many == one


def test_three_thousand_tasks_are_released_in_seconds(people, communes):
    """Processor time of our own, because a busy machine stretches the clock; the statements are bounded above."""
    paper = large(communes, 30, "C")
    began = time.process_time()
    released = hand_out(paper, people.thao)
    assert len(released.tasks) == 114 * 30
    assert time.process_time() - began < allowed(3)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ngắn gọn", "Ngắn gọn"),
        ("Hai\n dòng", "Hai dòng"),
        ("một hai ba bốn", "một hai…"),
        ("khôngcókhoảngtrắng", "khôngcókho…"),
    ],
)
def test_headline_cuts_between_words(text, title):
    assert headline(text, 11) == title


def test_directive_row_is_kept(people, ready):
    hand_out(ready, people.thao)
    assert Directive.objects.get().version == 2
