"""The page of a paper point by point: clauses with their tasks, coverage, and what is not told to whom."""

from datetime import date, timedelta

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.clock import today
from accounts.models import AuditEntry
from directives import points
from directives.actions import clauses
from directives.models import ClauseRuling, DirectiveState, DraftState, Section
from directives.points import Cover, DraftSpan, SectionSpan
from tasks.filters import TaskFilter
from tasks.models import Task
from tests import factories as make

CLAUSE = "{number}. Rà soát, xây dựng kế hoạch của đơn vị số {number} và tổ chức thực hiện."
HEAD = "ỦY BAN NHÂN DÂN THÀNH PHỐ\nSố: 5/KH-UBND\n"
FOOT = "Nơi nhận:\n- Như trên;\n- Lưu: VT."


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(response):
    return response.content.decode()


def plan(people, count, **fields):
    """A released paper of so many clauses, numbered from 1, with a head and a foot."""
    lines = [CLAUSE.format(number=number) for number in range(1, count + 1)]
    text = f"{HEAD}" + "\n".join(lines) + f"\n{FOOT}"
    fields = {"state": DirectiveState.RELEASED, "released_at": timezone.now(), "number": 5, **fields}
    paper = make.directive(text=text, symbol="KH-UBND", kind="KH", **fields)
    at = len(HEAD)
    for number, line in enumerate(lines, start=1):
        place = {"start": at + len(f"{number}. "), "end": at + len(line), "path": str(number)}
        Section.objects.create(
            directive=paper, order=number, level=0, kind="clause", label=str(number), title=line[:40], **place
        )
        at += len(line) + 1
    return paper


def clause_task(paper, number, lead, **fields):
    """A task that came out of clause `number`."""
    section = paper.sections.get(path=str(number))
    words = paper.text[section.start : section.end]
    place = {"start": section.start, "end": section.end, "path": str(number), "section": section}
    draft = make.draft(directive=paper, text=words, leads=[lead], state=DraftState.RELEASED, **place)
    return make.task(lead=lead, directive=paper, draft=draft, path=str(number), **fields)


LATE = {"due_on": date(2023, 2, 1)}


# ── cutting ───────────────────────────────────────────────────────────────────────────────────
def test_the_clauses_joined_again_are_the_text(people):
    paper = plan(people, 4)
    rows = paper.sections.values_list("pk", "level", "kind", "label", "path", "start", "end")
    found = points.points_of(paper.text, [SectionSpan(*row) for row in rows], [])
    assert "".join(paper.text[point.start : point.end] for point in found) == paper.text
    assert [point.path for point in found if point.is_clause] == ["1", "2", "3", "4"]
    assert paper.text[found[1].start :].startswith("1. Rà soát")
    assert found[-1].words(paper.text).startswith("Nơi nhận")


def test_rows_of_a_table_are_clauses_of_their_own():
    text = "PHỤ LỤC\nLập danh mục cây xanh | Sở A\nTrồng cây ven sông | Sở B\n"
    starts = [text.index("Lập"), text.index("Trồng")]
    drafts = [DraftSpan(at + 1, f"PL1.r{at}", start, start + 10, "released", at) for at, start in enumerate(starts)]
    found = points.points_of(text, [], drafts)
    assert [point.path for point in found] == ["", "PL1.r0", "PL1.r1"]
    assert [len(point.drafts) for point in found] == [0, 1, 1]


# ── what stands on the page ───────────────────────────────────────────────────────────────────
def test_each_clause_stands_beside_its_tasks(people):
    paper = plan(people, 3)
    late = clause_task(paper, 2, people.finance, title="Việc của khoản hai", **LATE)
    response = client_of(people.hoa).get(paper.get_absolute_url())
    lines = {line.point.path: line for line in response.context["lines"]}
    assert [row.task for row in lines["2"].rows] == [late]
    assert lines["1"].point.cover is Cover.NOTHING
    page = text_of(response)
    assert f'data-draft="{late.draft_id}"' in page
    assert reverse("task-move", args=[late.pk, "urge"]) in page
    assert "1 / 3 điều khoản có nhiệm vụ" in page


