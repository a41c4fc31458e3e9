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
_END = re.compile(
    r"(?<=[^\W_]|[?!])(?<!\bTP)(?<!\bTp)(?<!\bKT)(?<!\bv\.v)(?<!UBND [PXHQ])(?<!Công an [PXHQ])(?<!Đảng ủy [PXHQ])"
    rf"[.)”\"]*\.{{1,3}}\s+(?=[{CAPITALS}“])|;\s+"
)
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
    tránh; không nhận; không tặng; không sử dụng; không dùng; không uống; không đốt; không xả; không vứt; không lấn
    chiếm; không tự ý; không đưa; không lợi dụng; không cấp; không thu; không cho; không đùn đẩy; không chủ quan;
    không lơ là; không bỏ sót; không mua; không bán; không tụ tập; không tham gia; không giải quyết; không tiếp nhận;
    không phê duyệt; không trình; không kéo dài; không yêu cầu; không kết hợp; chấm dứt; nâng cấp; lắp; bảo tồn; phấn
    đấu; tôn tạo; ra mắt; xuất bản; phát động; phát hành; tích hợp; thuê; chịu trách nhiệm; là cơ quan; là đầu mối; là
    cầu nối; làm tốt; thí điểm; tái cơ cấu; mời gọi; học tập; thực hành; khơi thông; hợp nhất; biên soạn; số hoá;
    chuẩn hoá; cụ thể hóa; cụ thể hoá; hiện đại hóa; đơn giản hoá; xã hội hóa; đa dạng hóa; tối ưu; thường trực;
    trồng; di dời; rứt khoát; dứt khoát; sớm; tuyệt đối; nghiêm cấm; tùy; đồng bộ; làm mới; triệt để; nhanh; khẩn;
    quan trắc; mở; ký kết; thi công; cấm; nộp; thu; chi; khám; tiêm; xóa; cử; thiết kế; đến từng; đi từng; đến tận;
    bầu; họp; chuyển; quét; phát phiếu; phát tờ rơi; phát quà; đeo; nhắc; gọi điện; soát xét; rải; phun; vớt; kê khai;
    kết nạp; sinh hoạt chuyên đề; sàng lọc; cấp phát; nuôi; bắt giữ; kết nghĩa; trợ giúp; tặng quà; thăm hỏi
    """
)
_VERBS = tuple(word for word in STOP_WORDS if word and word not in _PREPOSITIONS) + DUTY_VERBS + _MORE_VERBS
_DUTIES = Lexicon(with_scanned(_VERBS))
# Nouns whose first half alone would be a verb (`hàng hóa`, `chi phí`).
_NOUNS = Lexicon(
    (
        *WHOLE_WORDS,
        *words("bầu cử; chi phí; chi nhánh; chi cục; chi bộ; chi hội; chi đoàn; thu nhập; trình tự; lập trường"),
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
    r"|cấp độ rủi ro|chỉ tiêu|mục tiêu)(?:\s+chung|\s+chủ yếu|\s+của|,)?[^:.;]{0,40}:\s"
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
_DEADLINE_SENTENCE = re.compile(
    r"(?i)^(?:hoàn thành(?=\s*(?:$|[.,;]|(?:trước|trong|chậm|muộn|vào|xong|đến|và|theo|việc này|nhiệm vụ|các nhiệm vụ"
    r"|các nội dung|các công việc)(?!\w)))|thời gian|thời hạn|kết quả|báo cáo kết quả|xong)\b"
)


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Sentences and parts between semicolons, as `[start, end)` of `text`."""
    if "; " not in text and ". " not in text:
        return [(0, len(text))] if text.strip() else []
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


def sets_deadline_only(text: str) -> bool:
    """Whether a sentence dates what was ordered before it (`Hoàn thành và báo cáo trước ngày ...`)."""
    return bool(_DEADLINE_SENTENCE.match(text))
