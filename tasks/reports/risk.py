"""Which running tasks may miss their deadline, why, and how often such judgements have come true so far."""

from collections import Counter, defaultdict
from typing import Final

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from directives.workdays import WorkingCalendar
from tasks.elapsed import Elapsed
from tasks.models import RiskBacktest, RiskLevel, TaskRisk, Workday
from tasks.models.task import TaskQuerySet
from tasks.reports.asked import Asked
from tasks.reports.board import group_label
from tasks.reports.paper import Block, Cell, Chart, Column, Kind, Line, Part, Report, Series, Shape
from tasks.reports.units import Unit, unit_columns, unit_of
from tasks.risk import FULL, LIMITS, SIGNS, VERSION, words
from tasks.risk_facts import in_term

LISTED: Final = 50
"""Tasks told one by one; the rest is in the list behind the number."""
LEAST_CASES: Final = 50
"""Cases from which the measure says anything."""
LEVELS: Final = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)
TONES: Final = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "warn"}


def risk(asked: Asked) -> Report:
    """By unit and task by task, with the measure beside it; of a past day only what had been measured by then."""
    measured = RiskBacktest.objects.filter(measured_on__lte=asked.day).order_by("-measured_on").first()
    blocks: tuple[Block, ...] = (_accuracy_block(measured), _points_block())
    tasks = asked.tasks.filter(in_term(asked.day), risk__isnull=False).order_by()
    counts = _counts(tasks, asked) if asked.day == asked.today else {}
    if asked.day == asked.today:
        blocks = (_units_block(asked, counts), _tasks_block(asked, tasks), *blocks)
    return Report(
        slug="risk",
        title=_("Cảnh báo sớm nguy cơ chậm"),
        day=asked.day,
        counted_at=asked.now,
        statement=_statement(asked),
        blocks=blocks,
        is_empty=not counts,
    )


def _statement(asked: Asked) -> tuple[str, ...]:
    if asked.day != asked.today:
        return (_("Dự báo chỉ lập cho hôm nay; với ngày đã qua chỉ có kết quả đo độ chính xác đến ngày đó."),)
    made = TaskRisk.objects.aggregate(day=Max("day"))["day"]
    when = _("Dự báo lập đêm %(day)s.") % {"day": date_format(made, "d/m/Y")} if made else _("Chưa lập dự báo nào.")
    warning = _("Đây là dấu hiệu để xem trước, không phải kết luận; độ chính xác đã đo được nêu bên dưới.")
    return (f"{asked.filters.statement()}.", when, warning)


# ── who and what ──────────────────────────────────────────────────────────────────────────────
Counts = dict[Unit, Counter[str]]


def _counts(tasks: TaskQuerySet, asked: Asked) -> Counts:
    """Tasks by unit and level (one query)."""
    found: Counts = defaultdict(Counter)
    columns = unit_columns(asked.on_map)
    for row in tasks.annotate(**columns).values("risk__level", *columns).annotate(n=Count("pk")):
        found[unit_of(row)][str(row["risk__level"])] += row["n"]
    return found


def _units_block(asked: Asked, counts: Counts) -> Block:
    def cells(levels: Counter[str], **query: str) -> list[Cell]:
        return [
            Cell(levels[level], asked.href(risk=level.value, **query), TONES.get(level, "") if levels[level] else "")
            for level in LEVELS
        ]

    def worst_first(unit: Unit) -> tuple[str, int, int, str]:
        return unit.group, -counts[unit][RiskLevel.HIGH], -counts[unit][RiskLevel.MEDIUM], unit.label

    ordered = sorted(counts, key=worst_first)
    lines = []
    for unit in ordered:
        numbers = cells(counts[unit], lead=str(unit.key))
        total = Cell(counts[unit].total(), asked.href(risk="any", lead=str(unit.key)))
        line = (Cell(unit.label), Cell(group_label(unit.group)), *numbers, total)
        lines.append(Line(line, key=str(unit.key), group=unit.group))
    whole = sum(counts.values(), Counter[str]())
    sums = (Cell(_("Tổng cộng")), Cell(""), *cells(whole), Cell(whole.total(), asked.href(risk="any")))
    return Block(
        key="units",
        title=_("Theo cơ quan"),
        columns=(
            Column("unit", _("Cơ quan"), Kind.TEXT, 34),
            Column("group", _("Nhóm"), Kind.TEXT, 18),
            *(Column(level.value, str(level.label), width=10) for level in LEVELS),
            Column("all", _("Đang trong hạn"), width=10),
        ),
        lines=(*lines, Line(sums, part=Part.SUM)),
        note=_("Nhiệm vụ đang thực hiện, có hạn và chưa đến hạn."),
    )


