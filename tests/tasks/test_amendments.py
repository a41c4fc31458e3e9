"""A paper that changes another one leaves its open tasks to be kept, moved or withdrawn, each decision on record."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry
from directives.models import Directive, DirectiveState, DraftState, Reference
from tasks.actions import amendments
from tasks.actions.amendments import Verdict
from tasks.amendments import amendment_of, banner_of
from tasks.jobs import tell_of_amendments
from tasks.models import AmendmentRuling, Notice, NoticeKind, Task
from tests import factories as make
from tests.directives.test_pages import client_of, queries_of

TODAY = date(2026, 8, 22)
TEXT = "Rà soát nhà ở xuống cấp trên địa bàn, lập danh mục và báo cáo Ủy ban nhân dân thành phố"


def paper(number, relation="", target=None, **fields):
    fields.setdefault("state", DirectiveState.RELEASED)
    row = make.directive(
        number=number, symbol="QĐ-UBND", kind="QĐ", issued_on=date(2026, 8, 1), released_at=timezone.now(), **fields
    )
    if target is not None:
        cite(row, relation, target)
    return row


def cite(row, relation, target):
    Reference.objects.create(
        directive=row, target=target, number_text=target.number_text, relation=relation, start=0, end=1
    )


@pytest.fixture
def old(people):
    return paper(1)


@pytest.fixture
def task(people, old):
    return make.task(
        lead=people.finance, directive=old, title=TEXT[:60], text=TEXT, path="II.3", due_on=date(2026, 12, 1)
    )


@pytest.fixture
def new(people, old, task):
    row = paper(2, "replaces", old)
    make.draft(directive=row, text=f"{TEXT} trước ngày 30/11", path="Điều 2.1", state=DraftState.RELEASED, order=1)
    make.draft(directive=row, text="Một việc khác hẳn", path="Điều 3", state=DraftState.RELEASED, order=2)
    return row


def decide(new, people, *verdicts, actor=None):
    return amendments.decide(new.pk, verdicts, actor=actor or people.hoa, today=TODAY)


# ── what waits ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("relation", "suggested"), [("amends", "keep"), ("replaces", "move"), ("repeals", "withdraw")])
def test_open_tasks_wait_with_a_suggestion(people, old, task, relation, suggested):
    row = paper(2, relation, old)
    make.draft(directive=row, text=TEXT, state=DraftState.RELEASED)
    (concerned,) = amendment_of(row, people.hoa, TODAY).waiting
    assert (concerned.task, concerned.choice) == (task, suggested)


def test_closed_tasks_and_mere_citations_do_not_wait(people, old, task):
    citing = paper(3, "cites", old)
    assert amendment_of(citing, people.hoa, TODAY).waiting == []
    Task.objects.filter(pk=task.pk).update(status="withdrawn")
    assert amendment_of(paper(4, "repeals", old), people.hoa, TODAY).waiting == []


def test_the_clause_that_reads_alike_is_suggested(people, new, task):
    (concerned,) = amendment_of(new, people.hoa, TODAY).waiting
    assert concerned.clause.path == "Điều 2.1"


def test_a_lead_that_has_the_new_clause_already_is_not_told_to_move_the_old_one_there(people, new, task):
    clause = new.drafts.get(path="Điều 2.1")
    make.task(lead=people.building, directive=new, draft=clause)
    assert amendment_of(new, people.hoa, TODAY).waiting[0].choice == "move"
    make.task(lead=people.finance, directive=new, draft=clause)
    assert amendment_of(new, people.hoa, TODAY).waiting[0].choice == "withdraw"


def test_the_strongest_relation_counts(people, old, task):
    row = paper(2, "amends", old)
    cite(row, "repeals", old)
    (concerned,) = amendment_of(row, people.hoa, TODAY).waiting
    assert concerned.relation == "repeals"


# ── deciding ──────────────────────────────────────────────────────────────────────────────────
def test_a_moved_task_has_the_new_paper_and_clause_and_its_history(people, old, new, task):
    clause = new.drafts.get(path="Điều 2.1")
    decide(new, people, Verdict(task.pk, "move", task.version, clause.pk))
    task.refresh_from_db()
    assert (task.directive, task.draft, task.path) == (new, clause, "Điều 2.1")
    assert (task.due_on, task.due_on_as_issued, task.status) == (date(2026, 12, 1), date(2026, 12, 1), "assigned")
    event = task.events.get()
    assert event.move == "paper_moved"
    assert (event.details["paper_before"], event.details["path_before"]) == (str(old), "II.3")
    notice = Notice.objects.get(recipient=people.minh)
    assert notice.sentence.startswith("Nhiệm vụ chuyển từ 01/QĐ-UBND sang 02/QĐ-UBND")
    assert amendment_of(new, people.hoa, TODAY).waiting == []


def test_a_withdrawn_task_names_the_new_paper_as_its_document(people, old, task):
    row = paper(2, "repeals", old)
    decide(row, people, Verdict(task.pk, "withdraw", task.version))
    task.refresh_from_db()
    event = task.events.get()
    assert (task.status, event.details["document"]) == ("withdrawn", "02/QĐ-UBND")
    assert event.reason == "02/QĐ-UBND bãi bỏ 01/QĐ-UBND"


def test_a_kept_task_stays_and_says_so(people, new, task):
    decide(new, people, Verdict(task.pk, "keep", task.version))
    task.refresh_from_db()
    assert task.events.get().move == "paper_kept"
    assert task.directive_id != new.pk


def test_decided_twice_is_decided_once(people, new, task):
    verdict = Verdict(task.pk, "keep", task.version)
    assert [len(decide(new, people, verdict)), len(decide(new, people, verdict))] == [1, 0]
    assert AuditEntry.objects.filter(action="directive.amendment_decided").count() == 1


def test_all_or_nothing(people, old, new, task):
    other = make.task(lead=people.building, directive=old)
    with pytest.raises(Stale):
        decide(new, people, Verdict(task.pk, "keep", task.version), Verdict(other.pk, "keep", other.version + 7))
    assert AmendmentRuling.objects.count() == 0


def test_the_same_lead_does_not_get_a_clause_twice(people, new, task):
    clause = new.drafts.get(path="Điều 2.1")
    make.task(lead=people.finance, directive=new, draft=clause)
    with pytest.raises(DomainError, match="đã có nhiệm vụ từ điểm"):
        decide(new, people, Verdict(task.pk, "move", task.version, clause.pk))


def test_before_release_a_moved_task_takes_the_address_but_not_the_proposal(people, old, task):
    row = paper(2, "replaces", old, state=DirectiveState.REVIEWED)
    clause = make.draft(directive=row, text=TEXT, path="Điều 2", state=DraftState.ACCEPTED)
    decide(row, people, Verdict(task.pk, "move", task.version, clause.pk))
    task.refresh_from_db()
    assert (task.directive, task.draft, task.path) == (row, None, "Điều 2")


@pytest.mark.parametrize("name", ["thao", "lan", "minh", "kiem", "quan"])
def test_others_than_monitors_and_leaders_do_not_decide(people, new, task, name):
    with pytest.raises(Refused):
        decide(new, people, Verdict(task.pk, "keep", task.version), actor=getattr(people, name))


def test_a_task_of_another_paper_is_not_concerned(people, new):
    stranger = make.task(lead=people.finance, directive=paper(9))
    with pytest.raises(DomainError, match="không thay đổi"):
        decide(new, people, Verdict(stranger.pk, "keep", stranger.version))


# ── undo ──────────────────────────────────────────────────────────────────────────────────────
def test_a_move_is_taken_back(people, old, new, task):
    clause = new.drafts.get(path="Điều 2.1")
    (ruling,) = decide(new, people, Verdict(task.pk, "move", task.version, clause.pk))
    amendments.undo(ruling.pk, actor=people.hoa, today=TODAY)
    task.refresh_from_db()
    assert (task.directive, task.draft, task.path) == (old, None, "II.3")
    assert [event.move for event in task.events.order_by("pk")] == ["paper_moved", "paper_restored"]
    assert len(amendment_of(new, people.hoa, TODAY).waiting) == 1


def test_a_withdrawal_cannot_be_taken_back(people, new, task):
    (ruling,) = decide(new, people, Verdict(task.pk, "withdraw", task.version))
    with pytest.raises(DomainError, match="không mở lại được"):
        amendments.undo(ruling.pk, actor=people.hoa, today=TODAY)


def test_nothing_is_taken_back_after_the_task_went_on(people, new, task):
    (ruling,) = decide(new, people, Verdict(task.pk, "keep", task.version))
    Task.objects.filter(pk=task.pk).update(version=task.version + 5)
    with pytest.raises(DomainError, match="không hoàn lại được"):
        amendments.undo(ruling.pk, actor=people.hoa, today=TODAY)


# ── telling ───────────────────────────────────────────────────────────────────────────────────
def test_the_monitor_gets_one_notice(people, new, task):
    assert [tell_of_amendments(), tell_of_amendments()] == [1, 0]
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.directive) == (people.hoa, NoticeKind.AMENDMENT, new)
    assert notice.sentence == (
        "02/QĐ-UBND thay thế 01/QĐ-UBND: 1 nhiệm vụ đang mở chờ quyết định giữ, chuyển hay thu hồi."
    )


def test_a_paper_in_review_tells_nobody_yet(people, old, task):
    paper(2, "repeals", old, state=DirectiveState.PARSED)
    assert tell_of_amendments() == 0


def test_nobody_is_told_when_all_is_decided(people, new, task):
    decide(new, people, Verdict(task.pk, "keep", task.version))
    Notice.objects.all().delete()
    assert tell_of_amendments() == 0


# ── pages ─────────────────────────────────────────────────────────────────────────────────────
def test_the_banner_stands_until_all_is_decided(people, old, new, task):
    assert banner_of(new, people.hoa, TODAY).waiting == 1
    hoa = client_of(people.hoa)
    address = reverse("directive-amendment", args=[new.pk])
    assert address in hoa.get(new.get_absolute_url()).content.decode()
    assert "bị thay thế bởi" in hoa.get(old.get_absolute_url()).content.decode()
    form = {f"choice-{task.pk}": "move", f"version-{task.pk}": task.version, f"clause-{task.pk}": ""}
    done = hoa.post(reverse("directive-amendment-decide", args=[new.pk]), form, follow=True).content.decode()
    assert "Đã quyết định 1 nhiệm vụ." in done
    assert banner_of(new, people.hoa, TODAY).waiting == 0
    ruling = AmendmentRuling.objects.get()
    assert hoa.post(reverse("amendment-undo", args=[ruling.pk])).status_code == 302
    assert banner_of(new, people.hoa, TODAY).waiting == 1


def test_a_clerk_reads_and_a_stranger_finds_nothing(people, new, task):
    address = reverse("directive-amendment", args=[new.pk])
    page = client_of(people.thao).get(address).content.decode()
    assert "Chỉ chuyên viên theo dõi" in page
    assert "Thực hiện quyết định" not in page
    assert client_of(people.thao).post(f"{address}decide/").status_code == 403
    assert client_of(people.tuan).get(address).status_code == 404


def test_release_leads_to_the_decisions(people, old, task):
    row = paper(2, "replaces", old, state=DirectiveState.REVIEWED)
    Directive.objects.filter(pk=row.pk).update(released_at=None)
    make.draft(directive=row, leads=[people.finance], due_on=date(2026, 12, 15))
    answer = client_of(people.hoa).post(reverse("directive-release", args=[row.pk]), {"version": row.version})
    assert answer.headers["Location"] == reverse("directive-amendment", args=[row.pk])


def test_thirty_tasks_cost_as_many_queries_as_one(people, old, new, task):
    hoa = client_of(people.hoa)
    addresses = [reverse("directive-amendment", args=[new.pk]), new.get_absolute_url()]
    few = [queries_of(hoa, address) for address in addresses]
    for number in range(29):
        make.task(lead=people.finance if number % 2 else people.building, directive=old, title=f"Việc {number}")
    assert [queries_of(hoa, address) for address in addresses] == few
