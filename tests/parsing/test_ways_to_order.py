"""One duty ordered in many ways: who, with whom and by when are the same however the sentence is built."""

from datetime import date
from itertools import cycle, islice

import pytest

from directives.parsing.extract import extract_text

HEAD = """ỦY BAN NHÂN DÂN
TỈNH NAM SƠN
Số: 09/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Nam Sơn, ngày 02 tháng 3 năm 2026
CHỈ THỊ
Về quản lý chợ và bến bãi
Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:
"""
FOOT = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Mẫu"
# What is printed, and who leads by it.
LEADS = [
    ("Giám đốc Sở Xây dựng", ["Sở Xây dựng"]),
    ("UBND các xã, phường", ["UBND các xã, phường"]),
    ("Thủ trưởng các sở, ban, ngành", ["các sở, ban, ngành"]),
    ("các Sở: Công Thương, Y tế", ["Sở Công Thương", "Sở Y tế"]),
    ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("các doanh nghiệp kinh doanh xăng dầu", ["các doanh nghiệp kinh doanh xăng dầu"]),
    ("Kho bạc Nhà nước Khu vực III", ["Kho bạc Nhà nước Khu vực III"]),
]
PARTNERS = [
    ("Sở Tư pháp và Thanh tra tỉnh", ["Sở Tư pháp", "Thanh tra tỉnh"]),
    ("các cơ quan, đơn vị liên quan", ["các cơ quan, đơn vị liên quan"]),
    ("Thuế tỉnh, Chi cục Thủy lợi", ["Thuế tỉnh", "Chi cục Thủy lợi"]),
]
ACTS = [
    "rà soát các điểm bán hàng",
    "lập danh sách hộ ngập lụt",
    "tái lập bến đò ngang",
    "thanh lý phao cũ",
    "tìm kiếm tàu trôi",
]
DAYS = [
    ("trước ngày 15/4/2026", date(2026, 4, 15)),
    ("chậm nhất là ngày 20 tháng 5 năm 2026", date(2026, 5, 20)),
    ("trong quý II/2026", date(2026, 6, 30)),
    ("đến hết ngày 30/9/2026", date(2026, 9, 30)),
]
WAYS = {
    "subject": "- {Who} chủ trì, phối hợp với {partners} {act}, {day}.",
    "order": "- Giao {who} chủ trì phối hợp với {partners} {act} {day}.",
    "two verbs": "- Yêu cầu {who} làm đầu mối, phối hợp cùng {partners} {act}; hoàn thành {day}.",
    "day in front": "- {Day}, {who} phối hợp với {partners} {act}.",
    "day in front, no comma": "- {Day} {who} chủ trì, phối hợp với {partners} {act}.",
    "order behind the day, no comma": "- {Day} giao {who} phối hợp với {partners} {act}.",
    "order behind the day": "- {Day}, yêu cầu {who} phối hợp với {partners} {act}.",
    "topic in front": "- Đối với bến bãi chưa phép, giao {who} phối hợp với {partners} {act}, {day}.",
    "who behind the act": "- {Act}; giao {who} chủ trì, phối hợp với {partners} thực hiện, {day}.",
    "title": "1. {Who}\n- Chủ trì, phối hợp với {partners} {act} ({day}).",
    "title of an order": "1. Giao {who}:\na) Chịu trách nhiệm phối hợp chặt chẽ với {partners} {act}, {day};",
    "brackets": "- {Act}, {day} ({who} chủ trì, phối hợp với {partners}).",
    "labels": "1. {Act}.\n- Cơ quan chủ trì: {Who}.\n- Cơ quan phối hợp: {partners}.\n- Thời gian hoàn thành: {day}.",
    "labels in a row": "- {Act}. Đơn vị chủ trì: {who}; đơn vị phối hợp: {partners}; thời gian: {day}.",
    "who behind a semicolon": "- {Act} theo quy định; {who} chủ trì, {partners} phối hợp; hoàn thành {day}.",
    "partners behind a semicolon": "- Giao {who} chủ trì {act}, hoàn thành {day}; {partners} phối hợp.",
    "row": "STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n1 | {Act} | {Who} | {partners} | {Day}",
}


