"""All targets of papers with their latest values: what is reached, what is not, and of what nothing is known."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import ALLOWED, Decision
from directives.chain import carried_out_by
from directives.models import Standing, Target
from directives.target_words import Followed, by_when, followed, wanted
from tasks.reports.asked import Asked
from tasks.reports.paper import Block, Cell, Column, Kind, Line, Part, Report

MOST: Final = 2_000
TONES: Final = {Standing.REACHED: "ok", Standing.MISSED: "warn", Standing.UNKNOWN: ""}


def may_read_targets(_user: User, _today: date) -> Decision:
    """Everybody: the report holds the targets of papers that the reader may see, and no others."""
    return ALLOWED


def build(asked: Asked) -> Report:
    """Targets confirmed by the end of the day asked about, with the values known of days up to it.

    Of the filter what speaks of papers and bodies counts: paper, chain, field, lead, subtree.
    """
    rows = followed(_targets(asked), asked.day)
    return Report(
        slug="targets",
        title=_("Chỉ tiêu của văn bản và kết quả thực hiện"),
        day=asked.day,
        counted_at=asked.now if asked.day == asked.today else None,
        statement=(_("Chỉ tiêu đã được văn thư xác nhận; số liệu mới nhất tính đến ngày báo cáo."),),
        blocks=(_summary(rows), _list(rows)),
        query=asked.options.urlencode(),
        is_empty=not rows,
    )


def _targets(asked: Asked) -> Sequence[Target]:
    visible = Target.objects.visible_to(asked.user, asked.today)
    confirmed = visible.confirmed().filter(confirmed_on__lte=asked.day)
    found = confirmed.filter(_narrowed(asked)).select_related("directive", "lead__heir")
    ordered = found.defer("directive__text", "directive__search_text").order_by("directive", "start", "pk")
    return list(ordered[:MOST])


def _narrowed(asked: Asked) -> Q:
    """What the filter says of papers and of bodies."""
    said: dict[str, Any] = asked.filters.form.cleaned_data if asked.filters.is_valid() else {}
    wanted_rows = Q()
    if paper := said.get("directive"):
        wanted_rows &= Q(directive=paper)
    if top := said.get("chain"):
        wanted_rows &= Q(directive__in=[top.pk, *carried_out_by(top.pk)])
    if field := said.get("field"):
        wanted_rows &= Q(directive__field=field)
    if leads := said.get("lead"):
        keys = [lead.pk for lead in leads]
        wanted_rows &= Q(lead__in=keys) | Q(lead__heir__in=keys)
    if root := said.get("within"):
        wanted_rows &= Q(lead__path__startswith=root.path) | Q(lead__heir__path__startswith=root.path)
    return wanted_rows


def _summary(rows: Sequence[Followed]) -> Block:
    """How many stand where; the sum is made of the parts."""
    standings = [row.standing for row in rows]
    columns = (Column("standing", _("Tình trạng"), Kind.TEXT, 24), Column("count", _("Số chỉ tiêu")), _share())
    counts = [(standing, standings.count(standing)) for standing in Standing]
    total = sum(count for _standing, count in counts)
    lines = [
        Line(
            (Cell(str(standing.label), tone=TONES[standing]), Cell(count), Cell(count / total if total else None)),
            key=standing.value,
        )
        for standing, count in counts
    ]
    whole = Line((Cell(_("Tổng số")), Cell(total), Cell(1.0 if total else None)), key="all", part=Part.SUM)
    late = sum(row.is_late for row in rows)
    note = _("Trong đó %(count)s chỉ tiêu đã qua thời điểm phải đạt mà chưa đạt.") % {"count": late} if late else ""
    return Block("summary", _("Tổng hợp"), columns, (*lines, whole), note)


def _share() -> Column:
    return Column("share", _("Tỷ lệ"), Kind.SHARE, hint=_("so với tổng số chỉ tiêu trong bảng này"))


def _list(rows: Sequence[Followed]) -> Block:
    """One line a target, in the order of the papers."""
    columns = (
        Column("name", _("Chỉ tiêu"), Kind.TEXT, 44),
        Column("paper", _("Văn bản"), Kind.TEXT, 16),
        Column("place", _("Vị trí"), Kind.TEXT, 8),
        Column("lead", _("Cơ quan chủ trì"), Kind.TEXT, 24),
        Column("wanted", _("Mục tiêu"), Kind.TEXT, 18),
        Column("due", _("Thời điểm"), Kind.TEXT, 12),
        Column("value", _("Thực hiện"), Kind.DECIMAL, 12),
        Column("unit", _("Đơn vị tính"), Kind.TEXT, 12),
        Column("on", _("Đến ngày"), Kind.DAY, 12),
        Column("source", _("Nguồn số liệu"), Kind.TEXT, 28),
        Column("standing", _("Tình trạng"), Kind.TEXT, 18),
    )
    return Block("targets", _("Từng chỉ tiêu"), columns, tuple(_line(row) for row in rows))


def _line(row: Followed) -> Line:
    target, latest, body = row.target, row.latest, row.target.unit_in_charge
    page = reverse("directive-targets", args=[target.directive_id])
    late = _(" (đã qua thời điểm)") if row.is_late else ""
    cells = (
        Cell(target.name, href=f"{page}#target-{target.pk}"),
        Cell(str(target.directive), href=target.directive.get_absolute_url()),
        Cell(target.path),
        Cell(body.short_name if body else ""),
        Cell(wanted(target)),
        Cell(by_when(target)),
        Cell(float(latest.value) if latest else None, href=reverse("target-value", args=[target.pk])),
        Cell(target.unit),
        Cell(latest.on if latest else None),
        Cell(latest.source if latest else ""),
        Cell(f"{row.standing.label}{late}", tone="bad" if row.is_late else TONES[row.standing]),
    )
    return Line(cells, key=str(target.pk), group=str(target.directive_id))
