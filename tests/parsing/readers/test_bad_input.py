"""Every file that cannot be read gets its own sentence and no other exception."""

import io
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.parsing.errors import (
    EmptyFile,
    EncryptedFile,
    MislabelledFile,
    OversizedFile,
    ScannedFile,
    UnreadableFile,
)
from directives.parsing.readers import MAX_BYTES, office, read
from tests.parsing.readers.papers import para, pdf, repacked, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1, 1, 8, 2, 0, 0, 0) + b"\0" * 64
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 64 + b"This program cannot be run"


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def locked_zip() -> bytes:
    """A Word file whose entries say that they are encrypted."""
    data = bytearray(word(para("Nội dung")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def locked_pdf() -> bytes:
    """A PDF whose password nobody knows: the check values are no encryption of anything."""
    trailer = (
        "<</Root 1 0 R /ID [<00><00>] /Encrypt <</Filter /Standard /V 1 /R 2 /P -4 "
        f"/O <{'41' * 32}> /U <{'42' * 32}>>>>>"
    )
    return small_pdf(["<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [] /Count 0>>"], trailer)


def small_pdf(objects: list[str], trailer: str = "<</Root 1 0 R>>") -> bytes:
    body = "%PDF-1.4\n" + "".join(f"{n} 0 obj {text} endobj\n" for n, text in enumerate(objects, 1))
    return f"{body}trailer {trailer}\n%%EOF\n".encode("latin-1")


def scan(pages: int = 1, words: str = "") -> bytes:
    """Pages filled with one picture, with a few words over it when given."""
    picture = '#image(bytes(range(0, 192).map(n => 200)), format: (encoding: "rgb8", width: 8, height: 8), width: 100%)'
    small = "#set page(width: 90pt, height: 90pt, margin: 5pt)"
    return pdf("#pagebreak()\n".join([f"{small}\n{picture}\n{words}\n"] * pages))


CASES = {
    "no bytes": (b"", EmptyFile, "không có nội dung"),
    "only blanks": (b" \r\n\t ", EmptyFile, "không có nội dung"),
    "only signs": (b"--- *** ---", EmptyFile, "không có nội dung"),
    "a page without words": (b"<html><body><script>x</script></body></html>", EmptyFile, "không có nội dung"),
    "an empty Word file": (word(), EmptyFile, "không có nội dung"),
    "a blank PDF": (pdf("#v(1pt)"), EmptyFile, "không có nội dung"),
    "too many bytes": (b"a" * (MAX_BYTES + 1), OversizedFile, "20 MB"),
    "a PDF with a password": (locked_pdf(), EncryptedFile, "mật khẩu"),
    "a Word file with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "mật khẩu"),
    "a locked package": (locked_zip(), EncryptedFile, "mật khẩu"),
    "half a picture": (PNG, UnreadableFile, "Ảnh bị hỏng"),
    "a drawing of another kind": (b"GIF89a" + b"\0" * 99, MislabelledFile, "ảnh"),
    "a program": (EXE, MislabelledFile, "chương trình"),
    "another old Office file": (OLE + "Workbook".encode("utf-16-le"), MislabelledFile, "chỉ nhận"),
    "a plain zip": (archive(**{"a.txt": b"abc"}), MislabelledFile, "giải nén"),
    "an Excel file": (archive(**{"xl/workbook.xml": b"<a/>"}), MislabelledFile, "Excel"),
    "an OpenDocument": (archive(**{"content.xml": b"<a/>"}), MislabelledFile, "OpenDocument"),
    "unknown binary": (b"\x00\x01\x02\x03" * 40, MislabelledFile, "chỉ nhận"),
    "a scan": (scan(), ScannedFile, "bản quét"),
    "a swollen part": (
        repacked(word(para("x")), **{"word/document.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}),
        UnreadableFile,
        "lớn bất thường",
    ),
    "too many parts": (
        archive(**{f"word/{n}.xml": b"" for n in range(5001)}),
        UnreadableFile,
        "lớn bất thường",
    ),
    "half a package": (word(para("Nội dung"))[:2000], UnreadableFile, "hỏng"),
    "broken XML": (repacked(word(), **{"word/document.xml": b"<w:document>"}), UnreadableFile, "hỏng"),
    "half a PDF": (b"%PDF-1.7\n%broken", UnreadableFile, "PDF bị hỏng"),
    "a page nested too deep": (b"<html>" + b"<div>" * 20000 + b"x", UnreadableFile, "kiểm tra tệp"),
}


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "không đuôi"])
@pytest.mark.parametrize("case", CASES)
def test_bad_file_has_its_sentence_under_any_name(case, name):
    data, kind, words = CASES[case]
    with pytest.raises(kind, match=words) as caught:
        read(data, name)
    assert str(caught.value).endswith(".")
    assert type(caught.value) is kind


def test_too_many_pages_are_refused():
    with pytest.raises(OversizedFile, match="1000 trang"):
        read(pdf("a\n#pagebreak()\n" * 1001), "a.pdf")


def test_a_wrong_ending_is_read_by_content_and_named():
    document = read(pdf("Nội dung văn bản"), "a.docx")
    assert document.text == "Nội dung văn bản"
    assert document.warnings == ("Tệp có đuôi .docx nhưng nội dung là PDF; đã đọc theo nội dung.",)


@pytest.fixture(scope="module", autouse=True)
def no_office():
    """Without LibreOffice: starting it on hundreds of broken files would take minutes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "office", lambda: None)
        yield


MAGIC = [b"", b"PK\x03\x04", b"%PDF-1.7\n", OLE, b"<html><p>", b"\xff\xfe", b"\xef\xbb\xbf", b"{\\rtf", b"MZ", PNG]
names = st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.html", "a", "../../x", "a.doc", "\0.pdf"])


@given(st.sampled_from(MAGIC), st.binary(max_size=300), names)
@settings(max_examples=150, deadline=None)
def test_random_bytes_only_ever_raise_unreadable_file(magic, rest, name):
    assert_read_or_refused(magic + rest, name)


@pytest.fixture(scope="module")
def sound_files():
    return [word(para("Giao Sở Y tế rà soát"), para("Hạn 30/6/2026")), pdf("Giao Sở Y tế rà soát *việc*")]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_only_ever_raise_unreadable_file(sound_files, data):
    damaged = bytearray(data.draw(st.sampled_from(sound_files)))
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=20)):
        damaged[at] = data.draw(st.integers(0, 255))
    assert_read_or_refused(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]), "a")


def assert_read_or_refused(data, name):
    """A document with words, or one sentence; any other exception fails the test by itself."""
    try:
        document = read(data, name)
    except UnreadableFile as refusal:
        sentence = str(refusal)
    else:
        sentence = document.text
    assert sentence.strip()
