"""Documents of critique, reminder, praise and urging in the periodical report: how many, and which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation
from tasks.models import Instruction, InstructionKind, InstructionState, Urging, UrgingLetter
from tasks.models.instruction import InstructionQuerySet
from tasks.reports import instructions
from tasks.reports.asked import Asked
from tasks.reports.monthly_lines import change_columns, changed
from tasks.reports.paper import Block, Cell, Column, Kind, Line
from tasks.reports.periods import ReportPeriod

COUNTED: Final = (
    InstructionKind.CRITICISE,
    InstructionKind.REMIND,
    InstructionKind.PRAISE,
    InstructionKind.REWARD,
    InstructionKind.EXPLAIN,
    InstructionKind.INSTRUCT,
)
LISTED: Final = COUNTED[:4]
"""The kinds whose documents are named one by one."""
STANDING: Final = (
    InstructionState.OPEN,
    InstructionState.ANSWERED,
    InstructionState.CLOSED,
    InstructionState.RECORDED,
    InstructionState.LAPSED,
)
"""States of words that were said and not taken back (`reports.instructions.counts` counts the same)."""
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Words:
    """How many words of each kind were said in a period, tasks urged, letters of urging drafted."""

    asked: Asked
    period: ReportPeriod
    said: Mapping[str, int]
    urged: int
    letters: int

    def cell(self, kind: InstructionKind) -> Cell:
        """Words of that kind with the address of their list."""
        number = self.said[kind]
        return Cell(number, _address(self.asked, self.period, kind) if number else "")


def count_words(asked: Asked, period: ReportPeriod) -> Words:
    """Three queries, as of the day asked about."""
    urged = Urging.objects.filter(round__on__gte=period.first, round__on__lte=period.last)
    urged = urged.filter(task__in=asked.tasks.order_by().values("pk"))
    letters = UrgingLetter.objects.filter(made_at__date__gte=period.first, made_at__date__lte=period.last)
    return Words(
        asked,
        period,
        instructions.counts(_visible(asked), period.first, period.last),
        urged.count(),
        letters.filter(round__in=urged.order_by().values("round")).count(),
    )


def _visible(asked: Asked) -> InstructionQuerySet:
    """Words that the person may see; of the filter only the agency narrows them."""
    rows, units = Instruction.objects.visible_to(asked.user, asked.today), _units(asked)
    if not units:
        return rows
    below = Q()
    for unit in units:
        below |= Q(unit__path__startswith=unit.path)
    return rows.filter(below)


def _units(asked: Asked) -> list[Organisation]:
    """Agencies that the filter names."""
    given = asked.filters.form.cleaned_data if asked.filters.is_valid() else {}
    return [*(given.get("lead") or ()), *([given["within"]] if given.get("within") else [])]


def words_block(now: Words, last: Words | None) -> Block:
    """How many of each kind, and the period before."""
    columns = (
        Column("label", _("Hình thức"), Kind.TEXT, 44),
        Column("total", _("Số lượt")),
        *change_columns(),
    )
    lines = []
    for kind in COUNTED:
        before = last.cell(kind) if last else None
        cells = (Cell(str(kind.label)), now.cell(kind), *changed(now.said[kind], before))
        lines.append(Line(cells, key=kind.value))
    urged = changed(now.urged, Cell(last.urged) if last else None)
    letters = changed(now.letters, Cell(last.letters) if last else None)
    lines.append(Line((Cell(_("Đôn đốc nhiệm vụ")), Cell(now.urged), *urged), key="urged"))
    lines.append(Line((Cell(_("Công văn đôn đốc")), Cell(now.letters), *letters), key="letters"))
    note = _(
        "Mỗi lượt là một ý kiến về một nhiệm vụ hoặc một cơ quan, đã gửi và không thu hồi; một văn bản nêu nhiều nhiệm "
        "vụ tính nhiều lượt. Bộ lọc theo cơ quan áp dụng cho ý kiến, các bộ lọc khác chỉ áp dụng cho đôn đốc."
    )
    return Block("words", _("Phê bình, nhắc nhở, biểu dương, đôn đốc trong kỳ"), columns, tuple(lines), note)


def _address(asked: Asked, period: ReportPeriod, kind: InstructionKind) -> str:
    query: dict[str, str | list[str]] = {
        "kind": kind.value,
        "state": [state.value for state in STANDING],
        "given_from": period.first.isoformat(),
        "given_to": period.last.isoformat(),
        "unit": [str(unit.pk) for unit in _units(asked)],
    }
    if asked.day != asked.today:
        query["as_of"] = asked.day.isoformat()
    return f"{reverse('instruction-list')}?{urlencode(query, doseq=True)}"


def documents_block(asked: Asked, period: ReportPeriod) -> Block:
    """The documents of critique, reminder, praise and reward of the period one by one, the newest first."""
    rows = _visible(asked).filter(kind__in=LISTED, state__in=STANDING)
    rows = rows.filter(given_on__gte=period.first, given_on__lte=period.last)
    found = list(rows.select_related("unit", "task", "leader").order_by("-given_on", "-pk")[: MOST + 1])
    columns = (
        Column("no", _("TT"), Kind.NUMBER, 5),
        Column("kind", _("Hình thức"), Kind.TEXT, 22),
        Column("paper", _("Số, ký hiệu"), Kind.TEXT, 18),
        Column("on", _("Ngày"), Kind.DAY, 12),
        Column("unit", _("Cơ quan"), Kind.TEXT, 28),
        Column("task", _("Về nhiệm vụ"), Kind.TEXT, 44),
        Column("words", _("Nội dung"), Kind.TEXT, 60),
        Column("leader", _("Lãnh đạo"), Kind.TEXT, 22),
    )
    lines = [_document(number, row) for number, row in enumerate(found[:MOST], start=1)]
    papers = {(row.document_number, row.document_on) for row in found if row.document_number}
    note = _("%(count)d số, ký hiệu văn bản khác nhau.") % {"count": len(papers)}
    if len(found) > MOST:
        note = _("Chỉ nêu %(count)d lượt mới nhất; số trong bảng trên mở danh sách đầy đủ.") % {"count": MOST}
    title = _("Văn bản phê bình, nhắc nhở, biểu dương, khen thưởng")
    return Block("documents", title, columns, tuple(lines), note if lines else "")


def _document(number: int, row: Instruction) -> Line:
    cells = (
        Cell(number),
        Cell(row.get_kind_display(), row.get_absolute_url()),
        Cell(row.document_number),
        Cell(row.document_on or row.given_on),
        Cell(row.unit.short_name),
        Cell(row.task.title if row.task is not None else "", row.task.get_absolute_url() if row.task else ""),
        Cell(row.words),
        Cell(str(row.leader or "")),
    )
    return Line(cells, key=str(row.pk))
