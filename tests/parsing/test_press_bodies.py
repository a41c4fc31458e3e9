"""Whom a press item tells to act, where it names bodies in other ways than `X yêu cầu Y`."""

from datetime import date

from directives.parsing.extract import extract_text

TELEGRAM = """Thủ tướng yêu cầu bảo đảm nước sạch mùa khô

Ngày 2/3, Thủ tướng Trần Văn Mẫu ký công điện yêu cầu một số Bộ liên quan và UBND các tỉnh, thành phố giữ nguồn nước.

Trước tình hình đó, Thủ tướng yêu cầu Bộ Xây dựng kiểm tra các nhà máy nước. Bộ Tài chính chỉ đạo Kho bạc chi trả kịp \
thời cho công trình cấp bách.

Bộ cần trình phương án dự phòng trước ngày 15/4/2024.

Bộ Quốc phòng, Công an được giao chở nước cho các xã đảo. Trong khi đó, Bộ Y tế cần lấy mẫu nước hằng tháng.

Dự báo sớm mặn xâm nhập là yêu cầu của Thủ tướng với Bộ Nông nghiệp và Môi trường, Khoa học và Công nghệ.

Về phía UBND các tỉnh ven biển, Thủ tướng giao đắp đập tạm ở các cửa sông.
"""

CITY = """Chủ tịch UBND Hải Phòng Lê Thị Mẫu vừa ký ban hành Chỉ thị hỏa tốc về việc dọn rác trên các kênh mương. Theo \
đó, lãnh đạo TP yêu cầu các đơn vị vớt bèo trước mùa mưa.

TP cũng đề nghị người dân không đổ rác xuống kênh.

Đối với các cơ sở giết mổ, chế biến, UBND Hải Phòng yêu cầu xử lý nước thải đúng quy định.

Ngành điện kiểm tra các trạm bơm tiêu. Đáng chú ý, Hải Phòng yêu cầu lực lượng trật tự đô thị xử phạt người đổ trộm.
"""

EARLIER = """Ngày 5/5/2024, Chính phủ ban hành Công điện số 12/CĐ-TTg về chống hạn.

Công điện nêu: Ngày 3/3/2024, Thủ tướng Chính phủ đã có Công điện số 7/CĐ-TTg chỉ đạo các tỉnh trữ nước.

Thủ tướng Chính phủ yêu cầu Chủ tịch UBND các tỉnh rà soát hồ chứa trên địa bàn.

Trước khi xả nước phải tiến hành báo tin cho người dân vùng hạ du, bảo đảm không ai bị bất ngờ.
"""

LETTER = """Thuế Mẫu yêu cầu nộp sổ

Cục Thuế yêu cầu khẩn trương đối chiếu sổ sách của các hộ kinh doanh theo đúng quy định.

Cục Thuế vừa ban hành công văn chỉ đạo chi cục thuế các huyện, thành phố đẩy mạnh đối chiếu sổ. Đối với các hộ còn \
sai lệch thì tổ chức làm việc ngay với hộ trong tuần từ ngày 3/6/2024 đến ngày 7/6/2024.
"""


def leads(text):
    return [(task.lead, task.text[:16]) for task in extract_text(text).tasks]


def test_bodies_that_a_reported_telegram_names_by_turns():
    assert leads(TELEGRAM) == [
        (("Bộ Xây dựng",), "Trước tình hình "),
        (("Bộ Tài chính",), "Bộ Tài chính chỉ"),
        (("Bộ Tài chính",), "Bộ cần trình phư"),
        (("Bộ Quốc phòng", "Bộ Công an"), "Bộ Quốc phòng, C"),
        (("Bộ Y tế",), "Trong khi đó, Bộ"),
        (("Bộ Nông nghiệp và Môi trường", "Bộ Khoa học và Công nghệ"), "Dự báo sớm mặn x"),
        (("UBND các tỉnh ven biển",), "Về phía UBND các"),
    ]


