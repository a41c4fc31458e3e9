"""From the tree to the tasks: labels given to their leaves, leads and dates handed down, aims left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import reduce

from directives.parsing.agencies import read_names, split_names
from directives.parsing.assignees import Lead, asks_below, find_lead
from directives.parsing.brackets import bodies_in_brackets
from directives.parsing.deadlines import Clock, best_term, find_deadline, read_cell
from directives.parsing.formulas import names_members
from directives.parsing.labels import LabelKind, label_of, listed_label, tells_fact, titles_labels
from directives.parsing.leaves import NO_LABELS, Inherited, Labels, labels_in_brackets, labels_of_line, tasks_of_leaf
from directives.parsing.markers import Mark
from directives.parsing.normalise import View, loose, view_of
from directives.parsing.partners import find_coordinating
from directives.parsing.sentences import is_imperative, opens_with_topic, pieces_of, sentences_of
from directives.parsing.sieve import Sieve, lowered
from directives.parsing.structure import Node, asks_to_report, opens_recipients
from directives.parsing.types import DeadlineFound, TaskFound
from directives.parsing.zones import Zone, demands, opens_orders, orders_below, tells_how_things_are, zone_of

SHORT_LABEL = 200
NUMBERED = (Mark.NUMBER, Mark.LETTER, Mark.ORDINAL, Mark.PAREN)
FEWEST = 2
LONG_TOPIC = 80
# What is left of a name that was not read to its end; a duty is longer.
SHORT_REST = 30
_CONTINUES = re.compile(
    r"(?i)^(?:trong đó|trường hợp|đồng thời|ngoài ra|bên cạnh đó|riêng|cùng với đó|chịu trách nhiệm)\b"
)
# `yêu cầu các sở thực hiện nghiêm Chỉ thị số 5 và triển khai các nội dung sau:`: the list does not spell out the first.
_THEN_LIST = re.compile(
    rf"\s*[,;]?\s(?:và|đồng thời)\s(?:[^\s,;.:]+\s){{0,6}}?(?:{loose('triển khai')}|{loose('thực hiện')}|làm tốt)"
    r"(?:\s[^\s,;.:]+){0,3}?\s(?:nội dung|nhiệm vụ|giải pháp|công việc|biện pháp)[^,;.:]{0,40}:$"
)
_OTHER_PAPER = re.compile(
    rf"(?i)(?:{loose('chỉ thị')}|{loose('nghị quyết')}|{loose('công điện')}|{loose('kế hoạch')}|{loose('quyết định')}"
    rf"|{loose('công văn')}|{loose('kết luận')}|{loose('thông báo')})\s\S{{1,3}}\s\d"
)
_HEADING_PERIOD = re.compile(
    r"(?i)^(?:giai đoạn|thời kỳ|đến|năm|trong|quý|tháng|từ)\s.{0,12}\d{4}"
    r"|^(?:trong\s+)?(?:tháng\s+\d{1,2}|quý\s+(?:[IV]{1,3}|0?[1-4]))\s*:?$"
)
_OF_THINGS = Sieve(r"(?i)còn\s|chỉ còn|dự án|đối với")
# `Giải pháp trọng tâm từ nay đến năm 2025`, over the duties for that time.
_FROM_NOW = re.compile(r"(?i)(?<=từ nay )đến\s(?:hết\s|cuối\s)?(?:(?:tháng|quý)\s[\dIV]{1,3}\S{0,5}|năm\s\d{4})$")
_AIMS = re.compile(r"(?i)(?:các\s+)?yêu cầu(?:\s+chung)?\s*[.:]?")
_PLAN_PERIOD = re.compile(r"(?i)thời (?:gian|hạn)\s+(?:thực hiện|hỗ trợ|triển khai)?")


@dataclass(slots=True)
class Unit:
    """A node with the paragraphs that go on with it and the labels that belong to it."""

    node: Node
    more: list[Node] = field(default_factory=list)
    labels: Labels = NO_LABELS
    is_aim: bool = False


def tasks_of_tree(document: str, roots: list[Node], clock: Clock, *, is_open: bool) -> Iterator[TaskFound]:
    """The tasks below `roots` in document order; with `is_open` instructions are expected from the first line."""
    top = Inherited(is_open=is_open)
    units, _ = _units(roots, clock)
    for unit in units:
        if opens_orders(unit.node.text) or unit.node.block.mark not in (Mark.NONE, Mark.DASH, Mark.PLUS):
            top = replace(top, is_open=True)
        found = list(_visit(document, unit, top, clock))
        # A letter in plain paragraphs: behind the one that orders (`UBND tỉnh đề nghị ...`) the others are orders too.
        if found and unit.node.block.mark is Mark.NONE:
            top = replace(top, is_open=True)
        yield from found


def _visit(document: str, unit: Unit, above: Inherited, clock: Clock) -> Iterator[TaskFound]:
    node = unit.node
    if opens_recipients(node.text):
        return
    units, labels = _units(node.children, clock)
    labels = unit.labels.joined(labels)
    zone = zone_of(node.text, above.zone) if (units or _is_title(node)) and not _speaks(node) else above.zone
    zone = Zone.GOAL if unit.is_aim else zone
    if units and zone is Zone.PLAIN and units[0].node.block.mark in NUMBERED and orders_below(node.text):
        zone = Zone.DUTY
    if zone is Zone.GOAL:
        yield from _orders_behind(document, unit, units, above, clock)
        return
    if len(units) == 1 and _is_long_topic(node, units[0]):
        unit = Unit(node, [units[0].node, *units[0].more])
        units = []
    if units:
        below = _handed_down(node, _in_zone(above, zone), labels, clock)
        yield from _before_list(document, node, below, clock)
        for child in units:
            yield from _visit(document, child, below, clock)
        return
    if names_members(node.text) or (node.block.mark is Mark.ARTICLE and not _charges(node.text)):
        return
    yield from tasks_of_leaf(document, _leaf_view(document, unit), node.path, _in_zone(above, zone), labels, clock)


def _charges(text: str) -> bool:
    """Whether a sentence of an article charges a body (`Quyết định này có hiệu lực ... Chánh Văn phòng ...`)."""
    return any(find_lead(text[start:end]) for start, end in sentences_of(text))


def _before_list(document: str, node: Node, below: Inherited, clock: Clock) -> Iterator[TaskFound]:
    """The orders in front of the sentence that opens a list (`Nhà thầu tăng ca. Các mốc cụ thể:`)."""
    if not (below.is_open and len(node.text) > LONG_TOPIC):
        return
    if not node.is_intro:
        if _orders_itself(node, clock):
            yield from tasks_of_leaf(document, node.block.view, node.path, below, NO_LABELS, clock)
        return
    at = _opens_list_at(node.text)
    if at and not find_lead(node.text[at:], heading=True):
        front = node.block.view.slice(0, at)
        if find_lead(front.text) and not opens_with_topic(front.text):
            yield from tasks_of_leaf(document, front, node.path, below, NO_LABELS, clock)
    last = sentences_of(node.text)[-1][0]
    then = _THEN_LIST.search(node.text, last) if node.text.endswith(":") else None
    if then and _OTHER_PAPER.search(node.text, last, then.start()):
        front = node.block.view.slice(last, then.start())
        lead = find_lead(front.text)
        if lead and _OTHER_PAPER.search(front.text, lead.end):
            yield from tasks_of_leaf(document, front, node.path, below, NO_LABELS, clock)


def _opens_list_at(text: str) -> int:
    """Where the part of an intro line begins that opens its list: the last sentence, or an act behind a semicolon.

    `UBND các xã chịu trách nhiệm ...; chỉ đạo:` orders before its semicolon; `...; trong đó lưu ý:` goes into detail.
    """
    sentence, piece = sentences_of(text)[-1][0], pieces_of(text)[-1][0]
    return sentence or (piece if is_imperative(text, piece) else 0)


def _orders_itself(node: Node, clock: Clock) -> bool:
    """Whether a line over a list is no title but an order: it names a body or a date, or is several sentences."""
    text = node.text
    if not text.endswith(".") or node.block.mark not in (Mark.NUMBER, Mark.LETTER, Mark.ORDINAL):
        return False
    lead = find_lead(text)
    dated = best_term(text, clock)
    return bool(lead and lead.end < len(text) - LONG_TOPIC) or bool(dated and dated.due) or len(sentences_of(text)) > 1


def _in_zone(above: Inherited, zone: Zone) -> Inherited:
    return above if above.zone is zone else replace(above, zone=zone)


def _orders_behind(document: str, unit: Unit, units: list[Unit], above: Inherited, clock: Clock) -> Iterator[TaskFound]:
    """What an assessment orders once it is over (`Chính phủ yêu cầu:`); aims, and goals of goals, order nothing."""
    if above.zone is Zone.GOAL or not tells_how_things_are(unit.node.text):
        return
    first = next((i for i, child in enumerate(units) if _orders(child.node)), len(units))
    for child in units[:first]:
        inner, _ = _units(child.node.children, clock)
        yield from _orders_behind(document, child, inner, above, clock)
    below = replace(_handed_down(unit.node, above, unit.labels, clock), zone=Zone.DUTY, is_open=True)
    for child in units[first:]:
        yield from _visit(document, child, below, clock)


def _orders(node: Node) -> bool:
    """Whether a line behind an assessment is an order: it says so, or names a body above what that must do."""
    lead = find_lead(node.text, heading=bool(node.children))
    if demands(node.text) or (lead and lead.ordered):
        return True
    return bool(lead and node.children and is_imperative(node.children[0].text))


def _is_long_topic(node: Node, child: Unit) -> bool:
    """`+ Đối với các dự án ...:` with its one sentence below: both are one instruction."""
    return (
        node.block.mark in (Mark.DASH, Mark.PLUS, Mark.LETTER)
        and node.is_intro
        and len(node.text) > LONG_TOPIC
        and child.node.block.mark is Mark.NONE
        and not child.node.children
        and opens_with_topic(node.text)
    )


def _speaks(node: Node) -> bool:
    """A sentence that opens a list (`Căn cứ ..., Ủy ban nhân dân có ý kiến như sau:`) is the title of no part."""
    return node.block.mark is Mark.NONE and node.is_intro and (len(node.text) > LONG_TOPIC or opens_orders(node.text))


def _is_title(node: Node) -> bool:
    return node.block.mark in (Mark.PART, Mark.CHAPTER, Mark.ROMAN)


def _leaf_view(document: str, unit: Unit) -> View:
    """The leaf with what goes on with it, without its marker and without a label such as `Nội dung:`."""
    start, view = unit.node.block.span.start, unit.node.block.view
    label = label_of(view.text)
    if label and label[0] is LabelKind.CONTENT and label[1] < len(view.text):
        start = view.offsets[label[1]]
    elif not unit.more:
        return view
    end = max([unit.node.block.span.end, *(node.block.span.end for node in unit.more)])
    return view_of(document, start, end)


def _handed_down(node: Node, above: Inherited, labels: Labels, clock: Clock) -> Inherited:
    """What the children of a heading or intro line inherit."""
    text = node.text
    lead = _lead_of_title(node)
    names = labels.lead or _labelled_lead(text) or (lead.names if lead else _bracketed_lead(text))
    coordinating = labels.coordinating or (lead.helpers or find_coordinating(text, names) if lead else ())
    return Inherited(
        lead=names or (() if asks_below(text) else above.lead),
        coordinating=coordinating if names else above.coordinating,
        deadline=labels.deadline or _heading_deadline(node, clock) or above.deadline,
        zone=above.zone,
        is_open=above.is_open or opens_orders(text) or node.block.mark not in (Mark.NONE, Mark.DASH, Mark.PLUS),
    )


def _labelled_lead(text: str) -> tuple[str, ...]:
    """Who leads by a title that is a label (`1. Cơ quan chủ trì: Sở A` over what Sở A does)."""
    label = label_of(text)
    return split_names(text[label[1] :]) if label and label[0] is LabelKind.LEAD else ()


def _bracketed_lead(text: str) -> tuple[str, ...]:
    """Whom a title names in brackets at its end (`1. Công tác y tế (Sở Y tế):`)."""
    return bodies_in_brackets(text.rstrip(" :"), alone=True)[0] if "(" in text else ()


def _lead_of_title(node: Node) -> Lead | None:
    """Whom a heading names; an intro line of several sentences (`... đã báo cáo. Đề nghị Sở A:`) in its last one."""
    text = node.text
    last = sentences_of(text)[-1][0] if node.is_intro and len(text) > LONG_TOPIC else 0
    return (find_lead(text[last:], heading=True) if last else None) or find_lead(text, heading=True)


def _heading_deadline(node: Node, clock: Clock) -> DeadlineFound | None:
    """The date that a heading (`Giai đoạn 2025 - 2030`) or a goal line sets for the leaves under it."""
    text = node.text
    if _PLAN_PERIOD.match(text) or _OF_THINGS.search(text[:60]):
        return None
    until = _FROM_NOW.search(text) if node.children and "từ nay " in lowered(text) else None
    if until:
        return read_cell(node.block.view.slice(until.start(), until.end()), clock)
    if _HEADING_PERIOD.match(text) and len(text) < SHORT_LABEL:
        return read_cell(node.block.view, clock)
    term = best_term(text, clock)
    # `Trong tháng 9 các phòng làm những việc sau:`, a paragraph of its own that opens with the date of its list.
    opens = node.is_intro and term is not None and term.start == 0
    if term and (term.due or term.recurrence) and (opens or node.block.mark is not Mark.NONE):
        return find_deadline(node.block.view, clock)
    return None


def _units(children: list[Node], clock: Clock) -> tuple[list[Unit], Labels]:
    """`children` as leaves and lists, and the labels that stand before any of them: those belong to the parent."""
    units: list[Unit] = []
    own = NO_LABELS
    if not children:
        return units, own
    pending: list[Unit] = []
    after_label = False
    for node in children:
        value = _label_value(node, clock)
        if value is NO_LABELS and tells_fact(node.text):
            continue
        if value is not None:
            own = own if pending else own.joined(value)
            for unit in pending:
                unit.labels = unit.labels.joined(_for_one_of(value, unit, pending, clock))
            after_label = True
            continue
        if after_label:
            pending = []
        after_label = False
        if units and pending and _goes_on(units[-1], node, clock):
            units[-1].more.append(node)
        else:
            units.append(Unit(node))
            pending.append(units[-1])
    _mark_aims(units)
    return units, own.joined(_closing_labels(units, clock))


def _mark_aims(units: list[Unit]) -> None:
    """Marks the part `Yêu cầu` of a plan, a title of its own behind `Mục đích`: it says how, and orders nothing."""
    behind = False
    for unit in units:
        unit.is_aim = behind and _AIMS.fullmatch(unit.node.text) is not None
        behind = behind or unit.node.text[:8].lower() == "mục đích"


def _for_one_of(value: Labels, unit: Unit, pending: list[Unit], clock: Clock) -> Labels:
    """What a label below several lines sets for one of them: no date where a line before the last sets its own."""
    if value.deadline is None or unit is pending[-1]:
        return value
    own = best_term(unit.node.text, clock)
    return replace(value, deadline=None) if own and (own.due or own.recurrence) else value


def _closing_labels(units: list[Unit], clock: Clock) -> Labels:
    """What several labels below the last line of a numbered list set for the whole list: no other line has any."""
    if len(units) < FEWEST or len(units[-1].node.children) < FEWEST:
        return NO_LABELS
    kind = units[-1].node.block.mark
    alike = all(unit.node.block.mark is kind and unit.labels.empty and not unit.node.children for unit in units[:-1])
    values = [_label_value(child, clock) for child in units[-1].node.children] if alike else [None]
    return NO_LABELS if None in values else reduce(Labels.joined, (value for value in values if value), NO_LABELS)


def _label_value(node: Node, clock: Clock) -> Labels | None:
    """What a label line sets, or the title of a list of bodies with the bodies below it; None for any other line."""
    if node.children:
        return _listed(node, clock)
    label = label_of(node.text)
    if label is None and node.block.mark in (Mark.NONE, Mark.DASH, Mark.PLUS):
        return labels_in_brackets(node.block.view, clock)
    if label is None or label[0] is LabelKind.CONTENT:
        return None
    return labels_of_line(node.block.view, label, clock)


def _listed(node: Node, clock: Clock) -> Labels | None:
    """`2. Cơ quan chủ trì` over a list of bodies, or `2. Cơ quan chủ trì, phối hợp` over two such lists."""
    kind = listed_label(node.text)
    joined = _joined_labels(node, clock) if kind is LabelKind.BODIES or titles_labels(node.text) else None
    if joined or kind is None or kind is LabelKind.BODIES:
        return joined
    printed = [child for child in node.children if not _is_remark(child)]
    if not all(_names_bodies(child) for child in printed):
        return None
    names = tuple(dict.fromkeys(name for child in printed for name in split_names(child.text)))
    return Labels(lead=names) if kind is LabelKind.LEAD else Labels(coordinating=names)


def _joined_labels(node: Node, clock: Clock) -> Labels | None:
    """What the label lines below a title set together, or None when one of the lines below is no label."""
    labels = NO_LABELS
    for child in node.children:
        value = _label_value(child, clock)
        if value is None:
            return None
        labels = labels.joined(value)
    return labels


def _names_bodies(node: Node) -> bool:
    """Whether a line holds names of bodies and nothing that any of them must do."""
    text = node.text
    if node.children or len(text) > SHORT_LABEL or is_imperative(text):
        return False
    names = read_names(text, bare=True)
    if names is None:
        return len(text) < LONG_TOPIC
    rest = text[names.end :].strip(" ,.;-–")
    is_name = len(rest) < SHORT_REST or rest[:1].isupper() or (len(text) < LONG_TOPIC and not is_imperative(rest))
    return (is_name and ":" not in rest) or not (names.followed or find_lead(text))


def _is_remark(node: Node) -> bool:
    """Whether a line below a list of bodies stands in brackets as a whole and explains one of them."""
    return node.text.startswith("(") and node.text.rstrip(" .;").endswith(")")


def _goes_on(unit: Unit, node: Node, clock: Clock) -> bool:
    """Whether a paragraph without a marker goes on with the leaf before it."""
    last = unit.more[-1] if unit.more else unit.node
    if (
        node.block.mark is not Mark.NONE
        or node.block.is_row
        or unit.node.children
        or node.children
        or unit.node.is_heading
        or asks_to_report(node.text)
    ):
        return False
    if unit.node.block.mark is Mark.NONE and not last.text.endswith(";"):
        return False
    says_so = bool(_CONTINUES.match(node.text))
    if not (says_so or last.text.endswith((";", ",")) or is_imperative(node.text)):
        return False
    if not says_so and find_lead(node.text):
        return False
    earlier, later = best_term(last.text, clock), best_term(node.text, clock)
    return not (earlier and later and earlier.due and later.due)
