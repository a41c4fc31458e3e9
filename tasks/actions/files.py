"""Files that prove or support a report: checked by what is in them, stored once per content.

The name's ending must agree with the bytes; nothing that a browser or an office suite would run is taken.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, TypeAlias

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts import blobs
from accounts.errors import DomainError
from accounts.models import User
from accounts.text import nfc
from accounts.uploads import refuse_infected
from tasks.models import InstructionFile, Party, ProgressReport, Task, TaskFile

Upload: TypeAlias = "UploadedFile[bytes]"

FILES_PER_REPORT: Final = 10
UNPACKED_MAX: Final = 300 * 1024 * 1024  # bytes; office files unpack to a few times their size, bombs to thousands
OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
OFFICE_OPEN: Final = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that may be kept: `sha256` in hexadecimal, `content_type` by content, not by what was claimed."""

    name: str
    content_type: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its content type and the test of its bytes."""

    content_type: str
    matches: Callable[[bytes], bool]


def attach(
    task: Task,
    report: ProgressReport | None,
    uploads: Sequence[Upload],
    *,
    actor: User,
    party: Party | None = None,
) -> list[TaskFile]:
    """Keep `uploads` with the report, or with the part of a coordinating organisation.

    The same content twice in one form is one file.

    Raises:
        DomainError: naming the first file that is refused and why; nothing is kept then.
    """
    if len(uploads) > FILES_PER_REPORT:
        raise _refused("too_many_files", _("Mỗi lần gửi tối đa %(most)s tệp.") % {"most": FILES_PER_REPORT})
    unique = {checked.sha256: checked for checked in map(check, uploads)}
    blobs.hold(unique)
    return [_store(TaskFile(task=task, report=report, party=party), checked, actor) for checked in unique.values()]


def check(upload: Upload) -> Checked:
    """The upload as it may be kept.

    Raises:
        DomainError: codes `file_empty`, `file_too_large`, `file_kind`, `file_mislabelled`, `file_locked`, `file_macro`,
            `file_infected`, `file_unscanned`.
    """
    name = clean_name(upload.name or "")
    if not upload.size:
        raise _refused("file_empty", _("Tệp “%(name)s” rỗng.") % {"name": name})
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise _refused(
            "file_too_large",
            _("Tệp “%(name)s” lớn hơn giới hạn %(most)s MB.")
            % {"name": name, "most": settings.UPLOAD_MAX_BYTES // 1024 // 1024},
        )
    upload.seek(0)
    data = upload.read()
    form = _format(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    refuse_infected(name, sha256, [data])
    return Checked(name, form.content_type, sha256, data)


def clean_name(given: str) -> str:
    """The last part of the path without control characters, NFC, at most 200 characters, its ending kept."""
    plain = "".join(char for char in nfc(given) if char.isprintable()).replace("\\", "/")
    path = PurePath(PurePath(plain).name or _("tệp"))
    return f"{path.stem[:190]}{path.suffix[:10]}"


def _format(name: str, data: bytes) -> Format:
    ending = PurePath(name).suffix.lower()
    form = FORMATS.get(ending)
    if form is None:
        raise _refused(
            "file_kind",
            _("Không nhận tệp “%(name)s”. Các loại được nhận: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(kind.lstrip(".") for kind in FORMATS)},
        )
    if ending in OFFICE_ENDINGS:
        _not_locked_nor_armed(name, data)
    if not form.matches(data):
        raise _refused(
            "file_mislabelled",
            _("Nội dung tệp “%(name)s” không đúng với đuôi %(ending)s (%(guess)s). Hãy kiểm tra và gửi lại tệp gốc.")
            % {"name": name, "ending": ending, "guess": _guess(data)},
        )
    return form


def _not_locked_nor_armed(name: str, data: bytes) -> None:
    if data.startswith(OLE_MAGIC) and "EncryptedPackage".encode("utf-16-le") in data:
        raise _refused("file_locked", _("Tệp “%(name)s” đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.") % {"name": name})
    members = _members(data)
    if any(member.endswith("vbaProject.bin") for member in members) or _has_ole_macros(data):
        raise _refused("file_macro", _("Tệp “%(name)s” chứa macro nên không được nhận.") % {"name": name})


def _guess(data: bytes) -> str:
    try:
        found = puremagic.magic_string(data[:8192])
    except (puremagic.PureError, ValueError):
        found = []
    kind = found[0].extension.lstrip(".") if found else ""
    return _("có vẻ là %(kind)s") % {"kind": kind} if kind else _("không nhận ra loại nào")


def _store(row: TaskFile, checked: Checked, actor: User) -> TaskFile:
    row.name, row.content_type, row.uploaded_by = checked.name, checked.content_type, actor
    put(row, checked)
    row.save()
    return row


def put(row: TaskFile | InstructionFile, checked: Checked) -> None:
    """Give the row its bytes, those of another row with the same content where there is one.

    `blobs.hold` is called before, so that they are not removed meanwhile.
    """
    row.sha256, row.size = checked.sha256, len(checked.data)
    for model in (TaskFile, InstructionFile):
        kept = model.objects.filter(sha256=checked.sha256).first()
        if kept is not None and kept.content.storage.exists(kept.content.name or ""):
            row.content.name = kept.content.name
            return
    name = f"{checked.sha256[:20]}{PurePath(checked.name).suffix.lower()}"
    row.content.save(name, ContentFile(checked.data), save=False)


def _refused(code: str, sentence: str) -> DomainError:
    return DomainError(sentence, code=code, status=400)


# ── what the bytes say ────────────────────────────────────────────────────────────────────────
def _has_ole_macros(data: bytes) -> bool:
    return data.startswith(OLE_MAGIC) and "_VBA_PROJECT".encode("utf-16-le") in data


def _members(data: bytes) -> Mapping[str, int]:
    """Names in a zip with their unpacked sizes in bytes; nothing when it is no zip or too large unpacked."""
    if not data.startswith(b"PK\x03\x04"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: info.file_size for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return {}
    return members if sum(members.values()) <= UNPACKED_MAX else {}


def _begins(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(magics)


def _pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _office_open(part: str) -> Callable[[bytes], bool]:
    def matches(data: bytes) -> bool:
        members = _members(data)
        return "[Content_Types].xml" in members and part in members

    return matches


def _open_document(kind: str) -> Callable[[bytes], bool]:
    def matches(data: bytes) -> bool:
        members = _members(data)
        if members.get("mimetype", UNPACKED_MAX) > len(OPEN_DOCUMENT) + 40 or "content.xml" not in members:
            return False
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("mimetype").decode("ascii", "replace").strip() == OPEN_DOCUMENT + kind

    return matches


def _ole(*streams: str) -> Callable[[bytes], bool]:
    names = [stream.encode("utf-16-le") for stream in streams]
    return lambda data: data.startswith(OLE_MAGIC) and any(name in data for name in names)


def _text(data: bytes) -> bool:
    """Readable text: no control bytes, and UTF-8 or UTF-16 with its mark or one of the old one-byte Vietnamese sets."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(data, "utf-16")
    if b"\x00" in data or data.lstrip()[:5] in {b"%PDF-", b"{\\rtf"}:
        return False
    control = sum(byte < 0x20 and byte not in b"\t\n\r\f" for byte in data)
    return control == 0 and not data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html", b"<script", b"<?xml"))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


FORMATS: Final[Mapping[str, Format]] = {
    ".pdf": Format("application/pdf", _pdf),
    ".docx": Format(OFFICE_OPEN + "wordprocessingml.document", _office_open("word/document.xml")),
    ".xlsx": Format(OFFICE_OPEN + "spreadsheetml.sheet", _office_open("xl/workbook.xml")),
    ".pptx": Format(OFFICE_OPEN + "presentationml.presentation", _office_open("ppt/presentation.xml")),
    ".odt": Format(OPEN_DOCUMENT + "text", _open_document("text")),
    ".ods": Format(OPEN_DOCUMENT + "spreadsheet", _open_document("spreadsheet")),
    ".doc": Format("application/msword", _ole("WordDocument")),
    ".xls": Format("application/vnd.ms-excel", _ole("Workbook", "Book")),
    ".txt": Format("text/plain", _text),
    ".csv": Format("text/csv", _text),
    ".png": Format("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": Format("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": Format("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".tif": Format("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
    ".tiff": Format("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
}
OFFICE_ENDINGS: Final = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".doc", ".xls"})
