"""Files that LibreOffice turns into .docx first: Word before 2007 (.doc), rich text (.rtf), OpenDocument (.odt).

The program runs without a window, with a profile of its own that forbids macros and links, in a folder that is thrown
away, and is killed with everything it started when it takes too long.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from directives.parsing.errors import MislabelledFile, UnreadableFile
from directives.parsing.readers.docx import read_docx
from directives.parsing.types import Document

SECONDS = 100.0
NO_OFFICE = (
    "Máy chủ chưa cài LibreOffice nên chưa đọc được tệp {kind}; hãy mở bằng Word, lưu lại dạng .docx rồi tải lên."
)
FAILED = "Không chuyển được tệp {kind} sang .docx; hãy mở bằng Word, lưu lại dạng .docx rồi tải lên."
CONVERTED = "Tệp {kind} được LibreOffice chuyển sang .docx trước khi đọc; hãy đối chiếu với bản gốc."
USUAL_PLACES = ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice")
SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
)
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
)
ITEM = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


def read_office(data: bytes, suffix: str) -> Document:
    """The text of a file that is to be called `suffix` (".doc", ".rtf", ".odt").

    Raises `MislabelledFile` when LibreOffice is not there, `UnreadableFile` when it cannot convert the file in time.
    """
    program = office()
    if program is None:
        raise MislabelledFile(NO_OFFICE.format(kind=suffix))
    document = read_docx(_as_docx(program, data, suffix))
    return replace(document, warnings=(*document.warnings, CONVERTED.format(kind=suffix)))


def office() -> str | None:
    """Where LibreOffice is, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in USUAL_PLACES if Path(place).is_file()), None)


def _as_docx(program: str, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        settings = folder / "profile" / "user"
        settings.mkdir(parents=True)
        items = "".join(ITEM.format(*each) for each in SETTINGS)
        (settings / "registrymodifications.xcu").write_text(PROFILE.format(items), encoding="utf-8")
        source, result = folder / f"paper{suffix}", folder / "out" / "paper.docx"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        quiet = ("--headless", "--norestore", "--nolockcheck", "--nodefault")
        _run([program, profile, *quiet, "--convert-to", "docx", "--outdir", str(result.parent), str(source)], folder)
        if not result.is_file():
            raise UnreadableFile(FAILED.format(kind=suffix))
        return result.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run the command without a network proxy that answers, for at most `SECONDS`; nothing of it survives."""
    nowhere = "http://127.0.0.1:9"
    quiet = {"http_proxy": nowhere, "https_proxy": nowhere, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603 - our own command on a file that we named
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", **quiet},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
