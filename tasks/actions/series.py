"""Recurring duties: opening a series, making its tasks ahead of time, and what the office changes about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, context
from accounts.errors import DomainError, Stale
from accounts.locking import locked
from accounts.models import Organisation, Succession, User
from accounts.policy import Decision
from accounts.roles import ANSWER
from accounts.scope import same_branch
from accounts.text import search_form
from directives.models import Directive, TaskDraft
from directives.parsing.types import Precision
from tasks import notify, policy
from tasks.models import ChangeKind, Party, Series, SeriesChange, SeriesRule, SeriesState, Task, TaskEvent, TaskStatus
from tasks.periods import BadRule, Occurrence, Timing, occurrences, parse, timing_of

LOOK_BACK: Final = timedelta(days=400)
"""Occurrences longer past than this are never made."""
LOOK_AHEAD: Final = timedelta(days=800)
BACKFILL_MOST: Final = 2
_HELPERS: Final = Series.coordinating.through
"""Missed occurrences of one series that are made after an outage; older ones are noted and left out."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a duty comes back; `kind` as `DeadlineKind`."""

    rule: str
    timing: str
    kind: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What every occurrence says."""

    text: str
    title: str
    lead: Organisation
    path: str = ""
    product: str = ""
    phrase: str = ""
    coordinating: Sequence[Organisation] = ()
    draft: TaskDraft | None = None
    people: Mapping[str, object] = field(default_factory=dict)


def may_keep(user: User, today: date) -> Decision:
    """Whoever hands out tasks keeps the recurring ones."""
    return policy.may_hand_out(user, today)


def rules_of(text: str) -> list[str]:
    """The rules in the column of a draft: several stand on lines of their own or behind a bar."""
    return [part.strip() for part in text.replace("|", "\n").splitlines() if part.strip()]


def check(rule: str) -> str:
    """The rule as it is kept.

    Raises:
        DomainError: it cannot be expanded.
    """
    try:
        return parse(rule).text
    except BadRule as error:
        raise DomainError(
            _("Quy tắc lặp “%(rule)s” không hợp lệ; hãy chọn lại chu kỳ.") % {"rule": rule[:80]},
            code="bad_rule",
            status=400,
        ) from error


def pattern_of(rule: str, phrase: str, text: str) -> Pattern:
    """How the words of a paper make the rule to be read.

    Raises:
        BadRule: see `periods.parse`.
    """
    words = phrase.lower()
    return Pattern(
        parse(rule).text, timing_of(rule, f"{phrase} {text}").value, "before" if "trước" in words else "until"
    )


# ── opening ───────────────────────────────────────────────────────────────────────────────────
def start(directive: Directive, duty: Duty, patterns: Sequence[Pattern], *, actor: User, today: date) -> list[Task]:
    """One series per pattern with its first task (part of the transaction of a release)."""
    return [
        task
        for number, pattern in enumerate(patterns, start=1)
        if (task := _open(directive, duty, pattern, number, actor=actor, today=today))
    ]


def _open(directive: Directive, duty: Duty, pattern: Pattern, number: int, *, actor: User, today: date) -> Task | None:
    series = Series.objects.create(
        directive=directive,
        draft=duty.draft,
        number=number,
        path=duty.path,
        title=duty.title,
        text=duty.text,
        product=duty.product,
        field_id=directive.field_id,
        urgency=directive.urgency,
        lead=duty.lead,
        phrase=duty.phrase,
        starts_on=today,
        created_by=actor,
        **duty.people,
    )
    _HELPERS.objects.bulk_create(_HELPERS(series=series, organisation=helper) for helper in duty.coordinating)
    SeriesRule.objects.create(
        series=series, from_on=today, rule=pattern.rule, timing=pattern.timing, kind=pattern.kind, created_by=actor
    )
    first = next(iter(coming(series, today, today + LOOK_AHEAD)), None)
    return _make(series, first, "release", today=today, actor=actor) if first else None


@transaction.atomic
def create(directive_id: int, duty: Duty, pattern: Pattern, *, actor: User, today: date) -> Series:
    """A series by hand under a registered paper, with its first task.

    Raises:
        Refused: the actor may not hand out tasks.
        DomainError: no words, a rule that cannot be expanded, or a lead that has ended.
    """
    acting.require(may_keep, actor, today=today)
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    if not duty.text.strip():
        raise DomainError(_("Hãy ghi nội dung nhiệm vụ."), code="text_required", status=400)
    _require_in_force(duty.lead, today)
    kept = Pattern(check(pattern.rule), pattern.timing, pattern.kind, pattern.source)
    tasks = start(directive, duty, [kept], actor=actor, today=today)
    series = directive.series.latest("pk")
    notify.released(directive, tasks, actor=actor, today=today)
    audit.record("series.created", series, actor=actor, after={"rule": kept.rule, "lead": duty.lead})
    return series


def _require_in_force(lead: Organisation, today: date) -> None:
    if lead.valid_to is not None and lead.valid_to <= today:
        raise DomainError(
            _("%(unit)s không còn hoạt động, hãy chọn đơn vị kế thừa.") % {"unit": lead.short_name}, code="lead_ended"
        )


# ── occurrences ───────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence as its series has it: where its deadline lies now, and what was decided about it."""

    occurrence: Occurrence
    rule: SeriesRule
    due_on: date
    change: SeriesChange | None = None

    @property
    def is_left_out(self) -> bool:
        """Skipped by the office, or too long past when it was missed."""
        return self.change is not None and self.change.kind != ChangeKind.MOVE


