"""Names of bodies read out of running text: one by one, groups kept whole, factored nouns given back.

`các Sở: Nội vụ, Tài chính` gives `Sở Nội vụ` and `Sở Tài chính`; `các sở, ban, ngành` stays one name; `và` inside
`Sở Khoa học và Công nghệ` belongs to it; `Giám đốc Sở Tài chính` gives `Sở Tài chính`.
"""

import re
from dataclasses import dataclass

from directives.parsing.bodies import (
    BODY_HEADS,
    CITIES,
    COMMA_NAMES,
    DUTY_VERBS,
    FIELDS,
    GROUP_NOUNS,
    HEAD_TITLES,
    NAME_COMPOUNDS,
    NAME_TAILS,
    NOT_HEADS,
    STOP_WORDS,
)
from directives.parsing.normalise import CAPITALS

MAX_NAME = 160
MAX_LIST = 1200


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_PLURAL = r"(?:(?:tất cả|toàn thể|toàn bộ)\s+)?(?:các|mọi|từng|mỗi|những)"
_NOT_HEAD = re.compile(_any(NOT_HEADS))
_HEAD = re.compile(rf"(?!(?:{_any(NOT_HEADS)}))(?:{_any(BODY_HEADS)})(?!\w)")
_GROUP = re.compile(rf"(?:{_any(GROUP_NOUNS)})(?!\w)(?! hành\b)", re.IGNORECASE)
_GROUP_START = re.compile(rf"(?i:{_PLURAL})\s+(?=\w)")
_TITLE = re.compile(
    rf"(?:(?i:các\s+)?(?i:đồng chí\s+)?(?i:{_any(HEAD_TITLES)})(?!\w)"
    r"(?:\s+(?:phụ trách|thường trực))?(?:\s*[,/]\s*|\s+và\s+|\s*:\s*|\s+|$))+"
)
_MINISTER = re.compile(r"(?i:(?:đồng chí\s+)?(?:các\s+)?bộ trưởng)(?!\w)\s*(?:[,;]\s*|và\s+)?")
_PERSON = re.compile(rf"(?:Phó )?Thủ tướng(?: Chính phủ)?(?:\s+[{CAPITALS}][^\W\d_]*){{2,4}}")
_STOP = re.compile(rf"\s(?:{_any(STOP_WORDS + DUTY_VERBS)})(?!\w)")
_NOUN_START = re.compile(r"\sgiao (?:thông|dịch|lưu)\b")
_STOP_START = re.compile(rf"\s*(?:{_any(STOP_WORDS + DUTY_VERBS)})(?!\w)")
# Units whose names hold what they do (`Ban Quản lý dự án đầu tư xây dựng`).
_UNIT = re.compile(r"(?:Ban [Qq]uản lý|Ban QLDA|Quỹ|Trung tâm|Viện|Công ty|Tổng [Cc]ông ty|Trường|Hội|Hiệp hội)(?!\w)")
_MORE_FIELDS = re.compile(rf"[{CAPITALS}][^,;.:()]{{2,40}}? và [{CAPITALS}]")
# A whole name: no small word can belong to it any more, but for what says which level or place it is of.
_LEVEL = r"(?:thành phố|tỉnh|huyện|quận|thị xã|xã|phường|đặc khu)"
_WHOLE_FIELD = re.compile(rf"(?:Sở|Bộ|Phòng|Ban) (?:{_any(FIELDS)})$")
_WHOLE_LEVEL = re.compile(rf"(?!.*\b{_PLURAL}\b).*\w\s{_LEVEL}$", re.IGNORECASE)
_MAY_FOLLOW = re.compile(
    rf"\s(?:{_LEVEL}|và|cùng|hoặc|của|trực thuộc|thuộc|cấp|các|hội|ủy|đoàn|đội|viên|kiêm|đảo|khu|nơi)(?!\w)"
)
_TAIL = re.compile(
    rf"\s(?:{_any(NAME_TAILS)})(?!\w)|(?:(?<=cơ quan)|(?<=đơn vị)) (?:được (?:phân công|giao)(?: chủ trì)?(?: "
    rf"thực hiện)?(?: nhiệm vụ)?)(?!\w)"
)
_BY_DUTY = re.compile(r",?\s+theo\s+(?:chức năng|thẩm quyền|nhiệm vụ|phạm vi)\b.*$")
_PARENS = re.compile(r"\s*\([^()]{0,200}\)")
_JOIN = re.compile(r"\s*,?\s+(?:và|cùng|hoặc|cùng với)\s+|\s*[,;]\s*(?:và\s+)?")
_COMPOUND = re.compile(rf"(?i:{_any(NAME_COMPOUNDS)})(?!\w)")
_COMMA_NAME = re.compile(rf"{_any(COMMA_NAMES)}")
# `UBND thành phố Hà Nội, tỉnh Quảng Ninh`: the second place leaves out what the first one belongs to.
_PLACE = re.compile(rf"(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|đặc khu)\s+(?=[{CAPITALS}])")
_OWNER = re.compile(
    r"(Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND|Công an)\s+(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|đặc "
    r"khu)\s+(?=[^\W\d_])"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Bodies named in a row and where they stand in the text; `followed` tells whether a duty follows the last one."""

    names: tuple[str, ...]
    start: int
    end: int
    followed: bool


def upper_at(text: str, i: int) -> bool:
    """Whether a capital letter stands at `i`."""
    return i < len(text) and text[i].isupper()


def read_names(text: str, pos: int = 0, *, bare: bool = False, stops: bool = True) -> Names | None:
    """The bodies named in a row from `pos`, or None when no name begins there.

    `bare` admits common nouns without `các` (`doanh nghiệp`, `chính quyền địa phương`), as after `phối hợp với`;
    without `stops` only commas and semicolons end a name, as in a cell or behind a label.
    """
    reader = _Reader(text[: pos + MAX_LIST], stops=stops)
    return reader.read(pos, bare=bare)


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
        self.bare = False
        self._end = 0
        self._last = 0

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
        return Names(tuple(dict.fromkeys(names)), start, end, self._is_whole(self._last, end) or self._followed(end))

    def _begins(self, pos: int) -> bool:
        """Whether another name of the row begins at `pos`."""
        if self.stops and _STOP_START.match(self.text, pos):
            return False
        if _PLACE.match(self.text, pos):
            return True
        return self._start_of(pos, bare=self.bare) is not None or (bool(self.factor) and upper_at(self.text, pos))

    def _followed(self, end: int) -> bool:
        rest = re.sub(r"^\s*\.?\s*\([^()]{0,120}\)(?=\s*:)", "", self.text[end:])
        rest = re.sub(r"^\s*[,;]\s*", " ", rest)
        return bool(_STOP.match(rest) or _STOP_START.match(rest) or re.match(r"\s*:", rest))

    def _item(self, pos: int, *, bare: bool) -> tuple[list[str], int] | None:
        person = _PERSON.match(self.text, pos)
        if person:
            return [person[0]], person.end()
        if self.factor and (self._start_of(pos, bare=False) is None or self._is_police_ministry(pos)):
            return self._factored(pos)
        place = _PLACE.match(self.text, pos) if self.owner else None
        if place:
            end = self._end_of(pos)
            self._end = end
            return [f"{self.owner} {self._clean(pos, end)}"], end
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

    def _is_police_ministry(self, pos: int) -> bool:
        """`các Bộ: Quốc phòng, Công an`: the second is a ministry too."""
        return self.factor == "Bộ" and self.text.startswith("Công an", pos)

    def _start_of(self, pos: int, *, bare: bool) -> tuple[str, int] | None:
        """The name that a minister's title stands for, and where the name after titles starts; None if none does."""
        text = self.text
        minister = _MINISTER.match(text, pos)
        start, prefix = pos, ""
        if minister:
            start = minister.end()
            if not re.match(r"(?:các\s+)?Bộ[\s:]", text[start:]):
                prefix = "các bộ"
        title = _TITLE.match(text, start)
        after = title.end() if title else start
        if self._names_at(after, bare=bare or after > pos):
            return prefix, after
        return (prefix, start) if prefix else None

    def _names_at(self, pos: int, *, bare: bool) -> bool:
        text = self.text
        if bare and _PLACE.match(text, pos):
            return True
        plural = _GROUP_START.match(text, pos)
        if plural:
            at = plural.end()
            return bool(_GROUP.match(text, at) or _HEAD.match(text, at))
        head = _HEAD.match(text, pos)
        if head and self._is_proper(head):
            return True
        group = _GROUP.match(text, pos)
        if group is None or _NOT_HEAD.match(text, pos):
            return False
        return bare or (group[0][0].isupper() and bool(re.match(r"\s*,\s*\w", text[group.end() :])))

    def _is_proper(self, head: re.Match[str]) -> bool:
        rest = self.text[head.end() :]
        if head[0].isupper() or " " in head[0]:
            return True
        follows = re.match(
            r"\s+(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu|cấp|các|nhà nước|khu vực|TNHH)\b", rest
        )
        return bool(follows) or (len(rest) > 1 and rest[0] == " " and rest[1].isupper())

    def _end_of(self, start: int) -> int:
        """Where the name that starts at `start` ends: at a duty, a bracket, a stop, or a comma that parts two names."""
        text, i = self.text, start
        self._last = start
        if not _COMMA_NAME.match(text, start):
            i = self._after_noun(start)
        limit = min(len(text), start + MAX_NAME * 2)
        while i < limit:
            known = _COMMA_NAME.match(text, i) or _COMPOUND.match(text, i)
            if known:
                i = known.end()
                continue
            tail = _TAIL.match(text, i)
            if tail:
                i = tail.end()
                continue
            char = text[i]
            if char in '.;:()[]"“”/!?' or (char == "," and not self._goes_on(start, i)):
                break
            if char == " " and i > start and self._breaks(start, i):
                break
            i += 1
        return i

    def _breaks(self, start: int, i: int) -> bool:
        """Whether the name ends before the word at `i + 1`."""
        text = self.text
        if text.startswith((" và ", " cùng ", " hoặc "), i):
            return self._parts(start, i, text.index(" ", i + 1) + 1)
        if not self.stops or _NOUN_START.match(text, i) or self._says_what_unit_does(start, i):
            return False
        return _STOP.match(text, i) is not None or self._is_whole(start, i)

    def _parts(self, start: int, i: int, after: int) -> bool:
        """Whether the conjunction at `i` parts two names or a name and a duty."""
        text = self.text
        if self.stops and _STOP_START.match(text, after):
            return True
        if _OWNER.match(text[start:i]) and _PLACE.match(text, after):
            return True
        if self._groupish(start, i) and _GROUP.match(text, after) and not upper_at(text, after):
            return False
        return self._start_of(after, bare=False) is not None

    def _says_what_unit_does(self, start: int, i: int) -> bool:
        return bool(_UNIT.match(self.text[start:i]) and _COMPOUND.match(self.text, i + 1))

    def _is_whole(self, start: int, i: int) -> bool:
        """Whether the name is complete at `i` and a small word follows that can be no part of it."""
        if not self.text.startswith(" ", i) or not self.text[i + 1 : i + 2].islower():
            return False
        name = self.text[start:i]
        return bool(_WHOLE_FIELD.match(name) or _WHOLE_LEVEL.match(name)) and not _MAY_FOLLOW.match(self.text, i)

    def _after_noun(self, start: int) -> int:
        """Past the first noun, which may look like a duty (`các tổ chức thành viên`)."""
        plural = _GROUP_START.match(self.text, start)
        at = plural.end() if plural else start
        patterns = (_HEAD, _GROUP) if at == start and upper_at(self.text, at) else (_GROUP, _HEAD)
        noun = patterns[0].match(self.text, at) or patterns[1].match(self.text, at)
        return noun.end() if noun else start

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
        if self.stops and _STOP_START.match(self.text, after) and not _GROUP.match(self.text, after):
            return False
        if re.match(rf"{_PLURAL}\s", self.text[after:]) or _TITLE.match(self.text, after):
            return False
        return self._groupish(start, comma) and bool(_GROUP.match(self.text, after))

    def _is_inner_comma(self, start: int, comma: int, after: int) -> bool:
        """`Trung tâm Văn hóa, Thông tin và Thể thao`: one unit of several fields, none of which begins a name."""
        if self.factor or self.owner or not _UNIT.match(self.text[start:comma]) or not upper_at(self.text, after):
            return False
        return bool(_MORE_FIELDS.match(self.text, after)) and self._start_of(after, bare=False) is None

    def _groupish(self, start: int, end: int) -> bool:
        name = self.text[start:end]
        if re.search(rf"(?i)\b{_PLURAL}\s", name):
            return True
        last = re.search(r"(?:^|[\s,])((?:thị |cơ |đơn |đặc )?\w+)$", name)
        return bool(last and _GROUP.fullmatch(last[1]))

    def _clean(self, start: int, end: int) -> str:
        return re.sub(r"\s+", " ", self.text[start:end]).strip(" ,.-")

    def _give_back(self, name: str, end: int) -> list[str]:
        """Names for what was read: itself, or one for each place or field behind a factored noun."""
        parens = _PARENS.match(self.text, end)
        self._end = parens.end() if parens else end
        colon = re.match(r"\s*:\s*", self.text[self._end :])
        if colon and self._begins_factored(name, self._end + colon.end()):
            return self._factor_after_colon(name, self._end + colon.end())
        places = re.search(r"(?i:các|những)\s+(tỉnh|thành phố|huyện|quận|xã|phường|Sở|sở|Bộ|bộ)\s+(.+)$", name)
        if places and places[2][0].isupper():
            self.factor = (name[: places.start()] + _singular(places[1])).strip()
            return [f"{self.factor} {places[2]}"]
        self.factor = ""
        owner = _OWNER.match(name)
        self.owner = owner[1] if owner else ""
        return [name]

    def _begins_factored(self, name: str, at: int) -> bool:
        return upper_at(self.text, at) and bool(
            re.search(
                r"(?i)\b(?:các)\s+(?:sở|bộ|tỉnh|thành phố|tập đoàn|tổng công ty|huyện|quận|xã|phường|ban|đài)\b[^:]*$",
                name,
            )
        )

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
