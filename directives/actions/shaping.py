"""What the reviewer makes of proposals: edit, choose bodies, split, merge, dated parts, places, and new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Organisation, User
from directives.actions.history import MOVED, Recorder
from directives.actions.pieces import section_of
from directives.actions.review import obstacle, touch
from directives.actions.rows import lock_directive, lock_draft, reopen
from directives.actions.storing import parties, renumber, too_early
from directives.matching import Directory
from directives.models import Directive, DraftState, TaskDraft, bodies
from directives.parsing.normalise import fold_space
from directives.parsing.types import Precision

NO_DEADLINE = Precision.NONE.value


@dataclass(frozen=True, slots=True)
class DraftValues:
    """Everything of a draft that a reviewer can set; `due_on` None with an empty `recurrence` means no deadline.

    `deadline_phrase` None leaves the words of the paper as they are.
    """

    text: str
    leads: tuple[int, ...]
    coordinating: tuple[int, ...] = ()
    due_on: date | None = None
    precision: str = Precision.DAY.value
    recurrence: str = ""
    product: str = ""
    no_deadline_confirmed: bool = False
    deadline_phrase: str | None = None


@transaction.atomic
def edit(draft_id: int, values: DraftValues, *, actor: User, today: date, seen_version: int) -> TaskDraft:
    """Set the draft to `values`; its span stays, so it points at its clause for ever.

    An accepted draft that can no longer stand as it is (its lead was taken away) is proposed again.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: no text, or a deadline before the day of issue.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    _check(values, draft.directive)
    found = Recorder(draft)
    leads = bodies.keys_of([draft.pk])[draft.pk].leads
    before: dict[str, object] = {"text": draft.text, "due_on": draft.due_on, "leads": leads}
    _fill(draft, values)
    bodies.write(draft, values.leads, values.coordinating)
    if draft.state == DraftState.ACCEPTED and obstacle(draft, draft.directive, has_lead=bool(values.leads)):
        draft.state = DraftState.PROPOSED
    columns = ("text", "product", "due_on", "recurrence", "precision", "no_deadline_confirmed", "deadline_phrase")
    return touch(draft, actor, "draft.edited", *columns, "warnings", "state", found=found, before=before)


def _fill(draft: TaskDraft, values: DraftValues) -> None:
    dated = values.due_on is not None
    draft.text, draft.product = values.text.strip(), values.product.strip()[:500]
    draft.due_on, draft.recurrence = values.due_on, values.recurrence
    draft.precision = values.precision if dated else NO_DEADLINE
    draft.no_deadline_confirmed = values.no_deadline_confirmed and not dated and not values.recurrence
    if values.deadline_phrase is not None:
        draft.deadline_phrase = values.deadline_phrase.strip()[:500]
    draft.warnings = []


def _check(values: DraftValues, directive: Directive) -> None:
    if not values.text.strip():
        raise DomainError(_("Nội dung nhiệm vụ không được để trống."), code="empty")
    if early := too_early(values.due_on, directive.issued_on):
        raise DomainError(early, code="deadline_before_issue")


# ── bodies ────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def choose_lead(
    draft_id: int, organisation_id: int, *, actor: User, today: date, seen_version: int | None
) -> TaskDraft:
    """Settle a doubtful mention by one of its candidates: that body becomes a lead, or stops being one.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: the organisation no longer exists.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    chosen = Organisation.objects.in_force(today).filter(pk=organisation_id).first()
    if chosen is None:
        raise DomainError(_("Cơ quan này không còn hoạt động; hãy chọn cơ quan khác."), code="not_in_force")
    before = bodies.keys_of([draft.pk])[draft.pk].leads
    leads = [pk for pk in before if pk != chosen.pk] if chosen.pk in before else [*before, chosen.pk]
    return _lead_by(draft, leads, actor)


@transaction.atomic
def choose_group(draft_id: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """Make every body that the group named in the paper stands for today a lead.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: the draft names no group.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    kinds = {kind for row in draft.candidates for kind in row.get("group", ())}
    if not kinds:
        raise DomainError(_("Nhiệm vụ này không giao cho một nhóm cơ quan nào."), code="no_group")
    before = bodies.keys_of([draft.pk])[draft.pk].leads
    members = Organisation.objects.in_force(today).filter(kind__in=kinds).values_list("pk", flat=True)
    return _lead_by(draft, list(dict.fromkeys([*before, *members])), actor)


def _lead_by(draft: TaskDraft, leads: list[int], actor: User) -> TaskDraft:
    found = Recorder(draft)
    now = bodies.keys_of([draft.pk])[draft.pk]
    bodies.write(draft, leads, now.coordinating)
    draft.warnings = [] if leads else draft.warnings
    return touch(draft, actor, "draft.lead_chosen", "warnings", found=found, before={"leads": now.leads})


