"""Reading in a process of its own, so that no file can hold up, fill or bring down the one that serves others."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from directives.parsing import errors
from directives.parsing.errors import UnreadableFile
from directives.parsing.readers.wording import Wording
from directives.parsing.readers.worker import unpacked
from directives.parsing.types import Document

Found = TypeVar("Found")

SECONDS = 480.0
DRAWING_SECONDS = 30.0
SHOWING_SECONDS = 60.0
TOO_SLOW = "Đọc tệp quá lâu nên đã dừng; hãy tách nhỏ tệp, lưu lại dạng .docx hoặc dán nội dung văn bản."
TOO_HEAVY = (
    "Tệp làm trình đọc hỏng hoặc quá tốn bộ nhớ nên không đọc được; hãy lưu lại bằng Word hoặc dán nội dung văn bản."
)
ROOT = Path(__file__).resolve().parents[3]
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "TMPDIR", "SYSTEMROOT")
KINDS = {
    kind.code: kind
    for kind in (
        errors.EmptyFile,
        errors.EncryptedFile,
        errors.OversizedFile,
        errors.MislabelledFile,
        errors.ScannedFile,
    )
}


def read_guarded(data: bytes, name: str, *, seconds: float = SECONDS) -> Document:
    """As `read`, in a process that is bounded in memory and time and knows no secrets of this one.

    Raises `UnreadableFile`, or the kind of it that fits, and nothing else: also when the process ran out of time
    (`seconds` by the clock), out of memory, or crashed.
    """
    return _outcome(*_run(("read", name[-200:]), data, seconds), unpacked)


def draw_guarded(data: bytes, number: int, *, seconds: float = DRAWING_SECONDS) -> bytes:
    """As `draw_page`, in such a process.

    Raises `UnreadableFile`, or the kind of it that fits, and nothing else.
    """
    return _outcome(*_run(("draw", str(number)), data, seconds), lambda found: base64.b64decode(found["picture"]))


def preview_guarded(data: bytes, *, seconds: float = SHOWING_SECONDS) -> dict[str, Any]:
    """As `preview`, in such a process; the values of a `Preview` by their names.

    Raises `UnreadableFile`, or the kind of it that fits, and nothing else.
    """
    return _outcome(*_run(("show", ""), data, seconds), lambda found: found)


def wording_guarded(data: bytes, *, seconds: float = SHOWING_SECONDS) -> Wording:
    """As `wording`, in such a process.

    Raises `UnreadableFile`, or the kind of it that fits, and nothing else.
    """
    return _outcome(*_run(("words", ""), data, seconds), lambda found: Wording(found["text"], found["scanned"]))


def _run(arguments: tuple[str, str], data: bytes, seconds: float) -> tuple[bytes, int]:
    """What the process answered, and how it ended."""
    command = [sys.executable, "-m", "directives.parsing.readers.worker", *arguments]
    kept = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    process = subprocess.Popen(  # noqa: S603 - the command is our own, the name is an argument and nothing else
        command,
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(TOO_SLOW) from error
    finally:
        _end(process)
    return answer, process.returncode


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process and all that it started: a converter outlives its parent otherwise."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _outcome(answer: bytes, status: int, meaning: Callable[[dict[str, Any]], Found]) -> Found:
    if status == -signal.SIGXCPU:
        raise UnreadableFile(TOO_SLOW)
    try:
        found = json.loads(answer.decode("utf-8", "surrogatepass"))
        if "sentence" in found:
            raise KINDS.get(found["code"], UnreadableFile)(found["sentence"])
        return meaning(found)
    except UnreadableFile:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(TOO_HEAVY) from error
