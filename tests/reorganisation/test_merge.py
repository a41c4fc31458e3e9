"""A merger from preview to undo: everything open follows, everything closed stays, nothing is lost on the way back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts import audit, context, verify
from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Membership, Organisation, Reorganisation, Succession, SuccessionKind
from accounts.roles import Role
from tasks.actions import progress, succession
from tasks.models import Notice, NoticeKind, Party, Task
from tasks.succession import outline
from tasks.succession_preview import preview
from tests import factories as make
from tests.reorganisation.conftest import DAY, history, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(people, work, merger):
    return succession.prepare(merger, actor=people.quan, today=DAY)


@pytest.fixture
def applied(people, row):
    return succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=row.version)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def test_open_tasks_go_to_the_successor_as_they_are(people, planning, work, applied):
    for task in (work.alone, work.shared, work.waiting, work.twin):
        now = fresh(task)
        assert (now.lead, now.lead_as_given) == (people.finance, planning.body)
        assert (now.status, now.due_on, now.monitor) == (task.status, task.due_on, people.hoa)
    assert fresh(work.alone).officer == planning.officer
    assert fresh(work.request).state == "pending"
    line = "chuyển từ Sở Kế hoạch và Đầu tư sang Sở Tài chính theo Nghị quyết 02/NQ-HĐND, từ ngày 02/03/2026"
    assert history(work.alone) == [line]


def test_closed_tasks_keep_the_old_body_and_its_name(planning, work, applied):
    assert fresh(work.closed).lead == planning.body
    assert fresh(planning.body).short_name == "Sở Kế hoạch và Đầu tư"
    assert history(work.closed) == []


def test_coordinating_parts_follow_unless_the_successor_is_there_already(people, planning, work, applied):
    assert not Party.objects.filter(organisation=planning.body).exists()
    assert Party.objects.filter(task=work.helps, organisation=people.finance).count() == 1
    assert Party.objects.filter(task=work.both, organisation=people.finance).count() == 1
    assert not Party.objects.filter(task=work.shared).exists()
    assert "đơn vị nhận đã chủ trì hoặc đã phối hợp" in history(work.shared)[0]
    assert applied.counts["closed_parts"] == 2


def test_a_task_from_the_same_clause_becomes_part_of_the_one_there(people, work, applied):
    assert fresh(work.twin).parent_id == work.elder.pk
    assert applied.counts["twins"] == 1


def test_bodies_end_with_successor_and_heir(people, planning, applied):
    old = fresh(planning.body)
    assert (old.valid_to, old.heir, old.divided) == (DAY, people.finance, False)
    link = Succession.objects.get(predecessor=old)
    assert (link.successor, link.kind, link.effective_on) == (people.finance, SuccessionKind.MERGED, DAY)
    division = fresh(planning.division)
    assert division.parent == people.finance
    assert division.path.startswith(people.finance.path)


def test_people_hold_their_posts_in_the_successor_from_that_day(people, planning, applied):
    for person, role in ((planning.head, Role.HEAD), (planning.officer, Role.OFFICER)):
        before = Membership.objects.get(user=person, organisation=planning.body)
        after = Membership.objects.get(user=person, organisation=people.finance)
        assert (before.valid_to, after.valid_from, after.role) == (DAY, DAY, role)
    assert [post.organisation for post in fresh(planning.head).posts(DAY)] == [people.finance]
    assert [post.organisation for post in fresh(planning.head).posts(DAY - timedelta(days=1))] == [planning.body]


def test_series_and_drafts_name_the_successor(people, work, applied):
    assert (fresh(work.series).lead, fresh(work.series).officer) == (people.finance, work.series.officer)
    assert list(work.series.coordinating.all()) == [people.building]
    assert list(work.draft.leads.all()) == [people.finance]
    assert list(work.draft.coordinating.all()) == []
    assert fresh(work.draft).version > work.draft.version


def test_one_notice_each_waits_for_the_next_digest(people, planning, work, applied):
    told = Notice.objects.filter(kind=NoticeKind.REORGANISED)
    assert set(told.values_list("recipient__username", flat=True)) == {"minh", "lan", "dung", "mai", "hoa"}
    assert all(notice.for_mail for notice in told)
    assert "Sở Kế hoạch và Đầu tư nhập vào Sở Tài chính từ ngày 02/03/2026" in told[0].sentence
    assert "4 nhiệm vụ" in told[0].sentence


def test_one_entry_of_the_trail_holds_everything(people, work, applied):
    entry = AuditEntry.objects.get(action="reorganisation.applied")
    assert entry.before["tasks.task"][str(work.alone.pk)]["lead_id"] == work.alone.lead_id
    assert entry.after["tasks.task"][str(work.alone.pk)]["lead_id"] == people.finance.pk
    assert verify.walk().fault is None


def test_undo_restores_every_row(people, work, row):
    before = state()
    applied = succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert state() != before
    succession.undo(row.pk, actor=people.quan, today=DAY, seen_version=applied.version)
    assert state() == before
    assert fresh(row).state == "undone"
    assert history(work.alone)[-1].startswith("đưa về từ Sở Tài chính lại cho Sở Kế hoạch và Đầu tư")
    assert AuditEntry.objects.filter(action="reorganisation.undone").count() == 1


def test_it_can_be_applied_undone_and_applied_again(people, work, row):
    for _turn in range(2):
        succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
        succession.undo(row.pk, actor=people.quan, today=DAY, seen_version=None)
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert fresh(work.alone).lead == people.finance
    assert fresh(row).turn == 3
    assert Succession.objects.count() == 1


def test_newer_work_blocks_the_undo_and_is_named(people, work, applied):
    progress.receive(work.alone.pk, actor=people.minh, today=DAY, seen_version=None)
    with pytest.raises(DomainError, match="Thẩm định dự án") as caught:
        succession.undo(applied.pk, actor=people.quan, today=DAY, seen_version=None)
    assert caught.value.code == "undo_blocked"
    assert fresh(work.shared).lead == people.finance


def test_a_new_post_that_was_used_blocks_the_undo(people, planning, work, applied):
    post = Membership.objects.get(user=planning.head, organisation=people.finance)
    token = context.enter(context.RequestContext(membership_id=post.pk))
    audit.record("person.changed_own", planning.head, actor=planning.head)
    context.leave(token)
    with pytest.raises(DomainError, match="đã được dùng"):
        succession.undo(applied.pk, actor=people.quan, today=DAY, seen_version=None)


def test_only_administrators_do_it(people, work, merger, row):
    for person in (people.hoa, people.minh, people.binh, people.kiem):
        with pytest.raises(Refused):
            succession.prepare(merger, actor=person, today=DAY)
        with pytest.raises(Refused):
            succession.apply(row.pk, actor=person, today=DAY, seen_version=None)
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    with pytest.raises(Refused):
        succession.undo(row.pk, actor=people.hoa, today=DAY, seen_version=None)


def test_a_second_click_changes_nothing(people, row):
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=row.version)
    with pytest.raises(Stale):
        succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=row.version)
    with pytest.raises(DomainError, match="đã thực hiện"):
        succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)


def test_preview_counts_what_then_moves(people, work, row, django_assert_max_num_queries):
    plan = outline(row)
    with django_assert_max_num_queries(60):
        shown = preview(plan, DAY)
    figures = {figure.label: figure.count for figure in shown.lines[0].figures}
    assert (figures["Đang mở"], figures["Chờ xác nhận"], figures["Đã kết thúc (giữ tên cũ)"]) == (4, 1, 1)
    assert (figures["Phối hợp"], figures["Định kỳ"], figures["Người"], figures["Đơn vị trực thuộc"]) == (2, 1, 2, 1)
    assert figures["Xin gia hạn đang chờ"] == 1
    words = " ".join(each.words for each in shown.conflicts)
    assert "2 phần việc phối hợp sẽ kết thúc" in words
    assert "1 nhiệm vụ trùng nội dung" in words
    assert not shown.blocked
    assert Task.objects.filter(lead__code="skhdt").count() == 5


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"receivers": ()}, "Hãy chọn đơn vị tiếp nhận"),
        ({"sources": ()}, "Hãy chọn đơn vị được sắp xếp"),
        ({"document": " "}, "văn bản làm căn cứ"),
        ({"kind": "split"}, "ít nhất hai đơn vị"),
        ({"kind": "rename"}, "Đổi tên cần tên mới"),
        ({"kind": "move"}, "cấp trên mới"),
        ({"effective_on": date(1990, 1, 1)}, ""),
    ],
)
def test_conflicts_are_said_in_words(people, work, merger, change, sentence):
    Organisation.objects.filter(code="finance").update(valid_from=date(2000, 1, 1))
    row = succession.prepare(replace(merger, **change), actor=people.quan, today=DAY)
    with pytest.raises(DomainError, match=sentence or "không có hiệu lực vào ngày 01/01/1990"):
        succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert fresh(work.alone).lead.code == "skhdt"


def test_a_body_cannot_stand_on_both_sides(people, planning, work):
    both = succession.Decision("merge", DAY, "NQ", (planning.body.pk, people.finance.pk), (people.finance.pk,))
    row = succession.prepare(both, actor=people.quan, today=DAY)
    with pytest.raises(DomainError, match="vừa được sắp xếp vừa tiếp nhận"):
        succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)


def test_merging_into_a_new_body_that_undo_removes(people, planning, work):
    new = {"name": "Sở Kinh tế", "short_name": "Sở Kinh tế", "symbol": "SKT", "email": "skt@hp.example"}
    pair = (planning.body.pk, people.finance.pk)
    row = succession.prepare(succession.Decision("merge", DAY, "NQ", pair, (), (new,)), actor=people.quan, today=DAY)
    before = state()
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    made = Organisation.objects.get(name="Sở Kinh tế")
    assert (made.code, made.valid_from, made.symbols) == ("so-kinh-te", DAY, ["SKT"])
    assert {task.lead for task in Task.objects.open().exclude(lead=people.building)} == {made}
    assert made.origins.count() == 2
    succession.undo(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert state() == before
    assert not Organisation.objects.filter(name="Sở Kinh tế").exists()
    assert Reorganisation.objects.get().founded_keys == []


def test_what_reached_the_old_body_while_it_ended_is_moved_on_once(people, planning, work, applied):
    late = make.task(lead=planning.body, directive=work.paper, title="Vừa giao", helped_by=[people.finance])
    helps = make.task(lead=people.building, directive=work.paper, title="Vừa nhờ", helped_by=[planning.body])
    assert succession.catch_up(DAY) == 3
    assert succession.catch_up(DAY) == 0
    assert (fresh(late).lead, fresh(late).lead_as_given) == (people.finance, planning.body)
    assert helps.parties.get().organisation == people.finance
    succession.undo(applied.pk, actor=people.quan, today=DAY, seen_version=None)
    assert fresh(late).lead == planning.body
    assert helps.parties.get().organisation == planning.body
