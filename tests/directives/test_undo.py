"""Every step of a review can be taken back and done again, and what somebody else did since is never overwritten."""

from datetime import UTC, date, datetime

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry
from directives.actions import history, review, shaping
from directives.actions.shaping import DraftValues
from directives.models import DirectiveState, DraftState, ReviewStep, TaskDraft, bodies
from directives.models.step import STEPS_KEPT
from tests import factories
from tests.directives.conftest import TODAY

TEXT = "Sở Tài chính báo cáo trước ngày 30/9/2026; Sở Xây dựng kiểm tra hồ sơ, gửi kết quả. Hết."


@pytest.fixture
def paper(people):
    return factories.directive(text=TEXT, issued_on=date(2026, 8, 20), registered_by=people.thao)


@pytest.fixture
def drafts(paper, people):
    common = {"directive": paper, "state": DraftState.PROPOSED, "due_on": date(2026, 9, 30), "precision": "day"}
    first = factories.draft(text=TEXT[:42], leads=[people.finance], start=0, end=42, order=1, confidence=0.95, **common)
    second = factories.draft(
        text=TEXT[43:83],
        leads=[people.building],
        coordinating=[people.office, people.finance],
        start=43,
        end=83,
        order=2,
        confidence=0.8,
        **common,
    )
    return first, second


HIDDEN = {"version", "edited_at", "leads", "coordinating"}


def everything(paper):
    """All that a reviewer can see of the proposals, whatever their versions."""
    rows = paper.drafts.order_by("order", "pk")
    shown = [{name: value for name, value in model_to_dict(row).items() if name not in HIDDEN} for row in rows]
    who = bodies.keys_of(row.pk for row in rows)
    return [values | {"who": who[values["id"]]} for values in shown]


def options(person, **more):
    return {"actor": person, "today": TODAY, **more}


def undo(paper, person):
    step = ReviewStep.objects.of(paper.pk, person).standing().first()
    return history.undo(paper.pk, **options(person, seen_step=step.pk if step else 0))


def redo(paper, person):
    step = ReviewStep.objects.of(paper.pk, person).undone().order_by("pk").first()
    return history.redo(paper.pk, **options(person, seen_step=step.pk if step else 0))


def fresh(person):
    return options(person, seen_version=None)


def change_text(draft, person, text="Nội dung mới"):
    draft.refresh_from_db()
    leads, helpers = bodies.keys_of([draft.pk])[draft.pk]
    values = DraftValues(text=text, leads=tuple(leads), coordinating=tuple(helpers), due_on=draft.due_on)
    return shaping.edit(draft.pk, values, **options(person, seen_version=draft.version))


STEPS = {
    "accept": lambda a, b, thao: review.accept(a.pk, **fresh(thao)),
    "reject": lambda a, b, thao: review.reject(a.pk, **fresh(thao)),
    "edit": lambda a, b, thao: change_text(a, thao),
    "lead": lambda a, b, thao: shaping.choose_lead(a.pk, bodies.keys_of([b.pk])[b.pk].leads[0], **fresh(thao)),
    "swap": lambda a, b, thao: shaping.swap_sides(b.pk, **fresh(thao)),
    "split": lambda a, b, thao: shaping.split(b.pk, 72, **fresh(thao)),
    "stages": lambda a, b, thao: shaping.split_by_dates(
        a.pk, [(date(2026, 9, 1), "Bước một"), (date(2026, 12, 1), "")], **fresh(thao)
    ),
    "merge": lambda a, b, thao: shaping.merge(a.pk, b.pk, **fresh(thao)),
    "move": lambda a, b, thao: shaping.move(a.pk, down=True, **fresh(thao)),
    "create": lambda a, b, thao: shaping.create(a.directive_id, 0, 20, **options(thao)),
    "accept all": lambda a, b, thao: review.accept_all(a.directive_id, above=0.5, **options(thao)),
}


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_taken_back_and_done_again(paper, drafts, people, name):
    before = everything(paper)
    STEPS[name](*drafts, people.thao)
    after = everything(paper)
    assert after != before
    undo(paper, people.thao)
    assert everything(paper) == before
    redo(paper, people.thao)
    assert everything(paper) == after
    undo(paper, people.thao)
    assert everything(paper) == before


