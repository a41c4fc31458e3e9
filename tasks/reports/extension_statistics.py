"""Statistics of requests for more time: how many, days gained, repeats, refusals, and how long decisions take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import DomainError
from tasks.models import ExtensionReason
from tasks.reports.asked import Asked
from tasks.reports.board import group_label
from tasks.reports.cells import Query, linked, share
from tasks.reports.extension_count import COUNTED, EVERY, Days, Facts, Part, Requests, address, count_requests
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Report
from tasks.reports.paper import Part as Role
from tasks.reports.units import Unit, unit_columns, unit_of

TONES: Final = {"refused": "warn", "late": "bad"}


class DaysForm(forms.Form):
    """`from` and `to`, as typed or as ISO texts; without them the year so far."""

    def __init__(self, query: QueryDict, day: date) -> None:
        first = query.get("from") or f"{day.replace(month=1, day=1):%d/%m/%Y}"
        super().__init__({"from": first, "to": query.get("to") or f"{day:%d/%m/%Y}"}, auto_id="report_%s")
        shown = forms.DateInput(attrs={"inputmode": "numeric", "size": 10})
        self.fields["from"] = forms.DateField(
            label=gettext_lazy("Đề nghị và giao từ ngày"), widget=shown, required=False
        )
        self.fields["to"] = forms.DateField(label=gettext_lazy("Đến hết ngày"), widget=shown, required=False)

    def clean(self) -> dict[str, object]:
        """Both days in their order.

        Raises:
            ValidationError: the end lies before the beginning.
        """
        given = super().clean() or {}
        if given.get("from") and given.get("to") and given["to"] < given["from"]:
            self.add_error("to", _("Ngày cuối kỳ phải sau ngày đầu kỳ."))
        return given

    def chosen(self) -> Days:
        """The days.

        Raises:
            DomainError: they make no period.
        """
        if not self.is_valid():
            problems = [str(problem) for errors in self.errors.values() for problem in errors]
            raise DomainError(" ".join(problems), code="bad_period", status=400)
        return Days(self.cleaned_data["from"], self.cleaned_data["to"])


@dataclass(frozen=True, slots=True)
class Given:
    """Tasks assigned in the period by agency, and those of them that were extended."""

    units: Mapping[int, Unit]
    tasks: Mapping[int, int]
    extended: Mapping[int, int]


def build(asked: Asked) -> Report:
    """The whole, each agency, each decider, each reason.

    Raises:
        DomainError: the options name no period.
    """
    days = DaysForm(asked.options, asked.day).chosen()
    found, given = count_requests(asked, days), _given(asked, days)
    blocks = (
        _units_block(asked, days, found, given),
        _deciders_block(asked, days, found),
        _reasons_block(asked, days, found),
    )
    words = {"first": f"{days.first:%d/%m/%Y}", "last": f"{days.last:%d/%m/%Y}"}
    period = _("Kỳ từ %(first)s đến hết %(last)s.") % words
    empty = not found.sums and not given.tasks
    return Report("extensions", _("Thống kê gia hạn"), asked.day, asked.now, (period,), blocks, is_empty=empty)


def _given(asked: Asked, days: Days) -> Given:
    columns = unit_columns(asked.on_map)
    rows = asked.tasks.filter(assigned_on__gte=days.first, assigned_on__lte=days.last).order_by().annotate(**columns)
    counted = rows.values(*columns).annotate(count=Count("pk"), extended=Count("pk", filter=Q(extended_times__gt=0)))
    units, tasks, extended = {}, {}, {}
    for row in counted:
        unit = unit_of(row)
        units[unit.key], tasks[unit.key], extended[unit.key] = unit, int(row["count"]), int(row["extended"])
    return Given(units, tasks, extended)


# ── agencies ──────────────────────────────────────────────────────────────────────────────────
def _units_block(asked: Asked, days: Days, found: Requests, given: Given) -> Block:
    """Agencies with requests or tasks in the period, most requests first within their group, and the sum."""
    units = {**given.units, **found.units}
    parts = {key: Part(_is_unit(key), {"lead": str(key)}) for key in units}
    order = sorted(units.values(), key=lambda unit: (unit.group, -found.of(parts[unit.key]).number, unit.label))
    columns = (
        Column("unit", _("Cơ quan"), Kind.TEXT, 34),
        *_count_columns(),
        Column("tasks", _("Nhiệm vụ giao trong kỳ")),
        Column("extended", _("Trong đó đã gia hạn")),
        Column("share", _("Tỷ lệ gia hạn"), Kind.SHARE, hint=_("Đã gia hạn chia cho nhiệm vụ giao trong kỳ.")),
    )
    lines: list[Line] = []
    for group, members in groupby(order, key=lambda unit: unit.group):
        blank = [Cell(None)] * (len(columns) - 1)
        lines.append(Line((Cell(group_label(group)), *blank), group=group, part=Role.HEADING))
        for unit in members:
            part = parts[unit.key]
            counts = _counts(asked, days, found, part)
            tasks = _task_cells(asked, days, given, part.query, [unit.key])
            lines.append(Line((Cell(unit.label), *counts, *tasks), str(unit.key), group))
    if units:
        tasks = _task_cells(asked, days, given, {}, list(units))
        cells = (Cell(_("Tổng cộng")), *_counts(asked, days, found, EVERY), *tasks)
        lines.append(Line(cells, "total", part=Role.SUM))
    note = _(
        "Đề nghị = được gia hạn + không được + chờ quyết định + rút, không cần nữa. Xin sát hạn: gửi trong %(days)d "
        "ngày cuối trước khi hết hạn. Quyết định chậm: sau thời gian quy định, hoặc đã quá mà chưa quyết định."
    )
    words = note % {"days": settings.EXTENSION_LAST_DAYS}
    return Block("units", _("Theo cơ quan xin gia hạn"), columns, tuple(lines), words)


def _is_unit(key: int) -> Callable[[Facts], bool]:
    return lambda facts: facts.unit == key


def _count_columns() -> tuple[Column, ...]:
    return (
        Column("asked", _("Đề nghị")),
        Column("granted", _("Được gia hạn")),
        Column("refused", _("Không được")),
        Column("pending", _("Chờ quyết định")),
        Column("withdrawn", _("Rút, không cần nữa")),
        Column("repeat", _("Xin lần thứ hai trở đi"), hint=_("Nhiệm vụ đó đã có đề nghị trước.")),
        Column("last_moment", _("Xin sát hạn")),
        Column("late", _("Quyết định chậm")),
        Column("days", _("Số ngày được gia hạn"), hint=_("Cộng mọi đề nghị được chấp thuận.")),
        Column("waited", _("Ngày quyết định bình quân"), Kind.DECIMAL, hint=_("Từ ngày đề nghị đến ngày quyết định.")),
    )


def _counts(asked: Asked, days: Days, found: Requests, among: Part) -> list[Cell]:
    """The cells of `_count_columns` for these requests."""
    cells = []
    for name, counted in COUNTED.items():
        part = among & counted
        number = found.of(part).number
        tone = TONES.get(name, "") if number else ""
        cells.append(Cell(number, address(asked, days, part.query) if number else "", tone))
    return [*cells, Cell(found.of(among).days), Cell(found.waited(among))]


def _task_cells(asked: Asked, days: Days, given: Given, whose: Query, keys: Sequence[int]) -> list[Cell]:
    """Tasks assigned in the period, those extended, and their share."""
    query: Query = {**days.query("assigned"), **whose}
    tasks, extended = (sum(counts.get(key, 0) for key in keys) for counts in (given.tasks, given.extended))
    return [
        linked(asked, tasks, query),
        linked(asked, extended, {**query, "extended": "true"}),
        Cell(share(extended, tasks)),
    ]


# ── deciders and reasons ──────────────────────────────────────────────────────────────────────
def _deciders_block(asked: Asked, days: Days, found: Requests) -> Block:
    """Whom the requests were addressed to, most requests first; a substitute's decision counts for the one away."""
    parts = {key: Part(_is_decider(key), _decider_query(key)) for key in found.deciders}
    order = sorted(parts, key=lambda key: (-found.of(parts[key]).number, found.deciders[key]))
    names = {key: found.deciders[key] or _("(chưa rõ người quyết định)") for key in parts}
    rows = [(names[key], str(key or ""), parts[key]) for key in order]
    note = _("Tính cho người được gửi đề nghị; người thay quyết định thì vẫn tính cho người đó.")
    return _block("deciders", _("Theo người quyết định"), _("Người quyết định"), note, _lines(asked, days, found, rows))


