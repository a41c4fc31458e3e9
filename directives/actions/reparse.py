"""Reading a paper once more with a newer engine: what a person reviewed stays, the rest changes only as accepted."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import User
from directives import engine, policy
from directives.actions import intake
from directives.actions.history import values_of
from directives.actions.rereading import Rereading, put_back, read_from, replace_by, snapshot, take_head
from directives.actions.rows import lock_directive, reopen
from directives.differences import Difference, Moved, compare
from directives.heads import HeadDifference, compare_citations, compare_heads, plain_head
from directives.matching import Directory
from directives.models import (
    OPEN_READINGS,
    Directive,
    DirectiveState,
    Reading,
    ReadingState,
)
from directives.models.directive import DirectiveQuerySet
from directives.models.section import RELATIONS
from directives.parsing.errors import UnreadableFile
from directives.parsing.types import Document

log = logging.getLogger(__name__)

CLAIM_LASTS: Final = timedelta(minutes=10)
IN_REVIEW: Final = (DirectiveState.PARSED, DirectiveState.REVIEWED)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of one reading; `obstacle` is why they cannot be applied, "" when they can.

    `head` holds the fields of the head, all of them open.
    """

    rows: list[Difference]
    text_changes: bool
    obstacle: str = ""
    head: list[HeadDifference] = field(default_factory=list)

    @property
    def open(self) -> list[Difference]:
        """Clauses that a person decides about."""
        return [row for row in self.rows if row.is_open]

    @property
    def count(self) -> int:
        """How many decisions there are."""
        return len(self.open) + len(self.head)


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
        acting.require(policy.may, actor, "register", None, today=today)
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
    rows = Reading.objects.select_related("directive").filter(free, pk=reading_id)
    reading = locked(rows, skip_locked=True).first()
    if reading is not None:
        reading.state, reading.claimed_at, reading.engine = ReadingState.READING, timezone.now(), engine.version()
        reading.save(update_fields=["state", "claimed_at", "engine"])
    return reading


def reread(directive: Directive, *, today: date) -> Rereading:
    """What this version of the engine makes of the paper's file, or of its text when no file was kept.

    Raises:
        UnreadableFile: the file is gone, cannot be read, or is secret for this version of the reader.
    """
    file = read_from(directive)
    document = intake.document_of(file) if file and file.content else Document(directive.text)
    extraction = engine.read_tasks(document, received_on=directive.received_on)
    if extraction.header.secrecy:
        raise UnreadableFile(_("Bộ đọc mới thấy dấu chỉ độ mật trên văn bản này; hãy kiểm tra bản gốc ngay."))
    return Rereading.of(directive, document, extraction, Directory.load(today))


@transaction.atomic
def _compared(reading: Reading, found: Rereading) -> Reading:
    reading.found = found.as_json()
    comparison = comparison_of(reading)
    reading.differences, reading.head = comparison.count, {**_last_head(reading.directive), **found.head}
    same = not comparison.count and not comparison.text_changes
    reading.state = ReadingState.APPLIED if same else ReadingState.COMPARED
    if same:
        reading.found, reading.decided_at = {}, timezone.now()
    if not comparison.text_changes:
        _keep_pages(reading.directive, found.page_starts)
    reading.save(update_fields=["found", "head", "differences", "state", "decided_at"])
    return reading


def _keep_pages(directive: Directive, page_starts: list[int]) -> None:
    """Where pages begin in a text that reads as it did is no matter of opinion; older readings did not know it."""
    file = read_from(directive)
    if file is not None and file.page_starts != page_starts:
        file.page_starts = page_starts
        file.save(update_fields=["page_starts"])


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
    return Comparison(rows, not moved.is_same, _obstacle(rows, moved), _head_differences(directive, found))


def _head_differences(directive: Directive, found: Rereading) -> list[HeadDifference]:
    """Fields of the head and the papers cited (two queries)."""
    fields = compare_heads(plain_head(vars(directive)), _last_head(directive), found.head)
    now = directive.references.values_list("number_text", "relation", "issued_on")
    stored = [(number, relation, str(day or "")) for number, relation, day in now]
    words = {relation: str(label) for relation, label in RELATIONS}
    cited = compare_citations(stored, found.citations(), words)
    return [*fields, *([cited] if cited else [])]


def _last_head(directive: Directive) -> dict[str, str]:
    """How the machine read the head when a reading was applied last; empty where it was not kept."""
    applied = directive.readings.filter(state=ReadingState.APPLIED).order_by("-pk")
    return applied.values_list("head", flat=True).first() or {}


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
    """Take over the rows named in `take` (keys of differences, of clauses and of the head); the rest stays as it is.

    A second call changes nothing.

    Raises:
        Refused: not a registry keeper, or the paper has been released.
        Stale: the paper changed since the differences were shown.
        AlreadyRegistered: with the head that was chosen it is another paper of the registry.
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
    found = Rereading.from_json(reading.found)
    changed: dict[str, object] = {**replace_by(directive, found, comparison.rows, take)}
    changed |= take_head(directive, found, take, Directory.load(today))
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
    acting.require(policy.may, actor, "register", None, today=today)
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
    return locked(Reading.objects.select_related("directive").filter(pk=reading_id)).get()


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
