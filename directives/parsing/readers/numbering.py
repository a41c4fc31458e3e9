"""The labels that Word prints by itself ("1.", "a)", "-", "I."), worked out from the numbering definitions.

ECMA-376 part 1, 17.9: a paragraph names a list (`numId`) and a level; lists on one abstract definition share their
counters unless a list overrides the start; a level begins anew after a higher level.
"""

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 8
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints."""

    shape: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: bool = True
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class Labels:
    """Counts along the paper; `numbering` and `styles` are root elements or None."""

    numbering: Any
    styles: Any
    _lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _styles: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lists = _lists(self.numbering) if self.numbering is not None else {}
        styles = [] if self.styles is None else self.styles.findall(f"{W}style")
        self._styles = {str(style.get(f"{W}styleId")): style for style in styles}

    def next(self, properties: Any) -> str:
        """The label of the paragraph with these properties (`w:pPr` or None), counted; empty when it has none."""
        number, level = self._place(properties)
        if number not in self._lists:
            return ""
        abstract, levels, starts = self._lists[number]
        counts = self._counts.setdefault(abstract, {})
        self._begin(number, counts, starts)
        shape = levels.get(level, Level())
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [at for at in counts if at > level and levels.get(at, Level()).restarts]:
            del counts[deeper]
        return _printed(level, levels, counts)

    def _begin(self, number: str, counts: dict[int, int], starts: dict[int, int]) -> None:
        """A list that overrides the start of its levels begins anew where it is first used."""
        if number not in self._begun:
            self._begun.add(number)
            counts.update({level: start - 1 for level, start in starts.items()})

    def _place(self, properties: Any) -> tuple[str, int]:
        """List and level of a paragraph, its own or its style's; ("", 0) when it is not numbered."""
        if properties is None:
            return "", 0
        own = properties.find(f"{W}numPr")
        style = _value(properties, "pStyle")
        number, level = _reference(own)
        if number is None:
            number, inherited = self._of_style(style)
            level = inherited if level is None else level
        return number or "", min(level or 0, DEEPEST)

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style].find(f"{W}pPr/{W}numPr")
            number, level = _reference(found)
            if number is not None:
                return number, level if level is not None else self._level_of_style(number, style)
            style = _value(self._styles[style], "basedOn")
        return None, None

    def _level_of_style(self, number: str, style: str) -> int:
        levels = self._lists[number][1] if number in self._lists else {}
        return next((at for at, level in levels.items() if level.style == style), 0)


def _value(element: Any, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else str(child.get(f"{W}val", ""))


def _reference(properties: Any) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    number, level = _value(properties, "numId"), _value(properties, "ilvl")
    return number or None, int(level) if level.isdigit() else None


def _lists(numbering: Any) -> dict[str, tuple[str, dict[int, Level], dict[int, int]]]:
    """Every list: the definition it counts on, its levels, and the starts that it overrides."""
    abstracts = {str(node.get(f"{W}abstractNumId")): node for node in numbering.findall(f"{W}abstractNum")}
    by_style = {_value(node, "styleLink"): node for node in abstracts.values()}
    lists = {}
    for number in numbering.findall(f"{W}num"):
        abstract = _value(number, "abstractNumId")
        if abstract not in abstracts:
            continue
        definition = abstracts[abstract]
        linked = _value(definition, "numStyleLink")
        levels = _levels(by_style.get(linked, definition) if linked else definition)
        starts = {}
        for override in number.findall(f"{W}lvlOverride"):
            at = _whole(str(override.get(f"{W}ilvl")), 0)
            levels |= _levels(override)
            if _value(override, "startOverride"):
                starts[at] = _whole(_value(override, "startOverride"), 1)
        lists[str(number.get(f"{W}numId"))] = (abstract, levels, starts)
    return lists


def _levels(definition: Any) -> dict[int, Level]:
    return {
        _whole(str(node.get(f"{W}ilvl")), 0): Level(
            shape=_value(node, "numFmt") or "decimal",
            text=_value(node, "lvlText"),
            start=_whole(_value(node, "start"), 0 if node.find(f"{W}start") is None else 1),
            restarts=_value(node, "lvlRestart") != "0",
            legal=node.find(f"{W}isLgl") is not None,
            style=_value(node, "pStyle"),
        )
        for node in definition.findall(f"{W}lvl")
    }


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _printed(level: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
    own = levels.get(level, Level())
    if own.shape == "bullet":
        return "+" if own.text == "+" else "-"
    if own.shape == "none":
        return own.text if "%" not in own.text else ""

    def counter(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at, Level())
        return _counted(counts.get(at, other.start), "decimal" if own.legal else other.shape)

    return re.sub(r"%([1-9])", counter, own.text).strip()


def _counted(number: int, shape: str) -> str:
    """`number` in the shape of a level; unknown shapes count in digits."""
    if shape in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(97 + (number - 1) % 26) * min(1 + (number - 1) // 26, 5)
        return letters.upper() if shape == "upperLetter" else letters
    if shape in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        return _roman(number).upper() if shape == "upperRoman" else _roman(number)
    if shape == "none":
        return ""
    return f"{number:02d}" if shape == "decimalZero" else str(number)


def _roman(number: int) -> str:
    digits = ""
    for value, letters in ROMAN:
        digits += letters * (number // value)
        number %= value
    return digits
