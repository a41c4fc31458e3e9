"""Decisions and resolutions: heads that old copies shorten, and the articles that charge everybody."""

from datetime import date

import pytest

from directives.parsing.assignees import find_lead
from directives.parsing.extract import extract_text
from directives.parsing.partners import find_coordinating

BODY = "QUYẾT ĐỊNH:\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch dọn chợ.\n"
BASIS = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n"


def test_number_and_day_in_the_title_of_a_gazette():
    header = extract_text(
        "QUYẾT ĐỊNH CỦA BỘ TRƯỞNG\nBỘ TÀI CHÍNH SỐ 77/2003/QĐ-BTC NGÀY 21 THÁNG 6 NĂM 2003\nVỀ VIỆC DỌN KHO\n"
        "BỘ TRƯỞNG BỘ TÀI CHÍNH\n" + BASIS + BODY
    ).header
    assert (header.kind, header.number, header.issuer) == ("QĐ", "77/2003/QĐ-BTC", "Bộ Tài chính")
    assert (header.issued_on, header.subject) == (date(2003, 6, 21), "VỀ VIỆC DỌN KHO")


def test_a_title_with_its_owner_over_a_subject_in_small_letters():
    header = extract_text(
        "QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ\nBan hành Kế hoạch dọn các chợ đầu mối\nvà bến bãi ven sông\n"
        "THỦ TƯỚNG CHÍNH PHỦ\n" + BASIS + BODY
    ).header
    assert (header.issuer, header.subject) == (
        "Thủ tướng Chính phủ",
        "Ban hành Kế hoạch dọn các chợ đầu mối và bến bãi ven sông",
    )
    assert header.issued_on is None


@pytest.mark.parametrize(
    "head", ["HĐND TỈNH LÀO CAI\nSố: 4/NQ-HĐND\nNGHỊ QUYẾT\nVề dọn chợ\n", "NGHỊ QUYẾT\nVề dọn chợ\n"]
)
def test_a_council_shortened_or_named_only_above_the_legal_bases(head):
    text = (
        head + "HỘI ĐỒNG NHÂN\nDÂN TỈNH LÀO CAI\nKHÓA X\n"
        if "HĐND" in head
        else head + "HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI\n"
    )
    header = extract_text(text + BASIS + "QUYẾT NGHỊ:\nĐiều 1. Giao Ủy ban nhân dân tỉnh dọn chợ.\n").header
    assert (header.issuer, header.subject) == ("Hội đồng nhân dân tỉnh Lào Cai", "Về dọn chợ")


def test_the_title_of_what_is_issued_is_not_that_of_a_decision_without_its_own():
    header = extract_text(
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 12/QĐ-UBND\nLào Cai, ngày 12 tháng 5 năm 2022\nBAN HÀNH KẾ HOẠCH DỌN CHỢ\n"
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI\n" + BASIS + BODY + "KẾ HOẠCH\nDỌN CHỢ ĐẦU MỐI\n"
    ).header
    assert (header.kind, header.subject) == ("QĐ", "BAN HÀNH KẾ HOẠCH DỌN CHỢ")


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (
            "Các Sở, Ban, Ngành và UBND các huyện, thị xã: Theo chức năng được giao dọn chợ.",
            ["Các Sở, Ban, Ngành", "UBND các huyện, thị xã"],
        ),
        ("Các Vụ, Cục, Tổng cục thuộc Bộ rà soát chợ.", ["Các Vụ, Cục, Tổng cục thuộc Bộ"]),
        ("Giám đốc các Sở, Ban Quản lý chợ Sắt rà soát bến", ["các Sở", "Ban Quản lý chợ Sắt"]),
        ("UBND các huyện/thị xã/thành phố rà soát chợ.", ["UBND các huyện/thị xã/thành phố"]),
        ("Các tỉnh, thành phố trong cả nước tổ chức dọn chợ.", ["Các tỉnh, thành phố trong cả nước"]),
    ],
)
def test_groups_in_capitals_with_slashes_and_of_the_whole_country(text, lead):
    found = find_lead(text)
    assert list(found.names if found else ()) == lead


@pytest.mark.parametrize("how", ["chặt chẽ, quyết liệt", "thường xuyên", "chủ động, có hiệu quả"])
def test_how_bodies_work_together_parts_no_partner(how):
    assert find_coordinating(f"Sở Y tế phối hợp {how} với Sở Nội vụ dọn chợ.") == ("Sở Nội vụ",)


def test_a_request_about_the_programme_that_a_resolution_issues_is_a_task():
    tasks = extract_text(
        "CHÍNH PHỦ\nSố: 4/NQ-CP\nNGHỊ QUYẾT\nVề dọn chợ\nCHÍNH PHỦ\n" + BASIS + "QUYẾT NGHỊ:\n"
        "Điều 1. Ban hành kèm theo Nghị quyết này Chương trình dọn chợ.\n"
        "Điều 2. Tổ chức thực hiện\n1. Đề nghị các cơ quan của Đảng tham gia giám sát Chương trình ban hành kèm theo "
        "Nghị quyết này.\n2. Năm 2022 là năm mở đầu của cả kế hoạch dọn chợ.\n"
    ).tasks
    assert [task.lead for task in tasks] == [("các cơ quan của Đảng",)]