# The same without partners.
WAYS_ALONE = {
    "day in front": "- {Day} {who} {act}.",
    "day behind who": "- {Who} {day} phải {act}.",
    "day between commas": "- {Who}, {day}, {act}.",
    "who behind the act": "- {Act}: {who} chủ trì, hoàn thành {day}.",
    "whose duties": "- Trách nhiệm của {who}: {act} {day}.",
    "by office": "- Theo chức năng, nhiệm vụ được giao {who} {act} {day}.",
    "by the facts": "- Căn cứ tình hình thực tế {who} {act} {day}.",
    "about a matter": "- Đối với các bến bãi còn lại, {who} {act} {day}.",
    "on receipt": "- Ngay sau khi nhận được Chỉ thị này {who} {act}, xong {day}.",
    "when a case arises": "- Khi có kết quả kiểm kê năm trước {who} {act} {day}.",
    "title that tells of duties": "1. {Who} có nhiệm vụ:\n- {Act} {day}.",
    "title that tells who leads": "1. {Who} - Cơ quan chủ trì\n- {Act} {day}.",
    "order that goes on": "- Tiếp tục giao {who} {act} {day}.",
    "order behind what is due": "- {Day}, {act}; giao {who} thực hiện.",
    "sentence on who leads": "- Hoàn thành việc {act} {day}. {Who} chịu trách nhiệm thực hiện.",
    "part on who leads": "- Hoàn thành việc {act} {day}; {who} chịu trách nhiệm.",
    "sentence on who leads by when": "- {Act}. {Who} chủ trì, phối hợp với {partners} thực hiện, hoàn thành {day}.",
    "title with brackets": "1. Công tác bến bãi ({who}):\n- {Act} {day}.",
    "capitals behind the colon": "- {Who}: {Act} {day}.",
}


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


@pytest.mark.parametrize("way", [*WAYS.values(), *WAYS_ALONE.values()], ids=[*WAYS, *WAYS_ALONE])
def test_a_duty_is_the_same_however_it_is_ordered(way: str) -> None:
    turns = zip(LEADS, cycle(PARTNERS), cycle(ACTS), cycle(DAYS), strict=False)
    for (who, lead), (partners, all_helpers), act, (day, due) in islice(turns, len(LEADS)):
        helpers = all_helpers if "{partners}" in way else []
        words = {"who": who, "Who": _capital(who), "partners": partners, "act": act, "Act": _capital(act)}
        text = HEAD + way.format(**words, day=day, Day=_capital(day)) + FOOT
        (task,) = extract_text(text).tasks
        assert [name.lower() for name in task.lead] == [name.lower() for name in lead], text
        assert (list(task.coordinating), task.deadline.due_on) == (helpers, due), text


def test_a_term_behind_a_comma_dates_its_own_sentence() -> None:
    orders = "1. Giao Sở Nội vụ rà soát, trước ngày 15/4/2026. Thuế tỉnh thu nợ, thời hạn hoàn thành: 31/5/2026."
    text = HEAD + orders + FOOT
    assert [task.deadline.due_on for task in extract_text(text).tasks] == [date(2026, 4, 15), date(2026, 5, 31)]


@pytest.mark.parametrize(
    ("brackets", "due"),
    [("tháng 4/2026", date(2026, 4, 30)), ("Quý II/2026", date(2026, 6, 30)), ("trước 15/4", date(2026, 4, 15))],
)
def test_brackets_hold_who_and_by_when(brackets: str, due: date) -> None:
    (task,) = extract_text(f"{HEAD}- Rà soát thuốc dự trữ (Sở Y tế; {brackets}).{FOOT}").tasks
    assert (task.lead, task.deadline.due_on) == (("Sở Y tế",), due)


