"""Names of bodies read out of running text: one by one, groups kept whole, factored nouns given back.

`các Sở: Nội vụ, Tài chính` gives `Sở Nội vụ` and `Sở Tài chính`; `các sở, ban, ngành` stays one name; `và` inside
`Sở Khoa học và Công nghệ` belongs to it; `Giám đốc Sở Tài chính` gives `Sở Tài chính`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from directives.parsing.bodies import CITIES, PLACES
from directives.parsing.extents import OFFICES, OWNER, PLACE, Extent
from directives.parsing.names import SURNAMES
from directives.parsing.naming import NAMES, bare_field_end, is_whole, stops_at, upper_at
from directives.parsing.normalise import CAPITALS, fold_space, with_blanks
from directives.parsing.sentences import is_imperative, opens_with_topic
from directives.parsing.sieve import Sieve

MAX_LIST = 1200
# `- Sở A - Sở B`, `+ Sở A; + Sở B`: the lines of a cell, each behind the sign with which the cell begins.
_BULLET = re.compile(r"([-–+•*])\s+")
# `Sở A Sở B`, `UBND xã A Công an tỉnh`: lines of a cell without any sign. What stands before the blank begins with an
# office that has no other body in its name, and ends with no word that leads on to one.
_LINES = re.compile(
    rf"\s(?=(?:Sở|Bộ|(?<!Hải\s)Phòng(?!\sBan))\s[{CAPITALS}]|(?:UBND|Ủy ban [Nn]hân dân|Công an|Ban Quản lý|BQL"
    r"|Văn phòng (?:UBND|HĐND|Ủy ban|Đoàn))\s\w|Thanh tra tỉnh|Các (?:sở|xã|phường|cơ quan|đơn vị|địa phương)(?!\w))"
)
_STANDS_ALONE = re.compile(
    r"(?:(?:Các\s)?(?:Sở|Bộ|UBND|Ủy ban [Nn]hân dân|Công an|Phòng)|Văn phòng UBND|Thanh tra tỉnh)\s\S"
)
_LEADS_ON = re.compile(
    r"(?:[,;:/(–-]|\s(?:của|thuộc|và|với|cùng|các|hoặc|theo|tại|về|cho|do|là|trực|ủy|phòng|đốc|trưởng|tịch|đạo|tra))$",
    re.IGNORECASE,
)
LONGEST_OPENING = 20

_PERSON = re.compile(
    rf"(?:[Đđ]ồng chí )?((?:Phó )?Thủ tướng(?: Chính phủ)?(?:\s+[{CAPITALS}][^\W\d_]*){{2,4}})"
    r"|([Cc]ác (?:đồng chí )?(?:Phó Thủ tướng(?: Chính phủ)?|Thứ trưởng(?!\s(?:Bộ|các bộ))|Phó Chủ tịch (?:UBND"
    r"|Ủy ban [Nn]hân dân) (?:tỉnh|[Tt]hành phố|huyện|quận|thị xã|xã|phường|đặc khu))"
    r"(?:\sphụ trách(?:\slĩnh vực)?)?)(?!\w)"
)
_PERSON_OPENS = ("P", "T", "đ", "Đ", "Các", "các")
_COLON = re.compile(r"\s*:\s*")
_OF_MANY = Sieve(r"(?i:các|những)\s+(tỉnh|thành phố|huyện|quận|xã|phường|Sở|sở|Bộ|bộ)\s+(.+)$")
_BY_DUTY = re.compile(r",?\s+theo\s+(?:chức năng|thẩm quyền|nhiệm vụ|phạm vi|lĩnh vực)\b.*$")
_PARENS = re.compile(r"\s*\([^()]{0,200}\)")
_ASIDE = re.compile(r"\s*\.?\s*\([^()]{0,120}\)(?=\s*:)")
_COMMA = re.compile(r"\s*(?:[,;]\s*)?")
_FACTORED = Sieve(
    r"(?i)\b(?:các)\s+(sở|bộ|tỉnh|thành phố|tập đoàn|tổng công ty|nhà máy|huyện|quận|xã|phường|ban|đài|trường|bệnh viện"
    r"|công ty|cục|vụ|đảng ủy|phòng|ngân hàng|hội|viện|trung tâm)\b[^:]*$"
)
# `các sở, ban, ngành`: whoever they are, no noun that names behind a colon leave out.
_SEVERAL_KINDS = re.compile(r"(?i)(?:sở|bộ), ?(?:ban|ngành|ủy ban|cơ quan)")
_JOIN = re.compile(r"\s*,?\s+(?:và|cùng|hoặc|cùng với)\s+|\s*[,;]\s*(?:và\s+)?")
_SERIAL = re.compile(rf"\d{{1,3}}(?=\s*[,;.]|\s+và\s)|[^\W\d_]+\s(?=[{CAPITALS}])")
# `Phó Chủ tịch UBND tỉnh Trần Văn Mẫu`: who heads the body is no part of its name.
_HEADED = re.compile(
    rf"((?:UBND|Ủy ban [Nn]hân dân) (?:[Tt]ỉnh|[Tt]hành phố|TP)(?: (?:{'|'.join(PLACES)})(?= ))?)"
    rf"(?: ((?:{'|'.join(SURNAMES)})(?: [{CAPITALS}][^\W\d_]*){{2,3}}))$"
)
# `Sở Công Thương - Cơ quan thường trực Ban Chỉ đạo 389`: what the body is besides is no part of its name.
# `UBND thành phố Lê Văn Mẫu - Phó Trưởng ban Thường trực`: as what somebody sits on a committee.
_SITS_AS = re.compile(
    r"\s[-–]\s(?:Phó )?(?:Trưởng [Bb]an|Tổ trưởng|Trưởng [Đđ]oàn|Chủ tịch Hội đồng|Ủy viên|Thành viên|Ông|Bà)(?!\w)"
)
_STANDING = re.compile(r"\s[-–]\s(?=(?i:(?:cơ quan|đơn vị)(?: (?:thường trực|đầu mối|chủ trì)|$)|thường trực)(?!\w))")
_STANDS = ("- Đơn vị", "- đơn vị", "– Đơn vị")
# `các khu phố trưởng`: the title stands behind what they head.
_LOCAL_HEAD = re.compile(r"(\s(?:khu phố|khối phố|thôn|xóm|khóm|ấp|bản))\strưởng$")
# `phối hợp với Bộ Tài chính và Tỉnh`: the province that the meeting was held with.
_AND_HOST = re.compile(r" và (Tỉnh|Thành phố)$")
_ASKERS = ("Thủ tướng", "Phó Thủ tướng", "Chủ tịch", "Phó Chủ tịch", "Chính phủ")
_COUNT = re.compile(
    r"\d{1,3}\s+(?=(?:[Bb]ộ|[Ss]ở|[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường|[Đđ]ịa phương|[Cc]ơ quan|[Đđ]ơn vị|[Nn]gân hàng"
    r"|[Cc]ông ty|[Dd]oanh nghiệp|[Nn]hà thầu|[Bb]ệnh viện|[Tt]rường)"
    r"(?:,\s|\s(?:và|cần|phải)\s|\s(?=[^\W\dA-ZĐ])))"
)
# `Công an tỉnh`, `Công an các xã`: not the ministry.
_POLICE_OF = re.compile(rf"\s(?:tỉnh|thành phố|TP|các|huyện|quận|xã|phường|cấp|địa phương|[{CAPITALS}])")
_SAME_NOUN = re.compile(rf"([^\W\d_]+)\s+(?=[{CAPITALS}])")


# Units whose name may hold what they do, or a list of fields: `Trung tâm Kiểm soát thanh toán BHXH, BHYT điện tử`.
_UNIT_HEADS = re.compile(
    r"(?:Trung tâm|Viện|Phòng|Vụ|Cục|Chi cục|Ban Quản lý|Ban Giám hiệu|Ban QLDA|Bộ phận|Khoa|Công ty|Quỹ)\s"
)
# Words of a duty, or of an opening, that no such name holds.
_DUTY_OF_UNIT = re.compile(
    r"(?i)\s(?:chủ trì|chủ động|phối hợp|trách nhiệm|tiếp tục|căn cứ|trên cơ sở|theo|khẩn trương|tham mưu|thực hiện"
    r"|yêu cầu|đề nghị|cần|phải|báo cáo|trong|khi|nếu|để|được|là|cùng|với|đã|gồm)(?!\w)"
)
# `Trung tâm Kiểm soát` or `Phòng Quản lý` is no whole name.
_VERB_AT_END = re.compile(
    r"\s(?:Kiểm soát|Quản lý|Quản lí|Giám sát|Kiểm định|Giám định|Hỗ trợ|Đào tạo|Phát triển|Xúc tiến)$"
)
_UNIT_SIGNS = frozenset(".;()[]!?/")
LONGEST_UNIT = 110


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
    if text[pos : pos + 1].isdigit():
        return _read_counted(text, pos, stops=stops)
    return _read_names(text, pos, bare, stops) if NAMES.at(text, pos) else None


def _read_counted(text: str, pos: int, *, stops: bool) -> Names | None:
    """`11 Bộ, cơ quan`, `05 địa phương`: a kind of bodies with how many there are."""
    count = _COUNT.match(text, pos)
    names = _read_names(text, count.end(), True, stops) if count else None  # noqa: FBT003 - a cached function
    if count is None or names is None:
        return None
    return Names((f"{count[0]}{names.names[0]}", *names.names[1:]), pos, names.end, names.followed)


@lru_cache(maxsize=1024)  # asked for the lead, for its partners, for what is a list
def _read_names(text: str, pos: int, bare: bool, stops: bool) -> Names | None:  # noqa: FBT001 - keywords are no faster key
    reader = _Reader(text[: pos + MAX_LIST], stops=stops)
    return reader.read(pos, bare=bare)


@lru_cache(maxsize=1024)  # the same few bodies stand in the cells of a table
def split_names(text: str) -> tuple[str, ...]:
    """The bodies in a table cell or behind a short label: everything printed there is a name."""
    found: list[str] = []
    for part in _lines_of(_BY_DUTY.sub("", with_blanks(text).strip(" .;:"))):
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


def _lines_of(text: str) -> list[str]:
    """The parts of a cell: cut at semicolons, at its bullets, and where a body begins right behind another."""
    bullet = _BULLET.match(text)
    if bullet:
        text = re.sub(rf"(?:^|\s|;){re.escape(bullet[1])}\s+", ";", text)
    lines: list[str] = []
    for part in re.split(r"\s*;\s*|\n+", text):
        start = 0
        for cut in _LINES.finditer(part):
            before = part[start : cut.start()]
            if _STANDS_ALONE.match(before) and not _LEADS_ON.search(before):
                lines.append(before)
                start = cut.end()
        lines.append(part[start:])
    return lines


def with_whole_unit(text: str, names: Names, *, titled: bool) -> Names:
    """`names` with the last one read on to the colon behind it, or to the end of a title.

    A unit's name may hold a verb or a comma where the name of a ministry ends; what stands before a colon is a name.
    """
    start = text.rfind(names.names[-1], names.start, names.end)
    colon = text.find(":", names.end, max(start, 0) + LONGEST_UNIT)
    end = colon if colon >= 0 else len(text.rstrip(" ."))
    if start < 0 or not names.end < end <= start + LONGEST_UNIT or not (titled or colon >= 0):
        return names
    rest = text[names.end : end]
    if not _UNIT_HEADS.match(text, start) or _DUTY_OF_UNIT.search(rest) or not _UNIT_SIGNS.isdisjoint(rest):
        return names
    charged = colon >= 0 and is_imperative(text, colon + 2)
    if not rest.startswith(",") and not (charged and _VERB_AT_END.search(names.names[-1])):
        return names
    if any(_names_other(text, start, names.end + i) for i, char in enumerate(rest) if char == ","):
        return names
    return Names((*names.names[:-1], fold_space(text[start:end])), names.start, end, followed=True)


def _names_other(text: str, start: int, comma: int) -> bool:
    """Whether behind the comma in a name stands another body, or a duty."""
    after = comma + 2
    return is_imperative(text, after) or (read_names(text, after) is not None and after > start)


class _Reader(Extent):
    """Reads one row of names; keeps what a factored noun was."""

    def __init__(self, text: str, *, stops: bool) -> None:
        super().__init__(text, stops=stops)
        self.name = ""
        self.bare = False
        self._end = 0

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
            tuple(dict.fromkeys(names)), start, end, is_whole(self.text, self.noun_at, end) or self._followed(end)
        )

    def _begins(self, pos: int) -> bool:
        """Whether another name of the row begins at `pos`."""
        if self.stops and stops_at(self.text, pos):
            return False
        if PLACE.match(self.text, pos) or self._owner_again(pos) or self._is_person(pos) or self._office_again(pos):
            return True
        return self.start_of(pos, bare=self.bare) is not None or (bool(self.factor) and self._may_be_factored(pos))

    def _is_person(self, pos: int) -> bool:
        return (
            self.text.startswith(("Phó Th", "Thủ t", "các Phó Th", "các đồng chí Phó Th"), pos)
            and _PERSON.match(self.text, pos) is not None
        )

    def _may_be_factored(self, pos: int) -> bool:
        if self.text.startswith(_ASKERS, pos):  # `Riêng các bộ Y tế, Xây dựng, Thủ tướng yêu cầu ...`
            return False
        return upper_at(self.text, pos) or bool(_SERIAL.match(self.text, pos))

    def _followed(self, end: int) -> bool:
        rest = _ASIDE.match(self.text, end)
        at = _COMMA.match(self.text, rest.end() if rest else end)
        after = at.end() if at else end
        return stops_at(self.text, after) or self.text[after : after + 1] == ":"

    def _item(self, pos: int, *, bare: bool) -> tuple[list[str], int] | None:
        person = _PERSON.match(self.text, pos) if self.text.startswith(_PERSON_OPENS, pos) else None
        if person:
            return [person[1] or person[2]], person.end()
        if self.factor and (self.start_of(pos, bare=False) is None or self._is_police_ministry(pos)):
            return self._factored(pos)
        owner = self.owner if self.owner and PLACE.match(self.text, pos) else self._owner_again(pos)
        office = "" if owner else self._office_again(pos)
        if owner or office:
            self._end = self.end_of(pos) if owner else bare_field_end(self.text, pos)
            return [f"{owner or office} {self._clean(pos, self._end)}"], self._end
        begin = self.start_of(pos, bare=bare)
        if begin is None:
            return None
        prefix, start = begin
        if prefix and not self.names_at(start, bare=True):
            return [prefix], start
        end = self.end_of(start)
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

    def _office_again(self, pos: int) -> str:
        """`Bộ Quốc phòng, Công an`: the noun that the field at `pos` leaves out; empty when it is a name by itself."""
        noun = self.name.partition(" ")[0]
        if noun not in OFFICES or not upper_at(self.text, pos):
            return ""
        end = bare_field_end(self.text, pos)
        police = noun == "Bộ" and self.text[pos:end] == "Công an" and not _POLICE_OF.match(self.text, end)
        return noun if end > 0 and (police or self.start_of(pos, bare=False) is None) else ""

    def _is_police_ministry(self, pos: int) -> bool:
        """`các Bộ: Quốc phòng, Công an`: the second is a ministry too."""
        return self.factor == "Bộ" and self.text.startswith("Công an", pos)

    def _clean(self, start: int, end: int) -> str:
        name = fold_space(self.text[start:end]).strip(" ,.-")
        name = _SITS_AS.split(name)[0] if " - " in name or " – " in name else name
        name = _STANDING.split(name)[0] if name.endswith(_STANDS) or "hường trực" in name or "ơ quan" in name else name
        name = _LOCAL_HEAD.sub(r"\1", name) if name.endswith("trưởng") else name
        headed = _HEADED.match(name)
        return headed[1] if headed and headed[2] not in PLACES else name

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
            field = bare_field_end(places[2], 0) if self.factor in OFFICES else -1
            if 0 < field < len(places[2]) and upper_at(places[2], field + 1):  # `các Sở Y tế Nghệ An, Hà Tĩnh`
                self.factor, place = f"{self.factor} {places[2][:field]}", places[2][field + 1 :]
                return [f"{self.factor} {place}"]
            return [f"{self.factor} {places[2]}"]
        self.factor = ""
        self.name = name
        owner = OWNER.match(name)
        self.owner = owner[1] if owner else ""
        joined = _JOIN.match(self.text, end) if owner else None
        if joined and self.names_place(joined.end()):
            self.factor = fold_space(owner[0]).strip() if owner else ""
        host = _AND_HOST.search(name)
        return [name[: host.start()], host[1]] if host else [name]

    def _begins_factored(self, name: str, at: int) -> bool:
        """Whether names without their noun follow a colon: fields of offices, or places, but no duty."""
        noun = _FACTORED.search(name)
        if noun is None or not (upper_at(self.text, at) or self.text[at : at + 1].isdigit()):
            return False
        if opens_with_topic(self.text[at : at + LONGEST_OPENING]):
            return False
        if _SEVERAL_KINDS.search(name, noun.start(1)) and bare_field_end(self.text, at) < 0:
            return False
        return noun[1].lower() in ("sở", "bộ", "phòng") or not is_imperative(self.text, at)

    def _factor_after_colon(self, name: str, at: int) -> list[str]:
        noun = re.sub(r"(?i)\bcác\s+", "", name)
        nouns = re.match(r"(?i)(sở|bộ)\b", noun)
        if nouns and bare_field_end(noun, nouns.end() + 1) == len(noun):  # `các Sở Y tế: Nghệ An, Hà Tĩnh`
            nouns = None
        self.factor = _singular(nouns[1]) if nouns else noun
        names, self._end = self._factored(at)
        return names

    def _factored(self, pos: int) -> tuple[list[str], int]:
        end = self.end_of(pos)
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
