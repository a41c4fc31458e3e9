"""The tree of a paper: parts, articles, clauses, points, dashes, and which paragraph belongs to which."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from directives.parsing.agencies import read_names
from directives.parsing.layout import Block
from directives.parsing.markers import Mark
from directives.parsing.normalise import View
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import Sieve
from directives.parsing.types import SectionFound, SectionKind, Span
from directives.parsing.zones import opens_orders

RANKS: dict[str, int] = {
    "part": 0,
    "chapter": 1,
    "roman": 2,
    "article": 2,
    "ordinal": 4,
    "number1": 4,
    "number2": 5,
    "number3": 6,
    "paren": 7,
    "letter": 7,
    "star": 8,
    "dash": 9,
    "plus": 10,
    "none": 11,
}
HEADING_LENGTH = 220
TITLE_LENGTH = 300
LONGEST_PERIOD = 40
LONGEST_NAME = 60
STAR_TITLE = 100
# No paper is parted deeper; lines that open lists in turns (`1. ...:`, `a) ...:`) would else nest without end.
DEEPEST = 24
MOST_CHARGED = 30
# What may stand behind the last name of a row: where the bodies are, in brackets or not.
SHORT_REST = 30
_SIGN_BEFORE_DUTY = re.compile(r";(?=\s(?:(?:có|chịu) trách nhiệm|căn cứ|thi hành|tổ chức)\s)")
_CARRIES_OUT = re.compile(
    r"(?i)(?:chịu trách nhiệm|có trách nhiệm|căn cứ (?:quyết định|nghị quyết)[^;:]{0,20}|tổ chức)\s[^;:]{0,40}"
    r"(?:thi hành|thực hiện)|(?:thi hành|thực hiện) (?:quyết định|nghị quyết) này"
)
# A line that only says when what stands below it is due: `Tháng 01/2026`, `Trong quý II năm 2026`.
_PERIOD = re.compile(
    r"(?i)(?:trong\s+)?(?:tháng\s+\d{1,2}|quý\s+(?:[IV]{1,3}|0?[1-4]))(?:\s*(?:/|-|,?\s*năm)\s*\d{4})?"
)
_STYLES = {mark: mark.value for mark in Mark}
_NUMBER_STYLES = ("number1", "number2", "number3")
# The paragraph at the end of a letter that asks for reports, of no item before it more than of others.
_REPORTS_BACK = re.compile(
    r"(?:(?:Đề nghị|Yêu cầu)\s+(?=b)|(?:[Đđ]ịnh kỳ|[Hh][ằà]ng)\s[^,.;:]{2,40},?\s+(?=b))?"
    r"[Bb]áo cáo\s(?:kết quả|tình hình)(?!\w)[^;]*\s(?:về|gửi|trước|chậm nhất|qua)\s"
    r"|Kết quả\s(?:thực hiện|triển khai|rà soát)(?!\w)[^.;]*\s(?:gửi|báo cáo|về)\s"
)
_LISTED = (Mark.NUMBER, Mark.LETTER, Mark.PAREN, Mark.DASH, Mark.PLUS, Mark.ORDINAL)
_UNNUMBERED = (Mark.NONE, Mark.DASH, Mark.PLUS)
_CHARGING = (Mark.ARTICLE, Mark.NONE)
_KINDS = {
    Mark.PART: SectionKind.PART,
    Mark.CHAPTER: SectionKind.CHAPTER,
    Mark.ROMAN: SectionKind.HEADING,
    Mark.ARTICLE: SectionKind.ARTICLE,
    Mark.NUMBER: SectionKind.CLAUSE,
    Mark.ORDINAL: SectionKind.CLAUSE,
    Mark.PAREN: SectionKind.POINT,
    Mark.LETTER: SectionKind.POINT,
    Mark.DASH: SectionKind.DASH,
    Mark.PLUS: SectionKind.DASH,
    Mark.NONE: SectionKind.PARAGRAPH,
}


@dataclass(slots=True)
class Node:
    """A block in the tree; `path` joins the numbers of the headings above it and its own.

    `style` is that of the marker, dotted numbers by their depth (`number2` for `1.1`); `is_intro` says whether the
    line introduces what stands below it.
    """

    block: Block
    names_body: bool = False
    parent: "Node | None" = None
    path: str = ""
    children: list["Node"] = field(default_factory=list)
    text: str = field(init=False)
    style: str = field(init=False)
    is_intro: bool = field(init=False)

    def __post_init__(self) -> None:
        """`text`: the words of the block itself, without its children."""
        block = self.block
        text = self.text = block.text
        dotted = block.mark is Mark.NUMBER
        self.style = _NUMBER_STYLES[min(2, block.label.count("."))] if dotted else _STYLES[block.mark]
        self.is_intro = self.names_body or text.endswith(":") or _is_period(text)

    @property
    def is_heading(self) -> bool:
        """A line that a paragraph below may belong to: an intro, or a short title without an end stop."""
        if self.is_intro:
            return True
        return self.block.mark not in _UNNUMBERED and (
            len(self.text) <= HEADING_LENGTH and not self.text.endswith((".", ";", "!", "?", "./"))
        )

    def walk(self) -> Iterator["Node"]:
        """The node and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def last_end(self) -> int:
        """Where the node and everything below it ends in the stored text."""
        node = self
        while node.children:
            node = node.children[-1]
        return max(node.block.span.end, self.block.span.end)


