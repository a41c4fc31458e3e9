"""Sets of phrases looked up at a place of a text: as fast for a thousand phrases as for ten."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


class Lexicon:
    """Phrases that can stand at a place of a text; the longest one that fits is found, whole words only."""

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        """With `exact` the case of letters counts."""
        self._exact = exact
        self._by_word: dict[str, list[str]] = {}
        for phrase in sorted({self._form(phrase) for phrase in phrases if phrase}, key=len, reverse=True):
            first = _WORD.match(phrase)
            self._by_word.setdefault(first[0] if first else "", []).append(phrase)

    def _form(self, text: str) -> str:
        return text if self._exact else text.lower()

    def match(self, text: str, pos: int = 0) -> int:
        """Where the longest phrase that begins at `pos` ends, or -1 when none does."""
        first = _WORD.match(text, pos)
        phrases = self._by_word.get(self._form(first[0])) if first else None
        for phrase in phrases or ():
            end = pos + len(phrase)
            if self._form(text[pos:end]) == phrase and not text[end : end + 1].isalnum():
                return end
        return -1
