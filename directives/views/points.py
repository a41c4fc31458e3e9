"""The page of a paper: its text clause by clause on the left, what became of each on the right."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import scope
from accounts.clock import today
from accounts.http import AuthedRequest
from directives import policy
from directives.actions import reparse
from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, TaskDraft
from directives.models.directive import DirectiveQuerySet
from directives.points import (
    Coverage,
    DraftSpan,
    Point,
    SectionSpan,
    by_lateness,
    coverage,
    lay_rulings,
    lay_tasks,
    points_of,
)
from directives.views.missing import missing
from directives.views.paper import Piece, pieces_of, shown_text
from directives.work import Row, Slip, Tally, tally, work

PER_PART: Final = 20
"""Clauses of one part of the page; the next part is fetched when the reader comes near it."""
MOST_ROWS: Final = 5
"""Tasks shown beside a clause at first; the rest unfolds."""
MOST_OF_CLAUSE: Final = 300
MOST_PRINTED: Final = 2_000
LONG_FRAME: Final = 300
"""Characters of head or foot beyond which they are folded away."""
ONLY: Final = ("overdue", "open", "uncovered")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper cut into clauses, as one person sees it; `sees_all` when no task is hidden from them.

    `beside` are tasks of no clause, as after an oral order; `pictured` is the file whose pages can be looked at.
    """

    directive: Directive
    points: Sequence[Point]
    beside: Sequence[Slip]
    sees_all: bool
    pictured: DirectiveFile | None = None

    @property
    def tally(self) -> Tally:
        """The numbers of all its tasks."""
        return tally([*self.beside, *(slip for point in self.points for slip in point.slips)])

    @property
    def coverage(self) -> Coverage:
        """How many clauses gave a task; says the truth only to who sees all tasks."""
        return coverage(self.points)


def find(request: AuthedRequest, pk: int) -> tuple[Directive, DirectiveQuerySet]:
    """The paper, and every paper that the person may see."""
    visible = Directive.objects.visible_to(request.user, today())
    related = visible.select_related("issuer", "field", "registered_by", "released_by").defer("search_text")
    return get_object_or_404(related, pk=pk), visible


def paper_of(directive: Directive, request: AuthedRequest) -> Paper:
    """The clauses with their tasks (six queries, however long the paper is)."""
    day, user = today(), request.user
    sees_all = scope.of(user, day).everything
    sections = directive.sections.order_by("order")
    spans = [SectionSpan(*row) for row in sections.values_list("pk", "level", "kind", "label", "path", "start", "end")]
    drafts = directive.drafts.order_by("start", "order", "pk")
    proposals = [DraftSpan(*row) for row in drafts.values_list("pk", "path", "start", "end", "state", "order")]
    slips = work().slips(directive.pk, user, day)
    points = points_of(directive.text, spans, proposals) if directive.text else []
    beside = lay_tasks(points, slips)
    lay_rulings(points, directive.text, list(directive.clause_rulings.select_related("decided_by")))
    files = directive.files.exclude(content="").exclude(page_starts=[]).order_by("pk")
    return Paper(directive, points, beside, sees_all, files.first())


# ── what the page shows of a clause ───────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Line:
    """A clause as it is shown: its text in pieces, its worst tasks, how many more there are, its open proposals.

    `number` is its place among all clauses of the paper, from 1; `page` the page of the scanned file, 0 for none.
    """

    point: Point
    number: int
    pieces: Sequence[Piece]
    rows: Sequence[Row]
    more: int
    drafts: Sequence[TaskDraft]
    page: int
    folds: bool
    query: str

    @property
    def overdue(self) -> int:
        """Tasks past their last day in time."""
        return self.point.tally.overdue


def lines_of(paper: Paper, chosen: Sequence[tuple[int, Point]], request: AuthedRequest, most: int) -> list[Line]:
    """The clauses of one part of the page (four queries, however many there are)."""
    ranked = {point.start: by_lateness(point.slips) for _number, point in chosen}
    wanted = [slip.task for slips in ranked.values() for slip in slips[:most]]
    rows = work().rows(wanted, request.user, today()) if wanted else {}
    drafts = _drafts_shown(paper, [point for _number, point in chosen])
    starts = paper.pictured.page_starts if paper.pictured else []
    text = shown_text(paper.directive)
    lines = []
    for number, point in chosen:
        shown = [rows[slip.task] for slip in ranked[point.start][:most] if slip.task in rows]
        own = [drafts[draft.pk] for draft in point.drafts if draft.pk in drafts]
        page = bisect_right(starts, point.start) if starts else 0
        pieces = _pieces(text, point, shown, own)
        is_frame = not point.is_clause and number in (1, len(paper.points)) and len(paper.points) > 1
        folds = is_frame and point.end - point.start > LONG_FRAME and request.GET.get("print") is None
        query = urlencode({"directive": paper.directive.pk, "clause": point.key})
        lines.append(Line(point, number, pieces, shown, len(point.slips) - len(shown), own, page, folds, query))
    return lines


def _drafts_shown(paper: Paper, points: Sequence[Point]) -> Mapping[int, TaskDraft]:
    """Proposals of clauses without a task: the office sees them until the paper is released, rejected ones after."""
    if not paper.sees_all and paper.directive.state == DirectiveState.RELEASED:
        return {}
    keys = [draft.pk for point in points if not point.slips for draft in point.drafts]
    found = TaskDraft.objects.filter(pk__in=keys).prefetch_related("leads")
    if not paper.sees_all:
        found = found.exclude(state=DraftState.REJECTED)
    return {draft.pk: draft for draft in found}


