"""A leaf taken apart: sentences, steps, and which of them are instructions at all."""

import re
from functools import lru_cache
from itertools import pairwise

from directives.parsing.bodies import DUTY_VERBS, STOP_WORDS, WHOLE_WORDS, words
from directives.parsing.lexicon import Lexicon
from directives.parsing.normalise import CAPITALS
from directives.parsing.scanned import with_scanned
from directives.parsing.sieve import Sieve, lowered

_MAY_END = re.compile(r"[.)”\";]")
_END = re.compile(rf"(?<=[^\W_]|[?!])(?<!\bTP)(?<!\bTp)(?<!\bKT)(?<!\bv\.v)[.)”\"]*\.{{1,3}}\s+(?=[{CAPITALS}“])|;\s+")
_STEP = re.compile(r"\s*[,;]\s+(?:và\s+|đồng thời\s+)?|\s+và\s+")
_STEP_OPENS = re.compile(
    rf"(?i:trước|chậm nhất|muộn nhất|đến hết|trong tháng|trong quý)\s.{{0,8}}\d|(?:[Cc]ác\s|[{CAPITALS}])"
)

_PREPOSITIONS = words(
    """
    ghi nhận; hoan nghênh; nhất trí; đồng ý;
    bao gồm; cho; còn; có; công tác; cùng; cũng; cụ thể; do; gồm; khi; không; lên; mà; như; nhất là; nhằm; nếu; ra;
    sau; sẽ; theo; trong; trong đó; trên cơ sở; trên tinh thần; trước; tại; từ; vào; vẫn; về; với; đang; đi; đã; đặc
    biệt; để; đối với
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
    r"phố|tỉnh))|chiều |sáng |ngày \d{1,2}(?:/|\stháng\s)\d{1,2}(?:/|\snăm\s)\d{4},\s[^.;:]{3,80}?\sđã\s)"
)
_NOT_A_TASK = Sieve(
    r"(?i)^(?:nay,?\s+|văn phòng[^,;.]{0,40}\s+|ủy ban nhân dân[^,;.]{0,40}\s+|ubnd[^,;.]{0,40}\s+)?(?:xin\s+"
    r"|trân trọng\s+)*thông báo\s.{0,220}(?:biết|thực hiện|triển khai)|"
    r"^(?:thừa (?:lệnh|[uủ][yỷ] quyền)[^,;.:]{0,60},\s)?[^,;.:]{0,60}\sthông báo (?:để|dé|đề)\s[^.;]{0,160}\sbiết\b|"
    r"^[^,;.:]{0,60}\struyền đạt\s[^.;]{0,160}\sđể\s[^.;]{0,160}\sbiết\b|"
    r"^(?:quyết định|nghị quyết|kế hoạch|chỉ thị|quy chế|thông tư|nghị định|văn bản|công văn|hướng dẫn|quy định"
    r"|chương trình|thông báo|kết luận|công điện)\s+này\s+"
    r"(?:có hiệu lực|thay thế|(?:được\s+)?(?:phổ biến|gửi|niêm yết|sao gửi)\s)|"
    r"có hiệu lực (?:thi hành\s+)?(?:kể\s+)?từ|^(?:khuyến khích|được phép|cho phép)\b|^(?:cơ bản\s+)?(?:thống "
    r"nhất (?:chủ trương|với|về|nội dung|đề xuất|sự cần thiết|đánh giá)|đồng ý|chấp thuận)\b[^;.]*[;.]?$"
    r"|^[^,;.:]{0,40}ban hành kèm theo (?:quyết định|nghị quyết) này|"
    r"^(?:nguồn\s+|việc (?:lập|quản lý|sử dụng|thanh|quyết)[^.;]{0,80}\s)?(?:kinh phí|ngân sách"
    r"|vốn)\b|^hỗ trợ từ ngân sách|^(?:đưa|nâng|giảm|tăng|phấn đấu)?\s*(?:tỷ lệ"
    r"|tỉ lệ)[^;]{0,160}\d\s*%|"
    r"^(?:trên|ít nhất|tối thiểu|khoảng|dưới)?\s*\d+(?:[.,]\d+)?\s*%|^căn cứ (?:luật|nghị|quyết|thông tư|điều"
    r"|khoản|vào (?:luật|nghị|quyết|thông tư|điều|khoản))\b[^:]{0,400};?$|"
    r"^\([^()]{3,200}\s(?:kèm theo|đính kèm|gửi kèm)(?!\w)[^()]{0,80}\)[.;:]?$|"
    r"\(?(?:chi tiết|cụ thể|(?<!kèm )theo|có)\s[^.]{0,30}phụ lục[^.]{0,40}\)?[.;:]?$|^(?:ghi nhận|biểu dương"
    r"|đánh giá cao|cảm ơn|nhiệt liệt|(?:xin\s+)?(?:trân trọng|chân thành)\s+c[aảá]m ơn)\b|"
    r"^\((?:xin\s+)?(?:(?:đính|gửi|có)\s+)?kèm\s[^()]{3,300}\)[./\s]*$|"
    r"\b(?:biết được biết|để biết)\b[./\s]*$|(?<!\w)(?:trân trọng|chân thành)\s+c[aảá]m ơn\b[^.;]{0,80}[./\s]*$|"
    r"^trên đây là (?:(?!yêu cầu|đề nghị\s(?!thanh toán|quyết toán|hỗ trợ|công nhận|khen|xét|hưởng|cấp)|giao\s"
    r"|,\s(?:các|mọi|từng|trong|ủy ban|ubnd|sở|ban|phòng|văn phòng|thủ|chủ tịch|giám đốc|căn cứ"
    r"|đồng thời)\s)[^.;:]){0,400}[./\s]*$|"
    r"^trên đây là [^.;]{0,260}\sthông báo (?:để|đến|tới)\s[^.;]{0,160}\sbiết\b|"
    r"^trên đây là [^.;]{0,200}(?:kính|trân trọng|xin)\s[^.;]{0,20}(?:báo cáo|trình|thông báo)|"
    r"^(?:nghiêm khắc\s+)?phê bình\s(?:chủ tịch|giám đốc|ubnd|ủy ban|sở|công ty|tổng công ty|ban quản lý|các chủ đầu tư"
    r"|các (?:sở|đơn vị|xã|địa phương))\s[^;:]*$|"
    r"[-–,:]\s*(?:làm\s+)?(?:(?:phó )?trưởng ban(?: thường trực)?|(?:tổ|phó tổ|đoàn|nhóm) (?:trưởng|phó)|(?:ủy|uỷ) viên"
    r"(?: thường trực| thư ký)?|thành viên|thư ký|chủ tịch hội đồng)[;.]?$"
)
# A level to reach and nothing else: a goal.
_LEVEL_ONLY = re.compile(
    r"(?i)^(?:phấn đấu\s|duy trì\s)?[^;:,.]{0,80}\b(?:tăng|giảm|đạt)\s(?:trên\s|ít nhất\s|khoảng\s|từ\s)*"
    r"\d+(?:[.,]\d+)?(?:\s*-\s*\d+(?:[.,]\d+)?)?\s*%[^;,]{0,25}[.;]?$"
)
# A line that points to an attachment which spells the tasks out.
_POINTS_TO_ANNEX = Sieve(
    r"(?i)(?:nhiệm vụ|nội dung|công việc|danh mục|phân công|^quy trình|^thủ tục)\b[^.;]{0,80}"
    r"\b(?:tại|theo|trong|ở)\s(?:các\s)?"
    r"(?:phụ lục|phụ biểu|biểu|bảng)\s[^.;]{0,60}[.;:]?$"
)
# What happens to who is late, and where to ask: said to all, asked of nobody.
_CLOSING = re.compile(
    r"(?i)^(?:nếu\s+)?(?:quá|hết|sau)\s+(?:thời\s+hạn|thời\s+gian|hạn|ngày)\b[^.;:]{0,160}"
    r"(?:coi như|xem như|được coi|được xem|(?:sẽ|phải|hoàn toàn)\s+(?:chịu|báo cáo|không|bị|xem xét|phê bình))|"
    r"^(?:mọi|các|những|nếu có|khi có)?\s*(?:thông tin|chi tiết|vướng mắc|khó khăn|thắc mắc|ý kiến"
    r"|phản ánh)\b[^.;]{0,80}?"
    r"(?<!chủ động )(?:liên hệ|đầu mối liên hệ)\b|^(?:đầu mối|điện thoại|thông tin|số điện thoại|cán bộ"
    r"|người)\s+(?:liên hệ|đầu mối)\b|"
    r"^trong quá trình[^.;:]{0,60}\snếu\s[^.;:]{0,60}(?:vướng mắc|khó khăn)[^.;]{0,60}"
    r"\sliên hệ\s(?:với\s|trực tiếp\s)*(?:ông|bà|đ/c|đồng chí|anh|chị|chuyên viên|số điện thoại|điện thoại|sđt)\s|"
    r"^(?:[^,.;:]{2,90}\s)?(?:rất\s+|kính\s+)*mong\s(?:sớm\s)?nhận được\s[^.;]{0,160}"
    r"(?:ý kiến|phối hợp|quan tâm|hỗ trợ|phản hồi|hợp tác|giúp đỡ)(?!\w)|"
    r"^(?:(?:bộ|sở|ubnd|ủy ban nhân dân)\s[^,.;:]{0,50}\s)?(?:rất\s+|kính\s+|trân trọng\s+)*(?:mong|đề nghị)\s"
    r"[^.;]{0,80}\squan tâm,?\s+"
    r"(?:phối hợp|chỉ đạo|hỗ trợ|giúp đỡ)(?:\s+thực hiện)?[./\s]*$"
)
_INLINE_LABEL = re.compile(r"[^:;.]{3,160}:\s+")
# What a council or a government decides itself; `thông qua các đoàn thể` is by means of whom somebody acts.
_PASSES = (
    r"tán thành|thông qua(?=\s(?:kết quả|báo cáo|tờ trình|đề án|dự án|dự thảo|dự toán|quyết toán|quy hoạch|kế hoạch"
    r"|nghị quyết|chương trình|danh mục|phương án|nội dung|toàn văn|việc|chủ trương)\s)"
)
_AGREES = re.compile(
    r"(?i)(?:cơ bản\s+)?(?:thống nhất (?:chủ trương|với|về|nội dung|đề xuất|lùi|hoãn|dời|thông qua)|đồng ý"
    r"|chấp thuận)\b[^;.]*[;.]?$"
)
# `Đồng ý với đề xuất của Sở X và giao Sở X chủ trì ...`: the consent is no task, what is ordered with it is.
_CONSENTING = ("đồng ý", "thống nhất", "nhất trí", "chấp thuận", "phê bình", "biểu dương", "ghi nhận")
_CONSENTS = re.compile(
    rf"(?i)[^;.:]{{0,80}}?(?:{'|'.join(_CONSENTING)})(?:\s[^;.]*?(?:,|\svà|\sđồng thời))?\s+"
    r"(?=(?:giao|yêu cầu)\s(?!của|về|kỹ thuật|ban hành))"
)
# `Sở Y tế: 02 nội dung (quá hạn 09 ngày);`: how much is still open, as letters that urge list it.
_COUNTED = re.compile(
    r"(?i)[^:;.]{3,90}:\s*\d{1,4}(?:/\d{1,4})?\s(?:nội dung|nhiệm vụ|văn bản|việc|kiến nghị|hồ sơ|dự án|trường hợp"
    r"|đơn vị|hộ)(?!\w)[^;:]{0,60}[;.]?$|(?i:tổng số)\s[^:;]{2,90}:\s*\d[^;:]{0,60}[;.]?$"
)
_PASSED = re.compile(rf"(?i)(?:(?:thống nhất|nhất trí)\s+)?(?:{_PASSES})\s[^;.]*[;.:]?$")
_ISSUER_AGREES = re.compile(
    r"(?i)(?:chính phủ|thủ tướng chính phủ|(?:ban )?thường (?:vụ|trực)[^,;.]{0,40}|(?:chủ tịch )?(?:ubnd"
    r"|ủy ban nhân dân)"
    r"[^,;.]{0,40}|(?:hđnd|hội đồng nhân dân)[^,;.]{0,40}"
    r"|(?:các )?(?:thành viên|đại biểu)[^,;.]{0,30})\s(?:cơ bản\s+)?(?:đã\s+)?(?:thống nhất|đồng ý"
    r"|nhất trí|chấp thuận"
    rf"|đánh giá cao|ghi nhận|biểu dương|{_PASSES})\s[^;.]*[;.]?$"
)
# `Bổ sung Quỹ dự trữ tài chính: 1.000 triệu đồng;`: a sum that is allotted, no duty.
_ALLOTTED = re.compile(
    r"(?i)(?::|\slà:?)\s*\d[\d.,]*\s*(?:nghìn\s|triệu\s|tỷ\s)?đồng(?:\s*\([^()]{0,120}\))?"
    r"(?:,?\s*(?:gồm|trong đó|bao gồm)\s*:)?[.;:]?$"
)
# What a web page prints around an item.
_CAPTION = re.compile(r"(?i)\((?:ảnh|hình)\s+(?:minh họa|từ internet|tư liệu|internet)[^()]{0,40}\)\W*$")
_FURNITURE = re.compile(
    r"(?i)^(?:mã qr|qr[ -]?code|nguồn(?: tin)?|ảnh|video|tác giả|theo|từ khóa|tags?|lượt (?:xem|đọc))\s*:"
    r"|^(?:>+\s*)?(?:xem (?:thêm|chi tiết|toàn văn|đầy đủ)|tải về|tham khảo thêm)(?!\w)"
)
_DEADLINE_SENTENCE = re.compile(
    r"(?i)^(?:hoàn thành(?=\s*(?:$|[.,;]|(?:trước|trong|chậm|muộn|vào|xong|đến|và|theo|việc này|nhiệm vụ|các nhiệm vụ"
    r"|các nội dung|các công việc)(?!\w)))|thời gian|thời hạn|kết quả|báo cáo kết quả|xong)\b"
)


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Sentences and parts between semicolons, as `[start, end)` of `text`."""
    ends = (_END.match(text, sign.start()) for sign in _MAY_END.finditer(text))
    cuts = [0, *(match.end() for match in ends if match), len(text)]
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


@lru_cache(maxsize=512)  # asked of a piece, of the last piece, of the whole task
def is_no_task(text: str) -> bool:
    """Closing formulas, legal bases, money, levels to reach, encouragement: nothing anybody is held to."""
    label = _INLINE_LABEL.match(text) if ":" in text else None
    return _is_no_task(text) or (label is not None and bool(_AGREES.match(text, label.end())))


def order_behind_consent(text: str) -> int:
    """Where the verb of order stands behind what is consented to in the same sentence; -1 where none does."""
    if not (" giao " in text or " yêu cầu " in text) or not any(map(lowered(text).__contains__, _CONSENTING)):
        return -1
    consents = _CONSENTS.match(text)
    return consents.end() if consents else -1


def _is_no_task(text: str) -> bool:
    return order_behind_consent(text) < 0 and _orders_nothing(text)


def _orders_nothing(text: str) -> bool:
    return bool(
        _NOT_A_TASK.search(text)
        or _CLOSING.match(text)
        or _ISSUER_AGREES.match(text)
        or _PASSED.match(text)
        or ("%" in text and _LEVEL_ONLY.match(text))
        or _POINTS_TO_ANNEX.search(text)
        or (" đồng" in text and _ALLOTTED.search(text))
        or (text.rstrip(".").endswith(")") and _CAPTION.search(text))
        or _FURNITURE.match(text)
        or (": " in text and _COUNTED.match(text))
    )


def sets_deadline_only(text: str) -> bool:
    """Whether a sentence dates what was ordered before it (`Hoàn thành và báo cáo trước ngày ...`)."""
    return bool(_DEADLINE_SENTENCE.match(text))
