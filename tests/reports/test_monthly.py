"""The periodical report adds up, over random histories and by hand."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.errors import DomainError
from accounts.models import Organisation
from directives.models import Directive
from tasks.asof import as_it_stood, played_on
from tasks.models import Instruction, ProgressReport, Task
from tasks.reports import causes, monthly
from tasks.reports.monthly_period import PeriodForm
from tasks.reports.paper import Part
from tests import factories as make
from tests.reports.checking import ask, links, values

TODAY = date(2026, 3, 18)
DONE = ("done_on_time", "done_late", "done_no_deadline")
OPEN = ("in_term", "due_soon", "awaiting_event", "no_deadline", "waiting", "suspended", "overdue")
UNIT_PARTS = (*DONE, "in_term", "undated", "waiting", "suspended", "overdue")

pytestmark = pytest.mark.django_db


def report(user, query="", today=TODAY):
    """The report as the page makes it."""
    asked = ask(user, query, today)
    with as_it_stood(asked.day, today):
        return monthly.build(asked)


# ── random histories ──────────────────────────────────────────────────────────────────────────
STEPS = ("done", "submitted", "suspended", "withdrawn", "in_progress")


@pytest.fixture
def units(people):
    """A department, another one, a ward, a commune, and a body that is not ranked."""
    kinds = (("UBND phường Hồng Bàng", "ubnd_phuong"), ("UBND xã Tiên Lãng", "ubnd_xa"), ("Thành đoàn", "doan_the"))
    others = [make.organisation(name=name, parent=people.city, kind=kind) for name, kind in kinds]
    return [people.finance, people.building, *others]


def play(units, seed, people):
    """Tasks are given, move, get later deadlines, reports and words, day after day from December to today."""
    chance, day = Random(seed), date(2025, 12, 1)  # noqa: S311 - random stories, no secrets
    government = Organisation.objects.create(code="thu-tuong", name="Thủ tướng", kind="co_quan_trung_uong")
    papers = [make.directive(number=2), make.directive(number=3, issuer=government, issuer_key="ttg")]
    made = []
    while day <= TODAY:
        with played_on(day):
            made += [_given(units, papers, chance, day) for _number in range(chance.randint(1, 6))]
            for task in chance.sample(made, len(made) // 4):
                _moved(task, chance, day, people)
        day += timedelta(days=chance.randint(6, 12))
    return made


def _given(units, papers, chance, day):
    due = chance.choice([None, day - timedelta(days=3), day + timedelta(days=chance.randint(1, 60))])
    event = "bầu cử" if due is None and chance.random() < 0.3 else ""
    since = day - timedelta(days=chance.choice([0, 0, 0, 40]))
    where = {"lead": chance.choice(units), "directive": chance.choice(papers)}
    return make.task(due_on=due, event=event, assigned_on=since, **where)


def _moved(task, chance, day, people):
    task.refresh_from_db()
    if task.status in {"done", "withdrawn"}:
        return
    status = chance.choice(STEPS)
    if status == "in_progress" and task.due_on:
        Task.objects.filter(pk=task.pk).update(due_on=day + timedelta(days=20), extended_times=1)
    dates = {"done": {"submitted_on": day, "completed_on": day}, "submitted": {"submitted_on": day}}
    Task.objects.filter(pk=task.pk).update(status=status, **dates.get(status, {}))
    moment = datetime.combine(day, time(9), tzinfo=UTC)
    code = chance.choice(["none", "land", "funding"])
    ProgressReport.objects.create(task=task, author=people.lan, at=moment, on=day, done="x", obstacle=code)
    if chance.random() < 0.4:
        said(task.lead, people, day, chance.choice(["criticise", "praise", "remind"]))


def said(unit, people, day, kind, **fields):
    """Words of the leader to a unit, recorded."""
    moment = datetime.combine(day, time(9), tzinfo=UTC)
    number = Instruction.objects.filter(unit=unit, kind=kind).count() + 1
    where = {"unit": unit, "number": number, "leader": people.binh, "prepared_by": people.hoa, "prepared_at": moment}
    return Instruction.objects.create(kind=kind, words="x", given_on=day, state="recorded", **where, **fields)


OF_ALL = ("period=2026-02", "month=2026-02&cut=decree", "period=2026-Q1&as_of=2026-03-10&basis=issued&map=then")
NARROWED = "period=2026-03&timeliness=overdue&timeliness=done_late&assigned_from=01/02/2026"


def test_a_random_history_reconciles(units, people):
    play(units, 4, people)
    for query in OF_ALL[:2]:
        city, central = reconciles(report(people.binh, query))
        assert 0 < central["total"]["total"] < city["total"]["total"]
        assert city["overdue"]["total"] > 0
    now, before = report(people.binh, "period=2026-02"), report(people.binh, "period=2026-01")
    assert now == report(people.binh, "period=2026-02")
    for block in ("city", "period", "central", "words"):
        own = {key: line["total"] for key, line in values(before.block(block)).items()}
        assert {key: line["last"] for key, line in values(now.block(block)).items()} == own


@pytest.mark.parametrize("query", [OF_ALL[2], NARROWED])
def test_every_number_opens_the_list_it_counts(units, people, query):
    play(units, 5, people)
    made = report(people.binh, query)
    reconciles(made)
    assert links(made, people.binh, TODAY, stride=1 if query == NARROWED else 4) > 20


def reconciles(made):
    city, central = values(made.block("city")), values(made.block("central"))
    for lines in (city, central):
        adds_up(lines)
    period_adds_up(values(made.block("period")))
    units_add_up(made.block("units"), city)
    late = values(made.block("causes"))
    assert late.get("total", {"count": 0})["count"] == city["overdue"]["total"]
    assert sum(line["count"] for key, line in late.items() if key != "total") == city["overdue"]["total"]
    trend = made.block("trend")
    assert trend.lines[-1].cells[5].value == city["overdue"]["total"]
    assert trend.lines[-1].cells[3].value == values(made.block("period"))["given"]["total"]
    return city, central


def adds_up(lines):
    for column in ("total", "new", "carried"):
        assert lines["total"][column] == lines["done"][column] + lines["open"][column]
        assert lines["done"][column] == sum(lines[key][column] for key in DONE)
        assert lines["open"][column] == sum(lines[key][column] for key in OPEN)
    bases = {"total": None, "withdrawn": None, **dict.fromkeys(DONE, "done"), **dict.fromkeys(OPEN, "open")}
    bases["overdue_of_dated"] = "dated"
    for key, line in lines.items():
        assert line["total"] == line["new"] + line["carried"]
        base = bases.get(key, "total")
        whole = lines[base]["total"] if base else 0
        assert line["share"] == (line["total"] / whole if whole else None)
        assert line["change"] == (None if line["last"] is None else line["total"] - line["last"])


def period_adds_up(lines):
    parts = [lines[f"finished_{key}"]["total"] for key in DONE]
    assert lines["finished"]["total"] == sum(parts)
    for line in lines.values():
        assert line["change"] == (None if line["last"] is None else line["total"] - line["last"])


def units_add_up(block, city):
    names = [column.key for column in block.columns]
    rows = [(line, dict(zip(names, (cell.value for cell in line.cells), strict=True))) for line in block.lines]
    rows = [(line, row) for line, row in rows if line.part is not Part.HEADING]
    parts = [(line, row) for line, row in rows if line.part is Part.PART]
    for line, row in rows:
        assert row["total"] == sum(row[name] for name in UNIT_PARTS)
        done = sum(row[name] for name in DONE)
        assert row["done_share"] == done / row["total"]
        judged = row["done_on_time"] + row["done_late"] + row["overdue"]
        assert row["on_time_share"] == (row["done_on_time"] / judged if judged else None)
        if line.part is Part.SUM:
            members = [other for each, other in parts if not line.group or each.group == line.group]
            for name in ("total", *UNIT_PARTS):
                assert row[name] == sum(other[name] for other in members)
    whole = rows[-1][1] if rows else dict.fromkeys(("total", "overdue"), 0)
    assert (whole["total"], whole["overdue"]) == (city["total"]["total"], city["overdue"]["total"])
    ranked = [(line.group, row["rank"], row["on_time_share"]) for line, row in parts if row["rank"] is not None]
    assert ranked == sorted(ranked, key=lambda each: (each[0], each[1]))
    for (group, _rank, rate), (other, _next, less) in pairwise(ranked):
        assert group != other or rate >= less


# ── by hand ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def small(people):
    """Nine tasks of two departments, told day by day; the figures of the tests below are counted from this list."""
    paper = make.directive()
    where = {"lead": people.finance, "directive": paper}
    with played_on(date(2025, 11, 3)):
        carried = [make.task(assigned_on=date(2025, 11, 3), due_on=date(2026, 1, 15), **where) for _n in range(2)]
        gone = make.task(assigned_on=date(2025, 11, 3), due_on=date(2025, 12, 1), **where)
    with played_on(date(2025, 12, 20)):
        finish(gone, date(2025, 12, 20))
    with played_on(date(2026, 1, 5)):
        first = [make.task(assigned_on=date(2026, 1, 5), due_on=date(2026, 1, 31), **where) for _n in range(3)]
        undated = make.task(assigned_on=date(2026, 1, 5), **where)
        taken = make.task(assigned_on=date(2026, 1, 5), **where)
    with played_on(date(2026, 1, 20)):
        finish(first[0], date(2026, 1, 20))
        Task.objects.filter(pk=taken.pk).update(status="withdrawn")
    with played_on(date(2026, 2, 10)):
        finish(first[1], date(2026, 2, 10))
        finish(undated, date(2026, 2, 10))
        finish(carried[0], date(2026, 2, 10))
        make.task(assigned_on=date(2026, 2, 10), due_on=date(2026, 6, 1), lead=people.building, directive=paper)
        said(people.finance, people, date(2026, 2, 10), "criticise", document_number="15/UBND-VP")
    with played_on(date(2026, 3, 5)):
        finish(first[2], date(2026, 3, 5))
        said(people.finance, people, date(2026, 3, 5), "praise")


def finish(task, day):
    Task.objects.filter(pk=task.pk).update(status="done", submitted_on=day, completed_on=day)


def test_february_by_hand(small, people):
    made = report(people.binh, "period=2026-02")
    assert (made.day, made.counted_at) == (date(2026, 2, 28), None)
    city = values(made.block("city"))
    figures = {
        key: (line["total"], line["new"], line["carried"], line["last"], line["change"]) for key, line in city.items()
    }
    assert figures == {
        "total": (7, 5, 2, 6, 1),
        "done": (4, 3, 1, 1, 3),
        "done_on_time": (1, 1, 0, 1, 0),
        "done_late": (2, 1, 1, 0, 2),
        "done_no_deadline": (1, 1, 0, 0, 1),
        "open": (3, 2, 1, 5, -2),
        "in_term": (1, 1, 0, 0, 1),
        "due_soon": (0, 0, 0, 2, -2),
        "awaiting_event": (0, 0, 0, 0, 0),
        "no_deadline": (0, 0, 0, 1, -1),
        "waiting": (0, 0, 0, 0, 0),
        "suspended": (0, 0, 0, 0, 0),
        "overdue": (2, 1, 1, 2, 0),
        "overdue_of_all": (2, 1, 1, 2, 0),
        "dated": (6, 4, 2, 5, 1),
        "overdue_of_dated": (2, 1, 1, 2, 0),
        "withdrawn": (1, 1, 0, 1, 0),
    }
    assert city["done"]["share"] == 4 / 7
    assert city["overdue_of_dated"]["share"] == 2 / 6
    flow = {key: (line["total"], line["last"]) for key, line in values(made.block("period")).items()}
    assert flow == {
        "given": (1, 4),
        "finished": (3, 1),
        "finished_done_on_time": (0, 1),
        "finished_done_late": (2, 0),
        "finished_done_no_deadline": (1, 0),
    }
    words = {key: (line["total"], line["last"]) for key, line in values(made.block("words")).items()}
    assert words["criticise"] == (1, 0)
    assert words["praise"] == (0, 0)
    assert [line.cells[2].value for line in made.block("documents").lines] == ["15/UBND-VP"]
    trend = {line.key: [cell.value for cell in line.cells[3:]] for line in made.block("trend").lines}
    assert trend["2025-10"] == [0, 0, None]
    assert trend["2025-12"] == [0, 1, 0]
    assert trend["2026-02"] == [1, 3, 2]
    assert "03/11/2025" in made.block("trend").note


def test_a_period_that_runs_counts_today_and_says_so(small, people):
    made = report(people.binh, "period=2026-03")
    assert made.day == TODAY
    assert "Kỳ chưa kết thúc, số liệu đến hết ngày 18/03/2026." in made.statement
    assert values(made.block("period"))["finished"]["total"] == 1
    assert values(made.block("words"))["praise"]["total"] == 1


def test_without_a_wish_it_is_the_last_month_that_is_over(small, people):
    assert report(people.binh).day == date(2026, 2, 28)
    assert report(people.binh, "as_of=2026-01-31").day == date(2026, 1, 31)
    assert report(people.binh, "period=quarter").day == date(2025, 12, 31)


@pytest.mark.parametrize("query", ["period=2026-04", "period=2026-14", "cut=lunar", "month=now"])
def test_a_period_that_is_none_is_refused(small, people, query):
    assert not PeriodForm(QueryDict(query), TODAY).is_valid()
    with pytest.raises(DomainError):
        report(people.binh, query)


def test_no_history_at_all_shows_the_period_that_runs(people):
    made = report(people.binh)
    assert made.is_empty
    assert made.day == TODAY


def test_thirty_units_cost_as_many_queries_as_one(small, people):
    paper = Directive.objects.get()
    queries(people.binh)
    one = queries(people.binh)
    with played_on(date(2026, 2, 12)):
        for number in range(30):
            unit = make.organisation(name=f"Sở {number}", parent=people.city)
            make.task(assigned_on=date(2026, 2, 12), due_on=date(2026, 2, 15), lead=unit, directive=paper)
    assert queries(people.binh) == one


def queries(user):
    user.posts(TODAY)
    with CaptureQueriesContext(connection) as captured:
        report(user, "period=2026-02")
    return len(captured)


def test_causes_by_agency_reconcile(units, people):
    play(units, 11, people)
    made = causes.build(ask(people.binh, "", TODAY))
    whole = values(made.block("causes"))
    rows = values(made.block("units"))
    total = rows.pop("sum:")
    codes = [key for key in whole if key != "total"]
    for code in codes:
        assert whole[code]["count"] == total[code] == sum(row[code] for row in rows.values())
        assert whole[code]["share"] == whole[code]["count"] / whole["total"]["count"]
    for row in (*rows.values(), total):
        assert row["count"] == sum(row[code] for code in codes)
    assert total["count"] == Task.objects.overdue(TODAY).count() > 0
    assert links(made, people.binh, TODAY) > 3
    assert {line.group for line in made.block("oldest").lines} == set(codes)


def test_words_of_a_closed_period_open_the_list_of_that_day(small, people, client):
    made = report(people.binh, "period=2026-02")
    line = next(line for line in made.block("words").lines if line.key == "criticise")
    Instruction.objects.filter(kind="criticise").update(state="withdrawn")
    client.force_login(people.binh)
    with time_machine.travel(f"{TODAY}T09:00:00+07:00", tick=False):
        page = client.get(line.cells[1].href)
    assert page.context["page_obj"].paginator.count == line.cells[1].value == 1
    assert "Số liệu đến hết ngày 28/02/2026" in page.content.decode()
