"""What Tesseract misreads in Vietnamese papers whoever wrote them: dashes, Roman numbers, digits inside words.

Only what cannot be right otherwise is changed, one word at a time, so that its place stays known.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from directives.parsing.readers.ocr import Word

DASH = 0.15
_DASHES = re.compile(r"[_~—–¬=»›•*«·.,'`-]{1,3}")
_ONE_IN_WORD = re.compile(r"(?<=[a-zà-ỹđ])1(?=[a-zà-ỹđ])|(?<=\b[gtklmncvdh])1(?=[a-zà-ỹđ])")
_LETTER_IN_NUMBER = re.compile(r"(?<=[\d/])[lI|](?=\d)|(?<=\d)[lI|](?=/)|(?<=\d/)[lI|](?=\b)")
_NOUGHT_IN_NUMBER = re.compile(r"(?<=\d)[oO](?=\d)")
_ROMAN = {"l": "I", "1": "I", "|": "I", "!": "I", "i": "I", "H": "II", "L": "I", "T": "I"}
_ROMAN_HEAD = re.compile(r"[IVXlHL1|!]{1,4}\.")
_ROMAN_LEFT_OVER = re.compile(r"[IlL1|!HT]{1,3}|[1lTI]V")


def corrected(line: Sequence[Word]) -> list[Word]:
    """The words of one line, from the left, with such slips put right."""
    fixed: list[Word] = []
    line = list(line)
    if len(line) > 1 and _DASHES.fullmatch(line[0].text) and not _is_dash(line[0]):
        line.pop(0)
    for i, word in enumerate(line):
        text = _number(_ONE_IN_WORD.sub("i", word.text))
        if i == 0 and len(line) > 1:
            text = _first(text, line[1].text)
        elif fixed and fixed[-1].text.casefold() == "quý":
            text = _quarter(text)
        fixed.append(replace(word, text=text))
    return fixed


def _is_dash(word: Word) -> bool:
    """A dash is wider than high and as wide as half a letter; a speck is neither."""
    width, height = word.box.x1 - word.box.x0, word.box.bottom - word.box.top
    return width >= DASH * word.height and width >= 1.3 * height


def _number(text: str) -> str:
    return _NOUGHT_IN_NUMBER.sub("0", _LETTER_IN_NUMBER.sub("1", text))


def _first(text: str, after: str) -> str:
    """A dash or a number that opens the line; a Roman one stands before capitals alone."""
    if _DASHES.fullmatch(text):
        return "-"
    capitals = after.isupper() and len(after) > 1
    if _ROMAN_HEAD.fullmatch(text) and capitals and not text[0].isdigit():
        return "".join(_ROMAN.get(char, char) for char in text)
    return "1." if text in {"l.", "I."} and not capitals and text == "l." else text


def _quarter(text: str) -> str:
    """`Quý 11/2026` is the second quarter."""
    name = re.match(r"[^/.,;:]+", text)
    if not name or not _ROMAN_LEFT_OVER.fullmatch(name[0]):
        return text
    roman = "".join(_ROMAN.get(char, char) for char in name[0])
    return (roman if roman in {"I", "II", "III", "IV"} else name[0]) + text[name.end() :]
