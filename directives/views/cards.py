"""What the review page shows of proposals: cards, questions about who leads, and the counts of the piles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from directives.actions import review
from directives.actions.storing import too_early
from directives.models import Directive, DraftState, TaskDraft, bodies
from directives.models.draft import lacks_deadline
from directives.office_calendar import office_calendar
from directives.terms import Awaited, awaited
from directives.typed_deadline import weekday
from directives.views.missing import missing
from directives.workdays import WorkingCalendar

THRESHOLDS: Final = (0.95, 0.9, 0.8, 0.7, 0.5, 0.0)
"""Confidence from which all proposals can be accepted at once."""


# ── one proposal ──────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Question:
    """One mention that is not settled, with the bodies that it may mean; each has the key that chooses it."""

    mention: str
    options: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal as it is shown: `obstacle` is why it cannot be accepted, "" when it can."""

    draft: TaskDraft
    leads: Sequence[Organisation]
    helpers: Sequence[Organisation]
    obstacle: str
    day_words: str

    @property
    def piles(self) -> str:
        """Names of the piles that it lies on, for the filter of the page."""
        return " ".join(_piles(Facts.of(self.draft, has_lead=bool(self.leads)), ready=not self.obstacle))

    @property
    def owner_unclear(self) -> bool:
        """No lead is settled."""
        return not self.leads

    @property
    def undated(self) -> bool:
        """Nothing is said about the deadline."""
        return not self.awaited and lacks_deadline(self.draft)

    @property
    def awaited(self) -> Awaited | None:
        """The event that the deadline starts with, where it waits for one."""
        return awaited(self.draft.deadline_phrase) if lacks_deadline(self.draft) else None

    @property
    def is_sure(self) -> bool:
        """Whether the reading is sure enough not to have its doubts spelled out."""
        return self.draft.confidence >= review.SURE

    @property
    def percent(self) -> int:
        """The confidence in percent."""
        return round(self.draft.confidence * 100)

    @property
    def questions(self) -> list[Question]:
        """Mentions of leads that nobody has settled yet; keys 1 to 9 run through all of them."""
        chosen = {lead.pk for lead in self.leads}
        by_mention: dict[str, list[dict[str, Any]]] = {}
        for row in self.draft.candidates:
            by_mention.setdefault(row.get("mention", ""), []).append(row)
        open_now = {name: rows for name, rows in by_mention.items() if not _is_settled(rows, chosen)}
        keys = iter("123456789")
        return [Question(name, [_option(row, keys) for row in rows]) for name, rows in open_now.items()]


def _is_settled(rows: list[dict[str, Any]], chosen: set[int]) -> bool:
    """A body of the mention was chosen, or for a group any body at all."""
    return any(row.get("organisation") in chosen or ("group" in row and chosen) for row in rows)


