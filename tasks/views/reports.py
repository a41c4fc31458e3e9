"""The leader's board."""

from datetime import date
from typing import Final

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.http import AuthedRequest
from tasks.deadlines import Timeliness
from tasks.filters import TaskFilter, band_words, conditions
from tasks.models import Task
from tasks.models.task import TaskQuerySet
from tasks.reports.asking import answer, narrowed_words, question
from tasks.reports.board import Board, Entry, GroupBy, filter_query, overdue_board
from tasks.reports.board_silence import Silent, counts_silence, silence
from tasks.reports.catalogue import REPORTS
from tasks.reports.columns import with_columns
from tasks.reports.export import Head, board_file
from tasks.reports.papers import Form
from tasks.reports.policy import may_read_board
from tasks.reports.units import call_as_then
from tasks.views.board_rows import reader_of, shown_groups, shown_total
from tasks.views.listing import CHIPS, SHOWN, attachment, bases, chips, maps
from tasks.views.past import Looked, file_moment, looking, moment_of
from tasks.views.sending import report_file

OLDEST: Final = 8
"""Overdue tasks named below the board."""
YEARS: Final = ("year", "before")
"""The filters of the switch between years."""


@require_safe
def overdue_board_page(request: AuthedRequest) -> HttpResponseBase:
    """Overdue by department, directive, field or leader; every number opens its list; `?format=xlsx` is a file."""
    may_read_board(request.user, today()).require()
    with looking(request) as looked:
        return _overdue_board(request, looked)


def _overdue_board(request: AuthedRequest, looked: Looked) -> HttpResponseBase:
    day = looked.day
    by = GroupBy(request.GET["by"]) if request.GET.get("by") in set(GroupBy) else GroupBy.LEAD
    filters = TaskFilter(request.GET, today=day)
    basis = filters.counted_by
    tasks = filters.narrow(Task.objects.visible_to(request.user, looked.today))
    opened = None if request.GET.get("format") else request.GET.get("group", "")
    board = overdue_board(
        tasks, by=by, today=day, query=filter_query(request.GET), basis=basis, on_map=filters.on_map, opened=opened
    )
    moment = f"{moment_of(request, looked)} {filters.statement()}."
    wanted = counts_silence(board, asked=request.GET.get("silence") == "1")
    tally = silence(tasks, by, day, filters.on_map) if wanted else None
    if request.GET.get("format") == "xlsx":
        return _board_file(request, board, _said(request, looked, filters), tally)
    if request.GET.get("format") in set(Form) and filters.is_valid():
        asked = question(REPORTS["overdue"], request.user, request.GET, today=looked.today, now=timezone.now())
        return report_file(request, answer(asked), Form(request.GET["format"]))
    reader = reader_of(request.user, looked.today, is_past=looked.is_past)
    context = {
        "board": board,
        "groups": shown_groups(board, tally, reader),
        "total": shown_total(board, tally),
        "silence_counted": tally is not None,
        "band_labels": [band_words(band) for band in board.ages],
        "tabs": _tabs(),
        "by": by.value,
        "filters": filters,
        "chips": chips(filters, request.GET, [name for name in CHIPS if name not in YEARS]),
        "years": _years(filters, day),
        "moment": moment,
        "figures": _figures(board),
        "oldest": _oldest(tasks, filters, day),
        "bases": bases(basis),
        "maps": maps(filters.on_map),
        "due_soon_days": settings.DUE_SOON_DAYS,
        "may_urge": reader.acts,
        "looked": looked,
        "today": day,
    }
    return render(request, "tasks/board.html", context)


def _years(filters: TaskFilter, day: date) -> list[tuple[str, str, str, bool]]:
    """Of which years of assignment: filter `year`, filter `before`, words, and whether it is in force."""
    given = filters.form.cleaned_data if filters.is_valid() else {}
    now, chosen = day.year, (given.get("year"), given.get("before"))
    choices: list[tuple[int | None, int | None, str]] = [
        (None, None, _("Giao mọi năm")),
        (now, None, _("Giao năm %(year)s") % {"year": now}),
        (None, now, _("Giao các năm trước")),
    ]
    if chosen not in {choice[:2] for choice in choices}:
        choices.append((chosen[0], chosen[1], _("Giao năm khác")))
    return [(str(year or ""), str(before or ""), words, (year, before) == chosen) for year, before, words in choices]


def _oldest(tasks: TaskQuerySet, filters: TaskFilter, day: date) -> list[Task]:
    """What has been overdue longest (two queries: their keys first, as planning all joins takes longer than both)."""
    overdue = tasks.filter(conditions(filters.counted_by)[Timeliness.OVERDUE](day))
    keys = list(overdue.order_by(filters.until, "pk").values_list("pk", flat=True)[:OLDEST])
    found = with_columns(Task.objects.filter(pk__in=keys), filters.counted_by, filters.on_map)
    oldest = list(found.prefetch_related(None).only(*SHOWN, "version"))
    call_as_then(oldest)
    return oldest


def _tabs() -> list[tuple[str, str]]:
    labels = (_("Theo đơn vị"), _("Theo văn bản"), _("Theo lĩnh vực"), _("Theo lãnh đạo"))
    return list(zip((kind.value for kind in GroupBy), labels, strict=True))


def _figures(board: Board) -> list[Entry]:
    """The five numbers on top, worst first."""
    classes = board.total.classes
    return [
        Entry(_("quá hạn"), classes[Timeliness.OVERDUE], "bad"),
        Entry(_("sắp đến hạn"), classes[Timeliness.DUE_SOON], "warn"),
        Entry(_("chờ xác nhận"), classes[Timeliness.WAITING], "info"),
        Entry(_("chưa xong"), board.total.open, "plain"),
        Entry(_("đã xong"), board.total.done, "ok"),
    ]


def _said(request: AuthedRequest, looked: Looked, filters: TaskFilter) -> str:
    """What stands above the table of the file: as of when, for whom, and what it is narrowed to."""
    return " ".join((file_moment(request, looked), f"{filters.statement()}.", *narrowed_words(filters)))


def _board_file(request: AuthedRequest, board: Board, moment: str, silent: Silent | None) -> HttpResponseBase:
    subject = dict(_tabs())[board.by.value].removeprefix(_("Theo ")).capitalize()
    head = Head(_("TÌNH HÌNH THỰC HIỆN NHIỆM VỤ"), moment)
    file = board_file(board, head=head, subject=subject, silent=silent)
    return attachment(request, file, f"bang-qua-han-{board.today:%Y%m%d}.xlsx")
