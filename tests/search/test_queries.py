"""What is typed and what it finds, in Vietnamese, as a table."""

import unicodedata

import pytest

from directives.highlight import marked, snippet
from directives.search import MOST_PARTS, understand
from tasks.models import Task
from tasks.search import matching_tasks
from tests import factories

TASKS = {
    "nam": "Tỉnh Hà Nam báo cáo kết quả phối hợp với Hải Phòng",
    "năm": "Tổng kết năm 2023 và kế hoạch 5 năm 2026-2030",
    "số": "Rà soát chuyển đổi số, nền tảng số dùng chung",
    "sở": "Các sở, ban, ngành rà soát thủ tục hành chính",
    "hòa": "Xây dựng khu đô thị Hòa Bình; uỷ quyền cho phường Thuỷ Nguyên",
    "đông": "Phòng chống cháy rừng mùa đông tại Đông Hải",
    "dông": "Ứng phó dông, lốc, sét trong mùa mưa",
    "đường": "Giải phóng mặt bằng đường Lê Hồng Phong, đạt 85% khối lượng",
    "dương": "Tổ chức kỷ niệm ngày sinh đồng chí Dương Văn Minh",
    "covid": "Phòng, chống dịch Covid-19; mua 1.000 bộ xét nghiệm_nhanh",
    "ttg": "Triển khai Quyết định số 06/QĐ-TTg về dữ liệu dân cư",
    "hđnd": "Trình HĐND thành phố theo Nghị quyết 08/2011/NQ-HĐND",
    "đảng": "Quán triệt Kết luận 96-KL/TW và Luật Thủ đô 39/2024/QH15",
    "tài chính": "Sở Tài chính thẩm định dự toán quý II, gửi trước ngày 15/02/2023",
    "chính tài": "Chính sách hỗ trợ nhân tài trong ngành sở",
    "thư": "Trả lời công văn 1888/UBND-KSTT của Ủy ban nhân dân thành phố",
    "giáo dục": "Bồi dưỡng giáo viên; giáo án điện tử & học liệu “mở”",
}
EVERY = [
    # accents count when they are typed
    ("năm", {"năm"}),
    ("nam", {"nam", "năm"}),
    ("Nam", {"nam", "năm"}),
    ("NĂM", {"năm"}),
    ("hà nam", {"nam"}),
    ("Hà Nam 2023", set()),
    ("sở", {"sở", "tài chính", "chính tài"}),
    ("số", {"số", "ttg"}),
    ("so", {"số", "sở", "tài chính", "chính tài", "ttg"}),
    ("đông", {"đông"}),
    ("dông", {"dông"}),
    ("dong", {"đông", "dông", "dương"}),
    ("Đông Hải", {"đông"}),
    ("đường", {"đường"}),
    ("dương", {"dương"}),
    ("duong", {"đường", "dương", "giáo dục"}),
    ("mua", {"dông", "đông", "covid"}),
    ("mùa", {"dông", "đông"}),
    ("mưa", {"dông"}),
    ("mùa mưa", {"dông"}),
    ("quý", {"tài chính"}),
    ("quy", {"tài chính", "hòa"} - {"hòa"}),
    ("chinh", {"tài chính", "chính tài", "sở"}),
    ("chính", {"tài chính", "chính tài", "sở"}),
    ("chỉnh", set()),
    # both places of the tone, composed and decomposed
    ("hoà bình", {"hòa"}),
    ("hòa bình", {"hòa"}),
    ("ủy quyền", {"hòa"}),
    ("uỷ quyền", {"hòa"}),
    ("Thủy Nguyên", {"hòa"}),
    (unicodedata.normalize("NFD", "thuỷ nguyên"), {"hòa"}),
    (unicodedata.normalize("NFD", "năm"), {"năm"}),
    # several words, phrases, beginnings
    ("tài chính", {"tài chính", "chính tài"}),
    ("“tài chính”", {"tài chính"}),
    ('"tai chinh"', {"tài chính"}),
    ('"chinh tai"', set()),
    ('"sở tài chính" quý', {"tài chính"}),
    ("giáo", {"giáo dục"}),
    ("giá*", {"giáo dục"}),
    ("giã*", set()),
    ("giáo vi*", {"giáo dục"}),
    ("giáo v*", set()),
    ("giao v*", set()),
    ("thẩm đị*", {"tài chính"}),
    ("th*", {"tài chính", "thư", "sở", "hòa", "hđnd", "đảng", "chính tài", "giáo dục"} - {"chính tài", "giáo dục"}),
    ("t*", set()),
    ("học liệu mở", {"giáo dục"}),
    # numbers, days, punctuation
    ("2026-2030", {"năm"}),
    ("2026 2030", {"năm"}),
    ("2030-2026", set()),
    ("15/2/2023", {"tài chính"}),
    ("15/02/2023", {"tài chính"}),
    ("2/15/2023", set()),
    ("covid-19", {"covid"}),
    ("covid 19", {"covid"}),
    ("Covid19", set()),
    ("1.000", {"covid"}),
    ("nghiệm_nhanh", {"covid"}),
    ("85%", {"đường"}),
    ("kế hoạch 5 năm", {"năm"}),
    # numbers of papers in any spelling
    ("06/QĐ-TTg", {"ttg"}),
    ("6/qd-ttg", {"ttg"}),
    ("QĐ 06", {"ttg"}),
    ("qd6", {"ttg"}),
    ("quyết định số 6", {"ttg"}),
    ("quyet dinh 6 cua ttg", {"ttg"}),
    ("quyết định 60", set()),
    ("08/2011/NQ-HĐND", {"hđnd"}),
    ("8/NQ-HĐND", {"hđnd"}),
    ("nghi quyet 8 hdnd", {"hđnd"}),
    ("8/NQ-CP", set()),
    ("96-KL/TW", {"đảng"}),
    ("KL 96", {"đảng"}),
    ("kết luận 96 tw", {"đảng"}),
    ("39/2024/QH15", {"đảng"}),
    ("công văn 1888", {"thư"}),
    ("1888/UBND-KSTT", {"thư"}),
    ("1888/UBND", {"thư"}),
    # traps
    ("", set()),
    ("   ", set()),
    ("%", set()),
    ("_", set()),
    ("' OR 1=1 --", set()),
    ("\\", set()),
    ("😀", set()),
    ("😀 giáo viên", {"giáo dục"}),
    ("a:*|b & !c <-> (", set()),
    ("\0năm\0", {"năm"}),
    ("x" * 2_000, set()),
    ("năm " * 500, {"năm"}),
]


