"""A leaf cut into pieces: its sentences and parts, and the steps of a sentence that have dates of their own."""

import re
from dataclasses import dataclass

from directives.parsing.agencies import MAX_LIST, read_names
from directives.parsing.assignees import Lead, find_lead
from directives.parsing.clock import Clock, Term
from directives.parsing.naming import NAMES
from directives.parsing.normalise import CAPITALS, View
from directives.parsing.sentences import pieces_of, steps_of
from directives.parsing.sieve import lowered
from directives.parsing.terms import OFTEN, PERIODS_IN_WORDS, best_term, terms_of

MIN_LENGTH = 12
SHORTEST_NAME = 6
STEP_STRENGTH = 2
_TIME_ONLY = re.compile(r"(?i)(?:(?:định kỳ|hằng \w+|hàng \w+|riêng|từ nay|và|đồng thời)\s*)?")
_FIGURE = re.compile(r"\d")
_STEP_SIGN = re.compile(r"[,;]\s|\svà\s")
# `chợ Sắt; chợ Ga`: a noun said again in a list of names.
_NOUN_AGAIN = re.compile(rf"[^\W\d_]+\s+(?=[{CAPITALS}])")
_BRACKETS = re.compile(r"\([^()]*\)")
# `Thành lập Ban Chỉ đạo huyện; Ban Chỉ đạo các xã`: what is set up, no one who acts.
_FOUNDS = re.compile(r"(?i)(?:thành lập|kiện toàn|củng cố)\s[^;]{4,120};")
# `Sở A chủ trì; Sở B phối hợp rà soát ...`: who leads what the part behind the semicolon says.
_ONLY_LEADS = " chủ trì; "
# `các công trình như: Nhà hát; Bảo tàng`: examples, no one who acts.
_SUCH_AS = re.compile(r"như:\s[^:;.]{3,80};\s*$")
# `Chủ trì, phối hợp với Sở A; Sở B tổ chức ...`: at the semicolon nothing is ordered yet.
_PARTNERS = re.compile(
    r"(?i)\s*,?\s*(?:có trách nhiệm\s+)?(?:chủ trì\s*(?:,|và)?\s*)?phối hợp\s(?:chặt chẽ\s)?"
    r"(?:cùng(?:\svới)?|với)\s*:?\s+"
)


# `giao Sở A (chủ trì, phối hợp với Sở B) thực hiện trước ...`: who does what the piece before says.
_CARRIES_OUT = re.compile(
    r"\s*,?\s*(?:(?:có|chịu) trách nhiệm\s+)?(?:(?:chủ trì|làm đầu mối)\s*,?\s*)?(?:tổ chức\s+|tham mưu\s+)?"
    r"(?:triển khai thực hiện|thực hiện|triển khai)"
    r"(?:\s+(?:các\s+)?(?:nội dung|nhiệm vụ|việc)\s+(?:này|(?:nêu\s+)?trên))?"
    r"\s*(?:$|[,;.(]|(?=(?:trước|trong|xong|hoàn thành|đến|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn))\s))"
    r"|\s*,?\s*(?:chủ trì|làm đầu mối)\s*(?:$|[.;]|[,(]?\s*"
    r"(?=(?:trước|trong|xong|hoàn thành|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn))\s))"
)


_ONLY_HEADS = re.compile(
    r"\s*,?\s*(?:chủ trì|làm đầu mối|chịu trách nhiệm)(?:\s(?:tổ chức|triển khai|thực hiện|chính))*\s*(?:,|và)?\s*"
    r"(phối hợp\s*(?:(?:cùng|với)\s+)*)?"
)
_HELP = re.compile(r"[\s,]*(?:cùng\s)?phối hợp(?!\w)")
# Behind who leads: that it is to be done, and perhaps by when.
_NO_DUTY = re.compile(
    r"[\s,]*(?:(?:tổ chức|triển khai|thực hiện)(?!\w)[\s,]*)*"
    r"(?:(?:hoàn thành|xong)\s(?:xong\s)?(?:trước|trong|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn)|đến|vào)\s"
    r"[^;]*)?[\s.;,]*"
)
# `...; UBND cấp xã thực hiện.`, `... Sở Nội vụ tham mưu.`
_ONLY_DOES = re.compile(r"\s(?:(?:tổ chức|triển khai)\s)?(?:thực hiện|triển khai|tham mưu|phụ trách|đảm nhận)[\s.;]*$")
_ONLY_HELPS = re.compile(r"\s*,?\s*(?:cùng\s)?phối hợp(?:\s(?:chặt chẽ|tổ chức|triển khai|thực hiện))*[\s.;]*$")
# `báo cáo kết quả trồng rừng`: of another work than what stands before it.
_RESULT_OF = re.compile(
    r"[Bb]áo cáo kết quả (?!(?:thực hiện|triển khai|tổ chức|rà soát|kiểm tra|xử lý|giải quyết|hoàn thành|thu|về|trước"
    r"|trong|cho|với|gửi|qua|chậm|đến|lên|cuối|cụ thể|chi tiết|bằng|để|tại|lại|đối|theo|này|nêu|trên|và|của|định|hằng"
    r"|hàng|sau|vào|kèm|tổng hợp|chung|công việc|nhiệm vụ|ủy ban|sở|ban|bộ)(?!\w))[^\W\d_A-Z]+\s[^\W\d_A-Z]+\s"
)
LONGEST_DATING = 80
YEARLY = "FREQ=YEARLY"


