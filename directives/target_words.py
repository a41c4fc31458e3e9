"""A target and its values as people read them, and the small picture beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from directives.models import Standing, Target, TargetProgress
from directives.parsing.targets import Comparison

SIGNS: Final = {Comparison.AT_LEAST: "≥", Comparison.AT_MOST: "≤", Comparison.EXACTLY: "=", Comparison.ABOUT: "≈"}
WIDTH: Final = 240
HEIGHT: Final = 34
PLOT: Final = 64
DECEMBER, LAST = 12, 31


def figure(value: Decimal | None) -> str:
    """A number without useless zeros, as the country writes it: 1.200, 12,5; "" for none."""
    if value is None:
        return ""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def wanted(target: Target) -> str:
    """The target in short: `≥ 12,5 %`, `≥ 5–10 %`."""
    high = f"–{figure(target.value_to)}" if target.value_to is not None else ""
    return f"{SIGNS[Comparison(target.comparison)]} {figure(target.value_from)}{high} {target.unit}".strip()


def by_when(target: Target) -> str:
    """The year, or the day where it is not the last of a year."""
    day = target.due_on
    if day is None:
        return ""
    if (day.month, day.day) == (DECEMBER, LAST):
        return _("năm %(year)s") % {"year": day.year}
    return date_format(day, "SHORT_DATE_FORMAT")


@dataclass(frozen=True, slots=True)
class Bar:
    """The latest value as a bar against the mark of the target; lengths in pixels of the drawing."""

    length: int
    zero: int
    mark: int
    mark_to: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One value over time."""

    x: int
    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A target with its values up to a day, the latest last."""

    target: Target
    values: Sequence[TargetProgress]
    today: date

    @property
    def latest(self) -> TargetProgress | None:
        """The value that counts."""
        return self.values[-1] if self.values else None

    @property
    def standing(self) -> Standing:
        """Reached, not reached, or not known."""
        return self.target.standing(self.latest.value if self.latest else None)

    @property
    def is_late(self) -> bool:
        """Past its day and not reached, or nothing known."""
        due = self.target.due_on
        return due is not None and due < self.today and self.standing != Standing.REACHED

    @property
    def wanted(self) -> str:
        """The target in short."""
        return wanted(self.target)

    @property
    def by_when(self) -> str:
        """Its year or day."""
        return by_when(self.target)

    @property
    def bar(self) -> Bar | None:
        """The latest value against the target; None without a value."""
        if self.latest is None:
            return None
        low, high = self.target.value_from, self.target.value_to or self.target.value_from
        least, most = min(Decimal(0), low, self.latest.value), max(Decimal(0), high, self.latest.value)
        span = (most - least) * Decimal("1.08") or Decimal(1)

        def place(value: Decimal) -> int:
            return int((value - least) / span * WIDTH)

        return Bar(abs(place(self.latest.value) - place(Decimal(0))), place(Decimal(0)), place(low), place(high))

    @property
    def dots(self) -> list[Dot]:
        """Every value over time, the lowest at the bottom; [] for fewer than two."""
        if len(self.values) < 2:
            return []
        days = [row.on.toordinal() for row in self.values]
        marks = [row.value for row in self.values] + [self.target.value_from]
        least, most = min(marks), max(marks)
        span, time = (most - least) or Decimal(1), (days[-1] - days[0]) or 1
        return [
            Dot(
                6 + (day - days[0]) * (WIDTH - 12) // time,
                PLOT - 6 - int((row.value - least) / span * (PLOT - 12)),
                f"{date_format(row.on, 'SHORT_DATE_FORMAT')}: {figure(row.value)}",
            )
            for day, row in zip(days, self.values, strict=True)
        ]

    @property
    def polyline(self) -> str:
        """The dots joined."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def followed(targets: Iterable[Target], today: date, until: date | None = None) -> list[Followed]:
    """Targets with their values up to `until` (today where None); one query."""
    rows = list(targets)
    day = until or today
    values: dict[int, list[TargetProgress]] = {row.pk: [] for row in rows}
    found = TargetProgress.objects.filter(target__in=list(values), on__lte=day).order_by("on", "pk")
    for value in found.select_related("reported_by"):
        values[value.target_id].append(value)
    return [Followed(row, values[row.pk], day) for row in rows]