def _tasks_block(asked: Asked, tasks: TaskQuerySet) -> Block:
    columns = unit_columns(asked.on_map)
    found = tasks.filter(risk__level=RiskLevel.HIGH).annotate(**columns)
    named = ("pk", "title", "counts_until", "risk__points", "risk__reasons")
    rows = found.order_by("-risk__points", "counts_until", "pk").values(*named, *columns)[:LISTED]
    elapsed = Elapsed(_calendar())
    lines = []
    for row in rows:
        cells = (
            Cell(row["title"], reverse("task-detail", args=[row["pk"]])),
            Cell(unit_of(row).label),
            Cell(row["counts_until"]),
            Cell(elapsed.between(asked.day, row["counts_until"])),
            Cell(row["risk__points"]),
            Cell("; ".join(words(reason) for reason in row["risk__reasons"])),
        )
        lines.append(Line(cells, key=str(row["pk"])))
    more = _("Nêu %(count)d nhiệm vụ nhiều điểm nhất; danh sách đủ ở con số nguy cơ cao.") % {"count": LISTED}
    return Block(
        key="tasks",
        title=_("Nhiệm vụ nguy cơ cao"),
        columns=(
            Column("task", _("Nhiệm vụ"), Kind.TEXT, 50),
            Column("unit", _("Cơ quan"), Kind.TEXT, 24),
            Column("until", _("Ngày cuối"), Kind.DAY, 12),
            Column("left", _("Còn (ngày làm việc)"), width=9),
            Column("points", _("Điểm"), width=7),
            Column("reasons", _("Vì sao"), Kind.TEXT, 70),
        ),
        lines=tuple(lines),
        note=more if len(lines) == LISTED else "",
    )


def _calendar() -> WorkingCalendar:
    return Workday.objects.calendar()


# ── how good it is ────────────────────────────────────────────────────────────────────────────
def _accuracy_block(measured: RiskBacktest | None) -> Block:
    ends = {level: _ends(measured, level) for level in LEVELS}
    enough = sum(map(sum, ends.values())) >= LEAST_CASES
    lines = [_level_line(str(level.label), *ends[level], key=level.value, enough=enough) for level in LEVELS]
    missed, met = (sum(pair[place] for pair in ends.values()) for place in (0, 1))
    whole = _level_line(_("Tổng cộng"), missed, met, key="", enough=enough)
    shares = tuple(line.cells[-1].value for line in lines)
    return Block(
        key="accuracy",
        title=_("Độ chính xác đã đo"),
        columns=(
            Column("level", _("Mức dự báo"), Kind.TEXT, 24),
            Column("cases", _("Số nhiệm vụ"), width=10),
            Column("missed", _("Thực tế lỡ hạn"), width=10, hint=_("Không báo cáo hoàn thành trong hạn khi đó.")),
            Column("met", _("Thực tế kịp hạn"), width=10),
            Column("share", _("Tỷ lệ lỡ hạn"), Kind.SHARE, 10),
        ),
        lines=(*lines, Line(whole.cells, part=Part.SUM)),
        note=_accuracy_words(measured, ends, enough=enough),
        chart=_chart(shares) if enough else None,
    )


