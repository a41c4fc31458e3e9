"""Reading a paper once more with a newer engine: what a person reviewed stays, the rest changes only as accepted."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from directives import engine, policy
from directives.actions import intake
from directives.actions.history import values_of
from directives.actions.rereading import Rereading, put_back, replace_by, snapshot
from directives.actions.rows import lock_directive, reopen
from directives.differences import Difference, Moved, compare
from directives.matching import Directory
from directives.models import (
    OPEN_READINGS,
    Directive,
    DirectiveState,
    FileState,
    Reading,
    ReadingState,
)
from directives.models.directive import DirectiveQuerySet
from directives.parsing.errors import UnreadableFile
from directives.parsing.types import Document

log = logging.getLogger(__name__)

CLAIM_LASTS: Final = timedelta(minutes=10)
IN_REVIEW: Final = (DirectiveState.PARSED, DirectiveState.REVIEWED)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of one reading; `obstacle` is why they cannot be applied, "" when they can."""

    rows: list[Difference]
    text_changes: bool
    obstacle: str = ""

    @property
    def open(self) -> list[Difference]:
        """What a person decides about."""
        return [row for row in self.rows if row.is_open]


def outdated(papers: DirectiveQuerySet) -> DirectiveQuerySet:
    """Papers in review whose latest reading was by another version of the engine than this one."""
    latest = Reading.objects.filter(directive=OuterRef("pk"), state=ReadingState.APPLIED).order_by("-pk")
    with_engine = (
        papers.filter(state__in=IN_REVIEW).exclude(text="").annotate(read_by=Subquery(latest.values("engine")[:1]))
    )
    return with_engine.filter(~Q(read_by=engine.version()) | Q(read_by=None))


# ── asking and reading ────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask(directive_id: int, *, actor: User | None, today: date) -> Reading:
    """A reading that waits for the worker; one that is open already by this version is given back instead.

    A released paper may be read again too: it is shown, never changed.

    Raises:
        Refused: not a registry keeper.
        DomainError: the paper has no text.
    """
    if actor is not None:
        policy.may(actor, "register", None, today).require()
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    if not directive.text:
        raise DomainError(_("Văn bản chưa có nội dung để đọc; hãy tải tệp của văn bản lên."), code="no_text")
    known = directive.readings.filter(state__in=OPEN_READINGS).first()
    if known is not None and (known.engine == engine.version() or known.state != ReadingState.COMPARED):
        return known
    if known is not None:
        _close(known, ReadingState.DISCARDED, actor)
    reading = Reading.objects.create(directive=directive, engine=engine.version(), asked_by=actor)
    audit.record("directive.reparse_asked", directive, actor=actor, after={"engine": reading.engine})
    return reading


def waiting() -> list[int]:
    """Readings that nobody carries out: never claimed, or claimed by a worker that died; oldest first."""
    dead = Q(state=ReadingState.READING, claimed_at__lt=timezone.now() - CLAIM_LASTS)
    rows = Reading.objects.filter(Q(state=ReadingState.WAITING) | dead)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def carry_out(reading_id: int, *, today: date) -> Reading:
    """Read the paper of a waiting reading and keep what was found; one that is being read is left alone.

    A reading without any difference is applied at once, which only notes the newer version.
    """
    reading = _claim(reading_id)
    if reading is None:
        return Reading.objects.get(pk=reading_id)
    try:
        found = reread(reading.directive, today=today)
    except UnreadableFile as error:
        return _failed(reading, str(error))
    except Exception:  # the parser call is an edge: a fault in it leaves the paper as it is
        log.exception("directive.not_reread directive=%s", reading.directive_id)
        return _failed(reading, _("Bộ đọc mới gặp lỗi với văn bản này; bản hiện tại được giữ nguyên."))
    return _compared(reading, found)


@transaction.atomic
def _claim(reading_id: int) -> Reading | None:
    free = Q(state=ReadingState.WAITING) | Q(state=ReadingState.READING, claimed_at__lt=timezone.now() - CLAIM_LASTS)
    rows = Reading.objects.select_for_update(skip_locked=True, of=("self",)).filter(free, pk=reading_id)
    reading = rows.select_related("directive").first()
    if reading is not None:
        reading.state, reading.claimed_at, reading.engine = ReadingState.READING, timezone.now(), engine.version()
        reading.save(update_fields=["state", "claimed_at", "engine"])
    return reading


def reread(directive: Directive, *, today: date) -> Rereading:
    """What this version of the engine makes of the paper's file, or of its text when no file was kept.

    Raises:
        UnreadableFile: the file is gone, cannot be read, or is secret for this version of the reader.
    """
    file = directive.files.filter(state=FileState.READ).order_by("-pk").first()
    document = intake.document_of(file) if file and file.content else Document(directive.text)
    extraction = engine.read_tasks(document, received_on=directive.received_on)
    if extraction.header.secrecy:
        raise UnreadableFile(_("Bộ đọc mới thấy dấu chỉ độ mật trên văn bản này; hãy kiểm tra bản gốc ngay."))
    return Rereading.of(directive, document.text, extraction, Directory.load(today))


@transaction.atomic
def _compared(reading: Reading, found: Rereading) -> Reading:
    reading.found = found.as_json()
    comparison = comparison_of(reading)
    reading.differences = len(comparison.open)
    same = not comparison.open and not comparison.text_changes
    reading.state = ReadingState.APPLIED if same else ReadingState.COMPARED
    if same:
        reading.found, reading.decided_at = {}, timezone.now()
    reading.save(update_fields=["found", "differences", "state", "decided_at"])
    return reading


