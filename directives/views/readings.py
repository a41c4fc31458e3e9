"""Reading a paper again: asking for it, the differences clause by clause, and what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.jobs import wake
from accounts.models import Organisation
from directives import engine, policy
from directives.actions import reparse
from directives.actions.reparse import Comparison
from directives.differences import Difference, Kind, Values
from directives.heads import CITED, HeadDifference
from directives.jobs import read_again
from directives.kinds import kind_name
from directives.models import OPEN_READINGS, Directive, Reading, ReadingState, TaskDraft, Urgency
from directives.templatetags.papers import due_words

PER_PAGE: Final = 30
MOST_UNASKED: Final = 20
"""Papers of an older engine that are offered to be read again, the last registered first."""
BUSY: Final = frozenset({ReadingState.WAITING.value, ReadingState.READING.value})

LABELS: Final[dict[str, str | Promise]] = {
    "path": gettext_lazy("Vị trí"),
    "text": gettext_lazy("Nội dung"),
    "product": gettext_lazy("Sản phẩm"),
    "leads": gettext_lazy("Chủ trì"),
    "coordinating": gettext_lazy("Phối hợp"),
    "deadline_phrase": gettext_lazy("Thời hạn trong văn bản"),
    "due_on": gettext_lazy("Hạn"),
    "recurrence": gettext_lazy("Định kỳ"),
}
_SHOWN_AS_DEADLINE: Final = frozenset({"precision"})


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a clause, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A difference as it is shown."""

    difference: Difference
    changes: list[Change]

    @property
    def values(self) -> Values:
        """The proposal to show: the new one, or the old one where nothing came in its place."""
        return self.difference.new or self.difference.old or {}


def readings_list(request: AuthedRequest) -> HttpResponse:
    """Readings that wait for a decision, and which papers an older version of the engine has read."""
    day = today()
    policy.may(request.user, "register", None, day).require()
    visible = Directive.objects.visible_to(request.user, day)
    waiting = Reading.objects.filter(directive__in=visible, state__in=OPEN_READINGS)
    rows = (
        waiting.select_related("directive").defer("found", "before", "directive__text").order_by("-differences", "-pk")
    )
    outdated = reparse.outdated(visible)
    unasked = outdated.exclude(readings__state__in=OPEN_READINGS).defer("text", "search_text")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "outdated": outdated.count(),
        "unasked": unasked.order_by("-pk")[:MOST_UNASKED],
    }
    return render(request, "directives/readings.html", context)


def reading_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """The latest reading of a paper: still waiting, its differences, or what was done with them."""
    day = today()
    directive = get_object_or_404(Directive.objects.visible_to(request.user, day), pk=pk)
    policy.may(request.user, "register", None, day).require()
    reading = directive.readings.select_related("asked_by", "decided_by").first()
    context: dict[str, Any] = {
        "directive": directive,
        "reading": reading,
        "busy": reading is not None and reading.state in BUSY,
        "is_current": reading is not None and reading.engine == engine.version(),
        "may_review": policy.may(request.user, "review", directive, day),
    }
    if reading is not None:
        reading.directive = directive
        context["may_undo"] = context["may_review"] and reparse.may_undo(reading, directive)
    if reading is not None and reading.state == ReadingState.COMPARED:
        context |= _differences(reparse.comparison_of(reading))
    return render(request, "directives/reading.html", context)


