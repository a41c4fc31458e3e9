"""What a mail is made of: the typed input of each kind, and what comes out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_ROWS = 50
"""Rows a mail shows; a longer list says how many more there are and links to it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail ready to be sent: a subject of one line, plain text and HTML.

    `secret` stands in what is sent, and is blacked out in what the delivery log keeps. Of attachments the log keeps
    nothing: they stand in the archive of who made them.
    """

    subject: str
    text: str
    html: str
    secret: str = ""
    attachments: tuple[Attachment, ...] = ()

    def kept(self) -> dict[str, str]:
        """As the delivery log keeps it."""
        told = {"subject": self.subject, "text": self.text, "html": self.html}
        return {name: value.replace(self.secret, "●●●●") if self.secret else value for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One task in a mail. `days_late` are working days on the day of the mail, 0 when not late.

    `urgency` is said only where it is high, `officer` only to those who did not do the work themselves; `day_off` are
    the words for a deadline that falls on a day off.
    """

    paper: str
    path: str
    title: str
    lead: str
    helpers: tuple[str, ...]
    due_on: date | None
    days_late: int
    url: str
    action: str
    day_off: str = ""
    urgency: str = ""
    officer: str = ""

    @property
    def clause(self) -> str:
        """Number of the paper and the place in it."""
        return f"{self.paper} – {self.path}" if self.path else self.paper

    @property
    def help_words(self) -> str:
        """The coordinating organisations, separated by commas."""
        return ", ".join(self.helpers)


class PartKind(StrEnum):
    """The parts of a digest in their order.

    What waits for a decision, and what nobody has received in time, may stand in another as well.
    """

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    DECIDE = "decide"
    UNRECEIVED = "unreceived"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a digest: `number` of all tasks, the first `rows` of them, and the list that holds exactly these."""

    kind: PartKind
    number: int
    rows: tuple[Row, ...]
    url: str

    @property
    def hidden(self) -> int:
        """Tasks that are counted but not shown."""
        return self.number - len(self.rows)


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, in one sentence, with the page of its task."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """An officer or a unit with its numbers; `url` lists its overdue tasks, or all when none is overdue."""

    name: str
    overdue: int
    soon: int
    decide: int
    url: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person or unit has on its desk on a day on which there is something new.

    `groups` are officers for a head, units for those who oversee, worst first; `hidden_groups` were left out.
    `others` are the names of further people who were told of these tasks, `next_on` the next day of reminders.
    """

    to_name: str
    day: date
    counted_at: datetime
    parts: tuple[Part, ...]
    news: tuple[News, ...]
    groups: tuple[Group, ...]
    hidden_groups: int
    by_unit: bool
    others: tuple[str, ...]
    next_on: date
    list_url: str
    notices_url: str
    settings_url: str
    extensions: int = 0
    extensions_url: str = ""

    def number(self, kind: PartKind) -> int:
        """All tasks of that part."""
        return sum(part.number for part in self.parts if part.kind is kind)

    @property
    def overdue(self) -> int:
        """Tasks past their last day."""
        return self.number(PartKind.OVERDUE)

    @property
    def is_delayed(self) -> bool:
        """Whether it goes out on a later day than the one it counts for."""
        return self.counted_at.date() > self.day


@dataclass(frozen=True, slots=True)
class Release:
    """What a paper gave a unit: the tasks it leads and those it helps with, together at most `MOST_ROWS` rows.

    `leading` and `helping` count all of them.
    """

    unit: str
    paper: str
    paper_subject: str
    issuer: str
    issued_on: date | None
    day: date
    counted_at: datetime
    leads: tuple[Row, ...]
    helps: tuple[Row, ...]
    leading: int
    helping: int
    people: tuple[str, ...]
    paper_url: str

    @property
    def total(self) -> int:
        """All tasks, shown or not."""
        return self.leading + self.helping

    @property
    def hidden(self) -> int:
        """Tasks that are counted but not shown."""
        return self.total - len(self.leads) - len(self.helps)

    @property
    def first_due_on(self) -> date | None:
        """The earliest deadline among the tasks it leads, else among those it helps with."""
        dates = [row.due_on for row in self.leads or self.helps if row.due_on is not None]
        return min(dates, default=None)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one task. `sentence` says it, `words` are those somebody wrote, both may be long.

    `urgency` is the degree of urgency when it is the reason for a mail at once, `others` who else was told.
    """

    to_name: str
    headline: str
    sentence: str
    words: str
    day: date
    counted_at: datetime
    row: Row
    urgency: str
    others: tuple[str, ...]

    @property
    def is_delayed(self) -> bool:
        """Whether it goes out on a later day than that of the event."""
        return self.counted_at.date() > self.day
