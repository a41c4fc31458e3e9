"""Lines of the stored text gathered into blocks: a block is one paragraph, list item, heading, label or table row.

Papers come hard-wrapped (PDF, copied web pages), with page numbers between the halves of a sentence, or with one
paragraph a line; the same rules read all three.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from directives.parsing.labels import is_label
from directives.parsing.markers import Mark, marker_of
from directives.parsing.normalise import LineViews, View, fold_space, view_of
from directives.parsing.sentences import is_imperative
from directives.parsing.titles import opens_part
from directives.parsing.types import Span

DECORATION = " \t\f\v\u00a0*#_>|\ufeff"
# Those of them that a line of nothing but printable characters can begin or end with.
_PRINTED_DECORATION = " *#_>|"
# No paper has such a line; of one that comes all the same so much is looked at, for the rules take longer than linear.
LONGEST_LINE = 12_000
READ_OF_IT = 3_000
WRAPPED_SHARE = 0.2
FEW_LINES = 8
EVERY_LINE = 0.95
SPACED_SHARE = 0.8
NEAR_FULL = 0.88
FEWEST_BROKEN = 2
NEAR_LONGEST = 0.8
MOST_BROKEN = 0.7
WIDEST_PAGE = 130
SHORT = 0.7
# No paragraph of a paper is longer.
MAX_LINE = 20_000


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


_COMMONEST = "nhgti"
_TERMINAL = (*'.;:!?…”"', "./")
_RULE = re.compile(r"^[-=_.~*\s|]{2,}$")
_PAGE = re.compile(
    r"^(?:-\s*)?\d{1,3}(?:\s*-)?$|^[-=#<\[!\s]*(?i:trang|page)\s+\d{1,3}(?:\s*/\s*\d{1,3})?[-=>\]\s]*$"
    # The name of the file, as an office prints it at the edge of every page, with what a scan made of the number.
    r"|^[^\s/]{1,40}\.(?i:docx?|pdf)\W{0,3}(?:\s[\w\W]{0,4})?$"
)
_PAGES_OPEN = "tTpP"
_DANGLING = re.compile(
    r"(?:\b(?:và|của|với|tại|số|về|các|cho|từ|đến|trong|theo|là|để|hoặc|Sở|Bộ|Ban|Phó|Thủ tướng|Văn phòng|Bộ "
    r"trưởng|thành phố|tỉnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kế hoạch|Thông tư|Luật|ngày|tháng|năm)|[,\-(]|"
    r"Ủy ban nhân dân|Ủy ban|UBND|nhân dân)$"
)
# The same where lines are broken at some width: what calls for a name or an object behind it.
_DANGLING_WRAPPED = re.compile(r"\b(?:huyện|quận|xã|phường|thị trấn|Đề nghị|Yêu cầu|Giao|Thường trực|[Ss]ông)$")

LONGEST_DANGLING = 20
_BULLET_STAR = re.compile(r"\s*\*\s+(?=[^\s*]|\*+[^\s*\d])")
_OPENS_LIST = re.compile(r"(?i)nơi nhận\b|kính gửi\b")
# The line below the title of what is issued with a paper.
_ATTACHED = re.compile(r"\((?i:ban hành\s+)?(?i:kèm theo)\s")
# Break off only before their number: `hai tháng đầu năm` is whole.
_COUNTED = ("ngày", "tháng", "năm")


@dataclass(slots=True)
class Line:
    """A printed line without white space and decoration at its ends; `after_page` where a page began with it."""

    start: int
    end: int
    text: str
    after_gap: bool
    reach: int
    is_row: bool = False
    after_page: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How the text was set: the length at which lines were broken (0: not broken), and whether gaps part paragraphs."""

    width: int = 0
    spaced: bool = False


def read_blocks(text: str) -> list[Block]:
    """The blocks of `text` in order; rules, page numbers and empty lines are left out."""
    lines = read_lines(text)
    views = LineViews(text)
    return [_block(text, first, last, views) for first, last in _groups(lines, _setting(lines))]


def _groups(lines: Sequence[Line], setting: Setting) -> Iterator[tuple[Line, Line]]:
    """The first and the last line of each block."""
    first: Line | None = None
    before: Line | None = None
    for line in lines:
        if first is None or before is None:
            first = line
        # Nothing goes on behind a full stop, but where lines were broken at one length.
        elif (not setting.width and before.text.endswith(_TERMINAL)) or not _continues(first, before, line, setting):
            yield first, before
            first = line
        before = line
    if first is not None and before is not None:
        yield first, before


@lru_cache(maxsize=1)  # the head, the body and the foot of one paper are read one after the other
def read_lines(text: str) -> tuple[Line, ...]:
    """The printed lines of the whole text, empty ones left out."""
    lines = tuple(_lines(text))
    if len(lines) < FEW_LINES or sum([line.after_gap for line in lines]) < EVERY_LINE * (len(lines) - 1):
        return lines
    # An empty line behind every line parts nothing where lines were broken at one length.
    return tuple(replace(line, after_gap=False) for line in lines) if _setting(lines, gaps=False).width else lines