def test_thirty_clauses_cost_as_many_queries_as_one(people):
    def queries(paper, person):
        client = client_of(person)
        client.get(paper.get_absolute_url())
        with CaptureQueriesContext(connection) as caught:
            assert client.get(paper.get_absolute_url()).status_code == 200
        return len(caught)

    few, many = plan(people, 1), plan(people, 30, number=6)
    clause_task(few, 1, people.finance, **LATE)
    for number in range(1, 31):
        clause_task(many, number, people.finance if number % 2 else people.building, **LATE)
    for person in (people.hoa, people.lan):
        assert queries(many, person) == queries(few, person) <= 40


def test_a_long_paper_comes_in_parts(people):
    paper = plan(people, 70)
    hoa = client_of(people.hoa)
    first = hoa.get(paper.get_absolute_url())
    assert [line.point.path for line in first.context["lines"]][:3] == ["", "1", "2"]
    assert first.context["next"] == 20
    second = hoa.get(reverse("directive-points", args=[paper.pk]), {"from": "20"})
    assert next(line.point.path for line in second.context["lines"]) == "20"
    assert hoa.get(paper.get_absolute_url(), {"print": "1"}).context["next"] is None


def test_a_clause_of_many_tasks_unfolds(people):
    paper = plan(people, 1)
    clause_task(paper, 1, people.finance, title="Việc số 0")
    draft = paper.drafts.get()
    units = [make.organisation(name=f"Phường {number}", parent=people.city) for number in range(12)]
    for number, unit in enumerate(units):
        make.task(lead=unit, directive=paper, draft=draft, title=f"Việc của phường {number}", path="1")
    hoa = client_of(people.hoa)
    (line,) = [line for line in hoa.get(paper.get_absolute_url()).context["lines"] if line.point.slips]
    assert (len(line.rows), line.more) == (5, 8)
    page = text_of(hoa.get(reverse("directive-point", args=[paper.pk, line.point.start])))
    assert page.count("data-task ") == 13
    assert TaskFilter(QueryDict(line.query), today=today()).narrow(Task.objects.all()).count() == 13


def test_only_clauses_with_overdue_tasks(people):
    paper = plan(people, 3)
    clause_task(paper, 1, people.finance, due_on=today() + timedelta(days=90))
    clause_task(paper, 3, people.finance, **LATE)
    found = client_of(people.hoa).get(paper.get_absolute_url(), {"show": "overdue"}).context["lines"]
    assert [line.point.path for line in found] == ["3"]


def test_the_list_of_a_clause_holds_what_the_page_counted(people):
    paper = plan(people, 3)
    for number in (1, 2, 2):
        lead = people.building if paper.tasks.filter(path=str(number)).exists() else people.finance
        clause_task(paper, number, lead, **LATE)
    beside = make.task(lead=people.finance, directive=paper, path="2", title="Thêm theo khoản hai")
    response = client_of(people.hoa).get(paper.get_absolute_url())
    for line in response.context["lines"]:
        found = TaskFilter(QueryDict(line.query), today=today()).narrow(Task.objects.all())
        assert {task.pk for task in found} == {slip.task for slip in line.point.slips}
    (second,) = [line for line in response.context["lines"] if line.point.path == "2"]
    assert beside.pk in {slip.task for slip in second.point.slips}


# ── who sees what ─────────────────────────────────────────────────────────────────────────────
def test_a_unit_reads_the_paper_and_learns_nothing_of_the_tasks_of_others(people):
    paper = plan(people, 3)
    clause_task(paper, 1, people.finance, title="Việc của Sở Tài chính")
    other = clause_task(paper, 2, people.building, title="Việc của Sở Xây dựng", **LATE)
    response = client_of(people.lan).get(paper.get_absolute_url())
    page = text_of(response)
    assert "Việc của Sở Tài chính" in page
    assert "của đơn vị số 2" in page
    assert "Việc của Sở Xây dựng" not in page
    assert f'data-draft="{other.draft_id}"' not in page
    assert f'data-drafts="{other.draft_id}"' not in page
    assert "điều khoản có nhiệm vụ" not in page
    assert response.context["tally"].total == 1
    by_clause = {line.point.path: line for line in response.context["lines"]}
    assert not by_clause["2"].rows
    assert 'data-cover="given"' not in page
    assert client_of(people.lan).get(reverse("directive-coverage", args=[paper.pk])).status_code == 403


