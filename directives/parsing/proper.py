"""Names of bodies printed in capitals, written as they are written in running text.

`CÔNG AN THÀNH PHỐ HẢI PHÒNG` is `Công an thành phố Hải Phòng`, `TRƯỜNG TIỂU HỌC ĐINH TIÊN HOÀNG` is
`Trường Tiểu học Đinh Tiên Hoàng`. Capitals follow Nghị định 30/2020/NĐ-CP, Phụ lục II, IV: the first syllable of the
kind of body, of each field that it is for, and every syllable of the name of a place or a person.
"""

import re

from directives.parsing.bodies import BODY_HEADS, COMMA_NAMES, FIELDS, NAME_COMPOUNDS, PLACES, words
from directives.parsing.lexicon import Lexicon

# Parts of names with their capitals, besides the heads, the fields and the provinces.
PARTS = words(
    """
    Quốc hội; Chủ tịch nước; Nhà nước; Trung ương; Đảng; Thường vụ; Thường trực; Chính phủ; Thủ tướng Chính phủ; Tổ
    quốc; Mặt trận Tổ quốc; Ủy ban Thường vụ Quốc hội; Bộ đội Biên phòng; Biên phòng; Quân sự; Hải quân; Cảnh sát
    biển; Thủ đô; Phòng thủ dân sự; Phòng, chống thiên tai; Quản lý đê điều; Khám, chữa bệnh; An toàn giao thông; Quốc
    gia; nhân dân; tối cao; cấp cao; Hàng hải; Hàng không; Hàng không quốc tế; tìm kiếm, quy tập hài cốt liệt sĩ; phát
    triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số; phát triển khoa học, công nghệ, đổi mới sáng tạo,
    chuyển đổi số; Đường sắt; Đường bộ; Đường thủy nội địa; Đăng kiểm; Hải quan; Cộng sản; Thanh niên; Thiếu niên;
    Liên hiệp Phụ nữ; Phụ nữ; Nông dân; Cựu chiến binh; Chữ thập đỏ; Người cao tuổi; Khuyến học; Luật gia; Nhà báo;
    Văn học Nghệ thuật; Lao động; Hợp tác xã; Khoa học xã hội; Khoa học và Kỹ thuật; Hàn lâm; Thi đua - Khen thưởng;
    thi đua - khen thưởng; chuyển đổi số; cải cách hành chính; Khí tượng Thủy văn; Truyền hình; Tiếng nói; Phát thanh;
    Phát thanh và Truyền hình; Phát thanh - Truyền hình; Điện lực; Cấp nước; Thoát nước; Môi trường đô thị; Bảo vệ môi
    trường; Bảo vệ thực vật; Chăn nuôi và Thú y; Thú y; Thủy lợi; Thủy sản; Kiểm lâm; Lâm nghiệp; Khuyến nông; Thương
    mại và Công nghiệp; Công nghiệp; Thương mại; khu công nghiệp; các khu công nghiệp; Khu công nghiệp; Khu kinh tế;
    Khu công nghệ cao; Mầm non; Mẫu giáo; Tiểu học; Trung học cơ sở; Trung học phổ thông; Phổ thông dân tộc nội trú;
    THCS; THPT; Tiểu học và Trung học cơ sở; Cao đẳng; Đại học; Trung cấp; Y Dược; Sư phạm; Nông nghiệp; Bách khoa; Kỹ
    thuật; Ngoại ngữ; Đa khoa; chuyên khoa; Hữu nghị; Nhi; Phụ sản; Lao và Bệnh phổi; Tâm thần; Mắt; Cổ phần; TNHH;
    MTV; trách nhiệm hữu hạn; một thành viên; hai thành viên; Hành chính; Chính trị; Kinh tế - Ngân sách; Văn hóa - Xã
    hội; Văn hóa - Thể thao; Đô thị; Ngân sách; cơ quan Đảng; các cơ quan Đảng; Kiểm soát bệnh tật; Phục vụ hành chính
    công; Dịch vụ công; Báo chí; Truyền thông; Báo chí và Truyền thông; Truyền thông, Văn hóa và Thể thao; Thông tin -
    Truyền thông; Thống kê; Dự trữ Nhà nước; Quản lý thị trường; Bảo tồn; Di sản; Di tích; Bảo hiểm xã hội; Chính sách
    xã hội; Đầu tư phát triển; Phát triển nông thôn; Phát triển rừng; xã hội; Xã hội; Dân vận; Kiểm tra; miền Bắc;
    miền Trung; miền Nam; Bắc Bộ; Trung Bộ; Nam Bộ; Tây Nguyên; Tây Nam Bộ; Đông Bắc; Tây Bắc; Đồng bằng sông Cửu
    Long; Đoàn Thanh niên Cộng sản Hồ Chí Minh; đại biểu Quốc hội; Đài Truyền hình; Đài Phát thanh; Đài Tiếng nói; Đài
    Khí tượng Thủy văn; Hội đồng bầu cử quốc gia; bầu cử; Thanh tra; Kiểm toán nhà nước; Công nghệ thông tin; Đăng ký
    đất đai; Phát triển quỹ đất; Giống; Nước sạch và Vệ sinh môi trường; Đo lường Chất lượng; Tiêu chuẩn Đo lường Chất
    lượng; An toàn thực phẩm; Giám định Y khoa; Pháp y; Bảo trợ xã hội; Công tác xã hội; Dịch vụ việc làm; Công chứng;
    Trợ giúp pháp lý
    """
)
# Kinds of bodies, and what stands behind their kind, that a name of their own follows.
_NAMED = frozenset(
    words(
        """
        trường; bệnh viện; công ty; vườn quốc gia; mầm non; mẫu giáo; tiểu học; trung học cơ sở; trung học phổ thông;
        thcs; thpt; đa khoa; hữu nghị; cổ phần; tnhh; mtv; một thành viên; tập đoàn; tổng công ty; tỉnh đoàn; thành
        đoàn; chính trị; tỉnh ủy; thành ủy; huyện ủy; quận ủy; thị ủy; huyện đoàn; quận đoàn; đồn biên phòng; cao
        đẳng; di tích; bảo tàng; hàng không; hàng không quốc tế
        """
    )
)
_PLACE_NOUNS = words("tỉnh; thành phố; huyện; quận; thị xã; thị trấn; xã; phường; đặc khu; đảo; thôn; cụm")
_JOINTS = frozenset(("và", "các", "của", "cho", "thuộc", "tại", "trực", "cấp", "trên", "địa", "bàn", "về", "với"))
_ABBREVIATED = frozenset(words("hđnd; ubnd; mttq; kkt; kcn; cnc; đtxd; tnhh; mtv; thcs; thpt; đbqh; tncs; qlda; bqlda"))
_CASED = {
    phrase.lower(): phrase
    for listed in (NAME_COMPOUNDS, COMMA_NAMES, BODY_HEADS, FIELDS, PLACES, PARTS)
    for phrase in listed
    if not phrase.isupper() or phrase.lower() in _ABBREVIATED
}
_HEADS = frozenset(head.lower() for head in BODY_HEADS)
_PHRASES = Lexicon(_CASED)
_PLACES = Lexicon(_PLACE_NOUNS)
_REGION = re.compile(r"khu vực (?P<number>[ivx]+|\d{1,2})(?!\w)")
_WORD = re.compile(r"[^\s,\-]+")
_SEPARATOR = re.compile(r"[\s,\-]+")
# A place goes on to the next body, or to a sign.
_NO_PLACE = re.compile(r"(?:ủy ban|hội đồng|ubnd|hđnd|và|các|trực thuộc)(?!\w)")