# What stands in front of a duty without a comma, or says when it falls due without a word of deadline.
IN_FRONT = [
    ("Hằng tháng các xã báo cáo kết quả.", ["các xã"], None, "FREQ=MONTHLY"),
    ("Định kỳ hằng quý Sở Y tế tổng hợp kết quả.", ["Sở Y tế"], None, "FREQ=MONTHLY;INTERVAL=3"),
    ("Mỗi quý một lần, Sở Y tế tổng hợp kết quả.", ["Sở Y tế"], None, "FREQ=MONTHLY;INTERVAL=3"),
    ("Ba tháng một lần, Sở Y tế tổng hợp kết quả.", ["Sở Y tế"], None, "FREQ=MONTHLY;INTERVAL=3"),
    ("Chiều thứ Sáu hằng tuần các xã gửi số liệu.", ["các xã"], None, "FREQ=WEEKLY;BYDAY=FR"),
    ("Ngày 25 hằng tháng, các xã gửi số liệu.", ["các xã"], None, "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("Quý III/2026, Sở Y tế trình phương án.", ["Sở Y tế"], date(2026, 9, 30), None),
    ("Tháng 9/2026 Sở Y tế trình phương án.", ["Sở Y tế"], date(2026, 9, 30), None),
    ("Trong tháng 9 Sở Y tế rà soát quy chế.", ["Sở Y tế"], date(2026, 9, 30), None),
    ("Từ nay đến hết năm 2026 Sở Y tế kiểm tra.", ["Sở Y tế"], date(2026, 12, 31), None),
    ("Sau 15 ngày làm việc Sở Y tế báo cáo.", ["Sở Y tế"], date(2026, 3, 23), None),
    ("Trước mắt Sở Y tế rà soát thuốc dự trữ.", ["Sở Y tế"], None, None),
    ("Thời gian tới các xã tiếp tục rà soát thủ tục.", ["các xã"], None, None),
    ("Nếu có khó khăn, vướng mắc các xã báo cáo Sở Y tế.", ["các xã"], None, None),
    ("Trước ngày 15/9/2026 hoàn thành việc rà soát.", [], date(2026, 9, 15), None),
]


@pytest.mark.parametrize(("printed", "lead", "due", "recurrence"), IN_FRONT)
def test_time_stands_in_front_of_who_acts(printed: str, lead: list[str], due: date | None, recurrence: str) -> None:
    (task,) = extract_text(f"{HEAD}- {printed}{FOOT}").tasks
    assert (list(task.lead), task.deadline.due_on, task.deadline.recurrence) == (lead, due, recurrence)


@pytest.mark.parametrize(
    "told",
    [
        "Ngày 20/2/2026, Sở Y tế tổ chức hội nghị.",  # what was done on one day
        "Quý I/2026, các xã đã rà soát 12 thủ tục.",
    ],
)
def test_what_was_done_at_a_time_is_not_ordered(told: str) -> None:
    assert not extract_text(f"{HEAD}- {told}{FOOT}").tasks


def test_a_body_that_the_basis_names_does_not_lead() -> None:
    orders = "- Căn cứ báo cáo của Sở Y tế UBND các xã lập danh sách.\n- Nếu có vướng mắc, kịp thời báo cáo UBND tỉnh."
    leads = [list(task.lead) for task in extract_text(HEAD + orders + FOOT).tasks]
    assert leads == [["UBND các xã"]]


def test_kinds_of_bodies_leave_no_noun_out_behind_their_colon() -> None:
    (task,) = extract_text(f"{HEAD}- Các sở, ban, ngành: Tái lập bến đò ngang.{FOOT}").tasks
    assert task.lead == ("Các sở, ban, ngành",)


def test_others_concerned_stand_apart_from_the_name_before_them() -> None:
    order = "- Sở Y tế phối hợp với Sở Nội vụ, Thanh tra tỉnh và địa phương liên quan rà soát danh sách."
    (task,) = extract_text(HEAD + order + FOOT).tasks
    assert task.coordinating == ("Sở Nội vụ", "Thanh tra tỉnh", "địa phương liên quan")


def test_a_list_behind_who_orders_is_no_article_that_charges_by_name() -> None:
    orders = "- Rà soát hồ sơ.\n- Sở Y tế chịu trách nhiệm tổ chức thực hiện việc tiêm phòng.\n- Báo cáo kết quả."
    assert len(extract_text(HEAD + orders + FOOT).tasks) == 3
