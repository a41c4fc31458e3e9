"""The words of kept files are read once for each content, so that whoever sees the file finds it by them."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models.fields.files import FieldFile

from accounts.models import FileScan, ScanState
from directives.actions.intake import bytes_of
from directives.parsing.errors import UnreadableFile
from tasks.models import FileText, FileTextState, InstructionFile, TaskFile

AT_ONCE: Final = 20
OVERLAP: Final = 2_000
"""A transaction that was slow to commit may hold keys below the newest; so many are looked at again."""
HOLDERS: Final = (TaskFile, InstructionFile)


def fill(now: datetime, *, everything: bool = False) -> int:
    """Read contents that nobody has read yet, the newest only unless `everything`; counts them. Twice is once."""
    return sum(_read(sha256, content, now) for sha256, content in _unread(everything=everything).items())


def fill_scanned(now: datetime, *, most: int = AT_ONCE) -> int:
    """Read the words off pictures and scanned pages, which takes seconds a page; counts the contents."""
    waiting = FileText.objects.filter(state=FileTextState.SCANNED).order_by("sha256").values_list("sha256", flat=True)
    done = 0
    for sha256 in list(waiting[:most]):
        content = _content_of(sha256)
        text = _off_pictures(content) if content is not None else ""
        state = FileTextState.READ if text else FileTextState.FAILED
        values = {"state": state, "read_at": now} | ({"text": text} if text else {})
        done += FileText.objects.filter(sha256=sha256, state=FileTextState.SCANNED).update(**values)
    return done


def _unread(*, everything: bool) -> dict[str, FieldFile]:
    """Contents without a text, each with one place where it is kept; infected ones are left alone."""
    found: dict[str, FieldFile] = {}
    known = FileText.objects.values("sha256")
    infected = FileScan.objects.filter(state=ScanState.INFECTED).values("sha256")
    for model in HOLDERS:
        rows = model.objects.exclude(sha256__in=infected).order_by("-pk")
        newest = rows.values_list("pk", flat=True).first() or 0
        if not everything:
            rows = rows.filter(pk__gt=newest - OVERLAP)
        for row in rows.exclude(sha256__in=known).only("sha256", "content")[:AT_ONCE]:
            found.setdefault(row.sha256, row.content)
    return found


def _content_of(sha256: str) -> FieldFile | None:
    for model in HOLDERS:
        row = model.objects.filter(sha256=sha256).first()
        if row is not None:
            content: FieldFile = row.content
            return content
    return None


def _read(sha256: str, content: FieldFile, now: datetime) -> bool:
    """Whether it was read now, and by nobody else meanwhile."""
    # The readers are large; who only knows the actions does not load them.
    from directives.parsing.readers.guarded import wording_guarded
    from directives.parsing.readers.wording import wording

    read = wording_guarded if settings.READ_APART else wording
    try:
        found = read(bytes_of(content))
    except UnreadableFile:
        text, state = "", FileTextState.FAILED
    else:
        text, state = storable(found.text), FileTextState.SCANNED if found.scanned else FileTextState.READ
    return FileText.objects.get_or_create(sha256=sha256, defaults={"text": text, "state": state, "read_at": now})[1]


def _off_pictures(content: FieldFile) -> str:
    from directives.parsing.readers.guarded import read_guarded
    from directives.parsing.readers.read import read
    from directives.parsing.readers.wording import MOST_CHARACTERS

    try:
        data = bytes_of(content)
        document = read_guarded(data, content.name or "") if settings.READ_APART else read(data, content.name or "")
    except UnreadableFile:
        return ""
    return storable(document.text)[:MOST_CHARACTERS]


def storable(text: str) -> str:
    """Without what PostgreSQL refuses: NUL, and halves of characters that a broken file may hold."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
