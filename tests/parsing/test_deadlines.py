from datetime import date

import pytest

from directives.parsing.deadlines import Clock, find_deadline, read_cell
from directives.parsing.normalise import view_of
from directives.parsing.types import Precision

CLOCK = Clock(issued=date(2025, 1, 17))

DATED = [
    ("gửi kế hoạch trước ngày 15/2/2025", date(2025, 2, 15)),
    ("rà soát xong trước ngày 05 tháng 4 năm 2025.", date(2025, 4, 5)),
    ("nộp chậm nhất ngày 30/6/2025", date(2025, 6, 30)),
    ("nộp chậm nhất là ngày 30-6-2025", date(2025, 6, 30)),
    ("gửi về muộn nhất vào ngày 30.6.2025", date(2025, 6, 30)),
    ("gửi về không quá ngày 30/6/2025", date(2025, 6, 30)),
    ("gửi về không chậm quá ngày 30/6/2025", date(2025, 6, 30)),
    ("gửi về không được muộn hơn tháng 6/2025", date(2025, 6, 30)),
    ("gửi về trước ngày 30/6/25", date(2025, 6, 30)),
    ("gửi về trước 30 tháng 6", date(2025, 6, 30)),
    ("hoàn thành trong Quý 02/2025", date(2025, 6, 30)),
    ("hoàn thành trong quý 01 và quý 02 năm 2025", date(2025, 6, 30)),
    ("báo cáo trong ngày 08/9/2025", date(2025, 9, 8)),
    ("khánh thành vào ngày 19 tháng 12 năm 2025", date(2025, 12, 19)),
    ("làm đến hết ngày 20/3/2025", date(2025, 3, 20)),
    ("gửi trước 15 giờ ngày 15/8/2025", date(2025, 8, 15)),
    ("gửi trước 08h00 ngày 15/8/2025", date(2025, 8, 15)),
    ("xong trước 10/6", date(2025, 6, 10)),
    ("xong trước 10/1", date(2026, 1, 10)),
    ("trình trước ngày 20 tháng 3", date(2025, 3, 20)),
    ("gửi hồ sơ chậm nhất 02 tháng trước ngày 31/8/2025", date(2025, 6, 30)),
    ("gửi hồ sơ chậm nhất 01 năm trước ngày 29/02/2028", date(2027, 2, 28)),
    ("gửi tài liệu chậm nhất 48 giờ trước ngày 10/3/2025", date(2025, 3, 8)),
    ("hoàn thành trong tháng 6/2025", date(2025, 6, 30)),
    ("xong trong tháng 6 năm 2025", date(2025, 6, 30)),
    ("trình trong tháng 02", date(2025, 2, 28)),
    ("hoàn thành trong quý I/2025", date(2025, 3, 31)),
    ("hoàn thành chậm nhất trong Quý 4 năm 2025", date(2025, 12, 31)),
    ("trình trong trung tuần tháng 4/2025", date(2025, 4, 20)),
    ("trình trong thượng tuần tháng 4/2025", date(2025, 4, 10)),
    ("trình trong hạ tuần tháng 4/2025", date(2025, 4, 30)),
    ("tập huấn trong 02 ngày 09 - 10/4/2025", date(2025, 4, 10)),
    ("kiểm tra trong các ngày 10, 11/4/2025", date(2025, 4, 11)),
    ("mở lớp trong 03 ngày, từ ngày 15/4 đến ngày 17/4/2025", date(2025, 4, 17)),
    ("hoàn thành trong Quý III - IV/2025", date(2025, 12, 31)),
    ("xong trong tháng 9 - 10/2025", date(2025, 10, 31)),
    ("xong giữa tháng 4/2025", date(2025, 4, 15)),
    ("trình trong nửa đầu tháng 5/2025", date(2025, 5, 15)),
    ("trình trong nửa cuối tháng 5/2025", date(2025, 5, 31)),
    ("xong trong nửa đầu năm 2026", date(2026, 6, 30)),
    ("tập huấn cho các ấp (Quý IV/2025, Quý I/2026 và thường xuyên)", date(2026, 3, 31)),
    ("gửi danh sách hộ nghèo (thời hạn 20/3/2025)", date(2025, 3, 20)),
    ("lập đội xung kích (năm 2025 và củng cố hàng năm)", date(2025, 12, 31)),
    ("hoàn thành phê duyệt quy hoạch trước 31/12/2025", date(2025, 12, 31)),
    ("trình Nghị định về hóa đơn, chứng từ trong quý III năm 2025", date(2025, 9, 30)),
    ("xong giữa năm 2026", date(2026, 6, 30)),
    ("hoàn thành cuối năm 2026", date(2026, 12, 31)),
    ("trong 6 tháng đầu năm 2026 phải xong", date(2026, 6, 30)),
    ("đưa vào vận hành trong năm 2025", date(2025, 12, 31)),
    ("hoàn thành đến hết năm 2030", date(2030, 12, 31)),
    ("hoàn thành trước năm 2030", date(2029, 12, 31)),
    ("đầu tư cầu yếu trong giai đoạn 2024-2025.", date(2025, 12, 31)),
    ("thí điểm (2025 - 2026).", date(2026, 12, 31)),
    ("báo cáo tổng kết (năm 2035)", date(2035, 12, 31)),
    ("soạn thảo quy chế, trình UBND tỉnh quý III/2025.", date(2025, 9, 30)),
    ("lập hồ sơ, trình Thủ tướng Chính phủ xem xét, quyết định tháng 5/2025.", date(2025, 5, 31)),
]
PARTS_OF_MONTH = [
    ("nộp báo cáo trong 10 ngày đầu tháng 9", date(2025, 9, 10)),
    ("nộp báo cáo chậm nhất 05 ngày đầu của tháng 9/2025", date(2025, 9, 5)),
    ("nộp báo cáo trong 15 ngày cuối tháng 9 năm 2025", date(2025, 9, 30)),
    ("dọn kênh trong tuần đầu tháng 9", date(2025, 9, 7)),
    ("dọn kênh trong tuần thứ hai của tháng 9/2025", date(2025, 9, 14)),
    ("dọn kênh trong tuần cuối cùng của tháng 2/2026", date(2026, 2, 28)),
    ("dọn kênh trong nửa đầu tháng 9", date(2025, 9, 15)),
    ("dọn kênh trong thượng tuần tháng 9", date(2025, 9, 10)),
    ("dọn kênh vào trung tuần tháng 9", date(2025, 9, 20)),
    ("dọn kênh trong hạ tuần tháng 9/2025", date(2025, 9, 30)),
    ("đóng phí phải nộp trước ngày 30/9/2025", date(2025, 9, 30)),
    ("rà soát các bến, phải hoàn thành trong quý III/2025", date(2025, 9, 30)),
    ("các hộ phải nộp hồ sơ trong năm 2025", date(2025, 12, 31)),
]
RELATIVE = [
    ("trong 15 ngày kể từ ngày ký", date(2025, 2, 3)),  # 1/2 is a Saturday in Tết
    ("trong thời hạn 10 ngày làm việc kể từ ngày ban hành", date(2025, 2, 7)),
    ("trong vòng 02 (hai) tháng", date(2025, 3, 17)),
    ("trong 10 ngày kể từ ngày 01/3/2025", date(2025, 3, 11)),
    ("không quá 2 tuần kể từ ngày ký", date(2025, 2, 3)),
    ("trong 01 năm", date(2026, 1, 19)),
    ("phấn đấu thu ngân sách trong 3 tháng đạt 30%", date(2025, 4, 17)),
    ("tổ chức lại chợ trong 3 tháng, tỷ lệ lấp đầy tăng 10%", date(2025, 4, 17)),
]
RECURRING = [
    ("báo cáo trước ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("định kỳ hàng tháng trước ngày 25 gửi báo cáo", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("hằng quý, trước ngày 25 của tháng cuối quý, báo cáo", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25"),
    ("định kỳ hàng Quý kiểm điểm", "FREQ=MONTHLY;INTERVAL=3"),
    ("định kỳ 6 tháng báo cáo", "FREQ=MONTHLY;INTERVAL=6"),
    ("báo cáo 6 tháng một lần", "FREQ=MONTHLY;INTERVAL=6"),
    ("báo cáo tiến độ 15 ngày/lần", "FREQ=DAILY;INTERVAL=15"),
    ("trước 30/6 hằng năm", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30"),
    ("kết quả hằng năm (trước ngày 15 tháng 11)", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"),
    ("chậm nhất ngày 20 tháng cuối cùng của quý", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20"),
    ("31/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
    ("trước 17 giờ ngày 15/11 hằng năm", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"),
    ("trước 17h00 ngày 15 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("trước 16h30' ngày 15 tháng 11 hằng năm", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"),
    ("hằng năm (đến hết ngày 15 tháng 11)", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15"),
    ("hằng tháng, trong ngày 25, gửi báo cáo", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("hằng tháng không quá ngày 25 gửi báo cáo", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("báo cáo trước thời điểm ngày 20/11 hằng năm", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"),
    (
        "định kỳ 6 tháng (trước ngày 15/6), 01 năm (trước ngày 15/12)",
        "FREQ=MONTHLY;INTERVAL=6;BYMONTH=6,12;BYMONTHDAY=15",
    ),
    ("trước ngày 15/6 và 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15"),
    ("trước ngày 15/3, 15/6, 15/9 và 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"),
    ("trước ngày 30/6 và 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15,30;BYSETPOS=2,3"),
    ("trước ngày 30/6, 31/12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=30,31;BYSETPOS=1,3"),
    (
        "báo cáo định kỳ 6 tháng trước ngày 20/6, hằng năm trước ngày 15/12",
        "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15,20;BYSETPOS=2,3",
    ),
    (
        "định kỳ hằng quý (trước ngày 20/3, 20/6, 20/9, 15/12)",
        "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15,20;BYSETPOS=2,4,6,7",
    ),
    ("trước ngày 20/6 (báo cáo 6 tháng) và 20/12 (báo cáo năm) hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20"),
    ("hằng tháng trước ngày 5, 15, 25", "FREQ=MONTHLY;BYMONTHDAY=5,15,25"),
    ("trước ngày 10 tháng 6 và ngày 10 tháng 12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=10"),
    ("trước ngày 15/12 hằng năm và trước ngày 15/6 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15"),
    ("ngày 20 tháng 3, tháng 6, tháng 9 và tháng 12 hằng năm", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
    ("vào ngày 10 của các tháng 3, 6, 9, 12 hằng năm", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=10"),
    ("giao ban thứ Hai và thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("báo cáo sơ kết 6 tháng, tổng kết năm", "FREQ=MONTHLY;INTERVAL=6"),
    ("đánh giá hàng năm", "FREQ=YEARLY"),
    ("03 năm một lần rà soát", "FREQ=YEARLY;INTERVAL=3"),
    ("báo cáo hằng tuần", "FREQ=WEEKLY"),
    ("báo cáo trước 16 giờ thứ Năm hằng tuần", "FREQ=WEEKLY;BYDAY=TH"),
    ("mỗi thứ 6 báo cáo tiến độ", "FREQ=WEEKLY;BYDAY=FR"),
    ("gửi trước 10 giờ thứ Hai của tuần", "FREQ=WEEKLY;BYDAY=MO"),
    ("dọn vệ sinh vào chủ nhật hằng tuần", "FREQ=WEEKLY;BYDAY=SU"),
    ("báo cáo 6 tháng, hằng năm", "FREQ=MONTHLY;INTERVAL=6"),
    ("sơ kết 06 tháng và mỗi năm", "FREQ=MONTHLY;INTERVAL=6"),
    ("tổng hợp; 6 tháng, 1 năm báo cáo", "FREQ=MONTHLY;INTERVAL=6"),
    ("định kỳ hằng năm, 6 tháng kiểm kê", "FREQ=MONTHLY;INTERVAL=6"),
    ("gửi số liệu quý, 6 tháng, năm", "FREQ=MONTHLY;INTERVAL=3"),
    ("gửi số liệu tháng, quý, 6 tháng và năm", "FREQ=MONTHLY"),
    ("tổng kết hằng năm, tháng 3 khen thưởng", "FREQ=YEARLY"),
    ("hằng ngày cung cấp bản tin cho các xã", "FREQ=DAILY"),
    ("gửi số liệu trước 15 giờ hằng ngày", "FREQ=DAILY"),
    ("định kỳ hằng tháng (ngày 25) gửi số liệu", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("theo dõi việc thực hiện; 6 tháng, năm tổng hợp, báo cáo", "FREQ=MONTHLY;INTERVAL=6"),
    ("định kỳ 6 tháng (trước ngày 10/6), năm (trước ngày 10/12)", "FREQ=MONTHLY;INTERVAL=6;BYMONTH=6,12;BYMONTHDAY=10"),
]
HOURS = [
    ("sơ tán xong trước 10 giờ sáng ngày 20/9/2025", date(2025, 9, 20)),
    ("neo đậu xong trước 18h00' ngày 20/9/2025", date(2025, 9, 20)),
    ("gửi số liệu trước 19:00 ngày 20/9/2025", date(2025, 9, 20)),
    ("gia cố đê ngay trong đêm 20/9/2025", date(2025, 9, 20)),
    ("hoàn thành trước 31 tháng 12 năm 2025", date(2025, 12, 31)),
    ("hạn chót ngày 20/9/2025", date(2025, 9, 20)),
    ("hoàn thành trong tháng 3.2025", date(2025, 3, 31)),
    ("sơn lại lớp học trước ngày khai giảng (05/9/2025)", date(2025, 9, 5)),
    ("treo cờ xong trước Lễ Quốc khánh 02/9/2025", date(2025, 9, 2)),
    ("tổng vệ sinh vào sáng thứ Bảy, ngày 20/9/2025", date(2025, 9, 20)),
    ("gửi số liệu trước thứ Sáu (19/9/2025)", date(2025, 9, 19)),
    ("cấm biển từ 6 giờ ngày 20/9/2025", None),
    ("nghỉ chợ từ 6 giờ sáng ngày 20/9/2025 đến 12 giờ trưa ngày 22/9/2025", None),
]
NO_DATE = [
    "đối chiếu số thuế phải nộp trong năm 2017",
    "rà soát những việc phải làm trong quý III/2025",
    "lập danh mục các cầu khởi công trong năm 2025",
    "trong 05 ngày kể từ ngày nhận được văn bản",
    "chậm nhất 5 ngày sau khi nhận văn bản",
    "tuyên truyền thường xuyên",
    "thanh toán trong vòng 01 ngày làm việc khi đủ điều kiện",
    "trả lời trong 24 giờ đối với các trường hợp khẩn cấp",
    "Quyết định số 12/QĐ-UBND ngày 15/2/2024 của UBND",
    "không kiểm tra doanh nghiệp trong năm 2025",
    "chi từ ngân sách địa phương hằng năm",
    "hỗ trợ từ ngày 01 tháng 10 năm 2025 đến hết ngày 31 tháng 12 năm 2025",
    "trong thời gian từ nay đến cuối năm để đề xuất",
    "tính đến ngày 30/6/2025 đạt 40%",
    "ngay sau khi Nghị định được ban hành",
    "Đối với nhiệm vụ của năm nay trong năm 2025, các sở tự cân đối",
    "Kế hoạch phát triển kinh tế - xã hội năm 2025",
    "áp dụng từ ngày 01/7/2025",
    "thu gom rác thải sinh hoạt hằng ngày",
    "phục vụ đời sống hằng ngày của người dân",
    "Số thu lệ phí trong 8 tháng mới đạt 41% dự toán; các xã rà soát nguồn thu",
    "Chủ đầu tư có tỷ lệ nghiệm thu trong 8 tháng quá thấp phải kiểm điểm",
    "Chi cục rà soát Quy chế trình UBND tỉnh quý II/2024 về việc tiếp dân",
]
CELLS = [
    ("Quý IV năm 2025 và các năm tiếp theo", date(2025, 12, 31), None),
    ("2026", date(2026, 12, 31), None),
    ("2025 - 2035", date(2035, 12, 31), None),
    ("Năm 2025-2030", date(2030, 12, 31), None),
    ("Tháng 12/2025", date(2025, 12, 31), None),
    ("6/2025", date(2025, 6, 30), None),
    ("30/6/2025", date(2025, 6, 30), None),
    ("Từ tháng 3/2025 đến tháng 6/2025", date(2025, 6, 30), None),
    ("Quý III/2025 - Quý I/2026", date(2026, 3, 31), None),
    ("Hằng năm.", None, "FREQ=YEARLY"),
    ("Thường xuyên, định kỳ hằng quý báo cáo", None, "FREQ=MONTHLY;INTERVAL=3"),
    ("Thường xuyên", None, None),
    ("Từ 01/7/2025", None, None),
    ("2026 trở đi", None, None),
    ("Theo tiến độ xây dựng văn bản", None, None),
]


@pytest.mark.parametrize(("text", "due"), DATED + PARTS_OF_MONTH + RELATIVE + HOURS)
def test_words_that_name_a_day(text, due):
    assert find_deadline(view_of(text), CLOCK).due_on == due


@pytest.mark.parametrize(("text", "rule"), RECURRING)
def test_duties_that_come_back(text, rule):
    found = find_deadline(view_of(text), CLOCK)
    assert (found.due_on, found.recurrence) == (None, rule)


@pytest.mark.parametrize("text", NO_DATE)
def test_words_that_set_no_day(text):
    found = find_deadline(view_of(text), CLOCK)
    assert (found.due_on, found.recurrence) == (None, None)


@pytest.mark.parametrize(("text", "due", "rule"), CELLS)
def test_cells_and_labels_need_no_word_before_the_period(text, due, rule):
    found = read_cell(view_of(text), CLOCK)
    assert (found.due_on, found.recurrence) == (due, rule)
    assert found.phrase == text.rstrip(".")


def test_a_vague_word_is_kept_as_the_phrase():
    assert find_deadline(view_of("khẩn trương trình đề án"), CLOCK).phrase == "khẩn trương"


def test_the_phrase_stands_where_the_span_says():
    text = "Sở Y tế  gửi   trước ngày\n15/2/2025 về Văn phòng"
    found = find_deadline(view_of(text), CLOCK)
    assert found.phrase == "trước ngày 15/2/2025"
    assert found.span.of(text) == "trước ngày\n15/2/2025"
    assert found.precision is Precision.DAY


def test_a_deadline_before_the_issue_date_is_kept_with_a_warning():
    found = find_deadline(view_of("báo cáo trước ngày 15/2/2024"), CLOCK)
    assert found.due_on == date(2024, 2, 15)
    assert "sớm hơn ngày ban hành 17/01/2025" in " ".join(found.warnings)


def test_a_missing_year_and_a_day_off_are_told():
    found = find_deadline(view_of("xong trước 15/2"), CLOCK)
    assert found.warnings == (
        "Văn bản không in năm của hạn; đã hiểu là năm 2025.",
        "Hạn 15/02/2025 rơi vào ngày nghỉ.",
    )


def test_a_term_from_receipt_needs_the_day_of_receipt():
    view = view_of("trong 05 ngày kể từ ngày nhận được văn bản")
    assert find_deadline(view, Clock(date(2025, 6, 2), received=date(2025, 6, 4))).due_on == date(2025, 6, 9)


def test_without_an_issue_date_a_relative_term_has_no_day():
    assert find_deadline(view_of("trong 10 ngày"), Clock()).due_on is None
