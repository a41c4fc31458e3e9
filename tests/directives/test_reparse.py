"""Reading a paper again: what a person reviewed stays, the rest changes as accepted, and all of it can be taken back.

The older engine is played by changing the machine's own rows; the newer one is the engine as it is.
"""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry
from directives import engine
from directives.actions import intake, reparse, review, shaping
from directives.actions.rereading import snapshot
from directives.differences import Kind
from directives.jobs import pick_up_readings, read_again
from directives.models import Directive, DirectiveState, DraftState, Reading, ReadingState, TaskDraft
from tests import factories
from tests.directives.conftest import TODAY
from tests.directives.papers import plan
from tests.directives.test_pages import client_of, queries_of

FOUR = """1. Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát nhà ở xuống cấp, báo cáo trước ngày 30/9/2026.

2. Sở Tài chính bố trí kinh phí thực hiện trước ngày 15/10/2026.

3. Sở Xây dựng hướng dẫn các đơn vị lập hồ sơ sửa chữa nhà ở trước ngày 20/10/2026.

4. Sở Tài chính tổng hợp kết quả, báo cáo trước ngày 25/12/2026."""


@pytest.fixture
def paper(people):
    """A paper of four clauses as an older engine read it: the first wrong, the second missed, a third invented."""
    file = intake.read_file(intake.receive(plan(tasks=FOUR).encode(), "a.txt", actor=people.thao).file.pk, today=TODAY)
    directive = file.directive
    first, second, *_rest = directive.drafts.order_by("order")
    TaskDraft.objects.filter(pk=first.pk).update(due_on=date(2026, 9, 1), deadline_phrase="trước ngày 1/9/2026")
    second.delete()
    factories.draft(
        directive=directive, text="Thực hiện nhiệm vụ được giao", start=200, end=228, state=DraftState.PROPOSED, order=9
    )
    directive.readings.update(engine="older")
    return directive


def compared(paper, people):
    reading = reparse.ask(paper.pk, actor=people.thao, today=TODAY)
    return reparse.carry_out(reading.pk, today=TODAY)


def kinds(reading):
    return [row.kind for row in reparse.comparison_of(reading).open]


def keys(reading, *wanted):
    return [row.key for row in reparse.comparison_of(reading).open if not wanted or row.kind in wanted]


def apply(reading, people, take=None):
    reading.directive.refresh_from_db()
    chosen = keys(reading) if take is None else take
    version = reading.directive.version
    return reparse.apply(reading.pk, chosen, actor=people.thao, today=TODAY, seen_version=version)


def test_the_first_reading_notes_the_engine(people):
    file = intake.read_file(intake.receive(plan().encode(), "a.txt", actor=people.thao).file.pk, today=TODAY)
    reading = file.directive.readings.get()
    assert (reading.engine, reading.state) == (engine.version(), ReadingState.APPLIED)
    assert list(reparse.outdated(Directive.objects.all())) == []


def test_a_paper_of_an_older_engine_is_listed(paper):
    assert list(reparse.outdated(Directive.objects.all())) == [paper]


def test_the_differences_are_changed_new_and_gone(paper, people):
    reading = compared(paper, people)
    assert reading.state == ReadingState.COMPARED
    assert sorted(kinds(reading)) == sorted([Kind.CHANGED, Kind.NEW, Kind.GONE])
    assert reading.differences == 3
    changed = next(row for row in reparse.comparison_of(reading).open if row.kind is Kind.CHANGED)
    assert set(changed.fields) == {"due_on", "deadline_phrase"}


def test_nothing_changes_before_somebody_applies_it(paper, people):
    before = snapshot(paper, with_text=True)
    compared(paper, people)
    assert snapshot(paper, with_text=True) == before


def test_applied_the_paper_reads_as_the_engine_reads_it(paper, people):
    apply(compared(paper, people), people)
    drafts = list(paper.drafts.order_by("order"))
    assert [draft.order for draft in drafts] == [1, 2, 3, 4]
    assert [draft.due_on.day for draft in drafts] == [30, 15, 20, 25]
    assert list(drafts[1].leads.all()) == [people.finance]
    assert all(draft.section is not None for draft in drafts)
    assert list(reparse.outdated(Directive.objects.all())) == []