HEAD_LABELS: Final[dict[str, str | Promise]] = {
    "number_text": gettext_lazy("Số, ký hiệu"),
    "kind": gettext_lazy("Loại văn bản"),
    "issuer_name": gettext_lazy("Cơ quan ban hành"),
    "issued_on": gettext_lazy("Ngày ban hành"),
    "signer": gettext_lazy("Người ký"),
    "signer_capacity": gettext_lazy("Quyền hạn, chức vụ của người ký"),
    "subject": gettext_lazy("Trích yếu"),
    "urgency": gettext_lazy("Độ khẩn"),
    "recipients": gettext_lazy("Nơi nhận"),
    CITED: gettext_lazy("Văn bản viện dẫn"),
}


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A field of the head as it is shown."""

    difference: HeadDifference
    change: Change


def _head_row(difference: HeadDifference) -> HeadRow:
    name = difference.name
    sides = [_said_of_head(name, value) for value in (difference.old, difference.new)]
    return HeadRow(difference, Change(str(HEAD_LABELS[name]), *sides))


def _said_of_head(name: str, value: str) -> str:
    if name == "kind":
        return kind_name(value) if value else ""
    if name == "urgency":
        return str(Urgency(value).label) if value else ""
    if name == "recipients":
        return "; ".join(value.splitlines())
    return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT") if name == "issued_on" and value else value


def _differences(comparison: Comparison) -> dict[str, Any]:
    names = _names(comparison.rows)
    rows = [Row(row, _changes(row, names)) for row in comparison.rows]
    return {
        "comparison": comparison,
        "head_rows": [_head_row(difference) for difference in comparison.head],
        "open_rows": [row for row in rows if row.difference.is_open],
        "kept": [row for row in rows if row.difference.kind is Kind.KEPT],
        "same": sum(row.difference.kind is Kind.SAME for row in rows),
    }


def _names(rows: Iterable[Difference]) -> dict[int, str]:
    """Names of every organisation in the differences (one query)."""
    sides = [side for row in rows for side in (row.old, row.new) if side]
    keys = {pk for side in sides for pk in (*side["leads"], *side["coordinating"])}
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "short_name"))


def _changes(row: Difference, names: dict[int, str]) -> list[Change]:
    """What differs; of a proposal that is new or gone, everything it says."""
    fields = row.fields or [name for name in LABELS if name != "text"]
    if _SHOWN_AS_DEADLINE & set(fields) and "due_on" not in fields:
        fields = (*fields, "due_on")
    changes = [
        Change(str(LABELS[name]), _said(row.old, name, names), _said(row.new, name, names))
        for name in LABELS
        if name in fields
    ]
    return [change for change in changes if change.before or change.after]


def _said(values: Values | None, name: str, names: dict[int, str]) -> str:
    if values is None:
        return ""
    if name in {"leads", "coordinating"}:
        return ", ".join(names.get(pk, "?") for pk in values[name]) or ", ".join(values[_MENTIONS[name]])
    if name == "due_on":
        due_on = TaskDraft._meta.get_field("due_on").to_python(values["due_on"])
        return due_words(TaskDraft(due_on=due_on, precision=values["precision"])) if due_on else ""
    if name == "recurrence":
        return due_words(TaskDraft(recurrence=values["recurrence"])) if values["recurrence"] else ""
    return str(values[name])


_MENTIONS: Final = {"leads": "lead_mentions", "coordinating": "coordinating_mentions"}


@require_POST
def reading_ask(request: AuthedRequest, pk: int) -> HttpResponse:
    """Have the paper read again."""
    get_object_or_404(Directive.objects.visible_to(request.user, today()).only("pk"), pk=pk)
    reading = reparse.ask(pk, actor=request.user, today=today())
    if reading.state == ReadingState.WAITING:
        wake(read_again, reading.pk)
    return redirect("directive-reading", pk=pk)


@require_POST
def reading_verb(request: AuthedRequest, pk: int, verb: str) -> HttpResponse:
    """Decide about the latest reading of a paper: `apply` the chosen rows, `discard` it, or `undo` it."""
    visible = Directive.objects.visible_to(request.user, today())
    reading = get_object_or_404(Reading.objects.filter(directive__in=visible), pk=pk)
    if verb not in VERBS:
        raise Http404
    messages.success(request, VERBS[verb](request, reading))
    return redirect("directive-reading", pk=reading.directive_id)


def _apply(request: AuthedRequest, reading: Reading) -> str:
    take = [
        key.removeprefix("row-") for key, choice in request.POST.items() if key.startswith("row-") and choice == "new"
    ]
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    reparse.apply(reading.pk, take, actor=request.user, today=today(), seen_version=seen)
    return ngettext("Đã lấy bản mới của %(count)s điểm.", "Đã lấy bản mới của %(count)s điểm.", len(take)) % {
        "count": len(take)
    }


def _discard(request: AuthedRequest, reading: Reading) -> str:
    reparse.discard(reading.pk, actor=request.user, today=today())
    return _("Đã giữ nguyên bản hiện tại.")


def _undo(request: AuthedRequest, reading: Reading) -> str:
    reparse.undo(reading.pk, actor=request.user, today=today())
    return _("Đã hoàn lại như trước khi đọc lại.")


VERBS: Final = {"apply": _apply, "discard": _discard, "undo": _undo}
