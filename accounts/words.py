"""Words of a text as search compares them: with the accents as typed, and without; the same in Python and in SQL.

The SQL function `search_words` (accounts/migrations/0013) makes the same words of what is stored; a test holds the two
against each other. Nothing here depends on the locale of a server.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
"""Combining grave, acute, tilde, hook and dot below: the five written tones."""
SHAPES: Final = "\u0302\u0306\u031b"
"""Combining circumflex, breve and horn: they make other vowels (â, ă, ơ, ư), not tones."""
SEPARATORS: Final = re.compile(
    "[\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u1680\u180e\u2000-\u2bff"
    "\u3000-\u3004\u3008-\u3030\ue000-\uf8ff\ufe00-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\U00010000-\U0010ffff]+"
)
"""Whatever is neither letter nor figure: blanks, punctuation, symbols, pictures."""
LONGEST: Final = 60
"""Letters of a word that are compared."""
_MISPLACED: Final = re.compile(f"([a-zđ{SHAPES}]+)([{TONES}])")
_LOWER: Final = {ord("Đ"): "đ", **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}}
_PLAIN: Final = {ord("đ"): "d", **dict.fromkeys(map(ord, TONES + SHAPES))}


@dataclass(frozen=True, slots=True)
class Word:
    """`exact` has its tone in front, so `hòa` and `hoà` are one; `folded` has neither tones nor shapes, đ is d."""

    exact: str
    folded: str

    @property
    def is_accented(self) -> bool:
        """Whether it was written with any accent, so that it is to be found exactly."""
        return self.exact != self.folded

    @property
    def lexeme(self) -> str:
        """How the word is looked for: exactly when it was typed with accents, folded when not; 02 as 2."""
        if self.is_accented:
            return self.exact
        return self.folded.lstrip("0") or self.folded if self.folded.isdecimal() else self.folded


def canonical(text: str) -> str:
    """Small letters, decomposed, each word's tone before its first; all else as it is.

    In front, so that the beginning of a word with its tone is the beginning of what is stored.
    """
    return _MISPLACED.sub(r"\2\1", unicodedata.normalize("NFD", text).translate(_LOWER))


def word(canonical_word: str) -> Word:
    """The word of a piece of `canonical` text without separators."""
    cut = canonical_word[:LONGEST]
    return Word(cut, canonical_word.translate(_PLAIN)[:LONGEST] or cut)


def words(text: str) -> list[Word]:
    """The words of `text` in order."""
    return [word(piece) for piece in SEPARATORS.split(canonical(text).replace("\0", " ")) if piece]


def folded(text: str) -> str:
    """The words of `text` without accents, one blank between them."""
    return " ".join(each.folded for each in words(text))
