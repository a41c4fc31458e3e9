"""How long the engine may take: against a fixed piece of work done beside it, and for endless texts."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from directives.parsing.extract import MAX_LINES, TOO_LONG, extract_text
from tests.slowness import allowed

PAPERS = Path(__file__).parent / "documents"
CHARACTERS = 64_900
# Times that the letters of the paper are counted one by one while it is read: 15 to 28 at the least now, 48 when every
# rule was tried at every character. Twice as slow as now is too slow.
COUNTINGS = 50
ROUNDS = 3
SECONDS = 20


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _counted(text: str) -> int:
    letters = 0
    for char in text:
        if char.isalpha():
            letters += 1
    return letters


def _paper(turn: int) -> str:
    """Twenty pages, each time begun at another place, so that nothing is remembered from the time before."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PAPERS.glob("*.txt"))]
    whole = "\n".join(texts[turn:] + texts[:turn])
    return (whole * (1 + CHARACTERS // len(whole)))[:CHARACTERS]


def test_twenty_pages_are_read_in_little_time() -> None:
    """A machine busy with other work slows both, so the ratio stays what it is."""
    ratios = []
    for turn in range(ROUNDS):
        text = _paper(turn)
        ratios.append(_seconds(partial(extract_text, text)) / _seconds(partial(_counted, text)))
    assert min(ratios) < COUNTINGS, ratios


@pytest.mark.extended
@pytest.mark.parametrize("line", ["|\n", "a b\n", "1. a\n", "- Giao Sở A rà soát.\n"])
def test_a_text_of_very_many_lines_is_cut(line: str) -> None:
    """What no paper has costs a bounded time, and the clerk is told."""
    start = time.process_time()
    found = extract_text(line * 1_000_000)
    assert TOO_LONG in found.warnings
    assert all(task.span.end <= MAX_LINES * len(line) for task in found.tasks)
    assert time.process_time() - start < allowed(SECONDS)


def test_a_paper_of_many_pages_is_read_to_its_end() -> None:
    """Only what is behind the last line allowed is left out."""
    found = extract_text("\n" * (MAX_LINES - 2) + "Giao Sở Xây dựng rà soát quỹ đất trước ngày 30/9/2026.")
    assert TOO_LONG not in found.warnings


@pytest.mark.parametrize(
    "lines",
    ["1. Giao Sở Y tế:\na) Các phòng:\n", "a) Xem:\n1. Xem:\n", "- Sở Y tế:\n+ Các phòng:\n", "Giao Sở Y tế:\n"],
)
def test_lists_that_open_lists_in_turns_nest_to_a_bound(lines: str) -> None:
    assert extract_text(lines * 1500) is not None


def test_cost_of_terms_grows_with_their_number_only() -> None:
    """Each counted term once looked at all the text before it: four times as many cost sixteen times as much."""
    term = "trước ngày 31/02/2026 \n\n trong 05 ngày làm việc"

    def least(count: int) -> float:
        texts = [f"{turn}. Giao Sở Xây dựng rà soát hồ sơ " + term * count for turn in range(1, ROUNDS + 1)]
        return min(_seconds(partial(extract_text, text)) for text in texts)

    few, many = least(500), least(2000)
    assert many < few * 8, (few, many)
