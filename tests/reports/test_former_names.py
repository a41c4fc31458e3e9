"""A body whose name was edited is called as it was then in reports of past days under the map of then."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from accounts.actions import organisations
from tasks.asof import played_on
from tests import factories as make
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
RENAMED = datetime.fromisoformat("2026-03-20T10:00:00+07:00")
TODAY = "2026-04-01T09:00:00+07:00"
BEFORE, AFTER = "Sở Tài chính", "Sở Tài chính và Đầu tư"


@pytest.fixture
def renamed(people):
    """A task of 2 March, overdue since the 10th; its body has been called otherwise since the 20th."""
    with played_on(DAY):
        make.task(lead=people.finance, directive=make.directive(), assigned_on=DAY, due_on=DAY + timedelta(days=8))
    with time_machine.travel(RENAMED, tick=False):
        organisations.rename(
            people.finance.pk, name=AFTER, short_name=AFTER, actor=people.quan, today=RENAMED.date(), seen_version=None
        )
    with time_machine.travel(TODAY, tick=False):
        yield people


def shown(client, where, **query):
    return text(client.get(where, query))


@pytest.mark.parametrize("slug", ["ageing", "causes", "scorecards", "overdue-list", "monthly", "heat"])
def test_a_report_calls_a_body_by_the_name_of_its_day(renamed, slug):
    client, where = browser(renamed.binh), reverse("report", args=[slug])
    then = {"map": "then", "kind": "year"}
    assert AFTER not in shown(client, where, as_of="2026-03-19", **then)
    assert BEFORE in shown(client, where, as_of="2026-03-19", **then)
    for query in ({"as_of": "2026-03-20", **then}, {"as_of": "2026-03-19", "map": "now"}, then):
        assert AFTER in shown(client, where, **query)


@pytest.mark.parametrize("name", ["task-list", "report-overdue"])
def test_board_and_list_say_the_same_on_page_and_in_file(renamed, name):
    client, where = browser(renamed.binh), reverse(name)
    for on_map, day, called in (("then", "2026-03-19", BEFORE), ("now", "2026-03-19", AFTER), ("then", "", AFTER)):
        query = {"map": on_map, "as_of": day}
        rows = client.get(where, query).content.decode().split("<tbody", 1)[1]
        kept = client.get(where, {**query, "format": "xlsx"})
        values = openpyxl.load_workbook(BytesIO(b"".join(kept.streaming_content))).active.iter_rows(values_only=True)
        told = " ".join(str(value) for row in values for value in row)
        for said in (rows, told):
            assert called in said
            assert (AFTER in said) is (called == AFTER)
