"""Papers come in: the bytes are kept first, reading follows, and what cannot be read says why."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.text import nfc
from accounts.uploads import refuse_infected
from directives import engine, policy
from directives.actions.storing import store
from directives.models import DirectiveFile, FileState
from directives.parsing.errors import OversizedFile, UnreadableFile
from directives.parsing.header import read_header
from directives.parsing.types import Document, Extraction

log = logging.getLogger(__name__)

CLAIM_LASTS: Final = timedelta(minutes=10)
"""After this a reading that did not end is taken for dead."""

NOBODY_CAME: Final = timedelta(seconds=20)
"""After this an uploaded file that no worker claimed is picked up by the straggler job."""

MOST_ATTEMPTS: Final = 3
READ_AGAIN: Final = frozenset({FileState.FAILED})


@dataclass(frozen=True, slots=True)
class Received:
    """The stored file; `is_new` is False for a second copy of bytes that came before."""

    file: DirectiveFile
    is_new: bool


def receive(data: bytes, name: str, *, actor: User | None) -> Received:
    """Keep a file to be read later; its sha256 recognises a second copy, which gives the first row again.

    A file over `settings.UPLOAD_MAX_BYTES` is recorded as failed, without its bytes. Whether `actor` may register
    papers is asked by the caller, who knows the day.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    refuse_infected(name, sha256, [data])
    known = DirectiveFile.objects.filter(sha256=sha256).first()
    if known is not None:
        return Received(known, is_new=False)
    file = _new_file(data, name, sha256, actor)
    try:
        with transaction.atomic():
            file.save()
            audit.record("file.received", file, actor=actor, after={"sha256": sha256, "size": len(data)})
    except IntegrityError:
        _drop_bytes(file)
        return Received(DirectiveFile.objects.get(sha256=sha256), is_new=False)
    return Received(file, is_new=True)


def receive_text(text: str, title: str, *, actor: User | None) -> Received:
    """Keep a pasted text as a .txt file named after `title`.

    Raises:
        DomainError: nothing but blanks was pasted.
    """
    if not text.strip():
        raise DomainError(_("Chưa có nội dung: hãy dán toàn văn văn bản vào ô."), code="empty")
    name = " ".join(title.split()) or _("Văn bản dán")
    return receive(nfc(text).encode(), f"{name[:200]}.txt", actor=actor)


