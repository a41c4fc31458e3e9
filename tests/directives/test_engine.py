"""A paper is read by the calendar of the office, and the engine knows which version it is."""

from datetime import date

import pytest

from directives import engine, office_calendar
from directives.actions import intake
from directives.parsing.types import Document
from tasks.models import Workday
from tests.directives.conftest import TODAY
from tests.directives.papers import plan

TERM = "1. Sở Xây dựng rà soát nhà ở xuống cấp trong 03 ngày làm việc kể từ ngày ký Kế hoạch này.\n"


def due(people):
    text = plan(tasks=TERM)
    file = intake.read_file(intake.receive(text.encode(), "a.txt", actor=people.thao).file.pk, today=TODAY)
    return file.directive.drafts.get().due_on


def test_a_term_in_working_days_counts_by_the_calendar_of_the_release(people):
    assert due(people) == date(2026, 8, 24)  # signed on Thursday; Saturday 22 is worked for 31 August


def test_a_day_off_that_the_office_added_moves_the_term(people):
    Workday.objects.create(day=date(2026, 8, 24), is_working=False, source="Thông báo của thành phố")
    assert due(people) == date(2026, 8, 25)


def test_the_calendar_is_read_anew_for_each_paper(people):
    before = office_calendar.office_calendar()
    Workday.objects.create(day=date(2030, 1, 7), is_working=False, source="Thông báo của thành phố")
    assert before.is_working(date(2030, 1, 7))
    assert not office_calendar.office_calendar().is_working(date(2030, 1, 7))


@pytest.mark.usefixtures("db")
def test_the_engine_reads_a_text_without_an_app_above_it(monkeypatch):
    monkeypatch.setattr(office_calendar._Calendar, "provider", None)
    assert engine.read_tasks(Document(plan(tasks=TERM))).tasks[0].deadline.due_on == date(2026, 8, 24)


def test_the_version_is_a_digest_over_the_sources(tmp_path, monkeypatch):
    (tmp_path / "rules.py").write_text("A = 1\n")
    monkeypatch.setattr(engine.parsing, "__path__", [str(tmp_path)])
    first = engine.version.__wrapped__()
    (tmp_path / "rules.py").write_text("A = 2\n")
    assert len(first) == engine.VERSION_LENGTH
    assert engine.version.__wrapped__() != first
