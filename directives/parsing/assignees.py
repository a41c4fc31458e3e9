"""Who leads, out of a sentence; who coordinates stands in `partners`."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from directives.parsing.agencies import Names, read_names, with_whole_unit
from directives.parsing.formulas import announces
from directives.parsing.fronts import SUBJECTS, behind_basis, behind_front
from directives.parsing.naming import small_head_end
from directives.parsing.normalise import CAPITALS, loose
from directives.parsing.partners import partner_lists
from directives.parsing.passing import guided, is_told, passed_to, suffers, tells_law
from directives.parsing.persons import acts_behind_bracket, behind_person, behind_seat, place_that_acts
from directives.parsing.roles import parted_row
from directives.parsing.sentences import is_imperative, order_behind_consent
from directives.parsing.sieve import lowered

_ORDER_WORDS = (
    rf"{loose('trân trọng đề nghị')}|{loose('yêu cầu')}|{loose('đề nghị')}|{loose('phân công')}"
    rf"|{loose('ủy quyền')}(?:\s+cho)?|"
    rf"{loose('chỉ thị')}(?!\s+(?:số|của|này|trên|nêu|\d))(?:\s+{loose('yêu cầu')})?"
    rf"|{loose('giao trách nhiệm')}(?:\s+cho)?|giao\s+nhiệm\s+vụ\s+cho"
)
_ORDER = (
    rf"(?:{_ORDER_WORDS}"
    r"|giao(?!\s+(?-i:ban|thông|dịch|lưu|mùa|nộp|tiếp|hàng|khoán|đất)(?!\w))(?:\s+cho)?)"
)
_TIME = r"(?:(?:(?:chậm|muộn) nhất|không (?:quá|chậm|muộn)|trước|trong|đến)\s[^,]{3,50},\s*)?"
_ORDER_START = re.compile(rf"(?:(?:và|,)\s*)?(?:tiếp tục\s+)?{_ORDER}(?!\w)\s*[,:]?\s*{_TIME}", re.IGNORECASE)
# With a sign in front, after which it is looked for; not tried at every letter. In small letters each verb is turned
# away by its first one; in the text itself case tells `giao Ban Quản lý` from `giao ban`.
_MAY_START = re.compile(rf"(?:(?:và|,)\s*)?(?:tiếp tục\s+)?(?:{_ORDER_WORDS}|giao)(?!\w)")
_MAY_ORDER = re.compile(rf"[,;:\s](?:{_ORDER_WORDS}|giao)(?!\w)")
# Nearly every sign is a blank, which is found much faster when it alone is looked for.
_BEHIND_BLANK = re.compile(rf" (?:{_ORDER_WORDS}|giao)(?!\w)")
_NO_BLANK = re.compile(r"[,;:\t\n\r\xa0]\w")
_ORDERS = re.compile(rf"{_ORDER}(?!\w)\s*[,:]?\s*{_TIME}", re.IGNORECASE)
_NOT_ORDERED = re.compile(
    r"(?:được|đã|chưa|không|do|theo|đáp ứng|những|các|có|bàn|chuyển|nhiệm vụ|trước khi|và|văn bản|công văn"
    r"|về|đối với|một số)\s+$"
    r"|(?:công văn|văn bản|quyết định|thông báo|kế hoạch|chỉ thị)\s+số\s+\S+(?:\s+ngày\s+\d\S*)?\s+$"
)
_ISSUER = re.compile(
    r"^(?:các\s+)?(?:(?:UBND|Ủy ban [Nn]hân dân|HĐND|Hội đồng [Nn]hân dân)\s+(?:[Tt]ỉnh|[Tt]hành phố|[Tt]hị xã|[Hh]uyện"
    r"|[Qq]uận|TP)\b.{0,30}|"
    r"Chính phủ|Thủ tướng Chính phủ|Thành ủy.{0,20}|Tỉnh ủy.{0,20}|Ban Thường vụ.{0,30}|Thường trực.{0,30}|Văn "
    r"phòng Chính phủ)$"
)
_ISSUER_VERB = re.compile(
    rf"(?i)\s*(?:còn\s+|cũng\s+|cơ bản\s+)?(?:{_ORDER}|ghi nhận|đánh giá cao|biểu dương|hoan nghênh|nhấn mạnh"
    r"|(?:thống nhất|nhất trí|đồng ý)\s(?:cao|chủ trương|đánh giá|nội dung|thông qua|nhận định|giao|yêu cầu"
    r"|với (?:đề|báo cáo|nội dung|ý kiến|tờ trình|phương án))"
    rf"|có\s+{loose('ý kiến')}|{loose('kết luận')}|{loose('quyết định')}"
    rf"|{loose('chỉ đạo')}(?!\s+(?:các|mọi|toàn|[{CAPITALS}])[^:]{{0,900}}[^:]$)|nhận được|ban hành|thông báo)"
)
# `Chủ tịch UBND tỉnh phê bình các đơn vị chậm báo cáo và yêu cầu:`: the issuer still speaks at the end.
_DEMANDS_AT_END = re.compile(r"(?:và|,|;)\s+(?:yêu cầu|đề nghị|giao)(?:\s[^:,;]{0,40})?:$")
_ISSUER_LEAD_IN = re.compile(
    r"(?:theo đó,?\s*|ngoài ra,?\s*|bên cạnh đó,?\s*|đồng thời,?\s*)?(?:(?:đồng chí|lãnh đạo|thường trực|phó "
    r"chủ tịch|chủ tịch|phó bí thư|bí thư)\s+)*(?:ubnd|ủy ban nhân dân|thủ tướng|chính phủ|tp\.?|bí "
    r"thư)[^.;:]{0,70}?\s(?=yêu|đề|giao|chỉ thị|phân|ủy quyền|trân)"
)
# `Trưởng Ban yêu cầu các phòng ...`: who asks is not who must act.
_ASKING = r"(?:yêu cầu|đề nghị|trân trọng đề nghị|giao|phân công|chỉ thị)"
_ASKS = re.compile(rf"\s*{_ASKING}\s+(?:cho\s+)?(?=\S)")
# `Bộ Y tế giao:` tells who asks; whom, the lines below it tell.
_ASKS_BELOW = re.compile(rf"\s*{_ASKING}(?:\s(?:nhiệm vụ|như sau|thực hiện|một số|các nội dung)[^:]{{0,60}})?\s*:$")
# `đề nghị Quý Ủy ban chỉ đạo`: the one who is addressed must act; who that is stands behind `Kính gửi`.
YOU = "quý cơ quan"
_YOU = re.compile(
    r"(?:[Cc]ác\s+)?[Qq]uý\s+(?i:cơ quan|đơn vị|ủy ban(?: nhân dân)?|ubnd|sở|bộ|ban|viện|vụ|cục|phòng|trường|công ty"
    r"|ngân hàng|địa phương|thành viên)(?:\s*,\s*(?:cơ quan|đơn vị|địa phương))*(?!\w)"
)
# `Rà soát quỹ đất: Sở A chủ trì, ...`: the lead behind the act.
_LEADS = re.compile(r"\s*,?\s*(?:chủ trì|(?:là|làm) (?:cơ quan |đơn vị )?(?:chủ trì|đầu mối)|chịu trách nhiệm)(?!\w)")
# `báo cáo Thành ủy, UBND thành phố trước 17 giờ`: behind the comma stands only when, no act.
_ONLY_WHEN = re.compile(
    r"\s*,?\s*(?:trước|trong|(?:chậm|muộn) nhất|không (?:quá|chậm|muộn)|định kỳ|vào|hằng|hàng)\s[^,;:]{1,60}$",
    re.IGNORECASE,
)
_COMRADES = re.compile(r"(?:các|những)\s+đồng chí(?=\s*(?:[:,]|[^\W\dA-ZĐ]))")
# `Phân công cán bộ trực`: whom the body itself is to appoint, no body that leads.
_STAFF = frozenset(("cán bộ", "công chức", "viên chức", "cán bộ, công chức"))
# A part titled `Phó Chủ tịch phụ trách kinh tế` or `Chuyên viên văn phòng`: people, by what they look after.
_IN_CHARGE = re.compile(
    r"(?i)(?:(?:các|những|đồng chí)\s+)*(?:cán bộ|công chức|viên chức|chuyên viên|phó chủ tịch|chủ tịch|phó bí thư"
    r"|bí thư|ủy viên|phó giám đốc|phó trưởng \w+)\s(?:[^.:;]{2,60}?\s)?phụ trách\s[^.:;]{3,90}$"
)
_ASSIGNS = re.compile(r"(?:[Pp]hân công|[Gg]iao)(?!\w)")
_POSTS = re.compile(
    r"[Pp]hân công\s(?:cụ thể\s)?(?:lãnh đạo|cán bộ|công chức|viên chức|nhân viên|đảng viên|người)(?!\w)"
)
_ONE_PLACE = re.compile(r"Riêng\s(?:tỉnh|thành phố|huyện|xã|phường)\s[A-ZĐ]")
_YOU_ACT = re.compile(
    r"\s*,?\s*(?:cần|phải|khẩn trương|chủ động|quan tâm|chỉ đạo|gửi|báo cáo|rà soát|phối hợp"
    r"|có (?:ý kiến|văn bản|báo cáo)|(?:xin )?vui lòng|nghiên cứu|cung cấp|cử|xem xét|tham gia)(?!\w)"
)
# This and what else opens a sentence is tried on small letters, where each word is turned away by its first one.
_TOPIC = re.compile(
    r"(?:trên cơ|căn cứ|đối với|về|trong|khi|trường hợp|nếu|để|theo(?! d[oõòóôốồỗ]i\b)|hằng|hàng|định kỳ|trước"
    r"|với|sau|ngay|từ|nhằm|kết quả|riêng|ngoài ra|đồng thời|trên đây|nhận được|nhân dịp|"
    r"tại|chậm nhất|muộn nhất|cùng với|bên cạnh|qua|do|vì|giai đoạn|đến|kể từ|tùy|hiện nay|mặt khác|theo đó)\b"
)
_LEAD_IN = re.compile(
    r"(?:(?:trong )?quá trình (?:tổ chức\s+|triển khai\s+)*(?:thực hiện|triển khai)(?:\s+(?:kế hoạch|chỉ thị"
    r"|quyết định|chương trình|đề án|nghị quyết|thông báo|văn bản|công văn)(?:\s+này)?)?|ngoài ra|đồng thời"
    r"|bên cạnh đó|theo đó|cùng với đó|do vậy|vì vậy|do đó|riêng(?:\s+đối với)?),?\s+"
    r"(?:nếu (?:có|gặp|phát sinh)\s[^:;.]{0,60}?"
    r"(?=(?:đề nghị|yêu cầu|các|thủ trưởng)\s))?"
)
_ABOUT_BODY = re.compile(r"(?:[Đđ]ối với|ĐỐI VỚI)\s+")
# A part titled `Trách nhiệm của Sở Tài chính` or `Nhiệm vụ của Ban Chỉ đạo` names who does what stands below.
_DUTIES_OF = re.compile(
    r"(?i)(?:(?:trách nhiệm|nhiệm vụ|quyền hạn|phân công|chức năng)(?:\s*,\s*|\s+và\s+|\s+))+(?:cụ thể\s+)?"
    r"(?:của|cho|đối với)\s+"
)
_BASIS = re.compile(rf"(?:[Tt]hực hiện|[Tt]riển khai(?: thực hiện)?|[Pp]húc đáp)\s+(?:các\s+)?[{CAPITALS}]")
_COLON = re.compile(r"\s*:\s+(?=\S)")
_COMMA = re.compile(r",\s+")
_MUST = re.compile(r"\s*,?\s*(?:cần|phải|có trách nhiệm|chủ động|khẩn trương)\b")
_LABEL = re.compile(r"[^:;.]{3,160}(?:\([^()]{0,80}\))?\s*:\s+(?=\S)|[^:;]{3,160}:\s+(?=\S)")
# `Kiến nghị của phường Linh Xuân: Sở Xây dựng nghiên cứu`: the noun of a label, no verb.
_NOUN_LABEL = re.compile(r"(?:Kiến nghị|Đề xuất|Đề nghị|Phản ánh|Báo cáo)\s(?:của|về)\s[^:;]{3,160}:\s")
_BREAK = re.compile(r"[,;:]\s+")
_OPENS_SUBJECT = re.compile(rf"[Cc]ác|[Mm]ọi|[Tt]ừng|\W{{,4}}[{CAPITALS}]")
_BREAK_OR_WORD = re.compile(r"[,;:]\s+|\s(?:thì|do vậy|vì vậy)\s+")
MAX_TOPIC, LONGEST_MATTER = 900, 60
LONGEST_REST = 80
_MANY = re.compile(r"(?i)(?:các|những|mọi)\s")
_BEFELL = re.compile(r"\s(?:đã\s|đang\s|chưa\s)?(?:được|bị)\s(?!giao|phân công|yêu cầu|đề nghị)[^:;.]{3,80}(?=:)")
_NO_KIND = re.compile(r"[-–()\d.;:]|\s(?:đã|được|là|của)\s|\scó nhiệm vụ")


@dataclass(slots=True)
class Lead:
    """Who leads, and how the text says so: by an order (`Giao ...`) or as the subject of the sentence."""

    names: tuple[str, ...]
    start: int
    end: int
    ordered: bool
    helpers: tuple[str, ...] = ()  # those of the same row who only help


@lru_cache(maxsize=512)  # a leaf is asked as a whole, as a piece, and by what stands beside it
def find_lead(text: str, *, heading: bool = False) -> Lead | None:
    """The bodies that a sentence charges: after a verb of order, or as its subject; None when it names nobody."""
    if ":" in text[-2:] and announces(text):
        return None
    low = lowered(text)
    passed = (guided(text) if heading else None) or passed_to(text, low)
    lead_in = _LEAD_IN.match(low)
    start = lead_in.end() if lead_in else 0
    issuer = _ISSUER_LEAD_IN.match(low, start)
    ordered = Lead(passed.names, passed.start, passed.end, ordered=True) if passed else None
    at = issuer.end() if issuer else order_behind_consent(text)
    ordered = ordered or (_ordered_at(text, at, low) if at >= 0 else None)
    if ordered:
        return ordered
    found = (
        (heading and _in_charge(text, start))
        or _ordered_at(text, start, low)
        or _subject_at(text, start, heading=heading)
    )
    if found:
        return found
    found = _subject_in_front(text, low, heading=heading)
    if found or heading or start or _TOPIC.match(low):
        return found or _after_topic(text, start, heading=heading) or _behind_label(text)
    if is_imperative(text) and not (":" in text and _NOUN_LABEL.match(text)):
        return _asked_behind_act(text)
    return _by_duties(text) or _behind_label(text) or _ordered_inside(text, start)


def _subject_in_front(text: str, low: str, *, heading: bool) -> Lead | None:
    """Who acts behind the time, the office or the case with which a sentence opens, a comma behind it or none."""
    for at in behind_front(text, low):
        found = _subject_at(text, at, heading=heading)
        if found:
            return found
    return None


def _subject_behind_basis(text: str) -> Lead | None:
    """Who acts behind the basis or the matter with which a sentence opens without any sign behind it."""
    subjects = (_subject_at(text, at, heading=False) for at in behind_basis(text, lowered(text)))
    return next(filter(None, subjects), None)


def _in_charge(text: str, start: int) -> Lead | None:
    """People named by what they look after, as the title of what they must do."""
    people = _IN_CHARGE.match(text, start)
    return Lead((people[0].strip(),), start, people.end(), ordered=False) if people else None


def _asked_behind_act(text: str) -> Lead | None:
    """Who is named behind an act that is a basis or a label (`Giám sát dịch bệnh: Chi cục Thú y lấy mẫu`)."""
    asked = _asked_behind_basis(text) or _behind_label(text)
    if asked is None or asked.ordered or _LEADS.match(text, asked.end):
        return asked
    return asked if asked.start <= LONGEST_MATTER and is_imperative(text, asked.end + 1) else None


def _asked_behind_basis(text: str) -> Lead | None:
    """`Thực hiện Kế hoạch số ..., Sở Y tế đề nghị UBND các xã ...`: the letter opens with what it is based on."""
    if not _BASIS.match(text):
        return None
    subjects = (_subject_at(text, cut.end(), heading=False) for cut in _COMMA.finditer(text, 0, MAX_TOPIC))
    return next((found for found in subjects if found and found.ordered), None)


def asks_below(text: str) -> bool:
    """Whether a line says who asks, and the lines below it whom (`Bộ Y tế giao:`)."""
    names = read_names(text) if text.endswith(":") else None
    return names is not None and _ASKS_BELOW.match(text, names.end) is not None


def _ordered_at(text: str, pos: int, low: str) -> Lead | None:
    match = _ORDER_START.match(text, pos) if _MAY_START.match(low, pos) else None
    return _told(text, match.end(), pos) if match else None


def _told(text: str, at: int, start: int) -> Lead | None:
    """Who is named behind a verb of order that ends at `at`."""
    you = _YOU.match(text, at)
    if you:
        return Lead((YOU,), start, you.end(), ordered=True)
    seat = behind_seat(text, at)
    names = read_names(text, seat if seat >= 0 else max(at, behind_person(text, at)), bare=True)
    staff = _POSTS.match(text, start) or (names and names.names[0].lower() in _STAFF and _ASSIGNS.match(text, start))
    if names and not staff:
        lead, helpers = parted_row(text, names, bare=True)
        return Lead(lead, start, names.end, ordered=True, helpers=helpers)
    comrades = _COMRADES.match(text, at)
    return Lead((YOU,), start, comrades.end(), ordered=True) if comrades else None


def _subject_at(text: str, pos: int, *, heading: bool) -> Lead | None:
    """Who stands at `pos` as the subject of a duty; None where nobody does."""
    may_begin = SUBJECTS.at(text, pos) or text[pos : pos + 1].isdigit()
    return _read_subject(text, pos, heading=heading) if may_begin else None


def _read_subject(text: str, pos: int, *, heading: bool) -> Lead | None:
    known = _you_or_place(text, pos)
    if known:
        return known
    person, seat = behind_person(text, pos), behind_seat(text, pos)
    # `Riêng tỉnh Cà Mau rà soát`: one of those who were named before.
    bare = person >= 0 or (bool(pos) and _ONE_PLACE.match(text) is not None)
    names = read_names(text, seat if seat >= 0 else max(pos, person), bare=bare)
    if names is None or _is_issuer(text, names):
        return None
    names = _with_what_befell(text, with_whole_unit(text, names, titled=heading))
    asked = _ASKS.match(text, names.end)
    others = _told(text, asked.end(), pos) if asked else None
    if others or _ASKS_BELOW.match(text, names.end):
        return others
    ends = text[names.end :].strip(" .:;") == "" or text[names.end :].lstrip().startswith("(")
    if heading and not ends and _is_title(text, names):
        whole = text[names.start :].strip(" .:;")
        return Lead((*names.names[:-1], whole[whole.rindex(names.names[-1]) :]), pos, len(text), ordered=False)
    acts = names.followed or (person >= 0 and acts_behind_bracket(text, names.end))
    # `Chi nhánh số 1 (mời phối hợp) quét hồ sơ`: what is remarked behind a body is read with it.
    acts = acts or (text.startswith(") ", names.end - 1) and is_imperative(text, names.end + 1))
    if (acts or (heading and ends)) and not suffers(text, names):
        lead, helpers = parted_row(text, names)
        return Lead(lead, pos, names.end, ordered=False, helpers=helpers)
    return None


def _with_what_befell(text: str, names: Names) -> Names:
    """`Các tổ chức được cấp phép khai thác:`: which of a group are charged, by what they were given or lost."""
    start = text.rfind(names.names[-1], names.start, names.end)
    befell = _BEFELL.match(text, names.end) if start >= 0 and _MANY.match(names.names[-1]) else None
    if befell is None:
        return names
    return Names((*names.names[:-1], text[start : befell.end()]), names.start, befell.end(), followed=True)


def _you_or_place(text: str, pos: int) -> Lead | None:
    """Who is addressed, or the province that a meeting was held with, as the subject of a duty."""
    you = _YOU.match(text, pos)
    if you and _YOU_ACT.match(text, you.end()):
        return Lead((YOU,), pos, you.end(), ordered=True)
    place = place_that_acts(text, pos)
    return Lead((place,), pos, pos + len(place), ordered=False) if place else None


def _is_title(text: str, names: Names) -> bool:
    """Whether a heading names a kind of bodies and nothing else (`Các cơ sở giáo dục mầm non, phổ thông`)."""
    rest = text[names.end :].rstrip(" .:;").removesuffix(" thường xuyên")  # a kind of schooling, no adverb, at the end
    listed = rest.startswith(",") and text.endswith(":")  # `Chủ đầu tư, Ban Quản trị chung cư, nhà cao tầng:`
    if len(rest) > LONGEST_REST or not (listed or _MANY.match(names.names[-1])) or _NO_KIND.search(rest):
        return False
    if names.names[-1] not in text:
        return False
    return not any(is_imperative(rest, at + 1) for at, char in enumerate(rest) if char == " ")


def _is_issuer(text: str, names: Names) -> bool:
    if not _ISSUER.match(names.names[-1]):
        return False
    return bool(_ISSUER_VERB.match(text, names.end) or (text.endswith(":") and _DEMANDS_AT_END.search(text)))


def _after_topic(text: str, start: int, *, heading: bool) -> Lead | None:
    """The subject behind an opening such as `Trên cơ sở ..., Sở X ...` or `Đối với ...: UBND các tỉnh ...`."""
    duties = _DUTIES_OF.match(text, start) if heading else None
    owner = read_names(text, duties.end(), bare=True) if duties else None
    if owner and not text[owner.end :].strip(" .:;"):
        return Lead(owner.names, start, owner.end, ordered=False)
    about = _ABOUT_BODY.match(text, start)
    names = read_names(text, about.end(), bare=True) if about else None
    if names and (_MUST.match(text, names.end) or (heading and text[names.end :].strip() in ("", ":"))):
        return Lead(names.names, start, names.end, ordered=False)
    colon = _COLON.match(text, names.end) if names else None
    if names and colon and is_imperative(text, colon.end()) and not _ORDER_START.match(text, colon.end()):
        return Lead(names.names, start, names.end, ordered=False)
    ordered = _order_inside(text, start)
    partners = partner_lists(text[:MAX_TOPIC])
    breaks = _BREAK_OR_WORD if " thì" in text or " vậy" in text else _BREAK
    for cut in breaks.finditer(text, start, MAX_TOPIC):
        if ordered and ordered[0] < cut.end():
            break
        if any(left <= cut.start() < right for left, right in partners):
            continue
        found = _subject_at(text, cut.end(), heading=heading)
        if found and _ONLY_WHEN.match(text, found.end):
            continue
        if found and not found.ordered and not _acts(text, found.end) and _is_in_passing(text, cut.start(), ordered):
            continue
        if found and (_OPENS_SUBJECT.match(text, cut.end()) or small_head_end(text, cut.end()) >= 0):
            return found
    return _named_by(text, ordered) or _subject_behind_basis(text)


def _is_in_passing(text: str, at: int, ordered: tuple[int, int] | None) -> bool:
    """Whether a body behind the sign at `at` only is told, or stands before an order that names another."""
    return is_told(text, at) or bool(ordered and _named_by(text, ordered))


def _acts(text: str, at: int) -> bool:
    """Whether a duty stands directly behind a subject, where `Chủ tịch Quốc hội tại Công văn số ...` has none."""
    return bool(_MUST.match(text, at) or is_imperative(text, at + len(text[at:]) - len(text[at:].lstrip(" ,"))))


def _by_duties(text: str) -> Lead | None:
    """`Trách nhiệm của Sở Y tế: lập danh sách ...`: whose the duties behind the colon are."""
    duties = _DUTIES_OF.match(text) if ":" in text else None
    names = read_names(text, duties.end(), bare=True) if duties else None
    colon = _COLON.match(text, names.end) if names else None
    if names is None or colon is None or not is_imperative(text, colon.end()):
        return None
    return Lead(names.names, 0, names.end, ordered=False)


def _behind_label(text: str) -> Lead | None:
    """`Dự án cầu Rào: UBND quận Ngô Quyền bàn giao ...`: the subject behind an inline label."""
    label = _LABEL.match(text) if ":" in text else None
    if label is None:
        return None
    at = label.end()
    found = _ordered_at(text, at, lowered(text)) or _subject_at(text, at, heading=False)
    return found or _behind_front_of_label(text, at)


def _behind_front_of_label(text: str, at: int) -> Lead | None:
    """`Chế độ báo cáo: Trước ngày 30/11 hằng năm, các đơn vị gửi ...`: the subject behind the time behind a label."""
    rest = text[at:]
    low = lowered(rest)
    found = _subject_in_front(rest, low, heading=False) or (_TOPIC.match(low) and _after_topic(rest, 0, heading=False))
    return replace(found, start=found.start + at, end=found.end + at) if found else None


def _ordered_inside(text: str, start: int) -> Lead | None:
    """`Trên đây là ..., yêu cầu các phòng, ban thực hiện`: an order behind the first part of a sentence."""
    ordered = _order_inside(text, start)
    return None if ordered and tells_law(text[: ordered[0]]) else _named_by(text, ordered)


def _order_inside(text: str, start: int) -> tuple[int, int] | None:
    """Where a verb of order behind other words begins and ends."""
    end = start
    low = lowered(text)
    before = max(0, start - 1)
    if not (_BEHIND_BLANK.search(low, before, MAX_TOPIC) or _NO_BLANK.search(low, before, MAX_TOPIC)):
        return None
    while match := _MAY_ORDER.search(low, max(0, end - 1), MAX_TOPIC):
        begins = match.start() + 1
        order = _ORDERS.match(text, begins, MAX_TOPIC)
        end = order.end() if order else begins + 1
        if order and not _NOT_ORDERED.search(low[max(0, begins - 40) : begins]):
            return begins, end
    return None


def _named_by(text: str, ordered: tuple[int, int] | None) -> Lead | None:
    return _told(text, ordered[1], ordered[0]) if ordered else None
