"""Whether confidence means what it says: `python bench/calibration.py [folders of papers with answers]`.

A proposal counts as right only when its words, lead, helpers, day and rule all are. Printed are the share right in bins
of confidence, the share of proposals at 0.9 and above with the share right among them, and the same after the cost of
every sign was learnt anew from all other papers (so that no paper judges itself): if that falls far behind, the costs
in directives/parsing/confidence.py were fitted to these papers.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.extraction_score import OWN, REAL  # noqa: E402 - the root has to be on the path first
from directives.parsing.as_json import to_contract  # noqa: E402 - as above
from directives.parsing.confidence import CLEAR  # noqa: E402 - as above
from directives.parsing.extract import extract_text  # noqa: E402 - as above
from tests.parsing.scoring import overlap, pairs_of, same_bodies, same_rule  # noqa: E402 - as above

SURE, WANTED = 0.9, 0.95
SAME_TEXT = 0.85
# A sign seen less often says little by itself: it is weighed with so many average proposals.
PRIOR = 10
BINS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)


@dataclass(frozen=True)
class Judged:
    """One proposal: its paper, how sure it is and why, and whether every field of it is right."""

    paper: str
    confidence: float
    reasons: tuple[str, ...]
    right: bool


def judged(folders: Iterable[Path]) -> Iterator[Judged]:
    """Every proposal of every paper that has an answer beside it."""
    for folder in folders:
        for paper in sorted(folder.glob("*.txt")):
            answer = paper.with_suffix(".gold.json")
            if answer.exists():
                yield from _of_paper(paper, json.loads(answer.read_text(encoding="utf-8"))["tasks"])


def _of_paper(paper: Path, wanted: list[dict[str, object]]) -> Iterator[Judged]:
    extraction = extract_text(paper.read_text(encoding="utf-8"))
    found = to_contract(paper.name, extraction)["tasks"]
    gold_of = {j: wanted[i] for i, j in pairs_of(wanted, found).items()}
    for j, (task, plain) in enumerate(zip(extraction.tasks, found, strict=True)):
        right = j in gold_of and _all_right(gold_of[j], plain)
        yield Judged(paper.stem, task.confidence, task.reasons, right)


def _all_right(wanted: dict, found: dict) -> bool:
    due = [one["deadline"] for one in (wanted, found)]
    return (
        overlap(wanted["text"], found["text"]) >= SAME_TEXT
        and all(same_bodies(wanted[role], found[role]) for role in ("lead", "coordinating"))
        and due[0]["due_on"] == due[1]["due_on"]
        and same_rule(due[0]["recurrence"], due[1]["recurrence"])
    )


def relearnt(proposals: list[Judged]) -> list[Judged]:
    """`proposals` with the confidence that the signs have when their costs come from the other papers only."""
    again = []
    for paper in sorted({one.paper for one in proposals}):
        costs = _costs([one for one in proposals if one.paper != paper])
        for one in proposals:
            if one.paper == paper:
                sure = CLEAR - sum(costs.get(reason, 0.0) for reason in one.reasons)
                again.append(Judged(paper, sure, one.reasons, one.right))
    return again


def _costs(proposals: list[Judged]) -> dict[str, float]:
    """What each sign costs: how much more often proposals with it are wrong than those without."""
    seen: dict[str, list[bool]] = defaultdict(list)
    for one in proposals:
        for reason in one.reasons:
            seen[reason].append(one.right)
    average = sum(not one.right for one in proposals) / max(1, len(proposals))
    return {
        reason: max(0.0, (rights.count(False) + PRIOR * average) / (len(rights) + PRIOR) - average)
        for reason, rights in seen.items()
    }


def sure_ones(proposals: list[Judged]) -> tuple[float, float]:
    """The share of proposals at `SURE` and above, and the share right among them."""
    sure = [one for one in proposals if one.confidence >= SURE - 1e-9]
    return len(sure) / max(1, len(proposals)), sum(one.right for one in sure) / max(1, len(sure))


def report(name: str, proposals: list[Judged]) -> bool:
    """Prints the bins of one set; whether its sure proposals are right as often as wanted."""
    print(f"\n{name}: {len(proposals)} proposals, {sum(one.right for one in proposals) / len(proposals):.1%} right")
    for low, high in pairwise(BINS):
        held = [one for one in proposals if low <= one.confidence < high]
        if held:
            right = sum(one.right for one in held) / len(held)
            print(f"  {low:.2f} to {min(high, 1):.2f}: {len(held):5} proposals, {right:6.1%} right")
    for label, those in (("as it is", proposals), ("costs learnt from the other papers", relearnt(proposals))):
        share, right = sure_ones(those)
        print(f"  at {SURE} and above, {label}: {share:.1%} of all, {right:.1%} right")
    return sure_ones(proposals)[1] >= WANTED


def main() -> int:
    """Prints the reliability of every set at hand; 1 when sure proposals of the real papers are wrong too often."""
    folders = [Path(name) for name in sys.argv[1:]] or [REAL, OWN / "documents", OWN / "unseen"]
    held = True
    for folder in folders:
        proposals = list(judged([folder]))
        if proposals:
            held = report(folder.name, proposals) and held
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
