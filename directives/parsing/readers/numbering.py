"""Automatic numbering of Word turned into the printed labels: `1.`, `a)`, `II.`, `-`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from directives.parsing.readers.archive import W

ENGLISH: Final = "abcdefghijklmnopqrstuvwxyz"
ROMAN: Final = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
ROMAN_SMALL: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
MOST_LEVELS: Final = 9


def roman(number: int) -> str:
    """`number` in capital Roman digits."""
    digits = []
    for value, sign in (*ROMAN, *ROMAN_SMALL):
        digits.append(sign * (number // value))
        number %= value
    return "".join(digits)


def letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa, as Word counts."""
    return ENGLISH[(number - 1) % 26] * ((number - 1) // 26 + 1)


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letter(number).upper(),
    "lowerLetter": letter,
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: format, pattern such as `%1.%2.`, first number."""

    format: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one paper in reading order."""

    lists: dict[str, dict[int, Level]]
    abstract_of: dict[str, str]
    style_numbers: dict[str, tuple[str, int]]
    counts: dict[str, list[int]] = field(default_factory=dict)

    def label(self, paragraph: etree._Element) -> str:
        """The label Word prints before the paragraph, with a space behind it, or an empty text."""
        number_id, depth = self._place(paragraph)
        level = self.lists.get(number_id, {}).get(depth)
        if level is None:
            return ""
        if level.format == "bullet":
            return "- "
        printed = self._count(number_id, depth, level)
        return f"{printed} " if printed.strip() else ""

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        number = properties.find(f"{W}numPr")
        style = properties.find(f"{W}pStyle")
        inherited = self.style_numbers.get(_value(style), ("", 0))
        if number is None:
            return inherited
        given = _value(number.find(f"{W}numId")) or inherited[0]
        depth = _value(number.find(f"{W}ilvl"))
        return given, min(MOST_LEVELS, int(depth)) if depth.isdecimal() else inherited[1]

    def _count(self, number_id: str, depth: int, level: Level) -> str:
        counts = self.counts.setdefault(self.abstract_of.get(number_id, number_id), [])
        levels = self.lists[number_id]
        while len(counts) <= depth:
            missing = levels.get(len(counts))
            counts.append((missing.start if missing else 1) - 1)
        counts[depth] += 1
        del counts[depth + 1 :]

        def number_of(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at > depth:
                return ""
            shape = levels.get(at, level).format
            return FORMATS.get(shape, str)(max(1, counts[at])) if shape != "none" else ""

        return re.sub(r"%([1-9])", number_of, level.pattern)


def numbering_of(numbers: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists defined in `word/numbering.xml` and the styles that use them."""
    if numbers is None:
        return Numbering({}, {}, {})
    abstract = {_attribute(item, "abstractNumId"): _levels(item) for item in numbers.findall(f"{W}abstractNum")}
    links = {_attribute(item, "numId"): _value(item.find(f"{W}abstractNumId")) for item in numbers.findall(f"{W}num")}
    lists = {number: abstract.get(target, {}) for number, target in links.items()}
    return Numbering(lists, links, _style_numbers(styles))


def _levels(definition: etree._Element) -> dict[int, Level]:
    found = {}
    for item in definition.findall(f"{W}lvl"):
        depth, start = _attribute(item, "ilvl"), _value(item.find(f"{W}start"))
        if depth.isdecimal():
            found[int(depth)] = Level(
                _value(item.find(f"{W}numFmt")) or "decimal",
                _value(item.find(f"{W}lvlText")),
                int(start) if start.isdecimal() else 1,
            )
    return found


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in [] if styles is None else styles.findall(f"{W}style"):
        number = style.find(f"{W}pPr/{W}numPr")
        if number is not None:
            depth = _value(number.find(f"{W}ilvl"))
            place = (_value(number.find(f"{W}numId")), int(depth) if depth.isdecimal() else 0)
            found[_attribute(style, "styleId")] = place
    return found


def _value(element: etree._Element | None) -> str:
    return "" if element is None else _attribute(element, "val")


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")
