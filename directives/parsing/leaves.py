"""One leaf of the structure made into tasks: who, with whom, by when, how sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from directives.parsing.agencies import read_names, split_names
from directives.parsing.assignees import Lead
from directives.parsing.brackets import bodies_behind, bodies_in_brackets
from directives.parsing.confidence import rate
from directives.parsing.deadlines import Clock, best_term, find_deadline, read_cell
from directives.parsing.formulas import is_no_task
from directives.parsing.fronts import acts_behind_time, acts_by_when
from directives.parsing.labels import LabelKind, inline_labels, label_of, labels_inside
from directives.parsing.normalise import View, as_printed
from directives.parsing.partners import find_coordinating
from directives.parsing.pieces import (
    MIN_LENGTH,
    Piece,
    dates,
    only_assigns,
    only_charges,
    only_helps,
    pieces_of_leaf,
    same_date,
    tells_report,
)
from directives.parsing.roles import roles_in
from directives.parsing.sentences import (
    is_assessment,
    is_imperative,
    opens_with_topic,
    sets_deadline_only,
)
from directives.parsing.types import DeadlineFound, TaskFound
from directives.parsing.zones import Zone

_TRAILING = re.compile(r"[\s./]*\./\.?\s*$|\s*(?:,|(?<=\s)và|(?<=\s)đồng thời)\s*$|\s+$")
# What stands below a body's name is its duty, whatever verb it begins with, unless it is short or tells how things are.
_TELLS_STATE = re.compile(r"\b(?:đã|đạt|còn|chưa|được|là|có)\b")
_COUNTS_DONE = re.compile(r"\bđược giao \d")  # `được giao 120 nhiệm vụ, hoàn thành 110`
_DID = re.compile(r"\s+(?:cơ bản\s+|đều\s+|cũng\s+)?(?:đã|chưa|còn chưa|vẫn chưa)(?!\w)")
_PLURAL = re.compile(r"^(?:các|những)\s+")
_SIGN = re.compile(r"[(.;,]")
_ADDRESSEES = re.compile(r"(?:Các|Chủ|Mọi|Từng|Những|Đối với|Về|Việc|Riêng|Cấp)\s[^:;.()]{2,120}:\s+")
_PARTY = re.compile(
    r"(?i)(?:các\s+)?(?:(?:huyện|thị|tỉnh|thành|quận|đảng|cấp) ủy|đảng (?:đoàn|bộ)"
    r"|ban (?:cán sự đảng|thường vụ|chấp hành)|chi bộ|thường trực (?:tỉnh|thành|đảng))(?!\w)"
)
_OF_DOING = re.compile(r"(?i)việc\s")
_MUST = re.compile(r"\b(?:phải|cần)\b")
_DUTY = re.compile(
    r"\b(?:phải|cần|có trách nhiệm|bảo đảm|đảm bảo|thực hiện|không để|hoàn thành|làm|tăng cường|tổ chức)\b"
)
# `lần thứ hai trước 03/02/2026`: another step of the task before it.
_STAGE = re.compile(
    r"(?i)(?:lần|đợt|giai đoạn|vòng|bước)\s(?:thứ\s)?(?:nhất|hai|ba|tư|năm|cuối|\d{1,2}|[IVX]{1,4})(?!\w)"
)
# Where the trailing signs and words of a task begin at the earliest.
_SETTING = (LabelKind.LEAD, LabelKind.COORDINATING, LabelKind.DEADLINE)
_STOPS = " ./,"
_LINKS = ("và", "đồng thời")
LONGEST_LINK = 40
SEVERAL = 2
TELLING = 60
SHORT_TITLE = 40
SHORT_SENTENCE = 24
SHORT_LABEL = 200


@dataclass(slots=True)
class Inherited:
    """What the headings and intro lines above a leaf set for it."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    deadline: DeadlineFound = field(default_factory=DeadlineFound)
    zone: Zone = Zone.PLAIN
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """What label lines set for the leaves that they belong to; `NO_LABELS` stands for all that set nothing."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    deadline: DeadlineFound | None = None
    product: str = ""

    @property
    def empty(self) -> bool:
        """Whether no label belongs to the leaf."""
        return not (self.lead or self.coordinating or self.deadline or self.product)

    def joined(self, other: "Labels") -> "Labels":
        """These labels, completed with what only `other` sets."""
        if other is NO_LABELS or self is NO_LABELS:
            return self if other is NO_LABELS else other
        return Labels(
            self.lead or other.lead,
            self.coordinating or other.coordinating,
            self.deadline or other.deadline,
            self.product or other.product,
        )


NO_LABELS = Labels()


def tasks_of_leaf(
    document: str, view: View, path: str, above: Inherited, labels: Labels, clock: Clock
) -> Iterator[TaskFound]:
    """The tasks in one leaf; none when it orders nothing."""
    pieces = _led_by_party(pieces_of_leaf(view, clock, is_open=above.is_open), above.lead)
    if not above.is_open and labels.empty and not _may_be_charged(view.text, pieces):
        return
    groups = list(_groups(_instructions(pieces), above.lead, clock))
    labels = _inline(view, clock, whole=len(groups) < SEVERAL).joined(labels)
    lead, is_stage = above.lead, False
    for group in groups:
        own = group[0].lead or next((one.lead for one in group if only_assigns(one) or only_charges(one)), None)
        lead = own.names if own else lead
        part = _trimmed(view.slice(group[0].start, group[-1].end))
        known = labels.joined(_bracketed(part.text, own, above))
        stage = is_stage and _STAGE.match(part.text) is not None
        is_task = len(part.text) >= MIN_LENGTH and not _tells_past(group[0])
        if not is_task or not (stage or _is_task(part.text, own, above, known)):
            continue
        is_stage = True
        yield _task(document, part, path, own, lead, above, known, clock)


def _may_be_charged(text: str, pieces: list[Piece]) -> bool:
    """Whether a leaf where no instructions are expected may charge somebody: by an order, by a label, in brackets."""
    return ":" in text or "(" in text or any(piece.lead and piece.lead.ordered for piece in pieces)


def _led_by_party(pieces: list[Piece], lead: tuple[str, ...]) -> list[Piece]:
    """`Lãnh đạo UBND tỉnh rà soát` under the name of a party committee: what that does, nobody's leaders."""
    if not (lead and pieces and pieces[0].text.startswith("Lãnh đạo ") and all(map(_PARTY.match, lead))):
        return pieces
    return [replace(pieces[0], lead=None), *pieces[1:]]


