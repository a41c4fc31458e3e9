"""Statistics of requests for more time: every cell carries the filter that lists what it counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import IO, Any, Final
from urllib.parse import urlencode

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from directives.workdays import ONE_DAY
from tasks.filters_extensions import at_last_moment, decided_late
from tasks.models import ExtensionRequest, ExtensionState
from tasks.models.extension import ExtensionQuerySet
from tasks.models.task import TaskQuerySet
from tasks.reports.columns import Value
from tasks.reports.export import MAX_ROWS, Book, Head, build

Query = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included: the days on which requests were filed and tasks assigned.

    `as_of` is the past day that is asked about, None for today; lists behind the numbers show that day too.
    """

    first: date
    last: date
    as_of: date | None = None

    @classmethod
    def read(cls, first: str, last: str, *, today: date) -> "Period":
        """Days as typed or as ISO texts; without them the year so far.

        Raises:
            DomainError: a day that is none, or an end before its beginning.
        """
        period = cls(_day(first) or today.replace(month=1, day=1), _day(last) or today)
        if period.last < period.first:
            raise DomainError(_now("Ngày cuối kỳ phải sau ngày đầu kỳ."), code="period_reversed", status=400)
        return period

    @property
    def words(self) -> str:
        """The period in one sentence."""
        return _now("Kỳ từ %(first)s đến hết %(last)s.") % {
            "first": f"{self.first:%d/%m/%Y}",
            "last": f"{self.last:%d/%m/%Y}",
        }


def _day(text: str) -> date | None:
    """`2023-02-01` or `01/02/2023`."""
    if not text.strip():
        return None
    try:
        if "/" in text:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DomainError(
            _now("“%(text)s” không phải là ngày; hãy ghi ngày/tháng/năm.") % {"text": text}, code="bad_day", status=400
        ) from None


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the address of the list that holds exactly so many rows."""

    count: int
    page: str
    query: Query

    @property
    def query_string(self) -> str:
        """The filter of that list."""
        return urlencode(self.query, doseq=True)


COUNTED: Final[Mapping[str, Query]] = {
    "asked": {},
    "granted": {"state": ExtensionState.GRANTED.value},
    "refused": {"state": ExtensionState.REFUSED.value},
    "pending": {"state": ExtensionState.PENDING.value},
    "withdrawn": {"state": [ExtensionState.WITHDRAWN.value, ExtensionState.LAPSED.value]},
    "last_moment": {"last_moment": "true"},
    "late": {"late": "true"},
}
"""Counts of requests with the filter that lists each."""
LABELS: Final[Mapping[str, str | Promise]] = {
    "asked": _("Đề nghị"),
    "granted": _("Được gia hạn"),
    "refused": _("Không được"),
    "pending": _("Chờ quyết định"),
    "withdrawn": _("Rút, không cần nữa"),
    "last_moment": _("Xin sát hạn"),
    "late": _("Quyết định chậm"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One unit (or, with key None, the sum): counts by name, days granted, and tasks assigned in the period."""

    key: int | None
    label: str
    period: Period
    counts: Mapping[str, int] = field(default_factory=dict)
    days_granted: int = 0
    decision_days: float | None = None
    tasks: int = 0
    extended: int = 0

    @property
    def cells(self) -> list[tuple[str, Cell]]:
        """Counts of requests in the order of the columns, each with its words for narrow screens."""
        days = {"asked_from": self.period.first.isoformat(), "asked_to": self.period.last.isoformat()}
        return [
            (str(LABELS[name]), Cell(self.counts.get(name, 0), "extension-list", {**self._unit, **days, **query}))
            for name, query in COUNTED.items()
        ]

    @property
    def task_cells(self) -> list[tuple[str, Cell]]:
        """Tasks assigned in the period, and those of them that were extended."""
        days = {"assigned_from": self.period.first.isoformat(), "assigned_to": self.period.last.isoformat()}
        return [
            (_now("Nhiệm vụ giao trong kỳ"), Cell(self.tasks, "task-list", {**self._unit, **days})),
            (_now("trong đó đã gia hạn"), Cell(self.extended, "task-list", {**self._unit, **days, "extended": "true"})),
        ]

    @property
    def share(self) -> float | None:
        """Extended tasks among those assigned in the period, None without any."""
        return self.extended / self.tasks if self.tasks else None

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return None if self.share is None else self.share * 100

    @property
    def _unit(self) -> dict[str, str]:
        day = {} if self.period.as_of is None else {"as_of": self.period.as_of.isoformat()}
        return day if self.key is None else {"lead": str(self.key), **day}


@dataclass(frozen=True, slots=True)
class Table:
    """Units with tasks or requests in the period, most requests first, and their sum."""

    rows: tuple[Row, ...]
    total: Row


def statistics(requests: ExtensionQuerySet, tasks: TaskQuerySet, period: Period, *, today: date) -> Table:
    """Count `requests` and `tasks` (both visible already) by unit in two queries, and their sums in two more."""
    asked = requests.filter(asked_on__gte=period.first, asked_on__lte=period.last).order_by()
    given = tasks.filter(assigned_on__gte=period.first, assigned_on__lte=period.last).order_by()
    counted = {"all": Count("pk"), "some": Count("pk", filter=_EXTENDED)}
    shares = {row["unit"]: row for row in _by_unit(given, "lead").annotate(**counted)}
    found = {row["unit"]: row for row in _by_unit(asked, "task__lead").annotate(**_sums(today))}
    rows = []
    for unit in shares.keys() | found.keys():
        name = (found.get(unit) or shares[unit])["name"]
        rows.append(_row(found.get(unit, {}), shares.get(unit, {}), Row(unit, str(name), period)))
    total = Row(None, _now("Tổng cộng"), period)
    total = _row(asked.aggregate(**_sums(today)), given.aggregate(**counted), total)
    return Table(tuple(sorted(rows, key=lambda row: (-row.counts["asked"], row.label))), total)


