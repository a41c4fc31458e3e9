"""What became of bodies that no longer exist: chains of successions up to the bodies of a day (pure)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from accounts.models import Succession, SuccessionKind

WHOLE_SHARE: Final = 0.97
SPLIT_SHARE: Final = 0.5
PART_SHARE: Final = 0.3
_OF_PARTS: Final = frozenset({SuccessionKind.SPLIT.value, SuccessionKind.PART.value})


class Step(NamedTuple):
    """One succession, seen from the predecessor."""

    predecessor: int
    successor: int
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Heir:
    """A body of the day asked for; `chain` is the way to it, `share` how much of the old body's certainty it takes."""

    body: int
    chain: tuple[Step, ...]
    share: float

    @property
    def is_partial(self) -> bool:
        """Whether somewhere on the way only a part was handed over."""
        return any(step.kind == SuccessionKind.PART for step in self.chain)


class Lineage:
    """All successions by predecessor."""

    def __init__(self, successions: Iterable[Succession]) -> None:
        self._steps: dict[int, list[Step]] = defaultdict(list)
        for row in successions:
            if row.predecessor_id is not None:
                step = Step(row.predecessor_id, row.successor_id, row.kind, row.effective_on)
                self._steps[row.predecessor_id].append(step)

    def heirs(self, body: int, alive: frozenset[int], today: date) -> list[Heir]:
        """Where the chains from `body` end among those `alive` on that day; a loop in the data ends its chain.

        One heir of a whole takes nearly all of the certainty; several share it, so that none of them is settled.
        """
        chains = self._chains(body, alive, today)
        whole = [chain for chain in chains.values() if not _partial(chain)]
        alone = len(whole) == 1 and not (len(chains) > 1 and whole[0][-1].kind in _OF_PARTS)
        return [Heir(key, chain, _share(chain, alone=alone)) for key, chain in chains.items()]

    def _chains(self, body: int, alive: frozenset[int], today: date) -> dict[int, tuple[Step, ...]]:
        found: dict[int, tuple[Step, ...]] = {}
        visited = {body}
        waiting: list[tuple[Step, ...]] = [(step,) for step in self._steps.get(body, ())]
        while waiting:
            chain = waiting.pop(0)
            last = chain[-1]
            if last.successor in visited or last.on > today:
                continue
            visited.add(last.successor)
            if last.successor in alive:
                found[last.successor] = chain
            waiting += [(*chain, step) for step in self._steps.get(last.successor, ())]
        return found


def _partial(chain: tuple[Step, ...]) -> bool:
    return any(step.kind == SuccessionKind.PART for step in chain)


def _share(chain: tuple[Step, ...], *, alone: bool) -> float:
    if _partial(chain):
        return PART_SHARE
    return WHOLE_SHARE if alone else SPLIT_SHARE