def _failed(reading: Reading, sentence: str) -> Reading:
    reading.state, reading.problem = ReadingState.FAILED, sentence[:500]
    reading.save(update_fields=["state", "problem"])
    return reading


def comparison_of(reading: Reading) -> Comparison:
    """The reading against the proposals as they stand now (three queries)."""
    found = Rereading.from_json(reading.found)
    return compare_with(reading.directive, found)


def compare_with(directive: Directive, found: Rereading) -> Comparison:
    """What `found` would change in the paper as it stands now."""
    moved = Moved(directive.text, found.text_for(directive))
    rows = compare(values_of(directive.drafts.all()), found.drafts, moved)
    return Comparison(rows, not moved.is_same, _obstacle(rows, moved))


def _obstacle(rows: list[Difference], moved: Moved) -> str:
    """Reviewed clauses must be found again in a text that reads differently, else nothing is changed."""
    lost = [row for row in rows if row.kind == "kept" and row.old and not moved.span(row.old["start"], row.old["end"])]
    if not lost:
        return ""
    names = ", ".join(row.old["path"] or str(row.old["order"]) for row in lost[:5] if row.old)
    return _(
        "Bản đọc lại có lời văn khác ở điểm đã rà soát (%(names)s) nên không áp dụng được; hãy giữ bản hiện tại."
    ) % {"names": names}


# ── deciding ──────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def apply(reading_id: int, take: Collection[str], *, actor: User, today: date, seen_version: int | None) -> Reading:
    """Take over the rows named in `take` (keys of differences); whatever is not named stays as it is.

    A second call changes nothing.

    Raises:
        Refused: not a registry keeper, or the paper has been released.
        Stale: the paper changed since the differences were shown.
        DomainError: the reading is not open any more, or its text cannot be laid under what was reviewed.
    """
    reading = _locked(reading_id)
    if reading.state == ReadingState.APPLIED:
        return reading
    directive = lock_directive(reading.directive_id, actor=actor, today=today, seen_version=seen_version)
    _require_open(reading)
    reading.directive = directive
    comparison = comparison_of(reading)
    if comparison.obstacle:
        raise DomainError(comparison.obstacle, code="text_differs")
    before = snapshot(directive, with_text=comparison.text_changes)
    changed = replace_by(directive, Rereading.from_json(reading.found), comparison.rows, take)
    reopen(directive)
    reading.before, reading.found, reading.version_after = before, {}, directive.version
    _close(reading, ReadingState.APPLIED, actor)
    audit.record("directive.reparsed", directive, actor=actor, before={"engine": reading.engine}, after=changed)
    return reading


@transaction.atomic
def discard(reading_id: int, *, actor: User, today: date) -> Reading:
    """Keep everything as it is.

    Raises:
        Refused: not a registry keeper.
        DomainError: the reading is not open any more.
    """
    policy.may(actor, "register", None, today).require()
    reading = _locked(reading_id)
    if reading.state == ReadingState.DISCARDED:
        return reading
    _require_open(reading)
    reading.found = {}
    _close(reading, ReadingState.DISCARDED, actor)
    audit.record("directive.reparse_discarded", reading.directive, actor=actor, after={"engine": reading.engine})
    return reading


@transaction.atomic
def undo(reading_id: int, *, actor: User, today: date) -> Reading:
    """Put everything back as it was before `apply`, as long as nobody changed the paper since.

    Raises:
        Refused: not a registry keeper, or the paper has been released.
        DomainError: something newer touched the paper.
    """
    reading = _locked(reading_id)
    if reading.state == ReadingState.UNDONE:
        return reading
    directive = lock_directive(reading.directive_id, actor=actor, today=today)
    if not may_undo(reading, directive):
        raise DomainError(
            _("Văn bản đã có thay đổi mới sau lần đọc lại nên không hoàn lại được; hãy sửa từng đề xuất."),
            code="touched_since",
        )
    put_back(directive, reading.before)
    reopen(directive)
    reading.before, reading.version_after = {}, None
    _close(reading, ReadingState.UNDONE, actor)
    audit.record("directive.reparse_undone", directive, actor=actor, after={"engine": reading.engine})
    return reading


def may_undo(reading: Reading, directive: Directive) -> bool:
    """Whether nothing newer touched the paper since the reading was applied."""
    return reading.state == ReadingState.APPLIED and reading.version_after == directive.version and bool(reading.before)


def _locked(reading_id: int) -> Reading:
    rows = Reading.objects.select_for_update(of=("self",)).select_related("directive")
    return rows.get(pk=reading_id)


def _require_open(reading: Reading) -> None:
    if reading.state != ReadingState.COMPARED:
        words: dict[str, Any] = {"state": reading.get_state_display()}
        raise DomainError(_("Lượt đọc lại này không còn chờ quyết định (%(state)s).") % words, code="not_open")


def _close(reading: Reading, state: ReadingState, actor: User | None) -> None:
    reading.state, reading.decided_by, reading.decided_at = state, actor, timezone.now()
    try:
        reading.save(update_fields=["state", "decided_by", "decided_at", "found", "before", "version_after"])
    except IntegrityError as error:
        raise DomainError(_("Văn bản này đang có một lượt đọc lại khác."), code="other_reading") from error
