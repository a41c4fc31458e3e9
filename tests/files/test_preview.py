"""Stored files shown in the browser: as text, as tables, as pictures of pages, to those who may have the file."""

import io
from html import escape

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image

from accounts.models import FileScan
from directives.actions import previews
from directives.models import DirectiveFile
from directives.parsing.errors import UnreadableFile
from directives.parsing.readers import guarded
from directives.parsing.readers.preview import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, preview
from tasks.models import TaskFile
from tests import factories as make
from tests.parsing.readers.papers import para, pdf, word

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def book(rows=(("Đơn vị", "Số"),)):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def picture():
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def task(people):
    return make.task(lead=people.finance, directive=make.directive(), officer=people.lan)


@pytest.fixture
def kept(task, people):
    def keep(name, data, sha256=None):
        row = TaskFile(task=task, name=name, sha256=sha256 or f"{TaskFile.objects.count():064x}", size=len(data))
        row.content_type, row.uploaded_by = "application/octet-stream", people.lan
        row.content.save(name, ContentFile(data))
        return row

    return keep


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def look(user, row, query=""):
    return client_of(user).get(reverse("task-file-view", args=[row.task_id, row.pk]) + query)


def body(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", word(para(f"Báo cáo {escape(SCRIPT)}"))),
        ("a.txt", f"Báo cáo {SCRIPT}".encode()),
        ("a.xlsx", book([(f"Báo cáo {SCRIPT}", 3)])),
    ],
    ids=["docx", "txt", "xlsx"],
)
def test_words_are_shown_and_nothing_runs(people, kept, name, data):
    page = body(look(people.lan, kept(name, data)))
    assert "Báo cáo &lt;script&gt;" in page
    assert SCRIPT not in page


def test_a_page_of_the_web_is_shown_as_its_words(people, kept):
    page = body(look(people.lan, kept("a.html", f"<html><body><p>Báo cáo</p>{SCRIPT}</body></html>".encode())))
    assert "Báo cáo" in page
    assert "alert(1)" not in page


def test_a_pdf_is_shown_page_by_page(people, kept):
    row = kept("a.pdf", pdf("Trang một\n#pagebreak()\nTrang hai"))
    assert 'src="?picture=1"' in body(look(people.lan, row))
    assert 'src="?picture=2"' in body(look(people.lan, row, "?page=2"))
    drawn = look(people.lan, row, "?picture=2")
    assert (drawn["Content-Type"], drawn["Content-Disposition"]) == ("image/webp", "inline")
    assert look(people.lan, row, "?picture=3").status_code == 422
    assert look(people.lan, row, "?picture=0").status_code == 404


def test_a_picture_is_drawn_anew(people, kept):
    row = kept("a.png", picture())
    assert "?picture=1" in body(look(people.lan, row))
    assert Image.open(io.BytesIO(b"".join(look(people.lan, row, "?picture=1")))).format == "WEBP"


def test_it_is_as_hidden_as_the_file(people, kept):
    row = kept("a.txt", "Nội dung".encode())
    assert look(people.tuan, row).status_code == 404
    assert look(people.tuan, row, "?picture=1").status_code == 404
    assert Client().get(reverse("task-file-view", args=[row.task_id, row.pk])).status_code == 302


def test_an_infected_file_is_not_shown(people, kept):
    row = kept("a.txt", "Nội dung".encode())
    FileScan.objects.create(sha256=row.sha256, state="infected", found="X", scanned_at="2023-01-01T00:00Z")
    refused = look(people.lan, row)
    assert refused.status_code == 403
    assert "Nội dung" not in body(refused)
    assert look(people.lan, row, "?picture=1").status_code == 403


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 hong"),
        ("a.xlsx", book()[:-200]),
        ("a.docx", b"PK\x03\x04 hong"),
        ("a.png", b"\x89PNG\r\n\x1a\n hong"),
        ("a.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.txt", b" "),
    ],
)
def test_a_broken_file_is_a_sentence_and_a_download(people, kept, name, data):
    row = kept(name, data)
    answer = look(people.lan, row)
    assert answer.status_code == 422
    assert 'role="alert"' in body(answer)
    assert reverse("task-file", args=[row.task_id, row.pk]) in body(answer)


def test_lost_bytes_are_a_sentence(people, kept):
    row = kept("a.txt", "Nội dung".encode())
    row.content.storage.delete(row.content.name)
    assert "Không còn tệp gốc" in body(look(people.lan, row))


def test_it_is_made_once_for_a_content(people, kept, monkeypatch):
    first, second = (kept("a.txt", "Nội dung".encode(), "c" * 64) for _ in range(2))
    look(people.lan, first)
    monkeypatch.setattr(previews, "_made", lambda _data: pytest.fail("made again"))
    assert "Nội dung" in body(look(people.lan, second))


def test_values_of_sheets_within_limits():
    rows = [["cột", 1.5, 2.0, True, None, "=1+1"], *([number] * 40 for number in range(250))]
    (sheet,) = preview(book(rows)).sheets
    assert sheet.rows[0][:6] == ("cột", "1,5", "2", "Đúng", "", "")
    assert (len(sheet.rows), len(sheet.rows[0]), sheet.is_cut) == (MOST_ROWS, MOST_COLUMNS, True)
    assert preview(book()).sheets[0].is_cut is False


def test_long_text_is_cut():
    found = preview(("chữ " * MOST_CHARACTERS).encode())
    assert (len(found.text), found.is_cut) == (MOST_CHARACTERS, True)


def test_apart_it_says_the_same_and_ends_in_time():
    assert guarded.preview_guarded(book())["sheets"][0]["rows"] == [["Đơn vị", "Số"]]
    with pytest.raises(UnreadableFile, match="quá lâu"):
        guarded.preview_guarded(book(), seconds=0.01)


def test_a_paper_shows_its_file_and_only_once_it_is_one(people):
    file = DirectiveFile(name="vb.txt", sha256="d" * 64, size=9, state="read", directive=make.directive())
    file.content.save("vb.txt", ContentFile("Công văn".encode()))
    address = reverse("directive-file-view", args=[file.pk])
    assert "Công văn" in body(client_of(people.thao).get(address))
    DirectiveFile.objects.update(directive=None)
    assert client_of(people.thao).get(address).status_code == 404


def test_the_lists_lead_to_it_and_say_what_no_scanner_has_seen(people, kept, settings):
    row = kept("a.txt", "Nội dung".encode())
    FileScan.objects.create(sha256=row.sha256, state="unscanned", scanned_at="2023-01-01T00:00Z")
    address = row.task.get_absolute_url()
    assert reverse("task-file-view", args=[row.task_id, row.pk]) in body(client_of(people.lan).get(address))
    assert "chưa quét" not in body(client_of(people.lan).get(address)), "without a scanner nothing waits for it"
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:9"
    assert "chưa quét" in body(client_of(people.lan).get(address))
