"""What a newer reading would change in the head of a paper (pure): header fields and the papers it cites.

What a clerk typed is told from what the machine read by the head of the reading before, which each reading keeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

HEAD: Final = (
    "number_text",
    "kind",
    "issuer_name",
    "issued_on",
    "signer",
    "signer_capacity",
    "subject",
    "urgency",
    "recipients",
)
"""Columns of a directive that a reading fills, in the order in which a clerk checks them."""

CITED: Final = "references"
PREFIX: Final = "h-"

Citation = tuple[str, str, str]
"""Number, relation, and the day of issue as ISO text or an empty one."""


@dataclass(frozen=True, slots=True)
class HeadDifference:
    """One field: `old` is what the registry holds, `new` what was read; as texts, dates by ISO.

    `typed`: a person entered what stands there, or it is not known that the machine did.
    """

    name: str
    old: str
    new: str
    typed: bool = False

    @property
    def key(self) -> str:
        """The name of the row on the page."""
        return f"{PREFIX}{self.name}"

    @property
    def takes_new(self) -> bool:
        """Whether the new reading is offered first: never over a person's words, nor when it found nothing."""
        return self.name == CITED or (bool(self.new) and not (self.typed and self.old))


def plain_head(values: Mapping[str, Any]) -> dict[str, str]:
    """The columns of `HEAD` as texts."""
    return {name: str(values[name] or "") for name in HEAD}


def compare_heads(
    now: Mapping[str, str], read_before: Mapping[str, str], new: Mapping[str, str]
) -> list[HeadDifference]:
    """Fields that a person has to decide about.

    Not among them: what reads as it stands, what a person corrected while the machine still reads it as before, and
    what a person entered where the machine finds nothing.
    """
    differing = [name for name in HEAD if name in new and new[name] not in {now[name], read_before.get(name)}]
    found = [HeadDifference(name, now[name], new[name], read_before.get(name) != now[name]) for name in differing]
    return [row for row in found if row.new or not row.typed]


def compare_citations(
    now: Iterable[Citation], new: Iterable[Citation], words: Mapping[str, str]
) -> HeadDifference | None:
    """The papers cited, where they differ: one more or less, another relation (in `words`), another day."""
    old_ones, new_ones = set(now), set(new)
    if old_ones == new_ones:
        return None
    gone, come = sorted(old_ones - new_ones), sorted(new_ones - old_ones)
    before, after = ("; ".join(_said(citation, words) for citation in side) for side in (gone, come))
    return HeadDifference(CITED, before, after)


def _said(citation: Citation, words: Mapping[str, str]) -> str:
    number, relation, day = citation
    dated = f"{number} ({'/'.join(reversed(day.split('-')))})" if day else number
    return f"{words.get(relation, relation)} {dated}"
