"""Contents that came while the virus scanner was away are shown to it once it is back."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models.fields.files import FieldFile

from accounts import audit, uploads
from accounts.clamd import State, scan
from accounts.models import FileScan, ScanState
from directives.models import DirectiveFile
from tasks.models import InstructionFile, TaskFile

AT_ONCE: Final = 200
CHUNK: Final = 64 * 1024


def rescan() -> int:
    """Ask about what nobody could scan; counts the contents that have a verdict now. Stops when nobody answers."""
    if not settings.CLAMD_ADDRESS:
        return 0
    waiting = FileScan.objects.filter(state=ScanState.UNSCANNED).order_by("scanned_at", "pk")
    settled = 0
    for row in waiting[:AT_ONCE]:
        file = _kept(row.sha256)
        if file is None:
            row.delete()
        elif not _settle(row, file):
            break
        else:
            settled += 1
    return settled


def _settle(row: FileScan, file: FieldFile) -> bool:
    """Whether the scanner said something; what it said is told in the audit trail."""
    verdict = scan(settings.CLAMD_ADDRESS, _pieces(file))
    if verdict.state is State.UNSCANNED:
        return False
    with transaction.atomic():
        uploads.note(row.sha256, verdict, actor=None, name=file.name or "")
        if verdict.state is State.CLEAN:
            audit.record("file.scanned", row, actor=None, after={"state": verdict.state.value})
    return True


def _kept(sha256: str) -> FieldFile | None:
    """One stored copy of the content, of a task's file, an answer's or a paper's; None when nobody kept it."""
    for model in (TaskFile, InstructionFile, DirectiveFile):
        row = model.objects.filter(sha256=sha256).exclude(content="").order_by("pk").first()
        if row is not None:
            found: FieldFile = row.content
            return found
    return None


def _pieces(file: FieldFile) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(CHUNK):
            yield piece
