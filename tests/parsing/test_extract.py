from datetime import date

import pytest

from directives.parsing.as_json import to_contract
from directives.parsing.extract import extract, extract_text
from directives.parsing.names import issuer_name
from directives.parsing.types import Document, Relation, Span, Table, TableRow
from tests.parsing import samples


def rows(text):
    return [(task.path, task.lead, task.coordinating, task.deadline.due_on) for task in extract_text(text).tasks]


def test_a_directive_gives_each_leaf_its_lead_helpers_and_day():
    assert rows(samples.DIRECTIVE) == [
        ("1.a", ("Sở Nông nghiệp và Môi trường",), ("Sở Xây dựng", "UBND các xã, phường"), date(2025, 3, 20)),
        ("1.b", ("Sở Nông nghiệp và Môi trường",), (), None),
        ("2", ("Sở Tài chính",), (), date(2025, 4, 30)),
        ("3", ("UBND các xã, phường, đặc khu",), (), date(2025, 4, 30)),
        ("4", ("Các sở, ban, ngành",), ("UBND các xã, phường",), None),
    ]


def test_a_recurring_report_is_a_rule_and_no_day():
    report = extract_text(samples.DIRECTIVE).tasks[1]
    assert report.deadline.recurrence == "FREQ=MONTHLY;BYMONTHDAY=25"


def test_encouragement_binds_nobody():
    assert not any("Khuyến khích" in task.text for task in extract_text(samples.DIRECTIVE).tasks)


def test_the_header_of_a_directive():
    header = extract_text(samples.DIRECTIVE).header
    assert (header.kind, header.number, header.issued_on) == ("CT", "07/CT-UBND", date(2025, 3, 3))
    assert header.issuer == "Ủy ban nhân dân thành phố Hải Phòng"
    assert header.signer == "Nguyễn Thị Mẫu"
    assert header.subject == "Về việc dọn dẹp kênh mương trước mùa mưa"


def test_references_are_listed_once_without_the_paper_itself():
    found = extract_text(samples.DIRECTIVE + "\nTheo 12/CĐ-TTg và 07/CT-UBND.").references
    assert [(reference.number, reference.issued_on) for reference in found] == [("12/CĐ-TTg", date(2025, 2, 1))]
    assert found[0].relation is Relation.IMPLEMENTS


def test_aims_and_money_of_a_plan_are_no_tasks_and_labels_reach_their_leaves():
    office, helpers = ("Phòng Quản lý lưu trữ",), ("Trung tâm Lưu trữ lịch sử", "Văn phòng Sở")
    body = [row for row in rows(samples.PLAN) if not row[0].startswith("PL")]
    assert body == [
        ("II.1", office, helpers, date(2026, 6, 30)),
        ("II.1", office, helpers, date(2026, 6, 30)),
        ("II.2", (), (), date(2027, 12, 31)),
    ]


def test_rows_of_an_annex_are_tasks():
    annex = [task for task in extract_text(samples.PLAN).tasks if task.path.startswith("PL")]
    assert [(task.path, task.lead, task.coordinating, task.deadline.due_on, task.product) for task in annex] == [
        ("PL1.I.r1", ("Phòng Quản lý lưu trữ",), ("Văn phòng Sở",), date(2026, 3, 15), "Báo cáo"),
        ("PL1.I.r2", ("Văn phòng Sở",), ("Phòng Quản lý lưu trữ",), date(2026, 4, 30), "Hợp đồng"),
        ("PL1.II.r1", ("Phòng Quản lý lưu trữ",), ("Phòng Quản lý lưu trữ",), None, "Báo cáo"),
    ]