def _bracketed(text: str, own: Lead | None, above: Inherited) -> Labels:
    """What brackets behind the instruction set; who leads only where the sentence itself names nobody."""
    lead, helpers = bodies_in_brackets(text, alone=not above.lead)
    lead = lead or (() if above.lead or own else bodies_behind(text))
    if not (lead or helpers):
        return NO_LABELS
    return Labels(lead=lead if above.is_open and not own else (), coordinating=helpers)


def labels_in_brackets(view: View, clock: Clock) -> Labels | None:
    """What a line sets that stands in brackets as a whole (`(Sở A chủ trì; xong trong Quý III)`), or None."""
    if not (view.text.startswith("(") and view.text.rstrip(" .;").endswith(")")) or len(view.text) > SHORT_LABEL:
        return None
    lead, helpers = bodies_in_brackets(view.text, alone=True)
    if not lead:
        return None
    dated = find_deadline(view, clock)
    return Labels(lead=lead, coordinating=helpers, deadline=dated if dated.phrase else None)


def label_value(view: View, kind: LabelKind, clock: Clock) -> Labels:
    """What the value of a label sets for the leaf that it belongs to."""
    if kind is LabelKind.LEAD:
        lead, helpers = roles_in(view.text) if len(view.text) <= SHORT_LABEL else (_names_of(view.text), ())
        return Labels(lead=lead, coordinating=helpers)
    if kind is LabelKind.COORDINATING:
        return Labels(coordinating=_names_of(view.text))
    if kind is LabelKind.DEADLINE and view.text:
        return Labels(deadline=read_cell(view, clock))
    return Labels(product=view.text) if kind is LabelKind.PRODUCT else NO_LABELS


def labels_of_line(view: View, first: tuple[LabelKind, int], clock: Clock) -> Labels:
    """What a label line sets, with the labels behind the first one (`Chủ trì: Sở A. Phối hợp: Sở B.`)."""
    kind, start = first
    if view.text.startswith("("):
        return _inline(view, clock)
    following = next(labels_inside(view.text), None)
    labels = label_value(view.slice(start, following[0] if following else len(view.text)), kind, clock)
    return labels.joined(_inline(view, clock)) if following else labels


def _names_of(text: str) -> tuple[str, ...]:
    if len(text) <= SHORT_LABEL:
        return split_names(text)
    names = read_names(text)
    return names.names if names else ()


