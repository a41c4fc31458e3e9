"""Scanned papers spelled as they were printed: phrases that scanning left without some of their marks.

`phôi hợp với Sơ Tài chinh` is `phối hợp với Sở Tài chính` to every reader. Sign for sign, so that what is found in the
text stands in the scan too. A paper that was typed is left as it is: there other words may differ by their marks only.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise

from directives.parsing.bodies import (
    ACTOR_NOUNS,
    BODY_HEADS,
    CITIES,
    DUTY_VERBS,
    FIELDS,
    GROUP_NOUNS,
    HEAD_TITLES,
    NAME_COMPOUNDS,
    NAME_TAILS,
    PLACES,
    SMALL_HEADS,
    STOP_WORDS,
    words,
)
from directives.parsing.normalise import modern_tones, without_marks
from directives.parsing.scanned import TONES
from directives.parsing.vocab import DUTY_TITLES, GOAL_TITLES, TYPE_TITLES

# What papers say of deadlines, of papers, and of whom they ask.
_SAID = words(
    """
    trước ngày; trong ngày; chậm nhất; muộn nhất; hoàn thành; hoàn thành trước; thời hạn; thời gian; định kỳ; hằng
    tháng; hàng tháng; hằng quý; hàng quý; hằng năm; hàng năm; hằng ngày; hàng ngày; hằng tuần; hàng tuần; trong
    tháng; kể từ ngày; kể từ; đến hết; đến hết ngày; cuối năm; đầu năm; sau khi; trước khi; ngày làm việc; thường
    xuyên; kịp thời; khẩn trương; chủ trì, phối hợp; chủ trì, phối hợp với; phối hợp với; phối hợp chặt chẽ; phối hợp;
    chủ trì; yêu cầu; đề nghị; như sau; sau đây; các nội dung sau; các nhiệm vụ sau; nội dung; nhiệm vụ; giải pháp;
    trách nhiệm; chịu trách nhiệm; có trách nhiệm; cơ quan, đơn vị; các sở; các bộ; các xã; các huyện; các tỉnh; các
    ngành; các cấp; các đơn vị; các cơ quan; các địa phương; các tổ chức; các trường; các chủ đầu tư; các ban, ngành;
    thị xã; thành phố; đặc khu; xã, phường; trên địa bàn; địa bàn; nơi nhận; kính gửi; độc lập; tự do; hạnh phúc; cộng
    hòa xã hội chủ nghĩa Việt Nam; ủy ban nhân dân; hội đồng nhân dân; ủy ban nhân dân tỉnh; ủy ban nhân dân thành
    phố; trung ương; chính phủ; thủ tướng chính phủ; mặt trận tổ quốc; mặt trận tổ quốc Việt Nam; các tổ chức chính
    trị - xã hội; về việc; quy định; thực hiện nghiêm; theo quy định; có liên quan; liên quan
    """
)
# Without their marks, or some of them, they are other words of papers: `học viên`, `ra phá`, `chi tiêu`.
_OTHER_WORDS = frozenset(("rà phá", "gia cố", "học viện", "quân chủng", "chỉ tiêu", "hoàn tất"))
# With other tones they are: `thực hiện kế hoạch`, `truyền thống`, `cùng cấp`, `tại chính quyền`, `văn bản chỉ đạo`.
_OTHER_TONES = frozenset(
    words(
        """
        hiến kế; truyền thông; chủ quản; tích nước; cung cấp; tài chính; các tỉnh; thông báo; công tác; phân bổ; phân
        cấp; phân công; thị ủy; ban chỉ đạo; phòng dân tộc
        """
    )
)
_OFFICES = ("sở", "bộ", "phòng", "giám đốc sở", "đảng ủy sở", "đảng ủy bộ")
_LOCAL = ("ubnd", "hđnd", "ủy ban nhân dân", "hội đồng nhân dân", "công an", "chủ tịch ubnd", "văn phòng ubnd")
_LEVELS = ("tỉnh", "thành phố", "huyện", "thị xã", "phường", "các tỉnh", "các huyện", "các xã", "các phường")
_WORD = re.compile(r"[^\W\d_]+")
_BLANK = re.compile(r"\s+")
_SIGN = re.compile(r"\s*[,\-–]?\s+")
SAMPLE = 3_000
LEAST = 3
LONGEST = 9
MANY_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by their words without marks; how many words those have that begin with two such; which hold signs."""

    spelled: dict[tuple[str, ...], tuple[str, ...]]
    sizes: dict[tuple[str, str], tuple[int, ...]]
    signed: frozenset[tuple[str, ...]]


def respelled(text: str) -> str:
    """`text` with what scanning left of known phrases spelled anew, sign for sign; a typed text as it is."""
    if not _is_scanned(text[:SAMPLE]):
        return text
    parts: list[str] = []
    done = 0
    for start, end, anew in _misspelled(text):
        parts += (text[done:start], anew)
        done = end
    return "".join((*parts, text[done:]))