def _is_decider(key: int | None) -> Callable[[Facts], bool]:
    return lambda facts: facts.decider == key


def _decider_query(key: int | None) -> Query:
    return {"decider": str(key)} if key is not None else {"decider_none": "true"}


def _reasons_block(asked: Asked, days: Days, found: Requests) -> Block:
    """Why time was asked for, most requests first, and how often it was refused for that reason."""
    labels = dict(ExtensionReason.choices)
    parts = {code: Part(_is_reason(code), {"code": [code]}) for code in {facts.code for facts in found.sums}}
    order = sorted(parts, key=lambda code: (-found.of(parts[code]).number, code))
    rows = [(str(labels.get(code, code)), code, parts[code]) for code in order]
    return _block("reasons", _("Theo lý do"), _("Lý do"), "", _lines(asked, days, found, rows))


def _is_reason(code: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.code == code


def _lines(asked: Asked, days: Days, found: Requests, rows: Sequence[tuple[str, str, Part]]) -> tuple[Line, ...]:
    """A line per part with the share that was refused among decided ones, and the sum."""
    lines = [_line(asked, days, found, *row, Role.PART) for row in rows]
    if lines:
        lines.append(_line(asked, days, found, _("Tổng cộng"), "total", EVERY, Role.SUM))
    return tuple(lines)


def _line(asked: Asked, days: Days, found: Requests, label: str, key: str, part: Part, role: Role) -> Line:
    refused = found.of(part & COUNTED["refused"]).number
    decided = refused + found.of(part & COUNTED["granted"]).number
    cells = (Cell(label), *_counts(asked, days, found, part), Cell(share(refused, decided)))
    return Line(cells, key, part=role)


def _block(key: str, title: str, head: str, note: str, lines: tuple[Line, ...]) -> Block:
    hint = _("Không được chia cho số đã quyết định (được gia hạn và không được).")
    refusals = Column("refusals", _("Tỷ lệ không được"), Kind.SHARE, hint=hint)
    columns = (Column(key, head, Kind.TEXT, 34), *_count_columns(), refusals)
    return Block(key, title, columns, lines, note)
