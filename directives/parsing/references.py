"""Documents that a paper cites: number, date and what is done with them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from directives.parsing.normalise import INVISIBLE, View, spelled, view_of
from directives.parsing.numbers import DocumentNumber, NumberMatch, find_letters, find_numbers
from directives.parsing.sieve import Sieve, places_of
from directives.parsing.types import ReferenceFound, Relation

_DATE_AFTER = re.compile(
    r"\s*,?\s*ngày\s+(\d{1,2})\s*(?:[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})|tháng\s+(\d{1,2})\s*,?\s*năm\s+(\d{4}))",
    re.IGNORECASE,
)
_LOOSE = rf"[\s*{INVISIBLE}]{{0,8}}"
# A paper of which a part is repealed stands.
_PART = r"(?:một số|khoản|điểm|điều|mục|cụm từ|nội dung)"
# What the sentence does with the papers that it names behind the verb, however many they are.
_RELATIONS: tuple[tuple[Relation, Sieve], ...] = (
    (Relation.REPEALS, Sieve(rf"(?i)(?:bãi bỏ|hủy bỏ|thu hồi)\s(?!{_PART}\s)[^;]{{0,160}}$")),
    (Relation.REPLACES, Sieve(r"(?i)(?<!được )thay thế\s(?!bởi|bằng|tại)[^;]{0,160}$")),
    (
        Relation.AMENDS,
        Sieve(
            r"(?i)(?<!được )(?<!luật )(?<!nghị định )(?<!thông tư )(?<!dự án )"
            rf"(?:sửa đổi|điều chỉnh|bãi bỏ(?=\s{_PART}\s))(?:,? (?:bổ sung|điều chỉnh|thay thế|bãi bỏ))*"
            r"\s(?!bởi|bằng|tại|theo)[^;]{0,160}$"
        ),
    ),
    (Relation.IMPLEMENTS, Sieve(r"(?i)(?:thực hiện|triển khai|theo|thi hành|quán triệt)\s[^.;]{0,60}$")),
)
_CHANGES = (Relation.REPEALS, Relation.REPLACES, Relation.AMENDS)
_LAPSES = re.compile(r"[^.;]{0,90}\shết hiệu lực", re.IGNORECASE)
LONGEST_LAPSE = 110
# A title has no full stop: the legal bases below it begin a sentence all the same.
_SENTENCE_END = re.compile(r";\s+|\.\s+(?=[A-ZĐÁÀẢÃẠÂĂÊÔƠƯ])")
_BASIS = re.compile(r"(?<!\w)Căn cứ\s")
# What is asked or reported is not carried out.
_ASKED = ("TTr", "TTrLN", "BC", "BCTĐ")
_OWN_PROVISION = re.compile(
    r"(?i)\W*(?:(?:quyết định|nghị quyết|chỉ thị|kế hoạch|nghị định|thông tư|công văn|thông báo|văn bản) này"
    r"|sửa đổi|bãi bỏ|hủy bỏ|thay thế|thu hồi)(?!\w)"
)
_AS_BASIS = re.compile(r"(?i)\W*căn cứ\s")
# A legal basis, or the name of another paper, tells what that one changed.
_TOLD_OF_ANOTHER = re.compile(r"(?i:^\W*(?:căn cứ|theo|trên cơ sở)\s)|\d\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐ]")
LOOK_BACK = 200
# Where a number can stand in a text whose white space and decoration are still there, and what is read around it.
_SYMBOL = rf"{_LOOSE}(?:[A-ZĐƯ]|(?:19|20)\d\d{_LOOSE}[/-]{_LOOSE}[A-ZĐƯ])"
# A single sign in front is searched for far faster than one of ten figures.
_SYMBOLS = (re.compile(f"/{_SYMBOL}"), re.compile(f"-{_SYMBOL}"))
_SERIAL = re.compile(rf"\d[.\d]{{0,8}}[a-zđA-D]?{_LOOSE}$")
LONGEST_SERIAL = 18
_ENDS_SERIAL = frozenset("0123456789.abcdefghijklmnopqrstuvwxyzđABCD")
_BETWEEN = "".join(filter(str.isspace, map(chr, range(0x3001)))) + f"*{INVISIBLE}"
BEFORE, BEHIND = 300, 100
_OWN_LINE = re.compile(r"(?:^|\s)Số\s*(?:hiệu)?\s*:\s*$")
OWN_LINE = 12
# A site speaks to its visitors behind the paper that it shows; no office calls those it writes to so.
_SENT_TO = Sieve(r"(?i)nơi nhận")
_POLITE, _VISITORS = "quý ", ("khách", "thành viên", "độc giả", "bạn đọc")
_TO_VISITORS = Sieve(
    rf"(?i)^[^\w\n]{{0,9}}(?:thưa|kính gửi)[^\w\n]{{1,9}}{_POLITE}(?:{'|'.join(_VISITORS)})", re.MULTILINE
)
LONGEST_ADDRESS = len(_POLITE) + max(map(len, _VISITORS))
HEAD = 3000
LETTERHEAD = 600


def find_references(text: str, own: DocumentNumber | None) -> tuple[ReferenceFound, ...]:
    """Every document cited in `text`, each once, in order of first mention; the paper's own number is left out."""
    found: dict[str, ReferenceFound] = {}
    for view in _around_numbers(_paper_of(text)):
        since = 0  # what stands before the paper's own number says nothing about the papers behind it
        for match in _numbers_in(view.text):
            key = match.number.key
            if (own is not None and _is_own(own, view, match)) or _is_own_line(view.text, match):
                since = match.end
                continue
            issued = _date_after(view.text, match.end)
            known = found.get(key)
            if known is None:
                found[key] = _reference(view, match, issued, since)
            else:
                found[key] = _told_again(known, issued, _provided(view.text, match, since))
    return tuple(found.values())


