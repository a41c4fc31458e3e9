"""Who issued a paper: the body in capitals at its head, or what symbol, place and text tell where it is not printed."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from directives.parsing.anchors import IS_LISTED, number_at, title_alone
from directives.parsing.bodies import CITIES, PLACES
from directives.parsing.lines import Line
from directives.parsing.names import SURNAMES, issuer_name
from directives.parsing.normalise import (
    CAPITALS,
    fold_space,
    modern_tones,
    view_of,
    without_marks,
)
from directives.parsing.numbers import DocumentNumber
from directives.parsing.stamps import MOTTO, is_mark
from directives.parsing.vocab import TYPE_TITLES

HEAD = 3000
WHOLE_NEWS = 60_000
LONGEST_OWNER = 40
_SIGNS_BEFORE = re.compile(r"^\W+")
_LEVELS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu"
# The card that a site puts above a paper: `Cơ quan ban hành | Tỉnh Bắc Ninh |`.
_LISTED = re.compile(
    rf"(?m)^[ \t|*•-]{{0,6}}(?:Cơ quan|Nơi|Đơn vị) ban hành[ \t]*[:|]*[ \t*]*"
    rf"([{CAPITALS}][^\n|*:;]{{4,70}}?)[ \t]*(?:[|*]|$|(?=Số công báo|Số hiệu|Người ký|Loại văn bản))"
)
_LABELS = ("Cơ quan ban hành", "Nơi ban hành", "Đơn vị ban hành")
# `TỈNH ỦY HÀ NAM * Số 12-CT/TU`: a letterhead copied onto one line.
_BESIDE_NUMBER = re.compile(r"\s[*|]?\s*Số\s*:?\s*\d")
# `KẾT LUẬN CỦA BỘ CHÍNH TRỊ`: the title with whose it is, below the letterhead.
OWNED_TITLE = re.compile(rf"(?:{'|'.join(title.upper() for title in TYPE_TITLES)})\sCỦA\s")
# The lower body, whose line stands between those of the motto where the columns were read line by line.
_OFFICE = re.compile(
    r"(?:SỞ|PHÒNG|VĂN PHÒNG|CỤC|CHI CỤC|BAN|THANH TRA|TRUNG TÂM|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG)(?!\w)"
)
BESIDE_MOTTO = 3
_OF_MOTTO = re.compile(r"(?i)\W*(?:cộng h|chủ ngh|độc l|số\b)")
_OF_DATE = re.compile(r",(?i: ngày(?:(?<=tỉnh, ngày)| \d))")
_BODY_IN_SMALL = re.compile(
    rf"(?:UBND|Ủy ban [Nn]hân dân|Uỷ ban nhân dân|HĐND|Hội đồng [Nn]hân dân|Sở|Đảng ủy|Tỉnh ủy|Thành ủy|Huyện ủy)"
    rf"(?:\s(?:{_LEVELS}))?(?:\s(?:[{CAPITALS}][^\W\d_]*|và|-|,))+"
)
# `UBND TỈNH HÀ TĨNH SỞ TÀI CHÍNH`: both bodies on one line.
_ON_ONE_LINE = re.compile(
    r"\s(?<=\w\s)(?<!TỔNG\s)(?<!CHI\s)(?<!HẢI\s)(?<!VĂN\s)(?<!THEO\s)(?<!CÁC\s)(?<!QUỐC\s)(?<!BIÊN\s)"
    r"(?=(?:SỞ|VĂN PHÒNG|CỤC|CHI CỤC|THANH TRA|PHÒNG)(?:\s|$))(?!PHÒNG,?\sCHỐNG|\w+\sTẠM)"
)
# `SỞ TÀI CHÍNH -` / `SỞ NỘI VỤ`: several bodies issue one paper.
_JOINED = re.compile(r"\w\s-$")
_KNOWN = "|".join(sorted(set(PLACES) - {"Việt Nam", "Trung ương"}, key=len, reverse=True))
_NO_PERSON = rf"(?!(?:{'|'.join(SURNAMES)})\s)"
_LEVEL = re.compile(rf"(?i)(?:{_LEVELS})\s")
# The second line of the letterhead, the place, got lost.
_PROVINCIAL_COMMITTEES = ("Tỉnh ủy", "Thành ủy")
_WITHOUT_PLACE = ("Ủy ban nhân dân", "Hội đồng nhân dân")
# Papers of the Party's centre carry one letterhead; the title tells which of its bodies speaks.
_CENTRE = "Ban Chấp hành Trung ương"
_CENTRAL_BODIES = {"bộ chính trị": "Bộ Chính trị", "ban bí thư": "Ban Bí thư"}
_OF_CENTRAL_BODY = re.compile(rf"(?i)của ({'|'.join(_CENTRAL_BODIES)})$")
# The head of a body, in whose name it decides, and the term of a council.
_HEAD_OF_BODY = re.compile(r"(?:BỘ TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHỦ NHIỆM|CỤC TRƯỞNG|TRƯỞNG BAN)\s(?=\w)")
_FIGURE = re.compile(r"\d")
_TERM = re.compile(r"\s*,?\s*(?:KHÓA|NHIỆM KỲ)\s.*$")
# Words of letterheads by their bare letters, for those that a scan spelled wrongly.
_WORDS = {
    without_marks(words): words
    for words in (
        "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "VĂN PHÒNG", "THỦ TƯỚNG", "CHÍNH PHỦ", "TỈNH ỦY", "THÀNH ỦY",
        "HUYỆN ỦY", "THÀNH PHỐ",
    )
}  # fmt: skip
_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)")
_FIRST_WORDS = {without_marks(word): word for word in ("TỈNH", "HUYỆN", "PHƯỜNG", "XÃ", "SỞ", "BỘ", "CỤC")}
_FIRST_WORD = re.compile(rf"(?:^\W*|(?<=UBND )|(?<=NHAN DAN ))(?:{'|'.join(_FIRST_WORDS)})(?=\s\w)")
# The first letter is small and stands at the edge; blanks between the words get lost.
_COMMITTEE = re.compile(r"^\W*\w?Y ?BAN ?NHAN ?DAN(?!\w)")
_NAME = rf"[{CAPITALS}][^\W\d_]*(?:(?:\s|\s?-\s?)[{CAPITALS}][^\W\d_]*){{0,3}}"
_PLACE_OF_DATE = re.compile(rf"(?:^|[\s|])(?:TP\.?\s+)?({_NAME})\s?,\s*ngày")
_DATE = re.compile(r",\s*ngày")
LONGEST_PLACE = 80
_AUTHORITY = re.compile(
    rf"(?:CHỦ TỊCH )?(?:ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN) ((?:{_LEVELS.upper()}) [^,;:.]{{2,30}}?)"
    r"(?:\s*,?\s*KHÓA\s.*)?\W*$"
)
_PROVINCE_IN_CAPITALS = re.compile(rf"(?<!\w)(TỈNH|THÀNH PHỐ) ({_KNOWN.upper()})(?!\w)")
_PLACE_IN_CAPITALS = re.compile(rf"(?<!\w)(TỈNH|THÀNH PHỐ) ([{CAPITALS}]+(?:(?:\s|\s?-\s?)[{CAPITALS}]+){{0,3}})(?!\w)")


_BY_SYMBOL = {
    "TTg": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ",
    "BYT": "Bộ Y tế",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BCT": "Bộ Công Thương",
    "BXD": "Bộ Xây dựng",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BGTVT": "Bộ Giao thông vận tải",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BTCTW": "Ban Tổ chức Trung ương",
    "BTGTW": "Ban Tuyên giáo Trung ương",
    "BNCTW": "Ban Nội chính Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "VPTW": "Văn phòng Trung ương Đảng",
}
# `THÀNH ỦY CẦN THƠ     Cần Thơ, ngày 14 tháng 7 năm 2025`: the columns of a letterhead read across.
_BESIDE_DATE = re.compile(rf"\W*((?:[{CAPITALS}]{{2,}}[\s,-]+){{2,}})\W{{0,2}}(?=[^,]{{3,30}},\s*ngày\s+\d)")
# `Chủ tịch UBND Hà Nội`: the level is left out.
_OF_BARE_PLACE = re.compile(rf"(?<!\w)(?:UBND|Ủy ban [Nn]hân dân) ({_KNOWN})(?!\w)")
_PROVINCIAL_PARTY = re.compile(rf"(?<!\w)((?i:tỉnh ủy|thành ủy)) ({_KNOWN})(?!\w)")
_OF_PROVINCE = re.compile(rf"(?<!\w)(?:[Tt]ỉnh|[Tt]hành phố|TP\.?) ({_KNOWN})(?!\w)")


def issuer_of(head: Sequence[Line], text: str) -> str | None:
    """The proper name of the body at the head of `text`."""
    name = issuer_name(list(_printed(head)) or _in_small_letters(head)) or _of_authority(head)
    if name == _CENTRE:
        bodies = (_OF_CENTRAL_BODY.search(modern_tones(line.text)) for line in head if len(line.text) < LONGEST_OWNER)
        return next((_CENTRAL_BODIES[body[1].lower()] for body in bodies if body), name)
    name = _with_place(name, head, text) if name in _WITHOUT_PLACE else name
    name = _committee_of_place(name, head, text) if name in _PROVINCIAL_COMMITTEES else name
    return _as_dated(_as_listed(name, text), head, text)


def _committee_of_place(name: str, head: Sequence[Line], text: str) -> str:
    """`Tỉnh ủy` with the province beside the date."""
    found = _place_of_date(_words_of(head, text))
    known = [place for place in PLACES if found and f" {found[1]}".endswith(f" {place}")]
    return f"{name} {max(known, key=len)}" if known else name


def _words_of(head: Sequence[Line], text: str) -> str:
    return view_of(text, head[0].start, head[-1].end).text


def _place_of_date(opening: str) -> re.Match[str] | None:
    """The place beside the first date of a letterhead that has one."""
    date = _DATE.search(opening)
    return _PLACE_OF_DATE.search(opening, max(0, date.start() - LONGEST_PLACE)) if date else None


def _of_authority(head: Sequence[Line]) -> str | None:
    """The body of the authority above the legal bases (`BỘ TRƯỞNG BỘ TÀI CHÍNH`), where no letterhead is printed."""
    for i, line in enumerate(head):
        plain = line.text.isupper() and not _FIGURE.search(line.text)
        if plain and any(below.text.startswith("Căn cứ") for below in head[i + 1 : i + 4]):
            name = issuer_name([_HEAD_OF_BODY.sub("", _TERM.sub("", modern_tones(line.text)))])
            if name:
                return name
    return None


def _in_small_letters(head: Sequence[Line]) -> list[str]:
    """The bodies above the number where a letterhead was not typed in capitals (`UBND phường Liên Chiểu`)."""
    above = itertools.takewhile(lambda line: not number_at(line.text), head)
    return [line.text.upper() for line in above if _BODY_IN_SMALL.fullmatch(line.text)]


def _as_listed(name: str | None, text: str) -> str | None:
    """`name` with what its letterhead lost, or in its stead the body, as the card of a site names it."""
    top = text[:HEAD]
    listed = _LISTED.search(top) if any(label in top for label in _LABELS) else None
    issuer = fold_space(listed[1]) if listed else ""
    if name is None:
        return None if not issuer or _LEVEL.match(issuer) else issuer
    if name in _WITHOUT_PLACE and _LEVEL.match(issuer):
        return issuer_name([f"{name.upper()} {issuer.upper()}"]) or name
    return issuer if issuer.lower().startswith(f"{name.lower()} ") else name


def _printed(head: Sequence[Line]) -> list[str]:
    """The lines in capitals above number and title."""
    printed: list[str] = []
    motto = len(head)
    for i, line in enumerate(head):
        if IS_LISTED.match(line.text):
            continue
        if number_at(line.text) or i > motto + BESIDE_MOTTO or title_alone(line.text) is not None:
            break
        text = modern_tones(line.text)
        crest = MOTTO.search(text)
        text = _BESIDE_NUMBER.split(text[: crest.start()] if crest else text)[0].strip(" *_|").lstrip("- ")
        text = text if text.endswith("-") and _JOINED.search(text) else text.rstrip("- ")
        if printed and not text:
            motto = min(motto, i)
            continue
        if i > motto and not _OFFICE.match(text):
            continue
        if OWNED_TITLE.match(text):
            break
        beside = _BESIDE_DATE.match(text)
        text = beside[1].strip() if beside else text
        if text.isupper() and not (_OF_MOTTO.match(text) or _OF_DATE.search(text) or is_mark(text)):
            printed.extend(_ON_ONE_LINE.split(_respelled(text)))
    return printed


def _respelled(line: str) -> str:
    """A line in capitals with the words that every letterhead uses spelled rightly."""
    line = re.sub(r"(?<!\w)TP\s?\.?\s(?=\w)", "THÀNH PHỐ ", line) if "TP" in line else line
    bare = without_marks(line)
    committee = _COMMITTEE.match(bare)
    if committee:
        line = "ỦY BAN NHÂN DÂN" + line[committee.end() :]
        bare = without_marks(line)
    for pattern, words in ((_WORD, _WORDS), (_FIRST_WORD, _FIRST_WORDS)):
        for match in pattern.finditer(bare):  # the words that are put right have the same letters
            word = words[_SIGNS_BEFORE.sub("", match[0])]
            line = line[: match.end() - len(word)] + word + line[match.end() :]
    return line


def _as_dated(name: str | None, head: Sequence[Line], text: str) -> str | None:
    """`name` with the place at its end spelled as beside the date, where the two differ in marks only."""
    place = _place_of_date(_words_of(head, text)) if name and head else None
    if name is None or place is None:
        return name
    same = without_marks(name).lower().endswith(f" {without_marks(place[1]).lower()}")
    return name[: len(name) - len(place[1])] + place[1] if same else name


def _with_place(name: str, head: Sequence[Line], text: str) -> str:
    """`name` with its place, as the line of the authority above the legal bases, the subject or the date names it."""
    for line in head:
        authority = _AUTHORITY.fullmatch(modern_tones(line.text))
        if authority and line.text.isupper():
            return issuer_name([f"{name.upper()} {authority[1]}"]) or name
    opening = _words_of(head, text)
    place = _place_of_date(opening)
    if place is None:
        return name
    level = re.search(rf"(?i)(?<!\w)({_LEVELS})\s+{re.escape(place[1])}(?!\w)", opening) or re.search(
        rf"(?:UBND|HĐND|nhân dân)\s+((?i:{_LEVELS}))(?!\w)", opening
    )
    pattern = _PROVINCE_IN_CAPITALS if place[1] in PLACES else _PLACE_IN_CAPITALS
    found = (pattern.search(modern_tones(line.text)) for line in head if line.text.isupper())
    named = next((match for match in found if match), None)
    if named and not re.match(rf"{re.escape(place[1].upper())}(?!\w)", named[2]):
        return issuer_name([f"{name.upper()} {named[0]}"]) or name
    noun = level[1] if level else _level_of(place[1])
    return issuer_name([f"{name.upper()} {noun.upper()} {place[1].upper()}"]) or name if noun else name


def _level_of(place: str) -> str | None:
    """What a place under the central government is, None for one that is not."""
    if place in CITIES:
        return "thành phố"
    return "tỉnh" if place in PLACES else None


def issuer_of_number(number: DocumentNumber, text: str) -> str | None:
    """Who issued the paper that a news item is about, from its symbol and the place named beside it."""
    bodies = re.split(r"[/-]", number.symbol)
    central = _of_symbol(bodies)
    if central:
        return central
    if "TU" in bodies:
        return _provincial_party(view_of(text, 0, min(len(text), HEAD)).text)
    if "UBND" not in bodies:
        return None
    place = re.search(
        rf"(?:UBND|Ủy ban [Nn]hân dân)\s+((?:[Tt]hành phố|[Tt]ỉnh|TP\.?|huyện"
        rf"|quận)(?:\s+(?:{_KNOWN})(?!\w)|(?:\s+{_NO_PERSON}[{CAPITALS}][^\W\d_]*){{1,4}}))",
        view_of(text, 0, min(len(text), HEAD)).text,
    )
    if place:
        return "Ủy ban nhân dân " + re.sub(r"^TP\.?", "thành phố", fold_space(place[1]))
    bare = _OF_BARE_PLACE.search(text, 0, HEAD)
    return f"Ủy ban nhân dân {_level_of(bare[1])} {bare[1]}" if bare else _issuer_of_area(text)


def completed(issuer: str, number: DocumentNumber) -> str:
    """`issuer` with the end of its name that the letterhead lost, where the symbol tells it."""
    central = _of_symbol(re.split(r"[/-]", number.symbol)) or ""
    return central if central.lower().startswith(f"{issuer.lower()} ") else issuer


def _of_symbol(bodies: Sequence[str]) -> str | None:
    """The central bodies that the parts of a symbol name."""
    named = [_BY_SYMBOL[body] for body in bodies if body in _BY_SYMBOL]
    return (" - ".join(named) if bodies[0] == "TTLT" else named[0]) if named else None


def _provincial_party(text: str) -> str | None:
    """The committee of the Party that `text` names, else that of the province it names most often."""
    committee = _PROVINCIAL_PARTY.search(text)
    if committee:
        return f"{committee[1].capitalize()} {committee[2]}"
    named = Counter(match[1] for match in _OF_PROVINCE.finditer(text)).most_common(1)
    return f"{'Thành ủy' if named[0][0] in CITIES else 'Tỉnh ủy'} {named[0][0]}" if named else None


def _issuer_of_area(text: str) -> str | None:
    """`UBND thành phố` without a name is that of the place that the text names most often."""
    view = view_of(text, 0, min(len(text), WHOLE_NEWS)).text
    level = re.search(r"(?:UBND|Ủy ban [Nn]hân dân)\s+(thành phố|tỉnh)(?!\w)", view)
    if level is None:
        return None
    noun = r"(?:TP\.?|[Tt]hành phố)" if level[1] == "thành phố" else r"[Tt]ỉnh"
    named = Counter(
        match[1]
        for match in re.finditer(
            rf"{noun}\s+({_KNOWN}|{_NO_PERSON}[{CAPITALS}][^\W\d_]*(?:\s[{CAPITALS}][^\W\d_]*)+)", view
        )
    )
    return f"Ủy ban nhân dân {level[1]} {named.most_common(1)[0][0]}" if named else f"Ủy ban nhân dân {level[1]}"
