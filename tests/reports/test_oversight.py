"""How well the office itself watches: counted by hand, each number opens its list, single persons only for some."""

from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directives.filters import DirectiveFilter
from directives.models import Directive
from tasks.filters_extensions import ExtensionFilter
from tasks.models import ExtensionRequest, TaskEvent, Urging, UrgingRound
from tasks.reports.oversight import oversight
from tasks.reports.policy import may_read_oversight
from tests import factories as make
from tests.reports.asking import answered, asked_of, listed

TODAY = date(2026, 3, 18)
GIVEN = date(2026, 1, 5)

pytestmark = pytest.mark.django_db


def on(day, month=3, year=2026):
    return date(year, month, day)


def moment(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


def paper(people, number, issued_on, entered, released=None, **fields):
    """A paper entered by Thảo, and released by her where a day is given."""
    end = {"state": "released", "released_at": moment(released), "released_by": people.thao} if released else {}
    made = make.directive(number=number, issued_on=issued_on, registered_by=people.thao, **end, **fields)
    Directive.objects.filter(pk=made.pk).update(registered_at=moment(entered))
    return made


def step(task, move, day, actor=None):
    return TaskEvent.objects.create(
        task=task, at=moment(day), on=day, move=move, actor=actor, to_status=task.status, from_status=task.status
    )


def urged(task, number, day, days_late, by):
    held = UrgingRound.objects.create(by=by, at=moment(day), on=day)
    Urging.objects.create(task=task, round=held, number=number, lead=task.lead, days_late=days_late)


def request_of(task, decider, answer_by, **fields):
    asked = {"asked_at": moment(on(2)), "asked_on": on(2), "asked_due_on": on(30, 4), "code": "legal", "reason": "x"}
    days = {"due_before": task.due_on, "until_before": task.due_on, "answer_by": answer_by}
    asker = make.user(name="Người xin")
    return ExtensionRequest.objects.create(
        task=task, asked_by=asker, progress="x", decider=decider, **asked, **days, **fields
    )


@pytest.fixture
def city(people):
    paper(people, 1, on(2), on(2), on(2), urgency="khan")
    paper(people, 2, on(2), on(3), on(5))
    paper(people, 3, on(16), on(17))
    paper(people, 4, on(17), on(18))
    paper(people, 5, on(10, 1, 2025), on(10), on(11))
    many = paper(people, 6, on(9), on(10), on(11))
    given = {"directive": many, "assigned_on": GIVEN, "monitor": people.hoa, "lead": people.finance}
    first, second, waiting, nobodys, returned, contested, *others = (
        make.task(title=f"Việc {number}", due_on=on(27), **{**given, **fields})
        for number, fields in enumerate(
            (
                {"status": "done", "submitted_on": on(2), "completed_on": on(4)},
                {"status": "done", "submitted_on": on(5), "completed_on": on(6), "returned_count": 1},
                {"status": "submitted", "submitted_on": on(10)},
                {"status": "submitted", "submitted_on": on(16), "monitor": None},
                {"status": "in_progress", "returned_count": 1},
                {"status": "contested"},
                {},
                {},
                {},
                {},
            )
        )
    )
    for task, move, day in (
        (second, "return", on(3)),
        (first, "accept", on(4)),
        (second, "accept", on(6)),
        (returned, "return", on(9)),
        (others[0], "contest", on(2)),
        (others[0], "reassign", on(5)),
        (contested, "contest", on(12)),
    ):
        step(task, move, day, people.hoa)
    urged(returned, 1, on(9), 0, people.hoa)
    urged(returned, 2, on(17), 3, people.hoa)
    urged(waiting, 1, on(12), 0, people.binh)
    decided = {"decided_by": people.binh, "decided_at": moment(on(9)), "decided_on": on(9)}
    request_of(others[0], people.binh, on(5), state="granted", granted_due_on=on(10, 4), **decided)
    request_of(others[1], people.binh, on(9), state="refused", **decided)
    request_of(others[2], people.binh, on(5))
    assert nobodys.monitor is None
    return people


def row(report, block, key="all"):
    found = report.block(block)
    line = next(line for line in found.lines if line.key == key)
    return {column.key: cell.value for column, cell in zip(found.columns, line.cells, strict=True)} | {"who": None}


def test_papers_are_timed_from_issue_to_entry_and_from_entry_to_release(city):
    report = answered(oversight, asked_of(city.binh, today=TODAY))
    assert (
        row(report, "papers")
        == row(report, "papers", str(city.thao.pk))
        == {
            "who": None,
            "entered": 6,
            "entry_median": 1.0,  # 0, 1, 1, 1, 1; the paper of 2025 was brought in later on purpose
            "entry_p90": 1.0,
            "released": 4,
            "release_median": 1.0,  # 0, 2, 1
            "release_p90": 2.0,
            "within": 2,
            "beyond": 2,
            "share": 0.5,
            "waiting": 2,
            "since": on(17),
        }
    )
    limits = {line.key: [cell.value for cell in line.cells[1:]] for line in report.block("limits").lines}
    assert limits == {"urgent": [1, 0, 1.0], "many": [1, 0, 1.0], "normal": [0, 2, 0.0], "": [2, 2, 0.5]}
    assert "1 văn bản cũ nhập bù" in report.block("papers").note


def test_acceptance_is_timed_from_the_report_to_the_office_s_word(city):
    report = answered(oversight, asked_of(city.binh, today=TODAY))
    assert row(report, "acceptance") == {
        "who": None,
        "accepted": 2,
        "median": 1.5,  # 2 and 1 working days
        "p90": 2.0,
        "waiting": 2,
        "since": on(10),
        "ruled": 3,
        "sent_back": 2,
        "share": 2 / 3,
    }
    assert row(report, "acceptance", "0")["waiting"] == 1


def test_urging_requests_and_contests_say_what_came_too_late(city):
    report = answered(oversight, asked_of(city.binh, today=TODAY))
    assert row(report, "urging", str(city.hoa.pk)) == {
        "who": None, "urged": 1, "urged_early": 1, "urged_late": 1, "early": 1, "late": 1, "share": 0.5
    }  # fmt: skip
    assert [row(report, "urging")[name] for name in ("urged", "early", "late")] == [2, 2, 1]
    assert row(report, "requests", str(city.binh.pk)) == {
        "who": None, "asked": 3, "decided": 2, "late": 2, "pending": 1, "share": 2 / 3
    }  # fmt: skip
    assert row(report, "contests") == {
        "who": None, "answered": 1, "median": 3.0, "p90": 3.0, "waiting": 1, "since": on(12)
    }  # fmt: skip


def size_of(href, user):
    """How many rows the page behind an address lists."""
    query, path = QueryDict(urlsplit(href).query), urlsplit(href).path
    if path.startswith("/tasks"):
        return listed(href, user, today=TODAY)
    if path.startswith("/directives"):
        filters = DirectiveFilter(query)
        assert filters.is_valid()
        return filters.narrow(Directive.objects.all()).count()
    filters = ExtensionFilter(query, today=TODAY)
    assert filters.is_valid()
    return filters.narrow(ExtensionRequest.objects.all()).count()


def test_every_number_opens_a_list_of_just_so_many(city):
    report = answered(oversight, asked_of(city.kiem, today=TODAY))
    cells = [cell for block in report.blocks for line in block.lines for cell in line.cells if cell.href]
    assert len(cells) > 30
    for cell in cells:
        assert size_of(cell.href, city.kiem) == cell.value, cell.href


def test_single_persons_are_named_to_some_and_everybody_sees_the_own_line(city):
    head = make.user(name="Chánh Văn phòng", organisation=city.office, role="head")

    def people(reader):
        block = answered(oversight, asked_of(reader, today=TODAY)).block("acceptance")
        return [line.key for line in block.lines]

    everybody = [str(city.hoa.pk), "0", "all"]
    assert people(city.binh) == people(city.kiem) == people(head) == everybody
    assert people(city.hoa) == [str(city.hoa.pk), "all"]
    assert people(city.thao) == ["all"]
    assert may_read_oversight(head, TODAY)
    assert "dành cho lãnh đạo UBND" in may_read_oversight(city.minh, TODAY).reason
    assert not any(cell.href for block in answered(oversight, asked_of(head, today=TODAY)).blocks
                   for line in block.lines for cell in line.cells)  # fmt: skip


def test_thirty_people_cost_as_many_queries_as_one(city):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            answered(oversight, asked_of(city.binh, today=TODAY))
        return len(captured)

    queries()
    one = queries()
    for number in range(29):
        monitor = make.user(name=f"Theo dõi {number}", organisation=city.office, role="monitor")
        make.task(lead=city.finance, directive=make.directive(number=100 + number), monitor=monitor,
                  status="submitted", submitted_on=on(10))  # fmt: skip
    assert queries() == one
