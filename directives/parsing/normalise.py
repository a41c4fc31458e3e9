"""Text in one spelling, with a way back: what is matched on, and where it stands in the stored text.

The stored text is never changed. A `View` is a cleaned copy of a stretch of it (white space folded, dashes made equal,
tone marks placed the modern way, decoration of copied web pages left out) that remembers for every character where it
came from, so whatever is found in the view gives an exact span.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import overload

from directives.parsing.types import Span

_DASHES = "‐‑‒–—―−"
# Letters that begin a proper name, for character classes.
CAPITALS = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

# Old and new placement of the tone mark in open syllables: hoà/hòa, khoẻ/khỏe, thuỷ/thủy (never after q: quý).
_OLD = ("oà oá oả oã oạ", "oè oé oẻ oẽ oẹ", "uỳ uý uỷ uỹ uỵ")
_NEW = ("òa óa ỏa õa ọa", "òe óe ỏe õe ọe", "ùy úy ủy ũy ụy")
_TONES = {
    old: new for olds, news in zip(_OLD, _NEW, strict=True) for old, new in zip(olds.split(), news.split(), strict=True)
}
_TONES |= {old.capitalize(): new.capitalize() for old, new in _TONES.items()} | {
    old.upper(): new.upper() for old, new in _TONES.items()
}
# A character class in front is searched for far faster than what it must not stand behind.
_TONE_PLACES = re.compile(rf"[oOuU][{''.join(sorted({old[1] for old in _TONES}))}](?!\w)")

# Page numbers stand on a line of their own between two halves of a sentence.
_PAGE_NUMBER = re.compile(
    r"\n[ \t\f]*(?:(?:-\s*)?\d{1,3}(?:\s*-)?|[Tt](?:rang|RANG)\s+\d{1,3}(?:\s*/\s*\d{1,3})?)[ \t]*(?=\n)"
)

# Besides white space that is no single blank: what is left out.
_LEFT_OUT = f"*{INVISIBLE}"
_FOLDED = re.compile(rf"\s{{2,}}|[^\S ]|[{INVISIBLE}]+|\*+")
_ODD_BULLETS = "\uf0b7\uf0a7\uf0a8\uf0d8\uf02d\uf076\uf0fc\uf06e\uf071➢➤►▶◦○■□◆◊♦✓✔❖‣⁃"
_ODD_BULLET = re.compile(rf"(?m)^([^\S\n]*)[{_ODD_BULLETS}](?=\s*[^\W\d_])")
# `Sở Nội vụ,Sở Tài chính`: a view has the blank that the typist left out.
_NO_BLANK = re.compile(
    r"[,;:.](?=[^\W\d_]{2})(?:(?<=[^\W_][,;:])|(?<=\.)(?:(?<=[^\W\d_A-ZĐ]{2}.)|(?<=\d{4}.)|(?<=\w\).))"
    rf"(?<!\W[TGBKCtgbkc][psthn].)(?<![Tt]hs.)(?<!www.)(?=[{CAPITALS}][^\W\d_A-ZĐ]))"
)
_ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PLAIN_SPACES = str.maketrans(dict.fromkeys(_ODD_SPACES, " "))
_SLANTED = re.compile(r"(?<![\w/])_(?=[^\s_])([^_\n]{1,400}(?<=[^\s_]))_(?![\w/])")
_COLON_DASH = re.compile(r":[-–](?=[^\S\n]*(?:\n|$))")
_ESCAPED = re.compile(r"\\([-.)(*_#+>\[\]|~&!])")
_ESCAPED_MARK = re.compile(r"(?m)^\s*(?:\\[-+*•–]|\w{1,4}\\[.)])\s")
FEWEST_ESCAPED = 3
_GAP = re.compile(r"\s\s+")
_BESIDE_BLANK = re.compile(rf"(?<=\s)[{INVISIBLE}]+|[{INVISIBLE}]+(?=\s)")


def nfc(text: str) -> str:
    """`text` in Unicode NFC with one kind of line end: the form that is stored."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def fold_space(text: str) -> str:
    """`text` on one line: every run of white space is one blank."""
    flat = text.replace("\n", " ")
    while "  " in flat:
        flat = flat.replace("  ", " ")
    # The blank is the only white space that can be printed, and nearly all texts hold no other besides line ends.
    return flat.strip(" ") if flat.isprintable() else " ".join(text.split())


def with_blanks(text: str) -> str:
    """`text` with a blank behind each comma and full stop that lacks it."""
    return _NO_BLANK.sub(r"\g<0> ", text)


def as_printed(document: str, span: Span) -> str:
    """The words of `document` at `span` on one line, as they are printed but for the numbers of its pages."""
    printed = span.of(document)
    return fold_space(_PAGE_NUMBER.sub("", printed) if "\n" in printed else printed)


