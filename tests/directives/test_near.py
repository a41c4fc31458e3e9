"""Papers and tasks that stand in the registry already are pointed out before release, to who may see them."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry
from directives import shingles
from directives.models import DraftState, TaskDraft
from tasks.actions import repeats, sketches
from tasks.actions.issue import release
from tasks.jobs import sketch_all_tasks, sketch_new_tasks
from tasks.lifecycle import Status
from tasks.models import RepeatRuling, Task, TaskSketch
from tasks.near import near_duplicates, repeats_of
from tests import factories as make
from tests.directives.conftest import TODAY
from tests.directives.papers import TASKS, plan, stored
from tests.directives.test_pages import client_of, queries_of

CLAUSE = (
    "Rà soát, hoàn thiện cơ sở dữ liệu về đất đai, kết nối với cơ sở dữ liệu quốc gia về dân cư, "
    "báo cáo kết quả trước ngày 15 tháng 12 năm 2026"
)
REISSUED = f"{CLAUSE}; gửi Văn phòng Ủy ban nhân dân thành phố"


@pytest.fixture
def central(people):
    """A Government resolution whose clause was given to the department of finance."""
    paper = make.directive(number=7, symbol="NQ-CP", kind="NQ", number_text="07/NQ-CP", state="parsed")
    task = make.task(lead=people.finance, directive=paper, title=CLAUSE[:80], text=CLAUSE)
    sketches.fill()
    return task


@pytest.fixture
def city_plan(people):
    paper = make.directive(number=30, symbol="KH-UBND", kind="KH", issued_on=date(2026, 8, 1), text="x")
    draft = make.draft(directive=paper, text=REISSUED, leads=[people.finance], due_on=date(2026, 12, 15))
    return paper, draft


def found(paper, user):
    return [(like.task, like.is_central) for repeat in repeats_of(paper, TODAY, user) for like in repeat.likes]


def test_a_reissued_central_task_is_pointed_out(central, city_plan, people):
    assert found(city_plan[0], people.thao) == [(central, True)]


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DONE])
def test_a_closed_task_is_no_repetition(central, city_plan, people, status):
    done = {"completed_on": TODAY, "submitted_on": TODAY} if status == Status.DONE else {}
    Task.objects.filter(pk=central.pk).update(status=status, **done)
    assert found(city_plan[0], people.thao) == []


def test_another_lead_or_other_words_are_no_repetition(central, city_plan, people):
    paper, draft = city_plan
    draft.leads.set([people.building])
    assert found(paper, people.thao) == []
    draft.leads.set([people.finance])
    TaskDraft.objects.filter(pk=draft.pk).update(text="Bố trí kinh phí rà soát, hoàn thiện hồ sơ nhà ở xuống cấp.")
    assert found(paper, people.thao) == []


def test_a_rejected_proposal_repeats_nothing(central, city_plan, people):
    TaskDraft.objects.filter(pk=city_plan[1].pk).update(state=DraftState.REJECTED)
    assert found(city_plan[0], people.thao) == []


def test_only_what_the_person_may_see_is_shown(central, city_plan, people):
    assert found(city_plan[0], people.lan) == [(central, True)]  # of her own department
    assert found(city_plan[0], people.tuan) == []


def test_a_paper_that_reads_nearly_the_same_is_pointed_out(people):
    first = stored(plan(), actor=people.thao)
    second = stored(plan(number="16/KH-UBND", tasks=TASKS.replace("30/9", "30/11")), sha256="b" * 64)
    (like,) = near_duplicates(second, TODAY, people.thao).papers
    assert like.paper == first
    assert like.share > 0.6
    assert near_duplicates(second, TODAY, people.tuan).papers == []


def test_shingles_tell_how_alike_texts_are():
    assert shingles.resemblance(CLAUSE, CLAUSE.upper()) == 1
    assert shingles.containment(CLAUSE, REISSUED) == 1
    assert shingles.resemblance(CLAUSE, "Một câu hoàn toàn khác với câu trên.") == 0
    assert shingles.resemblance("", CLAUSE) == 0
    assert shingles.sketch_of_task("") == []
    one, other = shingles.sketch_of_paper(CLAUSE), shingles.sketch_of_paper(CLAUSE)
    assert shingles.share_of_sketches(one, other, shingles.PAPER_KEPT) == 1
    assert shingles.share_of_sketches([], [], 4) == 0


# ── sketches ──────────────────────────────────────────────────────────────────────────────────
def test_every_task_gets_its_sketch_once(people):
    paper = make.directive()
    make.task(lead=people.finance, directive=paper, text=CLAUSE)
    assert [sketch_new_tasks(), sketch_new_tasks()] == [1, 0]
    make.task(lead=people.finance, directive=paper, title="Việc khác")
    assert [sketch_all_tasks(), sketch_all_tasks()] == [1, 0]
    assert TaskSketch.objects.count() == 2


# ── rulings ───────────────────────────────────────────────────────────────────────────────────
def test_as_a_child_the_released_task_hangs_under_the_central_one(central, city_plan, people):
    paper, draft = city_plan
    repeats.rule(draft.pk, central.pk, "child", actor=people.thao, today=TODAY)
    assert not near_duplicates(paper, TODAY, people.thao).undecided
    released = release(paper.pk, actor=people.thao, today=TODAY, seen_version=None)
    (task,) = released.tasks
    task.refresh_from_db()
    assert task.parent == central
    assert release(paper.pk, actor=people.thao, today=TODAY, seen_version=None).created is False


def test_kept_both_the_tasks_stand_side_by_side(central, city_plan, people):
    paper, draft = city_plan
    repeats.rule(draft.pk, central.pk, "both", actor=people.thao, today=TODAY)
    (task,) = release(paper.pk, actor=people.thao, today=TODAY, seen_version=None).tasks
    task.refresh_from_db()
    assert task.parent is None


def test_an_undecided_repetition_does_not_keep_a_paper_from_release(central, city_plan, people):
    assert near_duplicates(city_plan[0], TODAY, people.thao).undecided == 1
    assert release(city_plan[0].pk, actor=people.thao, today=TODAY, seen_version=None).created


def test_a_proposal_is_the_child_of_one_task_only(central, city_plan, people):
    _paper, draft = city_plan
    other = make.task(lead=people.finance, directive=central.directive, title="Khác", text=CLAUSE)
    for task in (central, other):
        repeats.rule(draft.pk, task.pk, "child", actor=people.thao, today=TODAY)
    assert dict(RepeatRuling.objects.values_list("task", "choice")) == {central.pk: "both", other.pk: "child"}
    assert AuditEntry.objects.filter(action="draft.repeat_ruled").count() == 2


def test_a_decision_can_be_taken_back(central, city_plan, people):
    draft = city_plan[1]
    repeats.rule(draft.pk, central.pk, "child", actor=people.thao, today=TODAY)
    for _twice in range(2):
        repeats.forget(draft.pk, central.pk, actor=people.thao, today=TODAY)
    assert RepeatRuling.objects.count() == 0


def test_refusals(central, city_plan, people):
    draft = city_plan[1]
    with pytest.raises(Refused):
        repeats.rule(draft.pk, central.pk, "both", actor=people.lan, today=TODAY)
    with pytest.raises(DomainError, match="Hãy chọn một cách"):
        repeats.rule(draft.pk, central.pk, "burn", actor=people.thao, today=TODAY)
    Task.objects.filter(pk=central.pk).update(status=Status.WITHDRAWN)
    with pytest.raises(DomainError, match="đã kết thúc"):
        repeats.rule(draft.pk, central.pk, "both", actor=people.thao, today=TODAY)


# ── the page ──────────────────────────────────────────────────────────────────────────────────
def test_the_fragment_names_the_task_and_takes_a_decision(central, city_plan, people):
    client = client_of(people.thao)
    paper, draft = city_plan
    fragment = client.get(reverse("directive-near", args=[paper.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "07/NQ-CP" in fragment
    assert "<html" not in fragment
    address = reverse("draft-repeat", args=[draft.pk, central.pk, "child"])
    answer = client.post(address, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in answer
    assert client.post(reverse("draft-repeat", args=[draft.pk, central.pk, "reject"])).status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.REJECTED
    assert client.post(reverse("draft-repeat", args=[draft.pk, central.pk, "nothing"])).status_code == 404


def test_only_registry_keepers_see_the_page(central, city_plan, people):
    paper, draft = city_plan
    assert client_of(people.lan).get(reverse("directive-near", args=[paper.pk])).status_code in {403, 404}
    assert client_of(people.tuan).post(reverse("draft-repeat", args=[draft.pk, central.pk, "both"])).status_code == 404


def test_thirty_repetitions_cost_as_many_queries_as_one(central, city_plan, people):
    client = client_of(people.thao)
    paper, _draft = city_plan
    few = queries_of(client, reverse("directive-near", args=[paper.pk]))
    for number in range(29):
        text = f"Nhiệm vụ số {number}: thống kê nhóm {number * 7} và lập báo cáo riêng cho kỳ thứ {number}"
        make.task(lead=people.finance, directive=central.directive, title=text)
        make.draft(directive=paper, text=text, leads=[people.finance])
    sketches.fill()
    assert queries_of(client, reverse("directive-near", args=[paper.pk])) == few
    assert len(repeats_of(paper, TODAY, people.thao)) == 30