def _inline(view: View, clock: Clock, *, whole: bool = True) -> Labels:
    """What labels inside the leaf set; a label in front of it is read with the lines.

    Unless the leaf is one task as a `whole`, a date set behind a comma belongs to its own sentence.
    """
    labels = NO_LABELS
    if ":" not in view.text:
        return labels
    for kind, start, end in inline_labels(view.text):
        if kind is LabelKind.DEADLINE and not whole and _SIGN.findall(view.text, 0, start)[-1:] in ([","], [";"]):
            continue
        labels = labels.joined(label_value(view.slice(start, end), kind, clock))
    return labels


def _trimmed(view: View) -> View:
    if view.text[-1:].isalnum() and not view.text.endswith(_LINKS):
        return view.slice(0, len(view.text))
    words = view.text.rstrip(_STOPS)
    match = _TRAILING.search(view.text, max(0, len(words) - LONGEST_LINK * words.endswith(_LINKS)))
    end = match.start() if match else len(view.text)
    return view.slice(
        0, end + (match is not None and view.text[end : end + 1] == "." and not match[0].startswith("./"))
    )


def _instructions(pieces: list[Piece]) -> list[Piece]:
    """The pieces from the first instruction to the last: assessments before and closing formulas are left out."""
    while len(pieces) > 1 and pieces[-2].text.endswith(".") and is_no_task(pieces[-1].text):
        pieces = pieces[:-1]
    told = False
    for i, piece in enumerate(pieces):
        goes_on = told and not piece.lead and pieces[i - 1].text.endswith(";")
        told = is_assessment(piece.text) or _tells_past(piece) or (i + 1 < len(pieces) and is_no_task(piece.text))
        told = told or (goes_on and not is_imperative(piece.text))
        if not told or (piece.lead and piece.lead.ordered):
            return pieces[i:]
    return []


def _tells_past(piece: Piece) -> bool:
    """`Các xã đã chủ động triển khai`: what the subject has done is told, not ordered."""
    lead = piece.lead
    return lead is not None and not lead.ordered and _DID.match(piece.text, lead.end) is not None


def _groups(pieces: list[Piece], lead: tuple[str, ...], clock: Clock) -> Iterator[list[Piece]]:
    """Pieces of one task each: a new lead or a second date opens a new task."""
    group: list[Piece] = []
    for piece in pieces:
        if group and _opens_task(piece, group, lead, clock):
            yield group
            group = []
        group.append(piece)
        lead = piece.lead.names if piece.lead and len(group) == 1 else lead
    if group:
        yield group


def _opens_task(piece: Piece, group: list[Piece], lead: tuple[str, ...], clock: Clock) -> bool:
    if _sets_label(piece.text) or only_helps(piece) or (only_charges(piece) and _acts_alone(group[0])):
        return False
    if _charges_others(piece, group, lead):
        return bool(lead) or not (_acts_alone(group[0]) and only_assigns(piece))
    # `khởi công trong tháng 12, hoàn thành trước 30/8`: two steps of one work.
    began = "khởi công" in group[-1].text.lower()
    if sets_deadline_only(piece.text) and not (began or tells_report(piece.text)):
        return False
    term = best_term(piece.text, clock)
    if not dates(term):
        return False
    earlier = [best_term(other.text, clock) for other in group]
    return any(dates(other) and not same_date(other, term) for other in earlier)


def _charges_others(piece: Piece, group: list[Piece], lead: tuple[str, ...]) -> bool:
    """Whether a piece charges somebody else than `lead`, or only one of them."""
    if piece.lead is None or _asks_in_passing(piece, group, lead):
        return False
    return _is_one_of(piece, group[0].lead, lead) or not _same_bodies(piece.lead.names, lead)


def _is_one_of(piece: Piece, first: Lead | None, lead: tuple[str, ...]) -> bool:
    """Whether a piece charges one of those who lead together (`Sở A, Sở B rà soát ...; Sở A báo cáo ...`)."""
    if piece.lead is None or piece.lead.names == lead:
        return False
    return piece.text.startswith("Riêng ") or (first is not None and len(piece.lead.names) < len(first.names))


def _acts_alone(piece: Piece) -> bool:
    """Whether a piece begins with what is to be done, perhaps by when, and names nobody who does it."""
    return piece.lead is None and (is_imperative(piece.text) or acts_behind_time(piece.text))