def visible_blanks(text: str) -> str:
    """`text` with hard and narrow spaces, and invisible characters beside white space, as blanks, sign for sign.

    Web pages leave the latter at the ends of words, where a line would else not begin with its number or its title.
    """
    if any(map(text.__contains__, _ODD_SPACES)):
        text = text.translate(_PLAIN_SPACES)
    if not any(map(text.__contains__, INVISIBLE)):
        return text
    return _BESIDE_BLANK.sub(lambda match: " " * len(match[0]), text)


def unescaped(text: str) -> str:
    """`text` without the backslashes that Markdown writes before its own signs (`1\\.`, `\\-`), of the same length.

    The blank that takes the place of a backslash stands behind the sign.
    """
    return _ESCAPED.sub(r"\1 ", text) if "\\" in text and len(_ESCAPED_MARK.findall(text)) >= FEWEST_ESCAPED else text


def plain_signs(text: str) -> str:
    """`text` without what typists and Markdown add to words: `_slanted_`, `:-` at the end of a line, sign for sign."""
    if "_" in text:
        text = _SLANTED.sub(r" \1 ", text)
    return _COLON_DASH.sub(": ", text) if ":-" in text or ":–" in text else text


def plain_bullets(text: str) -> str:
    """`text` with the bullets of symbol fonts and their like at the beginnings of lines as `•`, sign for sign.

    Word sets them in fonts of its own, whose codes (`\\uf0b7`) a copy into a web page or a PDF keeps.
    """
    if not any(map(text.__contains__, _ODD_BULLETS)):
        return text
    return _ODD_BULLET.sub(r"\1•", text)


def modern_tones(text: str) -> str:
    """Tone marks of open syllables placed the modern way; the length does not change (`Uỷ` gives `Ủy`)."""
    return _TONE_PLACES.sub(_modern, text)


def _modern(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1] if match.start() else ""
    return match[0] if before in ("q", "Q") else _TONES.get(match[0], match[0])


def _plain_dashes(text: str) -> str:
    """`text` with one kind of dash."""
    for dash in _DASHES:
        if dash in text:
            text = text.replace(dash, "-")
    return text


@lru_cache(maxsize=8)  # all blocks of a paper are views of one text
def spelled(text: str) -> str:
    """`text` in one spelling, character for character."""
    return modern_tones(_plain_dashes(text))


class _Bare(dict[int, int]):
    """The code of every character without its marks, looked up once for each."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        bare = {"đ": "d", "Đ": "D"}.get(char) or unicodedata.normalize("NFD", char)[0]
        return self.setdefault(code, ord(bare))


_BARE = _Bare()


def without_marks(text: str) -> str:
    """`text` without Vietnamese diacritics, character for character (`Sở` gives `So`)."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = letters.encode("ascii", "ignore").decode("ascii")
    return bare if len(bare) == len(text) else text.translate(_BARE)  # signs like `“` have no letter in them


@cache
def _vowels(base: str) -> str:
    letters = "aăâàáảãạằắẳẵặầấẩẫậeêèéẻẽẹềếểễệiìíỉĩịoôơòóỏõọồốổỗộờớởỡợuưùúủũụừứửữựyỳýỷỹỵdđ"
    return "".join(letter for letter in letters if without_marks(letter) == base)


def loose(phrase: str) -> str:
    """A pattern for `phrase` that forgives wrong or lost diacritics, as scanning makes them.

    Only for phrases of two words and more: single words become ambiguous without their marks (`Sở`, `số`).
    """
    return "".join(
        r"\s+" if char == " " else f"[{_vowels(base)}]" if _vowels(base) else re.escape(char)
        for char, base in zip(phrase.lower(), without_marks(phrase.lower()), strict=True)
    )


class Offsets(Sequence[int]):
    """Where the characters of a view stand: in runs, each one character behind the other in view and stored text."""

    __slots__ = ("_base", "_origins", "_size", "_starts")

    def __init__(self, starts: list[int], origins: list[int], base: int, size: int) -> None:
        """Run `i` begins at `starts[i]` of a whole view and `origins[i]` of the text; `size` characters from `base`."""
        self._starts, self._origins, self._base, self._size = starts, origins, base, size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> "Offsets": ...

    def __getitem__(self, at: "int | slice") -> "int | Offsets":
        if isinstance(at, slice):
            left, right, _ = at.indices(self._size)
            return Offsets(self._starts, self._origins, self._base + left, max(0, right - left))
        if not 0 <= at < self._size:
            raise IndexError(at)
        at += self._base
        run = bisect_right(self._starts, at) - 1
        return self._origins[run] + at - self._starts[run]


