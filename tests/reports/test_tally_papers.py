"""The summary of papers says what a slow count says, is told when it was spoilt, and is read in few rows."""

import random
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.pages_steps import _rows_read
from tasks import jobs, tally
from tasks.ageing import bands_on
from tasks.deadlines import Basis
from tasks.models import Dimension, Tally, TallyState, Task
from tasks.models.tally import EVERY_YEAR
from tests import factories as make
from tests.reports.conftest import TODAY

pytestmark = pytest.mark.django_db
YEARS = [EVERY_YEAR, 2024, 2025]


def counted_slowly(basis, soon_days=7):
    """By paper and year, task after task by the rules in Python."""
    found, ages = {}, bands_on(TODAY)
    for task in Task.objects.filter(giver=None).counted(basis):
        kind, late = task.timeliness(TODAY, soon_days), task.days_late(TODAY)
        names = [kind]
        if kind == "overdue":
            fitting = (each for each in ages if each.least <= late and (not each.most or late <= each.most))
            names.append(f"band:{next(fitting).key}")
        for year in (EVERY_YEAR, task.assigned_on.year):
            found.setdefault(year, {}).setdefault(task.directive_id, Counter()).update(names)
    return found


def agrees():
    for basis in Basis:
        slowly = counted_slowly(basis)
        for year in YEARS:
            kept = tally.read([(Dimension.PAPER, "")], day=TODAY, basis=basis, years=[year])
            assert {entry.key: +entry.counts for entry in kept} == slowly.get(year, {})


def test_each_paper_has_its_counts_whatever_happens_to_its_tasks(every_task, people):
    tally.rebuild(TODAY)
    agrees()
    other = make.directive(number=9)
    draw = random.Random(7)  # noqa: S311 - a test
    keys = list(every_task.values_list("pk", flat=True))
    changes = (
        {"directive": other},
        {"assigned_on": date(2024, 5, 5)},
        {"due_on": TODAY - timedelta(days=40), "event": ""},
        {"status": "withdrawn", "completed_on": None},
        {"lead": people.finance},
    )
    for number, change in enumerate(changes):
        Task.objects.filter(pk__in=draw.sample(keys, 30)).update(**change)
        agrees()
        if number % 2:
            assert tally.tend(TODAY) == "folded"
            agrees()
    Task.objects.filter(directive=other).delete()
    agrees()
    assert tally.check(TODAY) == []


def _changed(row, **values):
    Tally.objects.filter(pk=row.pk).update(**values)


SPOILT = [
    ("current", EVERY_YEAR, lambda row: _changed(row, counts={**row.counts, "overdue": 99})),
    ("issued", 2025, lambda row: _changed(row, counts={})),
    ("current", 2025, lambda row: Tally.objects.filter(pk=row.pk).delete()),
    ("issued", EVERY_YEAR, lambda row: _changed(row, ranking="1")),
]


def test_papers_that_were_spoilt_are_told_and_mended(every_task, people):
    """A figure too many, no figures, no row, one where nobody reads it, and a row for a paper without tasks."""
    tally.rebuild(TODAY)
    rows = Tally.objects.filter(dimension=Dimension.PAPER).order_by("key")
    wanted = set()
    for number, (basis, year, spoil) in enumerate(SPOILT):
        row = rows.filter(basis=basis, year=year)[number % 2]
        spoil(row)
        wanted.add(f"directive {basis} {year} {row.key}")
    nobody = {"dimension": Dimension.PAPER, "basis": "issued", "year": 2024, "ranking": "", "key": 1}
    Tally.objects.create(**nobody, counts={"overdue": 1})
    with pytest.raises(SystemExit):
        call_command("check_tally", "--today", TODAY.isoformat(), stderr=(told := StringIO()))
    lines = told.getvalue().splitlines()
    assert {line.split(":")[0] for line in lines} == {*wanted, "directive issued 2024 1"}
    assert "directive issued 2024 1: overdue 1 instead of 0" in lines
    assert jobs.check_tally_of(TODAY) == len(lines)
    agrees()


def test_a_summary_of_an_older_program_knows_no_papers_and_serves_nobody(every_task):
    tally.rebuild(TODAY)
    Tally.objects.filter(dimension=Dimension.PAPER).delete()
    TallyState.objects.update(shape=0)
    assert not tally.is_of(TODAY)
    assert tally.worst_papers(day=TODAY, basis=Basis.CURRENT, years=[EVERY_YEAR], most=5) is None
    assert tally.tend(TODAY) == "rebuilt"
    agrees()


def test_of_very_many_papers_few_rows_are_read(every_task):
    tally.rebuild(TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO tasks_tally (dimension, basis, year, ranking, key, counts)
            SELECT 'directive', 'current', year, '', 1000000 + n, jsonb_build_object('overdue', n %% 50 + 1)
            FROM generate_series(1, 20000) papers(n), (VALUES (0), (2025)) years(year)""",
            [],
        )
        cursor.execute("ANALYZE tasks_tally")
    Task.objects.filter(pk__in=every_task.values("pk")[:4]).update(directive=make.directive(number=9))
    for year in (EVERY_YEAR, 2025):
        with CaptureQueriesContext(connection) as asked:
            found = tally.worst_papers(day=TODAY, basis=Basis.CURRENT, years=[year], most=100)
        assert [entry.counts["overdue"] for entry in found.worst] == [50] * 100
        assert _rows_read(asked.captured_queries[-1]["sql"]) < 1_000