def _is_period(text: str) -> bool:
    return len(text) <= LONGEST_PERIOD and text[:1] in "tTqQ" and _PERIOD.fullmatch(text) is not None


# Lists of addressees: nothing in them is an order.
RECIPIENTS = Sieve(
    r"(?i:^(?:kính gửi|nơi nhận)\b|^gửi[^:]{0,40}:)|^(?:(?i:thủ tướng|chủ tịch|ủy ban|ubnd|bộ|ban|văn phòng"
    r"|sở)\b)[^:.;]{0,60}\s(?i:điện)\s*:?$"
)


def opens_recipients(text: str) -> bool:
    """Whether a line opens a list of addressees."""
    may_open = text[:1] in "kKnNgG" and text[:8].lower().startswith(("kính gửi", "nơi nhận", "gửi"))
    may_wire = text[-1:] in "nN: " and "điện" in text[-7:].lower()
    return (may_open or may_wire) and RECIPIENTS.search(text) is not None


def build_tree(blocks: list[Block], prefix: str = "") -> list[Node]:
    """The top nodes of `blocks`; `prefix` begins every path (`PL1` for annex 1)."""
    roots: list[Node] = []
    stack: list[Node] = []
    labels = [block.label for block in blocks]
    starred = "*" in labels and any(_heads_dashes(one, other) for one, other in pairwise(blocks))
    last = max((i for i, block in enumerate(blocks) if block.mark is not Mark.NONE), default=0)
    for i, block in enumerate(blocks):
        node = Node(block, block.mark is Mark.NONE and _names_body(blocks, i))
        if i > last and asks_to_report(block.text):
            _leave_lists(stack)
        if starred and block.label == "*":
            node.style = "star"
        _settle(node, stack)
        del stack[DEEPEST:]
        parent = stack[-1] if stack else None
        node.parent = parent
        node.path = _path(node, parent, prefix)
        (parent.children if parent else roots).append(node)
        if block.mark is not Mark.NONE or node.is_intro:
            stack.append(node)
    return roots


def with_whole_articles(blocks: Sequence[Block]) -> Iterator[Block]:
    """`blocks`, the article that charges bodies listed one a line with carrying the paper out as one block."""
    end = 0
    for i, block in enumerate(blocks):
        if i < end:
            continue
        end = _end_of_charge(blocks, i) if block.mark in _CHARGING else 0
        yield _joined(blocks[i:end]) if end else block


def _end_of_charge(blocks: Sequence[Block], i: int) -> int:
    """Behind the line that ends `Điều 3. Các ông (bà): ...; ... chịu trách nhiệm thi hành`, or 0 for other articles."""
    if opens_orders(blocks[i].text) or not _lists_names(blocks[i].text, (";", ",", ":")):
        return 0
    for j in range(i + 1, min(i + MOST_CHARGED, len(blocks))):
        block = blocks[j]
        if block.mark not in _UNNUMBERED:
            return 0
        if _CARRIES_OUT.search(block.text):
            return j + 1
        if not _lists_names(block.text, (";", ",")):
            return 0
    return 0


def _lists_names(text: str, ends: tuple[str, ...]) -> bool:
    names = read_names(text, bare=True) if text.endswith(ends) else None
    return names is not None and len(text) - names.end <= SHORT_REST


def _joined(blocks: Sequence[Block]) -> Block:
    """`blocks` as one, which has the marker of the first, without the sign that parts its subjects from their duty."""
    offsets: list[int] = []
    for block in blocks:
        offsets += [block.view.offsets[0] - 1] * bool(offsets) + list(block.view.offsets)
    text = " ".join(block.text for block in blocks)
    sign = _SIGN_BEFORE_DUTY.search(text)
    if sign:
        text = text[: sign.start()] + text[sign.end() :]
        del offsets[sign.start() : sign.end()]
    span = Span(blocks[0].span.start, blocks[-1].span.end)
    return replace(blocks[0], span=span, view=View(text, tuple(offsets)), text=text)