def test_a_city_speaks_and_common_nouns_act():
    assert leads(CITY) == [
        (("các đơn vị",), "Theo đó, lãnh đạ"),
        (("người dân",), "TP cũng đề nghị "),
        (("các cơ sở giết mổ, chế biến",), "Đối với các cơ s"),
        (("Ngành điện",), "Ngành điện kiểm "),
        (("lực lượng trật tự đô thị",), "Đáng chú ý, Hải "),
    ]


def test_the_head_of_a_paper_whose_number_is_not_told():
    header = extract_text(CITY).header
    assert (header.kind, header.number) == (None, None)
    assert header.issuer == "Ủy ban nhân dân thành phố Hải Phòng"
    assert header.signer == "Lê Thị Mẫu"
    assert header.subject == "dọn rác trên các kênh mương"


def test_an_earlier_paper_orders_nothing_any_more():
    assert leads(EARLIER) == [
        (("UBND các tỉnh",), "Thủ tướng Chính "),
        (("UBND các tỉnh",), "Trước khi xả nướ"),
    ]


def test_the_first_lines_that_only_sum_up_are_left_out():
    tasks = extract_text(LETTER).tasks
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [
        (("chi cục thuế các huyện, thành phố",), date(2024, 6, 7))
    ]


STAGES = """UBND tỉnh Mẫu ra văn bản về sổ rừng

UBND tỉnh vừa có văn bản gửi các hạt kiểm lâm yêu cầu kiểm kê rừng trồng. Hạt kiểm lâm lập danh sách chủ rừng, cụ thể: \
Đợt 1: Rừng phòng hộ gửi trước ngày 15/11/2024; Đợt 2: Rừng sản xuất gửi trước ngày 15/02/2025.

Đây là việc mới, vì vậy, đề nghị các chủ rừng phối hợp với kiểm lâm trong lúc đo đạc.
"""


def test_who_gets_the_paper_must_act_and_each_dated_stage_is_a_task():
    tasks = extract_text(STAGES).tasks
    assert [(task.lead, task.deadline.due_on) for task in tasks] == [
        (("các hạt kiểm lâm",), None),
        (("Hạt kiểm lâm",), date(2024, 11, 15)),
        (("Hạt kiểm lâm",), date(2025, 2, 15)),
        (("các chủ rừng",), None),
    ]


def test_the_day_and_the_maker_of_a_paper_behind_its_subject_are_left_out():
    text = (
        "Yêu cầu giữ an toàn hồ đập\n\nĐây là nội dung tại Công điện 150/CĐ-TTg ngày 20/8/2025 về việc giữ an toàn "
        "hồ đập do Thủ tướng Chính phủ ban hành.\n\nTheo Công điện, Thủ tướng Chính phủ yêu cầu:\n\n1. Bộ trưởng Bộ "
        "Công Thương vận hành đúng quy trình các hồ.\n\nXem thêm Công điện 150/CĐ-TTg ban hành ngày 20/8/2025.\n"
    )
    found = extract_text(text)
    assert found.header.subject == "giữ an toàn hồ đập"
    assert [(task.lead, task.deadline.due_on) for task in found.tasks] == [(("Bộ Công Thương",), None)]


def test_a_body_and_its_place_in_an_abbreviation():
    text = "UBND TP.HCM vừa có văn bản gửi các sở, ngành yêu cầu rà soát kiến nghị của cử tri các quận.\n"
    found = extract_text(text)
    assert found.header.issuer == "Ủy ban nhân dân thành phố Hồ Chí Minh"
    assert found.tasks[0].lead == ("các sở, ngành",)


def test_companies_that_are_counted():
    text = (
        "Cục Quản lý dược yêu cầu 4 công ty báo cáo việc tự ý điều chỉnh giá bán các mặt hàng trước ngày 9/12/2024.\n"
    )
    assert [task.lead for task in extract_text(text).tasks] == [("4 công ty",)]


