"""Sets of phrases looked up at a place of a text: as fast for a thousand phrases as for ten."""

from collections.abc import Iterable

OPENING = 3


class Openings:
    """The first letters of phrases, whatever their case: a place of a text where none of them stands is no phrase."""

    def __init__(self, phrases: Iterable[str]) -> None:
        known = [phrase.lower() for phrase in phrases]
        self._opening = min((OPENING, *map(len, known)))
        self._openings = frozenset(phrase[: self._opening] for phrase in known)

    def at(self, text: str, pos: int) -> bool:
        """Whether one of the phrases may begin at `pos`."""
        return text[pos : pos + self._opening].lower() in self._openings


class Lexicon:
    """Phrases that can stand at a place of a text; the longest one that fits is found, whole words only."""

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        """With `exact` the case of letters counts."""
        self._exact = exact
        known = sorted({phrase if exact else phrase.lower() for phrase in phrases if phrase}, key=len, reverse=True)
        self._longest = len(known[0])
        # Nearly all places are turned away by their first letters.
        self._opening = min((OPENING, *map(len, known)))
        by_opening: dict[str, list[str]] = {}
        for phrase in known:
            by_opening.setdefault(phrase[: self._opening], []).append(phrase)
        self._by_opening = {opening: tuple(phrases) for opening, phrases in by_opening.items()}

    def match(self, text: str, pos: int = 0) -> int:
        """Where the longest phrase that begins at `pos` ends, or -1 when none does."""
        opening = text[pos : pos + self._opening]
        phrases = self._by_opening.get(opening if self._exact else opening.lower())
        if phrases is None:
            return -1
        here = text[pos : pos + self._longest]
        if not self._exact:
            here = here.lower()
        if here.startswith(phrases):
            for phrase in phrases:
                if here.startswith(phrase) and not text[pos + len(phrase) : pos + len(phrase) + 1].isalnum():
                    return pos + len(phrase)
        return -1
