"""The words of a Word paragraph as they are printed when every tracked change is accepted.

ECMA-376 part 1, 17.3: runs hold text, tabs, breaks and symbols; around them stand links, fields, content controls and
tracked changes. Text of fonts from before Unicode is converted run by run, because the font says which code it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from directives.parsing.readers.legacy import Converter, converter_of
from directives.parsing.readers.numbering import W

GONE = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr", "commentReference")}
RUN, TEXT, RUN_PROPERTIES, SYMBOL = (f"{W}{name}" for name in ("r", "t", "rPr", "sym"))
PLAIN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
BOX = f"{W}txbxContent"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Characters of the fonts Symbol and Wingdings, low byte only; every other one is a bullet or a picture.
SYMBOLS = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xDE: "⇒", 0xAE: "→", 0xE0: "→", 0xF0: "→"}
BULLETS = frozenset({0xB7, 0xA7, 0xD8, 0x2D, 0x76, 0x6F, 0x71, 0xFC, 0x77, 0xA8, 0xFE, 0x9F})
_PRIVATE = re.compile("[\uf000-\uf0ff]")
OFF = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True)
class Fonts:
    """The font of each style, by way of the styles it is based on; `styles` is a root element or None."""

    styles: Any
    _known: dict[str, str] = field(default_factory=dict)

    def of_run(self, run: Any, paragraph_font: str) -> str:
        """The font of a run: its own, its style's, or its paragraph's."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return paragraph_font
        style = properties.find(f"{W}rStyle")
        return (
            _font(properties)
            or (self.of_style(style.get(f"{W}val", "")) if style is not None else "")
            or paragraph_font
        )

    def of_style(self, name: str) -> str:
        """The font that a style sets, or that of its base, or ""."""
        if name not in self._known:
            self._known[name] = ""
            found = None if self.styles is None else self.styles.find(f"{W}style[@{W}styleId='{name}']")
            if found is not None:
                base = found.find(f"{W}basedOn")
                own = found.find(f"{W}rPr")
                font = _font(own) if own is not None else ""
                self._known[name] = font or (self.of_style(base.get(f"{W}val", "")) if base is not None else "")
        return self._known[name]

    def of_paragraph(self, paragraph: Any) -> str:
        """The font that the paragraph's style, or the default one, sets."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.of_style("Normal" if style is None else str(style.get(f"{W}val", ""))) or self._default()

    def _default(self) -> str:
        if "" not in self._known:
            found = None if self.styles is None else self.styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            self._known[""] = _font(found) if found is not None else ""
        return self._known[""]


def _font(properties: Any) -> str:
    fonts = properties.find(f"{W}rFonts")
    return "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")


@dataclass(slots=True)
class Words:
    """Reads paragraphs; `boxes` gathers the text boxes that were met, to be read after their paragraph."""

    fonts: Fonts | None = None
    boxes: list[Any] = field(default_factory=list)

    def of(self, paragraph: Any) -> str:
        """The text of a paragraph, without its label and its text boxes."""
        if self.fonts is None:
            return "".join(text for text, _ in self._parts(paragraph, ""))
        font = self.fonts.of_paragraph(paragraph)
        parts = ((text, converter_of(name)) for text, name in self._parts(paragraph, font))
        return "".join(_joined(converter, group) for converter, group in groupby(parts, key=lambda part: part[1]))

    def _parts(self, node: Any, font: str) -> Iterator[tuple[str, str]]:
        """Stretches of text and the font that each is set in."""
        for child in node:
            tag = child.tag
            if tag == RUN:
                yield from self._run(child, font)
            elif tag == ALTERNATIVES:
                yield from self._parts(child[0], font) if len(child) else ()
            elif tag not in GONE and isinstance(tag, str):
                yield from self._parts(child, font)

    def _run(self, run: Any, paragraph_font: str) -> Iterator[tuple[str, str]]:
        properties = run.find(RUN_PROPERTIES)
        if properties is not None and _is_on(properties, "vanish"):
            return
        font = self.fonts.of_run(run, paragraph_font) if self.fonts is not None else ""
        capitals = properties is not None and _is_on(properties, "caps")
        text = "".join(self._pieces(run))
        yield (text.upper() if capitals and converter_of(font) is None else text), font

    def _pieces(self, run: Any) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == TEXT:
                yield child.text or ""
            elif tag in PLAIN:
                yield PLAIN[tag]
            elif tag == SYMBOL:
                yield symbol(child.get(f"{W}char", ""))
            elif tag not in GONE:
                self._keep_boxes(child)

    def _keep_boxes(self, drawing: Any) -> None:
        """Text boxes of a drawing, once: the alternative for old programs repeats the first choice."""
        if drawing.tag == ALTERNATIVES:
            chosen = [child for child in drawing if child.tag == CHOICE and child.find(f".//{BOX}") is not None]
            for part in chosen[:1] or [child for child in drawing if child.tag == FALLBACK]:
                self.boxes.extend(part.iter(BOX))
        else:
            self.boxes.extend(drawing.iter(BOX))


def _joined(converter: Converter | None, parts: Iterator[tuple[str, Converter | None]]) -> str:
    text = "".join(text for text, _ in parts)
    return converter(text) if converter else text


def _is_on(properties: Any, name: str) -> bool:
    switch = properties.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val") not in OFF


def symbol(code: str) -> str:
    """The character of a symbol font as text: a dash for bullets, nothing for pictures."""
    try:
        low = int(code, 16) & 0xFF
    except ValueError:
        return ""
    return SYMBOLS.get(low, "-" if low in BULLETS else "")


def private_signs(text: str) -> str:
    """`text` with characters of symbol fonts that were typed as letters (U+F000 to U+F0FF) made readable."""
    return _PRIVATE.sub(lambda match: symbol(f"{ord(match[0]):X}"), text)
