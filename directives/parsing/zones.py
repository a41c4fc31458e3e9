"""Which stretches of a paper can hold instructions: not the head, the foot, the aims, the assessments, the money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from directives.parsing.layout import Block, read_blocks
from directives.parsing.markers import Mark
from directives.parsing.normalise import loose, modern_tones, without_marks
from directives.parsing.vocab import ANNEX_TITLES, ASSESSING_TITLES, DUTY_TITLES, GOAL_TITLES, MONEY_TITLES

SHORTEST, LONGEST = 8, 120


class Zone(StrEnum):
    """What a part of the paper is for."""

    DUTY = "duty"
    GOAL = "goal"
    MONEY = "money"
    PLAIN = "plain"


@dataclass(slots=True)
class Segment:
    """A stretch of blocks with its own numbering: the body, or an attachment behind the signature."""

    blocks: tuple[Block, ...]
    prefix: str
    is_annex: bool
    is_form: bool = False


_FOOT = re.compile(
    r"(?i)^n[oơ]i nh[aâậ]n\b|^(?:TM|KT|TL|TUQ|T/M)\s?\.\s?[A-ZĐỦỊ]|"
    r"^(?:(?:PHÓ )?CHỦ TỊCH|THỦ TƯỚNG|(?:PHÓ )?GIÁM ĐỐC|BỘ TRƯỞNG|BÍ THƯ|CHÁNH VĂN PHÒNG)$"
)
# Below such a line a web page lists other items.
_OTHER_ITEMS = re.compile(
    r"(?i)^(?:các\s+)?(?:tin|bài|tin bài|bài viết|tin tức)\s+"
    r"(?:liên quan|khác|cùng (?:chuyên mục|loại|chủ đề)|mới hơn|cũ hơn)(?:\s+khác)?\s*:?$"
)
_ANNEX = re.compile(r"(?i)^phụ (?:lục|biểu)(?:\s+(?:số\s*)?([IVX]{1,4}|\d{1,2}))?\b")
_TITLE = re.compile(
    rf"(?i)(?:{'|'.join(map(re.escape, ANNEX_TITLES))})$|(?:kế hoạch|chương trình|quy chế|đề án|phương án|danh mục|bảng"
    r"|biểu|phân công|phụ lục)(?!\w)"
)
# Attachments to be filled in: their lines say what to write, not what to do.
_FORM = re.compile(r"(?i)(?:đề cương|mẫu|biểu mẫu|mẫu báo cáo|mẫu biểu|phiếu|danh sách|hướng dẫn ghi)(?!\w)")
_ATTACHED = re.compile(r"(?i)^\(?\s*(?:ban hành\s+)?kèm theo")
_ATTACHED_OPENS = ("(", "b", "B", "k", "K")
_ORDERING = re.compile(
    rf"(?i){loose('yêu cầu')}|{loose('chỉ đạo')}|{loose('kết luận')}|{loose('chỉ thị')}|{loose('đề nghị')}|quyết nghị|"
    rf"quyết định|giao|{loose('ý kiến')}|như sau|(?:{loose('nội dung')}|{loose('nhiệm vụ')}"
    rf"|{loose('giải pháp')})[^.]{{0,60}}:$"
)
# The commonest of them, spelled rightly.
_ORDER_WORDS = ("như sau", "yêu cầu", "giao", "chỉ đạo", "đề nghị", "ý kiến")
# Titles are known by their letters: of a scanned one in capitals the marks are read wrongly first.
_GOALS, _ASSESSMENTS, _DUTIES, _MONEY = (
    tuple(map(without_marks, titles)) for titles in (GOAL_TITLES, ASSESSING_TITLES, DUTY_TITLES, MONEY_TITLES)
)
LONGEST_OPENING = max(map(len, (*_GOALS, *_ASSESSMENTS, *_MONEY)))
_ACTS = ("nhiem vu", "giai phap")
_PREFIX = re.compile(r"(?i)^(?:một số|những|các|về)\s+")
# The line that ends an assessment: `Thủ tướng Chính phủ yêu cầu:`, `Trước tình hình đó, Chủ tịch ... giao:`.
_DEMANDS = re.compile(
    r"(?i)\w\s(?:yêu cầu|giao(?: nhiệm vụ)?(?: cho)?|chỉ đạo|đề nghị|quyết nghị|kết luận)(?:\s[^:.;]{0,80})?:$"
)
# What comes behind `kết luận:` may begin with what was found.
_ORDERS_BELOW = re.compile(r"(?i)\w\s(?:yêu cầu|giao(?: nhiệm vụ)?(?: cho)?|chỉ đạo|đề nghị)(?:\s[^:.;]{0,80})?:$")


def segments_of(text: str) -> list[Segment]:
    """The body of `text` and its attachments, the foot (recipients and signature) left out."""
    segments: list[Segment] = []
    current: list[Block] = []
    prefix, annexes, title_end, in_foot, is_annex, is_form = "", 0, 0, False, False, False
    blocks = read_blocks(text)
    for i, block in enumerate(blocks):
        if i < title_end:
            continue
        if (in_foot or is_annex) and _may_open_annex(block) and _opens_annex(blocks, i):
            title_end = _end_of_title(blocks, i)
            segments.append(Segment(tuple(current), prefix, is_annex, is_form=is_form))
            is_form = any(_FORM.match(other.text) for other in blocks[i:title_end])
            number = _ANNEX.match(block.text)
            annexes += bool(number)
            prefix = f"PL{annexes}" if number else ""
            current, in_foot, is_annex = [], False, True
        elif not in_foot and i > 2 and block.mark is Mark.NONE and _ends_body(block):
            in_foot = True
        elif not in_foot:
            current.append(block)
    segments.append(Segment(tuple(current), prefix, is_annex, is_form=is_form))
    for segment in segments:
        _title_parts(segment.blocks)
    return [segment for segment in segments if segment.blocks]


def _title_parts(blocks: Sequence[Block]) -> None:
    """Makes every line in capitals the title of a part where one known title stands without a number, and none with."""
    marks = {block.mark for block in blocks}
    first = next((i for i, block in enumerate(blocks) if block.mark is Mark.PART and not block.label), len(blocks))
    if Mark.ROMAN in marks or Mark.ARTICLE in marks:
        return
    for block in blocks[first + 1 :]:
        if (
            block.mark is Mark.NONE
            and not block.is_row
            and block.text.isupper()
            and SHORTEST < len(block.text) < LONGEST
        ):
            block.mark = Mark.PART


def _ends_body(block: Block) -> bool:
    return bool(_FOOT.match(block.text) or _OTHER_ITEMS.match(block.text))


def _may_open_annex(block: Block) -> bool:
    return block.text.startswith(("p", "P")) or block.text.isupper()


def _opens_annex(blocks: list[Block], i: int) -> bool:
    """Whether the block at `i`, behind the foot or in an attachment, begins another attachment."""
    block = blocks[i]
    if block.mark is not Mark.NONE or block.is_row or len(block.text) > 120:
        return False
    if block.text.startswith(("p", "P")) and _ANNEX.match(block.text):
        return True
    if not block.text.isupper():
        return False
    if _FORM.match(block.text) or any(_is_attached(other.text) for other in blocks[i + 1 : i + 4]):
        return True
    return bool(_TITLE.match(block.text)) and len(blocks) > i + 3


def _end_of_title(blocks: list[Block], i: int) -> int:
    """The first block of an attachment that is no part of its title, which ends with `(Kèm theo ...)`."""
    ahead = range(i + 1, min(i + 5, len(blocks)))
    return next((at + 1 for at in ahead if _is_attached(blocks[at].text)), i + 1)


def _is_attached(text: str) -> bool:
    return text.startswith(_ATTACHED_OPENS) and _ATTACHED.match(text) is not None


def zone_of(title: str, outer: Zone) -> Zone:
    """The zone of a part by its title, spelled as in a view; a goal stays a goal all the way down."""
    if outer is Zone.GOAL:
        return outer
    name = without_marks(_bare_title(title))
    if name.startswith(_MONEY):
        return Zone.MONEY
    if name.startswith(_GOALS) and not _holds(name, _ACTS):
        return Zone.GOAL
    if _holds(name, _DUTIES):
        return Zone.DUTY
    return outer


def _bare_title(title: str) -> str:
    """`title` in small letters without what may stand before its name."""
    return _PREFIX.sub("", title.lower().strip(" .:;"))


def _holds(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs more than the few looks themselves
        if word in text:
            return True
    return False


def tells_how_things_are(title: str) -> bool:
    """Whether a part assesses (`Tình hình ...`, `Kết quả đạt được`), so that orders can follow in it."""
    return without_marks(_bare_title(title)[:LONGEST_OPENING]).startswith(_ASSESSMENTS)


def demands(text: str) -> bool:
    """Whether an intro line says that somebody demands what stands below it; the bare title `Yêu cầu:` does not."""
    return bool(_DEMANDS.search(modern_tones(text)))


def orders_below(text: str) -> bool:
    """Whether an intro line orders whatever stands below it (`Thủ tướng Chính phủ yêu cầu:`), whoever that names."""
    return bool(_ORDERS_BELOW.search(modern_tones(text)))


def opens_orders(text: str) -> bool:
    """Whether an intro line (`... yêu cầu:`, `... kết luận như sau:`) opens a list of instructions."""
    return text.endswith(":") and (_holds(text, _ORDER_WORDS) or _ORDERING.search(text) is not None)
