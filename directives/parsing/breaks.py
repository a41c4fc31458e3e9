"""Whether a line goes on with the paragraph above it: what was broken is put together, what stands alone is not."""

import re
from functools import lru_cache
from itertools import pairwise

from directives.parsing.labels import is_label
from directives.parsing.lines import DANGLING, LONGEST_DANGLING, TERMINAL, Line, Setting
from directives.parsing.markers import Mark, marker_of
from directives.parsing.sentences import is_imperative

NEAR_FULL = 0.88
SHORT = 0.7


_COMMONEST = "nhgti"
# The same where lines are broken at some width: what calls for a name or an object behind it.
_DANGLING_WRAPPED = re.compile(r"\b(?:huyện|quận|xã|phường|thị trấn|Đề nghị|Yêu cầu|Giao|Thường trực|[Ss]ông)$")

# What a number stands behind, so that one at the beginning of the next line marks no item.
_NUMBERED_NOUN = re.compile(
    r"(?i)(?<!\w)(?:ngày|tháng|quý|khoản|điều|mục|chương|phần|lần thứ|khóa|giai đoạn|quận|phụ lục|biểu|mẫu|quốc lộ"
    r"|(?:nghị quyết|nghị định|quyết định|chỉ thị|thông tư|kế hoạch|công văn|thông báo|văn bản|biểu|mẫu) số)$"
)
_LETTERED_NOUN = re.compile(r"(?i)(?<!\w)(?:điểm|tiết|mục|khoản)$")
# Items that may stand in one sentence, and those before each.
_INLINE = re.compile(r"\(?([ivx]{1,4}|[a-zđ]|\d{1,2})\)")
_LAST_ITEMS = {
    other: one
    for items in ("i ii iii iv v vi vii viii ix x", "a b c d đ e g h i k l m n", "1 2 3 4 5 6 7 8 9 10")
    for one, other in pairwise(items.split())
}
_NUMBERED = frozenset((Mark.PART, Mark.CHAPTER, Mark.ROMAN, Mark.ARTICLE, Mark.NUMBER))
_OPENS_LIST = re.compile(r"(?i)nơi nhận\b|kính gửi\b")
# The line below the title of what is issued with a paper.
_ATTACHED = re.compile(r"\((?i:ban hành\s+)?(?i:kèm theo)\s")
# Break off only before their number: `hai tháng đầu năm` is whole.
_COUNTED = ("ngày", "tháng", "năm")


def continues(first: Line, before: Line, line: Line, setting: Setting) -> bool:
    """Whether `line` goes on with the block that reaches from `first` to `before`."""
    if line.is_row or before.is_row or not (setting.width or _may_go_on(before, line)):
        return False
    mark = marker_of(line.text)[0]
    open_end = not before.text.endswith(TERMINAL)
    apart = line.after_gap and not line.after_page
    goes_on = bool(setting.width) and line.text[:1].islower() and not apart  # broken off: no label of its own
    if mark is not Mark.NONE or (not goes_on and is_label(line.text)):
        return _item_goes_on(before, line, mark, setting, open_end=open_end)
    if _stands_alone(line.text) or _stands_alone(before.text):
        broken_list = open_end and not _is_capitals(before.text) and _breaks_off_before(before, line, mark, setting)
        return broken_list or _is_broken_title(first, before, line, setting)
    if not open_end and setting.indent and (line.after_page or not (line.after_gap or setting.spaced)):
        return _goes_on_at_margin(before, line, setting)
    if line.after_gap:
        open_end = open_end or (line.after_page and before.text.endswith(";") and line.text[:1].islower())
        return open_end and _goes_on_after_gap(first, before, line, setting)
    return _goes_on(before, line, setting, open_end=open_end)


def _item_goes_on(before: Line, line: Line, mark: Mark, setting: Setting, *, open_end: bool) -> bool:
    """Whether what looks like an item or a label is one more line of what stands above it."""
    if open_end and mark is Mark.DASH and _is_broken_dash(before, line, setting):
        return True
    if not setting.width or line.after_gap:
        return False
    return (open_end and _breaks_off_before(before, line, mark, setting)) or _counts_on(before, line)


def _breaks_off_before(before: Line, line: Line, mark: Mark, setting: Setting) -> bool:
    """Whether a full line breaks off before a number (`lần thứ` / `XIII.`) or with a comma, before no label."""
    if line.after_gap or not _is_full(before, line, setting.width, open_end=True):
        return False
    if mark is Mark.NONE:
        return before.text.endswith(",") or line.text[:1] == "(" or _dangles(before, line, setting)
    noun = _LETTERED_NOUN if mark is Mark.LETTER else _NUMBERED_NOUN if mark in _NUMBERED else None
    return noun is not None and noun.search(before.text, max(0, len(before.text) - LONGEST_DANGLING)) is not None


def _counts_on(before: Line, line: Line) -> bool:
    """Whether the item before that of `line` (`(iii)`) stands inside the line above: all of them are one sentence."""
    sign = _INLINE.match(line.text)
    last = _LAST_ITEMS.get(sign[1]) if sign else None
    if sign is None or last is None:
        return False
    return re.search(rf"[\s:;,]{re.escape(sign[0].replace(sign[1], last, 1))}\s", before.text) is not None


def _goes_on_at_margin(before: Line, line: Line, setting: Setting) -> bool:
    """Whether a line behind a whole sentence is one more line of its paragraph, where paragraphs begin further in."""
    if line.indent >= setting.indent:
        return False
    full = before.reach > setting.width * NEAR_FULL if line.after_page else _is_full(before, line, setting.width)
    return line.text[:1].islower() or full


def _may_go_on(before: Line, line: Line) -> bool:
    """Whether a text whose lines were not broken can go on with `line`: nearly all begin with a capital."""
    first = line.text[:1]
    if first.islower() or first in ",;)-–":
        return True
    return not line.after_gap and DANGLING.search(before.text, max(0, len(before.text) - LONGEST_DANGLING)) is not None


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
    if before.text.endswith(".") and not setting.spaced and _is_short_title(line, setting):
        return False
    return setting.spaced or _is_full(before, line, setting.width, open_end=open_end)


def _is_short_title(line: Line, setting: Setting) -> bool:
    """Whether a line behind a whole sentence is a title: short, and without a stop at its end."""
    return line.reach < SHORT * setting.width and not line.text.endswith((*TERMINAL, ","))


def _dangles(before: Line, line: Line, setting: Setting) -> bool:
    """Whether a line breaks off inside a phrase; a short `3. Công an thành phố` above an instruction is a title."""
    near = max(0, len(before.text) - LONGEST_DANGLING)
    broken = DANGLING.search(before.text, near) or (setting.width and _DANGLING_WRAPPED.search(before.text, near))
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


def _is_full(before: Line, line: Line, width: int, *, open_end: bool = False) -> bool:
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