def test_a_paper_that_may_not_be_seen_has_no_pages(people):
    paper = plan(people, 2)
    tuan = client_of(people.tuan)
    for name in ("directive-detail", "directive-points", "directive-coverage", "directive-chain", "directive-targets"):
        assert tuan.get(reverse(name, args=[paper.pk])).status_code == 404


# ── coverage ──────────────────────────────────────────────────────────────────────────────────
def test_coverage_counts_clauses_with_a_task_and_lists_the_others(people):
    paper = plan(people, 4)
    clause_task(paper, 1, people.finance)
    section = paper.sections.get(path="2")
    make.draft(
        directive=paper, state=DraftState.REJECTED, path="2", start=section.start, end=section.end, section=section
    )
    response = client_of(people.thao).get(reverse("directive-coverage", args=[paper.pk]))
    numbers = response.context["coverage"]
    assert (numbers.given, numbers.clauses, numbers.uncovered, numbers.percent) == (1, 4, 3, 25)
    assert {gap.point.path: gap.point.cover for gap in response.context["gaps"]} == {
        "2": Cover.REJECTED,
        "3": Cover.NOTHING,
        "4": Cover.NOTHING,
    }


def test_a_clerk_says_that_a_clause_is_no_duty_and_takes_it_back(people):
    paper = plan(people, 2)
    thao, address = client_of(people.thao), reverse("directive-coverage", args=[paper.pk])
    point = thao.get(address).context["gaps"][0].point
    for _again in range(2):
        thao.post(reverse("clause-rule", args=[paper.pk]), {"start": point.start, "end": point.end, "path": point.path})
    ruling = ClauseRuling.objects.get()
    assert (ruling.path, ruling.decided_by) == (point.path, people.thao)
    assert AuditEntry.objects.filter(action="directive.clause_ruled").count() == 1
    numbers = thao.get(address).context["coverage"]
    assert (numbers.clauses, numbers.no_duty) == (1, 1)
    thao.post(reverse("clause-unrule", args=[ruling.pk]))
    assert thao.get(address).context["coverage"].clauses == 2
    assert AuditEntry.objects.filter(action="directive.clause_unruled").count() == 1


def test_the_ruling_follows_the_words_and_falls_with_them(people):
    paper = plan(people, 2)
    section = paper.sections.get(path="2")
    start = paper.text.rindex("\n", 0, section.start) + 1
    end = paper.text.index("\n", section.start) + 1
    clauses.rule_no_duty(paper.pk, actor=people.thao, today=today(), path="2", span=(start, end))
    thao, address = client_of(people.thao), reverse("directive-coverage", args=[paper.pk])
    assert thao.get(address).context["coverage"].no_duty == 1
    paper.text = paper.text.replace("của đơn vị số 2", "của đơn vị số hai")
    paper.save(update_fields=["text"])
    assert thao.get(address).context["coverage"].no_duty == 0


def test_units_may_not_rule_clauses(people):
    paper = plan(people, 2)
    clause_task(paper, 1, people.finance)
    response = client_of(people.lan).post(
        reverse("clause-rule", args=[paper.pk]), {"start": "0", "end": "30", "path": ""}
    )
    assert response.status_code == 403
    assert not ClauseRuling.objects.exists()


def test_a_task_is_made_from_the_clause_that_gave_none(people):
    paper = plan(people, 2)
    hoa = client_of(people.hoa)
    (first, _second) = hoa.get(reverse("directive-coverage", args=[paper.pk])).context["gaps"]
    asked = {"start": first.point.start, "end": first.point.end, "path": first.point.path}
    address = reverse("task-create", args=[paper.pk])
    form = hoa.get(address, asked).context["form"]
    assert form.initial["text"].startswith("1. Rà soát")
    hoa.post(address, {**form.initial, "lead": people.finance.pk})
    task = Task.objects.get(directive=paper)
    assert task.path == "1"
    numbers = hoa.get(reverse("directive-coverage", args=[paper.pk])).context["coverage"]
    assert (numbers.given, numbers.clauses) == (1, 2)
