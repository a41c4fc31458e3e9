"""Making the files that people asked for in the background: claim, write, settle.

A file is made as its owner: what they may see at that moment. A worker that dies leaves a claim that another takes over
after `CLAIM_LASTS`; one that lost its claim settles nothing, so a job delivered twice makes one file.
"""

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO, Final

from django.core.files import File
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from tasks.asof import as_it_stood, rebuilt_words
from tasks.filters import TaskFilter
from tasks.models import Export, ExportState, Notice, NoticeKind, Task
from tasks.reports.book import Head
from tasks.reports.columns import with_columns
from tasks.reports.list_files import nobody, write_csv, write_xlsx

log = logging.getLogger(__name__)

MOST_IN_A_SHEET: Final = 1_000_000
"""Excel holds 1,048,576 rows in a sheet, its head included."""
PAST_LEASE: Final = timedelta(minutes=12)
"""A past day is read in one transaction, in which nobody would see progress; its claim is longer instead."""


class ClaimLost(Exception):
    """Somebody cancelled the file, or another worker has taken it over."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file that lies in `file`."""

    file: IO[bytes]
    rows: int


@transaction.atomic
def claim(now: datetime, *, only: int | None = None) -> Export | None:
    """Take the next file that is to be made (or the one named) for this worker."""
    waiting = Export.objects.to_make(now)
    if only is not None:
        waiting = waiting.filter(pk=only)
    found = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if found is not None:
        found.state, found.claimed_at, found.done, found.problem = ExportState.RUNNING, now, 0, ""
        found.save(update_fields=["state", "claimed_at", "done", "problem"])
    return found


def make(export: Export, today: date) -> None:
    """Write the file of a claimed row and settle it; what goes wrong is told to its owner in one sentence."""
    with suppress(ClaimLost), translation.override(export.owner.language), TemporaryFile() as file:
        try:
            made = Made(file, _write(export, file, today))
        except DomainError as error:
            _fail(export, str(error))
        except ClaimLost:
            raise
        except Exception:  # the edge of the job: whatever it is, the owner hears of it and others go on
            log.exception("export.failed export=%s", export.pk)
            _fail(export, _("Có lỗi khi tạo tệp; hãy bấm “Tạo lại”, nếu vẫn lỗi thì báo quản trị hệ thống."))
        else:
            _settle(export, made, today)


def _write(export: Export, file: IO[bytes], today: date) -> int:
    day = export.day or today
    told = partial(_tell, export) if day == today else nobody
    if day != today:
        _renew(export, lease=PAST_LEASE)
    with as_it_stood(day, today):
        filters = TaskFilter(QueryDict(export.query), today=day)
        tasks = filters.narrow(Task.objects.visible_to(export.owner, today))
        total = tasks.order_by().count()
        if export.form == "xlsx" and total > MOST_IN_A_SHEET:
            raise DomainError(_("Danh sách dài hơn một trang tính Excel; hãy chọn CSV hoặc thu hẹp bộ lọc."))
        export.total = total
        told(0)
        head = Head(_("DANH SÁCH NHIỆM VỤ"), f"{_moment(export, day, today)} {filters.statement()}.")
        write = write_xlsx if export.form == "xlsx" else write_csv
        listed = with_columns(tasks, filters.counted_by, filters.on_map)
        return write(file, listed, day=day, head=head, told=told)


def _moment(export: Export, day: date, today: date) -> str:
    words = {"day": f"{day:%d/%m/%Y}", "name": export.owner.full_name}
    if day != today:
        said = _("Số liệu đến hết ngày %(day)s, trong phạm vi được xem của %(name)s.") % words
        return f"{said} {rebuilt_words(day)}".strip()
    words["moment"] = date_format(timezone.localtime(), "H:i d/m/Y")
    return _("Số liệu tính đến %(moment)s, trong phạm vi được xem của %(name)s.") % words


def _tell(export: Export, done: int) -> None:
    _renew(export, done=done, total=export.total)


def _renew(export: Export, *, lease: timedelta = timedelta(), **progress: int) -> None:
    """Keep the claim, and tell how far it is.

    Raises:
        ClaimLost: it is no longer ours.
    """
    now = timezone.now() + lease
    held = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING, claimed_at=export.claimed_at)
    if not held.update(claimed_at=now, **progress):
        raise ClaimLost
    export.claimed_at = now


@transaction.atomic
def _settle(export: Export, made: Made, today: date) -> None:
    """Keep the bytes, say that it is ready, and note it; nothing of that when the claim is lost."""
    row = Export.objects.select_for_update().get(pk=export.pk)
    if row.state != ExportState.RUNNING or row.claimed_at != export.claimed_at:
        raise ClaimLost
    now = timezone.now()
    size = made.file.seek(0, SEEK_END)
    made.file.seek(0)
    row.sha256 = _digest(made.file)
    made.file.seek(0)
    row.name = f"nhiem-vu-{(row.day or today):%Y%m%d}-{row.pk}.{row.form}"
    row.content.save(f"{row.sha256[:16]}-{row.pk}.{row.form}", File(made.file), save=False)
    row.state, row.done, row.total, row.size, row.ended_at = ExportState.READY, made.rows, made.rows, size, now
    row.save()
    facts = {"name": row.name, "rows": made.rows, "url": reverse("export-list")}
    key = f"export:{row.pk}:{now:%Y%m%d%H%M%S}"
    Notice.objects.create(recipient_id=row.owner_id, key=key, kind=NoticeKind.EXPORT, day=today, facts=facts)
    about = {"form": row.form, "rows": made.rows, "query": row.query[:300]}
    audit.record("export.made", row, actor=row.owner, after=about)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def _fail(export: Export, problem: str) -> None:
    held = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING, claimed_at=export.claimed_at)
    held.update(state=ExportState.FAILED, problem=problem[:500], ended_at=timezone.now())
