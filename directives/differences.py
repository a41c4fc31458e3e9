"""What a newer reading of a paper would change, clause by clause (pure): proposals as plain values, old against new.

What a person decided, edited, made or threw away is never touched; only proposals that nobody looked at are compared.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from directives.shingles import containment, resemblance

Values = Mapping[str, Any]

COMPARED: Final = (
    *("path", "text", "product", "leads", "coordinating"),
    *("deadline_phrase", "due_on", "precision", "recurrence"),
)
"""What a person sees of a proposal; a difference in anything else changes the machine's own remarks only."""

REMARKS: Final = (
    *("start", "end", "confidence", "reasons", "warnings", "candidates"),
    *("lead_mentions", "coordinating_mentions"),
)
_SAME_CLAUSE: Final = 0.5  # of the shorter span
_SAME_WORDS: Final = 0.6
_MUCH_LONGER: Final = 1.5
_NOT_UNDECIDED: Final = ("edited_by_id", "edited_at")


class Kind(StrEnum):
    """What the newer reading means for one clause."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    SAME = "same"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause: `draft` is the key of the old proposal, `fields` what differs in it, `key` the name of the row."""

    kind: Kind
    key: str
    start: int
    draft: int | None = None
    old: Values | None = None
    new: Values | None = None
    fields: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a person has something to decide here."""
        return self.kind in {Kind.CHANGED, Kind.NEW, Kind.GONE}


class Moved:
    """Where spans of the old text lie in the new one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new, self.is_same = old, new, old == new

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The same words in the new text, nearest to where they stood; None when they are not there any more."""
        if self.is_same:
            return start, end
        piece = self.old[start:end]
        expected = start * len(self.new) // max(len(self.old), 1)
        words = r"\s+".join(map(re.escape, piece.split()))
        found = [match.span() for match in re.finditer(words, self.new)] if words else []
        return min(found, key=lambda span: abs(span[0] - expected), default=None)


def is_touched(values: Values) -> bool:
    """Whether a person decided or changed anything about the proposal."""
    return values["state"] != "proposed" or any(values[name] for name in _NOT_UNDECIDED)


def compare(old: Mapping[int, Values], new: Sequence[Values], moved: Moved) -> list[Difference]:
    """Every clause of both readings in the order of the text."""
    places = {pk: moved.span(values["start"], values["end"]) for pk, values in old.items()}
    touched = {pk: values for pk, values in old.items() if is_touched(values)}
    free = {pk: values for pk, values in old.items() if pk not in touched}
    covered = {i: pk for i, found in enumerate(new) if (pk := _cover(found, touched, places)) is not None}
    open_new = {i: found for i, found in enumerate(new) if i not in covered}
    pairs = _pairs(free, open_new, places)
    rows = [
        _kept(pk, values, places[pk], [new[i] for i, own in covered.items() if own == pk])
        for pk, values in touched.items()
    ]
    rows += [_changed(pk, free[pk], new[i]) for pk, i in pairs.items()]
    rows += [_gone(pk, values, places[pk]) for pk, values in free.items() if pk not in pairs]
    rows += [_new(found) for i, found in open_new.items() if i not in pairs.values()]
    return sorted(rows, key=lambda row: (row.start, row.kind))


def _overlap(one: tuple[int, int] | None, other: tuple[int, int]) -> float:
    """Common characters as a part of the shorter span."""
    if one is None:
        return 0.0
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / max(min(one[1] - one[0], other[1] - other[0]), 1)


def _cover(found: Values, touched: Mapping[int, Values], places: Mapping[int, tuple[int, int] | None]) -> int | None:
    """The reviewed proposal that already stands for this clause."""
    span = found["start"], found["end"]
    standing = [pk for pk, values in touched.items() if _stands_for(values, places[pk], found)]
    return max(standing, key=lambda pk: _overlap(places[pk], span), default=None)


def _stands_for(values: Values, place: tuple[int, int] | None, found: Values) -> bool:
    """Whether it lies there; one made of several clauses stands only for those whose words it holds."""
    span = found["start"], found["end"]
    if place is None or _overlap(place, span) < _SAME_CLAUSE:
        return False
    is_longer = place[1] - place[0] > _MUCH_LONGER * (span[1] - span[0])
    return not is_longer or containment(found["text"], values["text"]) >= _SAME_CLAUSE


def _pairs(
    free: Mapping[int, Values], new: Mapping[int, Values], places: Mapping[int, tuple[int, int] | None]
) -> dict[int, int]:
    """Old proposals and the new ones for the same clause: by place, then by address and words."""
    ranked = sorted(
        (
            (-score, pk, i)
            for pk, values in free.items()
            for i, found in new.items()
            if (score := _likeness(values, found, places[pk])) > 0
        ),
    )
    pairs: dict[int, int] = {}
    for _score, pk, i in ranked:
        if pk not in pairs and i not in pairs.values():
            pairs[pk] = i
    return pairs


def _likeness(old: Values, new: Values, place: tuple[int, int] | None) -> float:
    shared = _overlap(place, (new["start"], new["end"]))
    if shared >= _SAME_CLAUSE:
        return 1 + shared
    if old["path"] and old["path"] == new["path"]:
        same = resemblance(old["text"], new["text"])
        return same if same >= _SAME_WORDS else 0.0
    return 0.0


def _differing(old: Values, new: Values) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if old[name] != new[name])


def _changed(pk: int, old: Values, new: Values) -> Difference:
    fields = _differing(old, new)
    return Difference(Kind.CHANGED if fields else Kind.SAME, f"d{pk}", new["start"], pk, old, new, fields)


def _gone(pk: int, old: Values, place: tuple[int, int] | None) -> Difference:
    return Difference(Kind.GONE, f"d{pk}", place[0] if place else old["start"], pk, old)


def _new(found: Values) -> Difference:
    return Difference(Kind.NEW, f"n{found['start']}-{found['end']}", found["start"], new=found)


def _kept(pk: int, old: Values, place: tuple[int, int] | None, covering: Sequence[Values]) -> Difference:
    """A reviewed proposal; where just one new one stands for it, what the machine now thinks can be shown beside it."""
    new = covering[0] if len(covering) == 1 else None
    fields = _differing(old, new) if new else ()
    return Difference(Kind.KEPT, f"d{pk}", place[0] if place else old["start"], pk, old, new, fields)
