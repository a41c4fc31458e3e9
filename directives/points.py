"""A paper point by point: its text cut into clauses, each with what became of it, and which clauses gave no task."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directives.models import ClauseRuling, DraftState
from directives.parsing.formulas import is_no_task
from directives.parsing.normalise import fold_space
from directives.work import Slip, Tally, tally

LEAST_WORDS: Final = 3
"""A clause of fewer words is a heading or a mark."""
_DUTY = re.compile(
    r"\b(?:giao|chủ trì|yêu cầu|đề nghị|chịu trách nhiệm|có trách nhiệm|hoàn thành|trước ngày|báo cáo|tham mưu|"
    r"xây dựng|triển khai|tổ chức|rà soát|phối hợp|ban hành|trình|thực hiện)\b",
    re.IGNORECASE,
)


class SectionSpan(NamedTuple):
    """What is needed of a piece of the structure; `start` is behind its marker, `end` behind its last child."""

    pk: int
    level: int
    kind: str
    label: str
    path: str
    start: int
    end: int


class DraftSpan(NamedTuple):
    """What is needed of a proposal."""

    pk: int
    path: str
    start: int
    end: int
    state: str
    order: int


class Cover(StrEnum):
    """What became of a clause."""

    GIVEN = "given"
    DRAFTED = "drafted"
    REJECTED = "rejected"
    NOTHING = "nothing"
    NO_DUTY = "no_duty"
    FRAME = "frame"


COVER_WORDS: Final[Mapping[Cover, str | Promise]] = {
    Cover.GIVEN: _("có nhiệm vụ"),
    Cover.DRAFTED: _("có đề xuất, chưa giao"),
    Cover.REJECTED: _("đề xuất đã loại"),
    Cover.NOTHING: _("chưa có nhiệm vụ"),
    Cover.NO_DUTY: _("không phải nhiệm vụ"),
}
UNCOVERED: Final = frozenset({Cover.REJECTED, Cover.NOTHING, Cover.DRAFTED})


@dataclass(slots=True)
class Point:
    """One clause: `[start, end)` of the text, the proposals that begin in it and its tasks.

    `is_clause` tells it from the head, the foot and bare headings, which are not counted.
    """

    start: int
    end: int
    path: str = ""
    level: int = 0
    section: int | None = None
    is_clause: bool = False
    drafts: list[DraftSpan] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    ruling: ClauseRuling | None = None
    first_of_path: bool = False

    @property
    def tally(self) -> Tally:
        """The numbers of its tasks."""
        return tally(self.slips)

    @property
    def cover(self) -> Cover:
        """What became of it."""
        if self.slips:
            return Cover.GIVEN
        if self.ruling is not None:
            return Cover.NO_DUTY
        states = {draft.state for draft in self.drafts}
        if states - {DraftState.REJECTED}:
            return Cover.DRAFTED
        if states:
            return Cover.REJECTED
        return Cover.NOTHING if self.is_clause else Cover.FRAME

    @property
    def is_uncovered(self) -> bool:
        """Counted, and without a task."""
        return self.cover in UNCOVERED

    @property
    def key(self) -> str:
        """How the list of tasks is asked for those of this clause (see `tasks.filters_chain`)."""
        span = f"{self.start}-{self.end}"
        return f"{span} {self.path}" if self.first_of_path and self.path else span

    def words(self, text: str) -> str:
        """Its words on one line."""
        return fold_space(text[self.start : self.end])

    def digest(self, text: str) -> str:
        """The digest of its words, white space aside."""
        return digest_of(text[self.start : self.end])


def digest_of(words: str) -> str:
    """The digest by which a clause is known again after another reading."""
    return sha256(fold_space(words).encode()).hexdigest()


def looks_like_duty(words: str) -> bool:
    """Whether a clause without a task has a word that duties have."""
    return bool(_DUTY.search(words)) and not is_no_task(words)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many clauses gave a task, of those that were not ruled to be no duty."""

    given: int
    clauses: int
    uncovered: int
    no_duty: int

    @property
    def percent(self) -> int:
        """The share for people; 100 where there is nothing to cover."""
        return round(self.given * 100 / self.clauses) if self.clauses else 100


def coverage(points: Iterable[Point]) -> Coverage:
    """The numbers of a paper: `given + uncovered = clauses`."""
    covers = [point.cover for point in points]
    given, open_ = covers.count(Cover.GIVEN), sum(cover in UNCOVERED for cover in covers)
    return Coverage(given, given + open_, open_, covers.count(Cover.NO_DUTY))