@dataclass(slots=True)
class View:
    """A cleaned stretch of the stored text; `offsets[i]` is where `text[i]` stands in it."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The span in the stored text of `text[start:end]`, which must not be empty."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def slice(self, start: int, end: int) -> "View":
        """A part of the view, blanks at both ends left out."""
        text = self.text[start:end]
        bare = text.strip(" ")
        if len(bare) == len(self.text):
            return self
        start += len(text) - len(text.lstrip(" "))
        return View(bare, self.offsets[start : start + len(bare)])


@lru_cache(maxsize=8)  # looked for once in a paper, not once in each of its views
def _left_out_at(text: str) -> list[int]:
    """Where `text` holds what a view leaves out, or lacks a blank that it puts in, in order."""
    places: list[int] = []
    for char in _LEFT_OUT:  # a pattern for all of them looks far longer for the few that there are
        at = text.find(char)
        while at >= 0:
            places.append(at)
            at = text.find(char, at + 1)
    if _NO_BLANK.search(text):
        places += [match.start() for match in _NO_BLANK.finditer(text)]
    return sorted(places)


def _holds_left_out(text: str, start: int, end: int) -> bool:
    places = _left_out_at(text)
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end


@lru_cache(maxsize=1024)  # a block, its leaf and the task made of it are the same words
def view_of(text: str, start: int = 0, end: int | None = None) -> View:
    """The view of `text[start:end]`."""
    end = len(text) if end is None else end
    raw = spelled(text)[start:end]
    if _holds_left_out(text, start, end) or ("\n" in raw and _PAGE_NUMBER.search(raw)):
        return _without_what_is_left_out(text, start, end)
    folded = fold_space(raw)
    if len(folded) == len(raw):
        return View(folded, range(start, end))
    lead = len(raw) - len(raw.lstrip())
    starts, origins, lost = [0], [start + lead], lead
    for gap in _GAP.finditer(raw, lead):  # its first character is the blank, what is behind it a new run
        lost += gap.end() - gap.start() - 1
        starts.append(gap.end() - lost)
        origins.append(start + gap.end())
    return View(folded, Offsets(starts, origins, 0, len(folded)))


class LineViews:
    """As `view_of`, for words of one line of which it is known that single blanks and nothing else part them."""

    def __init__(self, text: str) -> None:
        """What all lines of `text` need is looked up once."""
        self._text = text
        self._spelled = spelled(text)
        self._left_out = _left_out_at(text)

    def of(self, start: int, end: int) -> View:
        """The view of `text[start:end]`."""
        text, places = self._text, self._left_out
        first = bisect_left(places, start)
        if start >= end or text[start] == " " or (first < len(places) and places[first] < end):
            return view_of(text, start, end)
        return View(self._spelled[start:end], range(start, end))


def _without_what_is_left_out(text: str, start: int, end: int) -> View:
    """The view of a stretch with page numbers, decoration or invisible characters in it."""
    chunks: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    size = 0
    plain = _plain_dashes(text[start:end])
    for left, right in _kept(text, start, end):
        chunk = " " if right == left + 1 and text[left].isspace() else plain[left - start : right - start]
        bare = chunk.lstrip(" ") if not chunks or chunks[-1].endswith(" ") else chunk
        if not bare:
            continue
        begin = left + len(chunk) - len(bare)
        for part, origin in _blanks_put_in(bare, begin):
            chunks.append(part)
            starts.append(size)
            origins.append(origin)
            size += len(part)
    whole = "".join(chunks).rstrip(" ")
    return View(modern_tones(whole), Offsets(starts, origins, 0, len(whole)))


def _blanks_put_in(chunk: str, begin: int) -> Iterator[tuple[str, int]]:
    """The parts of a chunk that begins at `begin`, with a blank behind each comma that lacks it, and their places.

    Such a blank stands where its comma stands, so that what follows it stays where it is.
    """
    pos, lead = 0, ""
    for match in _NO_BLANK.finditer(chunk):
        yield lead + chunk[pos : match.end()], begin + pos - len(lead)
        pos, lead = match.end(), " "
    yield lead + chunk[pos:], begin + pos - len(lead)


def _kept(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs that the view holds, in order: words, and of each stretch of white space its first character."""
    pos = start
    for left, right in _left_out(text, start, end):
        if pos < left:
            yield pos, left
        if text[left].isspace():
            yield left, left + 1
        pos = right
    if pos < end:
        yield pos, end


def _left_out(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs that the view leaves out or folds to one blank, in order and apart from each other."""
    pages = {match.start(): match.end() for match in _PAGE_NUMBER.finditer(text, start, end)}
    pos = start
    for match in _FOLDED.finditer(text, start, end):
        left, right = max(match.start(), pos), match.end()
        if left >= right or (text[left] == "*" and not _is_decoration(text, left, right)):
            continue
        for i in range(left, right) if pages else ():
            right = max(right, pages.get(i, 0)) if text[i] == "\n" else right
        yield left, right
        pos = right


def _is_decoration(text: str, start: int, end: int) -> bool:
    """Asterisks that made a word bold or slanted on a web page: more than one, or touching a word."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return end - start > 1 or any(not char.isspace() for char in around)
