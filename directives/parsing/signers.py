"""Who signs a paper: the name at its foot, also where a scan lost marks or letters of it."""

import re
from collections.abc import Iterator, Sequence

from directives.parsing.bodies import PLACES
from directives.parsing.lines import Line
from directives.parsing.names import SURNAMES, person_in
from directives.parsing.normalise import CAPITALS, fold_space, without_marks
from directives.parsing.sieve import places_of

BELOW_TITLE = 8
BELOW_RECIPIENTS = 14
LEAST_LEFT = 4
LONGEST_NAME = 60
SIGNED_LINES = 40
TOLD = 3000
_LISTED = re.compile(r"(?i)người ký\s*:?\W{0,20}([^\n|*]{5,40})")
# `(Đã ký: Trần Văn Mẫu)` under the title.
_HAS_SIGNED = re.compile(r"\W*[Đđ]ã ký\s*[:\-]?\s+")
_SENT_TO = re.compile(r"(?i)nơi nhận")
_SIGNS = re.compile(
    r"(?<![^\W\d_])(?:(?:TM|KT|TL|TUQ)\s?\.\s?)?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|THỦ TƯỚNG|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG)"
)
# Signs, figures and single letters that a seal and a pen leave beside the name.
_SCRAWL = re.compile(r"^(?:\W|\d+\s|[^\W\d_]\s(?=[^\W\d_]{2}))+|(?:\W|\s\d+|\s[^\W\d_])+$")
_NAME = re.compile(rf"([^\W\d_]{{2,}})\s((?:[{CAPITALS}][^\W\d_]*\s?){{1,3}})$")
_NAME_IN_CAPITALS = re.compile(rf"[{CAPITALS}]+(?:\s[{CAPITALS}]+){{2,3}}$")
# `Phó Thủ tướng Trần Văn Mẫu vừa ký Công điện số 12/CĐ-TTg`: how a press item tells who signed the paper.
_SIGNED = re.compile(
    rf"(?:[Tt]hủ tướng(?: Thường trực)?(?: Chính phủ)?|[Cc]hủ tịch [^.,;:]{{3,60}}?|[Bb]ộ trưởng [^.,;:]{{3,50}}?"
    rf"|[Bb]í thư(?: [^.,;:]{{3,60}}?)??|[Gg]iám đốc [^.,;:]{{3,50}}?|[Tt]hứ trưởng [^.,;:]{{3,50}}?)"
    rf"\s((?:[{CAPITALS}][^\W\d_]*\s){{2,5}})"
    r"(?:vừa |đã |mới )?ký\s(?:ban hành\s)?"
    r"(?i:công điện|chỉ thị|quyết định|công văn|văn bản|kế hoạch|thông báo|kết luận|nghị quyết)(?!\w)"
)
# `Theo chỉ thị vừa được Thường trực Ban Bí thư Trần Văn Mẫu ký ban hành`.
_SIGNED_BY = re.compile(
    r"(?i:công điện|chỉ thị|quyết định|công văn|văn bản|kế hoạch|thông báo|kết luận|nghị quyết)\s[^.;]{0,200}?"
    rf"(?<!\w)(?:được|do)\s[^.,;]{{3,70}}?\s((?:[{CAPITALS}][^\W\d_]*\s?){{2,5}})(?:,\s[^.;]{{3,200}}?\s)?ký(?!\w)"
)
# `Chủ tịch UBND Hà Nội Trần Văn Mẫu`: `Hà` is no surname here.
_AFTER_PLACE = re.compile(rf"^(?:{'|'.join(PLACES)})\s(?=[{CAPITALS}])")
_BESIDE = re.compile(rf"^[-+•*]\s.*[;.,)]\s+([^\W\d_]{{4,}}(?:\s[{CAPITALS}][^\W\d_]+){{1,3}})$")


def _by_bare_name() -> dict[str, list[str]]:
    bare: dict[str, list[str]] = {}
    for name in sorted(SURNAMES):
        bare.setdefault(without_marks(name).lower(), []).append(name)
    return bare


_BARE = _by_bare_name()


def signer_of(text: str, lines: Sequence[Line], *, news: bool) -> str | None:
    """The full name of who signs; None where no name is printed, nor told by a press item about the paper."""
    listed = _LISTED.search(text[:TOLD]) if places_of("người ký", text, "ý", TOLD) else None
    named = fold_space(listed[1]) if listed else None
    if news:
        return named or _told_by_press(text[:TOLD])
    printed = person_in(text, lines) or _who_has_signed(lines) or (None if named else _scanned_person(lines))
    return printed if printed and (named is None or _same_person(printed, named)) else named


def _told_by_press(text: str) -> str | None:
    """Who a press item says has signed (`Thủ tướng Lê Văn Mẫu vừa ký Công điện ...`)."""
    told = (_SIGNED.search(text) or _SIGNED_BY.search(text)) if " ký" in text else None
    if told is None:
        return None
    words = _AFTER_PLACE.sub("", told[1]).split()
    first = next((i for i, word in enumerate(words) if word in SURNAMES), None)
    return " ".join(words[first:]) if first is not None and len(words) - first > 1 else None


def _who_has_signed(lines: Sequence[Line]) -> str | None:
    """The name on the line that says that the paper is signed, near its foot."""
    for line in reversed(lines[-SIGNED_LINES:]):
        signed = _HAS_SIGNED.match(line.text)
        name = line.text[signed.end() :].strip(" .()[]*_") if signed else ""
        if _NAME.fullmatch(name) and name.split()[0] in SURNAMES:
            return name
    return None


def _same_person(printed: str, named: str) -> bool:
    """Whether the card of a site names who signed, be it with a slip in the middle."""
    ours, theirs = printed.split(), named.split()
    return (ours[0], ours[-1]) == (theirs[0], theirs[-1])


def _scanned_person(lines: Sequence[Line]) -> str | None:
    """The name below the signing title, or beside the recipients, that a scan did not leave as it was printed."""
    start = next(
        (i for i, line in enumerate(lines) if i > 3 and _SENT_TO.match(line.text)),
        len(lines),
    )
    signing = next(
        (i for i in range(start, len(lines)) if _SIGNS.search(lines[i].text)),
        len(lines),
    )
    below = lines[signing + 1 :]
    names = (_mended(_SCRAWL.sub("", line.text)) for line in below[:BELOW_TITLE] if len(line.text) < LONGEST_NAME)
    found = next((name for name in names if name), None) or next(_beside(below[:BELOW_RECIPIENTS]), None)
    capitals = (line.text for line in below[:BELOW_TITLE] if _NAME_IN_CAPITALS.match(line.text))
    return found or next(
        (_proper(name) for name in capitals if name.split()[0].capitalize() in SURNAMES),
        None,
    )


def _beside(lines: Sequence[Line]) -> Iterator[str]:
    """Names at the end of lines of the recipients whose surname lost its marks or its first letter."""
    for line in lines:
        match = _BESIDE.match(line.text)
        name = _mended(match[1]) if match else None
        if name:
            yield name


def _mended(printed: str) -> str | None:
    """`printed` with its surname spelled rightly; None where that is no surname, or one of several."""
    name = _NAME.fullmatch(printed)
    if name is None or printed.isupper():
        return None
    bare = without_marks(name[1]).lower()
    surnames = _BARE.get(bare, []) if name[1][0].isupper() else []
    if not surnames and len(bare) >= LEAST_LEFT:
        surnames = [full for key, names in _BARE.items() if key[1:] == bare for full in names]
    return f"{surnames[0]} {name[2]}" if len(surnames) == 1 else None


def _proper(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split())
