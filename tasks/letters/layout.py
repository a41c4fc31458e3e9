"""The parts of an administrative paper in Word, by annex I of NĐ 30/2020/NĐ-CP; for letters and reports alike.

A4 upright; margins top and bottom 20 mm, left 30 mm, right 15-20 mm; Times New Roman, black, 13-14 pt; page numbers in
Arabic figures centred in the top margin from the second page on; an annex counts its pages anew.
"""

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
BODY: Final = Pt(14)
SMALLER: Final = Pt(13)
CELL: Final = Pt(12)
FOOT: Final = Pt(11)
PAGE: Final = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(18)
TEXT_WIDTH: Final = 162
"""Millimetres between the margins."""
LONG_WIDTH: Final = 249
"""Millimetres between the margins of a page that lies on its long side."""
INDENT: Final = Cm(1.27)
NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
CENTRE, JUSTIFY, LEFTWARD = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
RIGHTWARD: Final = WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text: organ (with the one above it), symbol, place and day, and what it is about.

    The number is left blank for the registry, and so is the day of the month when `day` is None.
    """

    superior: tuple[str, ...]
    organ: tuple[str, ...]
    symbol: str
    place: str
    day: date | None
    about: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines above the name, such as `KT. CHỦ TỊCH` and `PHÓ CHỦ TỊCH`; the name may be left for later."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in millimetres, and whether its cells are centred or stand right."""

    title: str
    width: int
    centred: bool = False
    is_figure: bool = False


def new_document() -> Document:
    """An empty A4 paper with the margins, the font and the page numbers of the decree."""
    document = docx.Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    _set_page(document.sections[0])
    return document


def saved(document: Document) -> bytes:
    """The paper as the bytes of a .docx file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# ── above and below the text ──────────────────────────────────────────────────────────────────
def letterhead(document: Document, head: Head) -> None:
    """Organ and number at the left, state and motto, place and day at the right."""
    table = _bare_table(document, (66, 96))
    left, right = table.rows[0].cells
    above = len(head.superior)
    for number, line in enumerate((*head.superior, *head.organ)):
        place = _next(left) if number else left.paragraphs[0]
        write(place, line, size=SMALLER, bold=number >= above, align=CENTRE)
    _rule(left, 24, 66)
    write(_next(left), f"Số:          /{head.symbol}", size=SMALLER, align=CENTRE)
    if head.about:
        write(_next(left), head.about, size=CELL, align=CENTRE)
    write(right.paragraphs[0], NATION, size=CELL, bold=True, align=CENTRE)
    write(_next(right), MOTTO, size=SMALLER, bold=True, align=CENTRE)
    _rule(right, 58, 96)
    write(_next(right), f"{head.place}, {day_words(head.day)}", size=SMALLER, italic=True, align=CENTRE)


def day_words(day: date | None) -> str:
    """`ngày 05 tháng 02 năm 2023`: days below ten and the first two months with a nought; blank without a day."""
    if day is None:
        return "ngày      tháng      năm"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def addressed_to(document: Document, names: Sequence[str]) -> None:
    """`Kính gửi:` and to whom, one in the line or each on a line of its own."""
    if len(names) == 1:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)
        write(paragraph, f"Kính gửi: {names[0]}", align=CENTRE)
        return
    first = document.add_paragraph()
    first.paragraph_format.space_before, first.paragraph_format.left_indent = Pt(12), Mm(40)
    write(first, "Kính gửi:")
    for number, name in enumerate(names, start=1):
        line = document.add_paragraph()
        line.paragraph_format.left_indent = Mm(58)
        line.paragraph_format.space_after = Pt(12 if number == len(names) else 0)
        write(line, f"- {name}{'.' if number == len(names) else ';'}")


def title(document: Document, kind: str, about: str) -> None:
    """The kind of paper and what it is about, centred above the text, with a short line below (annex I, II.5)."""
    above = write(document.add_paragraph(), kind, bold=True, align=CENTRE)
    above.paragraph_format.space_before = Pt(18)
    write(document.add_paragraph(), about, bold=True, align=CENTRE)
    _line_below(document.add_paragraph(), Mm((TEXT_WIDTH - 50) / 2))


def closing(document: Document, receivers: Sequence[str], signature: Signature) -> None:
    """Who gets it at the left, who signs at the right; kept together on one page, with the last words above."""
    _keep_last_words(document)
    table = _bare_table(document, (78, 84))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", size=CELL, bold=True, italic=True)
    for number, name in enumerate(receivers, start=1):
        write(_next(left), f"- {name}{'.' if number == len(receivers) else ';'}", size=FOOT)
    for number, line in enumerate(signature.lines):
        write(right.paragraphs[0] if number == 0 else _next(right), line, bold=True, align=CENTRE)
    for _blank in range(4):
        _next(right)
    write(_next(right), signature.name, bold=True, align=CENTRE)


def _keep_last_words(document: Document) -> None:
    """What is written last goes to the page of the signature, so that a signature never stands alone on one."""
    for above in reversed(list(document.iter_inner_content())):
        if isinstance(above, Table):
            for cell in above.rows[-1].cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            return
        above.paragraph_format.keep_with_next = True
        if above.text.strip():
            return


def annex(document: Document, title: str, reference: str, *, number: str = "", lies: bool = False) -> None:
    """A new page that begins an annex, whose pages are counted for themselves; a wide one `lies` on its long side.

    `number` is the Roman one of annexes of which there are several.
    """
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, restart=True)
    if lies:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = PAGE[1], PAGE[0]
    write(document.add_paragraph(), f"PHỤ LỤC {number}".strip(), bold=True, align=CENTRE)
    write(document.add_paragraph(), title, bold=True, align=CENTRE)
    below = write(document.add_paragraph(), reference, italic=True, align=CENTRE)
    below.paragraph_format.space_after = Pt(12)


# ── the text ──────────────────────────────────────────────────────────────────────────────────
def paragraph(document: Document, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the body: justified, first line indented, 6 pt after it."""
    made = write(document.add_paragraph(), text, bold=bold, align=JUSTIFY)
    made.paragraph_format.first_line_indent = INDENT
    made.paragraph_format.space_after = Pt(6)
    return made