def plan(series: Series, first: date, last: date) -> list[Planned]:
    """Every occurrence with a deadline in `[first, last]`, changes applied, one per period (two queries)."""
    rows = list(series.rules.order_by("from_on", "pk"))
    changes = {change.period: change for change in series.changes.all()}
    found: dict[str, Planned] = {}
    for index, rule in enumerate(rows):
        until = rows[index + 1].from_on - timedelta(days=1) if index + 1 < len(rows) else last
        for each in _expand(rule, max(first, rule.from_on), min(last, until)):
            change = changes.get(each.key)
            moved = change.due_on if change else None
            found.setdefault(each.key, Planned(each, rule, moved or each.due_on, change))
    return list(found.values())


def _expand(rule: SeriesRule, first: date, last: date) -> list[Occurrence]:
    try:
        return occurrences(rule.rule, Timing(rule.timing), anchor=rule.from_on, first=first, last=last)
    except BadRule:
        return []


def coming(series: Series, first: date, last: date) -> Iterable[Planned]:
    """Occurrences with a deadline in `[first, last]` that have no task yet and are not left out."""
    made = set(series.occurrences.values_list("period", flat=True))
    return [each for each in plan(series, first, last) if each.occurrence.key not in made and not each.is_left_out]


def _make(series: Series, each: Planned, move: str, *, today: date, actor: User | None) -> Task:
    """The task of one occurrence, with its parties and `move` as the first line of its history."""
    last = series.occurrences.select_related("officer").order_by("-due_on", "-pk").first()
    officer = _still_there(last.officer if last else series.officer, series.lead, today)
    task = Task.objects.create(
        directive_id=series.directive_id,
        draft_id=series.draft_id,
        series=series,
        period=each.occurrence.key,
        path=series.path,
        title=series.title,
        text=series.text,
        product=series.product,
        field_id=series.field_id,
        urgency=series.urgency,
        lead=series.lead,
        officer=officer,
        leader_id=series.leader_id,
        monitor_id=series.monitor_id,
        assigned_on=today,
        due_on=each.due_on,
        due_on_as_issued=each.due_on,
        precision=Precision.DAY.value,
        deadline_kind=each.rule.kind,
        deadline_phrase=series.phrase,
        recurrence=each.rule.rule,
        is_backfilled=move == "recur_late",
        search_text=search_form(series.text, series.product, series.path, series.directive.number_text),
    )
    Party.objects.bulk_create(Party(task=task, organisation=helper) for helper in _helpers(series, today))
    _note(task, move, actor, today)
    return task


def _helpers(series: Series, today: date) -> list[Organisation]:
    """Who helps and is still there, in the order of the paper, which the rows of the relation were written in."""
    there = series.coordinating.in_force(today).exclude(pk=series.lead_id).in_bulk()
    order = _HELPERS.objects.filter(series=series).order_by("pk").values_list("organisation_id", flat=True)
    return [there[pk] for pk in order if pk in there]


def _note(task: Task, move: str, actor: User | None, today: date) -> None:
    TaskEvent.objects.create(
        task=task,
        at=timezone.now(),
        on=today,
        move=move,
        to_status=TaskStatus.ASSIGNED,
        actor=actor,
        membership_id=context.current().membership_id if actor else None,
        details={"version": task.version, "lead_name": task.lead.short_name, "period": task.period},
    )