def test_the_lower_of_two_bodies_issues():
    assert extract_text(samples.PLAN).header.issuer == "Sở Nội vụ tỉnh An Bình"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        (["UBND THÀNH PHỐ HẢI PHÒNG", "SỞ TÀI CHÍNH"], "Sở Tài chính thành phố Hải Phòng"),
        (["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH"], "Ủy ban nhân dân tỉnh An Bình"),
        (["UỶ BAN NHÂN", "DÂN", "XÃ AN LÃO"], "Ủy ban nhân dân xã An Lão"),
        (["ỦY BAN NHÂN DÂN", "ĐẶC KHU CÁT HẢI"], "Ủy ban nhân dân đặc khu Cát Hải"),
        (["THÀNH ỦY HẢI PHÒNG"], "Thành ủy Hải Phòng"),
        (["BAN CHẤP HÀNH TRUNG ƯƠNG"], "Ban Chấp hành Trung ương"),
        (["BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"], "Bộ Nông nghiệp và Môi trường"),
        (["SỞ CÔNG THƯƠNG"], "Sở Công Thương"),
        (["BAN TUYÊN GIÁO VÀ DÂN VẬN THÀNH ỦY"], "Ban Tuyên giáo và Dân vận Thành ủy"),
        (["BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG"], "Ban Quản lý Khu kinh tế Hải Phòng"),
        (["HỘI ĐỒNG NHÂN DÂN", "TỈNH AN BÌNH"], "Hội đồng nhân dân tỉnh An Bình"),
        (["CHÍNH PHỦ"], "Chính phủ"),
        (["UBND TỈNH AN BÌNH", "VĂN PHÒNG"], "Văn phòng Ủy ban nhân dân tỉnh An Bình"),
        ([], None),
    ],
)
def test_the_issuer_out_of_its_capitals(printed, name):
    assert issuer_name(printed) == name


def test_a_party_paper():
    found = extract_text(samples.PARTY)
    assert (found.header.kind, found.header.number) == ("KL", "21-KL/TU")
    assert [(task.path, task.lead, task.coordinating) for task in found.tasks] == [
        ("II.1", ("Đảng ủy UBND thành phố",), ()),
        ("II.2", ("Ban Tuyên giáo và Dân vận Thành ủy",), ("Mặt trận Tổ quốc thành phố",)),
        ("II.3", ("Văn phòng Thành ủy",), ()),
    ]
    assert found.tasks[0].deadline.due_on == date(2025, 12, 31)
    assert found.tasks[2].deadline.recurrence == "FREQ=MONTHLY;INTERVAL=6"


def test_a_decision_orders_in_its_articles():
    assert rows(samples.DECISION) == [
        ("Điều 2", ("Sở Tài chính",), (), date(2025, 5, 19)),
        ("Điều 4", ("Văn phòng UBND tỉnh", "Sở Tài chính"), (), None),
    ]


def test_a_letter_without_numbering():
    found = extract_text(samples.LETTER)
    assert (found.header.kind, found.header.subject) == ("CV", "xử lý đèn đường hỏng")
    assert rows(samples.LETTER) == [("", ("Sở Xây dựng",), ("UBND các phường",), date(2025, 6, 10))]


def test_a_letter_that_answers_an_enquiry_holds_no_task():
    assert extract_text(samples.ANSWER).tasks == ()


def test_a_news_item_about_a_directive():
    found = extract_text(samples.NEWS)
    assert (found.header.number, found.header.issuer) == ("02/CT-UBND", "Ủy ban nhân dân thành phố Hải Phòng")
    assert rows(samples.NEWS) == [("", ("các sở, ngành, đơn vị và địa phương",), (), date(2023, 2, 15))]


def test_text_without_a_head_gives_warnings_and_no_error():
    found = extract_text("một dòng chữ bất kỳ")
    assert (found.header.number, found.header.issued_on, found.header.issuer) == (None, None, None)
    assert len(found.warnings) == 4


def test_a_number_that_is_not_filled_in_leaves_the_rest_of_the_head():
    found = extract_text(samples.LETTER.replace("345/UBND-KT", "      /UBND-KT"))
    assert (found.header.number, found.header.kind) == (None, "CV")
    assert found.header.issued_on == date(2025, 6, 2)
    assert found.header.issuer == "Ủy ban nhân dân tỉnh An Bình"
    assert "Không đọc được số" in found.warnings[0]


def test_a_deadline_before_the_issue_date_is_kept_with_its_warning():
    found = extract_text(samples.LETTER.replace("10/6/2025", "10/6/2024")).tasks[0]
    assert found.deadline.due_on == date(2024, 6, 10)
    assert "sớm hơn ngày ban hành" in found.warnings[0]


