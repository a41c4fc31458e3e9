"""A list too long to wait for: asked on its page, made in the background, told and fetched where it is listed."""

import csv
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.clock import today
from tasks import jobs
from tasks.models import Export
from tasks.reports.papers import Form
from tasks.views import list_files
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late(people, monkeypatch):
    """Five overdue tasks, where three are the most that a person waits for."""
    monkeypatch.setattr(list_files, "MOST_AT_ONCE", {Form.XLSX: 3, Form.CSV: 3})
    paper = make.directive(issued_on=today() - timedelta(days=90))
    for number in range(5):
        make.task(
            lead=people.finance,
            directive=paper,
            text=f"Báo cáo đợt {number}",
            due_on=today() - timedelta(days=5 + number),
        )


def test_a_long_list_is_made_in_the_background_and_fetched(people, late, signed_in_page, problems, tmp_path):
    page = signed_in_page(people.hoa, f"/tasks/?lead={people.finance.pk}&format=csv")
    expect(page.locator("h1")).to_have_text("Tệp kết xuất")
    expect(page.get_by_text("khi xong sẽ có thông báo")).to_be_visible()
    row = page.locator("#exports tbody tr")
    expect(row.get_by_role("button", name="Hủy")).to_be_visible()

    jobs.make_waiting_exports()
    with page.expect_download() as download:
        row.get_by_role("link", name="Tải về").click()  # the table has asked for itself meanwhile
    download.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert sum("Báo cáo đợt" in " ".join(line) for line in lines) == 5 == Export.objects.get().done

    page.goto("/notices/")
    page.get_by_role("link", name=download.value.suggested_filename).first.click()
    expect(page.locator("h1")).to_have_text("Tệp kết xuất")
    row.get_by_role("link", name="Mở danh sách này").click()
    expect(page.locator("tbody tr[data-row-link]")).to_have_count(5)
    assert problems == []
