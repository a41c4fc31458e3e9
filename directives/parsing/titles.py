"""Titles of parts that stand on a line of their own without a number, as papers without numbers print them.

A copy loses numbers that a word processor set by itself; what is left of the structure are such lines.
"""

import re

LONGEST_TITLE = 60
_OPENS = frozenset("mMcCnNtTpPkKqQĐSGL")
_AND = r"(?:\s*[,-]\s*|\s+và\s+)"
_ALONE = re.compile(
    rf"(?i)mục (?:đích|tiêu){_AND}yêu cầu|(?:các )?nhiệm vụ{_AND}(?:các )?giải pháp(?: chủ yếu)?|tổ chức thực hiện"
    rf"|nội dung thực hiện|phân công (?:nhiệm vụ|thực hiện)|kinh phí thực hiện|quan điểm{_AND}mục tiêu"
)
# In small letters these begin sentences and name fields; in capitals nothing but a part is titled so.
_IN_CAPITALS = re.compile(
    rf"MỤC (?:TIÊU|ĐÍCH)|MỤC TIÊU{_AND}CHỈ TIÊU|QUAN ĐIỂM|PHẠM VI{_AND}ĐỐI TƯỢNG(?: ÁP DỤNG)?|PHẠM VI ĐIỀU CHỈNH"
    rf"|ĐỐI TƯỢNG ÁP DỤNG|(?:ĐẶC ĐIỂM )?TÌNH HÌNH|THỰC TRẠNG|(?:NHỮNG )?KẾT QUẢ ĐẠT ĐƯỢC|TỒN TẠI{_AND}HẠN CHẾ"
    rf"|ĐÁNH GIÁ CHUNG|CĂN CỨ PHÁP LÝ|SỰ CẦN THIẾT|TỔ CHỨC TRIỂN KHAI|LỘ TRÌNH THỰC HIỆN|(?:CÁC )?GIẢI PHÁP"
    rf"(?: THỰC HIỆN| CHỦ YẾU)?|NỘI DUNG{_AND}(?:NHIỆM VỤ{_AND})?GIẢI PHÁP|PHƯƠNG HƯỚNG{_AND}NHIỆM VỤ"
    rf"|NHIỆM VỤ (?:TRỌNG TÂM|CỤ THỂ|CHUNG|THỜI GIAN TỚI)|CÔNG TÁC CHỈ ĐẠO{_AND}ĐIỀU HÀNH"
    rf"|TRÁCH NHIỆM CỦA CÁC CƠ QUAN(?:{_AND}ĐƠN VỊ)?(?:{_AND}ĐỊA PHƯƠNG)?|NGUỒN KINH PHÍ|NGUYÊN NHÂN|CHẾ ĐỘ BÁO CÁO"
)


def opens_part(line: str) -> bool:
    """Whether a line without a number is the title of a part and nothing else."""
    if len(line) > LONGEST_TITLE or line[:1] not in _OPENS:
        return False
    return _ALONE.fullmatch(line) is not None or (line.isupper() and _IN_CAPITALS.fullmatch(line) is not None)