@pytest.fixture
def stored(people):
    paper = factories.directive(number=11, symbol="KH-UBND", kind="KH", number_text="11/KH-UBND")
    return {name: factories.task(lead=people.finance, directive=paper, title=text) for name, text in TASKS.items()}


def test_every_row_of_the_table(stored):
    keys = {task.pk: name for name, task in stored.items()}
    wrong = {}
    for typed, wanted in EVERY:
        found = {keys[pk] for pk in matching_tasks(Task.objects.all(), understand(typed)).values_list("pk", flat=True)}
        if found != wanted:
            wrong[typed] = f"found {sorted(found)}, wanted {sorted(wanted)}: {understand(typed).tsquery}"
    assert wrong == {}
    assert len(EVERY) >= 60


@pytest.mark.parametrize(
    "typed",
    [
        "11/KH-UBND",
        "kh 11",
        "KH11",
        "ke hoach 11",
        "kế hoạch số 11 của UBND",
        "11 kh ubnd",
        "kh-ubnd 11",
        "KH 11/KH-UBND",
    ],
)
def test_tasks_are_found_by_the_number_of_their_paper(stored, typed):
    assert matching_tasks(Task.objects.all(), understand(typed)).count() == len(TASKS)


def test_a_task_follows_its_own_words_and_the_number_of_its_paper(stored):
    task = stored["nam"]
    Task.objects.filter(pk=task.pk).update(title="Đổi tên", text="Đổi nội dung")
    assert list(matching_tasks(Task.objects.all(), understand("đổi nội dung"))) == [task]
    assert not matching_tasks(Task.objects.filter(pk=task.pk), understand("hà nam"))
    type(task.directive).objects.filter(pk=task.directive_id).update(number_text="12/KH-UBND")
    assert matching_tasks(Task.objects.all(), understand("12/KH-UBND")).count() == len(TASKS)
    assert not matching_tasks(Task.objects.all(), understand("11/KH-UBND"))


def test_too_much_is_cut_and_said():
    query = understand(" ".join(f"từ{number}" for number in range(40)))
    assert query.is_cut
    assert len(query.parts) == MOST_PARTS
    assert not understand("năm 2023").is_cut


TEXT = (
    "Thực hiện Chỉ thị số 02/CT-UBND ngày 10/01/2023 của UBND; năm 2023, tỉnh Hà Nam, khu Hoà Bình,"
    " kế hoạch và sở Tài  chính"
)


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("nam", ["năm", "Nam"]),
        ("năm", ["năm"]),
        ("hòa bình", ["Hoà", "Bình"]),
        ('"tài chính"', ["Tài  chính"]),
        ("CT 2", ["Chỉ thị số 02/CT"]),
        ("ct", ["CT"]),
        ("tài ch*", ["Chỉ", "Tài", "chính"]),
        ("kế hoạch", ["kế", "hoạch"]),
        ("tai che", ["Tài"]),
        ("<b>", []),
    ],
)
def test_what_was_met_is_marked_with_its_accents(typed, met):
    pieces = marked(understand(typed), TEXT)
    assert [piece.text for piece in pieces if piece.met] == met
    assert "".join(piece.text for piece in pieces) == TEXT


def test_a_snippet_shows_the_first_place_and_nothing_where_there_is_none():
    long = "mở đầu. " * 300 + "Hạn nộp báo cáo quý IV. " + "kết thúc. " * 300
    pieces = snippet(understand("quý"), long)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.met] == ["quý"]
    assert (shown[0], shown[-1]) == ("…", "…")
    assert len(shown) < 400
    assert snippet(understand("quỷ"), long) == []
