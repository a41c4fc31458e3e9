"""A later reading of a paper as plain values, and the rows that it replaces and gives back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db import models

from accounts import audit
from directives.actions import registry
from directives.actions.found_targets import propose
from directives.actions.history import values_of
from directives.actions.pieces import cite_back, section_of, write_references, write_sections
from directives.actions.storing import header_row, proposals, sketch_paper
from directives.differences import COMPARED, REMARKS, Difference, Kind, Moved
from directives.heads import CITED, HEAD, PREFIX, Citation, plain_head
from directives.matching import Directory
from directives.models import Directive, DirectiveFile, FileState, Reference, Section, TaskDraft, bodies
from directives.parsing.types import Document, Extraction, ReferenceFound, Relation, SectionFound, SectionKind, Span

Values = dict[str, Any]

_BODIES: Final = ("leads", "coordinating")
_TAKEN: Final = tuple(name for name in (*COMPARED, *REMARKS) if name not in _BODIES)
_COLUMNS: Final = {column.attname: column for column in TaskDraft._meta.concrete_fields}
_COLUMNS_OF_PAPER: Final = {column.attname: column for column in Directive._meta.concrete_fields}
_HEAD_COLUMNS: Final = (
    *HEAD,
    *("number", "number_suffix", "symbol", "period", "unnumbered"),
    *("issuer_id", "issuer_key", "search_text", "warnings"),
)
_KEEPS: Final = frozenset({"id", "directive_id", "version"})


@dataclass(frozen=True, slots=True)
class Rereading:
    """What an engine found, as JSON can hold it; `text` None means that the text reads as it did."""

    text: str | None
    sections: list[Values]
    references: list[Values]
    drafts: list[Values]
    head: dict[str, str] = field(default_factory=dict)
    page_starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, directive: Directive, document: Document, extraction: Extraction, directory: Directory) -> "Rereading":
        """The findings of `extraction`, with agencies matched by the date of the paper."""
        text = document.text
        found = proposals(directive, extraction.tasks, [], directory)
        rows = [
            audit.plain({name: getattr(row.draft, name) for name in _TAKEN})
            | {"leads": row.leads, "coordinating": row.coordinating, "order": row.draft.order}
            for row in found
        ]
        return cls(
            text=None if text == directive.text else text,
            sections=[audit.plain(asdict(part)) for part in extraction.sections],
            references=[audit.plain(asdict(reference)) for reference in extraction.references],
            drafts=rows,
            head=_head(extraction, text, directory),
            page_starts=list(document.page_starts),
        )

    def as_json(self) -> Values:
        """For `Reading.found`."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Rereading":
        """What `as_json` gave."""
        return cls(**values)

    def text_for(self, directive: Directive) -> str:
        """The text of the paper as this reading has it."""
        return directive.text if self.text is None else self.text

    def sections_found(self) -> list[SectionFound]:
        """The structure as the engine gave it."""
        return [
            SectionFound(**{**part, "kind": SectionKind(part["kind"]), "span": Span(**part["span"])})
            for part in self.sections
        ]

    def citations(self) -> list[Citation]:
        """The citations as they would be stored."""
        once = {(row["number"][:80], row["relation"]): row["issued_on"] or "" for row in reversed(self.references)}
        return [(number, relation, day) for (number, relation), day in once.items()]

    def references_found(self) -> list[ReferenceFound]:
        """The citations as the engine gave them."""
        return [
            ReferenceFound(
                number=row["number"],
                issued_on=_day(row["issued_on"] or ""),
                relation=Relation(row["relation"]),
                span=Span(**row["span"]),
            )
            for row in self.references
        ]


def _head(extraction: Extraction, text: str, directory: Directory) -> dict[str, str]:
    """The head as it was read; the first line, which stands in for a subject that is not printed, says nothing new."""
    head = plain_head(vars(header_row(extraction.header, text, "", directory)))
    return head if extraction.header.subject else {name: head[name] for name in head if name != "subject"}


# ── replacing ─────────────────────────────────────────────────────────────────────────────────
def replace_by(
    directive: Directive, found: Rereading, rows: Iterable[Difference], take: Collection[str]
) -> dict[str, list[int]]:
    """Write the text, the structure and the chosen rows of a reading; keys of the proposals changed, made, removed.

    Rows that read the same take over the machine's newer remarks in any case. Fields of the head are `take_head`'s.
    """
    moved = Moved(directive.text, found.text_for(directive))
    chosen = [row for row in rows if row.kind is Kind.SAME or row.key in take]
    done: dict[str, list[int]] = {"changed": [], "made": [], "removed": []}
    _move_spans(directive, moved, {row.draft for row in chosen})
    if found.text is not None:
        _lay_text(directive, found.text, found.page_starts)
    gone = [row.draft for row in chosen if row.kind is Kind.GONE and row.draft is not None]
    directive.drafts.filter(pk__in=gone).delete()
    done["removed"] += gone
    drafts = directive.drafts.in_bulk()
    for row in chosen:
        if row.new is not None and row.kind is not Kind.KEPT:
            draft = drafts[row.draft] if row.draft else TaskDraft(directive=directive, order=0)
            _take_over(draft, row.new)
            done["changed" if row.kind is Kind.CHANGED else "made"] += [draft.pk] if row.kind is not Kind.SAME else []
    _write_structure(directive, found)
    if f"{PREFIX}{CITED}" in take:
        _write_citations(directive, found)
    else:
        _move_citations(directive, moved)
    propose(directive)
    return done


