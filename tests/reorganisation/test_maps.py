"""Every report under the map of today and the map of then: one filter, equal sums, last year's figures unchanged."""

from datetime import date
from io import BytesIO

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from accounts import lineage
from accounts.models import Organisation, Succession
from tasks import notify
from tasks.actions import succession
from tasks.filters import TaskFilter
from tasks.maps import Map
from tasks.models import Mail, MailKind, Notice, Task
from tasks.reports.board import GroupBy, filter_query, overdue_board
from tests import factories as make
from tests.reorganisation.conftest import DAY

pytestmark = pytest.mark.django_db


def board(user, on_map, day=DAY, query=""):
    asked = QueryDict(f"map={on_map}&{query}")
    filters = TaskFilter(asked, today=day)
    tasks = filters.narrow(Task.objects.visible_to(user, day))
    return overdue_board(tasks, by=GroupBy.LEAD, today=day, query=filter_query(asked), on_map=filters.on_map)


def figures(board):
    return {row.label: dict(row.counts) for row in board.rows}


def listed(user, query):
    asked = QueryDict(query, mutable=True)
    return TaskFilter(asked, today=DAY).narrow(Task.objects.visible_to(user, DAY))


@pytest.fixture
def merged(people, work, merger):
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    before = figures(board(people.hoa, "then"))
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    row.before = before
    return row


def test_the_map_of_then_does_not_change_with_the_merger(people, merged):
    assert figures(board(people.hoa, "then")) == merged.before
    assert "Sở Kế hoạch và Đầu tư" in merged.before


def test_the_map_of_today_has_the_successor_and_the_same_sums(people, merged):
    now, then = board(people.hoa, "now"), board(people.hoa, "then")
    assert "Sở Kế hoạch và Đầu tư" not in figures(now)
    assert now.total.counts == then.total.counts
    finance = next(row for row in now.rows if row.label == "Sở Tài chính")
    assert finance.counts["done_on_time"] == 1


@pytest.mark.parametrize("on_map", ["now", "then"])
def test_every_cell_lists_what_it_counts_on_either_map(people, merged, on_map):
    for row in board(people.hoa, on_map).rows:
        for cell in (*row.classes.values(), *row.bands, row.open, row.done, row.everything):
            assert listed(people.hoa, cell.query_string).count() == cell.count


def test_what_was_divided_stays_under_its_name_with_a_mark(people, merged):
    third = make.organisation(name="Sở Mới", parent=people.city)
    Organisation.objects.filter(pk=people.finance.pk).update(valid_to=date(2026, 6, 1))
    for heir in (people.building, third):
        Succession.objects.create(
            predecessor=people.finance,
            predecessor_name="Sở Tài chính",
            successor=heir,
            kind="split_into",
            effective_on=date(2026, 6, 1),
        )
    lineage.settle_heirs()
    labels = figures(board(people.hoa, "now"))
    assert "Sở Tài chính (đã chia tách)" in labels
    assert Organisation.objects.get(code="skhdt").heir == people.finance


def test_list_file_and_api_read_the_same_map(client, people, planning, work, merged):
    client.force_login(people.hoa)
    old = {"lead": planning.body.pk, "map": "then"}
    html = client.get(reverse("task-list"), old).content.decode()
    assert html.count("data-row-link") == 5
    file = client.get(reverse("task-list"), {**old, "format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    leads = [row[4].value for row in sheet.iter_rows(min_row=5)]
    assert leads == ["Sở Kế hoạch và Đầu tư"] * 5
    assert len(client.get(reverse("api-task-list"), old).json()["results"]) == 5
    now = client.get(reverse("api-task-list"), {"lead": people.finance.pk}).json()
    assert len(now["results"]) == 6


def test_the_successor_sees_what_its_predecessor_closed(people, work, merged):
    assert Task.objects.visible_to(people.minh, DAY).filter(pk=work.closed.pk).exists()
    assert not Task.objects.visible_to(people.tuan, DAY).filter(pk=work.closed.pk).exists()


def test_reminders_go_to_the_successor(people, planning, work, merged):
    Mail.objects.all().delete()
    notify.sweep(date(2026, 4, 2))
    late = Notice.objects.filter(task=work.alone, kind="overdue")
    assert set(late.values_list("recipient__username", flat=True)) == {"mai"}
    mails = Mail.objects.filter(kind=MailKind.UNIT).values_list("address", flat=True)
    assert "stc@haiphong.example" in mails
    assert "skhdt@hp.example" not in mails


def test_chains_and_loops_of_heirs(people):
    first, second, third = (make.organisation(name=name, valid_to=DAY) for name in ("A", "B", "C"))
    for old, new in ((first, second), (second, third), (third, first)):
        Succession.objects.create(
            predecessor=old, predecessor_name=old.name, successor=new, kind="merged_into", effective_on=DAY
        )
    lineage.settle_heirs()
    first.refresh_from_db()
    assert first.heir == third
    assert Map.NOW in set(Map)
