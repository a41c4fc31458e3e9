"""What goes on with the name of a body where a small word seems to end it: which places, which field of a committee.

Storm telegrams are sent to `Ủy ban nhân dân các tỉnh, thành phố từ Quảng Ninh đến Khánh Hòa`; committees set up for a
task are named by it (`Ban Chỉ đạo quốc gia về phòng, chống thiên tai`). Both are whole names to those who file them.
"""

import re

from directives.parsing.bodies import words
from directives.parsing.lexicon import Lexicon
from directives.parsing.normalise import CAPITALS

_NAME = rf"(?:[{CAPITALS}][^\W\d_]*\s)*[{CAPITALS}][^\W\d_]*"
_LEVEL = r"(?:(?:tỉnh|thành phố|huyện|xã|phường)\s)?"
# `từ Thanh Hóa đến Quảng Ngãi`, `ven biển từ Quảng Ninh đến Cà Mau`, `từ Nghệ An trở ra`.
_RANGE = re.compile(
    rf"\s(?:ven biển\s|miền núi\s)?từ\s{_LEVEL}{_NAME}\s(?:(?:đến|tới)\s{_LEVEL}{_NAME}"
    r"|trở (?:ra|vào|lên)(?:\s(?:phía )?(?:Bắc|Nam))?)(?!\w)"
)
# `các cấp ủy từ Trung ương đến cơ sở`: through which levels.
_LEVELS = re.compile(
    r"\stừ\s(?:[Tt]rung ương|(?:cấp\s)?tỉnh|thành phố|(?:cấp\s)?huyện)\s(?:đến|tới)\s"
    r"(?:cơ sở|địa phương|(?:cấp\s)?xã|(?:cấp\s)?huyện)(?!\w)"
)
_RANGE_OPENS = (" từ ", " ven biển từ ", " miền núi từ ")
_MANY_PLACES = ("tỉnh", "thành phố", "huyện", "thị xã", "xã", "phường", "địa phương", "ven biển", "miền núi", "hải đảo")
_COMMITTEE = re.compile(
    r"(?i)(?:ban chỉ (?:đạo|huy)|ủy ban|tổ công tác)(?:\s(?:quốc gia|trung ương|liên ngành"
    r"|(?:các )?chương trình mục tiêu quốc gia|cấp \w+|tỉnh|thành phố|huyện|quận|xã|phường))*$"
)
LONGEST_COMMITTEE = 60
# What committees are set up for, as their names print it.
_TASKS = Lexicon(
    words(
        """
        phòng, chống thiên tai; phòng chống thiên tai; phòng, chống thiên tai và tìm kiếm cứu nạn; phòng chống thiên
        tai và tìm kiếm cứu nạn; phòng, chống thiên tai - tìm kiếm cứu nạn; phòng chống thiên tai - tìm kiếm cứu nạn;
        phòng, chống thiên tai, tìm kiếm cứu nạn; phòng, chống thiên tai, tìm kiếm cứu nạn và phòng thủ dân sự; phòng
        chống lụt bão; phòng chống lụt bão và tìm kiếm cứu nạn; phòng, chống dịch; phòng chống dịch; phòng, chống dịch
        bệnh; phòng chống dịch bệnh; phòng, chống dịch COVID-19; phòng chống dịch COVID-19; phòng, chống dịch bệnh
        COVID-19; phòng chống dịch bệnh COVID-19; phòng, chống dịch bệnh động vật; phòng, chống dịch bệnh gia súc, gia
        cầm; phòng, chống tội phạm; phòng chống tội phạm; phòng, chống AIDS, ma túy, mại dâm; phòng, chống ma túy;
        phòng, chống tham nhũng; phòng, chống tham nhũng, tiêu cực; phòng, chống tham nhũng, lãng phí, tiêu cực; phòng,
        chống bạo lực gia đình; chống buôn lậu, gian lận thương mại và hàng giả; phòng, chống rửa tiền; chuyển đổi số;
        cải cách hành chính; an toàn thực phẩm; vệ sinh an toàn thực phẩm; an toàn giao thông; giảm nghèo; giảm nghèo
        bền vững; xây dựng nông thôn mới; phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số; đầu tư
        công; tăng trưởng xanh; hội nhập quốc tế; nhân quyền; biến đổi khí hậu; bảo vệ và phát triển rừng; chống khai
        thác IUU; chống khai thác hải sản bất hợp pháp; thực hiện các chương trình mục tiêu quốc gia; phòng thủ dân
        sự; ứng phó sự cố, thiên tai và tìm kiếm cứu nạn; ứng phó sự cố thiên tai và tìm kiếm cứu nạn; phòng chống bão
        lụt; xóa nhà tạm, nhà dột nát; xóa nhà tạm, dột nát; thúc đẩy giải ngân vốn đầu tư công; giải phóng mặt bằng;
        phòng, chống mua bán người; phòng cháy, chữa cháy rừng; sắp xếp đơn vị hành chính; phát triển đảng viên; tinh
        giản biên chế; sắp xếp tổ chức bộ máy; phát triển kinh tế tập thể; phát triển du lịch; cuộc vận động; phòng,
        chống khai thác IUU; phòng chống khai thác IUU; phát triển nhà ở xã hội; quản lý vốn đầu tư công
        """
    )
)


def range_end(text: str, start: int, pos: int) -> int:
    """Where the range of places behind the blank at `pos` ends, the name of many places before it; or -1."""
    if not text.startswith(_RANGE_OPENS, pos):
        return -1
    levels = _LEVELS.match(text, pos)
    if levels or not text.endswith(_MANY_PLACES, start, pos):
        return levels.end() if levels else -1
    found = _RANGE.match(text, pos)
    return found.end() if found else -1


def committee_end(text: str, start: int, pos: int) -> int:
    """Where the task of a committee (`về chuyển đổi số`) behind the blank at `pos` ends, its name before it; or -1."""
    if pos - start > LONGEST_COMMITTEE:
        return -1
    at = pos + 1
    at += 3 if text.startswith("về ", at) else 0
    end = _TASKS.match(text, at)
    return end if end >= 0 and _COMMITTEE.search(text[start:pos]) else -1
