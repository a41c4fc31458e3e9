"""What was read becomes rows: the paper, its structure, its citations and the proposed tasks, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Organisation, User
from accounts.text import search_form
from directives import engine, shingles
from directives.actions.found_targets import propose
from directives.actions.pieces import cite_back, section_of, write_references, write_sections
from directives.candidates import Match
from directives.heads import plain_head
from directives.identity import identify
from directives.kinds import kind_name
from directives.matching import Directory
from directives.models import (
    Directive,
    DirectiveFile,
    DirectiveState,
    DraftState,
    FileState,
    PaperSketch,
    Reading,
    ReadingState,
    Section,
    TaskDraft,
    Urgency,
)
from directives.parsing.types import Document, Extraction, Header, TaskFound

# Longest urgency first: each contains the next.
_URGENCY_WORDS: Final = (
    ("hỏa tốc", Urgency.EXPRESS),
    ("thượng khẩn", Urgency.VERY_URGENT),
    ("khẩn", Urgency.URGENT),
)
_IDENTITY: Final = ("issuer_key", "kind", "number", "number_suffix", "symbol", "period")


@transaction.atomic
def store(file: DirectiveFile, document: Document, extraction: Extraction, *, today: date) -> DirectiveFile:
    """Write everything that was found, or link the file to the paper that is in the registry already.

    A paper that was registered by hand and has no text yet takes the text of the file. A file that another reader
    took over in the meantime is left to that reader.
    """
    if not _still_ours(file):
        file.refresh_from_db()
        return file
    directory = Directory.load(today)
    new = header_row(extraction.header, document.text, file.name, directory)
    known = twin_of(new)
    if known is not None and known.text:
        return link_copy(file, known)
    try:
        return _write(file, known or new, new, document, extraction, directory)
    except IntegrityError:  # the same paper was stored between our look and our writing
        known = twin_of(new)
        if known is None or not known.text:
            raise
        return link_copy(file, known)


def _still_ours(file: DirectiveFile) -> bool:
    """Whether the claim of `read_file` still holds; the row stays locked until the transaction ends."""
    claim = DirectiveFile.objects.select_for_update().filter(pk=file.pk, state=FileState.READING)
    return claim.filter(claimed_at=file.claimed_at).first() is not None


def header_row(header: Header, text: str, file_name: str, directory: Directory) -> Directive:
    """An unsaved row of what the head of the paper says; nothing missing keeps it from being stored."""
    issuer_name = (header.issuer or "")[:300]
    identity = identify(
        number_text=header.number or "", kind=header.kind or "", issuer_name=issuer_name, issued_on=header.issued_on
    )
    row = Directive(
        **identity_columns(identity),
        issuer_id=directory.match(issuer_name, header.issued_on).settled if issuer_name else None,
        issuer_name=issuer_name,
        issued_on=header.issued_on,
        signer=(header.signer or "")[:120],
        signer_capacity=(header.capacity or "")[:200],
        subject=(header.subject or first_line(text))[:1000],
        recipients="\n".join(recipient.name for recipient in header.recipients),
        urgency=urgency_of(header.urgency),
        text=text,
    )
    row.search_text = search_text(row, PurePath(file_name).stem)
    return row


def identity_columns(identity: object) -> dict[str, object]:
    """The columns of `Directive` that an `Identity` fills."""
    return {name: getattr(identity, name) for name in (*_IDENTITY, "number_text")}


def urgency_of(words: str | None) -> Urgency:
    """The degree that the printed words mean."""
    said = (words or "").lower()
    return next((degree for word, degree in _URGENCY_WORDS if word in said), Urgency.NORMAL)


def first_line(text: str) -> str:
    """The first line with words: what a paper without a printed subject is called until a clerk names it."""
    return next((line.strip()[:300] for line in text.splitlines() if line.strip()), "")


def search_text(row: Directive, *more: str) -> str:
    """What the search box looks through: the header in every spelling that people type."""
    number = f"{row.number}" if row.number is not None else ""
    return search_form(
        row.number_text, number, row.kind, kind_name(row.kind), row.subject, row.issuer_name, row.signer, *more
    )


def twin_of(row: Directive) -> Directive | None:
    """The paper of the registry with the same identity, where the identity is complete."""
    if row.number is None or not row.period:
        return None
    same = {name: getattr(row, name) for name in _IDENTITY}
    return Directive.objects.filter(**same).exclude(pk=row.pk).first()


@transaction.atomic
def link_copy(file: DirectiveFile, known: Directive) -> DirectiveFile:
    """Settle the file as another copy of a known paper."""
    file.directive, file.state, file.problem_code = known, FileState.DUPLICATE, "duplicate"
    file.problem = _("Văn bản này đã có trong sổ: %(paper)s; tệp được lưu kèm văn bản đó.") % {"paper": known}
    file.save(update_fields=["directive", "state", "problem", "problem_code"])
    audit.record("file.duplicate", file, actor=file.uploaded_by, after={"directive": known.pk})
    return file


@transaction.atomic
def _write(
    file: DirectiveFile,
    target: Directive,
    found: Directive,
    document: Document,
    extraction: Extraction,
    directory: Directory,
) -> DirectiveFile:
    """Save the paper (new, or registered by hand before) with all that hangs on it."""
    _fill(target, found)
    target.state = DirectiveState.PARSED
    target.warnings = list(dict.fromkeys((*document.warnings, *extraction.warnings)))
    target.registered_by = target.registered_by or file.uploaded_by
    target.save()
    sections = write_sections(target, extraction.sections)
    write_references(target, extraction.references)
    save_proposals(proposals(target, extraction.tasks, sections, directory))
    cite_back(target)
    propose(target)
    note_reading(target, file.uploaded_by, plain_head(vars(found)))
    file.directive, file.state, file.page_starts = target, FileState.READ, list(document.page_starts)
    file.save(update_fields=["directive", "state", "page_starts"])
    after = {"file": file.pk, "drafts": len(extraction.tasks), "number": target.number_text}
    audit.record("directive.read", target, actor=file.uploaded_by, after=after)
    return file


def _fill(target: Directive, found: Directive) -> None:
    """What was registered by hand stays; the text comes from the file."""
    target.text = found.text
    if target.pk is not None:
        target.version += 1
    for name in ("subject", "signer", "signer_capacity", "issuer_id", "issued_on", "recipients"):
        if not getattr(target, name):
            setattr(target, name, getattr(found, name))
    if target is not found:
        target.search_text = search_text(target)


@dataclass(frozen=True, slots=True)
class _Parties:
    """Who a proposed task is for, as far as matching is sure, and what it thought."""

    leads: list[int]
    coordinating: list[int]
    candidates: list[dict[str, object]]
    doubts: list[str]


def parties(lead: Iterable[str], coordinating: Iterable[str], directory: Directory, on: date | None) -> _Parties:
    """Settle the mentions of one task; a group or a doubtful name settles nothing and is offered instead."""
    leads, helpers = directory.match_all(lead, on), directory.match_all(coordinating, on)
    sure = _settled(leads)
    unsettled = [match for match in leads if not match.settled_all]
    candidates = [row for match in leads for row in match.as_json()]
    helping = [pk for pk in _settled(helpers) if pk not in sure]
    return _Parties(sure, helping, candidates, [match.doubt()[:500] for match in unsettled])


def _settled(matches: Iterable[Match]) -> list[int]:
    return list(dict.fromkeys(pk for match in matches for pk in match.settled_all))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that is not saved yet, with the keys of its bodies."""

    draft: TaskDraft
    leads: list[int]
    coordinating: list[int]