def _numbers_in(text: str) -> list[NumberMatch]:
    """The numbers in `text`, in order; the first half of one with blanks in it (`12/QĐ - TTg`) is no number."""
    numbers = list(find_numbers(text))
    letters = (letter for letter in find_letters(text) if not any(_holds(number, letter) for number in numbers))
    return sorted((*numbers, *letters), key=lambda match: match.start)


def _holds(number: NumberMatch, letter: NumberMatch) -> bool:
    return number.start <= letter.start < number.end


def _paper_of(text: str) -> str:
    """`text` up to where the site that shows the paper begins to speak to its visitors."""
    if not any(_names_visitors(text, at) for at in places_of(_POLITE, text, "ý")):
        return text
    sent_to = _SENT_TO.search(text)
    site = _TO_VISITORS.search(text, sent_to.end() if sent_to else min(HEAD, len(text)))
    return text[: site.start()] if site else text


def _names_visitors(text: str, at: int) -> bool:
    return text[at + len(_POLITE) : at + LONGEST_ADDRESS].lower().startswith(_VISITORS)


def _around_numbers(text: str) -> Iterator[View]:
    """Views of the stretches of `text` in which numbers can stand, apart from each other."""
    left = right = 0
    for start, end in _candidates(spelled(text)):
        if start - BEFORE > right:
            if right:
                yield view_of(text, left, right)
            left = start - BEFORE
        right = min(len(text), end + BEHIND)
    if right:
        yield view_of(text, left, right)


def _candidates(text: str) -> list[tuple[int, int]]:
    """Where what may be a number begins, and where its symbol does, in order."""
    found: list[tuple[int, int]] = []
    for pattern in _SYMBOLS:
        for symbol in pattern.finditer(text):
            at = symbol.start()
            left = max(0, at - LONGEST_SERIAL)
            last = text[left:at].rstrip(_BETWEEN)[-1:]
            serial = _SERIAL.search(text, left, at) if last in _ENDS_SERIAL else None
            if serial:
                found.append((serial.start(), symbol.end()))
    return sorted(found)


def _is_own(own: DocumentNumber, view: View, match: NumberMatch) -> bool:
    """Whether `match` is the paper's own number, also where its head prints `TƯ` for the `TU` of a province."""
    if match.number.key == own.key:
        return True
    meant = re.sub(r"/tw$", "/tu", match.number.key)
    return meant == own.key and view.span(match.start, match.end).start < LETTERHEAD


def _is_own_line(text: str, match: NumberMatch) -> bool:
    return bool(_OWN_LINE.search(text, max(0, match.start - OWN_LINE), match.start))


def _reference(view: View, match: NumberMatch, issued: date | None, since: int) -> ReferenceFound:
    relation = _relation(view.text, match, since)
    return ReferenceFound(match.number.text, issued, relation, view.span(match.start, match.end))


def _told_again(known: ReferenceFound, issued: date | None, changed: Relation | None) -> ReferenceFound:
    """`known` with what a later mention adds: its date, and how a provision of this paper changes it."""
    relation = known.relation if changed is None or known.relation in _CHANGES else changed
    return replace(known, issued_on=known.issued_on or issued, relation=relation)


def _provided(text: str, match: NumberMatch, since: int) -> Relation | None:
    """How a provision of this paper (`Quyết định này thay thế ...`) changes the one cited at `match`, None if none."""
    if not _OWN_PROVISION.match(_sentence_before(text, match, since)):
        return None
    relation = _relation(text, match, since)
    return relation if relation in _CHANGES else None


def _sentence_before(text: str, match: NumberMatch, since: int) -> str:
    before = text[max(since, match.start - LOOK_BACK) : match.start]
    start = 0
    for end in _SENTENCE_END.finditer(before):
        start = end.end()
    if "Căn cứ" in before:
        for basis in _BASIS.finditer(before, start):
            start = basis.start()
    return before[start:]


def _relation(text: str, match: NumberMatch, since: int) -> Relation:
    """What this paper does with the one cited at `match`, by the sentence around it, no further back than `since`."""
    before = _sentence_before(text, match, since)
    for kind, pattern in _RELATIONS:
        verb = pattern.search(before)
        if verb and not _is_told_of_another(kind, before[: verb.start()], match):
            return kind
    if _lapses(text, match.end) and not _TOLD_OF_ANOTHER.search(before):
        return Relation.REPEALS
    return Relation.CITES


def _lapses(text: str, pos: int) -> bool:
    """Whether the words behind `pos` end the force of what stands before it."""
    end = pos + LONGEST_LAPSE
    return (text.find("ực", pos, end) >= 0 or text.find("ỰC", pos, end) >= 0) and _LAPSES.match(text, pos) is not None


def _is_told_of_another(kind: Relation, before: str, match: NumberMatch) -> bool:
    """Whether the verb behind `before` tells what another paper did, or nothing that can be done with a request."""
    if kind is Relation.IMPLEMENTS:
        return match.number.kind in _ASKED or bool(_AS_BASIS.match(before))
    return bool(_TOLD_OF_ANOTHER.search(before))


def _date_after(text: str, pos: int) -> date | None:
    match = _DATE_AFTER.match(text, pos)
    if match is None:
        return None
    day, month, year = match[1], match[2] or match[4], match[3] or match[5]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
