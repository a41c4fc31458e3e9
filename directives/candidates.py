"""What matching says of one mention: scored candidates with reasons, a group, or names beyond doubt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from directives.groups import Group, is_open_ended

CLEAR_SCORE: Final = 0.6
CLEAR_MARGIN: Final = 0.2
MOST_SHOWN: Final = 9
"""Candidates kept for the reviewer, who chooses with the keys 1 to 9."""

_TINY: Final = 1e-9


class Why(StrEnum):
    """Kinds of reasons, for those who count them; the words are in `Candidate.reason`."""

    NAME = "name"
    ALIAS = "alias"
    REMEMBERED = "remembered"
    HEAD = "head"
    SYMBOL = "symbol"
    CITY = "city"
    INSIDE = "inside"
    HEIR = "heir"
    ENDED = "ended"
    LATER = "later"
    BARE = "bare"
    ACCENTS = "accents"
    ALIKE = "alike"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body of today that a mention may mean; `score` in 0..1, `reason` in words, `why` its last and weakest kind."""

    organisation: int
    name: str
    score: float
    reason: str
    why: Why = Why.NAME


@dataclass(frozen=True, slots=True)
class Match:
    """What the directory says of one mention: candidates, best first, perhaps a group.

    With `names_many` the mention holds several names; `several` are those bodies when each of them is beyond doubt.
    """

    mention: str
    candidates: tuple[Candidate, ...] = ()
    group: Group | None = None
    group_size: int = 0
    several: tuple[int, ...] = ()
    names_many: bool = False

    @property
    def settled(self) -> int | None:
        """The organisation when there is no doubt: score and distance to the next are large enough."""
        if not self.candidates or self.names_many:
            return None
        best, *others = self.candidates
        ahead = best.score - (others[0].score if others else 0.0)
        return best.organisation if best.score >= CLEAR_SCORE and ahead >= CLEAR_MARGIN - _TINY else None

    @property
    def settled_all(self) -> tuple[int, ...]:
        """Every organisation that is named for sure: one, or each of a factored noun ("các Sở: Nội vụ, Tài chính")."""
        if self.several:
            return self.several
        return () if self.settled is None else (self.settled,)

    def as_json(self) -> list[dict[str, object]]:
        """Rows for `TaskDraft.candidates`; a group row has `group` (kinds) in the place of `organisation`."""
        rows: list[dict[str, object]] = [
            {
                "mention": self.mention,
                "organisation": found.organisation,
                "name": found.name,
                "score": round(found.score, 2),
                "reason": found.reason,
                "why": found.why.value,
            }
            for found in self.candidates[:MOST_SHOWN]
        ]
        if self.group:
            name = _("%(group)s (%(count)s cơ quan)") % {"group": self.group.label, "count": self.group_size}
            rows.append(
                {
                    "mention": self.mention,
                    "group": sorted(kind.value for kind in self.group.kinds),
                    "name": name,
                    "score": 0.5,
                    "reason": self.group.note,
                    "why": "group",
                }
            )
        return rows

    def doubt(self) -> str:
        """One sentence why the mention is not settled, or an empty text."""
        if self.settled_all:
            return ""
        words = {"mention": self.mention}
        if self.group:
            return _("“%(mention)s” là một nhóm cơ quan: hãy chọn cả nhóm hoặc từng cơ quan.") % words
        if is_open_ended(self.mention):
            return _("“%(mention)s” không nêu tên cơ quan: người rà soát quyết định.") % words
        if self.candidates:
            return _("Chưa chắc “%(mention)s” là cơ quan nào: hãy chọn trong các gợi ý.") % words
        return _("Không tìm thấy “%(mention)s” trong danh mục tổ chức: hãy chọn cơ quan.") % words
