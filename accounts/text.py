"""Folding of Vietnamese text for search: one form for what is stored and what is typed."""

import re
import unicodedata
from typing import Final

_OPEN_DIPHTHONGS: Final = {
    new + new_second: old_first + second
    for new, olds, second, seconds in (
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    )
    for old_first, new_second in zip(olds, seconds, strict=True)
}
"""Newer placement of the tone (oà, oè, uỳ) to the older one (òa, òe, ùy), as offices write both."""
_WORDS: Final = re.compile(r"\w+", re.UNICODE)


def nfc(text: str) -> str:
    """`text` in Unicode NFC, as everything is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without any diacritics, đ as d, all else but letters and digits as single spaces."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_WORDS.findall(letters.replace("_", " ")))


def lowered(text: str) -> str:
    """Lower case with diacritics, tones in the older placement, all else but letters and digits as single spaces."""
    return " ".join(tone_normalised(word) for word in _WORDS.findall(nfc(text).lower().replace("_", " ")))


def tone_normalised(word: str) -> str:
    """`hoà` as `hòa`, `uỷ` as `ủy`; `quý` keeps its y, because its u belongs to the q."""
    ending = _OPEN_DIPHTHONGS.get(word[-2:])
    return word[:-2] + ending if ending and word[-3:-2] != "q" else word


def has_accents(text: str) -> bool:
    """Whether the text carries any Vietnamese diacritic, so that it is to be found exactly."""
    return fold(text) != " ".join(_WORDS.findall(nfc(text).lower().replace("_", " ")))


def search_form(*texts: str) -> str:
    """What is stored for search: the exact form and the folded form, a bar between them, spaces around."""
    joined = " ".join(text for text in texts if text)
    return f" {lowered(joined)} | {fold(joined)} "


def query_form(typed: str) -> str:
    """What to look for in a `search_form`: exact when accents are typed, folded when not."""
    return lowered(typed) if has_accents(typed) else fold(typed)