def take_head(directive: Directive, found: Rereading, take: Collection[str], directory: Directory) -> dict[str, object]:
    """Write the chosen fields of the head, saved with the identity that follows from them; the columns that changed.

    Raises:
        AlreadyRegistered: with the new number, kind, body or day it is another paper of the registry.
    """
    chosen: dict[str, str] = {
        name: found.head[name] for name in HEAD if f"{PREFIX}{name}" in take and name in found.head
    }
    if not chosen:
        return {}
    typed: dict[str, Any] = {**chosen, **({"issued_on": _day(chosen["issued_on"])} if "issued_on" in chosen else {})}
    if chosen.get("number_text"):
        typed["unnumbered"] = False
    values = replace(registry.HeaderValues.of(directive), **typed)
    registry.set_header(directive, values, directory)
    registry.save_once(directive)
    return dict(chosen)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _lay_text(directive: Directive, text: str, page_starts: list[int]) -> None:
    """Put another text under the paper, with the places where the pages of its file begin in it."""
    directive.text = text
    directive.save(update_fields=["text"])
    file = read_from(directive)
    if file is not None:
        file.page_starts = page_starts
        file.save(update_fields=["page_starts"])
    sketch_paper(directive)


def read_from(directive: Directive) -> DirectiveFile | None:
    """The file that the text of the paper was read from; None when it was registered without one."""
    return directive.files.filter(state=FileState.READ).order_by("-pk").first()


def _move_spans(directive: Directive, moved: Moved, replaced: Collection[int | None]) -> None:
    """Lay proposals that stay under the new text; one whose words are gone keeps to the bounds of the text."""
    if moved.is_same:
        return
    staying = [draft for draft in directive.drafts.all() if draft.pk not in replaced]
    end = len(moved.new)
    for draft in staying:
        span = moved.span(draft.start, draft.end)
        draft.start, draft.end = span or (min(draft.start, end), min(draft.end, end))
    TaskDraft.objects.bulk_update(staying, ["start", "end"])


def _take_over(draft: TaskDraft, values: Values | Mapping[str, Any]) -> None:
    for name in _TAKEN:
        setattr(draft, name, _COLUMNS[name].to_python(values[name]))
    draft.version += draft.pk is not None
    draft.save()
    bodies.write(draft, values["leads"], values["coordinating"])


def _write_structure(directive: Directive, found: Rereading) -> None:
    """Structure and order anew; every proposal hangs on the piece that now holds it."""
    directive.sections.all().delete()
    sections = write_sections(directive, found.sections_found())
    drafts = sorted(directive.drafts.all(), key=lambda draft: (draft.start, draft.order, draft.pk))
    for order, draft in enumerate(drafts, start=1):
        draft.order, draft.section = order, section_of(sections, draft.start)
    TaskDraft.objects.bulk_update(drafts, ["order", "section"], batch_size=500)


def _write_citations(directive: Directive, found: Rereading) -> None:
    directive.references.all().delete()
    write_references(directive, found.references_found())
    cite_back(directive)


def _move_citations(directive: Directive, moved: Moved) -> None:
    """Lay the citations that stay under the new text."""
    if moved.is_same:
        return
    rows, end = list(directive.references.all()), len(moved.new)
    for row in rows:
        row.start, row.end = moved.span(row.start, row.end) or (min(row.start, end), min(row.end, end))
    Reference.objects.bulk_update(rows, ["start", "end"])


# ── giving back ───────────────────────────────────────────────────────────────────────────────
def snapshot(directive: Directive, *, with_text: bool) -> Values:
    """Everything that `replace_by` and `take_head` may change, for `put_back`."""
    return {
        "text": directive.text if with_text else None,
        "page_starts": file.page_starts if (file := read_from(directive)) else [],
        "head": audit.plain({name: getattr(directive, name) for name in _HEAD_COLUMNS}),
        "sections": _rows(directive.sections.all()),
        "references": _rows(directive.references.all()),
        "drafts": {str(pk): values for pk, values in values_of(directive.drafts.all()).items()},
    }


def _rows(rows: Iterable[models.Model]) -> list[Values]:
    return [
        audit.plain({column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields})
        for row in rows
    ]


def put_back(directive: Directive, before: Mapping[str, Any]) -> None:
    """Make text, structure, citations and proposals what they were when `snapshot` was taken, under their old keys."""
    for name, value in before.get("head", {}).items():
        setattr(directive, name, _COLUMNS_OF_PAPER[name].to_python(value))
    directive.save(update_fields=list(before.get("head", {})))
    if before["text"] is not None:
        _lay_text(directive, before["text"], before.get("page_starts", []))
    directive.sections.all().delete()
    directive.references.all().delete()
    Section.objects.bulk_create(Section(**values) for values in before["sections"])
    Reference.objects.bulk_create(Reference(**values) for values in before["references"])
    wanted = {int(pk): values for pk, values in before["drafts"].items()}
    directive.drafts.exclude(pk__in=wanted).delete()
    known = directive.drafts.in_bulk()
    for pk, values in wanted.items():
        _restore(known.get(pk) or TaskDraft(pk=pk, directive=directive, version=0), values)
    propose(directive)


def _restore(draft: TaskDraft, values: Values) -> None:
    for name, column in _COLUMNS.items():
        if name in values and name not in _KEEPS:
            setattr(draft, name, column.to_python(values[name]))
    draft.version += 1
    draft.save(force_insert=draft._state.adding)
    bodies.write(draft, values["leads"], values["coordinating"])