def table_title(document: Document, text: str) -> Paragraph:
    """The line above a table, which never stands alone at the foot of a page."""
    made = paragraph(document, text, bold=True)
    made.paragraph_format.keep_with_next = True
    return made


def picture(document: Document, content: bytes, *, title: str, width: Length, told: str) -> None:
    """A picture (PNG) in the middle, its title above it on the same page; `told` is what who does not see it hears."""
    above = write(document.add_paragraph(), title, size=CELL, bold=True, align=CENTRE)
    above.paragraph_format.keep_with_next = True
    holder = document.add_paragraph()
    holder.alignment, holder.paragraph_format.space_after = CENTRE, Pt(6)
    shape = holder.add_run().add_picture(io.BytesIO(content), width=width)
    known = shape._inline.docPr
    known.set("descr", told)
    known.set("title", title)


def table(
    document: Document, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, size: Length = CELL
) -> Table:
    """A table with lines; its heading is repeated on each page and no row is torn in two."""
    made: Table = document.add_table(rows=1, cols=len(columns))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _narrow_margins(made)
    heading = made.rows[0]
    _mark(heading._tr, "w:tblHeader")
    for cell, column in zip(heading.cells, columns, strict=True):
        write(cell.paragraphs[0], column.title, size=size, bold=True, align=CENTRE)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    pattern = made.add_row()  # type: ignore[no-untyped-call]  # python-docx leaves this method without types
    _mark(pattern._tr, "w:cantSplit")
    for cell, column in zip(pattern.cells, columns, strict=True):
        write(cell.paragraphs[0], "-", size=size, align=_side(column))
    _widen(made, [column.width for column in columns])
    _fill(made, pattern._tr, rows)
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)
    return made


def _fill(made: Table, pattern: Any, rows: Iterable[Sequence[str]]) -> None:
    """A copy of the row `pattern` for each of `rows`, in its place: a hundred times as quick as building each anew."""
    made._tbl.remove(pattern)
    for values in rows:
        row = deepcopy(pattern)
        for place, value in zip(row.iter(qn("w:t")), values, strict=True):
            place.text = " ".join(value.split())
        made._tbl.append(row)


def _side(column: Column) -> WD_ALIGN_PARAGRAPH:
    return CENTRE if column.centred else RIGHTWARD if column.is_figure else LEFTWARD


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: Length | None = None,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    """Put `text` into the paragraph in one run of the font of the paper."""
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    if align is not None:
        paragraph.alignment = align
    return paragraph


# ── what Word wants underneath ────────────────────────────────────────────────────────────────
def _set_page(section: Section, *, restart: bool = False) -> None:
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    _page_number(section.header.paragraphs[0])
    if restart:
        kind = OxmlElement("w:pgNumType")
        kind.set(qn("w:start"), "1")
        section._sectPr.append(kind)


def _page_number(paragraph: Paragraph) -> None:
    """The field that Word fills with the number of the page."""
    paragraph.alignment = CENTRE
    for element, text in (("begin", ""), ("instrText", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = BODY
        if text:
            found = OxmlElement("w:instrText")
            found.text = text
        else:
            found = OxmlElement("w:fldChar")
            found.set(qn("w:fldCharType"), element)
        run._r.append(found)


def _bare_table(document: Document, widths: Sequence[int]) -> Table:
    made: Table = document.add_table(rows=1, cols=len(widths))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _widen(made, widths)
    return made


def _widen(made: Table, widths: Sequence[int]) -> None:
    """Widths on the grid and on every cell: Word reads the one, LibreOffice the other."""
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _narrow_margins(made: Table) -> None:
    """One millimetre beside the text of a cell, so that a date fits its column."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    made._tbl.tblPr.append(margins)


def _mark(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _next(cell: _Cell) -> Paragraph:
    made: Paragraph = cell.add_paragraph()
    return made


def _rule(cell: _Cell, length: int, width: int) -> None:
    """A short line centred in a cell of `width` millimetres (less its margins), under organ and motto."""
    _line_below(_next(cell), Mm((width - 4 - length) / 2))


def _line_below(paragraph: Paragraph, aside: Length) -> None:
    """A thin line as an empty paragraph, drawn in by `aside` at both ends."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
    paragraph.paragraph_format.line_spacing = Pt(6)
    paragraph.paragraph_format.space_after = Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
