"""Where one name of a body begins and ends in running text.

A name ends at a duty, a bracket, a stop, or a comma that parts two names; `và` and the comma inside
`Sở Văn hóa, Thể thao và Du lịch` belong to it. What stands in a row of names is in `agencies`.
"""

import re

from directives.parsing.naming import (
    LEVEL,
    NAMES,
    PLURAL,
    UNIT,
    bare_field_end,
    compound_at,
    ends_compound,
    field_end,
    group_end,
    group_start,
    has_comma_name,
    having_end,
    head_end,
    is_group_noun,
    is_proper,
    is_whole,
    known_part_end,
    may_stay,
    not_a_head,
    placed_end,
    says_trade,
    small_head_end,
    stops_at,
    tail_end,
    titles_end,
    upper_at,
)
from directives.parsing.normalise import CAPITALS
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import Sieve
from directives.parsing.tails import committee_end, range_end

MAX_NAME = 160

# Nouns that are factored out of names of offices: `các Sở: Nội vụ, Tài chính`.
OFFICES = ("Bộ", "Sở")
# `UBND thành phố Hà Nội, tỉnh Quảng Ninh`: the second place leaves out what the first one belongs to.
PLACE = re.compile(rf"(?:{LEVEL}|T[PX]\b\.?)\s+(?=[{CAPITALS}])")
OWNER = re.compile(
    r"([Ủủ]y ban [Nn]hân dân|UBND|[Hh]ội đồng [Nn]hân dân|HĐND|Công an|Đảng ủy|Trạm Y tế"
    rf"|(?:Sở|Thanh tra)(?:\s\w+,?){{1,6}}?)\s+{LEVEL}\s+(?=[^\W\d_])"
)
# `UBND xã Đông Sơn, Tây Sơn và Nam Sơn`: places by their names alone, behind the first of them.
_BARE_PLACE = re.compile(rf"[{CAPITALS}][^\W\d_A-Z]+(?:\s[{CAPITALS}][^\W\d_A-Z]+){{1,2}}(?![^\W\d_])")
_BEHIND_PLACE = re.compile(r"[,;:]|\s(?:và|cùng)\s|[\s.]*$")
_OF_PLACES = re.compile(rf"(?:^|\s){LEVEL}$")
_MINISTER = re.compile(r"(?i:(?:đồng chí\s+)?(?:các\s+)?bộ trưởng)(?!\w)\s*(?:[,;]\s*|và\s+)?")
_MINISTRY = re.compile(r"(?:các\s+)?Bộ[\s:]")
_MINISTER_OPENS = frozenset("đĐcCbB")
_MORE_FIELDS = re.compile(rf"[{CAPITALS}][^,;.:()]{{2,40}}? và [{CAPITALS}]")
_SUCH_BODIES = re.compile(r"(?:Trường|Doanh nghiệp|Thành phố|Tổng [Cc]ông ty)\b")
_LISTED = re.compile(r"\s*,\s*\w|\s+và\s+\w")
# `Thanh tra tỉnh và địa phương liên quan`: the others behind a name.
_OTHERS = re.compile(
    r"(?:cơ quan|đơn vị|địa phương|tổ chức|cá nhân|sở|ngành)(?:, (?:cơ quan|đơn vị|địa phương|tổ chức"
    r"|cá nhân|ban|ngành))*\s(?:có\s)?liên quan(?!\w)"
)
# `các Sở, Ban, Ngành`: a noun of the group, no name.
_CAPITAL_NOUN = re.compile(
    r"(?:Ban|Ngành|Đoàn thể|Địa phương|Cơ quan|Đơn vị|Vụ|Cục|Tổng cục|Viện|Trường|Phòng|Trung tâm)"
    r"(?=\s*[,;:.]|\s*$|\s(?:và|cấp|liên|có|trên|trực|thuộc|của)\s)"
)
# `UBND các Xã, Phường, Thành phố rà soát`; in `UBND các xã, phường, Thành phố giao ...` it is who orders.
_CAPITAL_LEVEL = re.compile(
    r"(?:Xã|Phường|Huyện|Quận|Thị xã|Thị trấn|Thành phố|Đặc khu)"
    r"(?=\s*[,;:.]|\s*$|\s(?!giao|yêu cầu|đề nghị|chỉ đạo|lưu ý)[a-zà-ỹđ])"
)
_PLURAL = Sieve(rf"(?i)\b{PLURAL}\s")
_LAST_NOUN = re.compile(r"(?:^|[\s,])((?:thị |cơ |đơn |đặc |tổ )?\w+)$")
# `các trường MN, TH, THCS`: levels of schools, none of which is a name of its own.
_SCHOOLS = re.compile(r"(?:MN|TH(?:CS|PT)?|TH ?& ?THCS|GDTX|[Mm]ầm non|[Tt]iểu học|[Tt]rung học)(?![^\W&])")
_WORD = re.compile(r"[^\W_]*")
# `UBND TP. Hải Phòng`, `Sở Y tế TP.HCM`: this stop ends no name.
_ABBREVIATED = re.compile(
    rf"T[PpXx]\.(?:\s(?!(?:Các|Giao|Yêu|Đề|Trong|Theo|Ngày|Ngoài|Đồng|Bên|Chủ|Thủ|Sở|UBND|Ủy|Việc|Đối)\s))?(?=[{CAPITALS}])"
)
# `UBND P. An Hải`, `Công an H.An Lão`: a letter for what kind of place it is.
_PLACE_LETTER = re.compile(rf"\s[PXHQ]\.\s?(?=[{CAPITALS}])")


