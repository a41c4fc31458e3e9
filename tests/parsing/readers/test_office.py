"""Word before 2007, rich text and OpenDocument, by way of LibreOffice (where it is installed)."""

import subprocess
import time
from pathlib import Path

import docx
import pytest

from directives.parsing.errors import MislabelledFile, UnreadableFile
from directives.parsing.readers import office, read

installed = pytest.mark.skipif(office.office() is None, reason="no LibreOffice on this machine")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
RICH = r"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}\f0 Giao S\u7903? Y t\u7871? r\'e0 so\'e1t.\par D\'f2ng hai.}"


def saved_as(shape: str, folder: Path) -> bytes:
    """A paper of ours, saved by LibreOffice in one of its shapes."""
    paper = docx.Document()
    paper.add_paragraph("KẾ HOẠCH")
    paper.add_paragraph("Giao Sở Y tế rà soát", style="List Number")
    paper.save(folder / "paper.docx")
    command = [office.office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", shape, "--outdir", str(folder), str(folder / "paper.docx")]
    subprocess.run(command, capture_output=True, check=True, timeout=110)
    return (folder / f"paper.{shape}").read_bytes()


@installed
@pytest.mark.timeout(240)
@pytest.mark.parametrize("shape", ["doc", "odt"])
def test_other_shapes_are_read_like_word(tmp_path, shape):
    document = read(saved_as(shape, tmp_path), f"a.{shape}")
    assert document.text.splitlines() == ["KẾ HOẠCH", "1. Giao Sở Y tế rà soát"]
    assert [f"Tệp .{shape} được LibreOffice chuyển" in warning for warning in document.warnings] == [True]


@installed
def test_rich_text_is_read():
    assert read(RICH.encode(), "a.rtf").text.splitlines() == ["Giao Sở Y tế rà soát.", "Dòng hai."]


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
    """Whether the process is gone, or only waits to be counted, within two seconds."""
    status = Path(f"/proc/{process}/stat")
    for _ in range(20):
        if not status.exists() or status.read_text().split()[2] == "Z":
            return True
        time.sleep(0.1)
    return False
