"""Names of bodies read out of running text: one by one, groups kept whole, factored nouns given back.

`các Sở: Nội vụ, Tài chính` gives `Sở Nội vụ` and `Sở Tài chính`; `các sở, ban, ngành` stays one name; `và` inside
`Sở Khoa học và Công nghệ` belongs to it; `Giám đốc Sở Tài chính` gives `Sở Tài chính`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from directives.parsing.bodies import CITIES, PLACES
from directives.parsing.naming import (
    LEVEL,
    NAMES,
    PLURAL,
    UNIT,
    compound_at,
    ends_compound,
    field_end,
    group_end,
    group_start,
    has_comma_name,
    head_end,
    is_group_noun,
    is_proper,
    is_whole,
    known_part_end,
    not_a_head,
    placed_end,
    says_trade,
    small_head_end,
    stops_at,
    tail_end,
    titles_end,
    upper_at,
)
from directives.parsing.normalise import CAPITALS, fold_space
from directives.parsing.sentences import is_imperative
from directives.parsing.sieve import Sieve

MAX_NAME = 160
MAX_LIST = 1200

_MINISTER = re.compile(r"(?i:(?:đồng chí\s+)?(?:các\s+)?bộ trưởng)(?!\w)\s*(?:[,;]\s*|và\s+)?")
_MINISTRY = re.compile(r"(?:các\s+)?Bộ[\s:]")
_MINISTER_OPENS = frozenset("đĐcCbB")
_PERSON = re.compile(rf"(?:[Đđ]ồng chí )?((?:Phó )?Thủ tướng(?: Chính phủ)?(?:\s+[{CAPITALS}][^\W\d_]*){{2,4}})")
_MORE_FIELDS = re.compile(rf"[{CAPITALS}][^,;.:()]{{2,40}}? và [{CAPITALS}]")
_LISTED = re.compile(r"\s*,\s*\w")
_COLON = re.compile(r"\s*:\s*")
_PLURAL = Sieve(rf"(?i)\b{PLURAL}\s")
_LAST_NOUN = re.compile(r"(?:^|[\s,])((?:thị |cơ |đơn |đặc |tổ )?\w+)$")
_OF_MANY = Sieve(r"(?i:các|những)\s+(tỉnh|thành phố|huyện|quận|xã|phường|Sở|sở|Bộ|bộ)\s+(.+)$")
_BY_DUTY = re.compile(r",?\s+theo\s+(?:chức năng|thẩm quyền|nhiệm vụ|phạm vi)\b.*$")
_PARENS = re.compile(r"\s*\([^()]{0,200}\)")
_ASIDE = re.compile(r"\s*\.?\s*\([^()]{0,120}\)(?=\s*:)")
_WORD = re.compile(r"[^\W_]*")
_COMMA = re.compile(r"\s*(?:[,;]\s*)?")
_FACTORED = Sieve(
    r"(?i)\b(?:các)\s+(sở|bộ|tỉnh|thành phố|tập đoàn|tổng công ty|huyện|quận|xã|phường|ban|đài|trường|bệnh viện|công ty"
    r"|cục|vụ|đảng ủy|phòng|ngân hàng|hội|viện|trung tâm)\b[^:]*$"
)
_JOIN = re.compile(r"\s*,?\s+(?:và|cùng|hoặc|cùng với)\s+|\s*[,;]\s*(?:và\s+)?")
# `UBND thành phố Hà Nội, tỉnh Quảng Ninh`: the second place leaves out what the first one belongs to.
_SERIAL = re.compile(rf"\d{{1,3}}(?=\s*[,;.]|\s+và\s)|[^\W\d_]+\s(?=[{CAPITALS}])")
# `Phó Chủ tịch UBND tỉnh Trần Văn Mẫu`: who heads the body is no part of its name.
_HEADED = re.compile(rf"((?:UBND|Ủy ban nhân dân) (?:tỉnh|thành phố))((?: [{CAPITALS}][^\W\d_]*){{3,4}})$")
# `các khu phố trưởng`: the title stands behind what they head.
_LOCAL_HEAD = re.compile(r"(\s(?:khu phố|khối phố|thôn|xóm|khóm|ấp|bản))\strưởng$")
_SAME_NOUN = re.compile(rf"([^\W\d_]+)\s+(?=[{CAPITALS}])")
_PLACE = re.compile(rf"{LEVEL}\s+(?=[{CAPITALS}])")
_OF_PLACES = re.compile(rf"(?:^|\s){LEVEL}$")
_OWNER = re.compile(rf"(Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Công an)\s+{LEVEL}\s+(?=[^\W\d_])")


@dataclass(slots=True)
class Names:
    """Bodies named in a row and where they stand in the text; `followed` tells whether a duty follows the last one."""

    names: tuple[str, ...]
    start: int
    end: int
    followed: bool


def read_names(text: str, pos: int = 0, *, bare: bool = False, stops: bool = True) -> Names | None:
    """The bodies named in a row from `pos`, or None when no name begins there.

    `bare` admits common nouns without `các` (`doanh nghiệp`, `chính quyền địa phương`), as after `phối hợp với`;
    without `stops` only commas and semicolons end a name, as in a cell or behind a label.
    """
    return _read_names(text, pos, bare, stops) if NAMES.at(text, pos) else None


@lru_cache(maxsize=1024)  # asked for the lead, for its partners, for what is a list
def _read_names(text: str, pos: int, bare: bool, stops: bool) -> Names | None:  # noqa: FBT001 - keywords are no faster key
    reader = _Reader(text[: pos + MAX_LIST], stops=stops)
    return reader.read(pos, bare=bare)


@lru_cache(maxsize=1024)  # the same few bodies stand in the cells of a table
def split_names(text: str) -> tuple[str, ...]:
    """The bodies in a table cell or behind a short label: everything printed there is a name."""
    found: list[str] = []
    for part in re.split(r"\s*;\s*|\n+", _BY_DUTY.sub("", text.strip(" .;:"))):
        pos = 0
        while pos < len(part):
            row = read_names(part, pos, bare=True, stops=False)
            if row is None:
                chunk = re.match(r"[^,]+,?\s*", part[pos:]) or re.match(r".", part[pos:])
                piece = chunk[0] if chunk else part[pos:]
                found.append(piece.strip(" ,."))
                pos += len(piece)
            else:
                found.extend(row.names)
                joined = _JOIN.match(part, row.end)
                pos = max(joined.end() if joined else row.end, pos + 1)
    return tuple(dict.fromkeys(name for name in found if name))


class _Reader:
    """Reads one row of names; keeps what a factored noun was."""

    def __init__(self, text: str, *, stops: bool) -> None:
        self.text = text
        self.stops = stops
        self.factor = ""
        self.owner = ""
        self.name = ""
        self.bare = False
        self._end = 0
        self._last = 0
        self._starts: dict[tuple[int, bool], tuple[str, int] | None] = {}

    def read(self, pos: int, *, bare: bool) -> Names | None:
        names: list[str] = []
        start, end = pos, pos
        self.bare = bare
        while True:
            item = self._item(pos, bare=bare or bool(names))
            if item is None:
                break
            name, end = item
            names.extend(name)
            joined = _JOIN.match(self.text, end)
            if joined is None or not self._begins(joined.end()):
                break
            pos = joined.end()
        if not names:
            return None
        return Names(
            tuple(dict.fromkeys(names)), start, end, is_whole(self.text, self._last, end) or self._followed(end)
        )

    def _begins(self, pos: int) -> bool:
        """Whether another name of the row begins at `pos`."""
        if self.stops and stops_at(self.text, pos):
            return False
        if _PLACE.match(self.text, pos) or self._owner_again(pos):
            return True
        return self._start_of(pos, bare=self.bare) is not None or (bool(self.factor) and self._may_be_factored(pos))

    def _may_be_factored(self, pos: int) -> bool:
        return upper_at(self.text, pos) or bool(_SERIAL.match(self.text, pos))

    def _followed(self, end: int) -> bool:
        rest = _ASIDE.match(self.text, end)
        at = _COMMA.match(self.text, rest.end() if rest else end)
        after = at.end() if at else end
        return stops_at(self.text, after) or self.text[after : after + 1] == ":"

    def _item(self, pos: int, *, bare: bool) -> tuple[list[str], int] | None:
        person = _PERSON.match(self.text, pos) if self.text.startswith(("P", "T", "đ", "Đ"), pos) else None
        if person:
            return [person[1]], person.end()
        if self.factor and (self._start_of(pos, bare=False) is None or self._is_police_ministry(pos)):
            return self._factored(pos)
        owner = self.owner if self.owner and _PLACE.match(self.text, pos) else self._owner_again(pos)
        if owner:
            end = self._end_of(pos)
            self._end = end
            return [f"{owner} {self._clean(pos, end)}"], end
        begin = self._start_of(pos, bare=bare)
        if begin is None:
            return None
        prefix, start = begin
        if prefix and not self._names_at(start, bare=True):
            return [prefix], start
        end = self._end_of(start)
        name = self._clean(start, end)
        names = ([prefix] if prefix else []) + self._give_back(name, end)
        return names, self._end

    def _owner_again(self, pos: int) -> str:
        """`Ban Quản lý chợ Sắt, chợ Ga`: what stands before the noun that is said again; empty when it is not."""
        noun = _SAME_NOUN.match(self.text, pos) if self.name else None
        before = self.name.find(f" {noun[1]} ") if noun and noun[1].islower() else -1
        return (
            self.name[:before] if before > 0 and upper_at(self.name, before + len(noun[0] if noun else "") + 1) else ""
        )

    def _is_police_ministry(self, pos: int) -> bool:
        """`các Bộ: Quốc phòng, Công an`: the second is a ministry too."""
        return self.factor == "Bộ" and self.text.startswith("Công an", pos)

    def _start_of(self, pos: int, *, bare: bool) -> tuple[str, int] | None:
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
        if self._names_at(after, bare=bare or after > pos, titled=after > start):
            return prefix, after
        if after > start and self._names_at(start, bare=bare):
            return prefix, start
        return (prefix, start) if prefix else None

    def _names_at(self, pos: int, *, bare: bool, titled: bool = False) -> bool:
        text = self.text
        if (bare and _PLACE.match(text, pos)) or small_head_end(text, pos) >= 0:
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

    def _end_of(self, start: int) -> int:
        """Where the name that starts at `start` ends: at a duty, a bracket, a stop, or a comma that parts two names."""
        text, i = self.text, start
        self._last = start
        if not has_comma_name(text, start):
            i = self._after_noun(start)
        limit = min(len(text), start + MAX_NAME * 2)
        while i < limit:
            known = self._known_end(start, i)
            if known > i:
                i = known
                continue
            char = text[i]
            if char in '.;:()[]"“”/!?' or (char == "," and not self._goes_on(start, i)):
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
            placed = placed_end(text, i)
            return placed if placed >= 0 and self._groupish(start, i) else tail_end(text, i)
        if i > start and text[i - 1].isalnum():
            return -1
        return max(known_part_end(text, i), field_end(text, start, i))

    def _breaks(self, start: int, i: int) -> bool:
        """Whether the name ends before the word at `i + 1`."""
        text = self.text
        if text.startswith((" và ", " cùng ", " hoặc "), i):
            return self._parts(start, i, text.index(" ", i + 1) + 1)
        if text.endswith(("các", "những", ","), 0, i) and group_end(text, i + 1) >= 0:
            return False
        if not self.stops or not (stops_at(text, i + 1) or is_whole(text, start, i)):
            return False
        return not (self._says_what_unit_does(start, i) or ends_compound(text, i) or says_trade(text, start, i))

    def _parts(self, start: int, i: int, after: int) -> bool:
        """Whether the conjunction at `i` parts two names or a name and a duty."""
        text = self.text
        if self.stops and stops_at(text, after):
            return True
        if _OWNER.match(text[start:i]) and _PLACE.match(text, after):
            return True
        if self.factor and _OF_PLACES.search(self.factor) and upper_at(text, after):
            return True
        if self._groupish(start, i) and group_end(text, after) >= 0 and not upper_at(text, after):
            return False
        if text[start].isupper() and upper_at(text, after) and head_end(text, after) < 0 <= group_end(text, after):
            return False  # `Cục Nhà giáo và Cán bộ quản lý giáo dục`: only a field is written so inside a sentence
        return self._start_of(after, bare=False) is not None

    def _says_what_unit_does(self, start: int, i: int) -> bool:
        return bool(UNIT.match(self.text[start:i])) and compound_at(self.text, i + 1)

    def _after_noun(self, start: int) -> int:
        """Past the first noun, which may look like a duty (`các tổ chức thành viên`)."""
        at = max(group_start(self.text, start), start)
        head, group = head_end(self.text, at), group_end(self.text, at)
        first = (head, group) if at == start and upper_at(self.text, at) else (group, head)
        noun = first[0] if first[0] >= 0 else first[1]
        return noun if noun >= 0 else max(small_head_end(self.text, at), start)

    def _goes_on(self, start: int, comma: int) -> bool:
        """Whether the comma is inside a group (`các sở, ban, ngành`) rather than between two names."""
        after = comma + 1
        while after < len(self.text) and self.text[after] == " ":
            after += 1
        if self._is_inner_comma(start, comma, after):
            return True
        if upper_at(self.text, after) and not re.match(
            r"(?:Trường|Doanh nghiệp|Thành phố|Tổng [Cc]ông ty)\b", self.text[after:]
        ):
            return False
        if self.stops and stops_at(self.text, after) and group_end(self.text, after) < 0:
            return False
        if group_start(self.text, after) >= 0 or titles_end(self.text, after) >= 0:
            return False
        return self._groupish(start, comma) and group_end(self.text, after) >= 0

    def _is_inner_comma(self, start: int, comma: int, after: int) -> bool:
        """`Trung tâm Văn hóa, Thông tin và Thể thao`: one unit of several fields, none of which begins a name."""
        if self.factor or self.owner or not UNIT.match(self.text[start:comma]) or not upper_at(self.text, after):
            return False
        return bool(_MORE_FIELDS.match(self.text, after)) and self._start_of(after, bare=False) is None

    def _groupish(self, start: int, end: int) -> bool:
        name = self.text[start:end]
        if _PLURAL.search(name):
            return True
        last = _LAST_NOUN.search(name)
        return bool(last and is_group_noun(last[1]))

    def _clean(self, start: int, end: int) -> str:
        name = fold_space(self.text[start:end]).strip(" ,.-")
        name = _LOCAL_HEAD.sub(r"\1", name) if name.endswith("trưởng") else name
        headed = _HEADED.match(name)
        return headed[1] if headed and headed[2].strip() not in PLACES else name

    def _give_back(self, name: str, end: int) -> list[str]:
        """Names for what was read: itself, or one for each place or field behind a factored noun."""
        parens = _PARENS.match(self.text, end)
        self._end = parens.end() if parens else end
        colon = _COLON.match(self.text, self._end)
        if colon and self._begins_factored(name, colon.end()):
            return self._factor_after_colon(name, colon.end())
        places = _OF_MANY.search(name)
        if places and places[2][0].isupper():
            self.factor = (name[: places.start()] + _singular(places[1])).strip()
            return [f"{self.factor} {places[2]}"]
        self.factor = ""
        self.name = name
        owner = _OWNER.match(name)
        self.owner = owner[1] if owner else ""
        return [name]

    def _begins_factored(self, name: str, at: int) -> bool:
        """Whether names without their noun follow a colon: fields of offices, or places, but no duty."""
        noun = _FACTORED.search(name)
        if noun is None or not (upper_at(self.text, at) or self.text[at : at + 1].isdigit()):
            return False
        return noun[1].lower() in ("sở", "bộ", "phòng") or not is_imperative(self.text, at)

    def _factor_after_colon(self, name: str, at: int) -> list[str]:
        noun = re.sub(r"(?i)\bcác\s+", "", name)
        nouns = re.match(r"(?i)(sở|bộ)\b", noun)
        self.factor = _singular(nouns[1]) if nouns else noun
        names, self._end = self._factored(at)
        return names

    def _factored(self, pos: int) -> tuple[list[str], int]:
        end = self._end_of(pos)
        self._end = end
        bare = self._clean(pos, end)
        return [_with_noun(self.factor, bare)], end


def _singular(noun: str) -> str:
    return noun.capitalize() if noun.lower() in ("sở", "bộ") else noun


def _with_noun(noun: str, name: str) -> str:
    both = re.search(r"tỉnh, thành phố\b.*$", noun)
    if both:
        kind = "thành phố" if name in CITIES else "tỉnh"
        return f"{noun[: both.start()]}{kind} {name}".strip()
    return f"{noun} {name}".strip()