def proposals(
    directive: Directive, found: Iterable[TaskFound], sections: list[Section], directory: Directory
) -> list[Proposal]:
    """What the engine found as drafts of this paper, in order, with the bodies that matching settles."""
    rows = []
    for order, task in enumerate(found, start=1):
        who = parties(task.lead, task.coordinating, directory, directive.issued_on)
        draft = _draft(directive, order, task, who.candidates, who.doubts, sections)
        rows.append(Proposal(draft, who.leads, who.coordinating))
    return rows


def save_proposals(rows: Iterable[Proposal]) -> None:
    """Insert the drafts with their bodies (three statements)."""
    kept = list(rows)
    TaskDraft.objects.bulk_create(row.draft for row in kept)
    set_parties({row.draft: (row.leads, row.coordinating) for row in kept})


def note_reading(directive: Directive, actor: User | None, head: dict[str, str]) -> None:
    """Keep with which version the paper was read, how its head was read, and the sketch of its text."""
    done = {"engine": engine.version(), "state": ReadingState.APPLIED, "head": head}
    Reading.objects.create(directive=directive, asked_by=actor, decided_by=actor, **done)
    sketch_paper(directive)


def sketch_paper(directive: Directive) -> None:
    """Keep the sketch of the text by which near-identical papers are found."""
    hashes = shingles.sketch_of_paper(directive.text)
    PaperSketch.objects.update_or_create(directive=directive, defaults={"hashes": hashes})