def _is_scanned(sample: str) -> bool:
    """Whether several words of known phrases are misspelled in a text, the old places of tones (`Uỷ`) apart."""
    if _may_be_misspelled(sample) < LEAST:  # so it is with most papers that were typed
        return False
    wrong = (True for start, end, anew in _misspelled(sample) if modern_tones(sample[start:end]) != anew)
    return sum(islice(wrong, LEAST)) == LEAST


def _may_be_misspelled(sample: str) -> int:
    """No fewer words than those of known phrases that are misspelled, counted without regard to what is between."""
    read = _WORD.findall(sample.lower())
    keys = list(map(_key, read))
    sizes, spelled = _PHRASES.sizes, _PHRASES.spelled
    doubtful: set[int] = set()
    for i, pair in enumerate(pairwise(keys)):
        if pair not in sizes:
            continue
        for size in sizes[pair]:
            printed = spelled.get(tuple(keys[i : i + size]))
            here = tuple(read[i : i + size])
            if printed is not None and printed != here and _may_be(here, printed):
                doubtful.update(j for j, word in enumerate(printed, i) if modern_tones(read[j]) != word)
    return len(doubtful)


def _misspelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Words of known phrases that are spelled otherwise than these: where they stand, and how they are spelled."""
    phrases = _PHRASES
    found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
    keys = [_key(word) for _, _, word in found]
    reach = 0
    for i, pair in enumerate(pairwise(keys)):
        if i < reach or pair not in phrases.sizes:
            continue
        size = _phrase_at(text, found, keys, i, phrases)
        reach = i + size
        for j in range(i, reach):
            start, end, word = found[j]
            anew = phrases.spelled[tuple(keys[i:reach])][j - i]
            if word.lower() != anew:
                yield start, end, _cased(word, anew)


def _phrase_at(text: str, found: list[tuple[int, int, str]], keys: list[str], i: int, phrases: _Phrases) -> int:
    """How many words from the word `i` on are a known phrase, as printed or without some of its marks; 0 if none."""
    for size in phrases.sizes[keys[i], keys[i + 1]]:
        key = tuple(keys[i : i + size])
        printed = phrases.spelled.get(key)
        if printed is None or i + size > len(keys):
            continue
        between = _SIGN if key in phrases.signed else _BLANK
        if not all(between.fullmatch(text, found[j][1], found[j + 1][0]) for j in range(i, i + size - 1)):
            continue
        if _may_be(tuple(found[j][2].lower() for j in range(i, i + size)), printed):
            return size
    return 0


@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    return without_marks(word.lower())


@lru_cache(maxsize=8192)
def _may_be(read: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether words are those of a phrase without some of their marks, or one of two, or any of more, misread."""
    if all(map(_lost_marks, read, printed)):
        return True
    if " ".join(printed) in _OTHER_TONES:
        return False
    right = any(word == known for word, known in zip(read, printed, strict=True))
    return right and (len(read) >= MANY_WORDS or _toneless(read) == _toneless(printed))


def _toneless(pair: tuple[str, ...]) -> str:
    parts = unicodedata.normalize("NFD", " ".join(pair))
    return "".join(char for char in parts if char not in TONES)


def _lost_marks(word: str, printed: str) -> bool:
    """Whether `word` is `printed`, or it without some of its marks."""
    return word == printed or all(map(_is_less, word, printed))


@cache
def _is_less(char: str, printed: str) -> bool:
    return char == printed or (char, printed) == ("d", "đ") or _marks(char) < _marks(printed)


@cache
def _marks(char: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFD", char)[1:])


def _cased(word: str, anew: str) -> str:
    """`anew` with capitals where `word` has them."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, anew, strict=True))


def _phrases() -> _Phrases:
    spelled: dict[tuple[str, ...], tuple[str, ...]] = {}
    doubtful: set[tuple[str, ...]] = set()
    signed: set[tuple[str, ...]] = set()
    for phrase in _known():
        printed = tuple(_WORD.findall(phrase.lower()))
        key = tuple(map(without_marks, printed))
        if not 1 < len(key) <= LONGEST or phrase.lower() in _OTHER_WORDS:
            continue
        if "," in phrase or "-" in phrase:
            signed.add(key)
        if spelled.setdefault(key, printed) != printed:
            doubtful.add(key)
    for key in doubtful:
        del spelled[key]
    sizes: dict[tuple[str, str], set[int]] = {}
    for key in spelled:
        sizes.setdefault((key[0], key[1]), set()).add(len(key))
    return _Phrases(
        spelled, {pair: tuple(sorted(known, reverse=True)) for pair, known in sizes.items()}, frozenset(signed)
    )


def _known() -> Iterator[str]:
    yield from (*_SAID, *BODY_HEADS, *SMALL_HEADS, *GROUP_NOUNS, *ACTOR_NOUNS, *HEAD_TITLES, *NAME_COMPOUNDS)
    yield from (*NAME_TAILS, *FIELDS, *PLACES, *CITIES, *STOP_WORDS, *DUTY_VERBS)
    yield from (*TYPE_TITLES, *DUTY_TITLES, *GOAL_TITLES)
    yield from (f"{office} {field}" for office in _OFFICES for field in FIELDS)
    yield from (f"{body} {level}" for body in _LOCAL for level in _LEVELS)


_PHRASES = _phrases()
