"""Sets of phrases looked up at a place of a text: as fast for a thousand phrases as for ten."""

from collections.abc import Iterable

OPENING = 3
SHARP = 5


class Openings:
    """The first letters of phrases, whatever their case: a place of a text where none of them stands is no phrase."""

    def __init__(self, phrases: Iterable[str]) -> None:
        known = {phrase.lower() for phrase in phrases}
        self._opening = min(OPENING, *map(len, known))
        self._openings = frozenset(phrase[: self._opening] for phrase in known)
        self._short = frozenset(phrase for phrase in known if len(phrase) < SHARP)
        self._sizes = sorted({len(phrase) for phrase in self._short})
        self._long = frozenset(phrase[:SHARP] for phrase in known if len(phrase) >= SHARP)

    def at(self, text: str, pos: int) -> bool:
        """Whether one of the phrases may begin at `pos`."""
        here = text[pos : pos + SHARP].lower()
        if here[: self._opening] not in self._openings:
            return False
        return here in self._long or self._holds_short(here)

    def _holds_short(self, here: str) -> bool:
        for size in self._sizes:  # noqa: SIM110 - a generator costs more than the few looks themselves
            if here[:size] in self._short and not here[size : size + 1].isalnum():
                return True
        return False


class Lexicon:
    """Phrases that can stand at a place of a text; the longest one that fits is found, whole words only."""

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        """With `exact` the case of letters counts."""
        self._exact = exact
        known = sorted({phrase if exact else phrase.lower() for phrase in phrases if phrase}, key=len, reverse=True)
        self._longest = len(known[0])
        # Nearly all places are turned away by their first letters, the more the better; few phrases have not so many.
        self._long = _by_opening([phrase for phrase in known if len(phrase) >= SHARP], SHARP)
        short = [phrase for phrase in known if len(phrase) < SHARP]
        self._blunt = min(map(len, short), default=0)
        self._short = _by_opening(short, self._blunt)

    def match(self, text: str, pos: int = 0) -> int:
        """Where the longest phrase that begins at `pos` ends, or -1 when none does."""
        opening = text[pos : pos + SHARP]
        if not self._exact:
            opening = opening.lower()
        phrases = self._long.get(opening)
        if phrases is not None:
            end = self._end(text, pos, phrases)
            if end >= 0:
                return end
        if self._blunt:
            phrases = self._short.get(opening[: self._blunt])
            if phrases is not None:
                return self._end(text, pos, phrases)
        return -1

    def _end(self, text: str, pos: int, phrases: tuple[str, ...]) -> int:
        """Where the longest of `phrases` that stands at `pos` ends, or -1."""
        here = text[pos : pos + self._longest]
        if not self._exact:
            here = here.lower()
        if here.startswith(phrases):
            for phrase in phrases:
                if here.startswith(phrase) and not text[pos + len(phrase) : pos + len(phrase) + 1].isalnum():
                    return pos + len(phrase)
        return -1


def _by_opening(phrases: Iterable[str], size: int) -> dict[str, tuple[str, ...]]:
    """`phrases`, in their order, by their first letters."""
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        found.setdefault(phrase[:size], []).append(phrase)
    return {opening: tuple(those) for opening, those in found.items()}