def _option(row: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    key = "g" if "group" in row else next(iter(keys), "")
    return {**row, "key": key, "percent": round(float(row.get("score", 0)) * 100)}


def cards_of(directive: Directive, keys: Iterable[int] | None = None) -> list[Card]:
    """The cards of a paper in order, or of some of its proposals; a handful of queries however many there are."""
    wanted = directive.drafts.all() if keys is None else directive.drafts.filter(pk__in=list(keys))
    drafts = list(wanted.order_by("order", "pk"))
    who, calendar = bodies.bodies_of(draft.pk for draft in drafts), office_calendar()
    return [_card(draft, who[draft.pk], directive, calendar) for draft in drafts]


def _card(draft: TaskDraft, who: bodies.Bodies, directive: Directive, calendar: WorkingCalendar) -> Card:
    obstacle = review.obstacle(draft, directive, has_lead=bool(who.leads))
    return Card(draft, who.leads, who.coordinating, obstacle, day_words(draft.due_on, calendar))


def day_words(day: date | None, calendar: WorkingCalendar) -> str:
    """The day of the week, and what a clerk must know when offices are closed on that day."""
    if day is None:
        return ""
    if calendar.is_working(day):
        return weekday(day)
    following = calendar.next_working(day + timedelta(days=1))
    words = {"weekday": weekday(day), "next": f"{following:%d/%m/%Y}"}
    return _("%(weekday)s, rơi vào ngày nghỉ; ngày làm việc kế tiếp %(next)s") % words


# ── counts ────────────────────────────────────────────────────────────────────────────────────
class Facts(NamedTuple):
    """What the counts need of one proposal."""

    pk: int
    order: int
    state: str
    confidence: float
    due_on: date | None
    recurrence: str
    no_deadline_confirmed: bool
    deadline_phrase: str
    has_lead: bool
    calm: bool

    @classmethod
    def of(cls, draft: TaskDraft, *, has_lead: bool) -> "Facts":
        """The facts of a row that is loaded already."""
        columns = [getattr(draft, name) for name in _COLUMNS]
        return cls._make([*columns, has_lead, not draft.warnings])

    @property
    def waits(self) -> bool:
        """Whether the deadline starts with an event that has not come yet."""
        return lacks_deadline(self) and awaited(self.deadline_phrase) is not None


_COLUMNS: Final = Facts._fields[:-2]


def _facts(directive: Directive) -> list[Facts]:
    """Of all proposals of the paper, in order; one light query."""
    led = Exists(bodies.LEADS.objects.filter(taskdraft=OuterRef("pk")))
    calm = ExpressionWrapper(Q(warnings=[]), output_field=BooleanField())
    rows = directive.drafts.annotate(led=led, calm=calm).order_by("order", "pk")
    return [Facts._make(row) for row in rows.values_list(*_COLUMNS, "led", "calm")]


def _is_ready(facts: Facts, directive: Directive) -> bool:
    """Whether nothing keeps it from being accepted; the same question as `review.obstacle`, without its words."""
    said = facts.waits or not lacks_deadline(facts)
    return bool(facts.has_lead and said and not too_early(facts.due_on, directive.issued_on))


def _piles(facts: Facts, *, ready: bool) -> list[str]:
    if facts.state == DraftState.REJECTED:
        return ["rejected"]
    is_open = facts.state == DraftState.PROPOSED
    lies_on = {
        "open": is_open,
        "unsure": is_open and facts.confidence < review.SURE,
        "owner": not facts.has_lead,
        "undated": lacks_deadline(facts) and not facts.waits,
        "event": facts.waits,
        "warned": not facts.calm,
        "accepted": not is_open,
        "ready": is_open and ready,
    }
    return [name for name, holds in lies_on.items() if holds]


class Offer(NamedTuple):
    """How many proposals "accept all" would take from a confidence on: all, and those without a warning."""

    above: float
    calm: int
    warned: int
    lacking: int

    @property
    def percent(self) -> int:
        """The threshold in percent."""
        return round(self.above * 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """Counts of the piles, what "accept all" would take, and what keeps the paper from being released."""

    total: int
    decided: int
    piles: dict[str, int]
    offers: list[Offer]
    orders: str
    obstacle: str

    @property
    def left(self) -> int:
        """Proposals without a decision."""
        return self.total - self.decided

    @property
    def offered(self) -> Offer:
        """What the usual threshold would take; shown on the button."""
        return next(offer for offer in self.offers if offer.above == review.SURE)


def bar_of(directive: Directive) -> Bar:
    """The counts as they stand."""
    rows = _facts(directive)
    ready = {facts.pk: _is_ready(facts, directive) for facts in rows}
    piles: Counter[str] = Counter(name for facts in rows for name in _piles(facts, ready=ready[facts.pk]))
    decided = len(rows) - piles["open"]
    has_task = any(facts.state == DraftState.ACCEPTED and facts.has_lead for facts in rows)
    return Bar(
        total=len(rows),
        decided=decided,
        piles={name: piles[name] for name in PILES},
        offers=_offers(rows, ready),
        orders=" ".join(f"{facts.pk}:{facts.order}" for facts in rows),
        obstacle=_release_obstacle(directive, piles["open"], has_task=has_task),
    )


PILES: Final = ("open", "unsure", "owner", "undated", "event", "warned", "accepted", "rejected")


def _offers(rows: Sequence[Facts], ready: dict[int, bool]) -> list[Offer]:
    waiting = [facts for facts in rows if facts.state == DraftState.PROPOSED]
    offers = []
    for above in THRESHOLDS:
        sure = [facts for facts in waiting if facts.confidence >= above]
        complete = [facts for facts in sure if ready[facts.pk]]
        calm = sum(facts.calm for facts in complete)
        offers.append(Offer(above, calm, len(complete) - calm, len(sure) - len(complete)))
    return offers


def _release_obstacle(directive: Directive, undecided: int, *, has_task: bool) -> str:
    """The first thing that is missing for a release, as the sentence beside the button."""
    if lacking := missing(directive):
        return lacking[0]
    if not has_task:
        return _("Chưa chấp nhận đề xuất nào có cơ quan chủ trì.")
    if undecided:
        sentence = ngettext(
            "Còn %(count)s đề xuất chưa quyết định.", "Còn %(count)s đề xuất chưa quyết định.", undecided
        )
        return sentence % {"count": undecided}
    return ""
