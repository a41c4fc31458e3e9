"""The list of a leader's words as a file, and what a unit's record holds in numbers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import IO, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from tasks.models import Instruction, InstructionKind, InstructionState
from tasks.models.instruction import InstructionQuerySet
from tasks.reports.columns import Value
from tasks.reports.export import MAX_ROWS, Book, Head, build

TITLES: Final = (
    (_("Loại"), 20),
    (_("Lần"), 8),
    (_("Cơ quan"), 28),
    (_("Nhiệm vụ"), 50),
    (_("Nội dung"), 60),
    (_("Lãnh đạo"), 22),
    (_("Ngày cho ý kiến"), 13),
    (_("Trả lời trước hết ngày"), 13),
    (_("Tình trạng"), 22),
    (_("Quá hạn trả lời"), 12),
    (_("Ngày trả lời"), 13),
    (_("Nội dung trả lời"), 60),
    (_("Số lần trả lại"), 10),
    (_("Số, ký hiệu văn bản"), 20),
    (_("Ngày văn bản"), 13),
)


def list_file(rows: QuerySet[Instruction], *, head: Head, today: date) -> IO[bytes]:
    """The list as a file.

    Raises:
        DomainError: there are more than MAX_ROWS; the filter must be narrowed.
    """
    if rows.order_by()[: MAX_ROWS + 1].count() > MAX_ROWS:
        raise DomainError(_now("Danh sách quá dài; hãy thu hẹp bộ lọc rồi tải lại."), code="too_many_rows")

    def fill(book: Book) -> None:
        titles, widths = [str(title) for title, _width in TITLES], [width for _title, width in TITLES]
        sheet = book.sheet(_now("Ý kiến chỉ đạo"), head, titles, widths)
        found = rows.prefetch_related("answers").order_by("-pk")
        for line, row in enumerate(found.iterator(chunk_size=1000), start=4):
            book.write(sheet, line, list_values(row, today))

    return build(fill)


def list_values(row: Instruction, today: date) -> Sequence[Value]:
    """One record in the order of TITLES."""
    answers = [answer for answer in row.answers.all() if answer.returned_on is None]
    return (
        row.get_kind_display(),
        row.number or None,
        row.unit.short_name,
        row.task.title if row.task is not None else "",
        row.words,
        str(row.leader or ""),
        row.given_on,
        row.answer_by,
        row.get_state_display(),
        _now("quá hạn") if row.is_late(today) else "",
        row.answered_on,
        answers[-1].words if answers else "",
        row.returned_times or None,
        row.document_number,
        row.document_on,
    )


def counts(rows: InstructionQuerySet, first: date, last: date) -> Mapping[str, int]:
    """How many words of each kind were said from `first` to `last`, both included (one query).

    Drafts and what was taken back do not count: the city's monthly block asks for documents that stand.
    """
    gone = (InstructionState.PROPOSED, InstructionState.DECLINED, InstructionState.WITHDRAWN)
    said = rows.filter(given_on__gte=first, given_on__lte=last).exclude(state__in=gone)
    columns = {kind: Count("pk", filter=Q(kind=kind)) for kind in InstructionKind.values}
    return {kind: int(number) for kind, number in said.order_by().aggregate(**columns).items()}