def _sets_label(text: str) -> bool:
    """Whether a piece is a label with its value (`Đơn vị chủ trì: Sở A;`), which belongs to what stands before it."""
    label = label_of(text) if ":" in text else None
    return label is not None and label[0] in _SETTING and text[: label[1]].rstrip().endswith(":")


def _asks_in_passing(piece: Piece, group: list[Piece], lead: tuple[str, ...]) -> bool:
    """`Bộ X chỉ đạo ...; yêu cầu các chủ đầu tư cam kết`: the one who asks is still the lead."""
    asker = group[0].lead
    asks = not asker.ordered if asker else bool(lead) and is_imperative(group[0].text)
    return asks and bool(piece.lead and piece.lead.ordered and piece.text[:1].islower())


def _same_bodies(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    known = tuple(_PLURAL.sub("", name.casefold()) for name in right)
    return all(any(name.startswith(_PLURAL.sub("", one.casefold())) for name in known) for one in left)


def _is_task(text: str, own: Lead | None, above: Inherited, labels: Labels) -> bool:
    if is_no_task(text) or text.isupper() or (text.endswith(":") and len(text) < SHORT_TITLE and not own):
        return False
    if not labels.empty or own:
        return not labels.empty or above.is_open or bool(own and own.ordered)
    if not above.is_open or above.zone is Zone.MONEY:
        return False
    if is_imperative(text):
        return True
    return not is_assessment(text) and (acts_by_when(text) or _reads_as_duty(text, above) or _is_labelled(text))


def _is_labelled(text: str) -> bool:
    """`Các tổ đò, bến bãi: Vận động người dân ...`: a duty behind the name of people that no list knows."""
    label = _ADDRESSEES.match(text) if ": " in text else None
    return label is not None and is_imperative(text, label.end())


def _reads_as_duty(text: str, above: Inherited) -> bool:
    """Whether a sentence that begins with no verb still orders something, by what stands above it."""
    led = bool(above.lead)
    shortest = SHORT_SENTENCE if text.endswith((".", ";")) else SHORT_TITLE
    if led and len(text) > shortest and not _TELLS_STATE.search(text[:TELLING]):
        return True
    if (led and opens_with_topic(text)) or ((led or above.zone is Zone.DUTY) and _has_duty(text)):
        return True
    return above.zone is Zone.DUTY and len(text) > SHORT_TITLE and _acts(text)


def _acts(text: str) -> bool:
    """Whether a verb of duty follows close behind the first words, and no state is told before it."""
    if _TELLS_STATE.search(text[:TELLING]):
        return False
    return any(is_imperative(text, at + 1) for at in range(min(len(text), TELLING)) if text[at] == " ")


def _has_duty(text: str) -> bool:
    return bool((_MUST if _OF_DOING.match(text) else _DUTY).search(text)) and not _COUNTS_DONE.search(text)


def _task(
    document: str,
    part: View,
    path: str,
    own: Lead | None,
    lead: tuple[str, ...],
    above: Inherited,
    labels: Labels,
    clock: Clock,
) -> TaskFound:
    lead = labels.lead or lead
    coordinating = _merge(find_coordinating(part.text, lead), labels.coordinating)
    coordinating = _merge(own.helpers, coordinating) if own and own.helpers else coordinating
    if not coordinating and not own and lead == above.lead:
        coordinating = above.coordinating
    deadline = _deadline(part, above, labels, clock)
    span = part.span(0, len(part.text))
    confidence, reasons = rate(
        lead,
        deadline,
        named=bool(own or labels.lead),
        ordered=bool(own and own.ordered),
        imperative=is_imperative(part.text),
    )
    return TaskFound(
        text=as_printed(document, span),
        path=path,
        span=span,
        lead=lead,
        coordinating=coordinating,
        deadline=deadline,
        product=labels.product,
        warnings=deadline.warnings,
        confidence=confidence,
        reasons=reasons,
    )


def _merge(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    if not right:
        return left
    known = {name.casefold() for name in left}
    return left + tuple(name for name in right if name.casefold() not in known)


def _deadline(part: View, above: Inherited, labels: Labels, clock: Clock) -> DeadlineFound:
    if labels.deadline:
        return labels.deadline
    own = find_deadline(part, clock)
    if own.due_on or own.recurrence:
        return own
    inherited = above.deadline
    return inherited if inherited.due_on or inherited.recurrence or not own.phrase else own
