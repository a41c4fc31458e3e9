"""Numbers and symbols of official documents: read, normalised, taken apart.

Forms, after Decree 30/2020/NĐ-CP (annexes I and VI) for State papers and guideline 36-HD/VPTW for Party papers:
`02/CT-UBND`, `35/2021/QH15`, `1679/NQ-UBTVQH15`, `08/2011/NQ-HĐND`, `1888/UBND-KSTT` (a letter), `96-KL/TW` (Party).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from directives.parsing.vocab import PARTY_BODIES, PARTY_TYPES, TYPE_CODES

# A segment of a symbol begins with a capital; small letters come after (`TTg`, `CTr`, `V.I`, `BNN&MT`).
_SEGMENT = r"[A-ZĐƯ](?:[A-ZĐƯa-zđư0-9]|\.(?=[A-ZĐƯ0-9])|&(?=\s?[A-ZĐƯ])\s?)*"
# What must not stand before a number is looked for behind its first figure: figures are found fast.
# `số31-QĐ/TW`: a page that lost the blank.
_SERIAL = r"(?P<serial>\d(?:(?<=[sS]ố\d)|(?<![\w/.,:-]\d))\d{0,5})(?P<issue>\.\d{1,2})?(?P<suffix>[a-zđA-D]?)"
NUMBER = re.compile(
    rf"{_SERIAL}\s?(?P<sep>[/-])\s?"
    rf"(?:(?P<year>(?:19|20)\d\d)\s?[/-]\s?)?"
    rf"(?P<symbol>{_SEGMENT}(?:\s?[-/]\s?{_SEGMENT}){{0,4}})(?![\w/])"
)

_ASSEMBLY = re.compile(r"QH\d{1,2}$")
_STANDING_COMMITTEE = re.compile(r"(?:NQ-|PL-)?UBTVQH\d{1,2}$")
_OLD_FORM = re.compile(r"(?:QĐ|NĐ|CT|NQ|TT)?-?(?:CP|TTg|HĐBT|UB)$")
_GLUED_WORD = re.compile(r"^(CP|TTg|UBND|HĐND|TW)[a-zđ]+$")
_GLUED_TYPE = re.compile(r"(QĐ|QD|NQ|CT|KH|TB|BC|CĐ|TTr|NĐ)\.?(UBND|HĐND|CP|TTg)|(QĐ|NQ|CT|KH|TB|CĐ)\.(UBT?|TU|HĐBT)")
# Circulars and decisions of ministries; only behind a year, for `TTBVTV` alone is an office.
_GLUED_MINISTRY = re.compile(r"(TT|TTLT|QĐ)(B[A-ZĐ&]{1,8}|VPCP|NHNN|TTCP|UBDT)")
# The stroke is found fast; what stands before it is looked at only there.
_OWN_SYMBOL = re.compile(r"/\s?([A-ZĐ]{2,10})(?![\w/.&-])")
_OWN_SERIAL = re.compile(r"(\d(?<!\d\d)\d{0,4})\s?$")
LONGEST_SERIAL = 6
_A_LETTER = re.compile(
    r"(?:công văn|văn bản|tờ trình|báo cáo|phiếu chuyển|điện|quyết định|nghị quyết|chỉ thị|thông tư|kế hoạch"
    r"|thông báo|hướng dẫn|quy định|kết luận)\s+số\s?:?\s?$|công văn\s$",
    re.IGNORECASE,
)
LOOK_BACK = 24
# `TƯ` is how older papers shorten the Party's centre, and how a scan reads the `TU` of a province.
_OF_PROVINCE = re.compile(
    r"(?:,?\s+ngày\s+[\d/.-]{6,10})?,?\s+của\s+(?:Ban\s+(?:Thường vụ|Chấp hành)\s+)?(?:Tỉnh|Thành|Huyện|Quận)\s?[uủỦ]",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"HĐND\d{0,2}")
_LETTERS = re.compile(r"[A-ZĐƯ]")
_OLD_SPELLINGS = {
    "TƯ": "TW", "QD": "QĐ", "ND": "NĐ", "TTG": "TTg", "CTR": "CTr", "TTR": "TTr", "UBNĐ": "UBND", "HDND": "HĐND",
    "HĐNĐ": "HĐND",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number taken apart; `kind` is the code of the document type, `CV` for a letter, None where it has none.

    `year` is printed only in legal documents; `text` is the normalised form.
    """

    text: str
    kind: str | None
    serial: int
    suffix: str
    symbol: str
    year: int | None
    is_party: bool

    @property
    def key(self) -> str:
        """Equal for two spellings of one number: no leading zeros, no difference of case."""
        return self.text.lstrip("0").casefold()


@dataclass(slots=True)
class NumberMatch:
    """A number and where it stands in the text that was searched."""

    number: DocumentNumber
    start: int
    end: int


def find_numbers(text: str) -> Iterator[NumberMatch]:
    """The document numbers in `text`, in order; what only looks like one (dates, ratios, units) is left out."""
    for match in NUMBER.finditer(text):
        printed = match[0]
        if printed.endswith("TƯ") and _OF_PROVINCE.match(text, match.end()):
            printed = f"{printed[:-1]}U"
        number = _known(printed)
        if number is not None:
            yield NumberMatch(number, match.start(), match.end())