def _lines(text: str) -> Iterator[Line]:
    gap = page = False
    end = -1
    in_cells, is_spaced = "|" in text, "  " in text
    for raw in text.split("\n"):
        start, end = end + 1, end + 1 + len(raw)
        if not raw:
            gap = gap or start > 0
            continue
        if _is_bare(raw) and not (is_spaced and "  " in raw) and not (in_cells and "|" in raw):  # nearly all
            if raw[-1].isalpha() or not _is_rule_or_page(raw, raw):
                yield Line(start, end, raw, gap, end - start, after_page=page)
                gap = page = False
            else:
                gap, page = True, page or raw[-1].isdigit()
            continue
        stripped = _undecorated(raw)
        if not stripped or _is_rule_or_page(raw, stripped):
            gap, page = True, page or stripped[-1:].isdigit()
            continue
        left = start if stripped is raw else start + raw.index(stripped)
        if len(stripped) > LONGEST_LINE:
            stripped = stripped[:READ_OF_IT].rstrip()
        yield Line(left, left + len(stripped), fold_space(stripped), gap, len(raw.rstrip()), is_row(stripped), page)
        gap = page = False


def _is_bare(raw: str) -> bool:
    """Whether a line is its own text, but for runs of blanks and cells: no decoration, no white space but blanks."""
    return (
        raw[0] not in _PRINTED_DECORATION
        and raw[-1] not in _PRINTED_DECORATION
        and raw.isprintable()
        and len(raw) <= LONGEST_LINE
    )


def _is_rule_or_page(raw: str, stripped: str) -> bool:
    if stripped[-1].isalpha() or stripped[-1] == ";" or (stripped[0].isalpha() and stripped[0] not in _PAGES_OPEN):
        return False
    return bool(_RULE.match(raw) or _PAGE.match(stripped))


def _undecorated(raw: str) -> str:
    stripped = raw.strip(DECORATION)
    if len(stripped) == len(raw):
        return stripped
    if raw.count("*") % 2 and _BULLET_STAR.match(raw):  # all others in pairs: `* Họp **trước 5/4**`
        return raw.strip().rstrip(DECORATION)
    bare = raw.strip()
    return bare.strip("*").strip() if bare.endswith("|") and " | " in bare else stripped


def is_row(text: str) -> bool:
    """Whether a line is a row of a table whose cells are parted by bars or tabs."""
    return ("|" in text and " | " in f" {text} ") or ("\t" in text and text.count("\t") > 1)


def _setting(lines: Sequence[Line], *, gaps: bool = True) -> Setting:
    """How `lines` were set; without `gaps` as if no line stood behind an empty one."""
    broken = [
        a
        for a, b in pairwise(lines)
        if b.text[:1].islower() and not (gaps and b.after_gap) and not a.text.endswith(_TERMINAL) and len(a.text) < 160
    ]
    many = len(broken) >= WRAPPED_SHARE * max(1, sum([not (gaps and line.after_gap) for line in lines[1:]]))
    broken = broken if many else _broken_within_width(lines, broken, gaps=gaps)
    if not broken:
        return Setting()
    reaches = sorted(line.reach for line in broken)
    items = [line for line in lines if marker_of(line.text)[0] not in (Mark.NONE, Mark.DASH)]
    spaced = gaps and sum(line.after_gap for line in items) > SPACED_SHARE * len(items)
    return Setting(reaches[int(len(reaches) * 0.9)], spaced)


def _broken_within_width(lines: Sequence[Line], broken: list[Line], *, gaps: bool) -> list[Line]:
    """The broken lines of a paper of short lines: none is longer than a page is wide, those broken are the longest.

    In a short letter most lines may go on with a capital or a figure (`Nghị định số` / `178/2024/NĐ-CP`).
    """
    longest = max((line.reach for line in lines if not line.is_row), default=0)
    if longest > WIDEST_PAGE:
        return []
    long = [(a, b) for a, b in pairwise(lines) if a.reach > NEAR_LONGEST * longest and not (gaps and b.after_gap)]
    cut = [a for a, b in long if not b.text[:1].islower() and _breaks_off(a.text) and marker_of(b.text)[0] is Mark.NONE]
    near = sum([line.reach > NEAR_LONGEST * longest for line in broken])
    everything = [*broken, *cut]
    enough = len(everything) >= FEWEST_BROKEN and near + len(cut) >= MOST_BROKEN * len(everything)
    return everything if enough else []


def _breaks_off(text: str) -> bool:
    return _DANGLING.search(text, max(0, len(text) - LONGEST_DANGLING)) is not None


