"""How names of bodies are compared: one key per name, and which other keys look like it.

Diacritics are never dropped to call two names the same (xã Cẩm Giang is not xã Cẩm Giàng); only the place of the tone
mark is forgiven. Names that differ by diacritics or by a few letters are found for a person to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from accounts.text import fold, lowered

_WRITTEN_OUT: Final = {
    lowered(short): lowered(long)
    for short, long in {
        "ubnd": "ủy ban nhân dân",
        "hđnd": "hội đồng nhân dân",
        "tp": "thành phố",
        "tx": "thị xã",
        "q": "quận",
        "h": "huyện",
        "p": "phường",
        "x": "xã",
        "đk": "đặc khu",
        "vp": "văn phòng",
        "mttq": "mặt trận tổ quốc",
        "bql": "ban quản lý",
    }.items()
}
HEAD_WORDS: Final = tuple(
    sorted(
        map(
            lowered,
            (
                *("đồng chí", "các đồng chí", "thủ trưởng", "lãnh đạo", "người đứng đầu", "giám đốc", "chủ tịch"),
                *("chánh", "trưởng", "chỉ huy trưởng", "chánh án", "viện trưởng", "chủ nhiệm", "bí thư", "cục trưởng"),
                *("chi cục trưởng", "tổng giám đốc", "các giám đốc", "các chủ tịch"),
            ),
        ),
        key=len,
        reverse=True,
    )
)
"""Titles before the name of the body whose head is meant, the longest first."""

CITY_TAILS: Final = tuple(f" {lowered(tail)}" for tail in ("thành phố Hải Phòng", "Hải Phòng", "thành phố"))
PLACE_WORDS: Final = tuple(
    map(lowered, ("xã", "phường", "đặc khu", "thị trấn", "quận", "huyện", "thị xã", "thành phố"))
)
"""Words that make the name of a place the name of a unit: Hà Nam is a province, xã Hà Nam a commune."""

_COMMITTEE: Final = lowered("ủy ban nhân dân")
_SHORTEST_ALIKE: Final = 6  # letters; shorter names all look alike
_MOST_ALIKE: Final = 6


@lru_cache(maxsize=131_072)
def name_key(name: str) -> str:
    """The form in which names are compared: lower case, tones on a fixed vowel, abbreviations written out."""
    words = lowered(name.replace("&", " và ")).split()
    return " ".join(_WRITTEN_OUT.get(word, word) for word in words)


def without_head(key: str) -> str:
    """`key` without the title of the head in front of the body, an empty text when there is none."""
    for words in HEAD_WORDS:
        if key.startswith(f"{words} "):
            rest = key[len(words) + 1 :]
            return without_head(rest) or rest
    return ""


def bare_place(key: str) -> str:
    """The name of a unit without committee and kind: `hà nam` of `ủy ban nhân dân xã hà nam`; empty for other names."""
    rest = key.removeprefix(_COMMITTEE).strip()
    return next((rest[len(word) + 1 :] for word in PLACE_WORDS if rest.startswith(f"{word} ")), "")


class Alike(NamedTuple):
    """A key near to another: `letters` is how many have to change; 0 when only diacritics differ."""

    key: str
    letters: int


class Lookalikes:
    """Which keys of a directory look like a name; built when the first unknown name asks."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._folded: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            self._folded[fold(key)].append(key)
            self._by_length[len(key)].append(key)

    def of(self, key: str) -> list[Alike]:
        """Keys with the same letters but for diacritics, then those a few letters away, the nearest first."""
        same = [Alike(other, 0) for other in self._folded.get(fold(key), ()) if other != key]
        known = {other.key for other in same}
        return same + [other for other in self._near(key) if other.key not in known]

    def _near(self, key: str) -> list[Alike]:
        most = _letters_forgiven(key)
        found = [
            Alike(other, letters)
            for length in range(len(key) - most, len(key) + most + 1)
            for other, letters in _within(key, self._by_length.get(length, []), most)
        ]
        return sorted(found, key=lambda alike: alike.letters)[:_MOST_ALIKE]


def _letters_forgiven(key: str) -> int:
    """One letter in a short name, three in a long one."""
    if len(key) < _SHORTEST_ALIKE:
        return 0
    return 1 if len(key) < 9 else 2 if len(key) < 20 else 3


def _within(key: str, others: list[str], most: int) -> Iterator[tuple[str, int]]:
    """Those of `others` at most so many letters away; none at distance 0, which is the name itself."""
    found = process.extract(key, others, scorer=Levenshtein.distance, score_cutoff=most, limit=_MOST_ALIKE)
    return ((other, int(letters)) for other, letters, _place in found if letters)
