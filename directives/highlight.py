"""What of a text is shown for a query: the place where it is met, and which words of it met it, accents respected."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from accounts.words import SHAPES, TONES, Word
from directives.search import LETTER, NAMED, Number, Phrase, Query

AROUND: Final = 90
"""Characters shown on each side of the first place."""
LOOKED_THROUGH: Final = 200_000
"""Characters of a text in which a place is looked for."""
_GAP: Final = r"[\W_]+"
_VOWELS: Final = "aeiouy"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `met` when it is what was asked for."""

    text: str
    met: bool


def pattern(query: Query) -> re.Pattern[str] | None:
    """What meets any part of `query` in composed text; None for an empty query."""
    options = [_of(part) for part in query.parts]
    return re.compile("|".join(f"(?<![^\\W_])(?:{option})" for option in options), re.IGNORECASE) if options else None


def meets(query: Query, text: str) -> bool:
    """Whether every part of `query` stands in `text`, its last word perhaps only begun; for short lists in memory."""
    plain = unicodedata.normalize("NFC", text)
    found = [re.search(f"(?<![^\\W_])(?:{_of(part, begins=True)})", plain, re.IGNORECASE) for part in query.parts]
    return bool(found) and all(found)


def marked(query: Query, text: str) -> list[Piece]:
    """The whole text in pieces."""
    return list(_pieces(query, unicodedata.normalize("NFC", text)))


def snippet(query: Query, text: str) -> list[Piece]:
    """The surroundings of the first place that meets `query`, on one line; nothing where none does."""
    found = pattern(query)
    plain = unicodedata.normalize("NFC", text[:LOOKED_THROUGH])
    first = found.search(plain) if found else None
    if first is None:
        return []
    start, end = _at_blanks(plain, max(0, first.start() - AROUND), first.end() + 2 * AROUND)
    cut = " ".join(plain[start:end].split())
    shown = f"{'…' if start else ''}{cut}{'…' if end < len(plain) else ''}"
    return list(_pieces(query, shown))


def _at_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """Both ends moved outwards to the ends of words, a few letters at most."""
    while start > 0 and not text[start - 1].isspace() and text[start].isalnum() and end - start < 4 * AROUND:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - start < 5 * AROUND:
        end += 1
    return start, min(end, len(text))


def _pieces(query: Query, text: str) -> Iterator[Piece]:
    found = pattern(query)
    place = 0
    for match in found.finditer(text) if found else ():
        if match.start() > place:
            yield Piece(text[place : match.start()], met=False)
        yield Piece(match[0], met=True)
        place = match.end()
    if place < len(text):
        yield Piece(text[place:], met=False)


# ── patterns ──────────────────────────────────────────────────────────────────────────────────
def _of(part: Phrase | Number, *, begins: bool = False) -> str:
    if isinstance(part, Number):
        return _of_number(part)
    words = _GAP.join(map(_of_word, part.words))
    return f"{words}\\w*" if part.begins or begins else f"{words}(?![^\\W_])"


def _of_number(number: Number) -> str:
    """`02/CT-UBND` in any spelling, with a year between, or by the name of the type."""
    serial = f"0*{number.serial}"
    symbols = "".join(_GAP + _of_word(_plain(symbol)) for symbol in number.symbols)
    year = f"(?:{_GAP}(?:19|20)\\d\\d)?" if symbols else ""
    names = [_GAP.join(map(_of_word, map(_plain, name))) for name, code in NAMED.items() if code == number.kind]
    named = (
        [f"(?:{'|'.join(names)}){_GAP}(?:{_of_word(_plain('so'))}{_GAP})?{serial}(?:{year}{symbols})?"] if names else []
    )
    whole = "|".join([*named, f"{serial}{year}{symbols}"] if symbols or number.kind != LETTER else [*named, serial])
    return f"(?:{whole})(?![^\\W_])"


def _plain(folded: str) -> Word:
    return Word(folded, folded)


@lru_cache(maxsize=4096)
def _of_word(word: Word) -> str:
    if word.is_accented:
        return "(?:" + "|".join(map(re.escape, sorted(_spellings(word.exact)))) + ")"
    if word.folded.isascii() and word.folded.isdecimal():
        return f"0*{word.lexeme}"
    return "".join(map(_variants, word.folded))


def _spellings(exact: str) -> set[str]:
    """The composed spellings of a canonical word: its tone stands on one of its vowels."""
    tones = "".join(char for char in exact if char in TONES)
    letters = "".join(char for char in exact if char not in TONES)
    if not tones:
        return {unicodedata.normalize("NFC", letters)}
    ends = [at for at in range(1, len(letters) + 1) if at == len(letters) or letters[at] not in SHAPES]
    places = [at for at in ends if letters[at - 1] in _VOWELS + SHAPES] or [len(letters)]
    return {unicodedata.normalize("NFC", letters[:at] + tones + letters[at:]) for at in places}


@lru_cache(maxsize=64)
def _variants(letter: str) -> str:
    """A class of all letters that are `letter` without accents."""
    if letter == "d":
        return "[dđ]"
    shaped = {unicodedata.normalize("NFC", letter + shape) for shape in ("", *SHAPES)}
    toned = {unicodedata.normalize("NFC", base + tone) for base in shaped for tone in ("", *TONES)}
    single = sorted(char for char in toned if len(char) == 1)
    return f"[{''.join(map(re.escape, single))}]" if len(single) > 1 else re.escape(letter)