# ── cutting ───────────────────────────────────────────────────────────────────────────────────
def points_of(text: str, sections: Sequence[SectionSpan], drafts: Sequence[DraftSpan]) -> list[Point]:
    """The whole text cut into clauses, in order; joined again they are the text to the letter.

    A proposal whose place is no section of the structure (a row of a table, a paragraph of the press) begins a clause
    of its own, so that papers without numbering are cut too.
    """
    known = {section.path for section in sections if section.path}
    begins: dict[int, Point] = {0: Point(0, len(text))}
    inner = _with_children(sections)
    for section in sections:
        point = Point(_line_start(text, section.start, begins), 0, section.path, section.level, section.pk)
        point.is_clause = section.pk not in inner
        begins[point.start] = point
    for draft in drafts:
        if draft.path not in known or not draft.path:
            at = _line_start(text, draft.start, {})
            begins.setdefault(at, Point(at, 0, draft.path, 0, None, is_clause=True))
    points = [begins[at] for at in sorted(begins)]
    _close(points, text, max((section.end for section in sections), default=len(text)))
    _hang(points, drafts)
    return points


def _with_children(sections: Sequence[SectionSpan]) -> set[int]:
    """Sections that hold others."""
    return {outer.pk for outer, inner in pairwise(sections) if inner.level > outer.level}


def _line_start(text: str, start: int, taken: Mapping[int, Point]) -> int:
    """Where the line of `start` begins, so that its marker belongs to it; `start` itself where that is taken."""
    begin = text.rfind("\n", 0, start) + 1
    return start if begin in taken and begin else begin


def _close(points: list[Point], text: str, last_end: int) -> None:
    """Let each clause end where the next begins; what stands below the last piece of the structure is the foot."""
    for point, following in pairwise(points):
        point.end = following.start
    last = points[-1]
    last.end = len(text)
    foot = text.find("\n", last_end)
    if len(points) > 1 and last.start < last_end and 0 <= foot < len(text) - 1:
        last.end = foot + 1
        points.append(Point(foot + 1, len(text)))
    for point in points:
        point.is_clause = point.is_clause and len(text[point.start : point.end].split()) >= LEAST_WORDS


def _hang(points: Sequence[Point], drafts: Iterable[DraftSpan]) -> None:
    """Give each clause the proposals that begin in it; one that ordered something counts as a clause."""
    starts = [point.start for point in points]
    for draft in drafts:
        point = points[max(bisect_right(starts, draft.start) - 1, 0)]
        point.drafts.append(draft)
        point.is_clause = True
        point.path = point.path or draft.path
    seen: set[str] = set()
    for point in points:
        point.first_of_path = bool(point.path) and point.path not in seen
        seen.add(point.path)


# ── what became of it ─────────────────────────────────────────────────────────────────────────
def lay_tasks(points: Sequence[Point], slips: Iterable[Slip]) -> list[Slip]:
    """Lay tasks beside the clause of their proposal, else of their place; given back are those with neither."""
    by_draft = {draft.pk: point for point in points for draft in point.drafts}
    by_path = {point.path: point for point in points if point.first_of_path}
    beside = []
    for slip in slips:
        point = by_draft.get(slip.draft or 0) or (by_path.get(slip.path) if slip.draft is None else None)
        if point is None:
            beside.append(slip)
        else:
            point.slips.append(slip)
    return beside


def lay_rulings(points: Iterable[Point], text: str, rulings: Collection[ClauseRuling]) -> None:
    """Mark the clauses that were ruled to be no duty, as long as their words are those that were ruled upon."""
    if not rulings:
        return
    known: dict[tuple[str, str], ClauseRuling] = {(row.path, row.digest): row for row in rulings}
    paths = {row.path for row in rulings}
    for point in points:
        if point.path in paths:
            point.ruling = known.get((point.path, point.digest(text)))


def by_lateness(slips: Iterable[Slip]) -> list[Slip]:
    """Overdue ones first, the longest first; then open, done, withdrawn."""
    order: dict[str, int] = defaultdict(int, overdue=0, open=1, done=2, withdrawn=3)
    return sorted(slips, key=lambda slip: (order[slip.pile], slip.late_since is None, slip.late_since, slip.task))
