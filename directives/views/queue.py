"""Papers that wait for a reviewer, oldest first, with the size of their piles."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.clock import today
from accounts.http import AuthedRequest
from directives import policy
from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, FileState, TaskDraft
from directives.models.draft import DraftQuerySet
from directives.terms import awaited

MOST_SHOWN: Final = 100
LATE_AFTER_DAYS: Final = 2
"""A paper is to be entered within two working days; after so many days its age is shown as a warning."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One paper of the queue; `age` in calendar days since it was registered."""

    directive: Directive
    age: int
    proposed: int
    accepted: int
    owner_unclear: int
    undated: int

    @property
    def is_late(self) -> bool:
        """Whether it waits longer than the office allows itself."""
        return self.age > LATE_AFTER_DAYS


def review_queue(request: AuthedRequest) -> HttpResponse:
    """The queue, and files that need a person."""
    day = today()
    policy.may(request.user, "register", None, day).require()
    waiting = Directive.objects.visible_to(request.user, day).exclude(state=DirectiveState.RELEASED).defer("text")
    oldest_first = waiting.select_related("issuer").order_by("registered_at", "pk")
    stuck = DirectiveFile.objects.filter(state=FileState.FAILED).select_related("uploaded_by").order_by("-pk")
    context = {
        "rows": _rows(oldest_first[:MOST_SHOWN], day),
        "total": waiting.count(),
        "stuck": stuck[:20],
        "late_after": LATE_AFTER_DAYS,
    }
    return render(request, "directives/queue.html", context)


def _rows(papers: QuerySet[Directive], day: date) -> list[Waiting]:
    """The piles of all papers with four queries, however many there are."""
    shown = list(papers)
    drafts = TaskDraft.objects.filter(directive__in=[paper.pk for paper in shown])
    proposed = _counts(drafts.filter(state=DraftState.PROPOSED))
    accepted = _counts(drafts.filter(state=DraftState.ACCEPTED))
    unclear, undated = _counts(drafts.owner_unclear()), _undated(drafts)
    return [
        Waiting(
            directive=paper,
            age=(day - timezone.localtime(paper.registered_at).date()).days,
            proposed=proposed.get(paper.pk, 0),
            accepted=accepted.get(paper.pk, 0),
            owner_unclear=unclear.get(paper.pk, 0),
            undated=undated.get(paper.pk, 0),
        )
        for paper in shown
    ]


def _undated(drafts: DraftQuerySet) -> Counter[int]:
    """By paper, without those that wait for an event, which the words of the deadline tell."""
    rows = drafts.no_deadline().order_by().values_list("directive", "deadline_phrase")
    return Counter(paper for paper, phrase in rows if awaited(phrase) is None)


def _counts(drafts: QuerySet[TaskDraft]) -> dict[int, int]:
    return dict(drafts.order_by().values_list("directive").annotate(number=Count("pk")))
