"""Searching and exporting the audit trail: by text, address and row, in bounds, as files that run nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from accounts import audit, context, trail
from accounts.errors import DomainError
from accounts.models import AuditEntry
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db
LOG = reverse("audit-log")


@pytest.fixture
def entries(people):
    """Three entries: one from an address, one whose words could be a formula, one about a unit."""
    cache.clear()
    token = context.enter(context.RequestContext("anh-huong", "10.1.2.3"))
    try:
        with transaction.atomic():
            audit.record("test.first", people.lan, actor=people.minh, after={"words": "Chờ thẩm định giá đất"})
    finally:
        context.leave(token)
    with transaction.atomic():
        audit.record("test.second", people.lan, actor=people.hoa, before={"note": "=HYPERLINK(1)"})
        audit.record("test.third", people.finance, actor=None, after={"words": "khác"})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "thẩm định"}, ["test.first"]),
        ({"text": "THẨM ĐỊNH"}, ["test.first"]),
        ({"address": "10.1.2.3/32"}, ["test.first"]),
        ({"address": "10.1.0.0/16"}, ["test.first"]),
        ({"address": "10.2.0.0/16"}, []),
        ({"text": "hyperlink"}, ["test.second"]),
        ({"text": "khác", "action": "test.third"}, ["test.third"]),
    ],
)
def test_what_is_asked_is_found(entries, asked, found):
    rows = trail.Wanted(**asked).narrow().filter(action__startswith="test.")
    assert list(rows.values_list("action", flat=True)) == found


def test_all_rows_about_one_thing_are_one_click(people, entries):
    page = text(browser(people.kiem).get(LOG, {"about": f"accounts.user:{people.lan.pk}"}))
    assert page.count("test.") >= 2
    assert "test.third" not in page.replace('value="test.third"', "")


def test_a_text_alone_is_looked_for_in_the_last_quarter_only(people, entries):
    today = date(2026, 6, 30)
    assert trail.Wanted(text="x").bounded(today).since == date(2026, 3, 30)
    assert trail.Wanted(text="x", actor="Lan").bounded(today).since is None
    assert trail.Wanted(text="x", since=date(2020, 1, 1)).bounded(today).since == date(2020, 1, 1)
    assert "chỉ xét từ ngày" in text(browser(people.kiem).get(LOG, {"text": "thẩm"}))


def test_a_wrong_address_or_row_is_said(people):
    for asked in ({"address": "máy của Lan"}, {"about": "'; drop table"}):
        assert browser(people.kiem).get(LOG, asked).status_code == 422


def test_both_files_hold_what_the_page_holds_and_run_nothing(people, entries):
    client = browser(people.kiem)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(LOG, {"export": "xlsx", "action": "test."}).getvalue())).active
    lines = client.get(LOG, {"export": "csv", "action": "test."}).getvalue().decode("utf-8-sig").splitlines()
    assert (sheet.max_row, len(lines)) == (4, 4)
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    assert kinds == {"s"}
    assert not any(line.startswith(("=", "+", "@")) for line in lines)


def test_each_file_is_an_entry_of_its_own_and_says_its_filter(people, entries):
    client = browser(people.kiem)
    for _again in range(2):
        client.get(LOG, {"export": "csv", "action": "test."})
    client.get(LOG, {"export": "xlsx"})
    noted = AuditEntry.objects.filter(action="trail.exported").order_by("pk")
    assert [entry.after for entry in noted] == [
        {"action": "test.", "format": "csv"},
        {"action": "test.", "format": "csv"},
        {"format": "xlsx"},
    ]


def test_too_much_for_a_file_asks_to_narrow(people, entries, monkeypatch):
    monkeypatch.setattr(trail, "MOST_XLSX", 2)
    with pytest.raises(DomainError, match="thu hẹp"):
        trail.within(trail.Wanted(action="test."), 2)
    refused = browser(people.kiem).get(LOG, {"export": "xlsx", "action": "test."})
    assert refused.status_code == 409
    assert not AuditEntry.objects.filter(action="trail.exported").exists()
