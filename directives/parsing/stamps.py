"""What a letterhead prints besides its fields: the motto, the stamps of urgency and secrecy (Decree 30/2020/NĐ-CP).

A stamp is printed on a line of its own, in a column beside the letterhead, or behind number, date or subject where
the columns were read across; its letters may be spaced out, and a scan takes marks off its vowels.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from directives.parsing.lines import Line
from directives.parsing.normalise import loose, modern_tones
from directives.parsing.sieve import Sieve
from directives.parsing.vocab import TYPE_TITLES

_SOCIALIST = r"h[oộô]i\s+ch[uủ]\s+ngh"
_INDEPENDENT = rf"{loose('ộc lập')}\s*-"
_COMMUNIST = rf"{loose('ảng')}\s+c[oôộọ]ng\s+{loose('sản')}"
# Alternatives that each begin with one letter are searched for far faster.
MOTTO = Sieve(
    rf"(?i)c[oôộọ]ng\s+h[oòóỏõọ]a|^c[oôộọ]ng$|^h[oòóỏõọ]a\s+x[aã]|x[aã]\s+{_SOCIALIST}|{_SOCIALIST}"
    rf"|{loose('chủ nghĩa việt nam')}|đ{_INDEPENDENT}|d{_INDEPENDENT}|đ{_COMMUNIST}|d{_COMMUNIST}|^đảng$"
    r"|^cộng sản việt nam"
)
LETTERHEAD_LINES = 25


# Two columns read across and the date below them are no longer; a paragraph is.
LONGEST_OF_HEAD = 240


def shows_motto(text: str) -> bool:
    """Whether a line of a letterhead holds the motto of the state or of the Party."""
    return len(text) < LONGEST_OF_HEAD and MOTTO.search(text) is not None


def _stamp(words: str) -> str:
    """A pattern for the words of a stamp, with or without blanks between their letters; short ones keep their vowel."""
    forgiving = " " in words
    return r"\s*".join(
        r"\s?".join(loose(char) if forgiving else char for char in word) for word in words.lower().split()
    )


_URGENT = (
    ("Hỏa tốc hẹn giờ", rf"{_stamp('hỏa tốc')}\s*,?\s*{_stamp('hẹn giờ')}"),
    ("Hỏa tốc", _stamp("hỏa tốc")),
    ("Thượng khẩn", _stamp("thượng khẩn")),
    ("Khẩn", r"k\s?h\s?[ẩâ]\s?n"),
)
_SECRET = (
    ("Tuyệt mật", _stamp("tuyệt mật")),
    ("Tối mật", _stamp("tối mật")),
    ("Mật", r"m\s?[ậâ]\s?t"),
)
_ANY = "|".join(pattern for _, pattern in (*_URGENT, *_SECRET))
_LABEL = r"(?:(?:mức\s+)?độ\s+(?:khẩn|mật)(?:\s+cấp)?\s*:\s*)?"
# `HỎA TỐC HẸN GIỜ 15h00 ngày 05/6/2025`: until when it has to be there.
_UNTIL = r"(?:[\s:,-]*(?:trước|đến)?\s*\d{1,2}\s*(?:h|:|giờ|g)[\s\d]{0,6}(?:phút)?(?:[\s,]*ngày\s*[\d/.-]{3,10})?)?"
_ALONE = re.compile(rf"(?i)^\W*({_LABEL}(?:{_ANY})(?:[\W_]+{_LABEL}(?:{_ANY}))*){_UNTIL}\W*$")
_BRACKETED = re.compile(rf"(?i)^\W*số\s*:.{{0,60}}[(\[]\s*({_ANY})\s*[)\]]")
# In capitals where other words stand on the line; `BÍ MẬT` is what a paper is about.
_CAPITALS = modern_tones(_ANY.upper().replace(r"\S", r"\s"))
_BEHIND = re.compile(rf"(?<!\w)(?<!BÍ )(?P<gap>\s*)(?<!\w)(?P<stamp>(?:{_CAPITALS})(?:[\W_]+(?:{_CAPITALS}))*)\W*$")
_BEFORE = re.compile(
    rf"^\W*(?P<stamp>(?:{_CAPITALS})(?:[\W_]+(?:{_CAPITALS}))*)"
    r"(?:\s{2,}|\s+(?=[Ss]ố\s?:|[^\W\d_][^\d,]{2,40},\s*ngày|CỘNG H|Độc lập))"
)
_O, _A = loose("o").upper(), loose("a").upper()
_ENDS = re.compile(rf"(?:T\s?{_O}\s?C|G\s?{loose('i').upper()}\s?{_O}|H\s?{_A}\s?N|M\s?{_A}\s?T)$")
LONGEST_END = 5
_SIGNS = " .,;:!?)]|*\"'”’-–/"
# With what a stamp, or the label before one, begins.
_OPENS = "hHtTkKmMđĐ"
_MOTTO_BEFORE = re.compile(r"(?i)(?:việt nam|hạnh phúc)\W*$")
_END_OF_LETTERHEAD = re.compile(rf"(?i)\W*(?:kính gửi(?!\w)|(?:{'|'.join(map(re.escape, TYPE_TITLES))})\W*$)")


def degrees_of(text: str, head: Sequence[Line]) -> tuple[str | None, str | None]:
    """The degrees of urgency and of secrecy stamped on the letterhead, None for what is not."""
    stamps = list(_stamps(text, head))
    return _degree(stamps, _URGENT), _degree(stamps, _SECRET)


def is_mark(text: str) -> bool:
    """Whether a line is such a stamp."""
    return _may_open_stamp(text) and _ALONE.match(text) is not None


def behind_stamp(text: str) -> int:
    """Where a line goes on behind a stamp that stands before its number or date; 0 where it begins with none."""
    match = _before(text)
    return match.end() if match else 0


def without_stamp(text: str) -> str:
    """A line without the stamp that a column beside it put at its end."""
    match = _beside(text)
    return text[: match.start("stamp")].rstrip(" ([|") if match else text


def _may_open_stamp(text: str) -> bool:
    """Whether a line can begin with a stamp, whatever signs stand in front of it."""
    return text[:1] in _OPENS or not text[:1].isalnum()


def _degree(stamps: Iterable[str], degrees: Iterable[tuple[str, str]]) -> str | None:
    return next((name for name, words in degrees for stamp in stamps if _says(stamp, words)), None)


def _says(stamp: str, words: str) -> bool:
    return bool(re.search(rf"(?i)(?<!\w){words}(?!\w)(?!\s*:)", stamp))


def _stamps(text: str, head: Sequence[Line]) -> Iterator[str]:
    """The words of every stamp at the head of a paper, as printed."""
    for line in head:
        first = line.text[:1]
        alone = _ALONE.match(line.text) if first in _OPENS or not first.isalnum() else None
        if alone:
            yield alone[1]
    for line in takewhile(lambda line: not _END_OF_LETTERHEAD.match(line.text), islice(head, LETTERHEAD_LINES)):
        whole = _whole_line(text, line)
        bracketed = _BRACKETED.match(whole) if "(" in whole or "[" in whole else None
        before, behind = _before(whole), _beside(whole)
        yield from (bracketed[1],) if bracketed else ()
        yield from (match["stamp"] for match in (before, behind) if match)


def _before(line: str) -> re.Match[str] | None:
    """The stamp at the beginning of a line, before a number or a date; it is printed in capitals."""
    may_open = line[:1] in "HTKM" or not line[:1].isalnum()
    return _BEFORE.match(line) if may_open and not line[1:2].islower() else None


def _beside(line: str) -> re.Match[str] | None:
    """The stamp at the end of a line: behind small letters, the motto, or the gap between two columns."""
    match = _BEHIND.search(line) if _may_end_in_stamp(line) else None
    if match is None:
        return None
    before = line[: match.start("stamp")]
    apart = re.search(r"\s{2,}\W?$|\t\W?$|\|\s*$", before) or _MOTTO_BEFORE.search(before)
    return match if apart or (not before.isupper() and re.search(r"[^\W\d_]", before)) else None


def _may_end_in_stamp(line: str) -> bool:
    """Whether a line ends with a sign, or with the last letters of a stamp."""
    bare = line.rstrip(_SIGNS)
    last = bare[-1:]
    return not last.isalnum() or (last.isupper() and _ENDS.search(bare, max(0, len(bare) - LONGEST_END)) is not None)


def _whole_line(text: str, line: Line) -> str:
    """The line with the blanks that part its columns, as it stands in `text`."""
    start = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.start)
    return text[start : end if end > 0 else len(text)].strip()
