"""A leaf taken apart: sentences, steps, and which of them are instructions at all."""

import re
from itertools import pairwise

from directives.parsing.bodies import DUTY_VERBS, STOP_WORDS, WHOLE_WORDS, words
from directives.parsing.lexicon import Lexicon
from directives.parsing.normalise import CAPITALS
from directives.parsing.scanned import with_scanned
from directives.parsing.sieve import lowered

# A sign that may end a piece: white space stands behind it, or behind the signs that close with it.
_MAY_END = re.compile(r"[.)”\"](?=[.)”\"]*\s)|;(?=\s)")
_END = re.compile(rf"(?<=[^\W_]|[?!])(?<!\bTP)(?<!\bTp)(?<!\bKT)(?<!\bv\.v)[.)”\"]*\.{{1,3}}\s+(?=[{CAPITALS}“])|;\s+")
_STEP = re.compile(r"\s*[,;]\s+(?:và\s+|đồng thời\s+)?|\s+và\s+")
_STEP_OPENS = re.compile(
    rf"(?i:trước|chậm nhất|muộn nhất|đến hết|trong tháng|trong quý)\s.{{0,8}}\d|(?:[Cc]ác\s|[{CAPITALS}])"
)

_PREPOSITIONS = words(
    """
    ghi nhận; hoan nghênh; nhất trí; đồng ý; bao gồm; chậm nhất; muộn nhất; trễ nhất; đến hết; đến ngày; cho; còn; có;
    công tác; cùng; cũng; cụ thể; do; gồm; khi; không; lên; mà; như; nhất là; nhằm; nếu; ra; sau; sẽ; theo; trong; trong
    đó; trên cơ sở; trên tinh thần; trước; tại; từ; vào; vẫn; về; với; đang; đi; đã; đặc biệt; để; đối với
    """
)
_MORE_VERBS = words(
    """
    nêu rõ; nêu cụ thể; có văn bản; có báo cáo; có kế hoạch; có phương án; có giải pháp; có biện pháp; có trách nhiệm;
    không để; không được; không tổ chức; không thực hiện; không ban hành; không bố trí; không làm; không gây; không né
    tránh; chấm dứt; nâng cấp; lắp; bảo tồn; phấn đấu; tôn tạo; ra mắt; xuất bản; phát động; phát hành; tích hợp;
    thuê; chịu trách nhiệm; là cơ quan; là đầu mối; là cầu nối; làm tốt; thí điểm; tái cơ cấu; mời gọi; học tập; thực
    hành; khơi thông; hợp nhất; biên soạn; số hoá; chuẩn hoá; cụ thể hóa; cụ thể hoá; hiện đại hóa; đơn giản hoá; xã
    hội hóa; đa dạng hóa; tối ưu; thường trực; trồng; di dời; rứt khoát; dứt khoát; sớm; tuyệt đối; nghiêm cấm; tùy;
    đồng bộ; làm mới; triệt để; nhanh; khẩn; quan trắc; mở; ký kết; thi công; cấm; nộp; thu; chi; khám; tiêm; xóa; cử;
    thiết kế; đến từng; đi từng; đến tận; bầu; họp; có phương án; có giải pháp; có biện pháp; có kế hoạch
    """
)
_VERBS = tuple(word for word in STOP_WORDS if word and word not in _PREPOSITIONS) + DUTY_VERBS + _MORE_VERBS
_DUTIES = Lexicon(with_scanned(_VERBS))
# Nouns whose first half alone would be a verb (`hàng hóa`, `chi phí`).
_NOUNS = Lexicon(
    (
        *WHOLE_WORDS,
        *words("chi phí; chi nhánh; chi cục; chi bộ; chi hội; chi đoàn; thu nhập; trình tự; lập trường"),
        *words("tổ chức y tế thế giới; tổ chức quốc tế; tổ chức tín dụng; tổ chức chính trị; tổ chức phi chính phủ"),
    )
)
_OPENING = re.compile(
    r"(?i)(?:trên cơ s|căn cứ|đối với|về việc|trong quá|khi |trường hợp|nếu |để |theo |hằng|hàng|định kỳ|trước "
    r"|với |sau khi|nhằm|riêng|tùy )"
)
_TOPIC = re.compile(r"[^:.;]{0,120}:\s+")
_ASSESSES = re.compile(
    r"(?i)(?:đánh giá|tình hình|ưu điểm|khuyết điểm|kết quả đạt được|tồn tại|hạn chế|nguyên nhân"
    r"|cấp độ rủi ro)(?:\s+chung|\s+chủ yếu|\s+của|,)?[^:.;]{0,40}:\s"
)
_ASSESSMENT = re.compile(
    r"(?i)(?:hiện nay|hiện tại|được biết|trước đó[, ]|kết quả đạt được|thời gian qua|trong thời gian qua|tuy nhiên"
    r"|nhìn chung|trong "
    r"những năm|qua kiểm tra|"
    r"theo (?:báo cáo|tin|bản tin|dự báo|nhận định|thông tin|(?:trung tâm|đài|cơ quan) (?:dự báo|khí tượng))(?!\w)"
    r"|(?:hồi|lúc) \d{1,2}\s?(?:giờ|h|g)(?!\w)|dự báo(?=[ :,][^;]{0,80}\s(?:có khả năng|sẽ|tiếp tục|còn)\s)"
    r"|sức gió|vị trí tâm|cấp độ rủi ro|trong (?:\S+\s){1,4}giờ (?:tiếp theo|tới|qua)|đến \d{1,2}\s?(?:giờ|h) ngày"
    r"|vừa qua|đến nay|bên cạnh những|đây là|nguyên nhân|trong bối cảnh|năm \d{4}(?:,? là năm\s|, (?:kinh tế|thành "
    r"phố|tỉnh))|(?:chiều|sáng) (?!thứ \w+ h[ằà]ng )"
    r"|ngày \d{1,2}(?:/|\stháng\s)\d{1,2}(?:/|\snăm\s)\d{4},\s[^.;:]{3,80}?\sđã\s)"
)
# `Đồng ý với đề xuất của Sở X và giao Sở X chủ trì ...`: the consent is no task, what is ordered with it is.
_CONSENTING = ("đồng ý", "thống nhất", "nhất trí", "chấp thuận", "phê bình", "biểu dương", "ghi nhận")
_CONSENTS = re.compile(
    rf"[^;.:]{{0,80}}?(?:{'|'.join(_CONSENTING)})(?:\s[^;.]*?(?:,|\svà|\sđồng thời))?\s+"
    r"(?=(?:giao|yêu cầu)\s(?!của|về|kỹ thuật|ban hành))"
)
# `Trước ngày 15/9 các sở ...`, `Quý III/2026, Sở Y tế ...`, `Căn cứ Chỉ thị này các xã ...`: who acts, or the act,
# stands behind the time with no other word between, whether or not a comma does. In small letters.
_TIME = re.compile(
    r"(?:(?:ngay\s)?(?:sau\s)?(?:khi|căn cứ|trên cơ sở|kể từ|từ)\s[^,;:.]{3,80}?\snày,?\s+"
    r"|(?:(?:định kỳ|chậm nhất|muộn nhất|ngay|kể từ|từ|trước|trong|đến|hết|vào|vòng|khoảng|thời (?:gian|điểm|hạn)|nay"
    r"|mắt|tới|này|đó|sau|hằng|hàng|mỗi|một lần|lần|cuối|đầu|giữa|ngày(?: (?:ký|ban hành))?|tháng|quý|năm(?: học)?"
    r"|học kỳ|tuần|giờ|phút|giai đoạn|là|và|của|làm việc|kết thúc|mới|(?:các |những )?năm tiếp theo|sáng|chiều|tối"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:hai|ba|bốn|sáu)(?= (?:tuần|tháng|quý|năm))|\d[\d/.:hg-]*"
    r"|[ivx]+(?:/\d+)?|[-–]),?\s+)+)"
)
_SAYS_WHEN = re.compile(r"[\dix]|(?:ngày|tháng|quý|năm|tuần|kỳ|này|nay|mắt|thời gian|mới)[,\s]")
_ON_ONE_DAY = re.compile(r"(?:vào )?(?:sáng |chiều |tối )?ngày \d[\d/.-]*,?\s+")
_BY_WHEN = ("trước ", "chậm nhất ", "muộn nhất ", "định kỳ ", "hằng ", "hàng ", "mỗi ", "từ nay ", "đến ")
_DEADLINE_SENTENCE = re.compile(
    r"(?i)^(?:hoàn thành(?=\s*(?:$|[.,;]|(?:trước|trong|chậm|muộn|vào|xong|đến|và|theo|việc này|nhiệm vụ|các nhiệm vụ"
    r"|các nội dung|các công việc)(?!\w)))|thời gian|thời hạn|kết quả|báo cáo kết quả|xong)\b"
)


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Sentences and parts between semicolons, as `[start, end)` of `text`."""
    cuts = [0]
    for sign in _MAY_END.finditer(text):
        end = _END.match(text, sign.start())
        if end:
            cuts.append(end.end())
    cuts.append(len(text))
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Whole sentences of `text` as `[start, end)`; a semicolon ends none."""
    found: list[tuple[int, int]] = []
    for start, end in pieces_of(text):
        if found and text[: found[-1][1]].rstrip().endswith(";"):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def steps_of(text: str) -> list[tuple[int, int]]:
    """Parts of a sentence that may be steps of their own: cut before another act, another date or another body."""
    cuts = [0, *(match.end() for match in _STEP.finditer(text) if _begins_step(text, match.end())), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def _begins_step(text: str, at: int) -> bool:
    return is_imperative(text, at) or bool(_STEP_OPENS.match(text, at))


def is_imperative(text: str, pos: int = 0) -> bool:
    """Whether a verb of duty stands at `pos` of `text`."""
    return _DUTIES.match(text, pos) >= 0 and _NOUNS.match(text, pos) < 0


def opens_with_topic(text: str) -> bool:
    """Whether `text` begins with an adverbial after which the duty comes."""
    return bool(_OPENING.match(text))


def is_assessment(text: str) -> bool:
    """Whether a sentence tells how things went instead of ordering something."""
    topic = _TOPIC.match(text) if ":" in text else None
    if topic and _ASSESSES.match(text):
        return True
    return bool(_ASSESSMENT.match(text, topic.end() if topic else 0))


def order_behind_consent(text: str) -> int:
    """Where the verb of order stands behind what is consented to in the same sentence; -1 where none does."""
    if " giao " in text or " yêu cầu " in text:
        low = lowered(text)
        if any(map(low.__contains__, _CONSENTING)):
            consents = _CONSENTS.match(low)
            return consents.end() if consents else -1
    return -1


def behind_time(text: str) -> int:
    """Where the words behind the time begin with which `text` opens; -1 where it opens with none.

    A single day (`Ngày 20/9/2026, Sở Y tế ...`) is what reports open with.
    """
    low = lowered(text)
    time = _TIME.match(low)
    if time is None or not _SAYS_WHEN.search(low, 0, time.end()):
        return -1
    day = _ON_ONE_DAY.match(low)
    return -1 if day and day.end() == time.end() else time.end()


def acts_behind_time(text: str) -> bool:
    """Whether `text` opens with a time and goes on with an act, done or to be done."""
    at = behind_time(text)
    return at >= 0 and is_imperative(text, at)


def acts_by_when(text: str) -> bool:
    """Whether `text` opens with a date to be kept and goes on with the act (`Trước ngày 5/9 hoàn thành việc ...`)."""
    return lowered(text).startswith(_BY_WHEN) and acts_behind_time(text)


def sets_deadline_only(text: str) -> bool:
    """Whether a sentence dates what was ordered before it (`Hoàn thành và báo cáo trước ngày ...`)."""
    return bool(_DEADLINE_SENTENCE.match(text))
