"""Lines of a PDF page with the two columns of a letterhead and of a signature block kept apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pdfplumber.page import Page

GAP: Final = 14.0
"""Points between words from which they belong to two columns; a justified line never stretches so far."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one line without a wide gap between them; `x0`, `x1` in points from the left edge."""

    x0: float
    x1: float
    text: str


def lines_of(page: Page) -> list[str]:
    """The lines of a page from top to bottom; where two columns stand side by side, the left one comes first."""
    words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
    lines: list[str] = []
    region = Region()
    for line in _by_line(words):
        stretches = list(_stretches(line))
        if region.takes(stretches):
            continue
        lines += region.lines()
        region = Region()
        if not region.takes(stretches):
            lines.append(" ".join(stretch.text for stretch in stretches))
    return lines + region.lines()


class Region:
    """Two columns side by side: it opens with a line in two stretches and goes on while lines keep to a side."""

    def __init__(self) -> None:
        self.left: list[str] = []
        self.right: list[str] = []
        self.edge = 0.0

    def takes(self, line: list[Stretch]) -> bool:
        """Take the line when it belongs here."""
        if len(line) == 2 and (not self.edge or line[0].x1 < self.edge):
            self.left.append(line[0].text)
            self.right.append(line[1].text)
            self.edge = min(self.edge or line[1].x0, line[1].x0)
            return True
        if not self.edge or len(line) != 1:
            return False
        if line[0].x1 < self.edge:
            self.left.append(line[0].text)
        elif line[0].x0 >= self.edge:
            self.right.append(line[0].text)
        return line[0].x1 < self.edge or line[0].x0 >= self.edge

    def lines(self) -> list[str]:
        """Left column, then right column."""
        return [*self.left, *self.right]


def _by_line(words: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Words whose middles are at one height, from left to right."""
    line: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"], word["x0"])):
        if line and _middle(word) - _middle(line[0]) > (word["bottom"] - word["top"]) / 2:
            yield sorted(line, key=lambda item: item["x0"])
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda item: item["x0"])


def _middle(word: dict[str, Any]) -> float:
    return float(word["top"] + word["bottom"]) / 2


def _stretches(line: list[dict[str, Any]]) -> Iterator[Stretch]:
    held = line[:1]
    for word in line[1:]:
        if word["x0"] - held[-1]["x1"] > GAP:
            yield _stretch(held)
            held = []
        held.append(word)
    yield _stretch(held)


def _stretch(words: list[dict[str, Any]]) -> Stretch:
    return Stretch(words[0]["x0"], words[-1]["x1"], " ".join(str(word["text"]) for word in words))
