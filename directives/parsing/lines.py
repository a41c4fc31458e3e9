"""The printed lines of the stored text, and how they were set: broken at a width, parted by gaps, begun further in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from directives.parsing.markers import Mark, marker_of
from directives.parsing.normalise import fold_space

DECORATION = " \t\f\v\u00a0*#_>|\ufeff"
# Those of them that a line of nothing but printable characters can begin or end with.
_PRINTED_DECORATION = " *#_>|"
# No paper has such a line; of one that comes all the same so much is looked at, for the rules take longer than linear.
LONGEST_LINE = 12_000
READ_OF_IT = 3_000
WRAPPED_SHARE = 0.2
# Shares and numbers of lines that tell how far in paragraphs begin.
NEARLY_ALL = 0.9
FAR_LONGER = 1.3
NEAR_MIDDLE = 1.15
FEWEST_ITEMS = 3
FEW_LINES = 8
EVERY_LINE = 0.95
SPACED_SHARE = 0.8
FEWEST_BROKEN = 2
NEAR_LONGEST = 0.8
MOST_BROKEN = 0.7
WIDEST_PAGE = 130
# No paragraph of a paper is longer.
MAX_LINE = 20_000
TERMINAL = (*'.;:!?…”"', "./")
_RULE = re.compile(r"^[-=_.~*\s|]{2,}$")
_PAGE = re.compile(
    r"^(?:-\s*)?\d{1,3}(?:\s*-)?$|^[-=#<\[!\s]*(?i:trang|page)\s+\d{1,3}(?:\s*/\s*\d{1,3})?[-=>\]\s]*$"
    # The name of the file, as an office prints it at the edge of every page, with what a scan made of the number.
    r"|^[^\s/]{1,40}\.(?i:docx?|pdf)\W{0,3}(?:\s[\w\W]{0,4})?$"
)
_PAGES_OPEN = "tTpP"
DANGLING = re.compile(
    r"(?:\b(?:và|của|với|tại|số|về|các|cho|từ|đến|trong|theo|là|để|hoặc|Sở|Bộ|Ban|Phó|Thủ tướng|Văn phòng|Bộ "
    r"trưởng|thành phố|tỉnh|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kế hoạch|Thông tư|Luật|ngày|tháng|năm)|[,\-(]|"
    r"Ủy ban [Nn]hân dân|Ủy ban|UBND|nhân dân)$"
)
LONGEST_DANGLING = 20
_BULLET_STAR = re.compile(r"\s*\*\s+(?=[^\s*]|\*+[^\s*\d])")


@dataclass(slots=True)
class Line:
    """A printed line without white space and decoration at its ends; `after_page` where a page began with it.

    `reach` is where it ends and `indent` where it begins, in characters from the margin.
    """

    start: int
    end: int
    text: str
    after_gap: bool
    reach: int
    is_row: bool = False
    after_page: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """How the text was set: the length at which lines were broken (0: not broken), and whether gaps part paragraphs.

    `indent` is how far in paragraphs begin, 0 where that tells nothing.
    """

    width: int = 0
    spaced: bool = False
    indent: int = 0


@lru_cache(maxsize=1)  # the head, the body and the foot of one paper are read one after the other
def read_lines(text: str) -> tuple[Line, ...]:
    """The printed lines of the whole text, empty ones left out."""
    lines = tuple(_lines(text))
    if len(lines) < FEW_LINES or sum([line.after_gap for line in lines]) < EVERY_LINE * (len(lines) - 1):
        return lines
    # An empty line behind every line parts nothing where lines were broken at one length.
    return tuple(replace(line, after_gap=False) for line in lines) if setting_of(lines, gaps=False).width else lines


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
        words, reach = fold_space(stripped), len(raw.rstrip())
        yield Line(left, left + len(stripped), words, gap, reach, is_row(stripped), page, left - start)
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


def setting_of(lines: Sequence[Line], *, gaps: bool = True) -> Setting:
    """How `lines` were set; without `gaps` as if no line stood behind an empty one."""
    broken = [
        a
        for a, b in pairwise(lines)
        if b.text[:1].islower() and not (gaps and b.after_gap) and not a.text.endswith(TERMINAL) and len(a.text) < 160
    ]
    many = len(broken) >= WRAPPED_SHARE * max(1, sum([not (gaps and line.after_gap) for line in lines[1:]]))
    broken = broken if many else _broken_within_width(lines, broken, gaps=gaps)
    if not broken:
        return Setting()
    reaches = sorted(line.reach for line in broken)
    items = [line for line in lines if marker_of(line.text)[0] not in (Mark.NONE, Mark.DASH)]
    spaced = gaps and sum(line.after_gap for line in items) > SPACED_SHARE * len(items)
    return Setting(_width_of(reaches), spaced, _indent_of(lines, items))


def _width_of(reaches: list[int]) -> int:
    """The width at which lines ended, of lengths in order; a few lines that were never broken are left out."""
    width, middle = reaches[int(len(reaches) * 0.9)], reaches[len(reaches) // 2]
    return width if width <= FAR_LONGER * middle else max(reach for reach in reaches if reach <= NEAR_MIDDLE * middle)


def _indent_of(lines: Sequence[Line], items: Sequence[Line]) -> int:
    """How far in paragraphs begin where nearly all lines inside them begin at the margin, else 0."""
    inside = [line.indent for line in lines if line.text[:1].islower() and not line.is_row]
    begins = sorted(line.indent for line in items if not line.is_row)
    if len(inside) < FEWEST_BROKEN or len(begins) < FEWEST_ITEMS:
        return 0
    least = begins[len(begins) // 10]
    return least if sum(indent < least - 1 for indent in inside) >= NEARLY_ALL * len(inside) else 0


def _broken_within_width(lines: Sequence[Line], broken: list[Line], *, gaps: bool) -> list[Line]:
    """The broken lines of a paper of short lines: none is longer than a page is wide, those broken are the longest.

    In a short letter most lines may go on with a capital or a figure (`Nghị định số` / `178/2024/NĐ-CP`).
    """
    longest = max((line.reach for line in lines if not line.is_row), default=0)
    if longest > WIDEST_PAGE:
        return []
    long = [(a, b) for a, b in pairwise(lines) if a.reach > NEAR_LONGEST * longest and not (gaps and b.after_gap)]
    cut = [a for a, b in long if not b.text[:1].islower() and breaks_off(a.text) and marker_of(b.text)[0] is Mark.NONE]
    near = sum([line.reach > NEAR_LONGEST * longest for line in broken])
    everything = [*broken, *cut]
    enough = len(everything) >= FEWEST_BROKEN and near + len(cut) >= MOST_BROKEN * len(everything)
    return everything if enough else []


def breaks_off(text: str) -> bool:
    """Whether a line ends on a word that no sentence ends on ("của", "và"): the next one goes on with it."""
    return DANGLING.search(text, max(0, len(text) - LONGEST_DANGLING)) is not None
