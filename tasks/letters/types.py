"""What the letter that urges units is made of: plain values, so that whoever only lists or asks needs no Word."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Signer(StrEnum):
    """Who signs, by which power."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    OFFICE_HEAD = "office_head"
    OFFICE_DEPUTY = "office_deputy"
    OWN_OFFICE_HEAD = "own_office_head"
    OWN_OFFICE_DEPUTY = "own_office_deputy"


SIGNATURES: Final[dict[Signer, tuple[str, ...]]] = {
    Signer.CHAIR: ("CHỦ TỊCH",),
    Signer.DEPUTY: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    Signer.OFFICE_HEAD: ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    Signer.OFFICE_DEPUTY: ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    Signer.OWN_OFFICE_HEAD: ("CHÁNH VĂN PHÒNG",),
    Signer.OWN_OFFICE_DEPUTY: ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
}
OWN_OFFICE: Final = frozenset({Signer.OWN_OFFICE_HEAD, Signer.OWN_OFFICE_DEPUTY})
"""Signed in the name of the office itself: its letterhead stands below that of the organ."""


@dataclass(frozen=True, slots=True)
class Line:
    """One task in a table; `days` are calendar days late (or left)."""

    title: str
    paper: str
    due_on: date | None
    days: int
    cause: str
    urged: int
    assigned_on: date
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class UnitLines:
    """The tasks of one unit, by what time did to them, the most pressing first."""

    name: str
    overdue: tuple[Line, ...] = ()
    soon: tuple[Line, ...] = ()
    undated: tuple[Line, ...] = ()
    in_term: tuple[Line, ...] = ()

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many of each, in the order of the tables."""
        return len(self.overdue), len(self.soon), len(self.undated), len(self.in_term)

    @property
    def total(self) -> int:
        """All tasks named."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything the letter says; `times` is the number of the urging, `day` None leaves the date for the registry."""

    units: tuple[UnitLines, ...]
    counted_at: datetime
    times: int
    words: str
    answer_by: date | None
    signer: Signer
    signer_name: str
    organ: tuple[str, ...]
    office: str
    organ_name: str
    place: str
    symbol: str
    day: date | None

    @property
    def sums(self) -> tuple[int, int, int, int]:
        """Tasks of each sort over all units."""
        overdue, soon, undated, in_term = zip(*(unit.counts for unit in self.units), strict=True)
        return sum(overdue), sum(soon), sum(undated), sum(in_term)

    @property
    def about(self) -> str:
        """The subject under the number."""
        what = "thực hiện nhiệm vụ quá hạn" if self.sums[0] else "thực hiện nhiệm vụ được giao"
        return f"V/v đôn đốc {what}" + (f" (lần {self.times})" if self.times > 1 else "")

    @property
    def own_symbol(self) -> str:
        """`UBND-VP`, or its last part in a letter of the office itself."""
        return self.symbol.rsplit("-", 1)[-1] if self.signer in OWN_OFFICE else self.symbol

    @property
    def speaks_as(self) -> str:
        """The organ as it calls itself in the text."""
        return f"Văn phòng {self.organ_name}" if self.signer in OWN_OFFICE else self.organ_name