@transaction.atomic
def swap_sides(draft_id: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """The first lead and the first coordinating body change places; doing it twice changes nothing.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: one of the two is missing.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    leads, helpers = bodies.keys_of([draft.pk])[draft.pk]
    if not leads or not helpers:
        raise DomainError(_("Cần có cả cơ quan chủ trì và cơ quan phối hợp thì mới đổi vai được."), code="no_pair")
    found = Recorder(draft)
    bodies.write(draft, [helpers[0], *leads[1:]], [leads[0], *helpers[1:]])
    return touch(draft, actor, "draft.sides_swapped", found=found, before={"leads": leads})


# ── several out of one, one out of several ────────────────────────────────────────────────────
@transaction.atomic
def split(
    draft_id: int, offset: int, *, actor: User, today: date, seen_version: int | None
) -> tuple[TaskDraft, TaskDraft]:
    """Cut the draft in two at `offset` (characters of the stored text); both keep bodies and deadline.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: one of the halves would hold no words.
    """
    first = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    text, end = first.directive.text, first.end
    halves = fold_space(text[first.start : max(offset, 0)]), fold_space(text[max(offset, 0) : end])
    if not (first.start < offset < end and all(halves)):
        raise DomainError(_("Hãy đặt điểm tách ở giữa đoạn của nhiệm vụ này."), code="bad_split")
    found = Recorder(first)
    second = _copy(first, actor, text=halves[1], start=offset)
    found.made(second)
    first.text, first.end, first.state = halves[0], offset, DraftState.PROPOSED
    before: dict[str, object] = {"text": f"{halves[0]} {halves[1]}"}
    touch(first, actor, "draft.split", "text", "end", "state", found=found, before=before, whole=True)
    return first, second


def _copy(first: TaskDraft, actor: User, **values: object) -> TaskDraft:
    """One more draft right behind `first`, with its bodies and deadline, `values` apart."""
    renumber(first.directive, first.order)
    leads, helpers = bodies.keys_of([first.pk])[first.pk]
    second = TaskDraft.objects.get(pk=first.pk)
    second.pk, second._state.adding = None, True
    second.order, second.state, second.version = first.order + 1, DraftState.PROPOSED, 1
    second.edited_by, second.edited_at = actor, timezone.now()
    for name, value in values.items():
        setattr(second, name, value)
    second.save(force_insert=True)
    bodies.write(second, leads, helpers)
    second.directive = first.directive
    return second


@transaction.atomic
def split_by_dates(
    draft_id: int, stages: Sequence[tuple[date, str]], *, actor: User, today: date, seen_version: int | None
) -> list[TaskDraft]:
    """One draft for each milestone: `stages` are days with the words of what is due on them ("": those of the draft).

    The draft itself becomes the first stage, so nothing of the paper is asked for twice.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: fewer than two stages, or one before the day of issue.
    """
    first = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    ordered = sorted(stages)
    if len({day for day, _words in ordered}) < 2:
        raise DomainError(_("Hãy ghi ít nhất hai mốc, mỗi dòng một mốc: ngày: việc phải xong."), code="few_stages")
    if early := too_early(ordered[0][0], first.directive.issued_on):
        raise DomainError(early, code="deadline_before_issue")
    found, whole_text = Recorder(first), first.text
    dated = {"precision": Precision.DAY.value, "recurrence": "", "no_deadline_confirmed": False}
    for day, words in reversed(ordered[1:]):
        found.made(_copy(first, actor, text=words or whole_text, due_on=day, **dated))
    first.due_on, first.text, first.state = ordered[0][0], ordered[0][1] or whole_text, DraftState.PROPOSED
    for name, value in dated.items():
        setattr(first, name, value)
    columns = ("text", "due_on", "state", *dated)
    touch(first, actor, "draft.staged", *columns, found=found, before={"text": whole_text}, whole=True)
    return list(first.directive.drafts.filter(pk__in=found.before).order_by("order"))


@transaction.atomic
def merge(draft_id: int, other_id: int, *, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """Join `other` into the draft: texts one after the other, all bodies, the earlier deadline; `other` is rejected.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: the two are not two drafts of one paper.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    other = draft.directive.drafts.select_for_update().filter(pk=other_id).exclude(pk=draft.pk).first()
    if other is None or other.state == DraftState.REJECTED:
        raise DomainError(_("Hãy chọn hai đề xuất còn hiệu lực của cùng một văn bản để gộp."), code="bad_merge")
    found = Recorder(draft, other)
    before = {"text": draft.text, "merged": other.pk}
    _join(draft, other)
    other.directive = draft.directive
    other.state, other.warnings = DraftState.REJECTED, [_("Đã gộp vào đề xuất %(order)s.") % {"order": draft.order}]
    touch(other, actor, "draft.merged_away", "state", "warnings")
    columns = ("text", "start", "end", "state", "due_on", "precision", "recurrence", "deadline_phrase", "product")
    return touch(
        draft, actor, "draft.merged", *columns, "no_deadline_confirmed", found=found, before=before, whole=True
    )


def _join(draft: TaskDraft, other: TaskDraft) -> None:
    first, last = sorted((draft, other), key=lambda row: (row.start, row.order))
    draft.text, draft.start, draft.end = f"{first.text} {last.text}", first.start, max(draft.end, other.end)
    draft.state = DraftState.PROPOSED
    _earlier_deadline(draft, other)
    who = bodies.keys_of([draft.pk, other.pk])
    own, more = who[draft.pk], who[other.pk]
    bodies.write(draft, [*own.leads, *more.leads], [*own.coordinating, *more.coordinating])


def _earlier_deadline(draft: TaskDraft, other: TaskDraft) -> None:
    """The stricter of two deadlines; what only `other` has is taken over."""
    if other.due_on and (draft.due_on is None or other.due_on < draft.due_on):
        draft.due_on, draft.precision, draft.deadline_phrase = other.due_on, other.precision, other.deadline_phrase
    draft.recurrence = draft.recurrence or other.recurrence
    draft.product = draft.product or other.product
    draft.no_deadline_confirmed = draft.no_deadline_confirmed and draft.due_on is None and not draft.recurrence


# ── places and new ones ───────────────────────────────────────────────────────────────────────
@transaction.atomic
def move(draft_id: int, *, down: bool, actor: User, today: date, seen_version: int | None) -> TaskDraft:
    """The draft changes places with its neighbour; the order on the page is the order of the tasks.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: it is the first or the last already.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    others = draft.directive.drafts.select_for_update().exclude(pk=draft.pk)
    beyond = others.filter(order__gt=draft.order) if down else others.filter(order__lt=draft.order)
    other = beyond.order_by("order" if down else "-order").first()
    if other is None:
        raise DomainError(_("Đề xuất này đã ở đầu hoặc cuối danh sách."), code="no_neighbour")
    found = Recorder(draft, other)
    before = {"order": draft.order}
    draft.order, other.order = other.order, draft.order
    TaskDraft.objects.bulk_update([draft, other], ["order"])
    reopen(draft.directive)
    found.note(draft.directive, actor, MOVED)
    audit.record(MOVED, draft, actor=actor, before=before, after={"order": draft.order})
    return draft


@transaction.atomic
def create(directive_id: int, start: int, end: int, *, actor: User, today: date) -> TaskDraft:
    """A draft out of the characters `[start, end)` of the stored text; bodies named in them are settled or offered.

    Raises:
        Refused: see `rows.lock_directive`.
        DomainError: the selection holds no words, or lies outside the text.
    """
    directive = lock_directive(directive_id, actor=actor, today=today)
    start, end = _trimmed(directive.text, start, end)
    before = directive.drafts.filter(start__lte=start).order_by("-order").values_list("order", flat=True).first() or 0
    renumber(directive, before)
    draft = _by_hand(directive, start, end, actor)
    draft.order = before + 1
    directory = Directory.load(today)
    draft.lead_mentions = directory.mentions_in(draft.text)[:1]
    who = parties(draft.lead_mentions, (), directory, directive.issued_on)
    draft.candidates = who.candidates
    draft.save()
    bodies.write(draft, who.leads, ())
    reopen(directive)
    found = Recorder()
    found.made(draft)
    found.note(directive, actor, "draft.created", whole=True)
    audit.record("draft.created", draft, actor=actor, after={"start": start, "end": end})
    return draft


def _by_hand(directive: Directive, start: int, end: int, actor: User) -> TaskDraft:
    section = section_of(directive.sections.all(), start)
    return TaskDraft(
        directive=directive,
        section=section,
        path=section.path if section else "",
        start=start,
        end=end,
        text=fold_space(directive.text[start:end]),
        confidence=1.0,
        reasons=[_("do người rà soát tạo từ đoạn bôi chọn")],
        edited_by=actor,
        edited_at=timezone.now(),
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks at its ends."""
    piece = text[start:end] if 0 <= start < end <= len(text) else ""
    if not piece.strip():
        raise DomainError(_("Hãy bôi chọn một đoạn chữ trong văn bản rồi tạo nhiệm vụ."), code="empty_selection")
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