def _pieces(text: str, point: Point, rows: Sequence[Row], drafts: Sequence[TaskDraft]) -> list[Piece]:
    """The words of the clause, with the stretches marked that its shown tasks and proposals came from."""
    told = {row.task.draft_id for row in rows} | {draft.pk for draft in drafts}
    marks = [
        draft._replace(start=draft.start - point.start, end=min(draft.end, point.end) - point.start)
        for draft in point.drafts
        if draft.pk in told and draft.state != DraftState.REJECTED
    ]
    return pieces_of(text[point.start : point.end], marks)


def narrowed(paper: Paper, only: str) -> list[tuple[int, Point]]:
    """Clauses with their numbers; all, or those with overdue tasks, with open tasks, or without any."""
    numbered = list(enumerate(paper.points, start=1))
    if only == "overdue":
        return [(number, point) for number, point in numbered if point.tally.overdue]
    if only == "open":
        return [(number, point) for number, point in numbered if point.tally.open]
    if only == "uncovered" and paper.sees_all:
        return [(number, point) for number, point in numbered if point.is_uncovered]
    return numbered


# ── the pages ─────────────────────────────────────────────────────────────────────────────────
def directive_detail(request: AuthedRequest, pk: int) -> HttpResponse:
    """The paper point by point; `print` shows every clause at once, `show` some of them."""
    directive, visible = find(request, pk)
    paper = paper_of(directive, request)
    prints = "print" in request.GET
    most = MOST_PRINTED if prints else PER_PART
    cited_by = directive.cited_by.filter(directive__in=visible).select_related("directive")
    context = {
        **frame(request, directive),
        **_part(request, paper, 0, most),
        "tally": paper.tally,
        "coverage": paper.coverage if paper.sees_all else None,
        "beside": _beside(request, paper),
        "prints": prints,
        "pictured": paper.pictured,
        "files": directive.files.order_by("pk"),
        "cites": visible_targets(directive, visible),
        "cited_by": cited_by.defer("directive__text").order_by("-directive__issued_on"),
        "reading_outdated": reparse.outdated(visible).filter(pk=pk).exists(),
        "missing": missing(directive),
    }
    return render(request, "directives/detail.html", context)


def directive_points(request: AuthedRequest, pk: int) -> HttpResponse:
    """The next part of the clauses, behind the one that the reader has come to."""
    directive, _visible = find(request, pk)
    paper = paper_of(directive, request)
    begin = request.GET.get("from", "0")
    context = {"directive": directive, **_part(request, paper, int(begin) if begin.isdecimal() else 0, PER_PART)}
    return render(request, "directives/_points.html", context)


def directive_point(request: AuthedRequest, pk: int, start: int) -> HttpResponse:
    """Every task of the clause that begins there, unfolded."""
    directive, _visible = find(request, pk)
    paper = paper_of(directive, request)
    found = [(number, point) for number, point in narrowed(paper, "") if point.start == start]
    if not found:
        raise Http404
    (line,) = lines_of(paper, found, request, MOST_OF_CLAUSE)
    return render(request, "directives/_point_tasks.html", {"directive": directive, "line": line, "today": today()})


def _part(request: AuthedRequest, paper: Paper, begin: int, most: int) -> dict[str, object]:
    only = request.GET.get("show", "")
    only = only if only in ONLY else ""
    chosen = narrowed(paper, only)
    part = chosen[begin : begin + most]
    return {
        "lines": lines_of(paper, part, request, MOST_ROWS if most == PER_PART else MOST_OF_CLAUSE),
        "next": begin + most if begin + most < len(chosen) else None,
        "narrowed": only,
        "sees_all": paper.sees_all,
        "pictured_key": paper.pictured.pk if paper.pictured else 0,
        "today": today(),
        "may_hand_out": paper.sees_all and bool(policy.may(request.user, "rule_clauses", None, today())),
    }


def _beside(request: AuthedRequest, paper: Paper) -> list[Row]:
    """Tasks of no clause, the worst first."""
    slips = by_lateness(paper.beside)[:MOST_OF_CLAUSE]
    rows = work().rows([slip.task for slip in slips], request.user, today()) if slips else {}
    return [rows[slip.task] for slip in slips if slip.task in rows]


def frame(request: AuthedRequest, directive: Directive) -> dict[str, object]:
    """What every page about one paper shows: its head, its tabs, and what the person may do with it."""
    day, user = today(), request.user
    targets = directive.targets.visible_to(user, day).count()
    return {
        "directive": directive,
        "directive_key": str(directive.pk),
        "sees_whole": policy.may_see_coverage(user, day),
        "target_count": targets,
        "may_register": policy.may(user, "register", None, day),
        "may_edit": policy.may(user, "edit", directive, day),
        "may_review": policy.may(user, "review", directive, day),
    }


def visible_targets(directive: Directive, visible: DirectiveQuerySet) -> list[tuple[object, bool]]:
    """Citations, each with whether the cited paper may be opened by who asks."""
    cites = list(directive.references.select_related("target").order_by("start", "pk"))
    targets = [cite.target_id for cite in cites if cite.target_id]
    open_to = set(visible.filter(pk__in=targets).values_list("pk", flat=True))
    return [(cite, cite.target_id in open_to) for cite in cites]
