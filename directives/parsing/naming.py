"""What the name of a body is made of: heads, groups, titles, verbs that end it, and when it is complete."""

import re

from directives.parsing.bodies import (
    ACTOR_NOUNS,
    BODY_HEADS,
    COMMA_NAMES,
    DUTY_VERBS,
    FIELDS,
    GROUP_NOUNS,
    HEAD_TITLES,
    NAME_COMPOUNDS,
    NAME_TAILS,
    NOT_GROUPS,
    NOT_HEADS,
    NOT_PROPER,
    PLACES,
    SMALL_HEADS,
    STOP_WORDS,
    WHOLE_WORDS,
    WORD_PAIRS,
)
from directives.parsing.lexicon import Lexicon, Openings
from directives.parsing.normalise import CAPITALS
from directives.parsing.scanned import with_scanned


def _with_commas(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The names of `fields` that join two or more, as they are written with commas (`Giáo dục, Đào tạo`)."""
    joined = tuple(re.sub(r" - |, | và ", ", ", field) for field in fields)
    return tuple(field for field in joined if ", " in field) + tuple(
        " và ".join(field.rsplit(", ", 1)) for field in joined if field.count(", ") > 1
    )


PLURAL = r"(?:(?:tất cả|toàn thể|toàn bộ)\s+)?(?:các|mọi|từng|mỗi|những)"
_PLURAL_OPENS = frozenset("tTcCmMnN")
LEVEL = r"(?:thành phố|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)"
HEADS = Lexicon(BODY_HEADS)
_SMALL_HEADS = Lexicon(SMALL_HEADS)
_NOT_HEADS = Lexicon(NOT_HEADS)
_GROUPS = Lexicon(with_scanned(GROUP_NOUNS + ACTOR_NOUNS))
_NO_PROPER_HEADS = Lexicon(NOT_HEADS + NOT_PROPER)
_NOT_GROUPS = Lexicon(NOT_GROUPS)
_TITLES = Lexicon(HEAD_TITLES)
_FIELDS = Lexicon(FIELDS)
# `Sở Giáo dục, đào tạo`: the fields of an office parted by a comma, the second in small letters.
_COMMA_FIELDS = Lexicon(_with_commas(FIELDS))
_STOPS = Lexicon(with_scanned(STOP_WORDS + DUTY_VERBS), exact=True)
_WHOLE_WORDS = Lexicon(WHOLE_WORDS)
_COMPOUNDS = Lexicon(NAME_COMPOUNDS)
_COMMA_NAMES = Lexicon(COMMA_NAMES)
_KNOWN_PARTS = Lexicon(COMMA_NAMES + NAME_COMPOUNDS + WHOLE_WORDS)
_TAILS = Lexicon(NAME_TAILS)
_LAST_OF_PLACES = frozenset(place.rpartition(" ")[2] for place in PLACES)
_GROUP_ENDS = (*(f" {level}" for level in LEVEL[3:-1].split("|")), "ngành")
_LEVEL_ENDS = tuple(f" {level}" for level in LEVEL[3:-1].split("|"))
# Where no name can begin: most places that are asked about.
NAME_OPENINGS = (
    BODY_HEADS
    + SMALL_HEADS
    + GROUP_NOUNS
    + ACTOR_NOUNS
    + HEAD_TITLES
    + tuple(LEVEL[3:-1].split("|"))
    + ("tất cả", "toàn thể", "toàn bộ", "các", "mọi", "từng", "mỗi", "những")
    + ("đồng chí", "bộ trưởng", "thủ tướng", "phó thủ tướng")
)
NAMES = Openings(NAME_OPENINGS)
_CHARGED = re.compile(r"được (?:phân công|giao)(?: chủ trì)?(?: thực hiện)?(?: nhiệm vụ)?(?!\w)")
_GROUP_START = re.compile(rf"(?i:{PLURAL})\s+(?=\w)")
_TITLE_LINK = re.compile(
    r"(?:\s+(?:phụ trách|thường trực)|(?:(?<=tịch)|(?<=thư)|(?<=đốc)|(?<=ban))\s+Thường trực)?"
    r"(?:\s*[,/]\s*|\s+và\s+|\s*:\s*|\s+|$)"
)
_MANY_OPENS = ("c", "C", "m", "M")
_TITLE_OPENS = re.compile(r"(?:(?:các|mọi)\s+)?", re.IGNORECASE)
_PROPER_NEXT = re.compile(
    rf"\s+(?:(?i:{LEVEL}|cấp|các|nhà nước|khu vực|cơ sở)\b|TNHH|[{CAPITALS}]|\d{{1,3}}(?![\w/.]))"
)
# What ends the name of all bodies of a kind: `Viện kiểm sát nhân dân các cấp`.
_BRANDS = ("Viettel",)
_REGION = re.compile(r"(?:khu vực|số) (?:[IVX]+|\d{1,2})$")
_OF_ALL_LEVELS = (" các cấp", " cùng cấp")
LONGEST_NOUN = 12
LONGEST_FIELD = 30
LONGEST_TITLE = 90
_HOLDS_FIELD = re.compile(r"(?:Sở|sở|Bộ|bộ|Phòng|phòng|Ban|Vụ|Cục|Chi cục|Đảng ủy Bộ|Đảng ủy Sở) ")
# `Phối hợp tổ chức tập huấn`: the verb, not the noun.
_ORGANISES = re.compile(
    r"\s+(?!(?:chính|đảng|xã hội|đoàn|tín dụng|thành viên|hội|kinh tế|hành chính|quốc tế|nghề|cơ sở|liên quan|có|được"
    r"|trong|khoa|phi|tôn|quần|công|và|hoặc|cá nhân|là|nước|tư vấn|đấu giá|thương mại|dịch vụ|sự nghiệp"
    r"|chịu|phải|cần|khẩn trương|căn cứ|nghiêm túc|chủ động|trên địa bàn)(?!\w))\w"
)
# A whole name: no small word can belong to it any more, but for what says which level or place it is of.
_WHOLE_LEVEL = re.compile(rf"(?!.*\b{PLURAL}\b).*\w\s{LEVEL}$", re.IGNORECASE)
_SECOND_HALF = re.compile(r"[^\W\d_]+")
_PAIRS = frozenset(WORD_PAIRS)
_TRADERS = re.compile(
    rf"(?i:{PLURAL})\s[^,;]*(?:doanh nghiệp|công ty(?: cổ phần| TNHH(?: (?:MTV|một thành viên))?)?|cơ sở|hộ|đơn vị"
    r"|tổ chức|hợp tác xã|thương nhân)$"
)
_TRADE = re.compile(
    r"\s(?:(?:bảo trì|duy tu|đánh bắt|nuôi trồng|giết mổ|kinh doanh"
    r"|sản xuất|chế biến|khai thác|thi công|tư vấn|cung ứng|vận tải|xuất khẩu|nhập khẩu|hoạt động"
    r"|đầu mối|cung cấp(?=\sdịch vụ\s)"
    r"|quản lý,?\svận hành(?=\s(?:hạ tầng|đường|hồ|đập|công trình|hệ thống|nhà máy|chợ|cảng))"
    r"|(?:quản lý|vận hành)(?=(?:\s*,\s*(?:vận hành|khai thác))?"
    r"\s(?:hạ tầng|đường|hồ|đập|rừng|di tích|công trình|chợ|cảng|bến|cầu|lưới|nhà máy|vận hành)))"
    r"(?:\s*,\s*|\s+và\s+|(?!\w)))+(?!\s*(?:phải|cần|theo|đúng|bảo đảm|đảm bảo)(?!\w))"
)
# `các doanh nghiệp trong khu công nghiệp`: which of them, unlike `trong tháng 6` or `trong phạm vi`.
_PLACED = re.compile(
    r"\s(?:(?:trong|tại|ở)\s(?:các\s)?(?:khu|cụm|chợ|vùng|ngành|khối|địa bàn|hệ thống)|nơi\s(?:có|xảy ra))(?!\w)"
)
# `UBND các xã có rừng rà soát`: which of them, by what lies or lives there; a duty or the colon of a heading follows.
_HAVING = re.compile(
    r"\scó\s(?:rừng|đê|biển|đảo|biên giới|dự án|công trình|hồ|đập|mỏ|cảng|bến|chợ|di tích|làng nghề|khu công nghiệp"
    r"|cụm công nghiệp|tàu|đất|diện tích|dịch|ổ dịch|sông|suối|tuyến|đường|cao tốc|cơ sở|hộ|học sinh|vốn|nguồn vốn"
    r"|tỷ lệ|tỉ lệ|nguy cơ)(?!\w)"
)
LONGEST_HAVING = 60
# `chủ đầu tư các dự án đang thi công`: which of them.
_UNDERWAY = re.compile(
    r"\sđang\s(?:triển khai|thi công|xây dựng|hoạt động|thực hiện|khai thác|vận hành)(?:\s(?:thi công|xây dựng))?(?!\w)"
)
_THINGS = ("dự án", "công trình", "nhà máy", "mỏ", "gói thầu", "khu công nghiệp")
_PLACE_OPENS = (" trong", " tại", " ở", " nơi")
# The first two letters of all that may stay with a name behind a blank: most words are turned away by them.
_MAY_STAY = frozenset(
    words[:2].lower()
    for words in (*NAME_TAILS, "được", "đang", "trong", "tại", "ở ", "nơi", "có ", "từ ", "ven biển", "miền núi")
)
_CLAUSE_ENDS = re.compile(r"[.;:]|$")
_WORD = rf"[{CAPITALS}][^\W\d_A-Z]*[^\W\d_]"
_PLACE_NAMES = "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True))
_WHOLE_PLACE = re.compile(rf"\S+\s(?:.*\s)?(?:{LEVEL}(?:\s{_WORD}){{2,}}|{_PLACE_NAMES})$")
_MAY_FOLLOW = re.compile(
    rf"\s(?:{LEVEL}|và|cùng|hoặc|của|trực thuộc|thuộc|cấp\s(?:{LEVEL}|trung ương|cơ sở|trên|dưới|ủy)"
    r"|các|hội|ủy|đoàn|đội|viên|kiêm|đảo|khu|nơi|nói|liên|đóng"
    r"|có liên)(?!\w)"
)
# `ủy ban nhân dân các xã` in small letters.
_COMMITTEE = re.compile(rf"(?:ủy ban|hội đồng) nhân dân (?:các )?{LEVEL}(?!\w)")
# `UBND các xã, phường`, `các sở, ban, ngành`: a group of bodies of one level, of which small words may say which.
_GROUP = re.compile(
    rf"(?:.*\s)?{PLURAL}\s(?:(?:{LEVEL}(?:(?:,|\svà)\s)?)+|(?:sở|bộ|ban)(?:,\s(?:sở|ban|bộ))*,\s(?:ban\s)?ngành)$",
    re.IGNORECASE,
)
_WHICH_OF_GROUP = re.compile(
    r"\s(?:cơ\s|có|ven|biên|miền|trong|trên|nêu|bị|vùng|phía|đồng bằng|trung|trọng điểm|còn|mới|sau|lân|giáp|chưa"
    r"|đã|được|đang|khó|đặc|nghèo|loại|khác|tự cân|cũ|này|đó|dọc|hải|bãi|xa|thành|toàn|lớn|nhỏ|ngoài|từ"
    r"|bán kính|tham gia|thụ|thí điểm|điểm(?!\sdanh)|phấn đấu|đạt|không|hưởng|do|gần|ngập|nông thôn|chức"
    r"|chuyên|kinh tế|ngành|nhà|công|quân|y\s|tế|giáo|đồng thời|khi|như|gồm|bao|xây|tổ|lưu vực|hạ du|thượng"
    r"|tuyến|thuần|an toàn|kháng|anh hùng|văn|du lịch|đô thị|lõi|tiếp giáp|chịu|nằm|sáp|hợp|chủ|thường|hay|dễ"
    r"|nguy|rốn|nói|bờ|sát|đầu|cuối|đông|thưa|trực|mặt|tôn giáo|đoàn|hội|cấp|đảng|địa|dân|cần|phải|sẽ|vẫn|luôn"
    r"|cũng|đều)(?!\w)",
    re.IGNORECASE,
)
# Units whose names hold what they do (`Ban Quản lý dự án đầu tư xây dựng`).
UNIT = re.compile(
    r"(?:Ban [Qq]uản lý|Ban QLDA|Quỹ|Trung tâm|Viện|Học viện|Công ty|Tổng [Cc]ông ty|Trường|Hội|Hiệp hội|Chi cục|Cục|"
    r"Tập đoàn|Khu|Trạm|Xí nghiệp|Tạp chí)(?!\w)",
)


def upper_at(text: str, i: int) -> bool:
    """Whether a capital letter stands at `i`."""
    return i < len(text) and text[i].isupper()


def head_end(text: str, pos: int) -> int:
    """Where the first noun of a proper name that begins at `pos` ends, or -1."""
    end = HEADS.match(text, pos) if upper_at(text, pos) else -1
    return -1 if 0 <= end <= _NO_PROPER_HEADS.match(text, pos) else end


def small_head_end(text: str, pos: int) -> int:
    """Where a head written small (`bệnh viện Việt Tiệp`, `sở Tài chính`) ends, its proper part behind it; or -1."""
    end = _SMALL_HEADS.match(text, pos)
    if end < 0 or text[end : end + 1] != " ":
        return -1
    if not upper_at(text, end + 1):
        return end if _COMMITTEE.match(text, pos) else -1
    return end if " " in text[pos:end] or _FIELDS.match(text, end + 1) >= 0 else -1


def group_start(text: str, pos: int) -> int:
    """Where the noun behind a word for many (`các`, `tất cả các`) that begins at `pos` begins, or -1."""
    plural = _GROUP_START.match(text, pos) if text[pos : pos + 1] in _PLURAL_OPENS else None
    return plural.end() if plural else -1


def group_end(text: str, pos: int) -> int:
    """Where a common noun for bodies (`cơ quan`, `đơn vị`) that begins at `pos` ends, or -1."""
    end = _GROUPS.match(text, pos)
    if end < 0 or _NOT_GROUPS.match(text, pos) >= 0:
        return -1
    return -1 if text[pos:end].lower() == "tổ chức" and _ORGANISES.match(text, end) else end


def is_group_noun(word: str) -> bool:
    """Whether `word` is such a noun and nothing else."""
    return group_end(word, 0) == len(word)


def ends_compound(text: str, i: int) -> bool:
    """Whether the word behind the blank at `i` is the second half of a noun (`ngân hàng`, `công lập`) and no verb."""
    half = _SECOND_HALF.match(text, i + 1)
    return half is not None and text[text.rfind(" ", 0, i) + 1 : half.end()].lower() in _PAIRS


def says_trade(text: str, start: int, i: int) -> bool:
    """Whether the verb behind the blank at `i` tells of what kind the bodies are that are named from `start` on.

    `Các doanh nghiệp kinh doanh xăng dầu niêm yết giá`: another verb of duty follows, or the colon of a heading.
    """
    trade = _TRADE.match(text, i) if _TRADERS.search(text, start, i) else None
    if trade is None:
        return False
    ends = _CLAUSE_ENDS.search(text, trade.end())
    clause = ends.start() if ends else len(text)
    blanks = (at for at in range(trade.end(), clause) if text[at] == " ")
    if any(stops_at(text, at + 1) for at in blanks) or text.endswith(":", 0, clause + 1):
        return True
    return clause == len(text) <= LONGEST_TITLE  # a title, or a cell


def not_a_head(text: str, pos: int) -> bool:
    """Whether what stands at `pos` only looks like a body (`Ban hành`, `Báo cáo`)."""
    return _NOT_HEADS.match(text, pos) >= 0


def titles_end(text: str, pos: int) -> int:
    """Where a row of titles of heads (`Giám đốc`, `Chủ tịch, Phó Chủ tịch`) that begins at `pos` ends, or -1."""
    end = -1
    while True:
        opened = _TITLE_OPENS.match(text, pos) if text.startswith(_MANY_OPENS, pos) else None
        title = _TITLES.match(text, opened.end() if opened else pos)
        link = _TITLE_LINK.match(text, title) if title >= 0 else None
        if link is None:
            return end
        pos = end = link.end()


def stops_at(text: str, pos: int) -> bool:
    """Whether the word at `pos` ends a name in running text: a verb of duty, an adverb, a preposition."""
    return _STOPS.match(text, pos) >= 0 and _WHOLE_WORDS.match(text, pos) < 0


def field_end(text: str, start: int, pos: int) -> int:
    """Where the field of an office (`Ngoại giao` behind `Bộ`) at `pos` ends, or -1."""
    if pos - start > LONGEST_NOUN:
        return -1
    end = _FIELDS.match(text, pos)
    comma = text.find(", ", pos, pos + LONGEST_FIELD)
    if comma >= 0 and text[comma + 2 : comma + 3].islower():
        end = max(end, _COMMA_FIELDS.match(text, pos))
    return end if end >= 0 and _HOLDS_FIELD.fullmatch(text, start, pos) else -1


def bare_field_end(text: str, pos: int) -> int:
    """Where a field at `pos` ends whose noun is factored out (`các Sở: Nội vụ, Tài chính`), or -1."""
    return _FIELDS.match(text, pos)


def known_part_end(text: str, pos: int) -> int:
    """Where a name with a comma in it, or a compound that holds a verb, ends; or -1."""
    return _KNOWN_PARTS.match(text, pos)


def has_comma_name(text: str, pos: int) -> bool:
    """Whether a name that holds a comma begins at `pos`."""
    return _COMMA_NAMES.match(text, pos) >= 0


def compound_at(text: str, pos: int) -> bool:
    """Whether a part of a name that holds a verb of duty begins at `pos`."""
    return _COMPOUNDS.match(text, pos) >= 0


def may_stay(text: str, pos: int) -> bool:
    """Whether the word behind the blank at `pos` may be one of a tail, a place, a range or what somebody has."""
    return text[pos + 1 : pos + 3].lower() in _MAY_STAY


def tail_end(text: str, pos: int) -> int:
    """Where words that stay with the name (` có liên quan`) behind the blank at `pos` end, or -1."""
    if text[pos : pos + 1] != " ":
        return -1
    charged = _CHARGED.match(text, pos + 1) if text.endswith(("cơ quan", "đơn vị"), 0, pos) else None
    return charged.end() if charged else _TAILS.match(text, pos + 1)


def placed_end(text: str, pos: int) -> int:
    """Where words that say which bodies of a kind are meant, by their place, end behind the blank at `pos`; or -1."""
    if text.startswith(" đang ", pos) and text.endswith(_THINGS, 0, pos):
        underway = _UNDERWAY.match(text, pos)
        return underway.end() if underway else -1
    placed = _PLACED.match(text, pos) if text.startswith(_PLACE_OPENS, pos) else None
    return placed.end() if placed else -1


def having_end(text: str, pos: int) -> int:
    """Where words that say which bodies are meant, by what they have, end behind the blank at `pos`; or -1."""
    having = _HAVING.match(text, pos) if text.startswith(" có ", pos) else None
    at = having.end() if having else -1
    while 0 <= at < min(len(text), pos + LONGEST_HAVING):
        if text[at] in ":(" or (text[at] == " " and stops_at(text, at + 1)):
            return at
        if text[at] in ".;)":
            return -1
        at += 1
    return -1


def is_proper(text: str, start: int, end: int) -> bool:
    """Whether the head at `[start, end)` begins a proper name: a capital, a level or a place follows."""
    head = text[start:end]
    if head.isupper() or head in _BRANDS or _PROPER_NEXT.match(text, end):
        return True
    acts = " " in head and text[end : end + 1] == " " and _STOPS.match(head.lower()) == len(head)
    return " " in head and not acts


def _is_whole_group(text: str, name: str, i: int) -> bool:
    """Whether nothing at `i` says which of a group of bodies are meant: a verb that is in no list may follow."""
    if not name.endswith(_GROUP_ENDS) or _MAY_FOLLOW.match(text, i) or _WHICH_OF_GROUP.match(text, i):
        return False
    return _GROUP.fullmatch(name) is not None


def is_whole(text: str, start: int, i: int) -> bool:
    """Whether the name is complete at `i` and a small word follows that can be no part of it."""
    if text[i : i + 1] != " " or not text[i + 1 : i + 2].islower():
        return False
    space = text.find(" ", start, i)
    of_field = space > start and field_end(text, start, space + 1) == i
    if of_field and text.startswith(" các ", i) and text.startswith("Bộ", start):
        return True
    name = text[start:i]
    if name.endswith(" trên địa bàn") or _REGION.search(name) or (name.endswith(_OF_ALL_LEVELS) and upper_at(name, 0)):
        return not _MAY_FOLLOW.match(text, i)
    if _is_whole_group(text, name, i):
        return True
    of_level = name.lower().endswith(_LEVEL_ENDS) and not name.endswith("tác xã")
    last = text[text.rfind(" ", start, i) + 1 : i]
    of_place = last[:1].isupper() or last in _LAST_OF_PLACES
    if not (of_field or of_level or of_place) or _MAY_FOLLOW.match(text, i):
        return False
    return of_field or bool(_WHOLE_LEVEL.match(name) or _WHOLE_PLACE.match(name))
