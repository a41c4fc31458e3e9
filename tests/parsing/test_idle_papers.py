"""Papers and lines that assign nothing."""

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.formulas import is_no_task
from directives.parsing.sentences import is_imperative

ANSWER = """BỘ TÀI CHÍNH
TỔNG CỤC THUẾ
Số: 871/TCT-CS
V/v chính sách thuế
Hà Nội, ngày 3 tháng 4 năm 2014

Kính gửi: Cục Thuế tỉnh Lào Cai.

Trả lời công văn số 12/CT-KT của Cục Thuế tỉnh Lào Cai hỏi về hóa đơn, Tổng cục Thuế có ý kiến như sau:
Tổ chức lập hóa đơn phải ghi đủ nội dung. Đề nghị Cục Thuế tỉnh Lào Cai hướng dẫn đơn vị thực hiện.
Tổng cục Thuế trả lời để Cục Thuế tỉnh Lào Cai được biết./.
"""
CITIZEN = """BỘ XÂY DỰNG
CỤC QUẢN LÝ NHÀ
Số: 55/QLN-CSTT
V/v điều kiện mua nhà ở xã hội
Hà Nội, ngày 10 tháng 4 năm 2024

Kính gửi: Ông Nguyễn Văn Mẫu

Cục Quản lý nhà nhận được đơn của Ông Nguyễn Văn Mẫu hỏi về nhà ở xã hội, Cục có ý kiến như sau:
1. Người thu nhập thấp thuộc đối tượng được mua.
2. Đề nghị Ông liên hệ với Sở Xây dựng để được hướng dẫn. UBND cấp xã xác nhận hồ sơ trong thời hạn 07 ngày.
Trên đây là ý kiến của Cục Quản lý nhà, đề nghị Ông nghiên cứu, thực hiện./.
"""
RESULTS = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 301/TB-HĐTD
Lào Cai, ngày 10 tháng 4 năm 2024
THÔNG BÁO
Kết quả phúc khảo kỳ tuyển dụng viên chức năm 2024
Hội đồng tuyển dụng thông báo kết quả phúc khảo như sau:
1. Tổng số bài phúc khảo: 15 bài.
2. Kết quả: 02 bài thay đổi điểm (có danh sách kèm theo).
Hội đồng tuyển dụng thông báo để các thí sinh được biết./.
"""
INVITATION = """In bài viết
Giấy mời dự lễ ra quân dọn chợ

1. Thành phần mời:
- Lãnh đạo các sở, ban, ngành;
- Tổ chức Đoàn các phường; giao lưu với Hội Phụ nữ;
2. Thời gian: 7 giờ ngày 3/4/2026.
"""
PERSON = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 35/QĐ-UBND
Lào Cai, ngày 3 tháng 4 năm 2026

QUYẾT ĐỊNH
Về việc {subject}

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

QUYẾT ĐỊNH:

Điều 1. Ông Trần Văn Mẫu nhận nhiệm vụ từ ngày 1/5/2026.
Điều 2. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này./.
"""


@pytest.mark.parametrize(
    "text", [ANSWER, CITIZEN, RESULTS, INVITATION], ids=["answer", "citizen", "results", "invitation"]
)
def test_answers_and_invitations_assign_nothing(text):
    assert extract_text(text).tasks == ()


@pytest.mark.parametrize("noun", ["Hàng hóa", "Chi phí", "Thu nhập", "Tổ chức tín dụng"])
def test_nouns_that_only_begin_like_a_verb_open_no_order(noun):
    assert not is_imperative(f"{noun} gồm các khoản từ 51% trở lên")


@pytest.mark.parametrize(
    ("subject", "tasks"),
    [
        ("điều động, bổ nhiệm ông Trần Văn Mẫu giữ chức Phó Giám đốc Sở Y tế", 0),
        ("cho thôi giữ chức vụ Phó Giám đốc Sở Y tế", 0),
        ("tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", 0),
        ("phân công nhiệm vụ của các thành viên Ban Chỉ đạo", 1),
    ],
)
def test_a_decision_about_persons_assigns_nothing(subject, tasks):
    assert len(extract_text(PERSON.format(subject=subject)).tasks) == tasks


@pytest.mark.parametrize(
    "line",
    [
        "Bổ sung Quỹ dự phòng: 1.200 triệu đồng;",
        "Phân bổ cho các xã là: 15.300 triệu đồng;",
        "Chi đầu tư: 718,5 tỷ đồng (trong đó vốn vay 20 tỷ đồng).",
        "Hội đồng nhân dân tỉnh thông qua kết quả thực hiện dự toán năm 2025 với các chỉ tiêu đã nêu.",
        "Tán thành báo cáo của Ủy ban nhân dân tỉnh.",
        "Dọn sạch chợ trước Tết (Ảnh minh họa)",
    ],
)
def test_lines_that_order_nothing(line):
    assert is_no_task(line)


@pytest.mark.parametrize(
    "line",
    [
        "Bố trí 20 triệu đồng cho mỗi xã, báo cáo kết quả trước ngày 5/6/2026.",
        "Thông qua các đoàn thể, vận động người dân dọn chợ.",
        "Giao Sở Tài chính lập phương án phân bổ (kèm theo phụ lục số 9).",
    ],
)
def test_lines_that_look_alike_and_order(line):
    assert not is_no_task(line)


def test_a_short_label_without_a_list_is_no_task():
    head = "CHỈ THỊ\nVề dọn chợ\n\nỦy ban nhân dân tỉnh yêu cầu các sở:\n"
    paper = head + "- Rà soát trụ sở trước ngày 5/6/2026.\n- Báo cáo kết quả dọn chợ:\n"
    assert [task.text for task in extract_text(paper).tasks] == ["Rà soát trụ sở trước ngày 5/6/2026."]
