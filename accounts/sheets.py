"""The directory as a spreadsheet: one definition of the columns for writing, for reading and for the template."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any, Final
from zipfile import BadZipFile

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from accounts.models import Organisation, OrganisationKind

MOST_ROWS: Final = 10_000
MOST_BYTES: Final = 5_000_000
SEPARATOR: Final = ";"
Cell = str | int | float | date | None


class BadCell(ValueError):
    """A cell that cannot be read; the message is the sentence for its row and column."""


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the column of the table; `show` makes a cell of a row, `read` a value of a cell."""

    name: str
    title: str | Promise
    width: int
    show: Callable[[Organisation], Cell]
    read: Callable[[Cell], Any]
    hint: str | Promise = ""


def _text(longest: int, *, required: bool = False) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        words = (
            "" if cell is None else str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
        )
        if required and not words:
            raise BadCell(_now("chưa ghi."))
        if len(words) > longest:
            raise BadCell(_now("dài quá %(longest)d ký tự.") % {"longest": longest})
        return words

    return read


def _list(cell: Cell) -> list[str]:
    words = "" if cell is None else str(cell)
    return list(dict.fromkeys(part.strip() for part in words.split(SEPARATOR) if part.strip()))


def _day(cell: Cell) -> date | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(cell).strip(), pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise BadCell(_now("“%(cell)s” không phải là ngày; hãy ghi dạng 31/12/2025.") % {"cell": cell})


def _kind(cell: Cell) -> str:
    words = str(cell or "").strip()
    known = {str(label).lower(): value for value, label in OrganisationKind.choices}
    known |= {value: value for value in OrganisationKind.values}
    if words.lower() not in known:
        raise BadCell(_now("“%(cell)s” không có trong danh mục loại tổ chức.") % {"cell": words})
    return known[words.lower()]


def _rank(cell: Cell) -> int:
    try:
        number = int(float(str(cell))) if cell not in (None, "") else 0
    except ValueError as error:
        raise BadCell(_now("“%(cell)s” không phải là số.") % {"cell": cell}) from error
    if number < 0:
        raise BadCell(_now("không được là số âm."))
    return number


def _joined(name: str) -> Callable[[Organisation], Cell]:
    return lambda row: f"{SEPARATOR} ".join(getattr(row, name))


COLUMNS: Final[Sequence[Column]] = (
    Column("code", _("Mã"), 24, lambda row: row.code, _text(60, required=True), _("chữ thường, số và gạch nối")),
    Column("name", _("Tên đầy đủ"), 44, lambda row: row.name, _text(300, required=True)),
    Column("short_name", _("Tên gọi"), 32, lambda row: row.short_name, _text(200), _("để trống: như tên đầy đủ")),
    Column("kind", _("Loại"), 26, lambda row: str(row.get_kind_display()), _kind, _("như trong danh mục")),
    Column("parent", _("Mã cấp trên"), 24, lambda row: row.parent.code if row.parent else "", _text(60)),
    Column("aliases", _("Cách gọi khác"), 44, _joined("aliases"), _list, _("ngăn bằng dấu chấm phẩy")),
    Column("symbols", _("Ký hiệu"), 18, _joined("symbols"), _list, _("ngăn bằng dấu chấm phẩy")),
    Column("head_titles", _("Chức danh người đứng đầu"), 34, _joined("head_titles"), _list),
    Column("email", _("Hộp thư đầu mối"), 30, lambda row: row.email, _text(254)),
    Column("valid_from", _("Có từ ngày"), 13, lambda row: row.valid_from, _day, _("31/12/2025; để trống: từ trước")),
    Column("valid_to", _("Đến trước ngày"), 13, lambda row: row.valid_to, _day, _("để trống: đang hoạt động")),
    Column("rank", _("Thứ tự"), 9, lambda row: row.rank, _rank),
    Column("note", _("Ghi chú"), 40, lambda row: row.note, _text(5000)),
)
REQUIRED: Final = ("code", "name", "kind")
TITLES: Final[Mapping[str, str | Promise]] = {column.name: column.title for column in COLUMNS}


def write(rows: Iterable[Organisation]) -> IO[bytes]:
    """The directory as a file; without rows it is the template."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EDF3", "valign": "top"})
    day, plain = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"valign": "top"})
    sheet = book.add_worksheet(_now("Tổ chức"))
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, str(column.title), head)
        if column.hint:
            sheet.write_comment(0, index, str(column.hint))
    last = 0
    for last, row in enumerate(rows, start=1):
        for index, column in enumerate(COLUMNS):
            cell = column.show(row)
            if isinstance(cell, date):
                sheet.write_datetime(last, index, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(last, index, cell)
            elif cell:
                sheet.write_string(last, index, str(cell), plain)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    kinds = book.add_worksheet(_now("Danh mục loại"))
    for index, (_value, label) in enumerate(OrganisationKind.choices):
        kinds.write_string(index, 0, str(label))
    book.close()
    file.seek(0)
    return file


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number there, the values read, and what is wrong by column."""

    number: int
    values: Mapping[str, Any]
    wrong: Mapping[str, str]


def read(content: bytes) -> list[Line]:
    """Every row that is not empty, by the titles of the first row, whatever their order.

    Raises:
        DomainError: it is no spreadsheet, too large, or lacks a column that is needed.
    """
    if len(content) > MOST_BYTES:
        raise DomainError(_("Tệp lớn quá 5 MB."), code="file_too_large", status=400)
    from openpyxl import load_workbook  # only who imports a sheet pays for it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        table = list(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=60))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise DomainError(_("Không đọc được tệp; hãy gửi tệp .xlsx."), code="bad_sheet", status=400) from error
    if len(table) > MOST_ROWS + 1:
        raise DomainError(_("Tệp có quá 10.000 dòng."), code="too_many_rows", status=400)
    places = _places(table[0] if table else ())
    rows = enumerate(table[1:], start=2)
    return [_line(number, row, places) for number, row in rows if any(cell not in (None, "") for cell in row)]


def _places(titles: Sequence[Any]) -> dict[int, Column]:
    known = {str(column.title).lower(): column for column in COLUMNS} | {column.name: column for column in COLUMNS}
    found = {
        index: known[name] for index, title in enumerate(titles) if (name := str(title or "").strip().lower()) in known
    }
    missing = [str(TITLES[name]) for name in REQUIRED if name not in {column.name for column in found.values()}]
    if missing:
        raise DomainError(
            _now("Dòng đầu của tệp thiếu cột: %(names)s.") % {"names": ", ".join(missing)}, code="no_column", status=400
        )
    return found


def _line(number: int, row: Sequence[Any], places: Mapping[int, Column]) -> Line:
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for index, column in places.items():
        try:
            values[column.name] = column.read(row[index] if index < len(row) else None)
        except BadCell as error:
            wrong[column.name] = str(error)
    return Line(number, values, wrong)
