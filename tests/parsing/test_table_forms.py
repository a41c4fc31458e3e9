"""Annex tables in the forms that offices print: titles of columns, cells of several lines, rows that title others."""

from collections.abc import Sequence

import pytest

from directives.parsing.extract import extract, extract_text
from directives.parsing.readers.blocks import Grid, assemble
from directives.parsing.types import Extraction
from tests.parsing.test_ways_to_order import FOOT, HEAD

TITLES = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]
FIRST = ["1", "Rà soát thuốc dự trữ của các bệnh viện", "Sở Y tế", "Sở Nội vụ", "15/4/2026", "Báo cáo"]
SECOND = ["2", "Tập huấn cho cán bộ trạm y tế xã", "Sở Nội vụ", "Sở Y tế", "30/6/2026", "Lớp tập huấn"]
ANNEX = "PHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2026)"
Row = tuple[str, str, str, str]
OF_FIRST: Row = ("Sở Y tế", "Sở Nội vụ", "2026-04-15", "Báo cáo")
OF_SECOND: Row = ("Sở Nội vụ", "Sở Y tế", "2026-06-30", "Lớp tập huấn")


def rows_read(*rows: Sequence[str | None], annex: str = ANNEX) -> list[Row]:
    """Who leads, who coordinates, by when and with what product, of each row of a table that a reader delivered."""
    width = max(map(len, rows))
    grid = Grid(tuple((*row, *[None] * (width - len(row))) for row in rows))
    front = [*HEAD.strip().split("\n"), "1. Các đơn vị thực hiện Phụ lục.", *FOOT.strip().split("\n")]
    return _told(extract(assemble([*front, *annex.split("\n"), grid])))


def lines_read(*lines: str) -> list[Row]:
    """The same of a table pasted as text."""
    text = "\n".join((HEAD + "1. Các đơn vị thực hiện Phụ lục." + FOOT, ANNEX, *lines))
    return _told(extract_text(text))


def _told(found: Extraction) -> list[Row]:
    rows = [task for task in found.tasks if task.path.startswith("PL")]
    return [
        (
            "|".join(task.lead),
            "|".join(task.coordinating),
            task.deadline.due_on.isoformat() if task.deadline.due_on else "",
            task.product,
        )
        for task in rows
    ]


@pytest.mark.parametrize(
    ("column", "title"),
    [
        (1, "Việc cần làm"),
        (1, "Đầu việc"),
        (1, "Ý kiến chỉ đạo"),
        (2, "Đơn vị được giao"),
        (2, "Đơn vị chính"),
        (2, "Cơ quan soạn thảo"),
        (3, "Đơn vị liên quan"),
        (4, "Kết thúc"),
        (5, "Sản phẩm hoàn thành"),
        (5, "Loại văn bản"),
    ],
)
def test_a_column_is_known_by_the_words_of_its_title(column: int, title: str) -> None:
    titles = [title if i == column else other for i, other in enumerate(TITLES)]

    assert rows_read(titles, FIRST) == [OF_FIRST]


