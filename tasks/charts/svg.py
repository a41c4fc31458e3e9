"""Elements of SVG as text, and what every picture is drawn with (pure)."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

TEXT: Final = 12
"""Size of letters in the units of a picture, which is drawn one to one."""
PER_LETTER: Final = 6.7
"""Width of a small letter or a digit, a little more than the mean of Vietnamese text at that size."""
PER_CAPITAL: Final = 8.6


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a picture is drawn on: its width, a key that no other picture of the page has, how a number is said."""

    width: int
    key: str
    say: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The elements of a picture and the height that they need."""

    height: float
    body: str


def tag(name: str, *inner: str, **attributes: object) -> str:
    """An element around `inner`, which is markup already; `class_` is its class and `_` in a name stands for `-`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inner)}</{name}>"


def _plain(value: object) -> str:
    """A length with one digit after the point: less is not seen."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def write(words: str, x: float, y: float, *, anchor: str = "start", class_: str = "chart-text") -> str:
    """Words at a place; `anchor` says whether they start, end or are centred there."""
    return tag("text", escape(words), x=x, y=y, text_anchor=anchor, font_size=TEXT, class_=class_)


def write_over(words: str, x: float, y: float, *, anchor: str = "start") -> str:
    """Words of a sum that may lie upon lines and boxes: a rim of the ground keeps them readable."""
    return tag(
        "text", escape(words), x=x, y=y, text_anchor=anchor, font_size=TEXT, class_="chart-text chart-sum chart-rim",
        stroke="#fff", stroke_width=3, stroke_linejoin="round", paint_order="stroke",
    )  # fmt: skip


def cut(words: str, room: float) -> str:
    """As much of `words` as fits in `room`."""
    if wide(words) <= room:
        return words
    kept = words[:-1]
    while len(kept) > 1 and wide(kept) + PER_LETTER > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wide(words: str) -> float:
    """About how much room words take."""
    return sum(PER_CAPITAL if letter.isupper() else PER_LETTER for letter in words)


def hint(words: str) -> str:
    """What a pointer that rests on an element is told."""
    return tag("title", escape(words))