class Extent:
    """Says where names begin and end in one text; `factor` and `owner` are what names before left to be repeated."""

    def __init__(self, text: str, *, stops: bool) -> None:
        self.text = text
        self.stops = stops
        self.factor = ""
        self.owner = ""
        self.noun_at = 0
        self._starts: dict[tuple[int, bool], tuple[str, int] | None] = {}

    def start_of(self, pos: int, *, bare: bool) -> tuple[str, int] | None:
        """The name that a minister's title stands for, and where the name after titles starts; None if none does."""
        if not NAMES.at(self.text, pos):
            return None
        if (pos, bare) not in self._starts:
            self._starts[pos, bare] = self._found_start(pos, bare=bare)
        return self._starts[pos, bare]

    def _found_start(self, pos: int, *, bare: bool) -> tuple[str, int] | None:
        text = self.text
        minister = _MINISTER.match(text, pos) if text[pos : pos + 1] in _MINISTER_OPENS else None
        start, prefix = pos, ""
        if minister:
            start = minister.end()
            if not _MINISTRY.match(text, start):
                prefix = "các bộ"
        after = max(titles_end(text, start), start)
        if self.names_at(after, bare=bare or after > pos, titled=after > start):
            return prefix, after
        if after > start and self.names_at(start, bare=bare):
            return prefix, start
        return (prefix, start) if prefix else None

    def names_at(self, pos: int, *, bare: bool, titled: bool = False) -> bool:
        text = self.text
        if (bare and PLACE.match(text, pos)) or small_head_end(text, pos) >= 0:
            return True
        at = group_start(text, pos)
        if at >= 0:
            return max(group_end(text, at), head_end(text, at), small_head_end(text, at)) >= 0
        head = head_end(text, pos)
        if head >= 0 and is_proper(text, pos, head):
            return True
        group = group_end(text, pos)
        if group < 0 or not_a_head(text, pos):
            return False
        if not (bare or titled) and is_imperative(text, pos) and " " in text[pos:group]:
            return False
        listed = text[pos].isupper() and (" " in text[pos:group] or _LISTED.match(text, group))
        return bare or titled or bool(listed)

    def end_of(self, start: int) -> int:
        """Where the name that starts at `start` ends: at a duty, a bracket, a stop, or a comma that parts two names."""
        text, i = self.text, start
        self.noun_at = start
        if not has_comma_name(text, start):
            i = self._after_noun(start)
        limit = min(len(text), start + MAX_NAME * 2)
        while i < limit:
            known = self._known_end(start, i)
            if known > i:
                i = known
                continue
            char = text[i]
            if char == "." and (_ABBREVIATED.match(text, i - 2) or _PLACE_LETTER.match(text, i - 2)):
                i += 1
                continue
            if char == "/" and self._slashes(start, i):
                i += 1
                continue
            if char in '.;:()[]"“”/!?' or (
                char == "," and not (text[i + 1 : i + 2].isalpha() or self._goes_on(start, i))
            ):
                break
            if char == " " and i > start and self._breaks(start, i):
                break
            word = None if char == " " else _WORD.match(text, i, limit)
            i = max(word.end() if word else 0, i + 1)
        return i

    def _known_end(self, start: int, i: int) -> int:
        """Where a part of the name that is known as a whole ends, or -1."""
        text = self.text
        if text[i] == " ":
            return self._tail_end(start, i) if may_stay(text, i) else committee_end(text, start, i)
        if i > start and text[i - 1].isalnum():
            return -1
        if text.endswith(", ", start, i):  # `các chủ đầu tư, ban quản lý dự án`: the whole noun, which may hold a verb
            return group_end(text, i)
        if i == start and self.factor in OFFICES:
            return max(bare_field_end(text, i), known_part_end(text, i))
        return max(known_part_end(text, i), field_end(text, start, i))

    def _tail_end(self, start: int, i: int) -> int:
        """Where words that stay with the name behind the blank at `i` end, or -1."""
        text = self.text
        placed = max(placed_end(text, i), having_end(text, i))
        if placed >= 0 and self._groupish(start, i):
            return placed
        return max(tail_end(text, i), range_end(text, start, i), committee_end(text, start, i))

    def _breaks(self, start: int, i: int) -> bool:
        """Whether the name ends before the word at `i + 1`."""
        text = self.text
        if text.startswith((" và ", " cùng ", " hoặc "), i):
            return self._parts(start, i, text.index(" ", i + 1) + 1)
        if text.endswith(("các", "những", ","), 0, i) and group_end(text, i + 1) >= 0:
            return False
        if text.endswith(" và", start, i) and self._lists_bodies(start, i - len(" và"), i + 1):
            return False
        if not self.stops or not (stops_at(text, i + 1) or is_whole(text, start, i)):
            return False
        return not (self._says_what_unit_does(start, i) or ends_compound(text, i) or says_trade(text, start, i))

    def _parts(self, start: int, i: int, after: int) -> bool:
        """Whether the conjunction at `i` parts two names or a name and a duty."""
        text = self.text
        if self.stops and stops_at(text, after) and not self._lists_bodies(start, i, after):
            return True
        if (
            self._parts_fields(start, i, after)
            or self._parts_others(start, i, after)
            or (OWNER.match(text[start:i]) and (PLACE.match(text, after) or self.names_place(after, surely=False)))
        ):
            return True
        if self.factor and _OF_PLACES.search(self.factor) and upper_at(text, after):
            return True
        if self._groupish(start, i) and group_end(text, after) >= 0 and not upper_at(text, after):
            return False
        if text[start].isupper() and upper_at(text, after) and head_end(text, after) < 0 <= group_end(text, after):
            # `Cục Nhà giáo và Cán bộ quản lý giáo dục`: only a field, or a title, is written so inside a sentence
            return titles_end(text, after) >= 0
        return self.start_of(after, bare=False) is not None

    def names_place(self, pos: int, *, surely: bool = True) -> bool:
        """Whether the name of a place, with no noun before it, stands at `pos`, and no body.

        Behind a comma it is `surely` one only where the row goes on or a verb that lists hold follows, no person.
        """
        place = _BARE_PLACE.match(self.text, pos)
        if place is None or self.start_of(pos, bare=False) is not None:
            return False
        if not surely or _BEHIND_PLACE.match(self.text, place.end()):
            return True
        return stops_at(self.text, place.end() + 1)

    def _parts_fields(self, start: int, i: int, after: int) -> bool:
        """`các Sở: Nội vụ và Xây dựng`: each is a field of an office by itself, and both together are none."""
        if self.factor not in OFFICES or bare_field_end(self.text, start) != i:
            return False
        return bare_field_end(self.text, after) >= 0

    def _parts_others(self, start: int, i: int, after: int) -> bool:
        """`Thanh tra tỉnh và địa phương liên quan`: the others behind one that is named."""
        named = self.text[start].isupper() and not _PLURAL.search(self.text[start:i])
        return named and _OTHERS.match(self.text, after) is not None

    def _lists_bodies(self, start: int, i: int, after: int) -> bool:
        """`các tổ chức chính trị - xã hội và tổ chức, đoàn thể`: the noun that looks like a duty, in a list of such."""
        noun = group_end(self.text, after) if self._groupish(start, i) else -1
        return noun >= 0 and self.text.startswith(", ", noun) and group_end(self.text, noun + 2) >= 0

    def _says_what_unit_does(self, start: int, i: int) -> bool:
        unit = max(group_start(self.text, start), start)
        return bool(UNIT.match(self.text[unit:i])) and compound_at(self.text, i + 1)

    def _after_noun(self, start: int) -> int:
        """Past the first noun, which may look like a duty (`các tổ chức thành viên`)."""
        at = max(group_start(self.text, start), start)
        ends = (head_end, group_end) if at == start and upper_at(self.text, at) else (group_end, head_end)
        for end_of in (*ends, small_head_end):
            noun = end_of(self.text, at)
            if noun >= 0:
                return noun
        return start

    def _goes_on(self, start: int, comma: int) -> bool:
        """Whether the comma is inside a group (`các sở, ban, ngành`) rather than between two names."""
        after = comma + 1
        while after < len(self.text) and self.text[after] == " ":
            after += 1
        if self._is_inner_comma(start, comma, after) or self.text.startswith("trực thuộc", after):
            return True
        name = self.text[start:comma]
        capitals = name.isupper() and _PLURAL.search(name) is not None  # a title: `UBND CÁC XÃ, PHƯỜNG`
        listed = _CAPITAL_NOUN.match(self.text, after) or _CAPITAL_LEVEL.match(self.text, after)
        if listed and _PLURAL.search(name):
            return True
        if not capitals and upper_at(self.text, after) and not _SUCH_BODIES.match(self.text, after):
            return False
        if self.stops and stops_at(self.text, after) and group_end(self.text, after) < 0:
            return False
        if group_start(self.text, after) >= 0 or titles_end(self.text, after) >= 0:
            return False
        return self._groupish(start, comma) and group_end(self.text, after) >= 0

    def _slashes(self, start: int, i: int) -> bool:
        """`UBND các huyện/thị xã/thành phố`: the slash stands for a comma in a group."""
        return group_end(self.text, i + 1) >= 0 and self._groupish(start, i)

    def _is_inner_comma(self, start: int, comma: int, after: int) -> bool:
        """`Trung tâm Văn hóa, Thông tin và Thể thao`: one unit of several fields, none of which begins a name."""
        if "rường" in self.text[start:comma] and _SCHOOLS.match(self.text, after):
            return True
        if self.factor or self.owner or not UNIT.match(self.text[start:comma]) or not upper_at(self.text, after):
            return False
        return bool(_MORE_FIELDS.match(self.text, after)) and self.start_of(after, bare=False) is None

    def _groupish(self, start: int, end: int) -> bool:
        name = self.text[start:end]
        if _PLURAL.search(name):
            return True
        last = _LAST_NOUN.search(name)
        return is_group_noun(name.lower()) or bool(last and is_group_noun(last[1]))
