"""How well the engine reads: `make extraction-score`, the bar of the tracker for every set of papers that is at hand.

Papers of our own lie in tests/parsing/documents (seen while the engine was written) and unseen (not seen).
Real papers with answers (`EXTRACTION_PAPERS`, or ../shared/extraction/dev) are measured where they lie beside
the checkout: as text, as pasted from a page (`paste/`) and as PDF (`originals/`). Ends with 1 below what must be.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from directives.parsing.as_json import to_contract  # noqa: E402 - the root has to be on the path first
from directives.parsing.errors import UnreadableFile  # noqa: E402 - as above
from directives.parsing.extract import extract  # noqa: E402 - as above
from directives.parsing.readers import read  # noqa: E402 - as above
from tests.parsing.scoring import BAR, Tally, below, compare, figures  # noqa: E402 - as above

OWN = ROOT / "tests" / "parsing"
REAL = Path(os.environ.get("EXTRACTION_PAPERS", ROOT.parent / "shared" / "extraction" / "dev"))
# Papers pasted from a page lost their columns and PDF their text layer: they are shown, and only text decides.
SETS = (
    ("dev text", REAL, "*.txt", REAL, True),
    ("dev paste", REAL / "paste", "*.txt", REAL, True),
    ("dev PDF", REAL / "originals", "*.pdf", REAL, False),
    ("own, seen", OWN / "documents", "*.txt", OWN / "documents", True),
    ("own, unseen", OWN / "unseen", "*.txt", OWN / "unseen", True),
)


def score_of(papers: list[Path], answers: Path) -> Tally:
    """All papers that have an answer, compared with it; a paper that cannot be read has nothing right."""
    tally = Tally()
    for paper in papers:
        answer = answers / f"{paper.stem}.gold.json"
        if answer.exists():
            compare(json.loads(answer.read_text(encoding="utf-8")), _extraction(paper), tally)
    return tally


def _extraction(paper: Path) -> dict[str, object]:
    try:
        return dict(to_contract(paper.name, extract(read(paper.read_bytes(), paper.name))))
    except UnreadableFile as error:
        return {"file": paper.name, "error": str(error)}


def rows(chosen: list[str], *, verbose: bool) -> Iterator[tuple[str, bool, dict[str, float | None]]]:
    """Name, whether it decides, and the figures of every set at hand."""
    for name, folder, pattern, answers, decides in SETS:
        papers = sorted(folder.glob(pattern)) if not chosen or name in chosen else []
        if not papers:
            continue
        tally = score_of(papers, answers)
        if verbose:
            print(f"{name}:", *tally.missed, sep="\n  ")
        yield f"{name} ({len(papers)})", decides, figures(tally)


def main() -> int:
    """Prints the table; 1 when a set that decides is below the bar, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help="names of sets; all when none is given")
    parser.add_argument("--verbose", action="store_true", help="say everything that does not agree")
    args = parser.parse_args()
    print(f"{'':18}" + "".join(f"{name:>13}" for name in BAR))
    for level, word in enumerate(("must", "aim")):
        print(f"{word:18}" + "".join(f"{bar[level]:13.2f}" for bar in BAR.values()))
    failed = False
    for name, decides, shares in rows(args.sets, verbose=args.verbose):
        missing = below(shares)
        failed = failed or (decides and bool(missing))
        marks = ("*" if name in missing else " " for name in BAR)
        cells = (f"{'-' if share is None else format(share, '.3f'):>12}" for share in shares.values())
        print(f"{name:18}" + "".join(cell + mark for cell, mark in zip(cells, marks, strict=True)))
    print("* below what must be" if failed else "Every set that decides reaches what must be.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
