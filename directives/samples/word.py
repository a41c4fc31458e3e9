"""A Word file from a small readable source, with automatic numbering and merged cells as Word makes them.

Source, one paragraph a line: `= ` centred and bold, `~ ` centred and italic, `I> ` `1> ` `a> ` `-> ` numbered
by Word at that level, anything else plain. `[head]` and `[sign]` open rows of two columns (`left || right`,
lines split by ` / `), `[table]` rows of cells (`a | b | c`; `^` joins the cell above, `>` the cell before it),
each up to `[end]`; `[page]` starts a page.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

LEVELS = {"I> ": 0, "1> ": 1, "a> ": 2, "-> ": 3}
FORMATS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
NUMBERING_ID = 77
SPACE = nsdecls("w")
ABSTRACT = "".join(
    [
        f'<w:abstractNum {SPACE} w:abstractNumId="{NUMBERING_ID}">',
        *(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{shape}"/><w:lvlText w:val="{label}"/></w:lvl>'
            for level, (shape, label) in enumerate(FORMATS)
        ),
        "</w:abstractNum>",
    ]
)
INSTANCE = f'<w:num {SPACE} w:numId="{NUMBERING_ID}"><w:abstractNumId w:val="{NUMBERING_ID}"/></w:num>'
WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001 - the file format stores a naive time
ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def build(source: Path) -> bytes:
    """The .docx of `source`, the same bytes on every run."""
    paper = _blank()
    lines = iter(source.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line in BLOCKS:
            BLOCKS[line](paper, lines)
        else:
            _paragraph(paper, line)
    return _frozen(paper)


def _blank() -> Any:
    """An empty paper with the numbering of official papers and a Times-like face."""
    paper = docx.Document()
    paper.core_properties.created = paper.core_properties.modified = WRITTEN
    paper.core_properties.author = ""
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    section = paper.sections[0]
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    numbering = paper.part.numbering_part.element
    numbering.insert(0, parse_xml(ABSTRACT))
    numbering.append(parse_xml(INSTANCE))
    return paper


def _paragraph(paper: Any, line: str) -> None:
    if line[:3] in LEVELS:
        _number(paper.add_paragraph(line[3:]), LEVELS[line[:3]])
    elif line[:2] in {"= ", "~ "}:
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line[2:])
        run.bold, run.italic = line[0] == "=", line[0] == "~"
    else:
        paper.add_paragraph(line)


def _number(paragraph: Any, level: int) -> None:
    """Let Word number the paragraph: the label is not part of its text."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = NUMBERING_ID


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == "[end]":
            return
        yield line


def _columns(paper: Any, lines: Iterator[str]) -> None:
    """A table without lines, as typists set letterheads and signatures."""
    rows = [line.split(" || ") for line in _until_end(lines)]
    table = paper.add_table(rows=len(rows), cols=2)
    for row, halves in zip(table.rows, rows, strict=True):
        for cell, half in zip(row.cells, halves, strict=True):
            _fill(cell, half.split(" / "))


def _fill(cell: Any, lines: list[str]) -> None:
    cell.text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(paper: Any, lines: Iterator[str]) -> None:
    rows = [line.split(" | ") for line in _until_end(lines)]
    table = paper.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text == "^":
                table.cell(y - 1, x).merge(table.cell(y, x))
            elif text == ">":
                table.cell(y, x - 1).merge(table.cell(y, x))
            else:
                table.cell(y, x).text = text
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(first.makeelement(qn("w:tblHeader"), {}))


def _page(paper: Any, _: Iterator[str]) -> None:
    paper.add_page_break()


BLOCKS: dict[str, Callable[[Any, Iterator[str]], None]] = {
    "[head]": _columns,
    "[sign]": _columns,
    "[table]": _table,
    "[page]": _page,
}


def _frozen(paper: Any) -> bytes:
    """The saved package with one fixed time in every zip entry."""
    saved, frozen = io.BytesIO(), io.BytesIO()
    paper.save(saved)
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(frozen, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, package.read(name))
    return frozen.getvalue()
