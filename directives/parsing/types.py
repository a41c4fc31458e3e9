"""What is read out of a paper: frozen values, every span pointing into the stored text.

A span is half-open, `[start, end)`, in characters of `Document.text` (the plain text of the paper in Unicode NFC,
which is what the importer stores and the review page shows).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def value(made: type[Made]) -> type[Made]:
    """A class of values that mypy lets nobody change.

    What Python itself freezes takes three times as long to make, and a paper of twenty pages is read into thousands.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)


@value
class Span:
    """A half-open range of characters in the stored text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


class Precision(StrEnum):
    """How exactly the paper names the deadline."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    NONE = "none"


class DateRole(StrEnum):
    """What a date printed in a task is for it."""

    DEADLINE = "deadline"
    MILESTONE = "milestone"
    OTHER = "other"


class Relation(StrEnum):
    """What the paper does with a document that it cites."""

    IMPLEMENTS = "implements"
    CITES = "cites"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"


class SectionKind(StrEnum):
    """Levels of structure, from the outside in."""

    PART = "part"
    CHAPTER = "chapter"
    ARTICLE = "article"
    HEADING = "heading"
    CLAUSE = "clause"
    POINT = "point"
    DASH = "dash"
    PARAGRAPH = "paragraph"
    ANNEX = "annex"
    ROW = "row"


@value
class RecipientFound:
    """One to whom the paper is sent, as printed (`Thường trực Thành ủy (để b/c)`)."""

    name: str
    span: Span


@value
class Header:
    """The head and foot of a paper; a field that is not printed is None (subject: empty).

    `capacity` is what stands above the name of the signer: `TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH`.
    """

    kind: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    signer: str | None = None
    subject: str = ""
    urgency: str | None = None
    secrecy: str | None = None
    recipients: tuple[RecipientFound, ...] = ()
    capacity: str | None = None


@value
class ReferenceFound:
    """Another document cited, its number normalised (`05/CT-TTg`)."""

    number: str
    issued_on: date | None
    relation: Relation
    span: Span


@value
class DeadlineFound:
    """The words that set a deadline and what they mean.

    `due_on` is the inclusive day by the extraction contract, None for vague and recurring terms;
    `recurrence` an RFC 5545 RRULE without DTSTART; `span` covers `phrase` where the phrase stands in the text.
    """

    phrase: str | None = None
    due_on: date | None = None
    recurrence: str | None = None
    precision: Precision = Precision.NONE
    span: Span | None = None
    warnings: tuple[str, ...] = ()


@value
class DateFound:
    """A day or period printed in a task; `day` is its last day, `reason` says why another date is no deadline."""

    phrase: str
    day: date | None
    role: DateRole
    reason: str
    span: Span


@value
class SectionFound:
    """A piece of the structure; `path` joins heading numbers by dots, e.g. `II.3.b`, `Điều 2.1`, `PL1.r4`."""

    kind: SectionKind
    label: str
    path: str
    title: str
    span: Span
    level: int


@value
class TaskFound:
    """One proposed task: the instruction as printed, without its list marker, and who must do it by when."""

    text: str
    path: str
    span: Span
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    deadline: DeadlineFound = field(default_factory=DeadlineFound)
    product: str = ""
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    dates: tuple[DateFound, ...] = ()


@value
class TableRow:
    """One row of a table: `cells` in column order; merged cells repeat their text; spans into the stored text."""

    cells: tuple[str, ...]
    spans: tuple[Span, ...]


@value
class Table:
    """A table of the paper, first row included, in the order it stands in the text."""

    rows: tuple[TableRow, ...]
    span: Span


@value
class Document:
    """A paper as read from a file: its plain text (NFC) and the tables in it.

    `page_starts` says for each page of the file, in order, where its words begin in the text; () without pages.
    """

    text: str
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()


@value
class Extraction:
    """Everything the engine found in one document."""

    header: Header
    sections: tuple[SectionFound, ...]
    references: tuple[ReferenceFound, ...]
    tasks: tuple[TaskFound, ...]
    warnings: tuple[str, ...] = ()