@dataclass(slots=True)
class Piece:
    """A sentence or a step of a leaf: its place, and the lead that it names."""

    start: int
    end: int
    lead: Lead | None
    text: str


def pieces_of_leaf(view: View, clock: Clock, *, is_open: bool) -> list[Piece]:
    """The sentences and dated steps of a leaf, lists of addressees kept whole.

    The terms of a leaf that is one sentence and, where instructions are expected (`is_open`), a task, are read anyway.
    """
    pieces = []
    whole = _whole_lists(view.text, pieces_of(view.text))
    is_task = is_open and len(whole) == 1
    for start, end in whole:
        sentence = view.text[start:end]
        steps = _dated_steps(sentence, clock) if is_task or _has_several_times(sentence) else [(0, end - start)]
        for a, b in steps:
            text = sentence[a:b].strip()
            pieces.append(Piece(start + a, start + b, find_lead(text), text))
    return pieces


def _whole_lists(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`cuts` without those inside a list of addressees (`Yêu cầu Giám đốc các sở; Chủ tịch UBND các xã thực hiện`)."""
    if len(cuts) == 1:
        return cuts
    whole: list[tuple[int, int]] = []
    reach = checked = 0
    brackets = [match.span() for match in _BRACKETS.finditer(text)] if "(" in text else ()
    inside = False
    for start, end in cuts:
        joined = inside or start < reach
        inside = any(left < end < right for left, right in brackets)
        if joined:
            whole[-1] = (whole[-1][0], end)
            continue
        whole.append((start, end))
        if text.endswith(_ONLY_LEADS, start, end) or _gives_examples(text, start, end) or _founds(text, start, end):
            reach = end + 1
        elif (
            start >= checked
            and end - start > SHORTEST_NAME
            and text[end - 2 : end].strip() == ";"
            and (inside or _may_name(text, end))
        ):
            lead = find_lead(text[start : start + MAX_LIST])
            row = None if lead else read_names(text, start)
            lead = lead if lead and lead.start < end - start else None  # who is charged behind the semicolon is no list
            reach = max(start + lead.end if lead else 0, _partners_reach(text, start, end, lead))
            checked = row.end if row else 0
    return whole


def _may_name(text: str, at: int) -> bool:
    """Whether a list of names may go on at `at`; most parts behind a semicolon begin with a verb."""
    first = text[at : at + 1]
    if first.isupper() or first.isdigit() or text.startswith("và ", at):
        return True
    return NAMES.at(text, at) or _NOUN_AGAIN.match(text, at) is not None


def _founds(text: str, start: int, end: int) -> bool:
    names = read_names(text, end) if _FOUNDS.match(text, start) else None
    return names is not None and not _ONLY_DOES.match(text, names.end)


def _gives_examples(text: str, start: int, end: int) -> bool:
    return text.find("như:", start, end) >= 0 and _SUCH_AS.search(text, start, end) is not None


def _partners_reach(text: str, start: int, end: int, lead: Lead | None) -> int:
    """Where the partners end with whom a sentence opens, so that nothing is done yet where a semicolon parts them."""
    partners = _PARTNERS.match(text, start + lead.end if lead else start)
    row = read_names(text, partners.end(), bare=True) if partners else None
    return row.end if row and row.end > end and row.followed else 0


def _dated_steps(text: str, clock: Clock) -> list[tuple[int, int]]:
    """The steps of a sentence when each has a date of its own (`trình ... trước 5/4, trình ... trước 20/4`)."""
    if sum(map(dates, terms_of(text.strip(), clock))) < STEP_STRENGTH:
        return [(0, len(text))]
    steps: list[tuple[int, int]] = []
    leading = closed = False
    for start, end in steps_of(text):
        part = text[start:end]
        first = _begins_with_date(part, best_term(part, clock))
        leading = leading or (first and not steps)
        if steps and not (first if leading else closed):
            steps[-1] = (steps[-1][0], end)
        else:
            steps.append((start, end))
        closed = _ends_with_date(part, clock)
    return _distinct(text, steps, clock)


def _has_several_times(text: str) -> bool:
    """Whether two times may be printed in `text`, with a sign that parts two steps between their figures."""
    low = lowered(text)
    first = _FIGURE.search(low)
    if first is None:
        return any(map(low.__contains__, PERIODS_IN_WORDS))
    sign = _STEP_SIGN.search(low, first.end())
    if sign and _FIGURE.search(low, sign.end()):
        return True
    return any(map(low.__contains__, PERIODS_IN_WORDS)) or any(map(low.__contains__, OFTEN))


def _ends_with_date(text: str, clock: Clock) -> bool:
    """Whether a step is closed by its date, a remark in brackets apart."""
    term = best_term(text, clock)
    return (
        term is not None and dates(term) and not re.sub(r"\([^()]*\)|\s*(?:và|đồng thời)\s*$|\W", "", text[term.end :])
    )


def _begins_with_date(text: str, term: Term | None) -> bool:
    """`Trước ngày 10/4` or `Định kỳ trước ngày 14 tháng 12`: the date comes before the act."""
    return term is not None and dates(term) and bool(_TIME_ONLY.fullmatch(text[: term.start]))


def _distinct(text: str, steps: list[tuple[int, int]], clock: Clock) -> list[tuple[int, int]]:
    """`steps` with undated ends joined to what stands before, and those of one date taken together."""
    whole: list[tuple[int, int]] = []
    last: Term | None = None
    for start, end in steps:
        term = best_term(text[start:end], clock)
        only = term is not None and not text[start : start + term.start].strip() and end - start < term.end + MIN_LENGTH
        if whole and (not dates(term) or same_date(last, term) or only):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
        last = term if dates(term) else last
    return whole


def only_assigns(piece: Piece) -> bool:
    """Whether a piece orders nothing itself but says who carries out what stands before it."""
    lead = piece.lead
    if lead is None or not lead.ordered:
        return False
    partners = _PARTNERS.match(piece.text, lead.end)
    row = read_names(piece.text, partners.end(), bare=True) if partners else None
    return _CARRIES_OUT.match(piece.text, row.end if row else lead.end) is not None


def only_charges(piece: Piece) -> bool:
    """Whether a piece says who leads, perhaps with whose help, and nothing of what (`Sở A chủ trì, Sở B phối hợp;`)."""
    lead, text = piece.lead, piece.text
    leads = _ONLY_HEADS.match(text, lead.end) if lead and not lead.ordered else None
    if lead and not lead.ordered and _ONLY_DOES.match(text, lead.end):
        return True
    if leads is None:
        return False
    row = read_names(text, leads.end(), bare=True)
    rest = text[row.end if row else leads.end() :]
    helps = _HELP.match(rest) if row and not leads[1] else None
    if row and not leads[1] and helps is None:
        return False
    return _NO_DUTY.fullmatch(rest, helps.end() if helps else 0) is not None


def only_helps(piece: Piece) -> bool:
    """Whether a piece says who helps with what stands before it, and nothing else (`Sở B, Sở C phối hợp.`)."""
    lead = piece.lead
    return lead is not None and not lead.ordered and _ONLY_HELPS.match(piece.text, lead.end) is not None


def dates(term: Term | None) -> bool:
    """Whether a term sets a day or a recurrence."""
    return term is not None and (term.due is not None or term.recurrence is not None)


def same_date(left: Term | None, right: Term | None) -> bool:
    """Whether two terms say the same, one of two recurrences perhaps in more detail."""
    if left is None or right is None:
        return False
    if left.recurrence and right.recurrence:  # `mỗi quý một lần ...; báo cáo trước ngày 05 của tháng đầu quý`
        return left.recurrence.startswith(right.recurrence) or right.recurrence.startswith(left.recurrence)
    if left.recurrence == YEARLY and right.due and right.warnings:  # `Hằng năm, tổ chức ...; báo cáo trước ngày 15/12`
        return True
    return (left.due, left.recurrence) == (right.due, right.recurrence)


def tells_report(text: str) -> bool:
    """`Báo cáo kết quả thực hiện công tác ... về UBND tỉnh trước ngày 10/11`: a duty of its own, told at length."""
    return text[:7].lower() == "báo cáo" and (len(text) > LONGEST_DATING or _RESULT_OF.match(text) is not None)
