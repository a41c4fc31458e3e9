"""The list of requests for more time as a file; the statistics are `extension_statistics`."""

from collections.abc import Sequence
from datetime import date
from typing import IO, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from tasks.models import ExtensionRequest
from tasks.reports.columns import Value
from tasks.reports.export import MAX_ROWS, Book, Head, build

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