def _new_file(data: bytes, name: str, sha256: str, actor: User | None) -> DirectiveFile:
    shown = PurePath(nfc(name).replace("\\", "/")).name[-255:] or sha256[:12]
    file = DirectiveFile(name=shown, sha256=sha256, size=len(data), uploaded_by=actor)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        most = {"size": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
        sentence = _("Tệp lớn hơn %(size)s MB nên không được lưu; hãy tách nhỏ hoặc nén lại rồi tải lên.") % most
        return _failed(file, OversizedFile(sentence))
    suffix = PurePath(shown).suffix.lower()
    safe = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ".bin"
    file.content = ContentFile(data, name=f"{sha256}{safe}")
    return file


def _failed(file: DirectiveFile, error: UnreadableFile) -> DirectiveFile:
    file.state, file.problem, file.problem_code = FileState.FAILED, str(error)[:500], error.code
    return file


def _drop_bytes(file: DirectiveFile) -> None:
    if file.content:
        file.content.delete(save=False)


def waiting() -> list[int]:
    """Files that nobody reads: uploaded a while ago, or claimed by a reader that died; oldest first."""
    now = timezone.now()
    forgotten = Q(state=FileState.UPLOADED, uploaded_at__lt=now - NOBODY_CAME)
    abandoned = Q(state=FileState.READING, claimed_at__lt=now - CLAIM_LASTS)
    return list(DirectiveFile.objects.filter(forgotten | abandoned).order_by("pk").values_list("pk", flat=True))


def read_file(file_id: int, *, today: date) -> DirectiveFile:
    """Read a waiting file and store its paper with drafts; a file that is read already, or being read, is left alone.

    Whatever happens the row says it: read, failed with one sentence, duplicate of a known paper, or refused because
    the paper is secret (its bytes are deleted and none of its text is kept). A reader that dies leaves the row
    claimed; after `CLAIM_LASTS` the next call may take it, `MOST_ATTEMPTS` times in all.
    """
    file = _claim(file_id)
    if file is None:
        return DirectiveFile.objects.get(pk=file_id)
    try:
        document = document_of(file)
    except UnreadableFile as error:
        return _settle(_failed(file, error))
    extraction = _extract(document, file)
    if extraction.header.secrecy:
        return _refuse(file)
    return store(file, document, extraction, today=today)


@transaction.atomic
def _claim(file_id: int) -> DirectiveFile | None:
    """The row marked as being read by us, or None when it is not ours to read."""
    now = timezone.now()
    free = Q(state=FileState.UPLOADED) | Q(state=FileState.READING, claimed_at__lt=now - CLAIM_LASTS)
    file = DirectiveFile.objects.select_for_update(skip_locked=True).filter(free, pk=file_id).first()
    if file is None:
        return None
    if file.attempts >= MOST_ATTEMPTS:
        sentence = _("Đọc tệp không xong sau nhiều lần thử; hãy dán nội dung văn bản hoặc đăng ký thủ công.")
        _settle(_failed(file, UnreadableFile(sentence)))
        return None
    file.state, file.claimed_at, file.attempts = FileState.READING, now, file.attempts + 1
    file.save(update_fields=["state", "claimed_at", "attempts"])
    return file


def document_of(file: DirectiveFile) -> Document:
    """What the readers make of the bytes that were kept; `settings.READ_APART` says whether in a process of their own.

    Raises:
        UnreadableFile: with the sentence for people.
    """
    # The readers bring a tenth of the memory of a process; those that send mails never read.
    from directives.parsing.readers.guarded import read_guarded
    from directives.parsing.readers.read import read

    reader = read_guarded if settings.READ_APART else read
    return reader(content_of(file), file.name)


def content_of(file: DirectiveFile) -> bytes:
    """The bytes that were kept.

    Raises:
        UnreadableFile: they are not in the store any more.
    """
    return bytes_of(file.content)


def bytes_of(content: FieldFile) -> bytes:
    """As `content_of`, for a stored file of whichever row."""
    try:
        with content.open("rb") as stored:
            return bytes(stored.read())
    except (OSError, ValueError) as error:
        raise UnreadableFile(_("Không còn tệp gốc trong kho lưu trữ; hãy tải tệp lên lại.")) from error


def _extract(document: Document, file: DirectiveFile) -> Extraction:
    """What the engine finds; when it breaks, head and text alone: the paper is kept and tasks are made by hand.

    The head is read in any case, because it says whether the paper is secret; when even that breaks, the reading dies
    and the row is given up after `MOST_ATTEMPTS`.
    """
    try:
        return engine.read_tasks(document)
    except Exception:  # the parser call is an edge: no fault in it may cost the paper
        log.exception("file.not_extracted file=%s", file.pk)
    header, _number, missing = read_header(document.text)
    warning = _("Chưa tách được nhiệm vụ tự động; hãy bôi chọn đoạn văn bản để tạo nhiệm vụ.")
    return Extraction(header=header, sections=(), references=(), tasks=(), warnings=(warning, *missing))


@transaction.atomic
def _settle(file: DirectiveFile) -> DirectiveFile:
    file.save(update_fields=["state", "problem", "problem_code", "content"])
    audit.record(f"file.{file.state}", file, actor=file.uploaded_by, after={"problem": file.problem_code})
    return file


def _refuse(file: DirectiveFile) -> DirectiveFile:
    """Forget a secret paper: first the bytes, then the row, so that a crash in between keeps nothing secret."""
    _drop_bytes(file)
    file.state, file.problem_code = FileState.REFUSED, "secret"
    file.problem = _(
        "Văn bản có dấu chỉ độ mật nên không được đưa vào hệ thống này; nội dung đã bị xóa, hãy xử lý theo chế độ mật."
    )
    return _settle(file)


def retry(file_id: int, *, actor: User, today: date) -> DirectiveFile:
    """Put a failed file back in the line.

    Raises:
        Refused: `actor` does not keep the registry.
        DomainError: the file did not fail, or its bytes were never kept.
    """
    acting.require(policy.may, actor, "register", None, today=today)
    with transaction.atomic():
        file = DirectiveFile.objects.select_for_update().get(pk=file_id)
        if file.state not in READ_AGAIN or not file.content:
            raise DomainError(_("Tệp này không đọc lại được; hãy tải lên tệp khác hoặc dán nội dung."), code="no_retry")
        file.state, file.attempts, file.problem, file.problem_code = FileState.UPLOADED, 0, "", ""
        file.save(update_fields=["state", "attempts", "problem", "problem_code"])
        audit.record("file.retried", file, actor=actor)
    return file