def test_a_row_that_was_not_chosen_stays_as_it_is(paper, people):
    reading = compared(paper, people)
    apply(reading, people, take=keys(reading, Kind.NEW))
    assert paper.drafts.filter(due_on=date(2026, 9, 1)).exists()
    assert paper.drafts.filter(text="Thực hiện nhiệm vụ được giao").exists()
    assert paper.drafts.count() == 5


def test_applied_twice_is_applied_once(paper, people):
    reading = compared(paper, people)
    chosen = keys(reading)
    apply(reading, people)
    version = Directive.objects.get(pk=paper.pk).version
    reparse.apply(reading.pk, chosen, actor=people.thao, today=TODAY, seen_version=1)
    assert Directive.objects.get(pk=paper.pk).version == version
    assert paper.drafts.count() == 4
    assert AuditEntry.objects.filter(action="directive.reparsed").count() == 1


def decided(paper, people, how):
    """One of the machine's wrong proposals after a person dealt with it; what must still stand afterwards."""
    draft = paper.drafts.get(due_on=date(2026, 9, 1))
    act = {"actor": people.thao, "today": TODAY, "seen_version": draft.version}
    if how == "accepted":
        review.accept(draft.pk, **act)
    elif how == "rejected":
        review.reject(draft.pk, **act)
    elif how == "edited":
        values = shaping.DraftValues(text="Rà soát theo lời dặn riêng.", leads=(people.finance.pk,), due_on=TODAY)
        shaping.edit(draft.pk, values, **act)
    elif how == "split":
        shaping.split(draft.pk, draft.start + 40, **act)
    elif how == "merged":
        other = paper.drafts.get(text__startswith="Sở Xây dựng hướng dẫn")
        shaping.merge(draft.pk, other.pk, **act)
    return draft.pk


@pytest.mark.parametrize("how", ["accepted", "rejected", "edited", "split", "merged"])
def test_what_a_person_decided_is_kept(paper, people, how):
    pk = decided(paper, people, how)
    before = TaskDraft.objects.values("text", "due_on", "state", "start", "end").get(pk=pk)
    reading = compared(paper, people)
    assert all(row.draft != pk for row in reparse.comparison_of(reading).open)
    apply(reading, people)
    assert TaskDraft.objects.values("text", "due_on", "state", "start", "end").get(pk=pk) == before


@pytest.mark.parametrize("how", ["rejected", "split", "merged"])
def test_a_clause_that_a_person_dealt_with_does_not_come_back(paper, people, how):
    decided(paper, people, how)
    count = paper.drafts.count()
    reading = compared(paper, people)
    apply(reading, people)
    assert paper.drafts.count() == count  # one new clause came, the invented one went


def test_a_proposal_made_by_hand_is_kept(paper, people):
    start = paper.text.index("rà soát nhà ở xuống cấp, báo cáo")
    draft = shaping.create(paper.pk, start, start + 23, actor=people.thao, today=TODAY)
    apply(compared(paper, people), people)
    assert TaskDraft.objects.filter(pk=draft.pk, text=draft.text).exists()


def test_the_undo_gives_everything_back(paper, people):
    before = snapshot(paper, with_text=True)
    reading = compared(paper, people)
    apply(reading, people)
    assert snapshot(paper, with_text=True) != before
    reparse.undo(reading.pk, actor=people.thao, today=TODAY)
    after = snapshot(paper, with_text=True)
    assert after == before
    assert Reading.objects.get(pk=reading.pk).state == ReadingState.UNDONE
    assert list(reparse.outdated(Directive.objects.all())) == [paper]


def test_no_undo_after_something_newer_touched_the_paper(paper, people):
    reading = compared(paper, people)
    apply(reading, people)
    draft = paper.drafts.order_by("order").first()
    review.accept(draft.pk, actor=people.hoa, today=TODAY, seen_version=draft.version)
    with pytest.raises(DomainError, match="không hoàn lại được"):
        reparse.undo(reading.pk, actor=people.thao, today=TODAY)


def test_a_change_since_the_page_was_shown_is_stale(paper, people):
    reading = compared(paper, people)
    seen = paper.version
    draft = paper.drafts.order_by("order").first()
    review.reject(draft.pk, actor=people.hoa, today=TODAY, seen_version=draft.version)
    with pytest.raises(Stale):
        reparse.apply(reading.pk, keys(reading), actor=people.thao, today=TODAY, seen_version=seen)


