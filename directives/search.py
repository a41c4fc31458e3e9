"""What a person types into a search box, understood: words, phrases, beginnings of words and numbers of papers.

A word typed with accents is found with just these, a word typed without is found with any: "năm" does not find "Nam",
"nam" finds both. "chi thi 2 ubnd", "02/CT-UBND" and "CT 02" are one number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from accounts.words import SEPARATORS, Word, canonical, folded, word
from directives.parsing.vocab import TYPE_CODES, TYPE_TITLES

MOST_TYPED: Final = 200
"""Characters of a query that are read; nobody types more, a pasted page would cost a scan of everything."""
MOST_PARTS: Final = 12
"""Words, phrases and numbers of a query that are looked for."""
LEAST_BEGINNING: Final = 2
"""Letters that the beginning of a word needs: one letter begins half of the language."""

CODES: Final = frozenset(folded(code) for code in TYPE_CODES if len(code) > 1)
"""Codes of types of papers, folded: ct, qd, nq."""
KINDS_OF: Final = {code: [kind for kind in TYPE_CODES if folded(kind) == code] for code in CODES}
"""The types that a folded code may stand for: da is ĐA and DA."""
NAMED: Final = {tuple(folded(name).split()): folded(code) for name, code in TYPE_TITLES.items() if len(code) > 1}
"""Names of types to their codes: (chi, thi) to ct."""
LETTER: Final = "cv"
"""The code of an official letter, which no symbol prints."""
_LONGEST_NAME: Final = max(map(len, NAMED))
_ALONE: Final = frozenset({"ubnd", "hdnd", "ubtvqh", "cp", "ttg", "tw", "tu", "vpcp", "vptw", "vptu"})
"""Bodies known without a stroke before them; the others (qu, du, thu) are words as well."""
_BODY: Final = re.compile(r"qh\d{1,2}|ubtvqh\d{0,2}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_GLUED: Final = re.compile(r"([a-z]{2,4})(\d{1,6})")
_QUOTED: Final = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Typed:
    """A word as typed: whether only punctuation joins it to the one before, and whether a star follows it."""

    word: Word
    joined: bool
    starred: bool

    @property
    def folded(self) -> str:
        """Without accents."""
        return self.word.folded

    @property
    def serial(self) -> int | None:
        """The number it is, of at most six figures."""
        text = self.word.folded
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word, or several that stand side by side; the last may be only the beginning of a word."""

    words: tuple[Word, ...]
    begins: bool = False

    @property
    def tsquery(self) -> str:
        """For PostgreSQL."""
        *before, last = (f"'{each.lexeme}'" for each in self.words)
        return " <-> ".join([*before, f"{last}:*" if self.begins else last])


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a paper, folded: kind (ct) or empty, serial, bodies (ubnd) as far as they were typed."""

    kind: str
    serial: int
    bodies: tuple[str, ...] = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """What stands behind the serial number, as far as it was typed."""
        return tuple(part for part in (self.kind, *self.bodies) if part and part != LETTER)

    @property
    def tsquery(self) -> str:
        """For PostgreSQL: numbers stand in the index as one word each (`2/ct`, `2/ct/ubnd`)."""
        symbols = self.symbols
        if not symbols:
            return f"'{self.serial}'"
        whole = f"'{'/'.join((str(self.serial), *symbols[:2]))}'"
        if symbols[0] in INDEXED or _BODY.fullmatch(symbols[0]):
            return " & ".join([whole, *(f"'{each}'" for each in symbols[2:])])
        return " <-> ".join(f"'{each}'" for each in (self.serial, *symbols))


INDEXED: Final = CODES | {"ubnd", "hdnd", "cp", "ttg", "vpcp"}
"""What `search_words` takes for a symbol behind a number; it names the same ones."""


@dataclass(frozen=True)
class Query:
    """What was asked for; empty when nothing of it is a word. `is_cut` when more was typed than is looked for."""

    parts: tuple[Phrase | Number, ...]
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)

    @cached_property
    def tsquery(self) -> str:
        """All parts, for PostgreSQL; an empty text finds nothing."""
        return " & ".join(f"({part.tsquery})" for part in self.parts)

    @property
    def numbers(self) -> list[Number]:
        """The numbers of papers in it."""
        return [part for part in self.parts if isinstance(part, Number)]


def understand(typed: str) -> Query:
    """The query that `typed` means; nothing is refused, what is no word is left out."""
    parts: list[Phrase | Number] = []
    place = 0
    text = typed[:MOST_TYPED].replace("\0", " ")
    for quoted in _QUOTED.finditer(text):
        parts += _loose(_words(text[place : quoted.start()]))
        parts += _side_by_side(_words(quoted[1]))
        place = quoted.end()
    parts += _loose(_words(text[place:]))
    once = tuple(dict.fromkeys(parts))
    return Query(once[:MOST_PARTS], len(typed) > MOST_TYPED or len(once) > MOST_PARTS)


def _words(text: str) -> list[Typed]:
    found: list[Typed] = []
    plain = canonical(text)
    place, before = 0, " "
    for gap in (*SEPARATORS.finditer(plain), None):
        piece = plain[place : gap.start() if gap else len(plain)]
        after = gap[0] if gap else ""
        if piece:
            joined = bool(found) and not any(map(str.isspace, before))
            found.append(Typed(word(piece), joined, after.startswith("*") and len(piece) >= LEAST_BEGINNING))
        place, before = gap.end() if gap else place, after
    return found


def _side_by_side(typed: Sequence[Typed]) -> list[Phrase]:
    return [Phrase(tuple(each.word for each in typed), typed[-1].starred)] if typed else []


def _loose(typed: Sequence[Typed]) -> Iterator[Phrase | Number]:
    """Numbers first; then what punctuation joins (2026-2030) as a phrase; every other word by itself."""
    place = 0
    while place < len(typed):
        number, after = _number(typed, place)
        if number is not None:
            yield number
        else:
            after = place + 1
            while after < len(typed) and typed[after].joined:
                after += 1
            yield from _side_by_side(typed[place:after])
        place = after


# ── numbers ───────────────────────────────────────────────────────────────────────────────────
def _number(typed: Sequence[Typed], start: int) -> tuple[Number | None, int]:
    """The number that begins at `start` and where it ends; None when none does."""
    if start and typed[start].joined:
        return None, start
    if typed[start].serial is not None:
        return _serial_first(typed, start)
    glued = _GLUED.fullmatch(typed[start].folded)
    if glued and glued[1] in CODES:
        bodies, after = _bodies(typed, _past_of(typed, start + 1), glued[1])
        return Number(glued[1], int(glued[2]), bodies), after
    return _kind_first(typed, start)


def _serial_first(typed: Sequence[Typed], start: int) -> tuple[Number | None, int]:
    """`02/CT-UBND`, `2 ct ubnd`, `08/2011/NQ-HĐND`, `96-KL/TW`, `1888/UBND-KSTT`."""
    serial, after = typed[start].serial or 0, start + 1
    if after < len(typed) and typed[after].joined and _YEAR.fullmatch(typed[after].folded):
        after += 1
    if after >= len(typed):
        return None, start
    said = typed[after]
    if said.folded in CODES:
        bodies, end = _bodies(typed, after + 1, said.folded)
        return Number(said.folded, serial, bodies), end
    if said.joined and (said.folded in INDEXED or _BODY.fullmatch(said.folded)):
        bodies, end = _bodies(typed, after, "")
        return Number("", serial, bodies), end
    return None, start


def _kind_first(typed: Sequence[Typed], start: int) -> tuple[Number | None, int]:
    """`CT 02`, `ct-ubnd 2`, `chỉ thị số 2 của ubnd`, `NQ 07/NQ-CP`; a year behind a name is no number."""
    kind, after = _kind(typed, start)
    if not kind:
        return None, start
    before, after = _bodies(typed, _past_so(typed, after), kind)
    after = _past_so(typed, after)
    if after >= len(typed) or typed[after].serial is None:
        return None, start
    if kind not in typed[start].folded and _YEAR.fullmatch(typed[after].folded):
        return None, start
    serial, after = typed[after].serial or 0, after + 1
    if after < len(typed) and typed[after].joined and _YEAR.fullmatch(typed[after].folded):
        after += 1
    bodies, end = _bodies(typed, _past_of(typed, after), kind)
    return Number(kind, serial, (*before, *bodies)), end


def _kind(typed: Sequence[Typed], start: int) -> tuple[str, int]:
    """The code of the type that begins at `start`, by its name or its code, and where it ends."""
    for length in range(_LONGEST_NAME, 1, -1):
        said = tuple(each.folded for each in typed[start : start + length])
        if said in NAMED and _as_written(typed[start : start + length], said):
            return NAMED[said], start + length
    code = typed[start].folded
    return (code, start + 1) if code in CODES else ("", start)


def _as_written(typed: Iterable[Typed], name: tuple[str, ...]) -> bool:
    """Whether each accented word is spelled as in the name: "chỉ thí" is no "chỉ thị"."""
    right = _SPELLED[name]
    return all(not each.word.is_accented or each.word.exact == exact for each, exact in zip(typed, right, strict=True))


_SPELLED: Final = {
    tuple(folded(name).split()): tuple(canonical(name).split()) for name, code in TYPE_TITLES.items() if len(code) > 1
}


def _past_so(typed: Sequence[Typed], place: int) -> int:
    return place + 1 if place < len(typed) and typed[place].folded == "so" else place


def _past_of(typed: Sequence[Typed], place: int) -> int:
    """Behind "của", where a body follows it."""
    follows = place + 1 < len(typed) and typed[place].folded == "cua" and _is_body(typed[place + 1])
    return place + 1 if follows else place


def _bodies(typed: Sequence[Typed], place: int, kind: str) -> tuple[tuple[str, ...], int]:
    """What of a symbol stands at `place`: known bodies, or whatever is joined by a stroke; the kind once more is left.

    A figure or a word that is only set beside it ends the symbol.
    """
    found: list[str] = []
    while place < len(typed):
        said = typed[place]
        repeated = said.folded == kind and not found
        if not (repeated or _is_body(said)):
            break
        if not repeated:
            found.append(said.folded)
        place += 1
    return tuple(found), place


def _is_body(said: Typed) -> bool:
    if said.joined:
        return said.folded.isalpha() or _BODY.fullmatch(said.folded) is not None
    is_plain = not said.word.is_accented or said.word.exact == "hđnd"
    return is_plain and (said.folded in _ALONE or _BODY.fullmatch(said.folded) is not None)
