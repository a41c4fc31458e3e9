"""The reviewer's verbs: what each changes, what it demands, who may, and that a stale form changes nothing."""

from datetime import date

import pytest

from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, OrganisationKind
from directives.actions import review, shaping
from directives.actions.shaping import DraftValues
from directives.models import DirectiveState, DraftState, TaskDraft
from directives.templatetags.papers import confidence_badge
from directives.views.cards import bar_of, cards_of
from directives.views.queue import _undated
from tests import factories
from tests.directives.conftest import TODAY

TEXT = "Sở Tài chính báo cáo trước ngày 30/9/2026; Sở Xây dựng kiểm tra hồ sơ. Hết."


@pytest.fixture
def paper(people):
    return factories.directive(text=TEXT, issued_on=date(2026, 8, 20), registered_by=people.thao)


@pytest.fixture
def draft(paper, people):
    return factories.draft(
        directive=paper,
        text=TEXT[:70],
        leads=[people.finance],
        state=DraftState.PROPOSED,
        due_on=date(2026, 9, 30),
        precision="day",
        confidence=0.9,
        start=0,
        end=70,
    )


def accept(draft, person, **options):
    return review.accept(draft.pk, actor=person, today=TODAY, **{"seen_version": draft.version, **options})


def test_accept_takes_the_proposal_over_and_says_who(draft, people):
    accepted = accept(draft, people.thao)
    assert (accepted.state, accepted.edited_by, accepted.version) == (DraftState.ACCEPTED, people.thao, 2)
    assert AuditEntry.objects.get().action == "draft.accepted"


def test_a_repeated_accept_changes_nothing(draft, people):
    accept(draft, people.thao)
    again = accept(draft, people.thao)
    assert again.version == 2
    assert AuditEntry.objects.count() == 1


def test_a_stale_form_changes_nothing(draft, people):
    TaskDraft.objects.update(version=5)
    with pytest.raises(Stale):
        accept(draft, people.thao)
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"leads": []}, "Chưa rõ cơ quan chủ trì: hãy chọn cơ quan trước khi chấp nhận."),
        ({"due_on": None}, "Chưa có hạn: hãy nhập hạn, hoặc xác nhận nhiệm vụ không có hạn."),
        (
            {"due_on": date(2026, 8, 1)},
            "Hạn 01/08/2026 sớm hơn ngày ban hành 20/08/2026; hãy kiểm tra lại hạn hoặc ngày ban hành.",
        ),
    ],
)
def test_accept_demands_a_lead_and_a_sensible_deadline(draft, people, change, sentence):
    if "leads" in change:
        draft.leads.clear()
    else:
        TaskDraft.objects.update(**change)
    with pytest.raises(DomainError) as caught:
        accept(draft, people.thao)
    assert str(caught.value) == sentence
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED


@pytest.mark.parametrize("name", ["lan", "minh", "binh", "quan", "kiem"])
def test_only_registry_keepers_review(draft, people, name):
    with pytest.raises(Refused):
        accept(draft, getattr(people, name))


def test_monitors_review_too(draft, people):
    assert accept(draft, people.hoa).state == DraftState.ACCEPTED


def test_nothing_is_reviewed_after_release(draft, people):
    paper = draft.directive
    paper.state, paper.released_at = DirectiveState.RELEASED, "2026-08-21T00:00Z"
    paper.save()
    with pytest.raises(Refused, match="đã giao việc"):
        accept(draft, people.thao)


def test_reject_and_restore(draft, people):
    review.reject(draft.pk, actor=people.thao, today=TODAY, seen_version=1)
    restored = review.restore(draft.pk, actor=people.thao, today=TODAY)
    assert (restored.state, restored.version) == (DraftState.PROPOSED, 3)


def test_a_change_of_a_draft_makes_a_new_version_of_the_paper(draft, people):
    accept(draft, people.thao)
    draft.directive.refresh_from_db()
    assert draft.directive.version == 2


def test_no_deadline_is_confirmed_and_taken_back(draft, people):
    TaskDraft.objects.update(due_on=None)
    confirmed = review.confirm_no_deadline(draft.pk, actor=people.thao, today=TODAY, seen_version=1)
    assert confirmed.no_deadline_confirmed
    again = review.confirm_no_deadline(draft.pk, actor=people.thao, today=TODAY, seen_version=2)
    assert not again.no_deadline_confirmed


def test_accept_all_takes_only_what_is_sure_and_complete(paper, draft, people):
    doubtful = factories.draft(directive=paper, leads=[people.building], state=DraftState.PROPOSED, confidence=0.5)
    no_lead = factories.draft(directive=paper, state=DraftState.PROPOSED, confidence=1, no_deadline_confirmed=True)
    undated = factories.draft(directive=paper, leads=[people.building], state=DraftState.PROPOSED, confidence=1)
    accepted = review.accept_all(paper.pk, actor=people.thao, today=TODAY)
    assert accepted == [draft.pk]
    assert {row.pk for row in paper.drafts.filter(state=DraftState.PROPOSED)} == {doubtful.pk, no_lead.pk, undated.pk}


