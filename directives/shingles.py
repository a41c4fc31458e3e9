"""Texts compared by runs of words (pure): small sketches find likely pairs by index, shingles then say how alike.

A sketch holds the smallest hashes of a text's shingles (bottom-k sampling, Broder 1997): two texts share about as
large a part of their sketches as of their shingles, whatever their length.
"""

from collections.abc import Collection
from hashlib import blake2b
from typing import Final

from accounts.text import fold

TASK_WORDS: Final = 3
TASK_KEPT: Final = 12
PAPER_WORDS: Final = 5
PAPER_KEPT: Final = 48
_HASH_BYTES: Final = 7  # 56 bits: fits a signed 64-bit column, collisions are no matter


def shingles(text: str, words: int) -> frozenset[str]:
    """Every run of so many words, without case, diacritics and punctuation; a shorter text is one shingle."""
    folded = fold(text).split()
    if len(folded) <= words:
        return frozenset((" ".join(folded),)) if folded else frozenset()
    return frozenset(" ".join(folded[i : i + words]) for i in range(len(folded) - words + 1))


def sketch(text: str, *, words: int, keep: int) -> list[int]:
    """The `keep` smallest hashes of the shingles, ascending; empty for a text without words."""
    hashes = (blake2b(piece.encode(), digest_size=_HASH_BYTES).digest() for piece in shingles(text, words))
    return sorted(int.from_bytes(value) for value in hashes)[:keep]


def sketch_of_task(text: str) -> list[int]:
    """The sketch by which near-identical tasks are looked up."""
    return sketch(text, words=TASK_WORDS, keep=TASK_KEPT)


def sketch_of_paper(text: str) -> list[int]:
    """The sketch by which near-identical papers are looked up."""
    return sketch(text, words=PAPER_WORDS, keep=PAPER_KEPT)


def share_of_sketches(one: Collection[int], other: Collection[int], keep: int) -> float:
    """How much of the two texts is the same, 0 to 1, as far as their sketches tell (Jaccard estimate)."""
    smallest = set(sorted({*one, *other})[:keep])
    return len(smallest & set(one) & set(other)) / len(smallest) if smallest else 0.0


def resemblance(one: str, other: str, words: int = TASK_WORDS) -> float:
    """Shared shingles as a part of all shingles, 0 to 1."""
    first, second = shingles(one, words), shingles(other, words)
    return len(first & second) / len(first | second) if first and second else 0.0


def containment(one: str, other: str, words: int = TASK_WORDS) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1."""
    first, second = shingles(one, words), shingles(other, words)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0
