"""Every upload passes the virus scanner while it comes in, before any form, action or lock knows of it.

The verdict is kept by content, so that the checks of each place only look it up; nothing happens without
CLAMD_ADDRESS.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.clamd import State, Stream, Verdict, scan
from accounts.errors import DomainError
from accounts.models import FileScan, User


class ScanningUploadHandler(FileUploadHandler):
    """Lets the bytes pass on to the handlers behind it, and to the scanner."""

    stream: Stream | None = None

    def new_file(self, *args: Any, **options: Any) -> None:
        """Open a line to the scanner for each file."""
        super().new_file(*args, **options)
        self.digest = hashlib.sha256()
        self.stream = Stream(settings.CLAMD_ADDRESS) if settings.CLAMD_ADDRESS else None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Show the piece to the scanner, keep nothing."""
        if self.stream is not None:
            self.digest.update(raw_data)
            self.stream.send(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Note the verdict; the file itself is the business of the next handler."""
        if self.stream is not None:
            user = getattr(self.request, "user", None)
            actor = user if isinstance(user, User) else None
            note(self.digest.hexdigest(), self.stream.verdict(), actor=actor, name=str(self.file_name or ""))
            self.stream = None
        return None

    def upload_interrupted(self) -> None:
        """Hang up when the browser does."""
        if self.stream is not None:
            self.stream.close()


@transaction.atomic
def note(sha256: str, verdict: Verdict, *, actor: User | None, name: str = "") -> FileScan:
    """Keep the verdict; an infected content is told in the audit trail, each time it is offered."""
    values = {"state": verdict.state.value, "found": verdict.found, "scanned_at": timezone.now()}
    row, _new = FileScan.objects.update_or_create(sha256=sha256, defaults=values)
    if verdict.state is State.INFECTED:
        audit.record("file.infected", row, actor=actor, after={"name": name[:200], "found": verdict.found})
    return row


def verdict_on(sha256: str, pieces: Iterable[bytes]) -> State:
    """What is known of a content; one that came by another way than an upload is shown to the scanner now."""
    if not settings.CLAMD_ADDRESS:
        return State.CLEAN
    row = FileScan.objects.filter(sha256=sha256).first()
    return State(row.state) if row else State(note(sha256, scan(settings.CLAMD_ADDRESS, pieces), actor=None).state)


def refuse_infected(name: str, sha256: str, pieces: Iterable[bytes]) -> None:
    """Nothing infected is kept; what nobody could scan only when the office has decided so (CLAMD_WHEN_AWAY).

    Raises:
        DomainError: `file_infected`, or `file_unscanned`.
    """
    state = verdict_on(sha256, pieces)
    if state is State.INFECTED:
        sentence = _("Tệp “%(name)s” nhiễm mã độc nên không được nhận. Hãy báo bộ phận công nghệ thông tin.")
        raise DomainError(sentence % {"name": name}, code="file_infected", status=400)
    if state is State.UNSCANNED and settings.CLAMD_WHEN_AWAY == "refuse":
        sentence = _("Chưa quét được mã độc cho tệp “%(name)s” nên chưa nhận. Hãy gửi lại sau ít phút.")
        raise DomainError(sentence % {"name": name}, code="file_unscanned", status=503)


def refuse_handing_out(sha256: str) -> None:
    """A stored content that a later scan found infected stays where it is.

    Raises:
        DomainError: `file_infected`.
    """
    if FileScan.objects.filter(sha256=sha256, state=State.INFECTED.value).exists():
        sentence = _("Tệp này bị phát hiện nhiễm mã độc sau khi lưu nên không tải xuống được.")
        raise DomainError(sentence, code="file_infected", status=403)
