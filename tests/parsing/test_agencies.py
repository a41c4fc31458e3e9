import pytest

from directives.parsing.agencies import read_names, split_names
from directives.parsing.assignees import YOU, find_lead
from directives.parsing.partners import find_coordinating

ROWS = [
    ("Sở Nông nghiệp và Môi trường chủ trì", ["Sở Nông nghiệp và Môi trường"]),
    ("các Sở: Nội vụ, Tài chính, Tư pháp rà soát", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
    (
        "các Sở: Nội vụ, Văn hóa, Thể thao và Du lịch, Y tế và Ban Dân tộc rà soát",
        ["Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế", "Ban Dân tộc"],
    ),
    ("Sở Kế hoạch và Đầu tư và các đơn vị có liên quan lập", ["Sở Kế hoạch và Đầu tư", "các đơn vị có liên quan"]),
    ("các sở, ban, ngành, UBND các xã, phường tiếp tục", ["các sở, ban, ngành", "UBND các xã, phường"]),
    ("Giám đốc Sở Tài chính; Chủ tịch UBND các xã báo cáo", ["Sở Tài chính", "UBND các xã"]),
    ("đồng chí Bộ trưởng Bộ Xây dựng trực tiếp chỉ đạo", ["Bộ Xây dựng"]),
    ("Chánh Thanh tra thành phố tổ chức", ["Thanh tra thành phố"]),
    ("Thủ trưởng các cơ quan, đơn vị khẩn trương", ["các cơ quan, đơn vị"]),
    ("UBND các tỉnh Thanh Hóa, Nghệ An khẩn trương", ["UBND tỉnh Thanh Hóa", "UBND tỉnh Nghệ An"]),
    ("UBND các tỉnh, thành phố: Lào Cai, Hải Phòng chỉ đạo", ["UBND tỉnh Lào Cai", "UBND thành phố Hải Phòng"]),
    ("ủy ban nhân dân các xã, phường rà soát", ["ủy ban nhân dân các xã, phường"]),
    ("hội đồng nhân dân tỉnh giám sát", ["hội đồng nhân dân tỉnh"]),
    (
        "Ủy ban Nhân dân thành phố Huế và tỉnh Quảng Trị hỗ trợ",
        ["Ủy ban Nhân dân thành phố Huế", "Ủy ban Nhân dân tỉnh Quảng Trị"],
    ),
    ("UBND thành phố Huế và tỉnh Quảng Trị hỗ trợ", ["UBND thành phố Huế", "UBND tỉnh Quảng Trị"]),
    ("Bộ trưởng, Thủ trưởng cơ quan ngang bộ tập trung", ["các bộ", "cơ quan ngang bộ"]),
    ("Trung tâm Phục vụ hành chính công thành phố công khai", ["Trung tâm Phục vụ hành chính công thành phố"]),
    ("Bộ trưởng các Bộ: Quốc phòng, Công an, Xây dựng chỉ đạo", ["Bộ Quốc phòng", "Bộ Công an", "Bộ Xây dựng"]),
    ("Ban Quản lý dự án công trình giao thông tỉnh làm việc", ["Ban Quản lý dự án công trình giao thông tỉnh"]),
    ("Viện Nghiên cứu phát triển Thành phố khảo sát", ["Viện Nghiên cứu phát triển Thành phố"]),
    ("Phó Thủ tướng Chính phủ Trần Hồng Hà kiểm tra", ["Phó Thủ tướng Chính phủ Trần Hồng Hà"]),
]
NO_BODY = [
    "Ban hành quy chế",
    "Báo cáo kết quả",
    "Trường hợp vướng mắc",
    "Phòng, chống thiên tai",
    "Hội nghị trực tuyến",
]


@pytest.mark.parametrize(("text", "names"), ROWS)
def test_names_in_a_row(text, names):
    found = read_names(text)
    assert list(found.names) == names
    assert found.followed


@pytest.mark.parametrize("text", NO_BODY)
def test_words_that_only_look_like_a_body(text):
    assert read_names(text) is None


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Y tế, các sở, ngành, UBND xã, phường", ["Sở Y tế", "các sở, ngành", "UBND xã, phường"]),
        (
            "Viện, Trường; Doanh nghiệp, Sở, ban, ngành có liên quan",
            ["Viện, Trường", "Doanh nghiệp", "Sở, ban, ngành có liên quan"],
        ),
        ("Các cơ quan, đơn vị theo quy định.", ["Các cơ quan, đơn vị theo quy định"]),
        ("Sở Nội vụ theo chức năng, nhiệm vụ", ["Sở Nội vụ"]),
        ("", []),
    ],
)
def test_everything_in_a_cell_is_a_name(cell, names):
    assert list(split_names(cell)) == names


