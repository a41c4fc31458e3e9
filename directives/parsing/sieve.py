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
_GROUPS = (ops.SUBPATTERN, ops.ATOMIC_GROUP)
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_STARTS = (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING)

lowered = lru_cache(maxsize=64)(str.lower)


class Sieve:
    """A pattern with the methods of `re.Pattern` that search, each giving what the pattern itself gives."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        tree = parser.parse(pattern, flags)
        alternatives = _alternatives(tree)
        inside = [items for items in alternatives if not _is_anchored(items)]
        self._is_anchored = not self.pattern.flags & re.MULTILINE and len(inside) < len(alternatives)
        self._words = _any_of([_words(items) for items in (inside if self._is_anchored else alternatives)])

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in `text`, or None."""
        found = self.pattern.match(text) if self._is_anchored else None
        return found or (self.pattern.search(text) if self._may_match(text) else None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match in `text`, in order and apart from each other."""
        return self.pattern.finditer(text) if self._is_anchored or self._may_match(text) else iter(())

    def _may_match(self, text: str) -> bool:
        """Whether `text` holds a word for one of the alternatives that may stand anywhere."""
        if self._words is None:
            return True
        low = lowered(text)
        for word in self._words:  # noqa: SIM110 - a generator costs more than the few looks themselves
            if word in low:
                return True
        return False


def _alternatives(tree: Any) -> list[Any]:
    """The alternatives of a whole pattern, each a list of parsed items."""
    items = list(tree)
    if len(items) == 1 and items[0][0] is ops.BRANCH:
        return [list(branch) for branch in items[0][1][1]]
    return [items]


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
    """The characters that an item stands for; empty when it is no single character out of a few."""
    if op is ops.LITERAL:
        return {chr(value).lower()}
    if op is ops.IN and all(kind is ops.LITERAL for kind, _ in value):
        letters = {chr(code).lower() for _, code in value}
        return letters if len(letters) <= MOST_SPELLINGS else set()
    return set()


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
    """The set that tells texts apart best: the one whose shortest word is longest."""
    known = [words for words in sets if words and all(words)]
    return max(known, key=lambda words: (min(map(len, words)), -len(words)), default=None)