def _ends(measured: RiskBacktest | None, level: RiskLevel) -> tuple[int, int]:
    """Missed and met."""
    if measured is None:
        return 0, 0
    return getattr(measured, f"{level.value}_missed"), getattr(measured, f"{level.value}_met")


def _level_line(label: str, missed: int, met: int, *, key: str, enough: bool) -> Line:
    share = missed / (missed + met) if enough and missed + met else None
    return Line((Cell(label), Cell(missed + met), Cell(missed), Cell(met), Cell(share)), key=key)


def _accuracy_words(measured: RiskBacktest | None, ends: dict[RiskLevel, tuple[int, int]], *, enough: bool) -> str:
    if measured is None:
        return _("Chưa đủ dữ liệu: chưa đo lần nào.")
    how = _(
        "Đo ngày %(day)s (bảng điểm phiên bản %(version)s) trên các nhiệm vụ đã đến hạn, xét như đã có từ %(ahead)d đến"
        " %(most)d ngày trước hạn và chỉ với những gì biết được khi đó."
    ) % {
        "day": date_format(measured.measured_on, "d/m/Y"),
        "version": measured.version,
        "ahead": measured.ahead_days,
        "most": measured.ahead_days + 6,
    }
    cases = sum(map(sum, ends.values()))
    if not enough:
        few = _("Chưa đủ dữ liệu: mới có %(cases)d nhiệm vụ, cần ít nhất %(least)d.")
        return f"{few % {'cases': cases, 'least': LEAST_CASES}} {how}"
    return f"{how} {_shares_words(ends, cases)}"


def _shares_words(ends: dict[RiskLevel, tuple[int, int]], cases: int) -> str:
    """Precision, recall and the base rate, in words."""
    missed_high, met_high = ends[RiskLevel.HIGH]
    missed = sum(pair[0] for pair in ends.values())
    said = {
        "precision": _percent(missed_high, missed_high + met_high),
        "recall": _percent(missed_high, missed),
        "base": _percent(missed, cases),
        "cases": cases,
    }
    return (
        _(
            "Trên %(cases)d nhiệm vụ: trong số bị báo nguy cơ cao có %(precision)s lỡ hạn thật; dự báo bắt được"
            " %(recall)s số lỡ hạn; tính chung %(base)s nhiệm vụ lỡ hạn."
        )
        % said
    )


def _percent(part: int, whole: int) -> str:
    return f"{number_format(round(FULL * part / whole, 1), 1)}%" if whole else "–"


def _chart(shares: tuple[object, ...]) -> Chart:
    values = tuple(None if share is None else round(float(str(share)) * FULL, 1) for share in shares)
    labels = tuple(str(level.label) for level in LEVELS)
    return Chart(Shape.BARS, _("Tỷ lệ lỡ hạn thật theo mức dự báo"), labels, (Series(_("Lỡ hạn"), values),), "%")


def _points_block() -> Block:
    lines = [Line((Cell(str(sign.label)), Cell(sign.points)), key=key) for key, sign in SIGNS.items()]
    limits = {
        "high": LIMITS.high,
        "medium": LIMITS.medium,
        "silent": LIMITS.silent_days,
        "helpers": LIMITS.helpers,
        "some": round(LIMITS.some_late * FULL),
        "much": round(LIMITS.much_late * FULL),
    }
    note = _(
        "Từ %(high)d điểm là nguy cơ cao, từ %(medium)d điểm là vừa. Lâu không báo cáo: từ %(silent)d ngày làm việc;"
        " nhiều cơ quan phối hợp: từ %(helpers)d; hay xong muộn: từ %(some)d%%, thường xong muộn: từ %(much)d%% số"
        " việc có hạn."
    )
    return Block(
        key="points",
        title=_("Bảng điểm (phiên bản %(version)s)") % {"version": VERSION},
        columns=(Column("sign", _("Dấu hiệu"), Kind.TEXT, 70), Column("points", _("Điểm"), width=8)),
        lines=tuple(lines),
        note=note % limits,
    )