def _by_unit(rows: QuerySet[Any], unit: str) -> QuerySet[Any, dict[str, Any]]:
    return rows.values(unit=F(unit), name=F(f"{unit}__short_name"))


_EXTENDED: Final = Q(extended_times__gt=0)
_DECIDED: Final = Q(state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED])


def _sums(today: date) -> dict[str, Any]:
    def of(condition: Q) -> Count:
        return Count("pk", filter=condition)

    ended = [ExtensionState.WITHDRAWN, ExtensionState.LAPSED]
    return {
        "asked": Count("pk"),
        "granted": of(Q(state=ExtensionState.GRANTED)),
        "refused": of(Q(state=ExtensionState.REFUSED)),
        "pending": of(Q(state=ExtensionState.PENDING)),
        "withdrawn": of(Q(state__in=ended)),
        "last_moment": of(at_last_moment()),
        "late": of(decided_late(today)),
        "days": Sum(F("granted_due_on") - F("due_before"), filter=Q(state=ExtensionState.GRANTED)),
        "waited": Avg(F("decided_on") - F("asked_on"), filter=_DECIDED),
    }


def _row(found: Mapping[str, Any], share: Mapping[str, Any], empty: Row) -> Row:
    waited = found.get("waited")
    return replace(
        empty,
        counts={name: found.get(name) or 0 for name in COUNTED},
        days_granted=(found.get("days") or timedelta(0)).days,
        decision_days=waited / ONE_DAY if waited is not None else None,
        tasks=share.get("all", 0),
        extended=share.get("some", 0),
    )


# ── files ─────────────────────────────────────────────────────────────────────────────────────
def statistics_file(table: Table, *, day: date, head: Head) -> IO[bytes]:
    """The statistics as a file: the same rows, the same sums."""
    titles = [
        _now("Cơ quan"),
        *(str(label) for label in LABELS.values()),
        _now("Số ngày được gia hạn"),
        _now("Số ngày quyết định bình quân"),
        _now("Nhiệm vụ giao trong kỳ"),
        _now("trong đó đã gia hạn"),
        _now("Tỷ lệ gia hạn"),
    ]

    def fill(book: Book) -> None:
        sheet = book.sheet(_now("Gia hạn"), head, titles, [34, *([12] * (len(titles) - 1))])
        for line, row in enumerate((*table.rows, table.total), start=4):
            book.write(sheet, line, statistics_values(row))

    return build(fill, day)


def statistics_values(row: Row) -> list[Value | float]:
    """One row of the statistics, in the order of the columns; the average as text, for a cell has no other decimals."""
    waited = "" if row.decision_days is None else f"{row.decision_days:.1f}".replace(".", ",")
    counts = [row.counts[name] for name in COUNTED]
    return [row.label, *counts, row.days_granted, waited, row.tasks, row.extended, row.share]


LIST_TITLES: Final = (
    (_("Cơ quan xin gia hạn"), 28),
    (_("Nhiệm vụ"), 60),
    (_("Văn bản"), 18),
    (_("Người đề nghị"), 20),
    (_("Ngày đề nghị"), 12),
    (_("Hạn khi đề nghị"), 12),
    (_("Hạn đề nghị"), 12),
    (_("Lý do"), 26),
    (_("Giải trình"), 40),
    (_("Kết quả"), 18),
    (_("Người quyết định"), 20),
    (_("Ngày quyết định"), 12),
    (_("Hạn được duyệt"), 12),
    (_("Số ngày gia hạn"), 10),
    (_("Ý kiến"), 40),
)


def list_file(requests: QuerySet[ExtensionRequest], *, day: date, head: Head) -> IO[bytes]:
    """The list of requests as a file.

    Raises:
        DomainError: there are more than MAX_ROWS; the filter must be narrowed.
    """
    if requests.order_by()[: MAX_ROWS + 1].count() > MAX_ROWS:
        raise DomainError(_now("Danh sách quá dài; hãy thu hẹp bộ lọc rồi tải lại."), code="too_many_rows")

    def fill(book: Book) -> None:
        titles, widths = [str(title) for title, _width in LIST_TITLES], [width for _title, width in LIST_TITLES]
        sheet = book.sheet(_now("Đề nghị gia hạn"), head, titles, widths)
        for line, request in enumerate(requests.order_by("-pk").iterator(chunk_size=1000), start=4):
            book.write(sheet, line, list_values(request))

    return build(fill, day)


def list_values(request: ExtensionRequest) -> Sequence[Value]:
    """One request in the order of LIST_TITLES."""
    decider = request.decided_by or request.decider
    return (
        request.task.lead.short_name,
        request.task.title,
        str(request.task.directive),
        str(request.asked_by),
        request.asked_on,
        request.due_before,
        request.asked_due_on,
        request.get_code_display(),
        request.reason,
        request.get_state_display(),
        str(decider or ""),
        request.decided_on,
        request.granted_due_on,
        request.days_granted or None,
        request.words,
    )
