"""Several papers in one file: the first is read, the person is told where the others begin.

A paper has a letterhead (NĐ 30/2020/NĐ-CP, annex I: national title or the Party's, issuer, number and symbol). What is
issued with a paper, or follows as an annex or a form, may repeat the title but has no number of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from directives.parsing.sieve import places_of
from directives.parsing.types import Document

TITLES = (
    "cộng hòa xã hội chủ nghĩa việt nam",
    "cộng hoà xã hội chủ nghĩa việt nam",
    "đảng cộng sản việt nam",
)
# Rare letters of each.
_SIGNS = ("ĩ", "ĩ", "sả")
HEAD = re.compile("|".join(TITLES), re.IGNORECASE)
NUMBER = re.compile(r"(?m)^[\W\d_]*Số\s*:?\s*(\d{1,6}\s*[-/][^\s|,;]{2,30})", re.IGNORECASE)
BELONGS = re.compile(r"(?i)\b(?:ban hành )?kèm theo\b|^\W*(?:phụ lục|mẫu)\b", re.MULTILINE)
ENDED = re.compile(r"(?i)\bnơi nhận\b|^\W*(?:TM|KT|TL|TUQ|Q)\s?\.\s|^\W*(?:lưu\s*:\s*VT)", re.MULTILINE)
LINES_ABOVE = 8
LINES_BELOW = 10
SHORT = 60
MOST_ABOVE = 600


@dataclass(frozen=True, slots=True)
class Other:
    """A further paper: where its letterhead begins, which of all letterheads it is, and its number."""

    start: int
    head: int
    number: str


def other_papers(text: str) -> list[Other]:
    """The papers after the first one, in order."""
    heads = _heads(text)
    if len(heads) < 2:
        return []
    first = NUMBER.search(text)
    found: list[Other] = []
    for i, at in enumerate(heads[1:], start=1):
        start, end = _letterhead(text, at)
        before = found[-1].start if found else 0
        number = NUMBER.search(text, start, end)
        known = {_plain(each.number) for each in found} | {_plain(first[1]) if first else ""}
        if number is None or _plain(number[1]) in known or not ENDED.search(text, before, start):
            continue
        if not BELONGS.search(text[max(0, start - 200) : end]):
            found.append(Other(start, i, number[1].strip()))
    return found


def _heads(text: str) -> list[int]:
    """Where the national title or the Party's stands, in order."""
    return sorted(at for title, sign in zip(TITLES, _SIGNS, strict=True) for at in places_of(title, text, sign))


def _plain(number: str) -> str:
    return re.sub(r"\s", "", number).casefold()


def _letterhead(text: str, at: int) -> tuple[int, int]:
    """From the first line of the issuer, which may stand above the title, to the lines below it."""
    above = text[max(0, at - MOST_ABOVE) : at].split("\n")[-LINES_ABOVE:]
    numbered = [i for i, line in enumerate(above) if NUMBER.match(line)]
    first = numbered[-1] if numbered else len(above) - 1
    while first > 0 and above[first - 1].isupper() and len(above[first - 1]) < SHORT:
        first -= 1
    end = at
    for _ in range(LINES_BELOW):
        end = text.find("\n", end + 1)
        if end < 0:
            break
    return at - len("\n".join(above[first:])), len(text) if end < 0 else end


def first_paper(document: Document, pages: Sequence[int] = ()) -> Document:
    """The first of several papers with a warning about the others; the document itself when there is only one.

    `pages` says for each letterhead on which page (from 1) it stands, where the file has pages.
    """
    others = other_papers(document.text)
    if not others:
        return document
    cut = others[0].start
    places = "; ".join(f"số {other.number} {_place(document.text, other, pages)}" for other in others[:5])
    warning = (
        f"Tệp có {len(others) + 1} văn bản, chỉ đọc văn bản thứ nhất; các văn bản sau: {places}; "
        "hãy tách tệp và tải lên riêng từng văn bản."
    )
    tables = tuple(table for table in document.tables if table.span.end <= cut)
    text = document.text[:cut].rstrip()
    starts = tuple(start for start in document.page_starts if start < len(text))
    return replace(document, text=text, tables=tables, warnings=(*document.warnings, warning), page_starts=starts)


def _place(text: str, other: Other, pages: Sequence[int]) -> str:
    if other.head < len(pages):
        return f"từ trang {pages[other.head]}"
    line = text.count("\n", 0, other.start) + 1
    return f"từ dòng {line} (ký tự {other.start})"
