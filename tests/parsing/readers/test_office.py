"""Word before 2007, rich text and OpenDocument, by way of LibreOffice (where it is installed)."""

import io
import subprocess
import time
import zipfile
from pathlib import Path

import docx
import pytest

from directives.parsing.errors import MislabelledFile, UnreadableFile
from directives.parsing.readers import office, read

installed = pytest.mark.skipif(office.office() is None, reason="no LibreOffice on this machine")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
KIND = "application/vnd.oasis.opendocument.text"
RICH = r"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}\f0 Giao S\u7903? Y t\u7871? r\'e0 so\'e1t.\par D\'f2ng hai.}"


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Have LibreOffice save files in another shape: one start for all of them, one profile for all starts."""
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('profile').as_uri()}"
    quiet = ("--headless", "--norestore", "--nolockcheck", "--nodefault")

    def converted(shape: str, folder: Path, *files: Path) -> None:
        command = [office.office(), profile, *quiet, "--convert-to", shape, "--outdir", str(folder), *map(str, files)]
        subprocess.run(command, capture_output=True, check=True, timeout=600)

    return converted


@installed
def test_a_word_file_of_the_old_kind_is_read_like_a_new_one(tmp_path, convert):
    paper = docx.Document()
    paper.add_paragraph("KẾ HOẠCH")
    paper.add_paragraph("Giao Sở Y tế rà soát", style="List Number")
    paper.save(tmp_path / "paper.docx")
    convert("doc", tmp_path, tmp_path / "paper.docx")
    document = read((tmp_path / "paper.doc").read_bytes(), "a.doc")
    assert document.text.splitlines() == ["KẾ HOẠCH", "1. Giao Sở Y tế rà soát"]
    assert document.warnings[0].startswith("Tệp .doc được LibreOffice chuyển")


def open_document() -> bytes:
    """A paper of two paragraphs as an OpenDocument program packs it."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    words = "<text:p>KẾ HOẠCH</text:p><text:p>1. Giao Sở Y tế rà soát</text:p>"
    body = f"<office:body><office:text>{words}</office:text></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", KIND)
        package.writestr("content.xml", content)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        files = "".join(
            f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
            for path, kind in (("/", KIND), ("content.xml", "text/xml"))
        )
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{files}</m:manifest>')
    return out.getvalue()


@installed
def test_rich_text_and_open_documents_are_read(tmp_path, monkeypatch, convert):
    """One start of LibreOffice for both; what is done with its answer is the reader's own way."""
    (tmp_path / "paper.rtf").write_bytes(RICH.encode())
    (tmp_path / "open.odt").write_bytes(open_document())
    convert("docx", tmp_path, tmp_path / "paper.rtf", tmp_path / "open.odt")
    made = {".rtf": tmp_path / "paper.docx", ".odt": tmp_path / "open.docx"}
    monkeypatch.setattr(office, "_as_docx", lambda _program, _data, suffix: made[suffix].read_bytes())
    rich, opened = read(RICH.encode(), "a.rtf"), read(open_document(), "a.odt")
    assert rich.text.splitlines() == ["Giao Sở Y tế rà soát.", "Dòng hai."]
    assert opened.text.splitlines() == ["KẾ HOẠCH", "1. Giao Sở Y tế rà soát"]
    assert [".rtf" in rich.warnings[0], ".odt" in opened.warnings[0]] == [True, True]


@installed
def test_an_old_word_file_that_is_none_says_so():
    with pytest.raises(UnreadableFile, match=r"Không chuyển được tệp \.doc sang \.docx|không có nội dung"):
        read(OLE + "WordDocument".encode("utf-16-le"), "a.doc")


def test_without_libreoffice_the_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "USUAL_PLACES", ())
    with pytest.raises(MislabelledFile, match=r"LibreOffice.*\.rtf.*lưu lại dạng \.docx"):
        read(RICH.encode(), "a.rtf")


def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path, monkeypatch):
    left = tmp_path / "child"
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {left}\nwait\n")
    script.chmod(0o755)
    monkeypatch.setattr(office, "SECONDS", 1.0)
    monkeypatch.setattr(office, "office", lambda: str(script))
    with pytest.raises(UnreadableFile, match="Không chuyển được"):
        read(RICH.encode(), "a.rtf")
    assert ended(int(left.read_text()))


def ended(process: int) -> bool:
    """Whether the process is gone, or only waits to be counted, within a minute."""
    status = Path(f"/proc/{process}/stat")
    for _ in range(600):
        if not status.exists() or status.read_text().split()[2] == "Z":
            return True
        time.sleep(0.1)
    return False
