"""What the reviewer makes of proposals: edit, choose bodies, split, merge, and new ones from selected text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Organisation, User
from directives.actions.review import reopen, touch
from directives.actions.rows import lock_directive, lock_draft
from directives.actions.storing import parties, renumber, section_of, too_early
from directives.matching import Directory
from directives.models import Directive, DraftState, TaskDraft
from directives.parsing.normalise import fold_space
from directives.parsing.types import Precision

NO_DEADLINE = Precision.NONE.value


@dataclass(frozen=True, slots=True)
class DraftValues:
    """Everything of a draft that a reviewer can set; `due_on` None with an empty `recurrence` means no deadline."""

    text: str
    leads: tuple[int, ...]
    coordinating: tuple[int, ...] = ()
    due_on: date | None = None
    precision: str = Precision.DAY.value
    recurrence: str = ""
    product: str = ""
    no_deadline_confirmed: bool = False


@transaction.atomic
def edit(draft_id: int, values: DraftValues, *, actor: User, today: date, seen_version: int) -> TaskDraft:
    """Set the draft to `values`; its span stays, so it points at its clause for ever.

    Raises:
        Refused, Stale: see `rows.lock_draft`.
        DomainError: no text, or a deadline before the day of issue.
    """
    draft = lock_draft(draft_id, actor=actor, today=today, seen_version=seen_version)
    _check(values, draft.directive)
    before: dict[str, object] = {"text": draft.text, "due_on": draft.due_on, "leads": _keys(draft.leads.all())}
    dated = values.due_on is not None
    draft.text, draft.product = values.text.strip(), values.product.strip()[:500]
    draft.due_on, draft.recurrence = values.due_on, values.recurrence
    draft.precision = values.precision if dated else NO_DEADLINE
    draft.no_deadline_confirmed = values.no_deadline_confirmed and not dated and not values.recurrence
    draft.warnings = []
    _set_bodies(draft, values.leads, values.coordinating)
    columns = ("text", "product", "due_on", "recurrence", "precision", "no_deadline_confirmed", "warnings")
    return touch(draft, actor, "draft.edited", *columns, before=before)


def _check(values: DraftValues, directive: Directive) -> None:
    if not values.text.strip():
        raise DomainError(_("Nội dung nhiệm vụ không được để trống."), code="empty")
    if early := too_early(values.due_on, directive.issued_on):
        raise DomainError(early, code="deadline_before_issue")


def _keys(organisations: Iterable[Organisation]) -> list[int]:
    return [organisation.pk for organisation in organisations]


def _set_bodies(draft: TaskDraft, leads: Iterable[int], coordinating: Iterable[int]) -> None:
    """A lead never coordinates as well."""
    chosen = list(leads)
    draft.leads.set(chosen)
    draft.coordinating.set(pk for pk in coordinating if pk not in chosen)


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
    before = _keys(draft.leads.all())
    leads = [pk for pk in before if pk != chosen.pk] if chosen.pk in before else [*before, chosen.pk]
    return _lead_by(draft, leads, actor, before)


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
    before = _keys(draft.leads.all())
    members = Organisation.objects.in_force(today).filter(kind__in=kinds).values_list("pk", flat=True)
    return _lead_by(draft, list(dict.fromkeys([*before, *members])), actor, before)


def _lead_by(draft: TaskDraft, leads: list[int], actor: User, before: list[int]) -> TaskDraft:
    _set_bodies(draft, leads, _keys(draft.coordinating.all()))
    draft.warnings = [] if leads else draft.warnings
    return touch(draft, actor, "draft.lead_chosen", "warnings", before={"leads": before})


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
    second = _second_half(first, offset, halves[1], actor)
    first.text, first.end, first.state = halves[0], offset, DraftState.PROPOSED
    touch(first, actor, "draft.split", "text", "end", "state", before={"text": f"{halves[0]} {halves[1]}"})
    return first, second


def _second_half(first: TaskDraft, offset: int, words: str, actor: User) -> TaskDraft:
    renumber(first.directive, first.order)
    leads, helpers = _keys(first.leads.all()), _keys(first.coordinating.all())
    second = TaskDraft.objects.get(pk=first.pk)
    second.pk, second._state.adding = None, True
    second.order, second.start, second.text = first.order + 1, offset, words
    second.state, second.version, second.edited_by = DraftState.PROPOSED, 1, actor
    second.save(force_insert=True)
    second.leads.set(leads)
    second.coordinating.set(helpers)
    second.directive = first.directive
    return second


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
    before = {"text": draft.text, "merged": other.pk}
    first, last = sorted((draft, other), key=lambda row: (row.start, row.order))
    draft.text, draft.start, draft.end = f"{first.text} {last.text}", first.start, max(draft.end, other.end)
    draft.state = DraftState.PROPOSED
    _earlier_deadline(draft, other)
    _set_bodies(
        draft,
        dict.fromkeys([*_keys(draft.leads.all()), *_keys(other.leads.all())]),
        {*_keys(draft.coordinating.all()), *_keys(other.coordinating.all())},
    )
    other.directive = draft.directive
    other.state, other.warnings = DraftState.REJECTED, [_("Đã gộp vào đề xuất %(order)s.") % {"order": draft.order}]
    touch(other, actor, "draft.merged_away", "state", "warnings")
    columns = ("text", "start", "end", "state", "due_on", "precision", "recurrence", "deadline_phrase", "product")
    return touch(draft, actor, "draft.merged", *columns, "no_deadline_confirmed", before=before)


def _earlier_deadline(draft: TaskDraft, other: TaskDraft) -> None:
    """The stricter of two deadlines; what only `other` has is taken over."""
    if other.due_on and (draft.due_on is None or other.due_on < draft.due_on):
        draft.due_on, draft.precision, draft.deadline_phrase = other.due_on, other.precision, other.deadline_phrase
    draft.recurrence = draft.recurrence or other.recurrence
    draft.product = draft.product or other.product
    draft.no_deadline_confirmed = draft.no_deadline_confirmed and draft.due_on is None and not draft.recurrence


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
    draft.leads.set(who.leads)
    reopen(directive)
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
