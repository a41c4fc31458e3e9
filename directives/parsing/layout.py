"""Lines of the stored text gathered into blocks: a block is one paragraph, list item, heading, label or table row.

Papers come hard-wrapped (PDF, copied web pages), with page numbers between the halves of a sentence, or with one
paragraph a line; the same rules read all three.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directives.parsing.agencies import read_names
from directives.parsing.breaks import continues
from directives.parsing.lines import TERMINAL, Line, Setting, read_lines, setting_of
from directives.parsing.markers import Mark, marker_of
from directives.parsing.normalise import LineViews, View, view_of
from directives.parsing.proper import proper_name
from directives.parsing.titles import opens_part
from directives.parsing.types import Span

# What a body is said to do in a title in capitals, where else nothing tells the verb from the name.
_SAID_IN_CAPITALS = re.compile(
    r"(?<=\w)(?:,?\s(?:LÀ CƠ QUAN CHỦ TRÌ|LÀM ĐẦU MỐI|CHỦ TRÌ|CÓ TRÁCH NHIỆM|CHỊU TRÁCH NHIỆM|(?:CÙNG )?PHỐI HỢP"
    r"|(?:TỔ CHỨC |TRIỂN KHAI )*THỰC HIỆN)(?:\s(?:CHÍNH|VỚI|CÙNG VỚI|CÙNG|THỰC HIỆN)(?!\w))*)+(?!\w)"
)
_ORDERS = re.compile(r"(?:Giao|Đề nghị|Yêu cầu)\s")


@dataclass(slots=True)
class Block:
    """One paragraph: `span` without marker and decoration, `label` the marker as printed without its punctuation.

    `text` is that of `view`: the words of the block on one line, in one spelling.
    """

    mark: Mark
    label: str
    span: Span
    view: View
    text: str
    is_row: bool = False


def read_blocks(text: str) -> list[Block]:
    """The blocks of `text` in order; rules, page numbers and empty lines are left out."""
    lines = read_lines(text)
    views = LineViews(text)
    return [_block(text, first, last, views) for first, last in _groups(lines, setting_of(lines))]


def _groups(lines: Sequence[Line], setting: Setting) -> Iterator[tuple[Line, Line]]:
    """The first and the last line of each block."""
    first: Line | None = None
    before: Line | None = None
    for line in lines:
        if first is None or before is None:
            first = line
        # Nothing goes on behind a full stop, but where lines were broken at one length.
        elif (not setting.width and before.text.endswith(TERMINAL)) or not continues(first, before, line, setting):
            yield first, before
            first = line
        before = line
    if first is not None and before is not None:
        yield first, before


def _block(text: str, first: Line, last: Line, views: LineViews) -> Block:
    start, end = first.start, last.end
    printed = text[start:end]
    is_plain = first is last and printed == first.text
    mark, label, length = (Mark.NONE, "", 0)
    if not first.is_row:
        mark, label, length = marker_of(first.text if is_plain else printed)
    view = views.of(start + length, end) if is_plain else view_of(text, start + length, end)
    view = _in_small_letters(view)
    words = view.text
    if mark is Mark.NONE and opens_part(words):
        mark = Mark.PART
    span = view.span(0, len(words)) if words else Span(start, end)
    return Block(mark, label, span, view, words, first.is_row)


def _in_small_letters(view: View) -> View:
    """A title in capitals that says what a body does (`SỞ Y TẾ CHỦ TRÌ:`), as it is written in running text."""
    if not view.text.isupper() or not _SAID_IN_CAPITALS.search(view.text):
        return view
    parts, end = [], 0
    for said in _SAID_IN_CAPITALS.finditer(view.text):
        parts += [proper_name(view.text[end : said.start()]), said[0].lower()]
        end = said.end()
    text = "".join((*parts, proper_name(view.text[end:])))
    charges = len(text) == len(view.text) and (read_names(text) or _ORDERS.match(text))
    return View(text, view.offsets) if charges else view
