"""Sets of phrases looked up at a place of a text: as fast for a thousand phrases as for ten."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
OPENING = 3


class Lexicon:
    """Phrases that can stand at a place of a text; the longest one that fits is found, whole words only."""

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        """With `exact` the case of letters counts."""
        self._exact = exact
        self._by_word: dict[str, list[str]] = {}
        for phrase in sorted({self._form(phrase) for phrase in phrases if phrase}, key=len, reverse=True):
            first = _WORD.match(phrase)
            self._by_word.setdefault(first[0] if first else "", []).append(phrase)
        # Nearly all places are turned away by their first letters.
        known = [phrase for phrases in self._by_word.values() for phrase in phrases]
        self._opening = min((OPENING, *map(len, known)))
        self._openings = {phrase[: self._opening] for phrase in known}

    def _form(self, text: str) -> str:
        return text if self._exact else text.lower()

    def match(self, text: str, pos: int = 0) -> int:
        """Where the longest phrase that begins at `pos` ends, or -1 when none does."""
        opening = text[pos : pos + self._opening]
        if (opening if self._exact else opening.lower()) not in self._openings:
            return -1
        first = _WORD.match(text, pos)
        phrases = self._by_word.get(self._form(first[0])) if first else None
        for phrase in phrases or ():
            end = pos + len(phrase)
            if self._form(text[pos:end]) == phrase and not text[end : end + 1].isalnum():
                return end
        return -1