def test_the_review_ends_when_everything_is_decided(paper, draft, people):
    with pytest.raises(DomainError, match="Còn 1 đề xuất chưa quyết định"):
        review.finish(paper.pk, actor=people.thao, today=TODAY)
    accept(draft, people.thao)
    assert review.finish(paper.pk, actor=people.thao, today=TODAY).state == DirectiveState.REVIEWED


def test_a_change_opens_the_review_again(paper, draft, people):
    accept(draft, people.thao)
    review.finish(paper.pk, actor=people.thao, today=TODAY)
    review.restore(draft.pk, actor=people.thao, today=TODAY)
    paper.refresh_from_db()
    assert paper.state == DirectiveState.PARSED


# ── shaping ───────────────────────────────────────────────────────────────────────────────────
def edit(draft, person, **values):
    filled = {"text": "Nội dung mới", "leads": tuple(row.pk for row in draft.leads.all()), **values}
    return shaping.edit(draft.pk, DraftValues(**filled), actor=person, today=TODAY, seen_version=draft.version)


def test_edit_sets_everything_but_the_span(draft, people):
    edited = edit(
        draft,
        people.thao,
        leads=(people.building.pk,),
        coordinating=(people.finance.pk, people.building.pk),
        due_on=date(2026, 12, 31),
        precision="year",
        product="Báo cáo",
    )
    edited.refresh_from_db()
    assert (edited.text, edited.due_on, edited.precision, edited.product) == (
        "Nội dung mới",
        date(2026, 12, 31),
        "year",
        "Báo cáo",
    )
    assert (edited.start, edited.end) == (0, 70)
    assert list(edited.leads.all()) == [people.building]
    assert list(edited.coordinating.all()) == [people.finance]


def test_edit_refuses_a_deadline_before_the_day_of_issue(draft, people):
    with pytest.raises(DomainError) as caught:
        edit(draft, people.thao, due_on=date(2026, 8, 19))
    assert caught.value.code == "deadline_before_issue"


def test_edit_from_a_stale_form_keeps_what_the_other_wrote(draft, people):
    other = TaskDraft.objects.get(pk=draft.pk)
    edit(other, people.hoa, text="Của chị Hoa")
    with pytest.raises(Stale):
        edit(draft, people.thao, text="Của chị Thảo")
    other.refresh_from_db()
    assert other.text == "Của chị Hoa"


def test_a_deadline_takes_the_confirmation_of_none_away(draft, people):
    edited = edit(draft, people.thao, due_on=date(2026, 9, 1), no_deadline_confirmed=True)
    assert not edited.no_deadline_confirmed


def test_a_candidate_becomes_lead_by_one_click_and_leaves_by_another(draft, people):
    choose = {"actor": people.thao, "today": TODAY, "seen_version": None}
    shaping.choose_lead(draft.pk, people.building.pk, **choose)
    assert set(draft.leads.all()) == {people.finance, people.building}
    shaping.choose_lead(draft.pk, people.building.pk, **choose)
    assert set(draft.leads.all()) == {people.finance}


def test_an_ended_body_is_not_chosen(draft, people):
    gone = factories.organisation(name="Sở Cũ", valid_to=date(2025, 3, 1))
    with pytest.raises(DomainError, match="không còn hoạt động"):
        shaping.choose_lead(draft.pk, gone.pk, actor=people.thao, today=TODAY, seen_version=None)


def test_a_group_becomes_its_members_of_today(draft, people):
    wards = [factories.organisation(name=f"UBND phường {n}", kind=OrganisationKind.WARD) for n in range(3)]
    factories.organisation(name="UBND phường cũ", kind=OrganisationKind.WARD, valid_to=date(2025, 7, 1))
    TaskDraft.objects.update(candidates=[{"mention": "UBND các phường", "group": ["ubnd_phuong"], "score": 0.5}])
    draft.leads.clear()
    shaping.choose_group(draft.pk, actor=people.thao, today=TODAY, seen_version=1)
    assert set(draft.leads.all()) == set(wards)


def test_without_a_group_there_is_none_to_take(draft, people):
    with pytest.raises(DomainError, match="không giao cho một nhóm"):
        shaping.choose_group(draft.pk, actor=people.thao, today=TODAY, seen_version=1)


def test_split_gives_two_drafts_that_cover_the_span(draft, people):
    offset = TEXT.index("Sở Xây dựng")
    first, second = shaping.split(draft.pk, offset, actor=people.thao, today=TODAY, seen_version=1)
    assert (first.text, second.text) == (TEXT[: offset - 1], TEXT[offset:70])
    assert (first.start, first.end, second.start, second.end) == (0, offset, offset, 70)
    assert (second.order, second.due_on) == (first.order + 1, draft.due_on)
    assert list(second.leads.all()) == [people.finance]


