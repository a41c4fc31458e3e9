"""The urging letter read back: its parts by NĐ 30/2020, and its figures against the list."""

import io
import re
from datetime import date

import docx
import pytest
import time_machine
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tasks.actions import urging_letters
from tasks.actions.urging_letters import Terms
from tasks.filters import TaskFilter
from tasks.letters import layout
from tasks.letters.urging import Signer, roman
from tasks.models import Task, TaskStatus
from tests import factories as make
from tests.urging.conftest import DUE, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine():
    with time_machine.travel("2023-03-01T09:30:00+07:00", tick=False):
        yield


@pytest.fixture
def city(people):
    """Of each unit: 3 overdue, 2 due soon, 1 without a deadline, 1 in term, 1 waiting for acceptance."""
    paper = make.directive()
    for unit in (people.finance, people.building):
        days = [DUE, DUE, date(2023, 2, 20), date(2023, 3, 3), date(2023, 3, 7), None, date(2023, 6, 30)]
        for number, day in enumerate(days):
            make.task(lead=unit, directive=paper, title=f"Việc {number} của {unit}", due_on=day, path="II.3")
        make.task(
            lead=unit, directive=paper, title="Đã báo cáo", due_on=DUE, status=TaskStatus.SUBMITTED, submitted_on=TODAY
        )
    return people


def written(people, tasks, **given):
    terms = Terms(**{"signer": Signer.DEPUTY.value, "signer_name": "Hoàng Minh Cường", **given})
    content, units = urging_letters.draft(
        tasks, terms, times=2, words="Đề nghị nghiêm túc.", answer_by=date(2023, 3, 8), today=TODAY
    )
    return docx.Document(io.BytesIO(content)), units


def whole(people, *units):
    keys = Task.objects.filter(lead__in=units).values_list("pk", flat=True)[:1]
    keys = [Task.objects.filter(lead=unit).first().pk for unit in units] or list(keys)
    return urging_letters.listed(keys, actor=people.hoa, today=TODAY, whole=True)


def counted(people, unit, timeliness):
    from django.http import QueryDict

    filters = TaskFilter(QueryDict(f"lead={unit.pk}&timeliness={timeliness}"), today=TODAY)
    return filters.narrow(Task.objects.visible_to(people.hoa, TODAY)).count()


def words(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_paper_is_that_of_the_decree(city):
    document, _units = written(city, whole(city, city.finance))
    section, style = document.sections[0], document.styles["Normal"]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert Mm(19) < section.top_margin < Mm(26)
    assert Mm(29) < section.left_margin < Mm(36)
    assert Mm(14) < section.right_margin < Mm(21)
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(14))


def test_pages_are_numbered_on_top_from_the_second(city):
    section = written(city, whole(city, city.finance))[0].sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_head_subject_addressee_and_signature(city):
    document, _units = written(city, whole(city, city.finance))
    left, right = document.tables[0].rows[0].cells
    assert left.text.split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG"]
    assert re.search(r"Số:\s+/UBND-VP", left.text)
    assert "V/v đôn đốc thực hiện nhiệm vụ quá hạn (lần 2)" in left.text
    assert right.text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert re.search(r"Hải Phòng, ngày\s+tháng\s+năm", right.text)
    assert "Kính gửi: Sở Tài chính" in words(document)
    below = document.tables[-1].rows[0].cells
    assert below[0].text.startswith("Nơi nhận:\n- Như trên;")
    assert below[1].text.split("\n")[:2] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert below[1].text.endswith("Hoàng Minh Cường")


def test_it_says_as_of_which_hour_and_ends_as_letters_end(city):
    document, _units = written(city, whole(city, city.finance))
    assert "số liệu tính đến 09 giờ 30 ngày 01/03/2023, Sở Tài chính còn 3 nhiệm vụ quá hạn" in words(document)
    assert "Đề nghị nghiêm túc." in words(document)
    assert "trước hết ngày 08/03/2023./." in words(document)


def test_tables_of_one_unit_hold_what_the_list_holds(city):
    document, _units = written(city, whole(city, city.finance))
    tables = document.tables[1:-1]
    sizes = [len(table.rows) - 1 for table in tables]
    assert sizes == [counted(city, city.finance, name) for name in ("overdue", "due_soon", "no_deadline")] == [3, 2, 1]
    assert [cell.text for cell in tables[0].rows[1].cells][2:5] == ["02/CT-UBND, II.3", "15/02/2023", "14"]


def test_a_heading_is_repeated_on_each_page(city):
    table = written(city, whole(city, city.finance))[0].tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_many_units_get_a_summary_and_an_annex(city):
    document, _units = written(city, whole(city, city.finance, city.building))
    summary = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert summary[0] == ["TT", "Cơ quan, đơn vị", "Quá hạn", "Sắp đến hạn", "Không có hạn", "Tổng"]
    assert summary[1:] == [
        ["1", "Sở Tài chính", "3", "2", "1", "6"],
        ["2", "Sở Xây dựng", "3", "2", "1", "6"],
        ["", "Tổng cộng", "6", "4", "2", "12"],
    ]
    said = words(document)
    assert said.index("PHỤ LỤC") < said.index("I. SỞ TÀI CHÍNH") < said.index("II. SỞ XÂY DỰNG")
    assert "(Kèm theo Công văn số" in said
    assert sum(len(table.rows) - 1 for table in document.tables[3:]) == 12


def test_a_selection_lists_only_itself_and_what_is_reported_is_left_out(city):
    chosen = Task.objects.filter(lead=city.finance, due_on=DUE)
    _document, units = written(city, chosen)
    assert [unit.counts for unit in units] == [(2, 0, 0, 0)]


def test_the_first_letter_carries_no_number_and_the_office_signs_for_itself(city):
    terms = Terms(signer=Signer.OWN_OFFICE_DEPUTY.value, dated=True)
    content, _units = urging_letters.draft(
        whole(city, city.finance), terms, times=1, words="", answer_by=None, today=date(2023, 2, 3)
    )
    left, right = docx.Document(io.BytesIO(content)).tables[0].rows[0].cells
    assert "VĂN PHÒNG" in left.text.split("\n")
    assert "/VP\n" in left.text
    assert "(lần" not in left.text
    assert "ngày 03 tháng 02 năm 2023" in right.text


def test_days_and_months_are_written_with_noughts_as_the_decree_says():
    assert layout.day_words(date(2023, 2, 5)) == "ngày 05 tháng 02 năm 2023"
    assert layout.day_words(date(2023, 9, 15)) == "ngày 15 tháng 9 năm 2023"


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")])
def test_annexes_are_numbered_in_roman_figures(number, text):
    assert roman(number) == text
