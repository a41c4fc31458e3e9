"""Markers of lists: what a line begins with that says where in a paper it stands (`Điều 2.`, `II.`, `a)`, `-`)."""

import re
from enum import StrEnum
from functools import lru_cache

from directives.parsing.normalise import CAPITALS, fold_space


class Mark(StrEnum):
    """Styles of list markers, from the outside in as papers use them."""

    PART = "part"
    CHAPTER = "chapter"
    ROMAN = "roman"
    ARTICLE = "article"
    NUMBER = "number"
    ORDINAL = "ordinal"
    PAREN = "paren"
    LETTER = "letter"
    DASH = "dash"
    PLUS = "plus"
    NONE = "none"

    __hash__ = str.__hash__  # that of an enumeration is no slot but a method in Python


_MARKERS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (Mark.PART, re.compile(r"(P(?i:hần(?:\s+thứ)?\s+(?:[IVX]{1,5}|\d{1,2}|nhất|hai|ba|tư|năm)))\b\s*[.:\-]?\s*")),
    (Mark.PART, re.compile(rf"([A-HĐ])\s*(?:/\s+(?=[{CAPITALS}])|[.)\-–]\s+(?=[{CAPITALS}]{{2,}}))")),
    (Mark.CHAPTER, re.compile(r"((?:C(?i:hương)|M(?i:ục))\s+(?i:[IVX]{1,5}|\d{1,2}))\b\s*[.:\-]?\s*")),
    (Mark.ARTICLE, re.compile(r"(Điều\s+\d{1,3}[a-zđ]?)\s*[.:]\s*")),
    (Mark.ROMAN, re.compile(r"([IVX]{1,5})\s*(?:[.)](?!\.)|/(?=\s)|\s?[-–—](?=\s|[A-ZĐ]))\s*(?=\S)")),
    (Mark.NUMBER, re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})\s*(?:[.)/]|[-–—](?=\s))?\s*(?=[^\d\s.,/%])")),
    (Mark.NUMBER, re.compile(r"(\d{1,2})\s*(?:[.)]\s*(?=[^\d\s])|/\s+|\s?[-–—]\s+(?=[^\d\s]))")),
    (
        Mark.ORDINAL,
        re.compile(r"(Thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|Một là|Hai là|Ba là|Bốn là|Năm là)\s*[,:]\s*"),
    ),
    (Mark.PAREN, re.compile(r"(\(\s?(?:\d{1,2}|[ivx]{1,5}|[a-zđ])\s?\))\s*")),
    (Mark.LETTER, re.compile(r"([a-zđ]{1})(?:\s*\)|\s?\.|/)\s+(?=\S)|([a-zđ])\)(?=\S)|([a-hđ]),\s+(?=[A-ZĐ])")),
    (Mark.PLUS, re.compile(r"(\+)\s*(?=[^\s\d])")),
    (Mark.DASH, re.compile(r"([-–—•●▪·*])\s*(?=[^\s\d\-–—])|([-–—•*])\s+(?=\d)")),
)
_FIRSTS: tuple[tuple[str, frozenset[Mark]], ...] = (
    ("pPABCDEFGHĐ", frozenset((Mark.PART,))),
    ("cCmM", frozenset((Mark.CHAPTER,))),
    ("Đ", frozenset((Mark.ARTICLE,))),
    ("IVX", frozenset((Mark.ROMAN,))),
    ("".join(map(chr, filter(lambda code: chr(code).isdecimal(), range(0x10000)))), frozenset((Mark.NUMBER,))),
    ("TMHBN", frozenset((Mark.ORDINAL,))),
    ("(", frozenset((Mark.PAREN,))),
    ("abcdefghijklmnopqrstuvwxyzđ", frozenset((Mark.LETTER,))),
    ("+", frozenset((Mark.PLUS,))),
    ("-–—•●▪·*", frozenset((Mark.DASH,))),
)
# Most lines begin with a letter that begins no marker, or one of a single style.
_MARKERS_BY_FIRST = {
    char: tuple(entry for entry in _MARKERS if any(char in chars and entry[0] in marks for chars, marks in _FIRSTS))
    for chars, _ in _FIRSTS
    for char in chars
}
# Before a second letter only words and Roman figures are markers, known by both letters.
_BY_OPENING: dict[Mark, str] = {
    Mark.PART: "ph",
    Mark.CHAPTER: "ch mụ",
    Mark.ARTICLE: "đi",
    Mark.ORDINAL: "th mộ ha ba bố nă",
    Mark.ROMAN: " ".join(one + other for one in "ivx" for other in "ivx"),
}
_WORDS_BY_OPENING = {
    spelled: tuple(entry for entry in _MARKERS if opening in _BY_OPENING.get(entry[0], "").split())
    for opening in " ".join(_BY_OPENING.values()).split()
    for spelled in (opening, opening.capitalize(), opening.upper())
}
_UNMARKED = (Mark.NONE, "", 0)
_DASHED = (Mark.DASH, "-", 2)
_ORDINALS = {
    "nhất": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9",
    "mười": "10", "một": "1", "bốn": "4",
}  # fmt: skip


@lru_cache(maxsize=1024)  # asked of a line by those before and behind it
def marker_of(text: str) -> tuple[Mark, str, int]:
    """Style, label and length of the list marker that `text` begins with."""
    opening = text[:2]
    if opening == "- " and text[2:3].isalpha():
        return _DASHED
    known = _WORDS_BY_OPENING.get(opening, ()) if opening.isalpha() else _MARKERS_BY_FIRST.get(text[:1], ())
    for mark, pattern in known:
        match = pattern.match(text)
        if match and match.lastindex:
            return mark, _clean_label(mark, match[match.lastindex]), match.end()
    return _UNMARKED


def _clean_label(mark: Mark, label: str) -> str:
    if mark is Mark.DASH:
        return "*" if label == "*" else "-"
    if mark is Mark.ORDINAL:
        word = label.lower().replace("thứ", "").replace(" là", "").strip()
        return _ORDINALS.get(word, word)
    return fold_space(label.strip("() ")) if len(label) > 1 else label