LEADS = [
    ("Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát", ["Sở Xây dựng"]),
    ("Yêu cầu Giám đốc các sở; Chủ tịch UBND các xã thực hiện nghiêm", ["các sở", "UBND các xã"]),
    ("Đề nghị Ủy ban Mặt trận Tổ quốc thành phố giám sát", ["Ủy ban Mặt trận Tổ quốc thành phố"]),
    ("Trên cơ sở kết quả rà soát, Sở Nội vụ tham mưu trình", ["Sở Nội vụ"]),
    ("Trên cơ sở kết quả rà soát, sở Nội vụ tham mưu trình", ["sở Nội vụ"]),
    ("Trường hợp vượt thẩm quyền, ủy ban nhân dân các xã báo cáo", ["ủy ban nhân dân các xã"]),
    ("Căn cứ tình hình thực tế, giao Công an thành phố lập phương án", ["Công an thành phố"]),
    ("Đối với các chủ đầu tư cần khẩn trương thi công", ["các chủ đầu tư"]),
    ("Trong quá trình thực hiện Thủ trưởng các đơn vị chủ động báo cáo", ["các đơn vị"]),
    ("Chủ tịch UBND thành phố yêu cầu các sở, ngành báo cáo", ["các sở, ngành"]),
    ("UBND thành phố yêu cầu, trước ngày 15/2/2023, các địa phương xây dựng kế hoạch", ["các địa phương"]),
    ("Bộ Công Thương chỉ đạo các chủ đầu tư đẩy nhanh", ["Bộ Công Thương"]),
]


@pytest.mark.parametrize(("text", "names"), LEADS)
def test_who_leads(text, names):
    assert list(find_lead(text).names) == names


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp tục chỉ đạo phòng chuyên môn, các cơ quan liên quan rà soát",
        "Sau khi nghe báo cáo, Phó Chủ tịch UBND tỉnh kết luận như sau:",
        "Đẩy mạnh cải cách thủ tục hành chính",
        "Tổng hợp danh sách gửi các Sở: Tài chính, Nội vụ",
    ],
)
def test_nobody_is_named_as_lead(text):
    assert find_lead(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "chủ trì, phối hợp với Sở Nội vụ, Sở Tư pháp và các đơn vị liên quan lập đề án",
            ["Sở Nội vụ", "Sở Tư pháp", "các đơn vị liên quan"],
        ),
        ("phối hợp chặt chẽ với chính quyền địa phương giải quyết", ["chính quyền địa phương"]),
        ("chủ trì cùng Bộ Xây dựng rà soát", ["Bộ Xây dựng"]),
        ("phối hợp, hỗ trợ Sở Y tế trong phòng dịch", ["Sở Y tế"]),
        ("phối hợp hướng dẫn doanh nghiệp", []),
        ("ban hành quy chế phối hợp giữa các Sở", []),
        ("phôi hợp với Sở Y tế rà soát", ["Sở Y tế"]),
    ],
)
def test_who_coordinates(text, names):
    assert list(find_coordinating(text)) == names


def test_places_joined_by_a_conjunction_behind_their_noun_are_bodies_of_their_own():
    names = read_names("Ủy ban nhân dân các tỉnh Khánh Hòa, Gia Lai và Lâm Đồng khẩn trương thống kê")
    assert names.names == tuple(f"Ủy ban nhân dân tỉnh {place}" for place in ("Khánh Hòa", "Gia Lai", "Lâm Đồng"))


def test_an_office_of_two_bodies_is_one():
    assert split_names("Văn phòng HĐND và UBND; Trạm Y tế") == ("Văn phòng HĐND và UBND", "Trạm Y tế")


def test_the_verb_to_report_is_no_press():
    assert read_names("Các cơ quan báo cáo kết quả trước ngày 15/6").names == ("Các cơ quan",)


def test_a_ministry_that_asks_the_addressee_does_not_lead():
    lead = find_lead("Bộ Y tế trân trọng đề nghị Quý Ủy ban chỉ đạo các nội dung sau:", heading=True)
    assert lead
    assert lead.names == (YOU,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND TP. Hải Phòng, Sở Y tế TP.HCM thực hiện", ("UBND TP. Hải Phòng", "Sở Y tế TP.HCM")),
        ("Các cấp ủy từ Trung ương đến cơ sở thực hiện", ("Các cấp ủy từ Trung ương đến cơ sở",)),
        ("Phó Thủ tướng Lê Văn Mẫu và Phó Thủ tướng Vũ Thị Mẫu chỉ đạo",
         ("Phó Thủ tướng Lê Văn Mẫu", "Phó Thủ tướng Vũ Thị Mẫu")),
    ],
)  # fmt: skip
def test_abbreviated_cities_levels_and_persons_in_a_row(text, names):
    found = read_names(text)
    assert found is not None
    assert (found.names, found.followed) == (names, True)
