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
    "order behind the day": "- {Day}, yêu cầu {who} phối hợp với {partners} {act}.",
    "topic in front": "- Đối với bến bãi chưa phép, giao {who} phối hợp với {partners} {act}, {day}.",
    "who behind the act": "- {Act}; giao {who} chủ trì, phối hợp với {partners} thực hiện, {day}.",
    "title": "1. {Who}\n- Chủ trì, phối hợp với {partners} {act} ({day}).",
    "title of an order": "1. Giao {who}:\na) Chịu trách nhiệm phối hợp chặt chẽ với {partners} {act}, {day};",
    "brackets": "- {Act}, {day} ({who} chủ trì, phối hợp với {partners}).",
    "labels": "1. {Act}.\n- Cơ quan chủ trì: {Who}.\n- Cơ quan phối hợp: {partners}.\n- Thời gian hoàn thành: {day}.",
    "row": "STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn\n1 | {Act} | {Who} | {partners} | {Day}",
}


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


@pytest.mark.parametrize("way", WAYS)
def test_a_duty_is_the_same_however_it_is_ordered(way: str) -> None:
    turns = zip(LEADS, cycle(PARTNERS), cycle(ACTS), cycle(DAYS), strict=False)
    for (who, lead), (partners, helpers), act, (day, due) in islice(turns, len(LEADS)):
        words = {"who": who, "Who": _capital(who), "partners": partners, "act": act, "Act": _capital(act)}
        text = HEAD + WAYS[way].format(**words, day=day, Day=_capital(day)) + FOOT
        (task,) = extract_text(text).tasks
        assert [name.lower() for name in task.lead] == [name.lower() for name in lead], text
        assert (list(task.coordinating), task.deadline.due_on) == (helpers, due), text


def test_a_term_behind_a_comma_dates_its_own_sentence() -> None:
    orders = "1. Giao Sở Nội vụ rà soát, trước ngày 15/4/2026. Thuế tỉnh thu nợ, thời hạn hoàn thành: 31/5/2026."
    text = HEAD + orders + FOOT
    assert [task.deadline.due_on for task in extract_text(text).tasks] == [date(2026, 4, 15), date(2026, 5, 31)]
