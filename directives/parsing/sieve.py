"""Patterns searched for only in texts that hold a word which they cannot match without.

A regular expression without regard to case is tried at every character of a text. Most sentences hold none of the
words of most rules, and to look for a word is a hundred times cheaper; which words those are is read out of the
pattern itself, so a rule may change without a second list to keep.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined] # no stubs: the parser of the standard library
from re import _parser as parser  # type: ignore[attr-defined] # as above
from typing import Any

MOST_SPELLINGS = 8
# To look for so many words costs less than to try what begins the pattern.
FEW_WORDS = 6
LONGEST_LEAF = 4_000
_ESCAPE = re.compile(r"\\.|\(\?P<\w+>")
# Escapes and classes as wholes, and what tells the alternatives of a pattern apart.
_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")
_GROUPS = (ops.SUBPATTERN, ops.ATOMIC_GROUP)
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_STARTS = (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING)


@lru_cache(maxsize=64)  # many patterns are tried on one sentence
def lowered(text: str) -> str:
    """`text` in small letters, character for character."""
    return _small_letters(text)


@lru_cache(maxsize=2)  # and some on the whole paper, which no sentence may drive out
def _lowered_paper(text: str) -> str:
    return _small_letters(text)


def _small_letters(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def places_of(phrase: str, text: str, sign: str, end: int | None = None) -> list[int]:
    """Where `phrase`, in small letters, stands in `text` whatever its case, in order.

    Only where `sign` stands, a letter or two of the phrase that are rare, is looked more closely.
    """
    shift, size = phrase.index(sign), len(phrase)
    found: list[int] = []
    for spelling in map("".join, product(*({char, char.upper()} for char in sign))):
        at = text.find(spelling, shift, end)
        while at >= 0:
            if text[at - shift : at - shift + size].lower() == phrase:
                found.append(at - shift)
            at = text.find(spelling, at + 1, end)
    return sorted(found)


class Sieve:
    """A pattern with the methods of `re.Pattern` that search; a match tells places, and its words in small letters.

    A pattern without regard to case and without capitals is tried on the text in small letters: alternatives that
    begin with another letter then cost nothing. Alternatives that stand at the beginning of a text are tried there
    and nowhere else.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        small = _small(pattern, self.pattern.flags)
        self._is_small = small is not None
        self._tried = small or self.pattern
        anchored, inside = _parted(pattern, self.pattern.flags)
        self._words = _listed([_words(items) for _, items in inside])
        front = _listed([_words(items) for _, items in anchored])
        self._front = front if front and len(front) <= FEW_WORDS else None
        self._opening = self._part(anchored) if anchored else None
        self._inside = self._part(inside) if inside else None

    def _part(self, alternatives: list[tuple[str, Any]]) -> re.Pattern[str]:
        """The pattern of some of the alternatives; the whole one where groups would else be numbered anew."""
        if self.pattern.groups:
            return self._tried
        return re.compile("|".join(text for text, _ in alternatives), self._tried.flags)

    def search(self, text: str, pos: int = 0) -> re.Match[str] | None:
        """The first match in `text` from `pos` on, or None."""
        low = lowered(text) if len(text) < LONGEST_LEAF else _lowered_paper(text)
        tried = low if self._is_small else text
        if self._opening is not None and pos == 0 and (self._front is None or _holds(low, self._front)):
            found = self._opening.match(tried)
            if found:
                return found
        if self._inside is None:
            return None
        if self._words is None or _holds(low, self._words):
            return self._inside.search(tried, pos)
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match in `text`, in order and apart from each other."""
        low = lowered(text) if len(text) < LONGEST_LEAF else _lowered_paper(text)
        if self._opening is None and not self._may_match(low):
            return iter(())
        return self._tried.finditer(low if self._is_small else text)

    def _may_match(self, low: str) -> bool:
        """Whether `low` holds a word for one of the alternatives that may stand anywhere."""
        return self._words is None or _holds(low, self._words)


def _listed(sets: list[frozenset[str] | None]) -> tuple[str, ...] | None:
    words = _any_of(sets)
    return None if words is None else tuple(sorted(words))


def _holds(low: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs more than the few looks themselves
        if word in low:
            return True
    return False


def _small(pattern: str, flags: int) -> re.Pattern[str] | None:
    """`pattern` for texts in small letters, or None when case matters to a part of it."""
    bare = pattern.removeprefix("(?i)")
    letters = _ESCAPE.sub("", bare)
    if not flags & re.IGNORECASE or letters != letters.lower() or "(?i" in bare or "(?-i" in bare:
        return None
    return re.compile(bare, flags & ~(re.IGNORECASE | re.UNICODE))


_Parts = list[tuple[str, Any]]


def _parted(pattern: str, flags: int) -> tuple[_Parts, _Parts]:
    """The alternatives of a whole pattern, written and parsed: those at the beginning of a text, and the others."""
    parsed = [(part, list(parser.parse(part, flags))) for part in _alternatives(pattern.removeprefix("(?i)"))]
    anchored = [] if flags & re.MULTILINE else [(part, items) for part, items in parsed if _is_anchored(items)]
    return anchored, [pair for pair in parsed if pair not in anchored]


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a whole pattern, as they are written."""
    depth, start, found = 0, 0, []
    for sign in _SIGNS.finditer(pattern):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if sign[0] == "|" and not depth:
            found.append(pattern[start : sign.start()])
            start = sign.end()
    return [*found, pattern[start:]]