def test_a_released_paper_is_shown_and_never_changed(paper, people):
    Directive.objects.filter(pk=paper.pk).update(state=DirectiveState.RELEASED, released_at=timezone.now())
    reading = compared(paper, people)
    assert reading.differences == 3
    before = snapshot(paper, with_text=True)
    with pytest.raises(Refused):
        apply(reading, people)
    assert snapshot(paper, with_text=True) == before
    page = client_of(people.thao).get(reverse("directive-reading", args=[paper.pk])).content.decode()
    assert "chỉ để xem" in page
    assert "Áp dụng lựa chọn" not in page
    assert paper not in reparse.outdated(Directive.objects.all())


def test_a_reading_without_differences_only_notes_the_version(people):
    file = intake.read_file(intake.receive(plan().encode(), "a.txt", actor=people.thao).file.pk, today=TODAY)
    file.directive.readings.update(engine="older")
    reading = compared(file.directive, people)
    assert (reading.state, reading.differences) == (ReadingState.APPLIED, 0)
    assert list(reparse.outdated(Directive.objects.all())) == []


# ── another text ──────────────────────────────────────────────────────────────────────────────
def test_a_text_that_reads_differently_moves_the_spans_of_what_stays(paper, people):
    draft = paper.drafts.get(due_on=date(2026, 9, 1))
    review.accept(draft.pk, actor=people.thao, today=TODAY, seen_version=draft.version)
    words = paper.text[draft.start : draft.end]
    Directive.objects.filter(pk=paper.pk).update(text="Trang 1\n" + paper.text)  # the older reader kept a page number
    TaskDraft.objects.filter(directive=paper).update(start=0, end=1)
    TaskDraft.objects.filter(pk=draft.pk).update(start=draft.start + 8, end=draft.end + 8)
    paper.refresh_from_db()
    reading = compared(paper, people)
    assert reparse.comparison_of(reading).text_changes
    apply(reading, people)
    paper.refresh_from_db()
    draft.refresh_from_db()
    assert paper.text.startswith("ỦY BAN")
    assert paper.text[draft.start : draft.end] == words


def test_a_text_without_a_reviewed_clause_is_not_taken(paper, people):
    draft = paper.drafts.get(due_on=date(2026, 9, 1))
    review.accept(draft.pk, actor=people.thao, today=TODAY, seen_version=draft.version)
    Directive.objects.filter(pk=paper.pk).update(text=paper.text.replace("xuống cấp", "cũ nát"))
    paper.refresh_from_db()
    reading = compared(paper, people)
    assert "lời văn khác" in reparse.comparison_of(reading).obstacle
    with pytest.raises(DomainError, match="lời văn khác"):
        apply(reading, people)


# ── the job and the command ───────────────────────────────────────────────────────────────────
def test_the_job_may_run_twice(paper, people):
    reading = reparse.ask(paper.pk, actor=people.thao, today=TODAY)
    assert [read_again(reading.pk), read_again(reading.pk)] == ["compared", "compared"]
    assert reparse.ask(paper.pk, actor=people.hoa, today=TODAY) == reading


def test_a_reading_whose_message_was_lost_is_picked_up(paper, people):
    reparse.ask(paper.pk, actor=people.thao, today=TODAY)
    assert pick_up_readings() == 1
    assert Reading.objects.first().state == ReadingState.COMPARED
    assert pick_up_readings() == 0


def test_an_engine_that_breaks_leaves_the_paper_alone(paper, people, monkeypatch):
    def broken(document, *, received_on=None):
        raise RecursionError

    monkeypatch.setattr(engine, "read_tasks", broken)
    reading = compared(paper, people)
    assert reading.state == ReadingState.FAILED
    assert "giữ nguyên" in reading.problem


def test_the_dry_run_counts_and_changes_nothing(paper, people, capsys):
    factories.directive(number=77, text="Không có nhiệm vụ nào ở đây.", kind="TB")
    call_command("reparse_directives", "--dry-run")
    out = capsys.readouterr().out
    assert "15/KH-UBND: 3 khác biệt" in out
    assert "2 văn bản đang rà soát đã được đọc thử, 1 văn bản đọc khác đi." in out
    assert Reading.objects.exclude(state=ReadingState.APPLIED).count() == 0


