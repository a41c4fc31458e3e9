"""Long lists become files in the background: made once, as their owner, told when ready, gone after some days."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.errors import DomainError
from accounts.models import AuditEntry
from tasks import exports, jobs, retention
from tasks.actions import exports as actions
from tasks.asof import played_on
from tasks.models import Export, ExportState, Notice, NoticeKind, ProgressReport, Task
from tasks.models.export import CLAIM_LASTS
from tasks.reports import columns
from tasks.reports.papers import Form
from tasks.views import list_files
from tests import factories as make
from tests.reports.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine():
    with time_machine.travel(f"{TODAY}T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def three(people):
    """Three tasks, one of them led by the other department."""
    paper = make.directive()
    leads = (people.finance, people.finance, people.building)
    return [make.task(lead=lead, directive=paper, title=f"Việc {lead.pk}", text="=1+1") for lead in leads]


def asked(user, form="csv", query="", day=None):
    return actions.ask(user, query=query, form=form, day=day)


def rows_of(row):
    with row.content.open("rb") as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig")), delimiter=";"))[3:]


def test_the_file_holds_what_its_owner_may_see_and_the_owner_is_told(people, three):
    row = asked(people.minh)
    assert jobs.make_export(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, row.total) == (ExportState.READY, 2, 2)
    assert [line[3] for line in rows_of(row)] == ["'=1+1", "'=1+1"]
    notice = Notice.objects.get(recipient=people.minh, kind=NoticeKind.EXPORT)
    assert row.name in notice.sentence
    assert notice.facts["url"] == reverse("export-list")
    entry = AuditEntry.objects.get(action="export.made")
    assert (entry.actor, entry.after["rows"]) == (people.minh, 2)


def test_the_workbook_is_that_of_the_page(people, three):
    row = asked(people.hoa, form="xlsx", query=f"lead={people.finance.pk}")
    jobs.make_export(row.pk)
    row.refresh_from_db()
    with row.content.open("rb") as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet.max_row - 4 == Task.objects.filter(lead=people.finance).count() == 2


def test_a_file_is_made_once_however_often_the_job_comes(people, three):
    row = asked(people.hoa)
    assert [jobs.make_export(row.pk), jobs.make_export(row.pk), jobs.make_waiting_exports()] == [True, False, 0]
    assert AuditEntry.objects.filter(action="export.made").count() == 1


def test_another_worker_takes_over_from_one_that_died_and_the_dead_one_settles_nothing(people, three):
    row = asked(people.hoa)
    dead = exports.claim(timezone.now())
    assert exports.claim(timezone.now()) is None
    with time_machine.travel(timezone.now() + CLAIM_LASTS + timedelta(seconds=1), tick=False):
        assert jobs.make_waiting_exports() == 1
    row.refresh_from_db()
    kept = row.content.name
    exports.make(dead, TODAY)
    row.refresh_from_db()
    assert row.content.name == kept
    assert Notice.objects.filter(kind=NoticeKind.EXPORT).count() == 1


def test_the_same_list_is_not_asked_for_twice_while_it_is_being_made(people):
    assert asked(people.hoa) == asked(people.hoa)
    assert AuditEntry.objects.filter(action="export.asked").count() == 1


def test_a_cancelled_file_is_not_finished_and_can_be_made_after_all(people, three):
    row = asked(people.hoa)
    claimed = exports.claim(timezone.now())
    actions.cancel(row.pk, actor=people.hoa)
    exports.make(claimed, TODAY)
    row.refresh_from_db()
    assert (row.state, row.content.name) == (ExportState.CANCELLED, "")
    actions.retry(row.pk, actor=people.hoa)
    jobs.make_waiting_exports()
    row.refresh_from_db()
    assert row.state == ExportState.READY
    with pytest.raises(DomainError, match="không còn đang tạo"):
        actions.cancel(row.pk, actor=people.hoa)


def test_what_goes_wrong_is_told_in_one_sentence(people, three, monkeypatch, client):
    monkeypatch.setattr(exports, "MOST_IN_A_SHEET", 1)
    row = asked(people.hoa, form="xlsx")
    jobs.make_export(row.pk)
    client.force_login(people.hoa)
    page = client.get(reverse("export-list")).content.decode()
    assert "hãy chọn CSV hoặc thu hẹp bộ lọc" in page
    assert "Tạo lại" in page


def test_a_past_day_is_written_as_it_stood(people):
    with played_on(TODAY - timedelta(days=9)):
        task = make.task(lead=people.finance, directive=make.directive(), title="Việc cũ")
    Task.objects.filter(pk=task.pk).update(status="withdrawn")
    row = asked(people.hoa, day=TODAY - timedelta(days=5))
    jobs.make_export(row.pk)
    row.refresh_from_db()
    assert [line[14] for line in rows_of(row)] == ["Đã giao, chờ nhận"]


def test_progress_stands_on_the_page_and_others_find_nothing(people, client):
    row = asked(people.hoa)
    Export.objects.filter(pk=row.pk).update(state=ExportState.RUNNING, done=300, total=1200)
    client.force_login(people.hoa)
    part = client.get(reverse("export-list"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="25"' in part
    assert 'hx-trigger="every 2s"' in part
    client.force_login(people.binh)
    assert "Chưa có tệp nào" in client.get(reverse("export-list")).content.decode()
    for name, call in (("export-file", client.get), ("export-cancel", client.post), ("export-retry", client.post)):
        assert call(reverse(name, args=[row.pk])).status_code == 404


def test_the_owner_downloads_the_file_and_that_is_noted(people, three, client):
    row = asked(people.hoa)
    jobs.make_export(row.pk)
    client.force_login(people.hoa)
    response = client.get(reverse("export-file", args=[row.pk]))
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")
    assert AuditEntry.objects.filter(action="export.downloaded", actor=people.hoa).exists()


def test_files_go_after_their_days_and_take_their_bytes_with_them(people, three, django_capture_on_commit_callbacks):
    row = asked(people.hoa)
    jobs.make_export(row.pk)
    row.refresh_from_db()
    days = retention.days_kept("exports")
    with django_capture_on_commit_callbacks(execute=True):
        retention.apply({**dict.fromkeys(retention.RULES, 0), "exports": days}, TODAY + timedelta(days=days + 1))
    assert not Export.objects.exists()
    assert not default_storage.exists(row.content.name)


@pytest.mark.parametrize("form", Form)
def test_the_list_comes_in_every_form(people, three, client, form):
    client.force_login(people.hoa)
    response = client.get(reverse("task-list"), {"format": form.value})
    assert response.status_code == 200
    assert f".{form.value}" in response["Content-Disposition"]
    assert len(b"".join(response.streaming_content)) > 200


def test_a_streamed_list_of_a_past_day_reads_that_day(people, client):
    with played_on(TODAY - timedelta(days=9)):
        make.task(lead=people.finance, directive=make.directive(), title="Việc cũ", assigned_on=date(2026, 3, 1))
    Task.objects.update(status="withdrawn")
    client.force_login(people.hoa)
    day = (TODAY - timedelta(days=5)).isoformat()
    text = b"".join(client.get(reverse("task-list"), {"format": "csv", "as_of": day}).streaming_content).decode()
    assert "Đã giao, chờ nhận" in text
    assert "thu hồi" not in text


def test_the_file_is_the_same_however_many_lines_are_read_and_sent_at_once(people, client, monkeypatch):
    paper, other = make.directive(), make.organisation(name="Sở Nội vụ", code="noi-vu")
    helped = [(), (people.building,), (people.building, other), (), (other,)]
    for place, others in enumerate(helped):
        late = TODAY - timedelta(days=place)
        task = make.task(lead=people.finance, directive=paper, text=f"-{place}", helped_by=others, due_on=late)
        if place % 2:
            said = {"done": "x", "support": f"={place}"}
            ProgressReport.objects.create(task=task, author=people.lan, at=timezone.now(), on=TODAY, **said)
    client.force_login(people.hoa)
    files = []
    for size in (1000, 2):
        monkeypatch.setattr(columns, "BATCH", size)
        monkeypatch.setattr(list_files, "LINES_SENT", size)
        pieces = list(client.get(reverse("task-list"), {"format": "csv"}).streaming_content)
        files.append(b"".join(pieces))
    assert files[0] == files[1]
    lines = list(csv.reader(io.StringIO(files[0].decode("utf-8-sig")), delimiter=";"))[3:]
    names = [", ".join(body.short_name for body in bodies) for bodies in helped]
    assert {line[3]: (line[5], line[11], line[17]) for line in lines} == {
        f"'-{place}": (names[place], str(place or ""), f"'={place}" if place % 2 else "") for place in range(5)
    }


def test_the_board_comes_as_word_pdf_and_csv(people, three, client):
    client.force_login(people.binh)
    for form in (Form.DOCX, Form.PDF, Form.CSV):
        response = client.get(reverse("report-overdue"), {"format": form.value, "by": "directive"})
        assert response.status_code == 200
        assert f".{form.value}" in response["Content-Disposition"]


def test_a_long_list_is_asked_for_once_however_often_one_clicks(people, three, client, monkeypatch):
    monkeypatch.setitem(list_files.MOST_AT_ONCE, Form.CSV, 2)
    client.force_login(people.hoa)
    for _click in range(2):
        response = client.get(reverse("task-list"), {"format": "csv", "q": "viec"}, follow=True)
    assert "tạo ở phần nền" in response.content.decode()
    assert [row.query for row in Export.objects.all()] == ["q=viec"]
