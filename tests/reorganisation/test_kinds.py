"""Splitting item by item, renaming, dissolving, moving; and what is planned for a day to come."""

from datetime import timedelta

import pytest

from accounts.errors import DomainError
from accounts.models import Organisation, Reorganisation, Succession
from tasks.actions import succession
from tasks.actions.succession import Decision, Sharing
from tasks.models import Notice, SignOffWaiver, Task
from tasks.succession import Sort, items, outline, undecided
from tests import factories as make
from tests.reorganisation.conftest import DAY, LAST_YEAR, state

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def split(people, planning, work):
    parts = (people.finance.pk, people.building.pk)
    decision = Decision("split", DAY, "NQ 03/NQ-HĐND", (planning.body.pk,), parts)
    row = succession.prepare(decision, actor=people.quan, today=DAY)
    return succession.share(
        row.pk, Sharing(follows_people=False), actor=people.quan, today=DAY, seen_version=row.version
    )


def give(row, people, **sharing):
    return succession.share(row.pk, Sharing(**sharing), actor=people.quan, today=DAY, seen_version=None)


def test_split_passes_nothing_undecided(people, work, split):
    counts = undecided(outline(split))
    assert counts[Sort.TASK] == 4
    assert set(counts) == set(Sort)
    with pytest.raises(DomainError, match="Nhiệm vụ đang mở: còn 4 mục chưa chọn đơn vị nhận"):
        succession.apply(split.pk, actor=people.quan, today=DAY, seen_version=None)


def test_split_follows_each_choice(people, planning, work, split):
    finance, building = str(people.finance.pk), str(people.building.pk)
    give(split, people, choices={"task": {work.alone.pk: building}}, fallback=finance, follows_people=False)
    before = state()
    done = succession.apply(split.pk, actor=people.quan, today=DAY, seen_version=None)
    assert fresh(work.alone).lead == people.building
    assert fresh(work.alone).officer is None, "her post went to the other body"
    assert fresh(work.waiting).lead == people.finance
    old = fresh(planning.body)
    assert (old.heir, old.divided) == (None, True)
    assert Succession.objects.filter(predecessor=old, kind="split_into").count() == 2
    succession.undo(done.pk, actor=people.quan, today=DAY, seen_version=None)
    assert state() == before


def test_tasks_follow_the_officer_when_so_asked(people, planning, work, split):
    post = planning.officer.memberships.get()
    choices = {"post": {post.pk: str(people.building.pk)}}
    give(split, people, choices=choices, fallback=str(people.finance.pk), follows_people=True)
    succession.apply(split.pk, actor=people.quan, today=DAY, seen_version=None)
    assert (fresh(work.alone).lead, fresh(work.alone).officer) == (people.building, planning.officer)
    assert fresh(work.waiting).lead == people.finance


def test_a_choice_for_a_stranger_is_refused(people, work, split):
    with pytest.raises(DomainError, match="không thuộc đợt sắp xếp"):
        give(split, people, choices={"task": {work.alone.pk: str(people.office.pk)}})
    with pytest.raises(DomainError, match="không thuộc đợt sắp xếp"):
        give(split, people, choices={"task": {work.alone.pk: "end"}})


