"""The picture of a chain of papers: boxes in columns, what a paper rests on to its left, lines with their words.

Places are counted in pixels of the drawing; the template only writes them down. Lines differ by their strokes and say
what they mean, so nothing is told by colour alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from directives.chain import Chain, Node
from directives.work import Tally

WIDTH: Final = 216
HEIGHT: Final = 88
BETWEEN: Final = 104
"""Room between columns, for the words of the lines."""
GAP: Final = 18
EDGE: Final = 12
MOST_IN_COLUMN: Final = 8
SUBJECT: Final = 29
NUMBER: Final = 24


@dataclass(frozen=True, slots=True)
class Box:
    """One paper; `tally` is None where nothing can be counted."""

    node: Node
    x: int
    y: int
    tally: Tally | None
    is_root: bool

    @property
    def number(self) -> str:
        """The number, cut to the width of the box."""
        return _cut(self.node.number, NUMBER)

    @property
    def subject(self) -> str:
        """What it is about, cut to the width of the box."""
        return _cut(self.node.paper.subject, SUBJECT) if self.node.paper else ""


@dataclass(frozen=True, slots=True)
class More:
    """Papers of a column that have no box of their own."""

    x: int
    y: int
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """From the lower box to the upper one; `words` stand at the end where fewer lines meet (`anchor` as in SVG)."""

    path: str
    relation: str
    words: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing and its size."""

    boxes: Sequence[Box]
    lines: Sequence[Line]
    more: Sequence[More]
    width: int
    height: int


def draw(chain: Chain, tallies: Mapping[int, Tally]) -> Picture:
    """Lay the chain out, the worst papers of a column first where it is too long."""
    columns = _columns(chain, tallies)
    tall = max(len(kept) + bool(left) for kept, left in columns)
    height = tall * (HEIGHT + GAP) - GAP + 2 * EDGE
    boxes: dict[str, Box] = {}
    more: list[More] = []
    for place, (kept, left) in enumerate(columns):
        x = EDGE + place * (WIDTH + BETWEEN)
        rows = len(kept) + bool(left)
        y = (height - rows * (HEIGHT + GAP) + GAP) // 2
        for node in kept:
            pk = node.paper.pk if node.paper else 0
            boxes[node.key] = Box(node, x, y, tallies.get(pk), node is chain.root)
            y += HEIGHT + GAP
        more += [More(x, y, left)] if left else []
    width = 2 * EDGE + len(columns) * (WIDTH + BETWEEN) - BETWEEN
    return Picture(list(boxes.values()), _lines(boxes), more, width, height)


def _columns(chain: Chain, tallies: Mapping[int, Tally]) -> list[tuple[list[Node], int]]:
    """Nodes of each layer with how many are left out, ordered so that lines cross little."""
    layers = sorted({node.layer for node in chain.nodes})
    kept: dict[int, list[Node]] = {}
    left: dict[int, int] = {}
    for layer in layers:
        nodes = [node for node in chain.nodes if node.layer == layer]
        worst = sorted(nodes, key=lambda node: _weight(node, tallies), reverse=True)[:MOST_IN_COLUMN]
        kept[layer], left[layer] = worst, len(nodes) - len(worst)
    places: dict[str, float] = {chain.root.key: 0.0}
    for layer in sorted(layers, key=abs):
        ordered = sorted(kept[layer], key=lambda node: (_pull(node, places), node.number))
        kept[layer] = ordered
        places |= {node.key: at - (len(ordered) - 1) / 2 for at, node in enumerate(ordered)}
    return [(kept[layer], left[layer]) for layer in layers]


def _weight(node: Node, tallies: Mapping[int, Tally]) -> tuple[bool, int, int]:
    tally = tallies.get(node.paper.pk if node.paper else 0, Tally())
    return node.paper is not None, tally.overdue, tally.total


def _pull(node: Node, places: Mapping[str, float]) -> float:
    """Where its neighbours nearer to the paper stand, on average."""
    near = [places[key] for link in (*node.up, *node.down) for key in (link.upper, link.lower) if key in places]
    return sum(near) / len(near) if near else 0.0


def _lines(boxes: Mapping[str, Box]) -> list[Line]:
    """One line for each pair of boxes of different columns, with every relation between the two in its words."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for box in boxes.values():
        for link in box.node.up:
            if link.upper in boxes and boxes[link.upper].x < box.x:
                pairs.setdefault((link.upper, link.lower), []).append((link.relation, link.words))
    ends = Counter(key for pair in pairs for key in pair)
    return [
        _line(boxes[upper], boxes[lower], said, at_upper=ends[upper] <= ends[lower])
        for (upper, lower), said in pairs.items()
    ]


def _line(upper: Box, lower: Box, said: Sequence[tuple[str, str]], *, at_upper: bool) -> Line:
    x1, y1 = upper.x + WIDTH, upper.y + HEIGHT // 2
    x2, y2 = lower.x, lower.y + HEIGHT // 2
    bend = (x2 - x1) // 2
    path = f"M{x2} {y2}C{x2 - bend} {y2} {x1 + bend} {y1} {x1 + 7} {y1}"
    words = ", ".join(dict.fromkeys(word for _relation, word in said))
    if at_upper:
        return Line(path, said[0][0], words, x1 + 18, y1 - 7, "start")
    return Line(path, said[0][0], words, x2 - 6, y2 - 7, "end")


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
