"""Forty ways in which papers set a deadline, each with the day or rule that the extraction contract makes of it.

`due` is the day as the contract files it (`trước ngày D` is day D); what an office counts as in time is a setting of
the tracker. `number` groups variants of one pattern; `issued` is the date of the paper that holds the sentence.
"""

from datetime import date
from typing import NamedTuple


class Phrase(NamedTuple):
    """A sentence with a deadline in it, and what must be read: a day, an RRULE, or neither (words kept)."""

    number: int
    text: str
    issued: date
    due: date | None = None
    rule: str | None = None


SPRING, YEAR_END = date(2025, 3, 3), date(2024, 12, 20)

FORTY: tuple[Phrase, ...] = (
    # Days that are printed.
    Phrase(1, "Gửi phương án trước ngày 18/4/2025.", SPRING, date(2025, 4, 18)),
    Phrase(1, "Gửi phương án trước 18/4/2025.", SPRING, date(2025, 4, 18)),
    Phrase(2, "Rà soát xong trước ngày 05 tháng 4 năm 2025.", SPRING, date(2025, 4, 5)),
    Phrase(2, "Lập danh mục, hoàn thành trước ngày 05/4/2025.", SPRING, date(2025, 4, 5)),
    Phrase(3, "Nộp hồ sơ chậm nhất ngày 30/6/2025.", SPRING, date(2025, 6, 30)),
    Phrase(3, "Nộp hồ sơ muộn nhất là vào ngày 30/6/2025.", SPRING, date(2025, 6, 30)),
    Phrase(4, "Báo cáo kết quả trong ngày 08/9/2025.", SPRING, date(2025, 9, 8)),
    Phrase(4, "Kiểm kê đến hết ngày 08/9/2025.", SPRING, date(2025, 9, 8)),
    Phrase(4, "Trình hồ sơ vào ngày 08.9.2025.", SPRING, date(2025, 9, 8)),
    Phrase(5, "Gửi số liệu trước 15 giờ ngày 15/8/2025.", SPRING, date(2025, 8, 15)),
    Phrase(5, "Gửi số liệu trước 08h00 ngày 15/8/2025.", SPRING, date(2025, 8, 15)),
    Phrase(5, "Gửi số liệu trước 15g30 ngày 15/8/2025.", SPRING, date(2025, 8, 15)),
    Phrase(6, "Bàn giao xong trước 10/6.", SPRING, date(2025, 6, 10)),
    Phrase(6, "Bàn giao xong trước ngày 10/01.", SPRING, date(2026, 1, 10)),
    Phrase(7, "Hoàn thành trước Quốc khánh 02/9/2025.", SPRING, date(2025, 9, 2)),
    Phrase(7, "Chi trả xong trước Tết Nguyên đán 2026.", date(2025, 12, 1), date(2026, 2, 17)),
    Phrase(8, "Kiểm tra các cơ sở từ ngày 01/4 đến ngày 15/4/2025.", SPRING, date(2025, 4, 15)),
    # Periods that are printed.
    Phrase(9, "Trình đề án trong tháng 6/2025.", SPRING, date(2025, 6, 30)),
    Phrase(9, "Trình đề án trong tháng 02.", SPRING, date(2026, 2, 28)),
    Phrase(10, "Tiêm xong mũi nhắc trong quý I/2026.", SPRING, date(2026, 3, 31)),
    Phrase(10, "Hoàn thành trong Quý 4 năm 2025.", SPRING, date(2025, 12, 31)),
    Phrase(10, "Báo cáo trong quý III.", SPRING, date(2025, 9, 30)),
    Phrase(11, "Trình phương án vào đầu quý II/2025.", SPRING, date(2025, 4, 30)),
    Phrase(11, "Trình phương án vào giữa quý II/2025.", SPRING, date(2025, 5, 31)),
    Phrase(11, "Trình phương án vào cuối quý II/2025.", SPRING, date(2025, 6, 30)),
    Phrase(12, "Trình trong thượng tuần tháng 4/2025.", SPRING, date(2025, 4, 10)),
    Phrase(12, "Trình trong trung tuần tháng 4/2025.", SPRING, date(2025, 4, 20)),
    Phrase(12, "Trình trong hạ tuần tháng 4/2025.", SPRING, date(2025, 4, 30)),
    Phrase(13, "Hoàn thành giữa tháng 4/2025.", SPRING, date(2025, 4, 15)),
    Phrase(13, "Hoàn thành vào cuối tháng 4/2025.", SPRING, date(2025, 4, 30)),
    Phrase(13, "Hoàn thành vào giữa năm 2026.", SPRING, date(2026, 6, 30)),
    Phrase(13, "Hoàn thành vào cuối năm 2026.", SPRING, date(2026, 12, 31)),
    Phrase(14, "Hoàn thành trong 6 tháng đầu năm 2026.", SPRING, date(2026, 6, 30)),
    Phrase(14, "Hoàn thành trong 6 tháng cuối năm 2025.", SPRING, date(2025, 12, 31)),
    Phrase(14, "Hoàn thành trong 9 tháng đầu năm 2025.", SPRING, date(2025, 9, 30)),
    Phrase(15, "Đưa trạm bơm vào vận hành trong năm 2026.", SPRING, date(2026, 12, 31)),
    Phrase(15, "Hoàn thành năm 2026.", SPRING, date(2026, 12, 31)),
    Phrase(16, "Phủ kín camera đến hết năm 2030.", SPRING, date(2030, 12, 31)),
    Phrase(16, "Xóa lò gạch thủ công trước năm 2030.", SPRING, date(2029, 12, 31)),
    Phrase(16, "Hoàn thành đến năm 2030.", SPRING, date(2030, 12, 31)),
    Phrase(17, "Hoàn thành trong giai đoạn 2026-2030.", SPRING, date(2030, 12, 31)),
    Phrase(18, "Hoàn thành đến năm 2030, tầm nhìn đến năm 2045.", SPRING, date(2030, 12, 31)),
    Phrase(19, "Giữ nghiêm kỷ luật từ nay đến hết nhiệm kỳ.", SPRING),
    Phrase(19, "Hoàn thành trong nhiệm kỳ 2025 - 2030.", SPRING, date(2030, 12, 31)),
    # Terms that are counted.
    Phrase(20, "Báo cáo trong thời hạn 15 ngày kể từ ngày 17/01/2025.", YEAR_END, date(2025, 2, 3)),
    Phrase(20, "Báo cáo trong vòng 10 ngày kể từ ngày ký.", SPRING, date(2025, 3, 13)),
    Phrase(21, "Trả lời trong 10 ngày làm việc kể từ ngày ký.", YEAR_END, date(2025, 1, 6)),
    Phrase(22, "Trả lời trong 05 ngày làm việc kể từ ngày ký ban hành.", date(2026, 2, 12), date(2026, 2, 26)),
    Phrase(23, "Trả lời trong 7 ngày làm việc kể từ ngày ban hành văn bản này.", date(2026, 8, 20), date(2026, 8, 28)),
    Phrase(24, "Hoàn thành trong 02 tháng kể từ ngày 31/12/2024.", YEAR_END, date(2025, 2, 28)),
    Phrase(24, "Hoàn thành trong 3 tuần kể từ ngày ký.", SPRING, date(2025, 3, 24)),
    Phrase(24, "Hoàn thành trong 01 năm kể từ ngày ký.", SPRING, date(2026, 3, 3)),
    Phrase(25, "Trả lời chậm nhất 5 ngày sau khi nhận được văn bản.", SPRING),
    Phrase(25, "Trả lời không quá 03 ngày làm việc kể từ ngày nhận hồ sơ.", SPRING),
    Phrase(26, "Báo cáo tình hình trong 24 giờ.", SPRING, date(2025, 3, 4)),
    Phrase(26, "Báo cáo tình hình trong vòng 48 giờ.", SPRING, date(2025, 3, 5)),
    Phrase(27, "Trả lời trong 02 (hai) ngày kể từ ngày ký.", SPRING, date(2025, 3, 5)),
    Phrase(28, "Niêm yết danh sách chậm nhất 105 ngày trước ngày bầu cử.", SPRING),
    Phrase(28, "Gửi tài liệu chậm nhất 10 ngày trước ngày 20/5/2025.", SPRING, date(2025, 5, 10)),
    Phrase(29, "Trình dự thảo trước kỳ họp thứ 31.", SPRING),
    Phrase(29, "Báo cáo ngay sau khi kết thúc đợt kiểm tra.", SPRING),
    Phrase(29, "Hoàn thành trước Đại hội.", SPRING),
    # Duties that come back.
    Phrase(30, "Báo cáo hằng tháng trước ngày 25.", SPRING, rule="FREQ=MONTHLY;BYMONTHDAY=25"),
    Phrase(30, "Báo cáo trước ngày 25 hằng tháng.", SPRING, rule="FREQ=MONTHLY;BYMONTHDAY=25"),
    Phrase(30, "Báo cáo vào ngày 20 hàng tháng.", SPRING, rule="FREQ=MONTHLY;BYMONTHDAY=20"),
    Phrase(31, "Gửi số liệu trước ngày 30 hằng tháng.", SPRING, rule="FREQ=MONTHLY;BYMONTHDAY=30"),
    Phrase(32, "Báo cáo hằng tháng trước ngày 01 của tháng tiếp theo.", SPRING, rule="FREQ=MONTHLY;BYMONTHDAY=1"),
    Phrase(32, "Gửi báo cáo tháng trước ngày 05 của tháng kế tiếp.", SPRING, rule="FREQ=MONTHLY;BYMONTHDAY=5"),
    Phrase(
        33,
        "Hằng quý, gửi báo cáo trước ngày 25 của tháng cuối quý.",
        SPRING,
        rule="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25",
    ),
    Phrase(
        33,
        "Báo cáo hằng quý trước mùng 5 của tháng đầu quý sau.",
        SPRING,
        rule="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5",
    ),
    Phrase(34, "Báo cáo trước 30/6 hằng năm.", SPRING, rule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30"),
    Phrase(34, "Rà soát xong trước ngày 25/6 hàng năm.", SPRING, rule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=25"),
    Phrase(35, "Báo cáo định kỳ 6 tháng, năm.", SPRING, rule="FREQ=MONTHLY;INTERVAL=6"),
    Phrase(35, "Tổ chức giao ban hằng tuần.", SPRING, rule="FREQ=WEEKLY"),
    Phrase(35, "Đánh giá lại 03 năm một lần.", SPRING, rule="FREQ=YEARLY;INTERVAL=3"),
    Phrase(35, "Báo cáo định kỳ hằng tháng.", SPRING, rule="FREQ=MONTHLY"),
    Phrase(
        36,
        "Báo cáo trước ngày 16 hàng tháng, 6 tháng (trước ngày 16/6), năm (trước ngày 16/12).",
        SPRING,
        rule="FREQ=MONTHLY;BYMONTHDAY=16",
    ),
    Phrase(37, "Hoàn thành tháng 12/2025 và thường xuyên.", SPRING, date(2025, 12, 31)),
    Phrase(37, "Thực hiện trong năm 2025 và các năm tiếp theo.", SPRING, date(2025, 12, 31)),
    # Words that set no day.
    Phrase(38, "Tuyên truyền thường xuyên, liên tục.", SPRING),
    Phrase(39, "Khẩn trương trình đề án trong thời gian sớm nhất.", SPRING),
    Phrase(39, "Kịp thời xử lý vi phạm.", SPRING),
    Phrase(40, "Đẩy nhanh giải ngân ngay từ đầu năm.", SPRING),
    Phrase(40, "Hoàn thành ngay trong năm 2025.", SPRING, date(2025, 12, 31)),
)
