"""The numbers down the first column of a table: what may follow what."""

import re
from dataclasses import dataclass, field

# What the column of numbers is called; no table of tasks is looked for without one, as prose has no such line.
NUMBERS = re.compile(r"(?:STT|TT|Số TT|Số thứ tự)(?=\s|$)", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(\d{1,3})((?:\.\d{1,3})*)[.)]?")
_ROMAN = re.compile(r"([IVX]{1,5})[.)]?")
_LETTER = re.compile(r"([A-ZĐ])[.)]?")
_SMALL = re.compile(r"\(?[a-zđ][.)]?|[-–+]")
_VALUES = {"I": 1, "V": 5, "X": 10}
_ALPHABET = "ABCDĐEGHIKLMNOPQRSTUVXY"
# Typists leave a number out now and then.
MOST_LEFT_OUT = 2
ROMAN, LETTER = "I", "A"


@dataclass(slots=True)
class Counted:
    """How far a table has counted: its rows, and its parts in Roman numbers and in letters."""

    row: int = 0
    parts: dict[str, int] = field(default_factory=lambda: {ROMAN: 0, LETTER: 0})
    part_begun: bool = False

    def follows(self, index: str) -> bool:
        """Whether a row or a part of this number may come next; sections of the text below a table seldom do."""
        number = _NUMBER.fullmatch(index)
        if number:
            value = int(number[1])
            if number[2]:
                return self.row <= value <= self.row + 1 + MOST_LEFT_OUT
            return (value == 1 and (self.part_begun or not self.row)) or 0 < value - self.row <= 1 + MOST_LEFT_OUT
        part = _part_of(index)
        if part:
            style, value = part
            return value == self.parts[style] + 1 and (any(self.parts.values()) or not self.row)
        return bool(_SMALL.fullmatch(index))

    def take(self, index: str) -> None:
        """Count on to this number, which has to be one that `follows`."""
        number, part = _NUMBER.fullmatch(index), _part_of(index)
        if number:
            self.row, self.part_begun = int(number[1]), False
        elif part:
            self.parts[part[0]] = part[1]
            if part[0] == LETTER:
                self.parts[ROMAN] = 0
            self.part_begun = True


def _part_of(index: str) -> tuple[str, int] | None:
    """Style and value of the number of a part; None when it is none."""
    roman = _ROMAN.fullmatch(index)
    if roman:
        values = [_VALUES[sign] for sign in roman[1]]
        return ROMAN, sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))
    letter = _LETTER.fullmatch(index)
    return (LETTER, _ALPHABET.index(letter[1]) + 1) if letter and letter[1] in _ALPHABET else None
