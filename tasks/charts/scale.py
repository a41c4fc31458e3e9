"""Axes (pure): round steps and the place of a value between them."""

from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from 0 to `most` in steps of `step`, drawn from `start` to `end`."""

    most: float
    step: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where the value lies."""
        return self.start + (self.end - self.start) * value / self.most

    @property
    def ticks(self) -> list[float]:
        """The round values along the axis."""
        return [self.step * number for number in range(round(self.most / self.step) + 1)]


def scale(most: float, start: float, end: float, *, marks: int = 4) -> Scale:
    """An axis that reaches `most` in about so many steps; whole numbers where the values are counts."""
    if most <= 0:
        return Scale(1, 1, start, end)
    rough = most / marks
    power = 10 ** floor(log10(rough))
    step = next(power * each for each in STEPS if power * each >= rough * 0.999)
    if most >= 1:
        step = max(1, ceil(step)) if step < marks else step
    return Scale(step * ceil(most / step), step, start, end)