OPINION = """Lập hồ sơ kiểm lại chất lượng nước

SKĐS - Thủ tướng Chính phủ yêu cầu Bộ Y tế lập hồ sơ kiểm lại chất lượng nước các nhà máy.

Theo đó, công văn nêu, xét báo cáo số 626/BC-BYT ngày 13/5/2023 của Bộ Y tế, Thủ tướng Chính phủ có ý kiến như sau:

Giao Bộ Y tế chủ trì, phối hợp với các bộ liên quan lập hồ sơ kiểm lại chất lượng nước.

Bộ Y tế lấy mẫu tại các nhà máy thay vì kết thúc vào ngày 1/6/2023 như thông báo trước đây.

Tổ chức Y tế thế giới đã nêu 7 khuyến nghị. Các quốc gia vẫn cần nâng cao năng lực giám sát nguồn nước.
"""


def test_lines_that_sum_up_one_body_and_what_the_world_is_to_do_are_left_out():
    found = extract_text(OPINION)
    assert found.header.number is None
    assert [(task.lead, task.text[:12], task.deadline.due_on) for task in found.tasks] == [
        (("Bộ Y tế",), "Giao Bộ Y tế", None),
        (("Bộ Y tế",), "Bộ Y tế lấy ", None),
    ]


RELAY = """Giữ trật tự chợ đêm

UBND thành phố Hà Nội vừa ban hành Chỉ thị số 21/CT-UBND hướng dẫn giữ trật tự các chợ đêm.

UBND thành phố giao Sở Công Thương kiểm tra các chợ đêm trước ngày 15-12-2025.

Sở Tài chính bố trí kinh phí dọn rác; Sở Tư pháp hướng dẫn thủ tục xử phạt.

Thanh tra thành phố thanh tra trách nhiệm của các ban quản lý chợ.
"""


def test_bodies_that_take_turns_behind_semicolons_once_orders_are_told():
    found = extract_text(RELAY)
    assert found.header.subject == "hướng dẫn giữ trật tự các chợ đêm"
    assert [task.lead for task in found.tasks] == [
        ("Sở Công Thương",),
        ("Sở Tài chính",),
        ("Sở Tư pháp",),
        ("Thanh tra thành phố",),
    ]


def test_an_item_names_the_office_that_passes_on_what_was_decided():
    extraction = extract_text(
        "Gỡ vướng cho các dự án\n\n21/11/2025 | 14:32\n\nVăn phòng UBND TPHCM vừa có Thông báo 812/TB-VP truyền đạt "
        "kết luận của Chủ tịch UBND TP tại cuộc họp về các dự án chậm.\n\n"
        "Theo đó, Chủ tịch UBND TP giao Sở Tài chính xác định giá đất, trình UBND TP trước ngày 30/11.\n\n"
        "Sở Xây dựng được yêu cầu hoàn tất quy hoạch trong tháng 12.\n\n"
        "Thông báo cũng chỉ rõ những hạn chế: giá đất chưa đồng đều; hồ sơ còn thiếu.\n"
    )
    assert extraction.header.issuer == "Văn phòng Ủy ban nhân dân thành phố Hồ Chí Minh"
    assert extraction.header.subject.startswith("truyền đạt kết luận")
    assert [task.lead for task in extraction.tasks] == [("Sở Tài chính",), ("Sở Xây dựng",)]


def test_several_acts_ordered_of_everybody_are_no_summary():
    extraction = extract_text(
        "Tăng cường phòng cháy\n\nThủ tướng Chính phủ vừa ban hành Chỉ thị số 36/CT-TTg về phòng cháy.\n\n"
        "Thủ tướng yêu cầu các Bộ, Chủ tịch UBND các tỉnh thực hiện nghiêm Luật Phòng cháy; xác định đây là nhiệm vụ "
        "trọng tâm.\n\nBộ Công an rà soát các quy chuẩn trong quý I/2026.\n\nBộ Xây dựng hướng dẫn địa phương.\n"
    )
    assert [task.lead for task in extraction.tasks] == [("các Bộ", "UBND các tỉnh"), ("Bộ Công an",), ("Bộ Xây dựng",)]
