"""The directory as a spreadsheet: out, looked at row by row, in; an import of the export changes nothing."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts import sheets
from accounts.actions import organisation_import as importing
from accounts.errors import DomainError, Refused
from accounts.models import AuditEntry, Organisation
from tasks.actions import succession
from tests.reorganisation.conftest import DAY

pytestmark = pytest.mark.django_db

TITLES = [str(column.title) for column in sheets.COLUMNS]


def book(*rows, titles=TITLES):
    file, made = BytesIO(), Workbook()
    made.active.append(titles)
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def row(code="so-moi", name="Sở Mới", kind="Sở và cơ quan tương đương", parent="city", **others):
    values = {"Mã": code, "Tên đầy đủ": name, "Loại": kind, "Mã cấp trên": parent, **others}
    return [values.get(title) for title in TITLES]


def outcomes(content):
    return importing.check(sheets.read(content))


def test_import_of_the_export_changes_nothing(people, planning):
    Organisation.objects.filter(code="skhdt").update(
        aliases=["Sở KH&ĐT", "Sở Kế hoạch"], symbols=["SKHĐT"], valid_from=DAY, note="=1+1"
    )
    content = sheets.write(Organisation.objects.select_related("parent")).read()
    assert {outcome.kind for outcome in outcomes(content)} == {importing.SAME}
    done = importing.carry_out(sheets.read(content), only_right=False, actor=people.quan, today=DAY)
    assert (done.added, done.changed) == ((), ())


def test_each_row_says_what_would_become_of_it(people, planning):
    content = book(
        row(code="skhdt", name="Sở Kế hoạch", parent="city"),
        row(),
        row(code="phong", name="Phòng Một", parent="so-moi", **{"Có từ ngày": "01/07/2025"}),
    )
    found = outcomes(content)
    assert [outcome.kind for outcome in found] == ["changed", "created", "created"]
    assert ("Tên đầy đủ", "Sở Kế hoạch và Đầu tư", "Sở Kế hoạch") in found[0].differs
    importing.carry_out([outcome.line for outcome in found], only_right=False, actor=people.quan, today=DAY)
    assert Organisation.objects.get(code="phong").parent.code == "so-moi"
    entry = AuditEntry.objects.get(action="organisation.changed")
    assert entry.before["name"] == "Sở Kế hoạch và Đầu tư"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"code": ""}, "Dòng 2, cột “Mã”: chưa ghi."),
        ({"code": "Sở Mới"}, "Dòng 2, cột “Mã”: chỉ gồm chữ không dấu, số, gạch nối."),
        ({"name": None}, "Dòng 2, cột “Tên đầy đủ”: chưa ghi."),
        ({"kind": "Sở"}, "Dòng 2, cột “Loại”: “Sở” không có trong danh mục loại tổ chức."),
        ({"parent": "khong-co"}, "Dòng 2, cột “Mã cấp trên”: không có tổ chức mã “khong-co”."),
        ({"parent": "so-moi"}, "Dòng 2, cột “Mã cấp trên”: tổ chức không thể nằm bên trong chính nó."),
        ({"Hộp thư đầu mối": "abc"}, "Dòng 2, cột “Hộp thư đầu mối”: “abc” không phải là địa chỉ thư."),
        ({"Có từ ngày": "hôm qua"}, "cột “Có từ ngày”: “hôm qua” không phải là ngày"),
        (
            {"Có từ ngày": "02/01/2026", "Đến trước ngày": "01/01/2026"},
            "Dòng 2, cột “Đến trước ngày”: phải sau ngày bắt đầu.",
        ),
        ({"Thứ tự": -1}, "Dòng 2, cột “Thứ tự”: không được là số âm."),
    ],
)
def test_errors_name_row_and_column(people, cells, sentence):
    (found,) = outcomes(book(row(**cells)))
    assert found.kind == importing.WRONG
    assert sentence in " ".join(found.problems)


def test_nothing_is_written_while_a_row_is_wrong_unless_asked(people):
    lines = sheets.read(book(row(), row(code="sai", kind="?"), row(code="so-moi")))
    before = Organisation.objects.count()
    with pytest.raises(DomainError, match="còn dòng sai"):
        importing.carry_out(lines, only_right=False, actor=people.quan, today=DAY)
    assert Organisation.objects.count() == before
    importing.carry_out(lines, only_right=True, actor=people.quan, today=DAY)
    assert Organisation.objects.count() == before + 1


def test_what_stands_below_a_wrong_row_is_refused_by_name(people):
    lines = sheets.read(book(row(kind="?"), row(code="phong", name="Phòng", parent="so-moi")))
    with pytest.raises(DomainError, match="phong"):
        importing.carry_out(lines, only_right=True, actor=people.quan, today=DAY)
    assert not Organisation.objects.filter(code="phong").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04khong phai", b"ma,ten\n1,2"])
def test_what_is_no_spreadsheet_is_refused(content):
    with pytest.raises(DomainError, match="Không đọc được tệp"):
        sheets.read(content)


def test_columns_may_be_missing_or_in_any_order(people):
    titles = ["Tên đầy đủ", "Loại", "Mã"]
    content = book(["Sở Xây dựng mới", "Sở và cơ quan tương đương", "building"], titles=titles)
    (found,) = outcomes(content)
    assert [title for title, _before, _after in found.differs] == ["Tên đầy đủ"]
    with pytest.raises(DomainError, match="thiếu cột: Mã"):
        sheets.read(book(["Sở"], titles=["Tên đầy đủ", "Loại"]))


def test_only_administrators_import(people):
    with pytest.raises(Refused):
        importing.carry_out([], only_right=False, actor=people.hoa, today=DAY)


def test_pages_show_first_and_write_after(client, people):
    client.force_login(people.quan)
    file = SimpleUploadedFile("to-chuc.xlsx", book(row()))
    page = client.post(reverse("organisation-import"), {"file": file})
    assert "1 thêm mới" in page.content.decode()
    assert not Organisation.objects.filter(code="so-moi").exists()
    page = client.post(reverse("organisation-import"), {"kept": page.context["kept"]}, follow=True)
    assert "Đã thêm 1 và sửa 0 tổ chức." in page.content.decode()
    assert Organisation.objects.get(code="so-moi").short_name == "Sở Mới"
    out = client.get(reverse("organisation-export"))
    sheet = load_workbook(BytesIO(b"".join(out.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[1]] == TITLES
    assert "so-moi" in [cells[0].value for cells in sheet.iter_rows(min_row=2)]
    template = client.get(reverse("organisation-export"), {"template": "1"})
    assert load_workbook(BytesIO(b"".join(template.streaming_content))).worksheets[0].max_row == 1


def test_a_changed_or_old_preview_is_not_written(client, people):
    client.force_login(people.quan)
    page = client.post(reverse("organisation-import"), {"kept": "abc:def"}, follow=True)
    assert "hãy chọn lại tệp" in page.content.decode()


def test_others_have_no_spreadsheet_and_no_new_body(client, people):
    for person in (people.hoa, people.lan, people.kiem):
        client.force_login(person)
        for name in ("organisation-import", "organisation-export", "organisation-new"):
            assert client.get(reverse(name)).status_code == 403


def test_a_division_is_added_and_the_ended_name_finds_its_heir(client, people, planning, work, merger):
    client.force_login(people.quan)
    words = {"name": "Phòng Giá", "code": "phong-gia", "kind": "phong", "parent": people.finance.pk}
    client.post(reverse("organisation-new"), words)
    assert Organisation.objects.get(code="phong-gia").parent == people.finance
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    found = client.get(reverse("organisation-search"), {"q": "sở kế hoạch"}).json()
    assert found == [{"id": people.finance.pk, "name": "Sở Tài chính", "kind": "trước đây: Sở Kế hoạch và Đầu tư"}]
    html = client.get(reverse("organisation-detail", args=[people.finance.pk])).content.decode()
    assert "hợp nhất từ" in html