def set_parties(wanted: dict[TaskDraft, tuple[list[int], list[int]]]) -> None:
    """Write leads and coordinating bodies of new drafts with one statement for each kind."""
    lead, helper = TaskDraft.leads.through, TaskDraft.coordinating.through
    pairs = wanted.items()
    lead.objects.bulk_create(lead(taskdraft_id=row.pk, organisation_id=pk) for row, (pks, _) in pairs for pk in pks)
    helper.objects.bulk_create(helper(taskdraft_id=row.pk, organisation_id=pk) for row, (_, pks) in pairs for pk in pks)


def _draft(
    directive: Directive,
    order: int,
    task: TaskFound,
    candidates: list[dict[str, object]],
    doubts: list[str],
    sections: list[Section],
) -> TaskDraft:
    deadline = task.deadline
    early = too_early(deadline.due_on, directive.issued_on)
    warnings = dict.fromkeys((*task.warnings, *deadline.warnings, *doubts, *([early] if early else [])))
    return TaskDraft(
        directive=directive,
        section=section_of(sections, task.span.start),
        order=order,
        path=task.path[:120],
        start=task.span.start,
        end=task.span.end,
        text=task.text,
        product=task.product[:500],
        lead_mentions=[mention[:500] for mention in task.lead],
        coordinating_mentions=[mention[:500] for mention in task.coordinating],
        candidates=candidates,
        deadline_phrase=(deadline.phrase or "")[:500],
        due_on=deadline.due_on,
        precision=deadline.precision.value,
        recurrence=(deadline.recurrence or "")[:200],
        confidence=min(max(task.confidence, 0.0), 1.0),
        reasons=list(task.reasons),
        warnings=list(warnings),
        state=DraftState.PROPOSED,
    )


def too_early(due_on: date | None, issued_on: date | None) -> str:
    """One sentence when the deadline lies before the day of issue, else an empty text."""
    if due_on is None or issued_on is None or due_on >= issued_on:
        return ""
    days = {
        "due": date_format(due_on, "SHORT_DATE_FORMAT"),
        "issued": date_format(issued_on, "SHORT_DATE_FORMAT"),
    }
    return _("Hạn %(due)s sớm hơn ngày ban hành %(issued)s; hãy kiểm tra lại hạn hoặc ngày ban hành.") % days


def renumber(directive: Directive, after: int) -> None:
    """Make room in the order of drafts for one more behind `after`."""
    TaskDraft.objects.filter(directive=directive, order__gt=after).update(order=F("order") + 1)


def organisation_named(name: str, directory: Directory, on: date | None) -> Organisation | None:
    """The organisation that `name` means beyond doubt."""
    settled = directory.match(name, on).settled if name else None
    return None if settled is None else Organisation.objects.filter(pk=settled).first()