# `15/CĐ-TW`, `600/CĐ-BCĐ`: telegrams of the State's own committees for disasters and epidemics.
_STATE_COMMITTEES = ("TW", "BCĐ")


@lru_cache(maxsize=4096)
def _known(printed: str) -> DocumentNumber | None:
    match = NUMBER.fullmatch(printed)
    return _identify(match) if match else None


def find_letters(text: str) -> Iterator[NumberMatch]:
    """Letters of offices that print only their own symbol (`Công văn số 499/BDN`), known by the words before them."""
    for symbol in _OWN_SYMBOL.finditer(text):
        at = symbol.start()
        serial = _OWN_SERIAL.search(text, max(0, at - LONGEST_SERIAL), at)
        if serial is None or _GLUED_TYPE.fullmatch(symbol[1]):
            continue
        start = serial.start()
        if _A_LETTER.search(text, max(0, start - LOOK_BACK), start):
            yield NumberMatch(short_number(serial[1], symbol[1]), start, symbol.end())


def short_number(serial: str, symbol: str) -> DocumentNumber:
    """The number of a letter of a small office that prints no unit behind its own symbol."""
    return DocumentNumber(f"{_two_digits(serial)}/{symbol}", "CV", int(serial), "", symbol, None, is_party=False)


def parse_number(text: str) -> DocumentNumber | None:
    """The number that `text` consists of, or None; `Số:` and `số` before it are allowed."""
    bare = re.sub(r"^\s*[Ss]ố\s*:?\s*", "", text).strip()
    match = NUMBER.fullmatch(bare)
    return _identify(match) if match else None


def _identify(match: re.Match[str]) -> DocumentNumber | None:
    year = int(match["year"]) if match["year"] else None
    parts = _mended([_spelling(part) for part in re.split(r"\s?[-/]\s?", match["symbol"])], year)
    party = _is_party(match["sep"], parts, year)
    symbol = _join(parts, party=party)
    if not _plausible(match["sep"], parts, symbol, year):
        return None
    old = match["sep"] == "-" and len(parts) == 1
    serial = _two_digits(match["serial"]) + (match["issue"] or "") + match["suffix"].lower()
    head = f"{serial}-" if party or old else f"{serial}/{year}/" if year else f"{serial}/"
    return DocumentNumber(
        text=head + symbol,
        kind=_kind(parts, symbol),
        serial=int(match["serial"]),
        suffix=(match["issue"] or "") + match["suffix"].lower(),
        symbol=symbol,
        year=year,
        is_party=party,
    )


def _mended(parts: list[str], year: int | None) -> list[str]:
    """Slips of typing put right: a glued type (`QĐUBND`), and the decree or `QN` that a council cannot issue."""
    glued = _GLUED_TYPE.fullmatch(parts[0]) or (_GLUED_MINISTRY.fullmatch(parts[0]) if year else None)
    parts = [*map(_spelling, filter(None, glued.groups())), *parts[1:]] if glued else parts
    if len(parts) > 1 and _COUNCIL.fullmatch(parts[1]):
        return ["NQ" if parts[0] in ("NĐ", "QN") else parts[0], "HĐND", *parts[2:]]
    return parts


def _two_digits(serial: str) -> str:
    """Numbers below 10 are written with a zero in front (Decree 30/2020/NĐ-CP, annex I); the press leaves it out."""
    return serial.zfill(2)


def _spelling(part: str) -> str:
    part = _GLUED_WORD.sub(r"\1", re.sub(r"\s", "", part))
    return _OLD_SPELLINGS.get(part, part)


def _is_party(sep: str, parts: list[str], year: int | None) -> bool:
    """Party papers print the hyphen first; a press text may print a Party body behind a State pattern."""
    if year is not None or len(parts) < 2 or parts[0] not in PARTY_TYPES:
        return False
    if sep != "-" and parts[0] == "CĐ" and parts[1] in _STATE_COMMITTEES:
        return False
    return sep == "-" or parts[1] in PARTY_BODIES


def _join(parts: list[str], *, party: bool) -> str:
    return f"{parts[0]}/{'-'.join(parts[1:])}" if party else "-".join(parts)


def _plausible(sep: str, parts: list[str], symbol: str, year: int | None) -> bool:
    """Whether the symbol is one an office would use, not a unit, a ratio or a code of goods."""
    if len(parts) == 1:
        return bool((year and _ASSEMBLY.match(symbol)) or _STANDING_COMMITTEE.match(symbol) or _OLD_FORM.match(symbol))
    if sep == "-":
        return parts[0] in PARTY_TYPES
    return parts[0] in TYPE_CODES or (all(_LETTERS.match(part) for part in parts) and len(parts[0]) > 1)


def _kind(parts: list[str], symbol: str) -> str | None:
    if parts[0] in TYPE_CODES:
        return parts[0]
    if _ASSEMBLY.match(symbol) or len(parts) == 1:
        return None
    return "CV"