@pytest.mark.parametrize("offset", [0, 70, 500])
def test_a_split_outside_the_span_is_refused(draft, people, offset):
    with pytest.raises(DomainError, match="điểm tách"):
        shaping.split(draft.pk, offset, actor=people.thao, today=TODAY, seen_version=1)
    assert TaskDraft.objects.count() == 1


def test_merge_joins_texts_bodies_and_takes_the_earlier_deadline(paper, draft, people):
    other = factories.draft(
        directive=paper,
        text="Phần sau.",
        leads=[people.building],
        state=DraftState.PROPOSED,
        due_on=date(2026, 9, 1),
        start=70,
        end=75,
    )
    merged = shaping.merge(draft.pk, other.pk, actor=people.thao, today=TODAY, seen_version=1)
    other.refresh_from_db()
    assert merged.text == f"{TEXT[:70]} Phần sau."
    assert (merged.start, merged.end, merged.due_on) == (0, 75, date(2026, 9, 1))
    assert set(merged.leads.all()) == {people.finance, people.building}
    assert (other.state, other.warnings) == (DraftState.REJECTED, [f"Đã gộp vào đề xuất {draft.order}."])


def test_drafts_of_two_papers_are_not_merged(draft, people):
    foreign = factories.draft(directive=factories.directive(number=9), state=DraftState.PROPOSED)
    with pytest.raises(DomainError, match="cùng một văn bản"):
        shaping.merge(draft.pk, foreign.pk, actor=people.thao, today=TODAY, seen_version=1)


def test_a_selection_becomes_a_draft_with_the_body_it_names(paper, draft, people):
    start = TEXT.index(" Sở Xây dựng")
    made = shaping.create(paper.pk, start, start + 30, actor=people.thao, today=TODAY)
    assert TEXT[made.start : made.end] == made.text == TEXT[start + 1 : start + 30].rstrip()
    assert list(made.leads.all()) == [people.building]
    assert made.order == draft.order + 1


@pytest.mark.parametrize(("start", "end"), [(5, 5), (0, 5000), (11, 12), (30, 20)])
def test_an_empty_selection_is_refused(paper, people, start, end):
    paper.text = " " * 40 + "chữ"
    paper.save()
    with pytest.raises(DomainError, match="bôi chọn một đoạn"):
        shaping.create(paper.pk, start, end, actor=people.thao, today=TODAY)


# ── piles ─────────────────────────────────────────────────────────────────────────────────────
def test_what_waits_for_an_event_lies_on_a_pile_of_its_own(people, paper):
    """It lacks no deadline: its day follows from the event, and it can be accepted as it is."""
    common = {"directive": paper, "leads": [people.building], "state": DraftState.PROPOSED, "confidence": 1}
    factories.draft(**common, deadline_phrase="trong 15 ngày kể từ ngày có hướng dẫn của Bộ Xây dựng")
    factories.draft(**common, deadline_phrase="kịp thời")
    waiting, vague = cards_of(paper)[-2:]
    assert "event" in waiting.piles.split()
    assert "undated" not in waiting.piles.split()
    assert waiting.awaited.event == "có hướng dẫn của Bộ Xây dựng"
    assert "undated" in vague.piles.split()
    bar = bar_of(paper)
    assert (bar.piles["event"], bar.piles["undated"]) == (1, 1)
    promised = bar.offered.calm
    taken = review.accept_all(paper.pk, actor=people.thao, today=TODAY)
    assert len(taken) == promised
    assert waiting.draft.pk in taken


def test_the_queue_counts_what_waits_for_an_event_apart(people, paper):
    before = undated_of(paper)
    common = {"directive": paper, "leads": [people.building], "state": DraftState.PROPOSED}
    factories.draft(**common, deadline_phrase="sau khi Chính phủ ban hành nghị định")
    assert undated_of(paper) == before
    factories.draft(**common)
    assert undated_of(paper) == before + 1


def undated_of(paper):
    return _undated(TaskDraft.objects.filter(directive=paper))[paper.pk]


def test_warnings_are_said_beside_how_sure_the_reading_is(paper):
    sure = factories.draft(directive=paper, confidence=0.97, state=DraftState.PROPOSED)
    assert "Chắc 97%" in confidence_badge(sure)
    sure.warnings = ["Chưa rõ cơ quan chủ trì."]
    assert "Có cảnh báo, chắc 97%" in confidence_badge(sure)
    assert "badge-warn" in confidence_badge(sure)
    sure.state = DraftState.REJECTED
    assert "Chắc 97%" in confidence_badge(sure)