def _is_anchored(items: list[Any]) -> bool:
    return bool(items) and items[0][0] is ops.AT and items[0][1] in _STARTS


def _words(items: Any) -> frozenset[str] | None:
    """Words in small letters, one of which every match of `items` holds; None when there are no such words."""
    best: frozenset[str] | None = None
    run = {""}
    for op, value in items:
        spellings = _spellings(op, value)
        if spellings and len(run) * len(spellings) <= MOST_SPELLINGS:
            run = {left + right for left, right in product(run, spellings)}
            continue
        best = _better(best, frozenset(run), _of_item(op, value))
        run = spellings or {""}
    return _better(best, frozenset(run))


def _spellings(op: Any, value: Any) -> set[str]:
    """What an item stands for, in small letters: a few characters or words; empty when it is more than that."""
    if op is ops.LITERAL:
        return {chr(value).lower()}
    if op is ops.IN and all(kind is ops.LITERAL for kind, _ in value):
        letters = {chr(code).lower() for _, code in value}
        return letters if len(letters) <= MOST_SPELLINGS else set()
    if op is ops.SUBPATTERN:
        return _spelled(value[-1])
    if op is ops.BRANCH:
        each = [_spelled(branch) for branch in value[1]]
        return set().union(*each) if all(each) and sum(map(len, each)) <= MOST_SPELLINGS else set()
    return set()


def _spelled(items: Any) -> set[str]:
    """What a row of items stands for as a whole; empty when there are more than a few such words."""
    run = {""}
    for op, value in items:
        spellings = _spellings(op, value)
        if not spellings or len(run) * len(spellings) > MOST_SPELLINGS:
            return set()
        run = {left + right for left, right in product(run, spellings)}
    return run


def _of_item(op: Any, value: Any) -> frozenset[str] | None:
    if op is ops.BRANCH:
        return _any_of([_words(branch) for branch in value[1]])
    if op in _GROUPS:
        return _words(value[-1] if op is ops.SUBPATTERN else value)
    if op in _REPEATS and value[0] > 0:
        return _words(value[2])
    return _words(value[1]) if op is ops.ASSERT else None


def _any_of(sets: list[frozenset[str] | None]) -> frozenset[str] | None:
    """One of the words of one of the alternatives; words that hold a shorter one of them say no more than it."""
    if not all(sets):
        return None
    words = frozenset(word for known in sets for word in known or ())
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def _better(*sets: frozenset[str] | None) -> frozenset[str] | None:
    """The set that tells texts apart best: the one whose shortest word is longest, and signs before letters."""
    known = [words for words in sets if words and all(words)]
    return max(
        known, key=lambda words: (min(map(len, words)), not any(map(str.isalpha, words)), -len(words)), default=None
    )
