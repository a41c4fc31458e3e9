"""The list of tasks as a file: at once while a person would wait for it, in the background when it is long."""

from collections.abc import Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.policy import ALLOWED
from tasks import jobs
from tasks.actions import exports
from tasks.asof import as_it_stood
from tasks.filters import TaskFilter
from tasks.models import Task
from tasks.reports import task_list
from tasks.reports.asking import answer, question, same_question
from tasks.reports.book import Head
from tasks.reports.catalogue import Maker
from tasks.reports.list_files import csv_lines, write_xlsx
from tasks.reports.papers import CONTENT_TYPES, Form
from tasks.views.past import Looked, file_moment
from tasks.views.sending import note, report_file

MOST_AT_ONCE: Final = {Form.XLSX: 20_000, Form.CSV: 100_000}
"""Rows that are written while a person waits; more of them are made in the background."""
LINES_SENT: Final = 200
"""Lines that go out at once: some 50 kB, where each line by itself would be a call of the network."""
LISTED: Final = Maker("tasks", gettext_lazy("Danh sách nhiệm vụ"), "", task_list.listed, lambda user, day: ALLOWED)
"""What everybody may see of the tasks, on paper; it is no report of its own, so it stands in no catalogue."""


def list_file(
    request: AuthedRequest, looked: Looked, filters: TaskFilter, tasks: QuerySet[Task], form: Form
) -> HttpResponseBase:
    """`tasks`, narrowed by `filters` and with their columns, as a file of that form, or the way to where it is made."""
    if form in {Form.DOCX, Form.PDF}:
        asked = question(LISTED, request.user, request.GET, today=looked.today, now=timezone.now())
        return report_file(request, answer(asked), form)
    most = MOST_AT_ONCE[form]
    if tasks.order_by()[: most + 1].count() > most:
        return _in_background(request, looked, form)
    head = Head(_("DANH SÁCH NHIỆM VỤ"), f"{file_moment(request, looked)} {filters.statement()}.")
    name = f"nhiem-vu-{looked.day:%Y%m%d}.{form.value}"
    note(request, "list.exported", name)
    if form is Form.CSV:
        return _streamed(tasks, looked, head, name)
    file: IO[bytes] = SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115 - the answer closes it after sending
    write_xlsx(file, tasks, day=looked.day, head=head)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _streamed(tasks: QuerySet[Task], looked: Looked, head: Head, name: str) -> StreamingHttpResponse:
    """Sent while it is read; the past day is entered again there, because the page has left it by then."""

    def pieces() -> Iterator[str]:
        with as_it_stood(looked.day, looked.today):
            lines = csv_lines(tasks, day=looked.day, head=head)
            while some := "".join(islice(lines, LINES_SENT)):
                yield some

    response = StreamingHttpResponse(pieces(), content_type=CONTENT_TYPES[Form.CSV])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _in_background(request: AuthedRequest, looked: Looked, form: Form) -> HttpResponseBase:
    day = looked.day if looked.is_past else None
    row = exports.ask(request.user, query=same_question(request.GET), form=form.value, day=day)
    wake(jobs.make_export, row.pk)
    messages.info(
        request, _("Danh sách dài nên tệp được tạo ở phần nền; khi xong sẽ có thông báo và liên kết tải ở đây.")
    )
    return redirect("export-list")