def _continues(first: Line, before: Line, line: Line, setting: Setting) -> bool:
    """Whether `line` goes on with the block that reaches from `first` to `before`."""
    if line.is_row or before.is_row or not (setting.width or _may_go_on(before, line)):
        return False
    mark = marker_of(line.text)[0]
    open_end = not before.text.endswith(_TERMINAL)
    apart = line.after_gap and not line.after_page
    goes_on = bool(setting.width) and line.text[:1].islower() and not apart  # broken off: no label of its own
    if mark is not Mark.NONE or (not goes_on and is_label(line.text)):
        return open_end and mark is Mark.DASH and _is_broken_dash(before, line, setting)
    if _stands_alone(line.text) or _stands_alone(before.text):
        return _is_broken_title(first, before, line, setting)
    if line.after_gap:
        open_end = open_end or (line.after_page and before.text.endswith(";") and line.text[:1].islower())
        return open_end and _goes_on_after_gap(first, before, line, setting)
    return _goes_on(before, line, setting, open_end=open_end)


def _may_go_on(before: Line, line: Line) -> bool:
    """Whether a text whose lines were not broken can go on with `line`: nearly all begin with a capital."""
    first = line.text[:1]
    if first.islower() or first in ",;)-–":
        return True
    return not line.after_gap and _DANGLING.search(before.text, max(0, len(before.text) - LONGEST_DANGLING)) is not None


def _goes_on_after_gap(first: Line, before: Line, line: Line, setting: Setting) -> bool:
    """A page number or an empty line may stand inside a sentence, but not behind a title."""
    if marker_of(first.text)[0] in (Mark.ROMAN, Mark.PART, Mark.CHAPTER):
        return False
    if line.text[:1].islower() or line.text[:1] in ",;)":
        return True
    if not setting.width:
        return False
    # Where a page ended the line before it is as full as any other, and no paragraph ends without a sign.
    return _dangles(before, line, setting) or (line.after_page and _is_full(before, line, setting.width, open_end=True))


def _goes_on(before: Line, line: Line, setting: Setting, *, open_end: bool) -> bool:
    first = line.text[:1]
    if first == "(" and _ATTACHED.match(line.text):
        return False
    wrapped = bool(setting.width)
    lower = first.islower() or first in ",;)" or (wrapped and first in '“"(0123456789')
    if (wrapped and first.islower()) or (open_end and (lower or _dangles(before, line, setting))):
        return True
    return setting.spaced or _is_full(before, line, setting.width, open_end=open_end)


def _dangles(before: Line, line: Line, setting: Setting) -> bool:
    """Whether a line breaks off inside a phrase; a short `3. Công an thành phố` above an instruction is a title."""
    near = max(0, len(before.text) - LONGEST_DANGLING)
    broken = _DANGLING.search(before.text, near) or (setting.width and _DANGLING_WRAPPED.search(before.text, near))
    if not broken or (broken[0] in _COUNTED and not line.text[:1].isdigit()):
        return False
    titled = marker_of(before.text)[0] is not Mark.NONE and is_imperative(line.text)
    return not (titled and (not setting.width or before.reach < SHORT * setting.width))


def _is_broken_title(first: Line, before: Line, line: Line, setting: Setting) -> bool:
    """`I. MỤC` / `ĐÍCH, YÊU CẦU`: the rest of a numbered title in capitals."""
    numbered = marker_of(first.text)[0] in (Mark.ROMAN, Mark.NUMBER, Mark.PART, Mark.CHAPTER)
    return (
        numbered
        and bool(setting.width)
        and not line.after_gap
        and _is_capitals(line.text)
        and _is_capitals(before.text)
    )


def _is_broken_dash(before: Line, line: Line, setting: Setting) -> bool:
    """`2026` / `- 2030` and `Văn hóa` / `– Xã hội`: the dash stands between two halves of one name or period."""
    if re.search(r"\d{4}$", before.text) and re.match(r"[-–]\s*\d{4}\b", line.text):
        return True
    return bool(setting.width) and not line.after_gap and before.reach > setting.width * NEAR_FULL


def _is_full(before: Line, line: Line, width: int, *, open_end: bool) -> bool:
    """Whether `before` was broken only because the next word did not fit."""
    if not width:
        return False
    first_word = line.text.split(" ", 1)[0]
    return before.reach + 1 + len(first_word) > width * (NEAR_FULL if open_end else 1)


@lru_cache(maxsize=1024)  # as above
def _stands_alone(text: str) -> bool:
    """Headings in capitals and the line that opens the list of recipients begin and end by themselves."""
    return _is_capitals(text) or (text[:1] in "nNkK" and bool(_OPENS_LIST.match(text)))


def _is_capitals(text: str) -> bool:
    if sum(map(text.count, _COMMONEST)) > 0.2 * len(text):  # enough small letters already
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 3 and sum(map(str.isupper, text)) >= 0.8 * letters


def _block(text: str, first: Line, last: Line, views: LineViews) -> Block:
    start, end = first.start, last.end
    printed = text[start:end]
    is_plain = first is last and printed == first.text
    mark, label, length = (Mark.NONE, "", 0)
    if not first.is_row:
        mark, label, length = marker_of(first.text if is_plain else printed)
    view = views.of(start + length, end) if is_plain else view_of(text, start + length, end)
    words = view.text
    if mark is Mark.NONE and opens_part(words):
        mark = Mark.PART
    span = view.span(0, len(words)) if words else Span(start, end)
    return Block(mark, label, span, view, words, first.is_row)
