"""Files are judged by what is in them: each bad case has its sentence, each good one is kept once."""

import hashlib

import pytest

from accounts.errors import DomainError
from tasks.actions import files
from tasks.models import TaskFile
from tests.tasks.conftest import PDF, upload, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
CONTENT_TYPES = "[Content_Types].xml"
DOCX = zipped(CONTENT_TYPES, "word/document.xml")
XLSX = zipped(CONTENT_TYPES, "xl/workbook.xml")
PPTX = zipped(CONTENT_TYPES, "ppt/presentation.xml")
ODT = zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text")
ODS = zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 40


def stream(name):
    return OLE + name.encode("utf-16-le") + b"\x00" * 40


GOOD = {
    "bao-cao.pdf": (PDF, "application/pdf"),
    "BAO-CAO.PDF": (b"\n" + PDF, "application/pdf"),
    "a.docx": (DOCX, files.OFFICE_OPEN + "wordprocessingml.document"),
    "a.xlsx": (XLSX, files.OFFICE_OPEN + "spreadsheetml.sheet"),
    "a.pptx": (PPTX, files.OFFICE_OPEN + "presentationml.presentation"),
    "a.odt": (ODT, "application/vnd.oasis.opendocument.text"),
    "a.ods": (ODS, "application/vnd.oasis.opendocument.spreadsheet"),
    "a.doc": (stream("WordDocument"), "application/msword"),
    "a.xls": (stream("Workbook"), "application/vnd.ms-excel"),
    "a.txt": ("Đã hoàn thành".encode(), "text/plain"),
    "b.txt": ("Đã hoàn thành".encode("utf-16"), "text/plain"),
    "a.csv": ("Đơn vị;Số\n".encode(), "text/csv"),
    "a.png": (PNG, "image/png"),
    "a.jpg": (JPG, "image/jpeg"),
    "a.jpeg": (JPG, "image/jpeg"),
    "a.tif": (b"II*\x00" + b"\x00" * 9, "image/tiff"),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_file_is_kept_under_its_own_type(name):
    data, content_type = GOOD[name]
    checked = files.check(upload(name, data))
    assert (checked.content_type, checked.data) == (content_type, data)
    assert checked.sha256 == hashlib.sha256(data).hexdigest()


BAD = {
    "empty": ("a.pdf", b"", "file_empty", "rỗng"),
    "program": ("a.exe", b"MZ\x90\x00", "file_kind", "Các loại được nhận"),
    "no ending": ("readme", b"chu", "file_kind", "Không nhận"),
    "archive": ("a.zip", DOCX, "file_kind", "Không nhận"),
    "page": ("a.html", b"<html>", "file_kind", "Không nhận"),
    "drawing that runs": ("a.svg", b"<svg onload='x'/>", "file_kind", "Không nhận"),
    "picture called pdf": ("a.pdf", PNG, "file_mislabelled", "có vẻ là png"),
    "program called pdf": ("a.pdf", b"MZ\x90\x00" + b"\x00" * 90, "file_mislabelled", "không đúng với đuôi .pdf"),
    "sheet called document": ("a.docx", XLSX, "file_mislabelled", "đuôi .docx"),
    "zip called document": ("a.docx", zipped("virus.exe"), "file_mislabelled", "đuôi .docx"),
    "broken document": ("a.docx", DOCX[:-30], "file_mislabelled", "đuôi .docx"),
    "text called sheet": ("a.xlsx", b"a;b", "file_mislabelled", "đuôi .xlsx"),
    "text document called sheet": ("a.ods", ODT, "file_mislabelled", "đuôi .ods"),
    "sheet called old document": ("a.doc", stream("Workbook"), "file_mislabelled", "đuôi .doc"),
    "page called text": ("a.txt", b"  <HTML><script>x</script>", "file_mislabelled", "đuôi .txt"),
    "bytes called text": ("a.txt", b"abc\x00\x01", "file_mislabelled", "đuôi .txt"),
    "broken utf-16": ("a.txt", b"\xff\xfea", "file_mislabelled", "đuôi .txt"),
    "text called picture": ("a.png", b"PNG", "file_mislabelled", "đuôi .png"),
    "locked document": ("a.docx", stream("EncryptedPackage"), "file_locked", "mật khẩu"),
    "document with macros": (
        "a.docx",
        zipped(CONTENT_TYPES, "word/document.xml", "word/vbaProject.bin"),
        "file_macro",
        "macro",
    ),
    "old sheet with macros": ("a.xls", stream("Workbook") + "_VBA_PROJECT".encode("utf-16-le"), "file_macro", "macro"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_one_sentence(case):
    name, data, code, words = BAD[case]
    with pytest.raises(DomainError) as refusal:
        files.check(upload(name, data))
    assert refusal.value.code == code
    assert words in str(refusal.value)


def test_too_large_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    with pytest.raises(DomainError, match="giới hạn 1 MB"):
        files.check(upload("a.pdf", PDF + b" " * 1024 * 1024))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(files, "UNPACKED_MAX", 1000)
    bomb = zipped(CONTENT_TYPES, "word/document.xml", bomb="0" * 2000)
    with pytest.raises(DomainError) as refusal:
        files.check(upload("a.docx", bomb))
    assert refusal.value.code == "file_mislabelled"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Lan\\báo cáo.pdf", "báo cáo.pdf"),
        ("a\x00\r\n.pdf", "a.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("x" * 300 + ".pdf", "x" * 190 + ".pdf"),
        ("", "tệp"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert files.clean_name(given) == kept


def test_the_same_content_twice_in_one_form_is_one_file(task, go):
    go.submit(task, uploads=[upload("a.pdf"), upload("b.pdf")])
    assert task.files.count() == 1


def test_the_same_content_on_another_task_is_stored_once(people, paper, task, go):
    from tests import factories as make

    other = make.task(lead=people.finance, directive=paper)
    go.submit(task, uploads=[upload("a.pdf")])
    go.submit(other, uploads=[upload("khac.pdf")])
    first, second = TaskFile.objects.order_by("pk")
    assert first.content.name == second.content.name
    assert (first.name, second.name) == ("a.pdf", "khac.pdf")


def test_one_bad_file_keeps_the_whole_report_out(task, go):
    with pytest.raises(DomainError):
        go.submit(task, uploads=[upload("a.pdf"), upload("b.pdf", b"")])
    task.refresh_from_db()
    assert task.status == "assigned"
    assert not TaskFile.objects.exists()


def test_eleven_files_are_one_too_many(task, go):
    with pytest.raises(DomainError, match="tối đa 10 tệp"):
        go.submit(task, uploads=[upload(f"{n}.txt", str(n).encode()) for n in range(11)])