def test_the_command_queues_the_differences_for_a_clerk(paper, people, capsys):
    call_command("reparse_directives")
    assert "1 văn bản đọc khác đi" in capsys.readouterr().out
    assert Reading.objects.get(state=ReadingState.COMPARED).directive == paper


# ── pages ─────────────────────────────────────────────────────────────────────────────────────
def test_the_page_shows_before_and_after_and_applies_what_is_chosen(paper, people):
    client = client_of(people.thao)
    assert client.post(reverse("directive-reading-ask", args=[paper.pk])).status_code == 302
    reading = paper.readings.first()
    read_again(reading.pk)
    reading.refresh_from_db()
    page = client.get(reverse("directive-reading", args=[paper.pk])).content.decode()
    assert "01/09/2026" in page
    assert "Không còn" in page
    rows = {f"row-{key}": "new" for key in keys(reading, Kind.CHANGED)}
    rows |= {f"row-{key}": "old" for key in keys(reading, Kind.NEW, Kind.GONE)}
    version = Directive.objects.get(pk=paper.pk).version
    done = client.post(reverse("reading-verb", args=[reading.pk, "apply"]), {**rows, "version": version}, follow=True)
    assert "Đã lấy bản mới của 1 điểm." in done.content.decode()
    assert not paper.drafts.filter(due_on=date(2026, 9, 1)).exists()
    assert paper.drafts.count() == 4
    assert client.post(reverse("reading-verb", args=[reading.pk, "undo"])).status_code == 302
    assert paper.drafts.filter(due_on=date(2026, 9, 1)).exists()


def test_others_than_registry_keepers_have_no_readings(paper, people):
    for person in (people.lan, people.kiem):
        assert client_of(person).get(reverse("directive-reading", args=[paper.pk])).status_code in {403, 404}
        assert client_of(person).get(reverse("reading-list")).status_code == 403
        assert client_of(person).post(reverse("directive-reading-ask", args=[paper.pk])).status_code in {403, 404}


def many_waiting(count, start):
    for number in range(start, start + count):
        row = factories.directive(number=number, text="x")
        Reading.objects.create(directive=row, engine="older", state=ReadingState.COMPARED, differences=number)


def test_thirty_waiting_readings_cost_as_many_queries_as_one(people):
    client = client_of(people.thao)
    many_waiting(1, 300)
    few = queries_of(client, reverse("reading-list"))
    many_waiting(29, 400)
    assert queries_of(client, reverse("reading-list")) == few


def test_papers_of_an_older_engine_are_offered_until_they_are_asked_for(people):
    client = client_of(people.thao)
    papers = [factories.directive(number=number, text="x", state=DirectiveState.PARSED) for number in (501, 502)]
    for row in papers:
        Reading.objects.create(directive=row, engine="older", state=ReadingState.APPLIED)
    offered = [reverse("directive-reading-ask", args=[row.pk]) for row in papers]
    page = client.get(reverse("reading-list")).content.decode()
    assert [address in page for address in offered] == [True, True]
    reparse.ask(papers[0].pk, actor=people.thao, today=TODAY)
    page = client.get(reverse("reading-list")).content.decode()
    assert [address in page for address in offered] == [False, True]


def test_thirty_differences_cost_as_many_queries_as_one(people):
    client = client_of(people.thao)
    tasks = "\n\n".join(f"{i}. Sở Tài chính bố trí kinh phí đợt {i} trước ngày {i}/10/2026." for i in range(1, 31))
    costs = []
    for count, number in ((1, "15/KH-UBND"), (30, "16/KH-UBND")):
        text = plan(number=number, tasks=tasks)
        file = intake.read_file(intake.receive(text.encode(), f"{count}.txt", actor=people.thao).file.pk, today=TODAY)
        chosen = list(file.directive.drafts.values_list("pk", flat=True)[:count])
        TaskDraft.objects.filter(pk__in=chosen).update(due_on=date(2026, 12, 1))
        file.directive.readings.update(engine="older")
        compared(file.directive, people)
        costs.append(queries_of(client, reverse("directive-reading", args=[file.directive.pk])))
    assert costs[0] == costs[1]
