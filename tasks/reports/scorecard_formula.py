"""The discipline index (pure): which criteria, with which weight, and how the points of a unit come out of its counts.

Every criterion is "so many good ones among so many", and a late task is among the good ones of none. The weights are
the city's to set (`models.WeightRule`), each with a first day, so that an old report is made by the old ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tasks.deadlines import Band
from tasks.filters_score import LATE_BAND

FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Criterion:
    """`good` among `of`, both names of `filters_score.PARTS`; `by_age`: a task weighs the more the later it is."""

    key: str
    weight: int
    good: str
    of: str
    label: str | Promise
    words: str | Promise
    by_age: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """What holds from `valid_from`. Units with fewer than `least_judged` judged tasks are not ranked.

    `age_weights` are what a late task weighs in the criterion by age, by ageing band of `ages`; the last one holds for
    the rest.
    """

    version: str
    valid_from: date
    criteria: tuple[Criterion, ...]
    age_weights: tuple[int, ...]
    least_judged: int
    ages: tuple[Band, ...] = ()

    def weight_of(self, band: Band) -> int:
        """What a task weighs that is so late."""
        place = self.ages.index(band)
        return self.age_weights[min(place, len(self.age_weights) - 1)]


FORMULAS: Final = (
    Formula(
        version="1",
        valid_from=date(2025, 7, 1),
        least_judged=5,
        age_weights=(1, 2, 3, 4),
        criteria=(
            Criterion(
                "on_time",
                45,
                "on_time",
                "judged",
                _("Đúng hạn"),
                _("nhiệm vụ xong đúng hạn, trên nhiệm vụ có hạn đã xong hoặc đang quá hạn"),
            ),
            Criterion(
                "severity",
                15,
                "on_time",
                "judged",
                _("Mức độ chậm"),
                _("như trên, nhưng nhiệm vụ chậm càng lâu càng nặng"),
                by_age=True,
            ),
            Criterion(
                "kept",
                15,
                "kept",
                "running",
                _("Cập nhật"),
                _("nhiệm vụ trong hạn và có báo cáo gần đây, trên nhiệm vụ đang thực hiện"),
            ),
            Criterion(
                "first_time",
                10,
                "first_time",
                "decided",
                _("Được chấp nhận lần đầu"),
                _("kết quả được chấp nhận ngay và không chậm, trên kết quả đã được xem xét"),
            ),
            Criterion(
                "unextended",
                10,
                "unextended",
                "judged",
                _("Không gia hạn"),
                _("nhiệm vụ xong đúng hạn mà không gia hạn, trên nhiệm vụ có hạn đã xong hoặc đang quá hạn"),
            ),
            Criterion(
                "received",
                5,
                "received",
                "to_receive",
                _("Tiếp nhận"),
                _("nhiệm vụ nhận đúng hạn và không chậm, trên nhiệm vụ giao trong kỳ đã nhận hoặc quá hạn nhận"),
            ),
        ),
    ),
)
"""In order of their first day."""


def criteria_on(day: date) -> Formula:
    """The one in force on that day as it was shipped; before the first one, the first."""
    return next((each for each in reversed(FORMULAS) if each.valid_from <= day), FORMULAS[0])


@dataclass(frozen=True, slots=True)
class Points:
    """What a unit reached by one criterion; `share` is None, and nothing is scored, where `of` is 0."""

    criterion: Criterion
    good: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.good / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Score:
    """The points by criterion, and the index they make."""

    points: tuple[Points, ...]
    judged: int

    @property
    def weight(self) -> int:
        """The sum of the weights of what could be measured."""
        return sum(each.criterion.weight for each in self.points if each.of)

    @property
    def index(self) -> float | None:
        """Between 0 and 100, to one decimal; None while nothing that has a deadline was judged."""
        if not self.judged:
            return None
        return round(sum(self.reached(each) or 0 for each in self.points), 1)

    def reached(self, points: Points) -> float | None:
        """Points of the index that one criterion brings; None where it could not be measured."""
        share = points.share
        return None if share is None else FULL * points.criterion.weight * share / self.weight


def score(counts: Mapping[str, int], formula: Formula) -> Score:
    """The index of a unit out of its counts by part."""
    points = tuple(Points(each, counts[each.good], _of(each, counts, formula)) for each in formula.criteria)
    return Score(points, counts["judged"])


def _of(criterion: Criterion, counts: Mapping[str, int], formula: Formula) -> int:
    if not criterion.by_age:
        return counts[criterion.of]
    late = (counts[f"{LATE_BAND}{band.key}"] * formula.weight_of(band) for band in formula.ages)
    return counts[criterion.good] + sum(late)