@pytest.mark.parametrize(
    ("cell", "lead"),
    [
        ("Sở Y tế\nSở Nội vụ", "Sở Y tế|Sở Nội vụ"),
        ("- Sở Y tế\n- Sở Nội vụ", "Sở Y tế|Sở Nội vụ"),
        ("+ Sở Y tế;\n+ UBND các xã", "Sở Y tế|UBND các xã"),
        ("Sở Y tế Công an tỉnh Văn phòng UBND tỉnh", "Sở Y tế|Công an tỉnh|Văn phòng UBND tỉnh"),
        ("Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Sở Nội vụ và Sở Y tế", "Sở Nội vụ|Sở Y tế"),
        ("Đảng bộ thành phố Hải Phòng và Bộ Tài chính", "Đảng bộ thành phố Hải Phòng|Bộ Tài chính"),
        ("Sở Công Thương Phòng Kinh tế", "Sở Công Thương|Phòng Kinh tế"),
        ("Ban Quản lý dự án Sở Y tế", "Ban Quản lý dự án Sở Y tế"),
    ],
)
def test_bodies_on_lines_of_their_own_in_a_cell_are_several(cell: str, lead: str) -> None:
    assert rows_read(TITLES, [*FIRST[:2], cell, *FIRST[3:]])[0][0] == lead


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Cơ quan chủ trì/phối hợp", "Sở Y tế/Sở Nội vụ"),
        ("Cơ quan chủ trì, phối hợp", "Sở Y tế chủ trì; Sở Nội vụ phối hợp"),
        ("Cơ quan chủ trì, phối hợp", "Sở Y tế, Sở Nội vụ"),
        ("Cơ quan thực hiện", "Chủ trì: Sở Y tế\nPhối hợp: Sở Nội vụ"),
        ("Cơ quan thực hiện", "Cơ quan chủ trì: Sở Y tế Cơ quan phối hợp: Sở Nội vụ"),
    ],
)
def test_one_column_may_say_who_leads_and_who_helps(title: str, cell: str) -> None:
    assert rows_read([*TITLES[:2], title, *TITLES[4:]], [*FIRST[:2], cell, *FIRST[4:]]) == [OF_FIRST]


@pytest.mark.parametrize("title", ["Lãnh đạo UBND tỉnh phụ trách", "Đồng chí phụ trách"])
def test_who_watches_over_a_task_does_not_lead_it_beside_the_body_that_does(title: str) -> None:
    watched = [[*TITLES[:2], title, *TITLES[2:]], [*FIRST[:2], "PCT Nguyễn Văn Mẫu", *FIRST[2:]]]

    assert rows_read(*watched) == [OF_FIRST]
    assert rows_read(["TT", "Nhiệm vụ", title], [*FIRST[:2], "Nguyễn Văn Mẫu"])[0][0] == "Nguyễn Văn Mẫu"


@pytest.mark.parametrize("sign", ["nt", "-nt-", "//", '"', "''", "″", "〃", "Như trên"])
def test_a_sign_repeats_the_cell_above(sign: str) -> None:
    second = ["2", SECOND[1], sign, sign, sign, "Lớp tập huấn"]

    assert rows_read(TITLES, FIRST, second) == [OF_FIRST, (*OF_FIRST[:3], "Lớp tập huấn")]


@pytest.mark.parametrize(
    "titles",
    [
        (["I", "SỞ Y TẾ", ""], ["II", "SỞ NỘI VỤ", ""]),
        (["I. Sở Y tế", None, None], ["II. Sở Nội vụ", None, None]),
        (["", "Sở Y tế", ""], ["", "Sở Nội vụ", ""]),
    ],
)
def test_a_row_that_is_a_body_leads_the_rows_below_it(titles: Sequence[Sequence[str | None]]) -> None:
    read = rows_read(
        ["TT", "Nhiệm vụ", "Thời hạn"], titles[0], ["1", FIRST[1], FIRST[4]], titles[1], ["1", SECOND[1], SECOND[4]]
    )

    assert [(lead.lower(), due) for lead, _, due, _ in read] == [("sở y tế", "2026-04-15"), ("sở nội vụ", "2026-06-30")]


def test_a_title_as_high_ends_what_the_one_before_said() -> None:
    read = rows_read(
        ["TT", "Nhiệm vụ", "Thời hạn"],
        ["I", "Sở Y tế", ""],
        ["1", "Chuẩn bị mùa mưa", ""],
        ["1.1", FIRST[1], FIRST[4]],
        ["II", "Công tác chung", ""],
        ["1", SECOND[1], SECOND[4]],
    )

    assert [lead for lead, *_ in read] == ["Sở Y tế", ""]