def proper_name(printed: str) -> str:
    """The name of a body, given in capitals, in letters as in running text; white space is kept."""
    return _Writer(printed.lower()).written()


class _Writer:
    """Goes through a name once, from part to part."""

    def __init__(self, low: str) -> None:
        self.low = low
        self.done = ""
        self.opens = True  # whether the next word begins a part
        self.is_named = False  # whether words that are no part of names begin with capitals
        self.after_all = False  # behind `các`

    def written(self) -> str:
        pos = 0
        while pos < len(self.low):
            gap = _SEPARATOR.match(self.low, pos)
            if gap:
                self.opens = self.opens or gap[0].strip() != ""
                self.is_named = self.is_named and gap[0].strip() == ""
                self.done, pos = self.done + gap[0], gap.end()
                continue
            pos = self._region(pos) or self._place(pos) or self._part(pos) or self._word(pos)
        return self.done

    def _region(self, pos: int) -> int:
        region = _REGION.match(self.low, pos)
        if region is None:
            return 0
        self.done += f"khu vực {region['number'].upper()}"
        return region.end()

    def _place(self, pos: int) -> int:
        """`thành phố Hải Phòng`, `xã An Lão`: the noun is small unless it comes first, the words behind it are not."""
        end = _PLACES.match(self.low, pos)
        if end < 0 or _PHRASES.match(self.low, pos) > end:
            return 0
        self.done += self._opened(self.low[pos:end]) if pos == 0 else self.low[pos:end]
        self.is_named, self.opens, self.after_all = not _NO_PLACE.match(self.low, end + 1), False, False
        return end

    def _part(self, pos: int) -> int:
        end = _PHRASES.match(self.low, pos)
        known = self.low[pos:end]
        if end < 0 or (self.is_named and " " not in known and not self._closes(end)):
            return 0
        cased = _CASED[known]
        self.done += cased if self.after_all or (pos and cased[0].islower()) else self._opened(cased)
        self.is_named = known in _NAMED or (self.is_named and known in PLACES)
        self.opens, self.after_all = known in _HEADS, False
        return end

    def _closes(self, end: int) -> bool:
        """Whether another part, a place or nothing follows, so that the word before `end` is no part of a name."""
        return end == len(self.low) or _PHRASES.match(self.low, end + 1) >= 0 or _PLACES.match(self.low, end + 1) >= 0

    def _word(self, pos: int) -> int:
        found = _WORD.match(self.low, pos)
        word = found[0] if found else self.low[pos]
        if word in _ABBREVIATED:
            self.done += word.upper()
        elif word in _JOINTS and pos:
            self.done += word
            self.opens, self.after_all = word == "và", word == "các"
            return pos + len(word)
        elif self.opens or self.is_named:
            self.done += self._opened(word)
        else:
            self.done += word
        self.opens = self.after_all = False
        return pos + len(word)

    @staticmethod
    def _opened(part: str) -> str:
        return part[:1].upper() + part[1:]