def test_rename_keeps_mailbox_people_and_work_under_the_new_name(people, planning, work):
    name = {"name": "Sở Đầu tư", "short_name": "Sở Đầu tư", "symbol": "", "email": ""}
    decision = Decision("rename", DAY, "QĐ 9", (planning.body.pk,), founded=(name,))
    row = succession.prepare(decision, actor=people.quan, today=DAY)
    before = state()
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    new = Organisation.objects.get(name="Sở Đầu tư")
    assert (new.email, new.parent) == (planning.body.email, people.city)
    assert fresh(work.alone).lead == new
    assert fresh(work.alone).officer == planning.officer
    assert fresh(work.closed).lead.short_name == "Sở Kế hoạch và Đầu tư"
    assert Succession.objects.get(successor=new).kind == "renamed_to"
    succession.undo(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert state() == before


@pytest.mark.parametrize("kind", ["rename", "merge"])
def test_a_rule_of_the_unit_keeps_to_its_name_and_ends_with_it(people, planning, work, merger, kind):
    waiver = SignOffWaiver.objects.create(organisation=planning.body, since=LAST_YEAR, reason="Ít việc", by=people.quan)
    founded = ({"name": "Sở Kế hoạch", "short_name": "Sở Kế hoạch"},)
    renaming = Decision("rename", DAY, "Nghị quyết 04/NQ-HĐND", (planning.body.pk,), founded=founded)
    row = succession.prepare(renaming if kind == "rename" else merger, actor=people.quan, today=DAY)
    done = succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    now = fresh(waiver)
    assert (now.organisation.name, now.until) == (
        ("Sở Kế hoạch", None) if kind == "rename" else (planning.body.name, DAY - timedelta(days=1))
    )
    succession.undo(done.pk, actor=people.quan, today=DAY, seen_version=None)
    assert (fresh(waiver).organisation, fresh(waiver).until) == (planning.body, None)


def test_dissolving_hands_over_to_several(people, planning, work):
    to = (people.finance.pk, people.building.pk)
    row = succession.prepare(Decision("dissolve", DAY, "QĐ 10", (planning.body.pk,), to), actor=people.quan, today=DAY)
    give(row, people, fallback=str(people.finance.pk))
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert set(Succession.objects.values_list("kind", flat=True)) == {"part_moved_to"}
    assert not Task.objects.open().filter(lead=planning.body).exists()


def test_moving_takes_the_subtree_along(people, planning, work):
    decision = Decision("move", DAY, "QĐ 11", (planning.division.pk,), parent=people.building)
    row = succession.prepare(decision, actor=people.quan, today=DAY)
    before = state()
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    now = fresh(planning.division)
    assert (now.parent, now.valid_to) == (people.building, None)
    assert now.path.startswith(people.building.path)
    assert fresh(work.alone).lead == planning.body
    succession.undo(row.pk, actor=people.quan, today=DAY, seen_version=None)
    assert state() == before


def test_a_body_cannot_go_below_itself(people, planning, work):
    decision = Decision("move", DAY, "QĐ 12", (planning.body.pk,), parent=planning.division)
    row = succession.prepare(decision, actor=people.quan, today=DAY)
    with pytest.raises(DomainError, match="trực thuộc"):
        succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)


# ── a day to come ─────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def planned(people, work, merger):
    row = succession.prepare(merger, actor=people.quan, today=DAY - timedelta(days=9))
    return succession.schedule(row.pk, actor=people.quan, today=DAY - timedelta(days=9), seen_version=None)


def test_what_is_planned_happens_on_its_day_and_once(people, work, planned):
    assert succession.apply_due(DAY - timedelta(days=1)) == 0
    assert fresh(work.alone).lead.code == "skhdt"
    assert succession.apply_due(DAY) == 1
    assert succession.apply_due(DAY) == 0
    assert fresh(work.alone).lead == people.finance
    assert fresh(planned).applied_by == people.quan


def test_a_missed_night_is_made_up(people, work, planned):
    assert succession.apply_due(DAY + timedelta(days=3)) == 1
    assert fresh(work.alone).lead == people.finance


def test_work_that_came_since_goes_along(people, planning, work, planned):
    later = make.task(lead=planning.body, directive=work.paper, title="Việc mới")
    succession.apply_due(DAY)
    assert fresh(later).lead == people.finance


def test_what_is_planned_can_be_called_off(people, work, planned):
    succession.cancel(planned.pk, actor=people.quan, today=DAY, seen_version=None)
    assert succession.apply_due(DAY) == 0
    assert fresh(planned).state == "cancelled"


def test_what_cannot_be_done_on_its_day_says_why(people, work, planned):
    Organisation.objects.filter(pk=people.finance.pk).update(valid_to=DAY)
    assert succession.apply_due(DAY) == 0
    assert "Sở Tài chính không có hiệu lực vào ngày 02/03/2026" in fresh(planned).problem
    told = Notice.objects.get(recipient=people.quan)
    assert "Chưa thực hiện được việc sắp xếp" in told.sentence
    assert succession.apply_due(DAY) == 0
    assert Notice.objects.filter(recipient=people.quan).count() == 1


def test_a_day_ahead_is_planned_never_applied(people, work, merger):
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    with pytest.raises(DomainError, match="Chưa đến ngày"):
        succession.apply(row.pk, actor=people.quan, today=DAY - timedelta(days=1), seen_version=None)
    with pytest.raises(DomainError, match="Ngày có hiệu lực đã đến"):
        succession.schedule(row.pk, actor=people.quan, today=DAY, seen_version=None)


def test_two_plans_for_one_body_are_refused(people, planned, merger):
    second = succession.prepare(merger, actor=people.quan, today=DAY)
    with pytest.raises(DomainError, match="đợt sắp xếp khác"):
        succession.apply(second.pk, actor=people.quan, today=DAY, seen_version=None)
    assert Reorganisation.objects.filter(state="planned").count() == 1


def test_split_of_a_day_ahead_needs_somebody_for_what_comes(people, work, split):
    everything = {sort: {item.key: str(people.finance.pk) for item in items(outline(split), sort)} for sort in Sort}
    row = give(split, people, choices=everything, follows_people=False)
    with pytest.raises(DomainError, match="đơn vị nhận mặc định"):
        succession.schedule(row.pk, actor=people.quan, today=DAY - timedelta(days=2), seen_version=None)