def test_a_row_over_parts_hands_its_bodies_down_to_those_that_name_none() -> None:
    parts = [["1.1", FIRST[1], "", "", *FIRST[4:]], ["1.2", SECOND[1], "", "", *SECOND[4:]]]

    read = rows_read(TITLES, ["1", "Công tác y tế", "Sở Y tế", "Sở Nội vụ", "", ""], *parts)

    assert read == [OF_FIRST, (*OF_FIRST[:2], *OF_SECOND[2:])]


def test_a_table_without_a_column_of_bodies_says_it_in_its_cells_or_in_its_title() -> None:
    titles = ["TT", "Nhiệm vụ", "Thời hạn"]

    assert rows_read(titles, ["1", "Sở Y tế rà soát thuốc dự trữ của các bệnh viện", "15/4/2026"])[0][0] == "Sở Y tế"
    named = rows_read(titles, ["1", FIRST[1], "15/4/2026"], annex="PHỤ LỤC\nDANH MỤC NHIỆM VỤ GIAO SỞ Y TẾ\n(Kèm theo)")
    assert named[0][0] == "SỞ Y TẾ"


def test_the_column_of_details_holds_the_tasks_beside_the_one_of_groups() -> None:
    titles = ["TT", "Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", *TITLES[2:]]
    text = assemble([*HEAD.strip().split("\n"), Grid((tuple(titles), ("1", "Công tác y tế", *FIRST[1:])))])

    assert [task.text for task in extract(text).tasks] == [FIRST[1]]


@pytest.mark.parametrize(("cell", "due"), [("15/04/26", "2026-04-15"), ("Trước 15.4.26", "2026-04-15"), ("15/4/6", "")])
def test_a_cell_may_print_a_year_of_two_figures(cell: str, due: str) -> None:
    assert rows_read(TITLES, [*FIRST[:4], cell, FIRST[5]])[0][2] == due


def test_cells_merged_over_rows_stand_empty_in_pasted_text() -> None:
    read = lines_read(" | ".join(TITLES), " | ".join(FIRST), f"2 | {SECOND[1]} |  |  | 30/6/2026 | Lớp tập huấn")

    assert read == [OF_FIRST, (*OF_FIRST[:2], *OF_SECOND[2:])]
    assert rows_read(TITLES, FIRST, ["2", SECOND[1], "", "", *SECOND[4:]])[1][0] == ""  # a reader says what is merged


def test_a_body_merged_in_front_of_the_task_leads_the_rows_that_lost_it() -> None:
    read = lines_read(
        "STT | Đơn vị | Nhiệm vụ | Thời hạn",
        f"1 | Sở Y tế | {FIRST[1]} | 15/4/2026",
        " | | Tập huấn cán bộ trạm | 30/6/2026",
    )

    assert [(row[0], row[2]) for row in read] == [("Sở Y tế", "2026-04-15"), ("Sở Y tế", "2026-06-30")]


def test_a_heading_of_two_rows_may_have_empty_cells_in_pasted_text() -> None:
    read = lines_read(
        "TT | Nhiệm vụ | Cơ quan thực hiện |  | Thời hạn | Sản phẩm",
        " |  | Chủ trì | Phối hợp |  | ",
        " | ".join(FIRST),
    )

    assert read == [OF_FIRST]


def test_a_title_between_pasted_rows_and_a_sum_below_them_are_no_tasks() -> None:
    read = lines_read(
        "TT | Nhiệm vụ | Thời hạn",
        "I. Sở Y tế",
        f"1 | {FIRST[1]} | 15/4/2026",
        "II. Sở Nội vụ",
        f"1 | {SECOND[1]} | 30/6/2026",
        " | Tổng cộng | ",
    )

    assert [row[0] for row in read] == ["Sở Y tế", "Sở Nội vụ"]


@pytest.mark.parametrize("cell", ["15/4/202\n6", "15/4/20\n26", "15/4/2\n026", "15/4/\n2026"])
def test_a_year_that_a_narrow_column_broke_is_whole(cell: str) -> None:
    assert rows_read(TITLES, [*FIRST[:4], cell, FIRST[5]]) == [OF_FIRST]
