"""Early risk: signs that a running task may miss its deadline, each with its points and its reason in words.

A table of points set by hand, no learning machine: everybody can count a judgement again. How often it comes true is
measured every night on tasks that are over (`tasks.risk_nightly`) and shown beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tasks.models.risk import RiskLevel

FULL: Final = 100
LEAST_KNOWN: Final = 8
"""Finished tasks of a unit from which its own pace is used, else that of all units."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the table: `points` when it shows; `label` is its rule, `words` the reason with numbers put in."""

    points: int
    label: str | Promise
    words: str | Promise


@dataclass(frozen=True, slots=True)
class Limits:
    """From where a sign shows: days are working days."""

    silent_days: int = 10
    helpers: int = 3
    some_late: float = 0.15
    much_late: float = 0.3
    medium: int = 3
    high: int = 5


VERSION: Final = "1"
LIMITS: Final = Limits()
SIGNS: Final[Mapping[str, Sign]] = {
    "much_too_short": Sign(
        4,
        _("Thời gian còn lại chưa bằng nửa thời gian thường cần cho phần việc còn lại"),
        _("%(who)s thường cần %(usual)s ngày làm việc, việc mới đạt %(percent)d%%, chỉ còn %(left)d ngày làm việc"),
    ),
    "too_short": Sign(
        2,
        _("Thời gian còn lại ít hơn thời gian thường cần cho phần việc còn lại"),
        _("%(who)s thường cần %(usual)s ngày làm việc, việc đạt %(percent)d%%, còn %(left)d ngày làm việc"),
    ),
    "silent": Sign(2, _("Lâu không báo cáo"), _("%(days)d ngày làm việc chưa có báo cáo")),
    "obstacle": Sign(2, _("Báo cáo gần nhất nêu vướng mắc"), _("đơn vị đang báo vướng mắc")),
    "unit_much_late": Sign(
        2, _("Đơn vị thường xong muộn"), _("đơn vị xong muộn %(share)d%% số việc có hạn trong một năm qua")
    ),
    "unit_late": Sign(1, _("Đơn vị hay xong muộn"), _("đơn vị xong muộn %(share)d%% số việc có hạn trong một năm qua")),
    "helpers": Sign(1, _("Nhiều cơ quan phối hợp"), _("%(count)d cơ quan phối hợp")),
    "returned": Sign(1, _("Kết quả từng bị trả lại"), _("kết quả đã bị trả lại %(count)d lần")),
    "extended": Sign(1, _("Đã từng gia hạn"), _("đã gia hạn %(count)d lần")),
}
"""The table of points; `LIMITS` says from where a sign shows."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is usual for a unit: median working days from assignment to the accepted report, share done late.

    `own` is False where the unit has finished too little and the pace is that of all units.
    """

    usual: float | None
    late_share: float | None
    own: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a running task; `left` and `silent_days` are working days."""

    left: int
    percent: int
    silent_days: int
    helpers: int
    returned: int
    extended: int
    has_obstacle: bool
    pace: Pace


Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The points of a task, and the signs that made them, heaviest first."""

    points: int
    reasons: tuple[Reason, ...]

    @property
    def level(self) -> RiskLevel:
        """What the points mean."""
        if self.points >= LIMITS.high:
            return RiskLevel.HIGH
        return RiskLevel.MEDIUM if self.points >= LIMITS.medium else RiskLevel.LOW


def judge(facts: Facts) -> Judgement:
    """Every sign that shows."""
    found = [*_time(facts), *_course(facts), *_unit(facts)]
    reasons = sorted(({**reason, "points": SIGNS[reason["sign"]].points} for reason in found), key=_heaviest_first)
    return Judgement(sum(reason["points"] for reason in reasons), tuple(reasons))


def _heaviest_first(reason: Reason) -> tuple[int, str]:
    return -reason["points"], reason["sign"]


def _time(facts: Facts) -> list[Reason]:
    """What the unit usually needs for what is left of the work, against the days that are left."""
    if facts.pace.usual is None:
        return []
    needed = facts.pace.usual * (FULL - facts.percent) / FULL
    if needed <= facts.left:
        return []
    sign = "much_too_short" if needed > 2 * facts.left else "too_short"
    known = {"usual": round(facts.pace.usual, 1), "own": facts.pace.own}
    return [{"sign": sign, "percent": facts.percent, "left": facts.left, **known}]


def _course(facts: Facts) -> list[Reason]:
    """How the task itself has gone so far."""
    found: list[Reason] = []
    if facts.silent_days >= LIMITS.silent_days:
        found.append({"sign": "silent", "days": facts.silent_days})
    if facts.has_obstacle:
        found.append({"sign": "obstacle"})
    for sign, count, least in (
        ("helpers", facts.helpers, LIMITS.helpers),
        ("returned", facts.returned, 1),
        ("extended", facts.extended, 1),
    ):
        if count >= least:
            found.append({"sign": sign, "count": count})
    return found


def _unit(facts: Facts) -> list[Reason]:
    share = facts.pace.late_share
    if share is None or share < LIMITS.some_late:
        return []
    sign = "unit_much_late" if share >= LIMITS.much_late else "unit_late"
    return [{"sign": sign, "share": round(share * FULL)}]


def words(reason: Reason) -> str:
    """One reason as people read it; a sign that the table no longer has is named as it was."""
    sign = SIGNS.get(reason["sign"])
    if sign is None:
        return str(reason["sign"])
    said = {**reason, "who": _now("đơn vị") if reason.get("own", True) else _now("các đơn vị")}
    if "usual" in reason:
        said["usual"] = number_format(reason["usual"], 0 if float(reason["usual"]).is_integer() else 1)
    return str(sign.words) % said