@pytest.mark.parametrize(
    ("mark", "secrecy", "urgency"),
    [
        ("MẬT", "Mật", None),
        ("Tối mật", "Tối mật", None),
        ("TUYỆT MẬT", "Tuyệt mật", None),
        ("HỎA TỐC", None, "Hỏa tốc"),
        ("KHẨN", None, "Khẩn"),
        ("Thượng khẩn", None, "Thượng khẩn"),
    ],
)
def test_marks_of_the_paper(mark, secrecy, urgency):
    header = extract_text(samples.LETTER.replace("Kính gửi", f"{mark}\nKính gửi", 1)).header
    assert (header.secrecy, header.urgency) == (secrecy, urgency)


def test_the_word_secret_in_prose_is_no_mark():
    assert extract_text(samples.LETTER + "\nGiữ bí mật tài liệu mật, khẩn trương thực hiện.").header.secrecy is None


def test_a_mark_beside_the_number():
    assert extract_text(samples.LETTER.replace("345/UBND-KT", "345/UBND-KT (Mật)")).header.secrecy == "Mật"


def test_tables_of_a_reader_are_read_by_their_columns():
    cells = [
        ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian hoàn thành"),
        ("1", "Lắp đặt camera tại các ngã tư", "Công an thành phố", "30/9/2025"),
    ]
    text, spans = "", []
    for row in cells:
        places = []
        for cell in row:
            places.append(Span(len(text), len(text) + len(cell)))
            text += cell + "\n"
        spans.append(tuple(places))
    table = Table(tuple(TableRow(row, places) for row, places in zip(cells, spans, strict=True)), Span(0, len(text)))
    found = extract(Document(text, (table,))).tasks
    assert [(task.text, task.lead, task.deadline.due_on) for task in found] == [
        ("Lắp đặt camera tại các ngã tư", ("Công an thành phố",), date(2025, 9, 30))
    ]


def test_a_table_copied_cell_by_cell():
    text = "\n|\n".join(
        ["", "STT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "", "1", "Kiểm kê\ntài sản công", "Sở Tài chính", "2025", ""]
    )
    (task,) = extract_text(text).tasks
    assert (task.text, task.lead, task.deadline.due_on) == (
        "Kiểm kê tài sản công",
        ("Sở Tài chính",),
        date(2025, 12, 31),
    )


def test_lines_broken_at_a_width_with_page_numbers_read_as_whole_sentences():
    text = samples.LETTER.replace("thay thế đèn hỏng, báo", "thay thế\n\n    2\n\nđèn hỏng, báo")
    (task,) = extract_text(text).tasks
    assert task.deadline.due_on == date(2025, 6, 10)


def test_sections_carry_the_paths_of_the_paper():
    paths = [section.path for section in extract_text(samples.PLAN).sections]
    assert paths[:4] == ["I", "I.1", "I.1", "I.2"]


def test_each_task_says_why_it_is_proposed():
    first = extract_text(samples.DIRECTIVE).tasks[0]
    assert 0 < first.confidence < 1
    assert "có hạn hoàn thành" in first.reasons


def test_the_contract_object():
    found = to_contract("a.txt", extract_text(samples.LETTER))
    assert list(found) == ["file", "header", "references", "tasks"]
    assert list(found["header"]) == ["kind", "number", "issued_on", "issuer", "signer", "subject"]
    (task,) = found["tasks"]
    assert task["deadline"] == {"phrase": "trước ngày 10/6/2025", "due_on": "2025-06-10", "recurrence": None}
    assert samples.LETTER[task["start"] : task["end"]].startswith("Sở Xây dựng chủ trì")


def test_a_line_that_opens_a_table_of_duties_is_no_duty():
    found = extract_text(
        "SỞ NỘI VỤ\nSố: 19/KH-SNV\nNam Sơn, ngày 02 tháng 3 năm 2026\nKẾ HOẠCH\nSố hóa hồ sơ năm 2026\n"
        "Kế hoạch này thay thế Kế hoạch số 12/KH-SNV ngày 10/01/2023.\nPhân công thực hiện các nhiệm vụ như sau:\n"
        "STT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | Quét hồ sơ cán bộ | Văn phòng Sở | 6/2026"
    )
    assert [task.text for task in found.tasks] == ["Quét hồ sơ cán bộ"]
    assert found.header.subject == "Số hóa hồ sơ năm 2026"