def test_no_deadline_is_confirmed_and_taken_back_as_a_step(paper, drafts, people):
    TaskDraft.objects.update(due_on=None)
    review.confirm_no_deadline(drafts[0].pk, **fresh(people.thao))
    undo(paper, people.thao)
    drafts[0].refresh_from_db()
    assert not drafts[0].no_deadline_confirmed


def test_all_steps_in_a_row_are_taken_back_one_by_one_and_done_again(paper, drafts, people):
    seen = [everything(paper)]
    for name in ("edit", "move", "split", "swap", "create", "accept all", "reject"):
        STEPS[name](*drafts, people.thao)
        seen.append(everything(paper))
    for expected in reversed(seen[:-1]):
        undo(paper, people.thao)
        assert everything(paper) == expected
    for expected in seen[1:]:
        redo(paper, people.thao)
        assert everything(paper) == expected


def test_a_step_of_the_first_millisecond_of_a_second_is_taken_back_whole(paper, drafts, people, monkeypatch):
    """Times kept to the millisecond came back as whole seconds, and then looked like the work of somebody else."""
    before = everything(paper)
    for second, name in enumerate(("edit", "accept")):
        moment = datetime(2026, 8, 25, 1, 0, second, 400, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        STEPS[name](*drafts, people.thao)
    for _ in range(2):
        undo(paper, people.thao)
    assert everything(paper) == before


def test_as_many_levels_as_are_kept_are_taken_back(paper, drafts, people, monkeypatch):
    """The bound is lowered here; that it is at least fifty in earnest is all that fifty steps would show."""
    assert STEPS_KEPT >= 50
    monkeypatch.setattr(history, "STEPS_KEPT", 12)
    for number in range(12):
        change_text(drafts[0], people.thao, f"Lần {number}")
    for _ in range(12):
        undo(paper, people.thao)
    drafts[0].refresh_from_db()
    assert drafts[0].text == TEXT[:42]


def test_the_oldest_steps_go_when_there_are_too_many(paper, drafts, people, monkeypatch):
    monkeypatch.setattr(history, "STEPS_KEPT", 3)
    for number in range(5):
        change_text(drafts[0], people.thao, f"Lần {number}")
    assert ReviewStep.objects.count() == 3


def test_a_new_step_forgets_what_was_undone(paper, drafts, people):
    change_text(drafts[0], people.thao)
    undo(paper, people.thao)
    review.accept(drafts[1].pk, **fresh(people.thao))
    with pytest.raises(DomainError, match="Không còn bước nào để làm lại"):
        redo(paper, people.thao)


def test_nothing_to_undo_is_said(paper, drafts, people):
    with pytest.raises(DomainError, match="Không còn bước nào để hoàn tác"):
        undo(paper, people.thao)


def test_each_person_takes_back_only_own_steps(paper, drafts, people):
    review.accept(drafts[0].pk, **fresh(people.thao))
    review.reject(drafts[1].pk, **fresh(people.hoa))
    undo(paper, people.thao)
    states = dict(paper.drafts.values_list("pk", "state"))
    assert states == {drafts[0].pk: DraftState.PROPOSED, drafts[1].pk: DraftState.REJECTED}


def test_what_another_changed_since_is_named_and_kept(paper, drafts, people):
    change_text(drafts[0], people.thao, "Của chị Thảo")
    change_text(drafts[0], people.hoa, "Của chị Hoa")
    turned = undo(paper, people.thao)
    drafts[0].refresh_from_db()
    assert drafts[0].text == "Của chị Hoa"
    assert turned.kept == [
        "Đề xuất 1 đã được Phạm Thị Hoa thay đổi sau bước này nên được giữ nguyên.",
    ]
    with pytest.raises(DomainError):  # the overtaken step is gone, so the next press is not stuck on it
        undo(paper, people.thao)


def test_another_column_of_another_hand_is_no_hindrance(paper, drafts, people):
    review.accept(drafts[0].pk, **fresh(people.thao))
    change_text(drafts[0], people.hoa, "Của chị Hoa")
    undo(paper, people.thao)
    drafts[0].refresh_from_db()
    assert (drafts[0].state, drafts[0].text) == (DraftState.PROPOSED, "Của chị Hoa")
    assert drafts[0].edited_by == people.hoa


def test_the_rest_of_accept_all_is_taken_back(paper, drafts, people):
    review.accept_all(paper.pk, above=0.5, **options(people.thao))
    review.reject(drafts[1].pk, **fresh(people.hoa))
    turned = undo(paper, people.thao)
    states = dict(paper.drafts.values_list("pk", "state"))
    assert states == {drafts[0].pk: DraftState.PROPOSED, drafts[1].pk: DraftState.REJECTED}
    assert len(turned.kept) == 1


def test_a_merge_is_taken_back_whole_or_not_at_all(paper, drafts, people):
    shaping.merge(drafts[0].pk, drafts[1].pk, **fresh(people.thao))
    review.restore(drafts[1].pk, **options(people.hoa))
    before = everything(paper)
    turned = undo(paper, people.thao)
    assert everything(paper) == before
    assert (turned.changed, len(turned.kept)) == ([], 1)


def test_a_row_that_another_works_on_is_not_removed(paper, drafts, people):
    made = shaping.create(paper.pk, 0, 20, **options(people.thao))
    change_text(made, people.hoa)
    undo(paper, people.thao)
    assert TaskDraft.objects.filter(pk=made.pk).exists()


def test_a_repeated_request_takes_back_only_once(paper, drafts, people):
    change_text(drafts[0], people.thao, "Một")
    change_text(drafts[0], people.thao, "Hai")
    last = ReviewStep.objects.of(paper.pk, people.thao).first()
    for _ in range(2):
        history.undo(paper.pk, **options(people.thao, seen_step=last.pk))
    drafts[0].refresh_from_db()
    assert drafts[0].text == "Một"


def test_an_older_window_is_told(paper, drafts, people):
    change_text(drafts[0], people.thao, "Một")
    seen = ReviewStep.objects.of(paper.pk, people.thao).first()
    change_text(drafts[0], people.thao, "Hai")
    with pytest.raises(DomainError, match="cửa sổ khác"):
        history.undo(paper.pk, **options(people.thao, seen_step=seen.pk))


def test_after_release_nothing_is_taken_back(paper, drafts, people):
    review.accept(drafts[0].pk, **fresh(people.thao))
    paper.refresh_from_db()
    paper.state, paper.released_at = DirectiveState.RELEASED, "2026-08-21T00:00Z"
    paper.save()
    with pytest.raises(Refused, match="đã giao việc nên không sửa được nữa"):
        undo(paper, people.thao)


def test_people_without_the_registry_undo_nothing(paper, drafts, people):
    with pytest.raises(Refused):
        history.undo(paper.pk, **options(people.lan, seen_step=1))


def test_accept_all_is_one_entry_and_its_undo_another(paper, drafts, people):
    review.accept_all(paper.pk, above=0.5, **options(people.thao))
    undo(paper, people.thao)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "directive.drafts_accepted",
        "directive.step_undone",
    ]


def test_an_untouched_draft_is_untouched_again_after_undo(paper, drafts, people):
    review.accept(drafts[0].pk, **fresh(people.thao))
    undo(paper, people.thao)
    drafts[0].refresh_from_db()
    assert (drafts[0].edited_by, drafts[0].edited_at) == (None, None)
    assert drafts[0].version == 3
