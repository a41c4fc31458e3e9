"""Names that a small word does not end: ranges of provinces, committees with their task, units that run works."""

import pytest

from directives.parsing.agencies import read_names
from directives.parsing.assignees import find_lead
from directives.parsing.clock import Clock
from directives.parsing.leaves import NO_LABELS, Inherited, tasks_of_leaf
from directives.parsing.normalise import view_of
from directives.parsing.partners import find_coordinating


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "UBND các tỉnh, thành phố từ Thanh Hóa đến Phú Yên rà soát",
            ["UBND các tỉnh, thành phố từ Thanh Hóa đến Phú Yên"],
        ),
        (
            "Sở Nội vụ các tỉnh ven biển từ Nghệ An trở vào kiểm tra",
            ["Sở Nội vụ các tỉnh ven biển từ Nghệ An trở vào"],
        ),
        ("UBND các xã từ ngày 01/7 đến ngày 15/7 kiểm tra", ["UBND các xã"]),
        ("Sở Y tế từ Hà Nội đến Huế kiểm tra", ["Sở Y tế"]),
        ("Ngành Y tế chuẩn bị đủ thuốc", ["Ngành Y tế"]),
        ("các chủ tàu, thuyền trưởng chấp hành lệnh cấm", ["các chủ tàu, thuyền trưởng"]),
        ("các doanh nghiệp bưu chính, viễn thông kiểm tra", ["các doanh nghiệp bưu chính, viễn thông"]),
        ("Tổ bảo vệ an ninh, trật tự thôn Mẫu tuần tra", ["Tổ bảo vệ an ninh, trật tự thôn Mẫu"]),
        (
            "Ban Chỉ đạo liên ngành về an toàn thực phẩm tỉnh kiểm tra",
            ["Ban Chỉ đạo liên ngành về an toàn thực phẩm tỉnh"],
        ),
        ("các Sở Y tế Nghệ An, Hà Tĩnh kiểm tra", ["Sở Y tế Nghệ An", "Sở Y tế Hà Tĩnh"]),
        ("các Sở Y tế: Nghệ An, Hà Tĩnh kiểm tra", ["Sở Y tế Nghệ An", "Sở Y tế Hà Tĩnh"]),
        (
            "Ban Chỉ đạo quốc gia về chuyển đổi số, Bộ Nội vụ hướng dẫn",
            ["Ban Chỉ đạo quốc gia về chuyển đổi số", "Bộ Nội vụ"],
        ),
        (
            "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn tỉnh theo dõi",
            ["Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn tỉnh"],
        ),
        ("Ban Chỉ đạo phòng, chống dịch COVID-19 huyện họp", ["Ban Chỉ đạo phòng, chống dịch COVID-19 huyện"]),
        ("Sở Y tế phòng, chống dịch", ["Sở Y tế"]),
        ("các chủ đập, hồ chứa thủy điện kiểm tra", ["các chủ đập, hồ chứa thủy điện"]),
        ("Báo và Đài Phát thanh - Truyền hình tỉnh đưa tin", ["Báo và Đài Phát thanh - Truyền hình tỉnh"]),
        (
            "các đơn vị quản lý, vận hành hồ chứa kiểm tra cửa xả",
            ["các đơn vị quản lý, vận hành hồ chứa"],
        ),
        (
            "các cơ quan Trung ương đóng trên địa bàn tỉnh phối hợp",
            ["các cơ quan Trung ương đóng trên địa bàn tỉnh"],
        ),
        (
            "các Công ty TNHH khai thác công trình thủy lợi kiểm tra",
            ["các Công ty TNHH khai thác công trình thủy lợi"],
        ),
    ],
)
def test_what_belongs_to_the_name(text, names):
    found = read_names(text)
    assert found is not None
    assert list(found.names) == names


def test_a_committee_that_asks_is_not_the_one_that_must_act():
    lead = find_lead("Ban Chỉ đạo Trung ương về phòng, chống thiên tai đề nghị Bộ Công an:", heading=True)
    assert lead is not None
    assert lead.names == ("Bộ Công an",)


def test_fields_behind_a_factored_noun_end_before_the_duty():
    names = find_coordinating("Chủ trì, phối hợp với các Bộ: Nội vụ, Kế hoạch và Đầu tư xây dựng Đề án.")
    assert names == ("Bộ Nội vụ", "Bộ Kế hoạch và Đầu tư")


@pytest.mark.parametrize("title", ["Đối với các chủ đầu tư và Sở Y tế", "Đối với các chủ đầu tư và Sở Y tế:"])
def test_a_heading_about_bodies_names_who_leads(title):
    lead = find_lead(title, heading=True)
    assert lead is not None
    assert lead.names == ("các chủ đầu tư", "Sở Y tế")


def test_one_of_two_who_lead_is_charged_alone():
    text = "Xây dựng kế hoạch chữa cháy rừng. Riêng Công an xã điều tra các vụ phá rừng còn tồn đọng."
    both = Inherited(lead=("Công an xã", "Ban Chỉ huy Quân sự xã"), is_open=True)
    tasks = list(tasks_of_leaf(text, view_of(text, 0, len(text)), "3", both, NO_LABELS, Clock()))
    assert [task.lead for task in tasks] == [both.lead, ("Công an xã",)]


def test_a_directive_that_is_carried_out_orders_nothing():
    text = "Thực hiện Chỉ thị số 9/CT-TTg và Chỉ thị số 3-CT/TU, Chủ tịch UBND xã yêu cầu các thôn, Trạm Y tế xã:"
    lead = find_lead(text, heading=True)
    assert lead is not None
    assert lead.names == ("các thôn", "Trạm Y tế xã")


def test_who_writes_to_others_still_leads():
    assert find_lead("Có văn bản yêu cầu các chủ chợ sửa ngay hệ thống báo cháy.") is None


def test_a_heading_lists_bodies_of_several_kinds():
    lead = find_lead("Chủ đầu tư, Ban Quản trị các chung cư, nhà cao tầng:", heading=True)
    assert lead is not None
    assert lead.names == ("Chủ đầu tư", "Ban Quản trị các chung cư, nhà cao tầng")


@pytest.mark.parametrize("duty", ["chằng néo nhà cửa", "giữ liên lạc với tàu", "cấm biển", "dặm vá đường", "dạy bù"])
def test_verbs_of_telegrams_end_a_name(duty):
    names = find_coordinating(f"Phối hợp với Công an xã, các đoàn thể {duty} trên địa bàn.")
    assert names == ("Công an xã", "các đoàn thể")


def test_units_that_run_roads():
    found = read_names("Khu Quản lý đường bộ II, các Sở Xây dựng chủ động kiểm tra")
    assert found is not None
    assert found.names == ("Khu Quản lý đường bộ II", "Sở Xây dựng")


def test_who_acts_at_once_stands_behind_the_telegram():
    lead = find_lead("Ngay sau khi nhận được Công điện này, các sở, ngành triển khai thực hiện.")
    assert lead is not None
    assert lead.names == ("các sở, ngành",)


def test_who_helps_may_stand_directly_behind_a_label():
    names = find_coordinating("UBND xã Mẫu: Cùng Trạm Y tế xã tổ chức thăm hỏi các hộ bị nạn.", ("UBND xã Mẫu",))
    assert names == ("Trạm Y tế xã",)
