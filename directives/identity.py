"""What makes a paper the same paper: issuer, kind, number, symbol and the period in which numbers run."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from directives.parsing.normalise import modern_tones, nfc
from directives.parsing.numbers import parse_number

# Opening days of the national congresses VI to XIV: the Central Committee's numbers begin again with each.
NATIONAL_TERMS: Final = (
    date(1986, 12, 15),
    date(1991, 6, 24),
    date(1996, 6, 28),
    date(2001, 4, 19),
    date(2006, 4, 18),
    date(2011, 1, 12),
    date(2016, 1, 20),
    date(2021, 1, 25),
    date(2026, 1, 19),
)
# Provincial congresses precede the national one and end by 31 October of the year before (35-CT/TW of 2019 and
# 45-CT/TW of 2025 set that day); the exact day differs by province, so the month stands for it.
LOCAL_TERMS: Final = tuple(date(year, 10, 1) for year in range(1985, 2031, 5))

_ABBREVIATIONS: Final = (
    (r"\bubnd\b", "ủy ban nhân dân"),
    (r"\bhđnd\b", "hội đồng nhân dân"),
    (r"\btp\b\.?", "thành phố"),
    (r"\bvp\b", "văn phòng"),
)
_PLAIN_NUMBER: Final = re.compile(r"(?P<number>\d{1,6})(?P<suffix>[a-zđ]?)\s*[/-]\s*(?P<symbol>\S.*)")


@dataclass(frozen=True, slots=True)
class Identity:
    """Columns of `Directive` that hold its identity; `number` None and an empty `period` mean it is not known yet."""

    kind: str
    number: int | None
    number_suffix: str
    symbol: str
    number_text: str
    period: str
    issuer_key: str


def identify(*, number_text: str, kind: str, issuer_name: str, issued_on: date | None) -> Identity:
    """The identity of a paper whose header says so.

    State numbers restart each January (NĐ 30/2020/NĐ-CP, art. 15); legal papers print that year. Party numbers run
    per type and per term of the committee (36-HD/VPTW of 2018).
    """
    found = parse_number(number_text)
    if found is None:
        return _identify_plainly(number_text, kind, issuer_name, issued_on)
    if found.year is not None:
        period = str(found.year)
    elif issued_on is not None and found.is_party:
        period = term(found.symbol, issued_on)
    else:
        period = str(issued_on.year) if issued_on else ""
    return Identity(
        kind=kind or found.kind or "",
        number=found.serial,
        number_suffix=found.suffix[:3],
        symbol=found.symbol[:60],
        number_text=found.text[:80],
        period=period,
        issuer_key=issuer_key(issuer_name),
    )


def _identify_plainly(number_text: str, kind: str, issuer_name: str, issued_on: date | None) -> Identity:
    """A number in no official form: digits, a stroke and the rest, or only words."""
    text = " ".join(nfc(number_text).split())
    match = _PLAIN_NUMBER.fullmatch(text)
    return Identity(
        kind=kind,
        number=int(match["number"]) if match else None,
        number_suffix=match["suffix"] if match else "",
        symbol=match["symbol"][:60] if match else "",
        number_text=text[:80],
        period=str(issued_on.year) if issued_on else "",
        issuer_key=issuer_key(issuer_name),
    )


def term(symbol: str, issued_on: date) -> str:
    """First year of the term in which a Party body of this symbol (`KL/TW`, `CT/TU`) issued on that day."""
    starts = NATIONAL_TERMS if symbol.endswith("TW") else LOCAL_TERMS
    begun = [start for start in starts if start <= issued_on]
    return str(begun[-1].year) if begun else ""


def issuer_key(name: str) -> str:
    """One spelling for an issuer: lower case, abbreviations written out, tone marks the modern way."""
    key = modern_tones(nfc(name).lower())
    for pattern, words in _ABBREVIATIONS:
        key = re.sub(pattern, words, key)
    return " ".join(key.split()).strip(" .,;:")[:300]