def _names_body(blocks: list[Block], i: int) -> bool:
    """`Sở Tài chính` on a line of its own above what that must do, as a copy that lost its numbers has it.

    Lists of addressees and of members are rows of such lines.
    """
    if i == 0 or i + 1 == len(blocks) or not _is_bare_name(blocks[i].text):
        return False
    above, below = blocks[i - 1], blocks[i + 1]
    if _is_bare_name(above.text) or opens_recipients(above.text) or above.text.endswith((",", ";")):
        return False
    return len(below.text) > LONGEST_NAME and is_imperative(below.text)


def _is_bare_name(text: str) -> bool:
    """Whether a short line names bodies and says nothing of them."""
    if len(text) > LONGEST_NAME or text.isupper() or text.endswith((".", ";", ",", ":")):
        return False
    names = read_names(text)
    return names is not None and names.end >= len(text)


def _heads_dashes(block: Block, below: Block) -> bool:
    """Whether a starred line (`* Sở Tài chính:`) is the title of the dashes below it."""
    if block.label != "*" or below.label != "-":
        return False
    return block.text.endswith(":") or (len(block.text) < STAR_TITLE and not block.text.endswith((".", ";", ",")))


def asks_to_report(text: str) -> bool:
    """Whether a paragraph asks for reports (`Báo cáo kết quả về Sở Y tế trước ngày ...`) and names nobody for it."""
    return _REPORTS_BACK.match(text) is not None


def _leave_lists(stack: list[Node]) -> None:
    """Pops `stack` out of the items of its lists: what closes a paper is asked of all of them."""
    while stack and stack[-1].block.mark in _LISTED:
        stack.pop()


def _settle(node: Node, stack: list[Node]) -> None:
    """Pops `stack` down to the node that `node` belongs to."""
    if node.block.mark is Mark.NONE:
        _settle_paragraph(node, stack)
        return
    style = node.style
    styles = [other.style for other in stack]
    if style in styles and not _opens_inner_list(node, stack):
        del stack[len(styles) - 1 - styles[::-1].index(style) :]
        return
    rank = RANKS[style]
    while stack and _ends_before(stack[-1], rank):
        stack.pop()


def _opens_inner_list(node: Node, stack: list[Node]) -> bool:
    """A list `1.` that starts again under an intro line of another style is a list inside it."""
    top = stack[-1]
    return (
        top.is_intro
        and node.block.label in ("1", "a")
        and top.style != node.style
        and top.style not in ("none", "dash", "star")
    )


def _ends_before(top: Node, rank: int) -> bool:
    if top.block.mark is Mark.NONE:
        return rank != RANKS["dash"] and opens_recipients(top.text)
    return RANKS[top.style] >= rank and not top.is_intro


_INNER = frozenset(("none", "dash", "star", "plus", "paren"))


def _settle_paragraph(node: Node, stack: list[Node]) -> None:
    outer = next((i for i, other in enumerate(stack) if other.block.mark is Mark.NONE), -1) if node.is_intro else -1
    if outer >= 0 and all(other.style in _INNER for other in stack[outer:]):
        del stack[outer:]
        return
    while stack:
        top = stack[-1]
        if top.block.mark is Mark.NONE:
            if (node.is_intro and top.children) or opens_recipients(top.text):
                stack.pop()
                continue
            return
        if not (top.is_heading or top.children):
            stack.pop()
            if stack and opens_recipients(stack[-1].text):  # the body of a letter, below the list of its addressees
                continue
        return


def _path(node: Node, parent: Node | None, prefix: str) -> str:
    above = parent.path if parent else prefix
    mark, label = node.block.mark, node.block.label
    if mark in _UNNUMBERED:
        return above
    if mark is Mark.NUMBER and "." in label:
        holder = parent
        while holder and holder.block.mark is Mark.NUMBER:
            holder = holder.parent
        above = holder.path if holder else prefix
    if mark in (Mark.PART, Mark.CHAPTER):
        label = label.split()[-1] if label else ""
    if not label:
        return above
    return f"{above}.{label}" if above else label


def sections_of(roots: list[Node]) -> tuple[SectionFound, ...]:
    """The marked pieces of the structure, from the outside in, as the review page lists them."""
    found: list[SectionFound] = []
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        node, level = waiting.pop()
        if node.children:
            waiting.extend([(child, level + 1) for child in reversed(node.children)])
        if node.block.mark is not Mark.NONE:
            found.append(_section(node, level))
    return tuple(found)


def _section(node: Node, level: int) -> SectionFound:
    return SectionFound(
        kind=_KINDS[node.block.mark],
        label=node.block.label,
        path=node.path,
        title=node.text[:TITLE_LENGTH],
        span=Span(node.block.span.start, node.last_end()),
        level=level,
    )