def _still_there(officer: User | None, lead: Organisation, today: date) -> User | None:
    """The officer while active and holding a post in the branch of the lead; None leaves the seat empty."""
    if officer is None or not officer.is_active:
        return None
    posts = officer.posts(today)
    here = any(post.role in ANSWER and same_branch(post.organisation, lead) for post in posts)
    return officer if here else None


# ── the nightly job ───────────────────────────────────────────────────────────────────────────
def create_ahead(today: date) -> int:
    """Make the tasks of all open series that come up; run as often as one likes, each period has one task.

    The heads of the unit get the release notice of each new task, so that a seat without an officer is known to them in
    every period.
    After an outage the latest `BACKFILL_MOST` missed occurrences of a series are made and marked, older ones noted.
    """
    keys = Series.objects.filter(state=SeriesState.OPEN).order_by("pk").values_list("pk", flat=True)
    return sum(_create_ahead(key, today) for key in keys.iterator(chunk_size=2000))


@transaction.atomic
def _create_ahead(series_id: int, today: date) -> int:
    rows = Series.objects.select_related("directive", "lead", "officer").filter(pk=series_id, state=SeriesState.OPEN)
    series = locked(rows, skip_locked=True).defer("directive__text", "directive__search_text").first()
    if series is None or not _has_lead(series, today):
        return 0
    wanted = list(coming(series, max(series.starts_on, today - LOOK_BACK), today + timedelta(days=series.ahead_days)))
    missed = [each for each in wanted if each.due_on < today]
    _leave_out(series, missed[:-BACKFILL_MOST])
    tasks = [_make(series, each, "recur_late", today=today, actor=None) for each in missed[-BACKFILL_MOST:]]
    tasks += [_make(series, each, "recur", today=today, actor=None) for each in wanted if _is_near(each, today)]
    if tasks:
        notify.released(series.directive, tasks, actor=None, today=today)
        audit.record("series.continued", series, actor=None, after={"periods": [task.period for task in tasks]})
    return len(tasks)


def _is_near(each: Planned, today: date) -> bool:
    """Made at most one period ahead, so that a weekly duty does not fill a list with a month of tasks."""
    length = (each.occurrence.end - each.occurrence.start).days + 1
    return today <= each.due_on <= today + timedelta(days=max(length, 1))


def _leave_out(series: Series, missed: Sequence[Planned]) -> None:
    SeriesChange.objects.bulk_create(
        [
            SeriesChange(series=series, period=each.occurrence.key, kind=ChangeKind.MISSED)
            for each in missed
            if each.change is None
        ],
        ignore_conflicts=True,
    )


def _has_lead(series: Series, today: date) -> bool:
    """Whether somebody can be given the next task; a lead that has ended hands over to its only successor."""
    if series.lead.valid_to is None or series.lead.valid_to > today:
        return True
    heirs = list(
        Succession.objects.filter(predecessor=series.lead, effective_on__lte=today).select_related("successor")
    )
    alive = {heir.successor_id: heir.successor for heir in heirs if _in_force(heir.successor, today)}
    if len(alive) != 1:
        _become(series, state=SeriesState.STALLED)
        audit.record("series.stalled", series, actor=None, after={"lead": series.lead_id})
        return False
    (heir,) = alive.values()
    before = series.lead_id
    _become(series, lead=heir, officer=None)
    audit.record("series.handed_over", series, actor=None, before={"lead": before}, after={"lead": heir.pk})
    return True


def _in_force(organisation: Organisation, today: date) -> bool:
    return organisation.valid_to is None or organisation.valid_to > today


def _become(series: Series, **values: object) -> None:
    for name, value in values.items():
        setattr(series, name, value)
    series.version += 1
    series.save(update_fields=[*values, "version"])


def lock(series_id: int, *, actor: User, today: date, seen_version: int | None) -> Series:
    """The row locked for a change by the office.

    Raises:
        Refused, Stale: as every action.
        DomainError: the series is closed.
    """
    acting.require(may_keep, actor, today=today)
    series = locked(Series.objects.select_related("directive", "lead").filter(pk=series_id)).get()
    if seen_version is not None and series.version != seen_version:
        raise Stale
    if series.state == SeriesState.CLOSED:
        raise DomainError(_("Nhiệm vụ định kỳ này đã kết thúc nên không thay đổi được nữa."), code="series_closed")
    return series
