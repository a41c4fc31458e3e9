"""Spellings that scanning leaves of a phrase: its marks lost or wrong (`đẩy mạnh` read as `đây mạnh`, `day mạnh`).

Only phrases of two words and more are spelled anew: a single word without its marks is another word.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from directives.parsing.normalise import without_marks

MOST_WORDS = 3
# The five tones; what is left of a letter without them (`ê`, `ư`, `đ`) is what scanning keeps most often.
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def with_scanned(phrases: Iterable[str]) -> tuple[str, ...]:
    """`phrases` and, behind them, how scanning spells those of two and three words."""
    known = tuple(phrases)
    taken = set(known)
    more = (spelled for phrase in known for spelled in _scanned(phrase) if spelled not in taken)
    return known + tuple(dict.fromkeys(more))


def _scanned(phrase: str) -> Iterator[str]:
    words = phrase.split()
    if 1 < len(words) <= MOST_WORDS and phrase.replace(" ", "").isalpha():
        yield from map(" ".join, product(*map(_spellings, words)))


@cache
def _spellings(word: str) -> tuple[str, ...]:
    """A word, the word without its tone, and without any mark."""
    parts = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", "".join(char for char in parts if char not in TONES))
    return tuple(dict.fromkeys((word, toneless, without_marks(word))))