CHARGED = ("Văn phòng UBND tỉnh", "Sở Tư pháp", "UBND các xã, phường")
CHARGES = (
    (
        "Điều 3. Chánh Văn phòng UBND tỉnh;\nGiám đốc Sở Tư pháp;\nChủ tịch UBND các xã, phường chịu trách nhiệm thi "
        "hành Quyết định này./."
    ),
    (
        "Điều 3. Các ông (bà):\n- Chánh Văn phòng UBND tỉnh;\n- Giám đốc Sở Tư pháp;\n- Chủ tịch UBND các xã, phường;\n"
        "chịu trách nhiệm thi hành Quyết định này./."
    ),
    (
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Tư pháp, Chủ tịch "
        "UBND các xã, phường chịu trách nhiệm thi hành Quyết định này./."
    ),
    (
        "Điều 3. Quyết định này có hiệu lực từ ngày ký.\nChánh Văn phòng UBND tỉnh;\nGiám đốc Sở Tư pháp, Chủ tịch "
        "UBND các xã, phường căn cứ Quyết định này thi hành./."
    ),
)


@pytest.mark.parametrize("article", CHARGES)
def test_the_article_that_charges_everybody_is_one_task(article):
    head = "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 12/QĐ-UBND\nLào Cai, ngày 12 tháng 5 năm 2022\nQUYẾT ĐỊNH\nVề dọn chợ\n"
    (task,) = extract_text(head + BASIS + BODY + article + "\nNơi nhận:\n- Như Điều 3;\n").tasks
    assert task.lead == CHARGED


@pytest.mark.parametrize(
    ("letterhead", "issuer"),
    [
        ("ĐẢNG BỘ TỈNH LÀO CAI\nTỈNH ỦY", "Tỉnh ủy Lào Cai"),
        ("ĐẢNG BỘ XÃ NAM SƠN\nĐẢNG ỦY", "Đảng ủy xã Nam Sơn"),
        ("TỈNH ỦY", "Tỉnh ủy Lào Cai"),
    ],
)
def test_a_committee_of_the_party_is_called_by_its_place(letterhead, issuer):
    head = (
        letterhead
        + "\n*\nSố 4-NQ/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nLào Cai, ngày 12 tháng 5 năm 2024\nNGHỊ QUYẾT\nvề dọn chợ\n"
    )
    assert extract_text(head + "1- Các cấp ủy dọn chợ.\n").header.issuer == issuer


PLAN = (
    "THỦ TƯỚNG CHÍNH PHỦ\nSố: 12/QĐ-TTg\nHà Nội, ngày 10 tháng 3 năm 2024\nQUYẾT ĐỊNH\nBan hành Kế hoạch dọn chợ\n"
    "THỦ TƯỚNG CHÍNH PHỦ\n" + BASIS + "QUYẾT ĐỊNH:\nII. NỘI DUNG\n"
)


@pytest.mark.parametrize(
    ("labels", "due"),
    [
        ("- Cơ quan chủ trì xây dựng: Bộ Y tế.\n- Thời gian ban hành: trước ngày 15/11/2024.\n", date(2024, 11, 15)),
        ("- Đơn vị phụ trách: Bộ Y tế.\n- Thời gian dự kiến hoàn thành: năm 2025.\n", date(2025, 12, 31)),
        (
            (
                "- Hình thức: trực tuyến.\n- Cơ quan chủ trì: Bộ Y tế.\n- Cấp trình: Chính phủ.\n"
                "- Thời gian trình Chính phủ: tháng 9/2024.\n- Kết quả, sản phẩm: Tờ trình.\n"
            ),
            date(2024, 9, 30),
        ),
    ],
)
def test_labels_of_the_plans_of_ministries(labels, due):
    (task,) = extract_text(PLAN + "1. Xây dựng sổ tay dọn chợ\n" + labels).tasks
    assert (task.lead, task.deadline.due_on) == (("Bộ Y tế",), due)


def test_a_label_below_several_lines_leaves_a_line_its_own_date():
    tasks = extract_text(
        PLAN + "1. Rà soát chợ\na) Bộ Y tế rà soát các chợ đầu mối trước ngày 15/5/2024;\n"
        "b) Bộ Xây dựng tổng hợp kết quả rà soát các chợ.\nThời gian thực hiện: trước ngày 30/6/2024.\n"
    ).tasks
    assert [task.deadline.due_on for task in tasks] == [date(2024, 5, 15), date(2024, 6, 30)]
